"""A report as a workbook for reviewers; the only home of xlsxwriter.

Every cell is written as text or number: no content of a document can become a formula or a link.
"""

import datetime
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from cascade.report import wording
from cascade.report.content import Answer, Entry, Passage, Report, State
from cascade.report.markdown import edges
from cascade.report.marks import Mark, Run
from cascade.report.measures import COMMAND
from cascade.report.picture import COLOURS, SYMBOLS

_MOST = 32_000
"""Characters that a cell is given; a sheet holds 32,767."""
_DIFFERENCES = "differences between the two"
_LINE = 15.0
"""Points of a line of text."""


@dataclass(frozen=True)
class _Column:
    heading: str
    width: int


_COLUMNS = (
    _Column("upstream document", 15),
    _Column("topic", 20),
    _Column("upstream id", 19),
    _Column("upstream text", 46),
    _Column("place", 15),
    _Column("status", 12),
    _Column("text", 46),
    _Column("changes", 36),
    _Column(_DIFFERENCES, 30),
    _Column("confidence", 8),
    _Column("decision", 11),
    _Column("comment", 28),
    _Column("reasons", 30),
    _Column("upstream units", 18),
    _Column("units", 22),
    _Column("lead", 16),
    _Column("upstream deadline", 15),
    _Column("deadline", 17),
    _Column("due", 12),
    _Column("ids", 19),
    _Column("upstream number", 19),
    _Column("number", 20),
    _Column("upstream source", 26),
    _Column("source", 26),
)


