"""`cascade unmapped`, `cascade findings`, `cascade review`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from cascade import export
from cascade.cli.language import levels, listed, retell, state, tell
from cascade.cli.marking import marked
from cascade.cli.options import format_option, link_options, open_graph, say, upstream_note
from cascade.cli.texts import changes_said, marks, paragraph, quoted_texts, status_word
from cascade.graph.findings import covered_by_notice, find_all
from cascade.graph.network import CascadeGraph
from cascade.graph.places import choose_document
from cascade.graph.queries import (
    Unmapped,
    doubtful_links,
    due,
    own_requirements,
    unmapped,
    upstream_documents,
)
from cascade.linking.tracing import LinkOptions
from cascade.records import Document, Finding
from cascade.rendering import as_json, table
from cascade.requirements.addressees import in_words
from cascade.vocabulary import FindingKind, Level, Relation


def _open_place(
    corpus: Path | None, place: str, options: LinkOptions
) -> tuple[CascadeGraph, Document]:
    """Open a corpus and find the document of a place, saying what was chosen and what is missing."""
    graph = open_graph(corpus, options)
    choice = choose_document(graph, place)
    say(choice.note)
    say(upstream_note(graph, choice.document.id))
    return graph, choice.document


@click.command("unmapped")
@click.argument("place")
@click.option(
    "--from",
    "level",
    type=click.Choice([str(one) for one in Level]),
    help="Only requirements of this level.",
)
@format_option
@link_options
@click.pass_obj
def unmapped_command(
    corpus: Path | None, place: str, level: str | None, format: str, options: LinkOptions
) -> None:
    """List upstream requirements that PLACE left without a counterpart, and where each was lost."""
    graph, document = _open_place(corpus, place, options)
    key = document.id
    found = unmapped(graph, key, Level(level) if level else None)
    above = [d for d in upstream_documents(graph, key) if level is None or d.level == level]
    if not above:
        missing = "; ".join(document.missing_names)
        reason = (
            tell("not in the corpus: {}", missing)
            if missing
            else tell("no upstream document known")
        )
        say(
            tell("{}: nothing can be called unmapped: {}", key, reason)
            + (tell(" at level {}", levels(level)) if level else "")
        )
    if format != "text":
        cells = [_unmapped_row(graph, one, key) for one in found]
        click.echo(table(_UNMAPPED, cells, format))
        return
    total = sum(len(due(graph, d.id, key)) for d in above)
    sure = [one for one in found if one.lost]
    others = sum(one.addressee is not None for one in found)
    names = listed(d.id for d in above) or tell("no upstream document in the corpus")
    more = len(found) - len(sure) - others
    click.echo(
        tell("{}: {} of {} requirements of {} have no counterpart", key, len(sure), total, names)
        + (tell("; {} more for review", more) if more else "")
        + (tell("; {} more addressed to another place or body", others) if others else "")
    )
    for one in found:
        topic = " / ".join(one.requirement.topic)
        is_open = one.review or one.omitted
        lost = state("for review") if is_open else tell("lost {}", levels(one.hop))
        by = "" if one.lost_at == key else tell(" by {}", one.lost_at)
        if one.addressee:
            lost, by = state(FindingKind.OTHER_ADDRESSEE), ""
        click.echo(f"\n{click.style(one.requirement.id, bold=True)}  {lost}{by}  {topic}")
        click.echo(paragraph("", one.requirement.text))
        if one.addressee:
            click.echo(paragraph("", f"· {retell(in_words(one.addressee, document))}", dim=True))
        if one.omitted:
            label = tell("may stand in what the text leaves out")
            click.echo(paragraph(label, one.omitted.text, dim=True))
        for link in one.review:
            text = graph.requirement(link.downstream).text
            label = tell("perhaps {} ({})", link.downstream, f"{link.confidence:.2f}")
            click.echo(paragraph(label, text, dim=True))
        if notice := covered_by_notice(graph, one.requirement, key):
            click.echo(paragraph(tell("its covering notice says"), notice.text, dim=True))


_UNMAPPED = (
    "requirement",
    "level",
    "document",
    "topic",
    "text",
    "hop",
    "lost_at",
    "for_review",
    "covering_notice",
    "addressee",
    "left_out",
)


def _unmapped_row(graph: CascadeGraph, one: Unmapped, key: str) -> tuple[object, ...]:
    r = one.requirement
    notice = covered_by_notice(graph, r, key)
    return (
        r.id,
        str(r.level),
        r.document,
        " / ".join(r.topic),
        r.text,
        "" if one.addressee else one.hop,
        "" if one.addressee else one.lost_at,
        [link.downstream for link in one.review],
        notice.text if notice else "",
        one.addressee.text if one.addressee else "",
        one.omitted.text if one.omitted else "",
    )


@click.command("findings")
@click.argument("place")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([str(k) for k in FindingKind]),
    help="Only findings of this kind; may be given several times.",
)
@format_option
@link_options
@click.pass_obj
def findings_command(
    corpus: Path | None, place: str, kinds: tuple[str, ...], format: str, options: LinkOptions
) -> None:
    """List what PLACE dropped, weakened, strengthened, mixed, added, or has unmatched."""
    graph, document = _open_place(corpus, place, options)
    key = document.id
    everything = find_all(graph, key)
    found = [f for f in everything if not kinds or f.kind in kinds]
    if format == "json":
        click.echo(as_json([_finding(graph, f) for f in found]))
    elif format != "text":
        click.echo(table(_FINDINGS, [_finding_row(graph, f) for f in found], format))
    else:
        for line in _findings_text(graph, key, everything, found):
            click.echo(line)


_FINDINGS = (
    "kind",
    "requirement",
    "upstream_text",
    "downstream",
    "downstream_text",
    "document",
    "hop",
    "confidence",
    "why",
)


def _finding(graph: CascadeGraph, finding: Finding) -> dict[str, object]:
    row = export.finding_row(finding)
    row["text"] = graph.requirement(finding.requirement).text
    if finding.link:
        row["downstream_text"] = graph.requirement(finding.link.downstream).text
        row["link"] = export.link_row(finding.link)
    return row


def _finding_row(graph: CascadeGraph, finding: Finding) -> tuple[object, ...]:
    down = finding.link.downstream if finding.link else ""
    is_own = finding.kind in (FindingKind.ADDED, FindingKind.UNMATCHED)
    up = "" if is_own else finding.requirement
    down = finding.requirement if is_own else down
    return (
        finding.kind,
        finding.requirement,
        graph.requirement(up).text if up else "",
        down,
        graph.requirement(down).text if down else "",
        finding.document,
        finding.hop,
        finding.confidence,
        finding.why,
    )


def _findings_text(
    graph: CascadeGraph, key: str, everything: list[Finding], found: list[Finding]
) -> Iterator[str]:
    counts = Counter(f.kind for f in everything)
    same = sum(
        link.status == "equivalent" and not link.status_doubtful
        for r in own_requirements(graph, key)
        for link in graph.links_up(r.id, Relation.IMPLEMENTS)
    )
    doubtful = len(doubtful_links(graph, key))
    parts = [tell("{} {}", counts[kind], state(kind)) for kind in FindingKind if counts[kind]]
    missing = unmapped(graph, key)
    above = [one for one in missing if one.lost_at != key and one.lost]
    kinds = listed(parts) or tell("no findings")
    yield tell("{}: {} links equivalent, {}, {} for review", key, same, kinds, doubtful)
    if above:
        yield tell("{} more were lost further up: cascade unmapped {}", len(above), key)
    omits = graph.documents[key].omits
    if omits and (some := [one for one in missing if one.omitted]):
        yield tell(
            "{} without counterpart may stand in what the text leaves out: {}; cascade unmapped {}",
            len(some),
            omits.text,
            key,
        )
    related = [k for r in graph.requirements(key) for k in graph.links_up(r.id, Relation.RELATED)]
    if related:
        yield tell(
            "{} links to plans of another year, listed at the end, decide nothing", len(related)
        )
    for finding in found:
        requirement = graph.requirement(finding.requirement)
        yield ""
        head = f"{status_word(finding.kind)}  {click.style(requirement.id, bold=True)}"
        sure = tell("confidence {}", f"{finding.confidence:.2f}")
        tail = f"  {levels(finding.hop)}  {sure}"
        if not finding.link:
            yield head + click.style(tail, dim=True)
            yield paragraph("", requirement.text)
            yield paragraph("", f"· {retell(finding.why)}", dim=True)
            continue
        down = graph.requirement(finding.link.downstream)
        one, other = quoted_texts(finding.link, requirement, down)
        yield f"{head} → {click.style(down.id, bold=True)}" + click.style(tail, dim=True)
        yield paragraph(levels(requirement.level), one)
        yield paragraph(levels(down.level), other)
        for words in changes_said(finding.link.changes):
            yield paragraph("", f"· {words}", dim=True)
    for link in related:
        up, down = graph.requirement(link.upstream), graph.requirement(link.downstream)
        yield ""
        what = tell("{}, {}", tell("related"), status_word(link.status))
        head = f"{what}  {click.style(up.id, bold=True)} → {down.id}"
        yield head + click.style(f"  {link.confidence:.2f}  {retell(link.note)}", dim=True)
        one, other = quoted_texts(link, up, down)
        yield paragraph(levels(up.level), one)
        yield paragraph(levels(down.level), other)


@click.command("review")
@click.argument("place", required=False)
@format_option
@link_options
@click.pass_obj
def review_command(
    corpus: Path | None, place: str | None, format: str, options: LinkOptions
) -> None:
    """List the doubtful links and statuses (of PLACE) that a person should decide."""
    graph = open_graph(corpus, options)
    key = choose_document(graph, place).document.id if place else None
    found = doubtful_links(graph, key)
    if format != "text":
        rows = [
            (
                doubt.about,
                doubt.link.upstream,
                doubt.link.downstream,
                doubt.link.confidence,
                doubt.link.status,
                doubt.link.status_confidence,
                graph.requirement(doubt.link.upstream).text,
                graph.requirement(doubt.link.downstream).text,
            )
            for doubt in found
        ]
        click.echo(table(_REVIEW, rows, format))
        return
    statuses = sum(doubt.about == "status" for doubt in found)
    click.echo(tell("{} links and {} statuses for review", len(found) - statuses, statuses))
    for link, about in found:
        up, down = graph.requirement(link.upstream), graph.requirement(link.downstream)
        certainty = link.status_confidence if about == "status" else link.confidence
        what = tell("status {}", status_word(link.status)) if about == "status" else retell(about)
        what = tell("{}, {}", what, f"{certainty:.2f}")
        click.echo(f"\n{click.style(f'{up.id} → {down.id}', bold=True)}  {what}")
        one, other = (
            quoted_texts(link, up, down)
            if about == "status"
            else marked(up.text, down.text, *marks())
        )
        click.echo(paragraph("", one))
        click.echo(paragraph("", other))
        if about == "status":
            for words in changes_said(link.changes):
                click.echo(paragraph("", f"· {words}", dim=True))


_REVIEW = (
    "about",
    "upstream",
    "downstream",
    "confidence",
    "status",
    "status_confidence",
    "upstream_text",
    "downstream_text",
)
