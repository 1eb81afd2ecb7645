"""Tell which clause of one text answers which of the other, and pair their marks."""

from collections.abc import Iterable
from typing import NamedTuple

from cascade.strength.reading import Mark
from cascade.strength.texts import Text, weight_of

ALIGNED = 0.3
"""Share of the lesser clause's weight that two clauses must have in common to answer each other."""


class Alignment(NamedTuple):
    """How much each upstream clause has in common with each downstream one."""

    scores: tuple[tuple[float, ...], ...]
    """Share of the lesser clause that is common."""
    mutual: tuple[tuple[float, ...], ...]
    """Share of the greater clause that is common: high only where the two are one."""

    def mirrored(self) -> "Alignment":
        """Return the same seen from the downstream text."""
        return Alignment(
            tuple(zip(*self.scores, strict=True)), tuple(zip(*self.mutual, strict=True))
        )

    def shared(self) -> float:
        """Return what the clauses of one text share with their likest of the other, on average.

        The greater of the two averages: the one text may hold more than the other.
        """
        ours = [max(row, default=0.0) for row in self.mutual]
        theirs = [max(column) for column in zip(*self.mutual, strict=True)]
        return max(sum(one) / max(len(one), 1) for one in (ours, theirs))

    def answers(self, upstream: int, downstream: int) -> bool:
        """Say whether the two clauses speak of the same."""
        return bool(self.scores) and self.scores[upstream][downstream] >= ALIGNED

    def score(self, upstream: int, downstream: int) -> float:
        """Return what the two clauses share, 0–1."""
        return self.scores[upstream][downstream] if self.scores else 0.0

    def is_kept(self, upstream: int) -> bool:
        """Say whether half of an upstream clause, or more, stands in one downstream clause."""
        return bool(self.mutual) and max(self.mutual[upstream]) >= 0.5

    def best_for_upstream(self, upstream: int) -> tuple[int, float]:
        """Return the downstream clause most like an upstream one, and how like."""
        return _best(self.scores[upstream])

    def best_for_downstream(self, downstream: int) -> tuple[int, float]:
        """Return the upstream clause most like a downstream one, and how like."""
        return _best(tuple(row[downstream] for row in self.scores))


def _best(row: tuple[float, ...]) -> tuple[int, float]:
    if not row:
        return -1, 0.0
    best = max(range(len(row)), key=lambda i: row[i])
    return best, row[best]


def align(upstream: Text, downstream: Text) -> Alignment:
    """Compare all clauses with all, by the weight of the pairs of characters they share."""
    lower = [(pairs, sum(map(weight_of, pairs))) for pairs in downstream.clause_pairs]
    rows, mutual = [], []
    for pairs in upstream.clause_pairs:
        total = sum(map(weight_of, pairs))
        row, both = [], []
        for others, other_total in lower:
            shared = sum(map(weight_of, pairs & others))
            size = min(total, other_total)
            row.append(shared / size if size else 0.0)
            most = max(total, other_total)
            both.append(shared / most if most else 0.0)
        rows.append(tuple(row))
        mutual.append(tuple(both))
    rows = _with_empty(upstream, downstream, rows)
    return Alignment(tuple(rows), tuple(mutual))


def _with_empty(
    upstream: Text, downstream: Text, rows: list[tuple[float, ...]]
) -> list[tuple[float, ...]]:
    """Let clauses that are nothing but a mark (最迟不超过3个工作日) answer by their neighbours."""
    ours = [not pairs for pairs in upstream.clause_pairs]
    theirs = [not pairs for pairs in downstream.clause_pairs]
    if not (any(ours) and any(theirs)):
        return rows
    filled = [list(row) for row in rows]
    for i, empty in enumerate(ours):
        for j, also in enumerate(theirs):
            if empty and also:
                beside = [
                    rows[i + k][j + k]
                    for k in (-1, 1)
                    if 0 <= i + k < len(rows) and 0 <= j + k < len(rows[0])
                ]
                filled[i][j] = max(beside, default=1.0)
    return [tuple(row) for row in filled]


class Pair(NamedTuple):
    """Two marks that answer each other, or one without an answer."""

    upstream: Mark | None
    downstream: Mark | None


def pair_marks(
    upstream: Text,
    downstream: Text,
    alignment: Alignment,
    ours: Iterable[Mark],
    theirs: Iterable[Mark],
) -> list[Pair]:
    """Pair marks of one dimension: equal ones first, then those of answering clauses.

    Returns only pairs that differ, and marks without an answer.
    """
    left, right = list(ours), list(theirs)
    places = {id(m): upstream.clause_at(m.start) for m in left}
    places |= {id(m): downstream.clause_at(m.start) for m in right}

    def closeness(one: Mark, other: Mark) -> float:
        return alignment.score(places[id(one)], places[id(other)])

    for least in (ALIGNED, -1.0):
        for one in tuple(left):
            same = [
                m for m in right if m.key == one.key and m.kind == one.kind and m.unit == one.unit
            ]
            same = [m for m in same if closeness(one, m) >= least]
            if same:
                left.remove(one)
                right.remove(max(same, key=lambda m: closeness(one, m)))
    pairs = []
    for one in tuple(left):
        near = [m for m in right if closeness(one, m) >= ALIGNED and _comparable(one, m)]
        if near:
            other = max(near, key=lambda m: closeness(one, m))
            left.remove(one)
            right.remove(other)
            pairs.append(Pair(one, other))
    return pairs + [Pair(one, None) for one in left] + [Pair(None, other) for other in right]


def _same(one: Mark, other: Mark) -> bool:
    """Say whether two marks ask for the same; 20% and 不高于20% do."""
    bounds = {one.kind, other.kind} == {"min", "max"}
    alike = one.kind == other.kind or bounds
    return alike and (one.key, one.unit) == (other.key, other.unit)


def _comparable(one: Mark, other: Mark) -> bool:
    if one.kind == other.kind:
        return one.unit == other.unit
    kinds = {one.kind, other.kind}
    return kinds == {"min", "amount"} or kinds <= {"time", "date", "prompt"}