def report_workbook(report: Report) -> bytes:
    """Write a report as an XLSX file."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        made = datetime.datetime.fromisoformat(report.made)
        title = wording.title([p.name for p in report.places], report.say)
        book.set_properties({"title": title, "created": made})
        _Writer(book, report).write(title)
    return out.getvalue()


class _Writer:
    """Writes the sheets with one set of formats."""

    def __init__(self, book: Any, report: Report) -> None:
        self.book, self.report, self.say = book, report, report.say
        base = {"valign": "top", "text_wrap": True, "font_size": 10}
        row = base | {"bottom": 7, "bottom_color": "#9AA3AD"}
        self.cell = book.add_format(row)
        self.bold = book.add_format(base | {"bold": True})
        self.head = book.add_format(
            base | {"bold": True, "bg_color": "#E8ECF1", "bottom": 2, "valign": "vcenter"}
        )
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.section = book.add_format({"bold": True, "font_size": 12, "top": 2})
        self.number = book.add_format(row | {"num_format": "0.00"})
        self.share = book.add_format(base | {"num_format": "0.0%", "align": "left"})
        self.count = book.add_format(base | {"num_format": "0", "align": "left"})
        self.review = book.add_format(
            base | {"bg_color": "#FFFBE6", "border": 1, "border_color": "#D9D2A8"}
        )
        size = {"font_size": 10}
        red, green = {"font_color": "#C00000"} | size, {"font_color": "#00703C"} | size
        self.marks = {
            (Mark.SAME, False): book.add_format(size),
            (Mark.LOST, False): book.add_format(red),
            (Mark.LOST, True): book.add_format(red | {"font_strikeout": True}),
            (Mark.GAINED, False): book.add_format(green),
            (Mark.GAINED, True): book.add_format(green | {"bold": True}),
        }
        self.states = {
            s: book.add_format(row | {"bold": True, "left": 5, "left_color": COLOURS[s]})
            for s in State
        }

    def write(self, title: str) -> None:
        """Write the summary first, then the rows."""
        summary = self.book.add_worksheet(self.say("Summary"))
        rows = self.book.add_worksheet(self.say("Requirements"))
        self._summary(summary, title)
        self._rows(rows)

    # --- rows ----------------------------------------------------------------------------------

    def _rows(self, sheet: Any) -> None:
        say = self.say
        for n, column in enumerate(_COLUMNS):
            sheet.set_column(n, n, column.width)
            heading = say(column.heading)
            if column.heading == _DIFFERENCES and len(self.report.places) == 2:
                first, second = (place.name for place in self.report.places)
                heading = say("{second} against {first}").format(first=first, second=second)
            sheet.write_string(0, n, heading, self.head)
        sheet.set_row(0, 32)
        at = 1
        for entry in self.report.entries:
            for answer in entry.answers:
                self._row(sheet, at, entry, answer)
                at += 1
        for addition in self.report.additions:
            self._row(sheet, at, None, addition.answer, addition.topic)
            at += 1
        last = max(at - 1, 1)
        decision = next(n for n, c in enumerate(_COLUMNS) if c.heading == "decision")
        sheet.data_validation(
            1,
            decision,
            last,
            decision,
            {
                "validate": "list",
                "source": [say("confirm"), say("reject"), say("unsure")],
                "error_title": say("decision"),
                "error_message": say("Choose from the list."),
            },
        )
        sheet.autofilter(0, 0, last, len(_COLUMNS) - 1)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&C&P / &N")

    def _row(
        self, sheet: Any, at: int, entry: Entry | None, answer: Answer, topic: str = ""
    ) -> None:
        say, report = self.say, self.report
        place = report.source(answer.place)
        up = entry.upstream if entry else None
        above = report.source(up.document) if up else None
        units = dict.fromkeys(unit for p in answer.passages for unit in p.units)
        lead = dict.fromkeys(unit for p in answer.passages for unit in p.lead)
        cells: dict[str, str] = {
            "upstream document": above.name if above else "",
            "upstream number": above.number if above else "",
            "topic": up.topic if up else topic,
            "upstream id": up.id if up else "",
            "upstream units": "、".join(up.units) if up else "",
            "upstream deadline": up.deadline if up else "",
            "place": place.name,
            "number": place.number,
            "changes": "\n".join(answer.changes),
            "reasons": "\n".join(answer.notes),
            _DIFFERENCES: "\n".join(entry.differences) if entry else "",
            "units": "、".join(units),
            "lead": "、".join(lead),
            "deadline": say("; ").join(_distinct(p.deadline for p in answer.passages)),
            "due": say("; ").join(_distinct(p.due for p in answer.passages)),
            "ids": "\n".join(p.id for p in answer.passages),
            "upstream source": _where(up) if up else "",
            "source": "\n".join(_where(p) for p in answer.passages),
        }
        runs = self._joined(answer.passages)
        lines = 1
        for n, column in enumerate(_COLUMNS):
            text = cells.get(column.heading, "")
            if column.heading == "upstream text":
                text = up.text if up else ""
                self._rich(sheet, at, n, answer.required or ((Run(up.text),) if up else ()))
            elif column.heading == "text":
                text = "".join(run.text for run in runs)
                self._rich(sheet, at, n, runs)
            elif column.heading == "status":
                words = f"{SYMBOLS[answer.state]} {wording.state_name(answer.state, say)}"
                sheet.write_string(at, n, words, self.states[answer.state])
            elif column.heading == "confidence":
                if answer.confidence is None:
                    sheet.write_blank(at, n, None, self.number)
                else:
                    sheet.write_number(at, n, answer.confidence, self.number)
            elif column.heading in ("decision", "comment"):
                sheet.write_blank(at, n, None, self.review)
            else:
                sheet.write_string(at, n, text[:_MOST], self.cell)
            lines = max(lines, _lines(text, column.width))
        sheet.set_row(at, min(lines * _LINE + 3, 400))

    def _joined(self, passages: Sequence[Passage]) -> list[Run]:
        runs: list[Run] = []
        for passage in passages:
            runs += [Run("\n"), *passage.runs] if runs else passage.runs
        return runs

    def _rich(self, sheet: Any, row: int, column: int, runs: Sequence[Run]) -> None:
        """Write a text with its differing words red or green; those judged struck or bold."""
        merged: list[Run] = []
        for run in runs:
            if merged and (merged[-1].mark, merged[-1].weighty) == (run.mark, run.weighty):
                merged[-1] = Run(merged[-1].text + run.text, run.mark, run.weighty)
            elif run.text:
                merged.append(run)
        text = "".join(run.text for run in merged)
        if len(merged) < 2 or len(text) > _MOST:
            sheet.write_string(row, column, text[:_MOST], self.cell)
            return
        parts: list[Any] = []
        for run in merged:
            parts += [self.marks[run.mark, run.weighty], run.text]
        sheet.write_rich_string(row, column, *parts, self.cell)

    # --- summary -------------------------------------------------------------------------------

    def _summary(self, sheet: Any, title: str) -> None:
        report, say = self.report, self.say
        for n, width in enumerate((18, 22, 44, 20, 26, 14, 12, 44, 26)):
            sheet.set_column(n, n, width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, title, self.title)
        made = say("Made on {date} with cascade {version}").format(
            date=report.made, version=report.version
        )
        sheet.write_string(1, 0, made)
        at = self._heading(sheet, 3, say("Documents"))
        at = self._strings(sheet, at, [say(h) for h in wording.SOURCE_COLUMNS], self.head)
        for s in (*report.places, *report.above):
            cells = [
                say("compared" if s.compared else "measure"),
                s.name,
                s.title,
                s.number,
                s.issuer,
                s.date,
                "",
                "\n".join(edges(s, report)),
                say("quoted in {file}").format(file=s.file) if s.quoted_in else s.file,
            ]
            self._strings(sheet, at, cells, self.cell)
            sheet.write_number(at, 6, s.requirements, self.count)
            lines = max(_lines(s.title, 44), _lines(cells[7], 44), _lines(s.issuer, 26))
            sheet.set_row(at, lines * _LINE + 3)
            at += 1
        missing = [(s.name, up) for s in report.places for up in s.implements if up.missing]
        if missing:
            at = self._heading(sheet, at + 1, say("Upstream documents that are missing"))
            for name, up in missing:
                at = self._strings(sheet, at, [name, up.level, up.name, up.basis], self.cell)
        at = self._paragraphs(sheet, at + 1, say("To bear in mind"), report.notes)
        if report.skipped:
            at = self._heading(sheet, at + 1, say("Files of the corpus that were skipped"))
            for skipped in report.skipped:
                at = self._strings(
                    sheet, at, [skipped.source, skipped.title, skipped.reason], self.cell
                )
        at = self._counts(sheet, at + 1)
        at = self._paragraphs(sheet, at + 1, say("Method and its limits"), wording.method(say))
        self._measures(sheet, at + 1)

    def _counts(self, sheet: Any, at: int) -> int:
        report, say = self.report, self.say
        at = self._heading(sheet, at, say("Counts"))
        at = self._strings(sheet, at, [say("status"), *(p.name for p in report.places)], self.head)
        for state in State:
            if not any(report.counts(p.id)[state] for p in report.places):
                continue
            words = f"{SYMBOLS[state]} {wording.state_name(state, say)}"
            sheet.write_string(at, 0, words, self.states[state])
            for n, place in enumerate(report.places, start=1):
                sheet.write_number(at, n, report.counts(place.id)[state], self.count)
            sheet.write_string(at, len(report.places) + 1, say(wording.MEANING[state]), self.cell)
            at += 1
        return at

    def _measures(self, sheet: Any, at: int) -> None:
        say = self.say
        if self.report.measures:
            at = self._paragraphs(sheet, at, "", [say(wording.MEASURED)])
            heads = (
                "documents",
                "links annotated",
                "",
                "precision",
                "recall",
                "status as annotated",
            )
            at = self._strings(sheet, at, [say(h) if h else "" for h in heads], self.head)
            for measure in self.report.measures:
                sheet.write_string(at, 0, measure.pair, self.cell)
                sheet.write_number(at, 1, measure.links, self.count)
                for n, share in enumerate(
                    (measure.precision, measure.recall, measure.agreement), 3
                ):
                    sheet.write_number(at, n, share, self.share)
                at += 1
        sheet.write_string(at, 0, say("More figures: {command}").format(command=COMMAND))

    def _heading(self, sheet: Any, at: int, text: str) -> int:
        for n in range(9):
            sheet.write_blank(at, n, None, self.section)
        sheet.write_string(at, 0, text, self.section)
        return at + 1

    def _paragraphs(self, sheet: Any, at: int, heading: str, texts: Sequence[str]) -> int:
        if heading and texts:
            at = self._heading(sheet, at, heading)
        for text in texts:
            sheet.merge_range(at, 0, at, 8, "", self.cell)
            sheet.write_string(at, 0, text, self.cell)
            sheet.set_row(at, _lines(text, 220) * _LINE + 3)
            at += 1
        return at

    def _strings(self, sheet: Any, at: int, cells: Sequence[str], format: Any) -> int:
        for n, cell in enumerate(cells):
            sheet.write_string(at, n, cell[:_MOST], format)
        return at + 1


def _distinct(texts: Any) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _where(passage: Passage) -> str:
    return f"{passage.file}:{passage.start}–{passage.end}"


def _lines(text: str, width: int) -> int:
    """Estimate the lines that a text takes in a column; a Chinese character is two columns wide."""
    room = max(width - 1, 1)
    return sum(
        max(1, -(-sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) // room))
        for line in text.split("\n")
    )
