"""`cascade diff`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cascade import export
from cascade.cli.language import listed, retell, state, tell
from cascade.cli.marking import mark_quoted
from cascade.cli.options import format_option, link_options, open_graph, say, upstream_note
from cascade.cli.texts import marks, paragraph, status_word
from cascade.errors import ComparisonError
from cascade.graph.comparison import OTHER_ADDRESSEE, Diff, DiffRow, Outcome, diff
from cascade.graph.network import CascadeGraph
from cascade.graph.places import choose_comparable
from cascade.linking.tracing import LinkOptions
from cascade.records import Document, Finding
from cascade.rendering import as_json, table
from cascade.vocabulary import Level


@click.command("diff")
@click.argument("a")
@click.argument("b")
@click.option(
    "--against",
    type=click.Choice([str(one) for one in Level]),
    help="Compare under the upstream documents of this level only.",
)
@click.option("--all", "show_all", is_flag=True, help="Show also where the two do not differ.")
@click.option(
    "--exit-code", is_flag=True, help="Exit with 1 if there are differences, as git does."
)
@format_option
@link_options
@click.pass_obj
def diff_command(
    corpus: Path | None,
    a: str,
    b: str,
    against: str | None,
    show_all: bool,
    exit_code: bool,
    format: str,
    options: LinkOptions,
) -> None:
    """Compare what A and B made of every upstream requirement that both are meant to carry out."""
    graph = open_graph(corpus, options)
    first, second = choose_comparable(graph, a, b)
    say(first.note)
    say(second.note)
    compared = diff(
        graph, first.document.id, second.document.id, Level(against) if against else None
    )
    if not compared.against:
        raise ComparisonError(
            f"{compared.first}, {compared.second}: no common upstream document of level {against}; "
            "leave --against out to see what they have in common"
        )
    say(upstream_note(graph, compared.first, compared.second))
    rows = compared.rows if show_all else compared.differing
    if format == "text":
        for block in _text(graph, compared, rows):
            click.echo(block)
    elif format == "json":
        click.echo(as_json(_plain(graph, compared, rows)))
    else:
        click.echo(table(_HEADERS, _table(compared, rows), format))
    if exit_code and (compared.differing or compared.only_first or compared.only_second):
        sys.exit(1)


_HEADERS = (
    "upstream",
    "topic",
    "upstream_text",
    "a",
    "a_status",
    "a_ids",
    "a_text",
    "a_deadline",
    "a_lead",
    "a_changes",
    "b",
    "b_status",
    "b_ids",
    "b_text",
    "b_deadline",
    "b_lead",
    "b_changes",
    "differences",
)


def _table(compared: Diff, rows: tuple[DiffRow, ...]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (
            row.upstream.id,
            " / ".join(row.upstream.topic),
            row.upstream.text,
            compared.first,
            *_cells(row.first),
            compared.second,
            *_cells(row.second),
            [change.words for change in row.differences],
        )
    for document, found in ((0, compared.only_first), (1, compared.only_second)):
        for finding in found:
            blank = ("",) * 7
            cells = (compared.first, compared.second)[document], finding.kind, [finding.requirement]
            side = (*cells, "", "", "", finding.why)
            yield ("", "", "", *(side + blank if document == 0 else blank + side), "")


def _cells(outcome: Outcome) -> tuple[Any, ...]:
    return (
        outcome.state,
        [r.id for r in outcome.requirements],
        outcome.text,
        _deadlines(outcome),
        _leads(outcome),
        [c.words for c in outcome.changes] or outcome.note,
    )


def _deadlines(outcome: Outcome) -> str:
    return "; ".join(
        dict.fromkeys(r.deadline.text for r in outcome.requirements if r.deadline.text)
    )


def _leads(outcome: Outcome) -> str:
    names = (name for r in outcome.requirements for name in (r.lead or r.units)[:3])
    return "、".join(dict.fromkeys(names))


def _plain(graph: CascadeGraph, compared: Diff, rows: tuple[DiffRow, ...]) -> dict[str, Any]:
    return {
        "a": export.document_row(graph.documents[compared.first]),
        "b": export.document_row(graph.documents[compared.second]),
        "against": [export.document_row(graph.documents[key]) for key in compared.against],
        "summary": {key: dict(counts) for key, counts in compared.counts().items()}
        | {"compared": len(compared.rows), "differing": len(compared.differing)},
        "rows": [
            {
                "upstream": export.requirement_row(row.upstream),
                "a": _plain_outcome(row.first),
                "b": _plain_outcome(row.second),
                "differences": [export.change_row(change) for change in row.differences],
                "deadlines_differ": row.deadlines_differ,
            }
            for row in rows
        ],
        "only_a": [export.finding_row(f) for f in compared.only_first],
        "only_b": [export.finding_row(f) for f in compared.only_second],
    }


def _plain_outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "status": outcome.state,
        "requirements": [export.requirement_row(r) for r in outcome.requirements],
        "links": [export.link_row(link) for link in outcome.links],
        "note": outcome.note,
    }


def _text(graph: CascadeGraph, compared: Diff, rows: tuple[DiffRow, ...]) -> Iterator[str]:
    a, b = graph.documents[compared.first], graph.documents[compared.second]
    above = listed(_name(graph.documents[key]) for key in compared.against)
    yield click.style(f"{_name(a)}  ⇄  {_name(b)}", bold=True)
    yield tell("under {}", above)
    yield tell(
        "{} upstream requirements, {} handled differently",
        len(compared.rows),
        len(compared.differing),
    )
    states = ["equivalent", "weakened", "mixed", "strengthened", "dropped", "for review"]
    counts = compared.counts()
    if any(of_one[OTHER_ADDRESSEE] for of_one in counts.values()):
        states.append(OTHER_ADDRESSEE)
    added = {compared.first: compared.only_first, compared.second: compared.only_second}
    kinds = sorted({f.kind for found in added.values() for f in found})
    yield ""
    yield table(
        ["", *map(state, [*states, *kinds])],
        [
            [
                key,
                *(counts[key][s] for s in states),
                *(sum(f.kind == k for f in added[key]) for k in kinds),
            ]
            for key in (compared.first, compared.second)
        ],
        "text",
    )
    for key, outcomes in (
        (compared.first, [row.first for row in compared.rows]),
        (compared.second, [row.second for row in compared.rows]),
    ):
        if lost := sum(outcome.lost_above for outcome in outcomes):
            yield tell("{} of the dropped had already been lost above {}", lost, key)
    for row in rows:
        yield ""
        yield from _row_text(row, compared)
    for key in (compared.first, compared.second):
        if added[key]:
            yield ""
            yield click.style(tell("Only {}", key), bold=True)
            for finding in added[key]:
                yield from _added_text(graph, finding)


_MOST_CHANGES = 4
"""How many changes the text shows for one link; the other formats hold them all."""


def _name(document: Document) -> str:
    quoted = tell(", quoted in {}", document.quoted_in) if document.quoted_in else ""
    return f"{document.id} ({document.number or document.title}{quoted})"


def _row_text(row: DiffRow, compared: Diff) -> Iterator[str]:
    topic = f" {' / '.join(row.upstream.topic)}" if row.upstream.topic else ""
    yield click.style(f"{row.upstream.id}", bold=True) + topic
    yield paragraph(tell("upstream"), row.upstream.text)
    lost, gained = marks()
    sides = (
        (compared.first, row.first, [c.upstream_span for c in row.differences], lost),
        (compared.second, row.second, [c.downstream_span for c in row.differences], gained),
    )
    for key, outcome, spans, mark in sides:
        doubt = f" ({state('for review')})" if any(k.status_doubtful for k in outcome.links) else ""
        yield f"  {key}  {status_word(outcome.state)}{doubt}{_fields(outcome)}"
        for requirement in outcome.requirements:
            yield paragraph("", mark_quoted(requirement, spans, mark))
        for words in list(dict.fromkeys(c.words for c in outcome.changes))[:_MOST_CHANGES]:
            yield paragraph("", f"· {retell(words)}", dim=True)
        if outcome.note:
            yield paragraph("", f"· {retell(outcome.note)}", dim=True)
    if row.differences:
        most = dict.fromkeys(c.words for c in row.differences[: 2 * _MOST_CHANGES])
        label = tell("{} against {}", compared.second, compared.first)
        yield paragraph(label, tell("; ").join(map(retell, most)))
    elif row.deadlines_differ and row.first.state == row.second.state:
        both = f"{_deadlines(row.first)} / {_deadlines(row.second)}"
        yield paragraph(tell("deadlines differ"), both)


def _fields(outcome: Outcome) -> str:
    if not outcome.requirements:
        return ""
    ids = ", ".join(r.id.split(":", 1)[1] for r in outcome.requirements)
    parts = [part for part in (ids, _leads(outcome), _deadlines(outcome)) if part]
    return click.style("  " + " · ".join(parts), dim=True)


def _added_text(graph: CascadeGraph, finding: Finding) -> Iterator[str]:
    requirement = graph.requirement(finding.requirement)
    yield f"  {requirement.id}  {status_word(finding.kind)}"
    yield paragraph("", requirement.text)
