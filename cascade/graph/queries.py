"""Questions to a cascade graph: pure functions, networkx style."""

from collections.abc import Iterator
from typing import NamedTuple

from cascade.documents.subjects import speaks_of
from cascade.graph.network import CascadeGraph
from cascade.linking.links import REVIEW
from cascade.records import Document, Requirement, Span, TraceLink
from cascade.requirements.addressees import other_addressee
from cascade.vocabulary import Level, Relation


def own_requirements(graph: CascadeGraph, document: str) -> list[Requirement]:
    """Return the requirements that count: ledger rows that restate the narrative left out."""
    return [
        requirement
        for requirement in graph.requirements(document)
        if not requirement.is_restatement or not graph.links_up(requirement.id, Relation.RESTATES)
    ]


def due(graph: CascadeGraph, upstream: str, document: str) -> list[Requirement]:
    """Return the requirements of an upstream document that a document is meant to carry out.

    They are all that count, but of a statute with a wider subject those that speak of the
    document's own (`subjects.narrowing`): it is other documents that carry the rest out.
    """
    return [one for one in own_requirements(graph, upstream) if is_due(graph, one, document)]


def is_due(graph: CascadeGraph, requirement: Requirement, document: str) -> bool:
    """Tell whether an upstream requirement is within a document's subject, or a link says so."""
    edges = graph.documents[document].implements
    part = next((edge.part for edge in edges if edge.document == requirement.document), ())
    return (
        not part
        or speaks_of("\n".join((*requirement.topic, requirement.text)), part)
        or bool(carried_by(graph, requirement.id, document))
        or bool(under_review(graph, requirement.id, document))
    )


class Part(NamedTuple):
    """An upstream statute of which a document carries out only a part."""

    upstream: str
    due: int
    """How many of its requirements are within the document's subject."""
    total: int


def parts_due(graph: CascadeGraph, document: str) -> list[Part]:
    """Return the upstream statutes of the corpus whose subject is wider than the document's."""
    return [
        Part(
            edge.document,
            len(due(graph, edge.document, document)),
            len(own_requirements(graph, edge.document)),
        )
        for edge in graph.documents[document].implements
        if edge.part
    ]


def upstream_documents(graph: CascadeGraph, document: str) -> list[Document]:
    """Return the documents of the corpus that this one is meant to carry out, nearest first."""
    found = [
        graph.documents[edge.document]
        for edge in graph.documents[document].implements
        if edge.document in graph.documents
    ]
    return sorted(found, key=lambda d: (-d.level.rank, d.id))


def common_upstream(graph: CascadeGraph, first: str, second: str) -> list[Document]:
    """Return the documents of the corpus that both are meant to carry out, nearest level first."""
    below = {d.id for d in upstream_documents(graph, second)}
    return [d for d in upstream_documents(graph, first) if d.id in below]


def later_upstream(graph: CascadeGraph, document: str) -> list[Document]:
    """Return upstream documents issued after a document, which cannot have dropped what is new.

    A law is mostly at hand as last amended.
    """
    own = graph.documents[document]
    return [d for d in upstream_documents(graph, document) if d.is_later_than(own)]


def downstream_documents(graph: CascadeGraph, document: str) -> list[Document]:
    """Return the documents of the corpus that are meant to carry this one out."""
    return [
        other
        for other in graph.documents.values()
        if any(edge.document == document for edge in other.implements)
    ]


def hop(graph: CascadeGraph, upstream: str, downstream: str) -> str:
    """Name the step between two documents by their levels: `province→city`."""
    return f"{graph.documents[upstream].level}→{graph.documents[downstream].level}"


class Step(NamedTuple):
    """One link of a chain, with how many links it is away from where the chain began."""

    depth: int
    link: TraceLink


def trace_down(graph: CascadeGraph, key: str, *relations: Relation) -> Iterator[Step]:
    """Yield the links below a requirement, depth first, each once."""
    yield from _walk(graph, key, 1, set(), down=True, relations=relations)


def trace_up(graph: CascadeGraph, key: str, *relations: Relation) -> Iterator[Step]:
    """Yield the links above a requirement, depth first, each once."""
    yield from _walk(graph, key, 1, set(), down=False, relations=relations)


def _walk(
    graph: CascadeGraph,
    key: str,
    depth: int,
    seen: set[tuple[str, str]],
    down: bool,
    relations: tuple[Relation, ...],
) -> Iterator[Step]:
    links = graph.links_down(key, *relations) if down else graph.links_up(key, *relations)
    for link in sorted(links, key=lambda one: (one.upstream, one.downstream)):
        if (link.upstream, link.downstream) in seen:
            continue
        seen.add((link.upstream, link.downstream))
        yield Step(depth, link)
        following = link.downstream if down else link.upstream
        yield from _walk(graph, following, depth + 1, seen, down, relations)


def carried_by(graph: CascadeGraph, key: str, document: str) -> list[Requirement]:
    """Return the requirements of a document that carry one out, over any number of levels."""
    found = (graph.requirement(one) for one in graph.carriers(key))
    return [requirement for requirement in found if requirement.document == document]


