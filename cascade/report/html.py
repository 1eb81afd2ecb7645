"""A report as one HTML page that needs no network and no script, to be read, mailed or printed."""

from html import escape
from importlib import resources

from cascade.report import wording
from cascade.report.content import Answer, Entry, Report, Source, State
from cascade.report.measures import COMMAND
from cascade.report.picture import bar, definitions, glyph
from cascade.report.texts import Texts, link, section


def report_html(report: Report) -> str:
    """Write a report as a page."""
    return _Page(report).text()


class _Page:
    """Writes one report; text from documents passes through `escape` and nothing else."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.say = report.say
        self.wide = len(report.places) == 2
        self.texts = Texts(report)

    def text(self) -> str:
        say = self.say
        title = wording.title([p.name for p in self.report.places], say)
        css = resources.files("cascade.report").joinpath("assets/report.css").read_text("utf-8")
        lang = "zh-CN" if self.report.lang == "zh" else "en"
        parts = "\n".join(
            part
            for part in (
                self._head(title),
                self._basis(),
                self._overview(),
                self._first(),
                self.texts.findings(),
                self.texts.additions(),
                self.texts.related(),
                self.texts.unchanged(),
                self._method(),
            )
            if part
        )
        made = say("Made on {date} with cascade {version}").format(
            date=self.report.made, version=self.report.version
        )
        return (
            f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">\n"
            f"<title>{escape(title)}</title>\n<style>\n{css}</style>\n</head>\n"
            f'<body class="{"two" if self.wide else "one"}">\n{definitions()}\n<main>\n{parts}\n'
            f"</main>\n<footer>{escape(made)}</footer>\n</body>\n</html>\n"
        )

    # --- opening -------------------------------------------------------------------------------

    def _head(self, title: str) -> str:
        say = self.say
        under = say("; ").join(f"{s.name} {s.number}".strip() for s in self.report.above)
        sections = [
            (key, say(words))
            for key, words, there in (
                ("basis", "What was compared", True),
                ("overview", "Overview", True),
                ("first", "Look at these first", bool(self.report.gravest(1))),
                ("findings", "Findings by topic", any(e.is_finding for e in self.report.entries)),
                ("additions", "Without an upstream requirement", bool(self.report.additions)),
                ("related", "Compared with another year", bool(self.report.related)),
                ("unchanged", "Taken over unchanged", self.texts.unchanged_entries()),
                ("method", "Method and its limits", True),
            )
            if there
        ]
        links = "".join(f'<li><a href="#{key}">{escape(words)}</a></li>' for key, words in sections)
        below = (
            f'<p class="under">{escape(say("Measured by: {documents}").format(documents=under))}</p>'
            if under
            else ""
        )
        return (
            f'<header><p class="kind">{escape(say("Policy cascade report"))}</p>'
            f"<h1>{escape(title)}</h1>{below}"
            f'<nav aria-label="{escape(say("Contents"))}"><ol>{links}</ol></nav></header>'
        )

    def _basis(self) -> str:
        report, say = self.report, self.say
        cards = "".join(self._source(one) for one in (*report.places, *report.above))
        notes = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
        body = f'<div class="sources">{cards}</div>'
        if notes:
            body += f'<h3>{escape(say("To bear in mind"))}</h3><ul class="notes">{notes}</ul>'
        if report.skipped:
            rows = "".join(
                f"<li><code>{escape(s.source)}</code> {escape(s.title)}: {escape(s.reason)}</li>"
                for s in report.skipped
            )
            body += (
                f"<h3>{escape(say('Files of the corpus that were skipped'))}</h3><ul>{rows}</ul>"
            )
        else:
            body += f"<p>{escape(say('No file of the corpus was skipped.'))}</p>"
        return section("basis", say("What was compared"), body)

    def _source(self, source: Source) -> str:
        say = self.say
        role = say("compared") if source.compared else say("measure")
        count = say("{n} requirements").format(n=source.requirements)
        if source.restating:
            count += say(" and {n} rows that restate them, not counted twice").format(
                n=source.restating
            )
        file = source.file
        if source.quoted_in:
            file = say("quoted in {file}").format(file=source.file)
        facts = [
            ("number", source.number or say("none recognised")),
            ("issuer", source.issuer or say("none recognised")),
            ("date", source.date or say("none recognised")),
            ("level", f"{source.level} · {source.jurisdiction}"),
            ("content", count),
            ("file", f"{file} ({source.id})"),
        ]
        rows = "".join(f"<dt>{escape(say(k))}</dt><dd>{escape(v)}</dd>" for k, v in facts)
        edges = "".join(
            f'<li class="{"missing" if up.missing else "present"}">{escape(up.name)} — '
            f"{escape(up.basis)}"
            + (f"; <strong>{escape(say('not in the corpus'))}</strong>" if up.missing else "")
            + "</li>"
            for up in source.implements
        )
        if edges:
            rows += f"<dt>{escape(say('carries out'))}</dt><dd><ul>{edges}</ul></dd>"
        return (
            f'<article class="source{" compared" if source.compared else ""}">'
            f'<p class="role">{escape(role)}</p><h3>{escape(source.name)}</h3>'
            f'<p class="title" lang="zh-CN">{escape(source.title)}</p><dl>{rows}</dl></article>'
        )

    # --- overview ------------------------------------------------------------------------------

    def _overview(self) -> str:
        report, say = self.report, self.say
        total = len(report.entries)
        finding = sum(entry.is_finding for entry in report.entries)
        intro = ""
        if total:
            intro = say(
                "{total} upstream requirements, {n} of them with something to tell."
            ).format(total=total, n=finding)
            if self.wide:
                intro += say(" {n} are handled differently by the two.").format(
                    n=sum(entry.differs for entry in report.entries)
                )
        used = [s for s in State if any(report.counts(p.id)[s] for p in report.places)]
        legend = "".join(
            f"<li>{glyph(s)}<b>{escape(wording.state_name(s, say))}</b> "
            f"{escape(say(wording.MEANING[s]))}</li>"
            for s in used
        )
        body = f'<ul class="legend">{legend}</ul>{self._counts(used)}'
        if report.topics:
            body += self._matrix()
        return section("overview", say("Overview"), body, intro)

    def _counts(self, used: list[State]) -> str:
        report, say = self.report, self.say
        head = "".join(
            f'<th scope="col">{glyph(s)}<span>{escape(wording.state_name(s, say))}</span></th>'
            for s in used
        )
        rows = ""
        for place in report.places:
            counts = report.counts(place.id)
            upstream: dict[State, int] = {
                s: n for s, n in counts.items() if s not in (State.ADDED, State.UNMATCHED)
            }
            label = say(", ").join(f"{wording.state_name(s, say)} {counts[s]}" for s in used)
            cells = "".join(f"<td>{counts[s] or '–'}</td>" for s in used)
            rows += (
                f'<tr><th scope="row">{escape(place.name)}</th>{cells}</tr>'
                f'<tr class="barrow"><td colspan="{len(used) + 1}">{bar(upstream, escape(label))}</td></tr>'
            )
        return (
            f'<table class="counts"><thead><tr><td></td>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _matrix(self) -> str:
        """Draw topics × places: a mark for every requirement, linked to its place in the report."""
        report, say = self.report, self.say
        names = "".join(f'<th scope="col">{escape(p.name)}</th>' for p in report.places)
        rows = ""
        above = ""
        for topic in report.topics:
            if topic.upstream != above and len(report.above) > 1:
                above = topic.upstream
                label = say("requirements of {document}").format(document=report.source(above).name)
                rows += (
                    f'<tr class="of"><th colspan="{len(report.places) + 1}" scope="rowgroup">'
                    f"{escape(label)}</th></tr>"
                )
            cells = "".join(
                f'<td data-place="{escape(place.name)}">'
                + "".join(
                    self._dot(e, a) for e in topic.entries for a in e.answers if a.place == place.id
                )
                + "</td>"
                for place in report.places
            )
            rows += f'<tr><th scope="row" lang="zh-CN">{escape(topic.title)}</th>{cells}</tr>'
        caption = say(
            "Each mark is one upstream requirement, in the order of the text; "
            "it leads to the texts."
        )
        return (
            f'<table class="matrix"><caption>{escape(caption)}</caption><thead><tr>'
            f'<th scope="col">{escape(say("topic"))}</th>{names}</tr></thead><tbody>{rows}</tbody></table>'
        )

    def _dot(self, entry: Entry, answer: Answer) -> str:
        words = f"{entry.upstream.id} {wording.state_name(answer.state, self.say)}"
        return (
            f'<a href="{link(entry.upstream.id)}" title="{escape(words)}" '
            f'aria-label="{escape(words)}">{glyph(answer.state)}</a>'
        )

    def _first(self) -> str:
        say = self.say
        rows = ""
        for entry, answer in self.report.gravest():
            reasons = [*answer.changes[:2], *(answer.notes[1:] if answer.passages == () else ())]
            why = say("; ").join(reasons)
            if answer.confidence is not None:
                sure = f"{say('confidence')} {answer.confidence:.2f}"
                why = say("; ").join([sure, why]) if why else sure
            text = entry.upstream.text
            rows += (
                f'<tr><td class="state">{self.texts.state(answer.state)}</td>'
                f'<td><a href="{link(entry.upstream.id)}">{escape(entry.upstream.id)}</a>'
                f"<small>{escape(self.report.source(answer.place).name)}</small></td>"
                f'<td><span lang="zh-CN">{escape(text if len(text) <= 60 else text[:59] + "…")}</span>'
                f'<span class="why">{escape(why)}</span></td></tr>'
            )
        if not rows:
            return ""
        intro = say(
            "Dropped requirements first, then those whose change weighs most, by confidence."
        )
        return section(
            "first",
            say("Look at these first"),
            f'<table class="first"><tbody>{rows}</tbody></table>',
            intro,
        )

    def _method(self) -> str:
        report, say = self.report, self.say
        body = "".join(f"<p>{escape(words)}</p>" for words in wording.method(say))
        heads = [
            say(h)
            for h in (
                "documents",
                "links annotated",
                "precision",
                "recall",
                "status as annotated",
                "dropped: right / found / annotated",
                "added or unmatched: right / found / annotated",
            )
        ]
        if report.measures:
            head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
            rows = "".join(
                f'<tr><th scope="row" lang="zh-CN">{escape(m.pair)}</th><td>{m.links}</td>'
                f"<td>{m.precision:.1%}</td><td>{m.recall:.1%}</td><td>{m.agreement:.1%}</td>"
                f"<td>{_of(m.dropped)}</td><td>{_of(m.added)}</td></tr>"
                for m in report.measures
            )
            body += (
                f"<p>{escape(say(wording.MEASURED))}</p>"
                f'<div class="scroll"><table class="measures"><thead><tr>{head}</tr></thead>'
                f"<tbody>{rows}</tbody></table></div>"
            )
        command = escape(say("More figures: {command}")).format(
            command=f"<code>{escape(COMMAND)}</code>"
        )
        return section("method", say("Method and its limits"), f"{body}<p>{command}</p>")


def _of(three: tuple[int, int, int]) -> str:
    return " / ".join(map(str, three))
