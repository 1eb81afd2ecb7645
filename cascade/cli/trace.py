"""`cascade trace`."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from cascade import export
from cascade.cli.language import levels, listed, retell, state, tell
from cascade.cli.options import format_option, link_options, open_graph, say
from cascade.cli.texts import changes_said, paragraph, quoted_texts, status_word
from cascade.errors import PlaceError
from cascade.graph.chains import NOTHING, Chain, ChainStep, chains_below
from cascade.graph.network import CascadeGraph
from cascade.graph.places import own_name
from cascade.graph.queries import Step, find_requirements, trace_down, trace_up
from cascade.linking.tracing import LinkOptions
from cascade.records import Requirement, TraceLink
from cascade.rendering import as_json, shorten, table


@click.command("trace")
@click.argument("id_or_words", nargs=-1, required=True)
@click.option("--why", is_flag=True, help="Show every candidate's part scores and runners-up.")
@format_option
@link_options
@click.pass_obj
def trace_command(
    corpus: Path | None,
    id_or_words: tuple[str, ...],
    why: bool,
    format: str,
    options: LinkOptions,
) -> None:
    """Show one requirement's whole tree: what it carries out and what carries it out, everywhere."""
    graph = open_graph(corpus, options)
    asked = " ".join(id_or_words)
    found = find_requirements(graph, asked)
    if not found:
        raise PlaceError(f"{asked}: no requirement with this id or these words; try fewer words")
    for other in found[1:6]:
        say(tell("also: {}  {}", other.id, shorten(other.text, 70)))
    if len(found) > 6:
        say(tell("and {} more; give an id or more words to choose", len(found) - 6))
    requirement = found[0]
    if why:
        _explain(corpus, graph, requirement, format, options)
        return
    ups = list(trace_up(graph, requirement.id))
    downs = list(trace_down(graph, requirement.id))
    chains = chains_below(graph, requirement.id)
    if format == "json":
        click.echo(
            as_json(
                {
                    "requirement": export.requirement_row(requirement),
                    "up": [_step(graph, step, up=True) for step in ups],
                    "down": [_step(graph, step, up=False) for step in downs],
                    "chain": [[_chain_step(step) for step in chain] for chain in chains],
                }
            )
        )
    elif format != "text":
        rows = [_row(graph, "up", step) for step in ups] + [_row(graph, "down", s) for s in downs]
        rows += dict.fromkeys(_chain_rows(graph, requirement, chains))
        click.echo(table(_HEADERS, rows, format))
    else:
        for line in _text(graph, requirement, ups, downs):
            click.echo(line)
        for line in _chains_text(graph, requirement, chains):
            click.echo(line)


_HEADERS = (
    "direction",
    "depth",
    "upstream",
    "downstream",
    "relation",
    "status",
    "confidence",
    "changes",
    "text",
)


def _row(graph: CascadeGraph, direction: str, step: Step) -> tuple[object, ...]:
    link = step.link
    far = link.upstream if direction == "up" else link.downstream
    return (
        direction,
        step.depth,
        link.upstream,
        link.downstream,
        link.relation,
        link.status,
        link.confidence,
        [c.words for c in link.changes],
        graph.requirement(far).text,
    )


def _chain_rows(
    graph: CascadeGraph, requirement: Requirement, chains: list[Chain]
) -> Iterator[tuple[object, ...]]:
    """Yield what each place on the way down did to what the one above it asked for."""
    for chain in chains:
        last = requirement.document
        for depth, step in enumerate(chain, 1):
            changes = [change.words for change in step.changes]
            changes += [f"dropped: {one.id}" for one in step.lost]
            texts = (graph.requirement(link.downstream).text for link in step.links)
            yield (
                "chain",
                depth,
                step.against or last,
                step.document or step.place,
                f"as {step.origin}" if step.origin else "",
                step.state,
                "",
                "; ".join(changes),
                " ".join(texts),
            )
            last = step.document or last


def _step(graph: CascadeGraph, step: Step, up: bool) -> dict[str, object]:
    far = step.link.upstream if up else step.link.downstream
    return {
        "depth": step.depth,
        "link": export.link_row(step.link),
        "requirement": export.requirement_row(graph.requirement(far)),
    }


def _chain_step(step: ChainStep) -> dict[str, object]:
    return {
        "place": step.place,
        "document": step.document,
        "state": str(step.state),
        "doubtful": step.doubtful,
        "against": step.against,
        "links": [[link.upstream, link.downstream] for link in step.links],
        "changes": [export.change_row(change) for change in step.changes],
        "lost": [one.id for one in step.lost],
        "origin": step.origin,
        "unseen": list(step.unseen),
        "missing": list(step.names),
        "addressee": list(step.addressee) if step.addressee else [],
    }


def _text(
    graph: CascadeGraph, requirement: Requirement, ups: list[Step], downs: list[Step]
) -> Iterator[str]:
    for step in reversed(ups):
        yield from _link_text(graph, step, up=True)
    yield click.style(f"● {requirement.id}", bold=True) + f"  {_describe(graph, requirement)}"
    yield paragraph("", requirement.text)
    place = requirement.source, requirement.start, requirement.end
    yield paragraph("", tell("{}, characters {}–{}", *place), dim=True)
    for step in downs:
        yield from _link_text(graph, step, up=False)
    if not ups and not downs:
        yield "  " + tell("no trace links")


def _describe(graph: CascadeGraph, requirement: Requirement) -> str:
    document = graph.documents[requirement.document]
    parts = [
        document.jurisdiction,
        levels(requirement.level),
        document.number,
        "、".join(requirement.units),
        requirement.deadline.text,
    ]
    return " · ".join(part for part in parts if part)


