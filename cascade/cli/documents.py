"""`cascade documents`."""

from collections.abc import Sequence
from pathlib import Path

import click

from cascade import export
from cascade.cli.language import levels, retell, tell
from cascade.cli.options import format_option, link_options, open_graph
from cascade.graph.network import CascadeGraph
from cascade.graph.places import documents_of
from cascade.linking.tracing import LinkOptions
from cascade.records import Document, SkippedDocument
from cascade.rendering import as_json, table


@click.command("documents")
@click.argument("place", required=False)
@format_option
@link_options
@click.pass_obj
def documents_command(
    corpus: Path | None, place: str | None, format: str, options: LinkOptions
) -> None:
    """List what is in the corpus, what was recognised, what is implemented, missing, skipped.

    With PLACE the documents of that place only, newest first.
    """
    graph = open_graph(corpus, options)
    chosen = documents_of(graph, place) if place else list(graph.documents.values())
    skipped = () if place else graph.skipped
    if format == "json":
        counts = _counts(graph)
        rows = [
            export.document_row(d)
            | {"requirements": counts[d.id][0], "restating_rows": counts[d.id][1]}
            for d in chosen
        ]
        click.echo(
            as_json({"documents": rows, "skipped": [export.skipped_row(s) for s in skipped]})
        )
    elif format == "text":
        click.echo(_text(graph, chosen, skipped))
    else:
        click.echo(table(_HEADERS, _rows(graph, chosen, skipped), format))


_HEADERS = (
    "id",
    "level",
    "jurisdiction",
    "code",
    "year",
    "date",
    "number",
    "issuer",
    "title",
    "source",
    "quoted_in",
    "requirements",
    "restating_rows",
    "implements",
    "missing_upstream",
    "skipped",
)


def _counts(graph: CascadeGraph) -> dict[str, tuple[int, int]]:
    counts = {}
    for key in graph.documents:
        rows = sum(r.is_restatement for r in graph.requirements(key))
        counts[key] = (sum(1 for _ in graph.requirements(key)) - rows, rows)
    return counts


def _rows(
    graph: CascadeGraph, chosen: Sequence[Document], skipped: Sequence[SkippedDocument]
) -> list[tuple[object, ...]]:
    counts = _counts(graph)
    rows: list[tuple[object, ...]] = [
        (
            d.id,
            d.level,
            d.jurisdiction,
            d.code,
            d.year,
            d.date,
            d.number,
            d.issuer,
            d.title,
            d.source,
            d.quoted_in,
            *counts[d.id],
            [f"{e.document} ({e.basis})" for e in d.implements if not e.missing],
            list(d.missing_upstream),
            "",
        )
        for d in chosen
    ]
    return rows + [
        (
            "",
            "",
            s.jurisdiction,
            "",
            s.year,
            "",
            s.number,
            "",
            s.title,
            s.source,
            "",
            0,
            0,
            "",
            "",
            s.reason,
        )
        for s in skipped
    ]


def _text(
    graph: CascadeGraph, chosen: Sequence[Document], skipped: Sequence[SkippedDocument]
) -> str:
    counts = _counts(graph)
    lines = []
    for d in chosen:
        own, rows = counts[d.id]
        size = tell("{} requirements", own)
        if rows:
            size += tell(" + {} rows that restate them", rows)
        source = tell("quoted in {}", d.quoted_in) if d.quoted_in else d.source
        lines.append(
            click.style(d.id, bold=True)
            + f"  {d.jurisdiction} ({levels(d.level)}) · {size} · {source}"
        )
        number = " · ".join(part for part in (d.number, d.issuer, d.issued) if part)
        lines += [
            f"    {d.title}",
            "    " + (number or tell("no number, issuer or date found")),
        ]
        if d.omits:
            lines.append("    " + tell("leaves a part out: {}", d.omits.text))
        for edge in d.implements:
            named = tell("implements {}", edge.name)
            if edge.missing:
                why = f"{retell(edge.basis)}{tell('; ')}{tell('not in the corpus')}"
                lines.append(click.style(f"    ✗ {named}", fg="yellow") + f" — {why}")
            else:
                part = tell(", of it {} only", d.subject) if edge.part else ""
                lines.append(f"    → {named}{part} — {retell(edge.basis)}")
        if not d.implements and d.level != "central":
            lines.append("    " + tell("no upstream document known"))
    for s in skipped:
        seen = " · ".join(
            part for part in (s.title, s.number, s.jurisdiction, str(s.year or "")) if part
        )
        lines.append(
            click.style(tell("skipped {}", s.source), fg="yellow")
            + tell(": ")
            + retell(s.reason)
            + (tell(" (recognised: {})", seen) if seen else "")
        )
    return "\n".join(lines)
