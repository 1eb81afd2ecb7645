"""What became of one upstream requirement on its way down, step by step to every place below.

A step is judged against what the level above it asked for, so that a place which only passes on
what was lost or changed above is told apart from one that did it itself.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from cascade import divisions
from cascade.graph.comparison import DROPPED, OTHER_ADDRESSEE, REVIEW, changes_of, overall
from cascade.graph.network import CascadeGraph
from cascade.graph.places import own_name
from cascade.graph.queries import (
    addressed_elsewhere,
    carried_by,
    downstream_documents,
    is_due,
    own_requirements,
    under_review,
    upstream_documents,
)
from cascade.records import Change, Document, Requirement, Span, TraceLink
from cascade.vocabulary import Level, Relation, Status

MISSING = "missing"
NOTHING = "nothing to carry out"


@dataclass(frozen=True)
class ChainStep:
    """What one place made of the requirement as the level above it asked for it."""

    place: str
    """Its name, or the level of a missing document that is known by name only."""
    document: str
    """Id of its document; empty when the corpus has none."""
    state: str
    """A status, `dropped`, `for review`, `other addressee`, `nothing to carry out` (lost above)
    or `missing`."""
    links: tuple[TraceLink, ...] = ()
    lost: tuple[Requirement, ...] = ()
    """What the level above made of the requirement and this place has nothing for."""
    against: str = ""
    """Id of the document that it carries out here: a higher one where that above had lost it."""
    origin: str = ""
    """Id of the document further up that lost or changed what this place only passes on."""
    unseen: tuple[str, ...] = ()
    """Places just above, without a document in the corpus, that may have done it instead."""
    names: tuple[str, ...] = ()
    """Names of missing documents, where they are known."""
    addressee: Span | None = None
    """The other place or body that the requirement is addressed to."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this place changed, weightiest first; nothing where it asks for the same."""
        return () if self.state == Status.EQUIVALENT else changes_of(self.links)

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at the status of a link."""
        return any(link.status_doubtful for link in self.links)


Chain = tuple[ChainStep, ...]
"""The steps from below a requirement's own document down to one place."""


def chains_below(graph: CascadeGraph, key: str) -> list[Chain]:
    """Follow a requirement to every lowest place whose document is meant to carry it out."""
    top = graph.requirement(key)
    if top not in own_requirements(graph, top.document):
        return []  # a row that restates the narrative
    paths = _paths(graph, graph.documents[top.document])
    return [
        _chain(graph, top, path)
        for path in paths
        if all(is_due(graph, top, document.id) for document in path[1:])
    ]


def _paths(graph: CascadeGraph, top: Document) -> Iterator[tuple[Document, ...]]:
    """Yield the documents from one down to each lowest one, by the nearest upstream of each."""
    below: dict[str, Document] = {}
    found = [top]
    while found:
        document = found.pop(0)
        if document.id not in below:
            below[document.id] = document
            found += downstream_documents(graph, document.id)

    def down_to(document: Document) -> Iterator[tuple[Document, ...]]:
        if document.id == top.id:
            yield (top,)
            return
        above = [d for d in upstream_documents(graph, document.id) if d.id in below]
        for near in above:
            if near.level is above[0].level:
                yield from ((*path, document) for path in down_to(near))

    for document in below.values():
        if document.id != top.id and not downstream_documents(graph, document.id):
            yield from down_to(document)


def _chain(graph: CascadeGraph, top: Requirement, path: Sequence[Document]) -> Chain:
    steps: list[ChainStep] = []
    for above, document in itertools.pairwise(path):
        missing = list(_missing(above, document))
        seen = [step for step in steps if step.document]
        steps += missing
        unseen = tuple(step.place for step in missing)
        steps.append(_step(graph, top, document, seen, unseen))
    return tuple(steps)


def _missing(above: Document, document: Document) -> Iterator[ChainStep]:
    """Yield the places between two documents, highest first, that have none in the corpus."""
    places = (
        (divisions.by_code(document.code), *divisions.ancestors(document.code))
        if document.code
        else ()
    )
    for level in list(Level)[above.level.rank + 1 : document.level.rank]:
        names = tuple(e.name for e in document.implements if e.missing and e.level is level)
        place = next((place.name for place in places if place and place.level is level), "")
        if place or names:
            yield ChainStep(place or str(level), "", MISSING, names=names)


def _step(
    graph: CascadeGraph,
    top: Requirement,
    document: Document,
    above: Sequence[ChainStep],
    unseen: tuple[str, ...],
) -> ChainStep:
    """Judge a document by the steps of the documents above it."""
    step = partial(ChainStep, own_name(document), document.id)
    asked = {top.id, *graph.carriers(top.id)}
    links = tuple(
        link
        for requirement in graph.requirements(document.id)
        for link in graph.links_up(requirement.id, Relation.IMPLEMENTS)
        if link.upstream in asked
    )
    if not links:
        doubtful = under_review(graph, top.id, document.id)
        if any(graph.requirement(k.downstream).document == document.id for k in doubtful):
            return step(REVIEW)
        above = [one for one in above if one.state != OTHER_ADDRESSEE]
        passed_on = carried_by(graph, top.id, above[-1].document) if above else []
        others = [addressed_elsewhere(graph, one, document.id) for one in passed_on or [top]]
        if all(others):
            return step(OTHER_ADDRESSEE, addressee=others[0])
        if not above or above[-1].links:
            return step(REVIEW) if document.omits else step(DROPPED, unseen=unseen)
        last = above[-1]
        state = REVIEW if last.state == REVIEW else NOTHING
        return step(state, origin=last.origin or last.document)
    taken = {link.upstream for link in links}
    sources = {graph.requirement(key).document for key in taken}
    by_way = [one for one in above if one.links]
    while by_way and by_way[-1].document not in sources:
        by_way.pop()
    near = by_way[-1].document if by_way else top.document
    lost = tuple(
        one
        for one in carried_by(graph, top.id, near)
        if one.id not in taken
        and not document.omits
        and not under_review(graph, one.id, document.id)
        and not addressed_elsewhere(graph, one, document.id)
    )
    state = overall([*(link.status for link in links), *([Status.WEAKENED] if lost else [])])
    if state == Status.EQUIVALENT:
        changed = [one.document for one in by_way if one.state != Status.EQUIVALENT]
        return step(state, links, against=near, origin=changed[-1] if changed else "")
    return step(state, links, lost, near, unseen=unseen)