def _link_text(graph: CascadeGraph, step: Step, up: bool) -> Iterator[str]:
    link = step.link
    far = graph.requirement(link.upstream if up else link.downstream)
    arrow = "↑" if up else "↓"
    indent = "  " * step.depth
    yield (
        f"{indent}{arrow} {click.style(far.id, bold=True)}  {_relation(link)}"
        + click.style(f"  {_describe(graph, far)}", dim=True)
    )
    one, other = quoted_texts(
        link, graph.requirement(link.upstream), graph.requirement(link.downstream)
    )
    yield paragraph("", one if up else other, indent=indent + "    ")
    for words in changes_said(link.changes)[:6]:
        yield paragraph("", f"· {words}", dim=True, indent=indent + "    ")
    if link.note:
        yield paragraph("", f"· {retell(link.note)}", dim=True, indent=indent + "    ")


def _relation(link: TraceLink) -> str:
    words = f"{status_word(link.status)} {link.confidence:.2f}"
    if link.relation != "implements":
        words = tell("{}, {}", retell(link.relation), words)
    return tell("{}, {}", words, tell("stated")) if link.stated else words


def _chains_text(
    graph: CascadeGraph, requirement: Requirement, chains: list[Chain]
) -> Iterator[str]:
    if not chains:
        return
    places = {requirement.document: own_name(graph.documents[requirement.document])}
    places |= {step.document: step.place for chain in chains for step in chain if step.document}
    shared = {place for place, count in Counter(places.values()).items() if count > 1}
    places = {key: key if place in shared else place for key, place in places.items()}
    yield "\n" + tell("chain")
    told: set[str] = set()
    for chain in chains:
        states = {step.document: step.state for step in chain}
        parts = [places[requirement.document]]
        last = requirement.document
        for step in chain:
            name = places.get(step.document) or retell(step.place)
            said = _chain_words(step, last, places, states, brief=step.document in told)
            parts.append(f"{click.style(name, bold=True)} {said}")
            last = step.document or last
        told |= states.keys() - {""}
        yield "  " + " → ".join(parts)


def _chain_words(
    step: ChainStep,
    last: str,
    places: Mapping[str, str],
    states: Mapping[str, str],
    brief: bool,
) -> str:
    """Say what a step did, the document before it being `last`; in a word where it was told."""
    said = status_word(step.state)
    if brief:
        return said
    changes = dict.fromkeys(retell(change.words) for change in step.changes)
    notes = list(changes)[:_MOST_CHANGES]
    notes += [retell(f"dropped: {one.id} {shorten(one.text, 40)}") for one in step.lost]
    if step.names:
        notes.append(tell("not in the corpus: {}", "; ".join(step.names)))
    if step.addressee:
        notes.append(tell("addressed to {}", step.addressee.text))
    if step.state == NOTHING:
        notes.append(tell("lost at {}", places[step.origin]))
    elif step.origin:
        there = status_word(states[step.origin])
        said = tell("as {} has it ({} there)", places[step.origin], there)
    if step.against not in ("", last):
        notes.append(tell("against {}", places[step.against]))
    if step.doubtful:
        notes.append(state("for review"))
    notes += [tell("here or at {}", retell(place)) for place in step.unseen]
    return tell("{} ({})", said, tell("; ").join(notes)) if notes else said


_MOST_CHANGES = 3

_WHY = ("upstream", "downstream", "verdict", "probability", "parts", "contributions", "clauses")


def _explain(
    corpus: Path | None,
    graph: CascadeGraph,
    requirement: Requirement,
    format: str,
    options: LinkOptions,
) -> None:
    """Print what was considered for a requirement, and why it was taken or refused."""
    from cascade.linking.explanation import explain
    from cascade.pipeline import tracer

    candidates = list(explain(tracer(corpus, options), requirement))
    if format != "text":
        rows = [
            (
                c.upstream,
                c.downstream,
                c.verdict,
                c.probability,
                c.parts,
                c.contributions,
                c.clauses,
            )
            for c in candidates
        ]
        click.echo(table(_WHY, rows, format))
        return
    click.echo(click.style(requirement.id, bold=True) + f"  {_describe(graph, requirement)}")
    click.echo(paragraph("", requirement.text))
    for one in candidates:
        far = graph.requirement(one.downstream if one.upstream == requirement.id else one.upstream)
        arrow = "↓" if far.id == one.downstream else "↑"
        verdict = f"{state(one.verdict)} {one.probability:.3f}"
        click.echo(f"\n{arrow} {click.style(far.id, bold=True)}  {verdict}")
        click.echo(paragraph("", far.text))
        down, up, alike = one.clauses
        click.echo(paragraph(tell("closest clauses"), f"{up} ~ {down} ({alike:.2f})", dim=True))
        speaking = list(one.contributions.items())
        for label, sign in ((tell("for"), 1), (tell("against"), -1)):
            said = [
                f"{retell(name)} {value:+.1f}"
                + (f" ({one.parts[name]:.2f})" if name in one.parts else "")
                for name, value in speaking
                if sign * value > 0.05
            ]
            if said:
                click.echo(paragraph(label, listed(said[:6]), dim=True))
        if stated := one.parts.get("stated"):
            together = tell("the document itself says that the two belong together")
            apart = tell("the documents themselves set the two apart (another row, item or place)")
            click.echo(paragraph("", together if stated > 0 else apart, dim=True))
