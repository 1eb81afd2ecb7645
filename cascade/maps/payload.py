"""Turn a cascade graph into what a map shows: marks, lines and documents, as plain data.

A mark is a requirement, a hole (an upstream requirement that a document dropped, shown where the
document should have had it), one that was addressed to another place or body, shown alike, or a
document known by name only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cascade import strength
from cascade.graph.findings import (
    covered_by_notice,
    find_added,
    find_dropped,
    find_other_addressees,
)
from cascade.graph.network import CascadeGraph
from cascade.graph.queries import is_due, own_requirements
from cascade.records import Document, Finding, Requirement, TraceLink
from cascade.vocabulary import FindingKind, Level, Relation, Status


class State(StrEnum):
    """What a mark says at a glance, worst first."""

    DROPPED = "dropped"
    WEAKENED = "weakened"
    MIXED = "mixed"
    UNMATCHED = "unmatched"
    DOUBTFUL = "doubtful"
    ADDED = "added"
    STRENGTHENED = "strengthened"
    EQUIVALENT = "equivalent"
    ORIGIN = "origin"
    RESTATED = "restated"
    MISSING = "missing"
    OTHER_ADDRESSEE = "other-addressee"

    @property
    def rank(self) -> int:
        """Place in the order from worst to harmless."""
        return list(State).index(self)


_OF_STATUS = {status: State(status.value) for status in Status}
_WORST = (Status.WEAKENED, Status.MIXED, Status.STRENGTHENED, Status.EQUIVALENT)


@dataclass
class Mark:
    """One thing drawn on the map."""

    key: str
    state: State
    level: Level
    document: str = ""
    """Id of its document; empty for a document known by name only."""
    requirement: Requirement | None = None
    """What it stands for; for a hole, the upstream requirement without a counterpart."""
    confidence: float = 1.0
    finding: Finding | None = None
    notice: str = ""
    """For a hole: the sentence of the covering notice that says it after all."""
    name: str = ""
    """For a missing document: its number or title."""
    needed_by: list[str] = field(default_factory=list)
    """For a missing document: the documents that were meant to carry it out."""


@dataclass(frozen=True)
class Line:
    """A link between two marks, by their places in the list of marks."""

    up: int
    down: int
    kind: str
    """A relation, `review`, `dropped`, `other-addressee` or `missing`."""
    link: TraceLink | None = None


@dataclass
class Picture:
    """Everything a map shows, before it has places."""

    documents: list[Document]
    marks: list[Mark]
    lines: list[Line]
    beyond: dict[str, list[int]] = field(default_factory=dict)
    """By id of a document on a part of a statute: marks that are not for it to carry out."""


def picture(graph: CascadeGraph, documents: Sequence[str] = ()) -> Picture:
    """Collect what a map of some documents, and of all that they carry out, shows.

    Raises:
        KeyError: a document is not in the graph.
    """
    chosen = _with_upstream(graph, documents)
    marks: list[Mark] = []
    places: dict[str, int] = {}
    doubtful = {link.downstream for link in graph.review}
    for document in chosen:
        added = {finding.requirement: finding for finding in find_added(graph, document.id)}
        for requirement in graph.requirements(document.id):
            places[requirement.id] = len(marks)
            marks.append(_mark(graph, requirement, added, doubtful))
    lines = list(_links(graph, places))
    for document in chosen:
        for finding in (
            *find_dropped(graph, document.id),
            *find_other_addressees(graph, document.id),
        ):
            lines.append(Line(places[finding.requirement], len(marks), _state_of(finding).value))
            marks.append(_hole(graph, finding))
    marks.extend(_ghosts(chosen))
    beyond = {
        document.id: [
            places[requirement.id]
            for edge in document.implements
            if edge.part
            for requirement in own_requirements(graph, edge.document)
            if not is_due(graph, requirement, document.id)
        ]
        for document in chosen
    }
    return Picture(chosen, marks, lines, beyond)


def _with_upstream(graph: CascadeGraph, keys: Sequence[str]) -> list[Document]:
    wanted = list(keys or graph.documents)
    for key in wanted:
        for edge in graph.documents[key].implements:
            if edge.document in graph.documents and edge.document not in wanted:
                wanted.append(edge.document)
    found = [graph.documents[key] for key in dict.fromkeys(wanted)]
    return sorted(found, key=lambda d: (d.level.rank, d.code[:2], d.code, d.year or 0, d.id))


def _mark(
    graph: CascadeGraph,
    requirement: Requirement,
    added: dict[str, Finding],
    doubtful: set[str],
) -> Mark:
    key, document = requirement.id, graph.documents[requirement.document]

    def mark(state: State, confidence: float = 1.0, finding: Finding | None = None) -> Mark:
        return Mark(key, state, requirement.level, document.id, requirement, confidence, finding)

    if requirement.is_restatement and (rows := graph.links_up(key, Relation.RESTATES)):
        return mark(State.RESTATED, max(link.confidence for link in rows))
    if links := graph.links_up(key, Relation.IMPLEMENTS):
        worst = min(links, key=lambda link: (_WORST.index(link.status), -link.confidence))
        certainty = max(link.confidence for link in links) * worst.status_confidence
        return mark(_OF_STATUS[worst.status], certainty)
    if finding := added.get(key):
        state = State.ADDED if finding.kind is FindingKind.ADDED else State.UNMATCHED
        return mark(state, finding.confidence, finding)
    if key in doubtful:
        return mark(State.DOUBTFUL, 0.5)
    return mark(State.ORIGIN)


def _links(graph: CascadeGraph, places: dict[str, int]) -> Iterable[Line]:
    for link in graph.links():
        if link.upstream in places and link.downstream in places:
            yield Line(places[link.upstream], places[link.downstream], link.relation.value, link)
    for link in graph.review:
        if link.upstream in places and link.downstream in places:
            yield Line(places[link.upstream], places[link.downstream], "review", link)


def _state_of(finding: Finding) -> State:
    return State(finding.kind.replace(" ", "-"))  # pyvis takes spaces out of its options


def _hole(graph: CascadeGraph, finding: Finding) -> Mark:
    requirement = graph.requirement(finding.requirement)
    document = graph.documents[finding.document]
    notice = covered_by_notice(graph, requirement, document.id)
    return Mark(
        f"{finding.requirement}!{document.id}",
        _state_of(finding),
        document.level,
        document.id,
        requirement,
        finding.confidence,
        finding,
        notice.text if notice else "",
    )


def _ghosts(documents: Sequence[Document]) -> list[Mark]:
    """Return one mark for every document that is named as upstream and not at hand."""
    needed: dict[str, list[str]] = defaultdict(list)
    levels: dict[str, Level] = {}
    for document in documents:
        for edge in document.implements:
            if edge.missing:
                needed[edge.name].append(document.id)
                above = list(Level)[max(0, document.level.rank - 1)]
                levels.setdefault(edge.name, edge.level or above)
    return [
        Mark(f"?{name}", State.MISSING, levels[name], name=name, needed_by=found)
        for name, found in needed.items()
    ]


def marks_of_difference(link: TraceLink, upstream: str, downstream: str) -> list[list[int]]:
    """Return where two texts differ: start and end in the one, start and end in the other."""
    if link.relation is Relation.RESTATES and upstream == downstream:
        return []
    return [
        [*ours, *theirs]
        for kind, ours, theirs in strength.difference(upstream, downstream)
        if kind != "equal"
    ]
