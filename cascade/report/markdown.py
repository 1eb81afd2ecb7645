"""A report as Markdown, for an issue or a paper; differing words as `<del>` and `<ins>`.

Inline HTML is used for these since `**` and `~~` fail beside Chinese punctuation (CommonMark 6.2).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from cascade.report import wording
from cascade.report.content import Answer, Entry, Passage, Report, Source, State
from cascade.report.marks import Mark, Run
from cascade.report.measures import COMMAND
from cascade.report.picture import SYMBOLS

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:])")


def report_markdown(report: Report) -> str:
    """Write a report as Markdown."""
    return "\n".join(_lines(report)) + "\n"


def plain(text: str) -> str:
    """Escape what Markdown or a forge would take for markup, mentions included.

    >>> plain("*a* <b> @c | d")
    '\\\\*a\\\\* &lt;b&gt; &#64;c \\\\| d'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = (
        _SPECIAL.sub(r"\\\1", text)
        if re.search(r"[\\`*_\[\]|~$#]|^\s*[-+]|^\d+[.)]", text)
        else text
    )
    return text.replace("@", "&#64;").replace("\n", "<br>")


def _runs(runs: Iterable[Run]) -> str:
    tags = {Mark.LOST: "del", Mark.GAINED: "ins"}
    parts = []
    for run in runs:
        text = plain(run.text)
        if run.weighty:
            text = f"<{tags[run.mark]}>{text}</{tags[run.mark]}>"
        parts.append(text)
    return "".join(parts)


def _table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(headers) + " |"
    yield "|" + " --- |" * len(headers)
    for row in rows:
        yield "| " + " | ".join(plain(str(cell)) for cell in row) + " |"


def _lines(report: Report) -> Iterator[str]:
    say = report.say
    yield f"# {plain(wording.title([p.name for p in report.places], say))}"
    yield ""
    yield f"## {say('What was compared')}"
    yield ""
    yield from _basis(report)
    yield f"## {say('Overview')}"
    yield ""
    used = [s for s in State if any(report.counts(p.id)[s] for p in report.places)]
    yield from _table(
        [say("place"), *(f"{SYMBOLS[s]} {wording.state_name(s, say)}" for s in used)],
        [[p.name, *(report.counts(p.id)[s] for s in used)] for p in report.places],
    )
    yield ""
    findings = [topic for topic in report.topics if any(e.is_finding for e in topic.entries)]
    if findings:
        yield f"## {say('Findings by topic')}"
        yield ""
        for topic in findings:
            yield f"### {plain(topic.title)}"
            yield ""
            for entry in topic.entries:
                if entry.is_finding:
                    yield from _entry(report, entry)
    if report.additions:
        yield f"## {say('Without an upstream requirement')}"
        yield ""
        for one in report.additions:
            yield from _answer(report, one.answer)
        yield ""
    if report.related:
        yield f"## {say('Compared with another year')}"
        yield ""
        for topic in report.related:
            for entry in topic.entries:
                yield from _entry(report, entry)
    same = [entry for entry in report.entries if not entry.is_finding]
    if same:
        yield f"## {say('Taken over unchanged')}"
        yield ""
        yield from _table(
            [say("upstream id"), say("upstream text"), *(p.name for p in report.places)],
            [[e.upstream.id, e.upstream.text, *(_ids(a) for a in e.answers)] for e in same],
        )
        yield ""
    yield from _method(report)


def _basis(report: Report) -> Iterator[str]:
    say = report.say
    yield from _table(
        [say(h) for h in wording.SOURCE_COLUMNS],
        [
            [
                say("compared" if s.compared else "measure"),
                s.name,
                s.title,
                s.number,
                s.issuer,
                s.date,
                s.requirements,
                say("; ").join(edges(s, report)),
                say("quoted in {file}").format(file=s.file) if s.quoted_in else s.file,
            ]
            for s in (*report.places, *report.above)
        ],
    )
    yield ""
    for note in report.notes:
        yield f"- {plain(note)}"
    for skipped in report.skipped:
        yield f"- {plain(skipped.source)}: {plain(skipped.reason)}"
    yield ""


def edges(source: Source, report: Report) -> list[str]:
    """Say which documents one carries out and on what basis."""
    absent = report.say("not in the corpus")
    return [
        f"{up.name} ({up.basis}{f', {absent}' if up.missing else ''})" for up in source.implements
    ]


def _ids(answer: Answer) -> str:
    return ", ".join(passage.id for passage in answer.passages)


def _entry(report: Report, entry: Entry) -> Iterator[str]:
    say = report.say
    yield f"#### {plain(entry.upstream.id)}"
    yield ""
    yield f"> {_runs(entry.upstream.runs)}  "
    yield f"> {_facts(report, entry.upstream)}"
    yield ""
    for answer in entry.answers:
        yield from _answer(report, answer)
    if entry.differences:
        first, second = (place.name for place in report.places)
        head = say("{second} against {first}").format(second=second, first=first)
        yield f"- {plain(head)}{say(': ')}{plain(say('; ').join(entry.differences))}"
    yield ""


def _answer(report: Report, answer: Answer) -> Iterator[str]:
    say = report.say
    sure = "" if answer.confidence is None else f" ({say('confidence')} {answer.confidence:.2f})"
    name = report.source(answer.place).name
    yield f"- {plain(name)}{say(': ')}{SYMBOLS[answer.state]} {wording.state_name(answer.state, say)}{sure}"
    for passage in answer.passages:
        yield f"  - {plain(passage.id)}{say(': ')}{_runs(passage.runs)}  "
        yield f"    {_facts(report, passage)}"
    for words in (*answer.changes, *answer.notes):
        yield f"  - {plain(words)}"


def _facts(report: Report, passage: Passage) -> str:
    say = report.say
    place = say("{file}, characters {start}–{end}").format(
        file=passage.file, start=passage.start, end=passage.end
    )
    parts = ["、".join(passage.units), passage.deadline, place]
    return " · ".join(plain(part) for part in parts if part)


def _method(report: Report) -> Iterator[str]:
    say = report.say
    yield f"## {say('Method and its limits')}"
    for words in wording.method(say):
        yield ""
        yield words
    yield ""
    if report.measures:
        yield say(wording.MEASURED)
        yield ""
        headers = ["documents", "links annotated", "precision", "recall", "status as annotated"]
        yield from _table(
            [say(h) for h in headers],
            [
                [m.pair, m.links, f"{m.precision:.1%}", f"{m.recall:.1%}", f"{m.agreement:.1%}"]
                for m in report.measures
            ],
        )
        yield ""
    yield say("More figures: {command}").format(command=f"`{COMMAND}`")
    yield ""
    yield say("Made on {date} with cascade {version}").format(
        date=report.made, version=report.version
    )
