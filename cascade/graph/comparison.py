"""Compare what two documents made of the same upstream requirements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cascade.graph.findings import covered_by_notice, find_added
from cascade.graph.network import CascadeGraph
from cascade.graph.queries import (
    addressed_elsewhere,
    carried_by,
    common_upstream,
    due,
    is_due,
    under_review,
    where_lost,
)
from cascade.linking.tracing import judged
from cascade.records import Change, Finding, Requirement, TraceLink
from cascade.requirements.addressees import in_words
from cascade.vocabulary import Level, Relation, Status

DROPPED = "dropped"
REVIEW = "for review"
OTHER_ADDRESSEE = "other addressee"


@dataclass(frozen=True)
class Outcome:
    """What one document made of an upstream requirement."""

    state: str
    """A status, `dropped`, `for review`, or `other addressee`."""
    links: tuple[TraceLink, ...]
    """Links from the upstream requirement to what carries it out here, several hops in one."""
    requirements: tuple[Requirement, ...]
    note: str = ""
    lost_above: bool = False
    """Whether a document between had already dropped it, so that it is not held against this."""

    @property
    def text(self) -> str:
        """Everything here that carries the requirement out, one after the other."""
        return "\n".join(requirement.text for requirement in self.requirements)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Changes of all links, weightiest first."""
        return changes_of(self.links)


@dataclass(frozen=True)
class DiffRow:
    """One upstream requirement and what both made of it."""

    upstream: Requirement
    first: Outcome
    second: Outcome
    differences: tuple[Change, ...]
    """What the second demands otherwise than the first, weightiest first; in these changes the
    first is quoted as upstream, the second as downstream."""
    deadlines_differ: bool

    @property
    def differs(self) -> bool:
        """Whether the two differ in outcome, in words that matter, or in deadline."""
        return (
            self.first.state != self.second.state or bool(self.differences) or self.deadlines_differ
        )


@dataclass(frozen=True)
class Diff:
    """Two documents under common upstream ones."""

    first: str
    second: str
    against: tuple[str, ...]
    rows: tuple[DiffRow, ...]
    only_first: tuple[Finding, ...]
    only_second: tuple[Finding, ...]

    @property
    def differing(self) -> tuple[DiffRow, ...]:
        """The rows in which the two differ."""
        return tuple(row for row in self.rows if row.differs)

    def counts(self) -> dict[str, Counter[str]]:
        """How often each outcome occurs, by document."""
        return {
            self.first: Counter(row.first.state for row in self.rows),
            self.second: Counter(row.second.state for row in self.rows),
        }


def diff(graph: CascadeGraph, first: str, second: str, against: Level | None = None) -> Diff:
    """Compare two documents on every upstream requirement that both are meant to carry out.

    A requirement of a higher level counts only where the nearer common level is silent about it,
    unless `against` picks the level.
    """
    common = common_upstream(graph, first, second)
    chosen = [d for d in common if against is None or d.level is against]
    rows = []
    for document in chosen:
        nearer = [d.id for d in chosen if d.level.rank > document.level.rank]
        for requirement in due(graph, document.id, first):
            if not is_due(graph, requirement, second):
                continue
            if any(carried_by(graph, requirement.id, one) for one in nearer):
                continue
            rows.append(_row(graph, requirement, first, second))
    return Diff(
        first,
        second,
        tuple(d.id for d in chosen),
        tuple(rows),
        tuple(find_added(graph, first)),
        tuple(find_added(graph, second)),
    )


def _row(graph: CascadeGraph, upstream: Requirement, first: str, second: str) -> DiffRow:
    one, other = outcome(graph, upstream, first), outcome(graph, upstream, second)
    differences: tuple[Change, ...] = ()
    deadlines_differ = False
    if one.requirements and other.requirements:
        differences = tuple(_differences(graph, one.requirements, other.requirements))
        deadlines_differ = _ends(one.requirements) != _ends(other.requirements)
    return DiffRow(upstream, one, other, differences, deadlines_differ)


def _ends(requirements: Sequence[Requirement]) -> set[str]:
    return {r.deadline.end or r.deadline.text for r in requirements if r.deadline.text}


def _differences(
    graph: CascadeGraph, ones: Sequence[Requirement], others: Sequence[Requirement]
) -> list[Change]:
    """Compare the strength of what two documents made of one requirement."""
    link = TraceLink(ones[0].id, others[0].id, Relation.RELATED, 1.0, False, Status.EQUIVALENT)
    compared = judged(link, ones[0], others[0], others[1:], ones[1:], dict(graph.documents))
    if compared.status is Status.EQUIVALENT:
        return []
    return sorted(compared.changes, key=lambda change: -change.weight)


def outcome(graph: CascadeGraph, upstream: Requirement, document: str) -> Outcome:
    """Say what a document made of an upstream requirement, over any number of levels."""
    found = carried_by(graph, upstream.id, document)
    if not found:
        doubtful = under_review(graph, upstream.id, document)
        if doubtful:
            texts = tuple(graph.requirement(link.downstream) for link in doubtful)
            return Outcome(REVIEW, tuple(doubtful), texts)
        if addressee := addressed_elsewhere(graph, upstream, document):
            return Outcome(OTHER_ADDRESSEE, (), (), in_words(addressee, graph.documents[document]))
        lost_at, _ = where_lost(graph, upstream, document)
        if omitted := graph.documents[lost_at].omits:
            return Outcome(REVIEW, (), (), f"may stand in what the text leaves out: {omitted.text}")
        if lost_at != document:
            return Outcome(DROPPED, (), (), f"already lost by {lost_at}", lost_above=True)
        notice = covered_by_notice(graph, upstream, document)
        note = f"its covering notice says: {notice.text}" if notice else ""
        return Outcome(DROPPED, (), (), note)
    direct = {k.downstream: k for k in graph.links_down(upstream.id, Relation.IMPLEMENTS)}
    links = [
        direct.get(requirement.id) or _over_levels(graph, upstream, requirement, found)
        for requirement in found
    ]
    return Outcome(overall([link.status for link in links]), tuple(links), tuple(found))


def _over_levels(
    graph: CascadeGraph,
    upstream: Requirement,
    downstream: Requirement,
    siblings: Sequence[Requirement],
) -> TraceLink:
    """Judge a requirement against one that it carries out through a level between."""
    via = [
        link
        for link in graph.links_up(downstream.id, Relation.IMPLEMENTS)
        if link.upstream != upstream.id
    ]
    link = TraceLink(
        upstream.id,
        downstream.id,
        Relation.IMPLEMENTS,
        confidence=max((k.confidence for k in via), default=0.0),
        stated=any(k.stated for k in via),
        status=Status.EQUIVALENT,
        note=f"by way of {', '.join(k.upstream for k in via)}",
    )
    others = [r for r in siblings if r.id != downstream.id]
    return judged(link, upstream, downstream, others, (), dict(graph.documents))


def changes_of(links: Sequence[TraceLink]) -> tuple[Change, ...]:
    """Return the changes of several links, weightiest first."""
    return tuple(sorted((c for link in links for c in link.changes), key=lambda c: -c.weight))


def overall(statuses: Sequence[Status]) -> str:
    """Say several statuses in one."""
    kinds = set(statuses) - {Status.EQUIVALENT}
    if not kinds:
        return Status.EQUIVALENT
    return kinds.pop() if len(kinds) == 1 else Status.MIXED