def under_review(graph: CascadeGraph, key: str, document: str) -> list[TraceLink]:
    """Return the doubtful links by which a document may carry an upstream requirement out.

    They are those from the requirement, or from what carries it out above, to the document, or to
    one between that is not known to pass it on.
    """
    above = {key, *graph.carriers(key)}
    doubtful = [
        link
        for link in graph.review
        if link.upstream in above and link.relation is Relation.IMPLEMENTS
    ]
    if not doubtful:
        return []
    between = _between(graph, graph.requirement(key).document, document)
    places = {document, *(d.id for d in between if not carried_by(graph, key, d.id))}
    return [link for link in doubtful if graph.requirement(link.downstream).document in places]


def _between(graph: CascadeGraph, upstream: str, document: str) -> list[Document]:
    """Return the documents by which one hands another down to a third, highest level first."""
    top = graph.documents[upstream].level.rank
    found = [
        d
        for d in upstream_documents(graph, document)
        if top < d.level.rank and any(edge.document == upstream for edge in d.implements)
    ]
    return sorted(found, key=lambda d: d.level.rank)


def addressed_elsewhere(
    graph: CascadeGraph, requirement: Requirement, document: str
) -> Span | None:
    """Quote the other place or body that an upstream requirement is addressed to, not a document."""
    return other_addressee(
        requirement,
        graph.documents[requirement.document],
        graph.documents[document],
        (own.text for own in graph.requirements(document)),
    )


def left_out(graph: CascadeGraph, requirement: Requirement, document: str) -> Span | None:
    """Quote the words by which a text says that it lacks the part that may hold a counterpart.

    The text is that of the document that seems to have lost the requirement.
    """
    lost_at, _ = where_lost(graph, requirement, document)
    return graph.documents[lost_at].omits


class Doubt(NamedTuple):
    """A link that a person should look at, and why."""

    link: TraceLink
    about: str
    """`link, accepted`, `link, refused` or `status`."""


def doubtful_links(graph: CascadeGraph, document: str | None = None) -> list[Doubt]:
    """List what is for review: doubtful links, then doubtful statuses, surest last."""
    found = [Doubt(link, "link, refused") for link in graph.review]
    found += [Doubt(k, "link, accepted") for k in graph.links() if k.confidence < REVIEW[1]]
    found.sort(key=lambda doubt: -doubt.link.confidence)
    statuses = [k for k in graph.links(Relation.IMPLEMENTS) if k.status_doubtful]
    found += [Doubt(k, "status") for k in sorted(statuses, key=lambda k: k.status_confidence)]
    return [
        doubt
        for doubt in found
        if document is None or graph.requirement(doubt.link.downstream).document == document
    ]


class Unmapped(NamedTuple):
    """An upstream requirement that a document left without a counterpart."""

    requirement: Requirement
    lost_at: str
    """Id of the document in which it was lost."""
    hop: str
    review: tuple[TraceLink, ...] = ()
    """Doubtful links that may carry it after all."""
    addressee: Span | None = None
    """The other place or body that it is addressed to: then it was lost nowhere."""
    omitted: Span | None = None
    """The words by which the document says that it lacks a part, where this may stand."""

    @property
    def lost(self) -> bool:
        """Whether it is lost for certain."""
        return not (self.review or self.addressee or self.omitted)


def unmapped(graph: CascadeGraph, document: str, level: Level | None = None) -> list[Unmapped]:
    """List upstream requirements that reach no requirement of a document, and where each was lost.

    Those addressed to another place or body come last.

    Args:
        level: only those of upstream documents of this level.
    """
    found = []
    for upstream in reversed(upstream_documents(graph, document)):
        if level is not None and upstream.level is not level:
            continue
        for requirement in due(graph, upstream.id, document):
            if carried_by(graph, requirement.id, document):
                continue
            lost_at, step = where_lost(graph, requirement, document)
            doubtful = tuple(under_review(graph, requirement.id, document))
            other = None if doubtful else addressed_elsewhere(graph, requirement, document)
            omitted = None if doubtful or other else graph.documents[lost_at].omits
            found.append(Unmapped(requirement, lost_at, step, doubtful, other, omitted))
    return sorted(found, key=lambda one: one.addressee is not None)


def where_lost(graph: CascadeGraph, requirement: Requirement, document: str) -> tuple[str, str]:
    """Find the document that did not pass a requirement on to another: its id, and the hop.

    It is the other document itself, unless one between the two had already lost it.
    """
    between = _between(graph, requirement.document, document)
    for step in between:
        if (
            not carried_by(graph, requirement.id, step.id)
            and is_due(graph, requirement, step.id)
            and not addressed_elsewhere(graph, requirement, step.id)
        ):
            return step.id, hop(graph, requirement.document, step.id)
    last = between[-1].id if between else requirement.document
    return document, hop(graph, last, document)


def find_requirements(graph: CascadeGraph, words: str) -> list[Requirement]:
    """Return the requirement with this id, or those that hold all the words, shortest first."""
    if words in graph.network:
        return [graph.requirement(words)]
    parts = words.split()
    found = [
        requirement
        for requirement in graph.requirements()
        if all(part in requirement.text or part in requirement.topic for part in parts)
    ]
    return sorted(found, key=lambda r: (r.level.rank, len(r.text), r.id))
