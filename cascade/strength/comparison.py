"""Compare the two texts of a link along eight dimensions and decide its status."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cascade.strength.alterations import Scaling, altered
from cascade.strength.changes import KEPT, Comparer, Draft
from cascade.strength.deadlines import find_dates
from cascade.strength.deliverables import find_duties
from cascade.strength.focus import aside, for_own_bodies, held
from cascade.strength.lexicon import finder
from cascade.strength.pairing import Alignment, align
from cascade.strength.places import territories
from cascade.strength.reading import Mark, Span, fold_text
from cascade.strength.scope import Coverage, Gap, cover
from cascade.strength.texts import Text, pairs_of, prepare
from cascade.strength.verdict import REVIEW, decide, weight
from cascade.vocabulary import Dimension, Direction, Level, Status


@dataclass(frozen=True)
class Side:
    """One text to compare."""

    text: str
    """A requirement's exact text."""
    code: str = ""
    """GB/T 2260 code of its jurisdiction: empty when unknown, `000000` for central."""
    level: Level | None = None
    deadline: str = ""
    """Deadline cell, raw."""
    units: tuple[str, ...] = ()
    """Responsible units."""
    date: str = ""
    """ISO date of issue of its document."""


@dataclass(frozen=True)
class TextChange:
    """One difference in strength; spans are (start, end) in the two texts, (i, i) when empty."""

    dimension: Dimension
    direction: Direction
    upstream: tuple[int, int]
    downstream: tuple[int, int]
    words: str
    """`frequency lowered: 每周 → 每季度`."""
    weight: float
    """How much it matters, 0–1."""


@dataclass(frozen=True)
class Comparison:
    """What became of an upstream text in a downstream one."""

    status: Status
    confidence: float
    changes: tuple[TextChange, ...]
    review: bool = False


REWORDED = 0.15
"""By how much more than its clauses share, on average, a link may be sure to ask for the same."""
EXTENDED = 0.8
"""Share of the lesser clause from which the greater of two is the lesser one and something more."""
ABRIDGED = 0.4
"""Share of the upstream length below which a text of the same document is an abridgement."""
SHOWN = 0.2
"""Weight from which a change is reported."""
_CLAIMED = {
    Direction.LESS: (Status.WEAKENED, Status.MIXED),
    Direction.MORE: (Status.STRENGTHENED, Status.MIXED),
}


def compare(
    upstream: Side,
    downstream: Side,
    siblings: Sequence[str] = (),
    co_upstream: Sequence[str] = (),
) -> Comparison:
    """Say what became of the upstream text's obligation in the downstream text.

    Args:
        upstream: The text of the higher level.
        downstream: The text that carries it out.
        siblings: Texts of the other downstream items that carry out the same upstream text; what
            they take up is not held against this one.
        co_upstream: Texts of the other upstream items that this downstream one also carries out;
            what comes from them is no addition.

    >>> result = compare(Side("每周公开食品抽检信息。"), Side("每季度公开食品抽检信息。"))
    >>> result.status, result.changes[0].words
    (<Status.WEAKENED: 'weakened'>, 'frequency lowered: 每周 → 每季度')
    """
    codes = (upstream.code, downstream.code)
    ours = prepare(upstream.text, _year(upstream), *codes)
    theirs = prepare(downstream.text, _year(downstream), *codes)
    shared = 1.0
    if ours.folded.text == theirs.folded.text or not ours.clauses or not theirs.clauses:
        drafts = [*_cells(upstream, downstream)]
    else:
        alignment = align(ours, theirs)
        scaling = Scaling(_descends(upstream, downstream), territories(upstream.code))
        others = [prepare(text, _year(downstream), *codes) for text in siblings]
        sources = [prepare(text, _year(upstream), *codes) for text in co_upstream]
        shared = alignment.shared()
        abridged = _restates(upstream, downstream) and _is_short(theirs, ours)
        factors = held(ours, theirs, alignment, others, "sibling", abridged)
        if scaling.allowed:
            spared = for_own_bodies(ours, upstream.code, alignment)
            factors = tuple(factor * less for factor, less in zip(factors, spared, strict=True))
        beyond = tuple(1.0 for _ in theirs.clauses)
        if sources:
            beyond = held(theirs, ours, alignment.mirrored(), sources, "source")
        lost, gained = _coverages(ours, theirs, alignment, others, sources)
        shares = (lost.shares, gained.shares)
        comparer = Comparer(ours, theirs, alignment, scaling, factors, shares, others, sources)
        drafts = [
            *comparer.changes(),
            *_scope(ours, theirs, alignment, factors, beyond, lost, gained),
            *find_duties(ours, theirs, alignment, factors, others, sources),
            *_cells(upstream, downstream),
        ]
        beside = aside(ours, theirs, alignment)
        drafts = [
            draft
            for draft in _by_reference(drafts, theirs)
            if not _in_cell(draft, downstream) and not _is_at(draft, theirs, beside)
        ]
    status, sure = decide((draft.direction, draft.weight) for draft in drafts)
    if status is Status.EQUIVALENT:
        sure = min(sure, shared + REWORDED)
    changes = tuple(
        TextChange(
            draft.dimension,
            draft.direction,
            ours.folded.original(*draft.upstream),
            theirs.folded.original(*draft.downstream),
            draft.words,
            round(draft.weight, 2),
        )
        for draft in _quoting_titles(_shown(drafts, status), ours, theirs)
    )
    return Comparison(status, round(sure, 3), changes, sure < REVIEW)


def _shown(drafts: Iterable[Draft], status: Status) -> list[Draft]:
    """Choose the changes to report, the weightiest first.

    A verdict that rests on many small ones quotes the largest of them.
    """
    ordered = sorted(drafts, key=lambda d: (-d.weight, d.upstream, d.downstream))
    chosen = [draft for draft in ordered if draft.weight >= SHOWN]
    for direction, statuses in _CLAIMED.items():
        if status in statuses and not any(draft.direction is direction for draft in chosen):
            chosen += [draft for draft in ordered if draft.direction is direction][:2]
    return chosen


def _quoting_titles(drafts: Iterable[Draft], ours: Text, theirs: Text) -> list[Draft]:
    """Quote a whole 《title》 where words of it are lost or new, and each title once."""
    found: dict[tuple[Direction, str, Span, Span], Draft] = {}
    for draft in drafts:
        lost, new = ours.title_around(draft.upstream), theirs.title_around(draft.downstream)
        if draft.words.startswith("dropped: ") and lost != draft.upstream:
            draft = replace(draft, upstream=lost, words=f"dropped: {ours.quote(lost)}")
        elif draft.words.startswith("added: ") and new != draft.downstream:
            draft = replace(draft, downstream=new, words=f"added: {theirs.quote(new)}")
        key = (draft.direction, draft.words, draft.upstream, draft.downstream)
        found.setdefault(key, draft)
    return list(found.values())


def _year(side: Side) -> int:
    found = re.match(r"\d{4}", side.date)
    return int(found.group()) if found else 0


def _restates(upstream: Side, downstream: Side) -> bool:
    """Say whether the two sides are of one level and place: a task list and its narrative."""
    same_place = upstream.code == downstream.code
    return upstream.level is not None and upstream.level is downstream.level and same_place


def _is_short(text: Text, other: Text) -> bool:
    return len(text.folded.text) < ABRIDGED * len(other.folded.text)


def _descends(upstream: Side, downstream: Side) -> bool:
    if upstream.level and downstream.level:
        return downstream.level.rank > upstream.level.rank
    return bool(upstream.code and downstream.code) and upstream.code != downstream.code


def _scope(
    ours: Text,
    theirs: Text,
    alignment: Alignment,
    factors: Sequence[float],
    beyond: Sequence[float],
    lost: Coverage,
    gained: Coverage,
) -> Iterator[Draft]:
    """Yield what the downstream text leaves out and what it adds."""
    at_place = _counterparts(lost, gained, alignment)
    mirrored = alignment.mirrored()
    for gap in lost.gaps:
        other = at_place.get(id(gap))
        amount = _gap_weight(gap, "lost", alignment, other is not None) * factors[gap.clause]
        clause, _ = alignment.best_for_upstream(gap.clause)
        end = theirs.clauses[clause].end if clause >= 0 else 0
        yield Draft(
            Dimension.SCOPE,
            Direction.LESS,
            gap.span,
            other.span if other else Span(end, end),
            _said(gap, other, ours, theirs, "dropped"),
            amount,
        )
    for gap in gained.gaps:
        other = at_place.get(id(gap))
        amount = _gap_weight(gap, "new", mirrored, other is not None) * beyond[gap.clause]
        clause, _ = alignment.best_for_downstream(gap.clause)
        end = ours.clauses[clause].end if clause >= 0 else 0
        yield Draft(
            Dimension.SCOPE,
            Direction.MORE,
            other.span if other else Span(end, end),
            gap.span,
            _said(gap, other, theirs, ours, "added"),
            amount,
        )


def _coverages(
    ours: Text, theirs: Text, alignment: Alignment, others: list[Text], sources: list[Text]
) -> tuple[Coverage, Coverage]:
    """Find what each text has of the other; siblings and further sources count as well."""
    also = frozenset().union(*(text.pairs for text in others)) if others else frozenset()
    more = frozenset().union(*(text.pairs for text in sources)) if sources else frozenset()
    return (
        cover(ours, _answering(alignment, theirs), also, _titled(theirs)),
        cover(theirs, _answering(alignment.mirrored(), ours), more, _titled(ours)),
    )


def _cells(upstream: Side, downstream: Side) -> Iterator[Draft]:
    """Yield a later or earlier date in the deadline cells, where both sides have one."""
    found = []
    for side in (upstream, downstream):
        marks = find_dates(fold_text(side.deadline).text, _year(side))
        found.append(max((m for m in marks if m.kind == "date"), key=_when, default=None))
    ours, theirs = found
    moved = altered(ours, theirs, Scaling()) if ours and theirs else None
    if moved is not None and _when(ours) != _when(theirs):
        nowhere = Span(0, 0)
        words = f"{moved.words} (deadline column)"
        yield Draft(Dimension.DEADLINE, moved.direction, nowhere, nowhere, words, moved.weight)


def _when(mark: Mark | None) -> float:
    return mark.value if mark else 0.0


def _is_at(draft: Draft, theirs: Text, clauses: Collection[int]) -> bool:
    """Say whether a change stands in one of these downstream clauses."""
    start, end = draft.downstream
    return start < end and theirs.clause_at(start) in clauses


def _by_reference(drafts: Iterable[Draft], theirs: Text) -> Iterator[Draft]:
    """Weigh down what a text leaves out, or adds beside it, that takes the rules of others over.

    A sentence such as 法律、行政法规已有规定的，从其规定 asks for what those rules ask for.
    """
    named = finder("references").covers(theirs.folded.text)
    sentences = {theirs.sentence_at(start) for start, _ in named}
    for draft in drafts:
        start, end = draft.downstream
        lost = draft.direction is Direction.LESS and start == end
        if sentences and (lost or theirs.sentence_at(start) in sentences):
            draft = replace(draft, weight=draft.weight * weight("by.reference"))
        yield draft


def _titled(text: Text) -> bool:
    return "《" in text.folded.text


def _in_cell(draft: Draft, downstream: Side) -> bool:
    """Say whether a deadline missing from the text stands in the deadline cell."""
    lost = draft.dimension is Dimension.DEADLINE and draft.downstream.start == draft.downstream.end
    return lost and bool(re.search(r"\d|年|及时|按时", downstream.deadline))


def _answering(alignment: Alignment, other: Text) -> list[frozenset[str]]:
    """For each clause, collect the pairs of the other text's clauses that may answer it.

    A clause that is the verbatim answer to one clause does not answer a second one that merely
    shares words with it.
    """
    given = [
        {i for i, row in enumerate(alignment.mutual) if row[j] >= KEPT}
        for j in range(len(other.clauses))
    ]
    answering = []
    for i, row in enumerate(alignment.scores):
        open_to = [j for j in range(len(row)) if not given[j] - {i} or row[j] >= 0.8]
        if len(open_to) == len(row):
            answering.append(other.pairs)
        else:
            answering.append(
                pairs_of(other.aligned.text).union(*(other.clause_pairs[j] for j in open_to))
            )
    return answering


def _nearest(alignment: Alignment, clause: int) -> tuple[float, float]:
    """Return how like the likest clause of the other text is: of the lesser, of the greater."""
    best, score = alignment.best_for_upstream(clause)
    return score, alignment.mutual[clause][best] if best >= 0 else 0.0


def _gap_weight(gap: Gap, side: str, alignment: Alignment, is_replaced: bool) -> float:
    """Weigh a gap of the text that the alignment is seen from.

    A clause that only extends its counterpart counts as an item.
    """
    whole = gap.kind == "clause"
    telling = 0.4 + gap.content / 2 if whole else 0.5 + gap.content / 1.5
    kind = "item" if whole and _extends(alignment, gap.clause) else gap.kind
    amount = weight(f"{kind}.{side}") * gap.aim * min(1.0, telling)
    if is_replaced:
        return amount * weight("replaced")
    return _salient(amount, gap, *_nearest(alignment, gap.clause))


def _extends(alignment: Alignment, clause: int) -> bool:
    """Say whether a clause holds all of a clause of the other text, and no other does so better."""
    best, score = alignment.best_for_upstream(clause)
    if score < EXTENDED:
        return False
    return alignment.mutual[clause][best] >= max(row[best] for row in alignment.mutual)


def _salient(amount: float, gap: Gap, likeness: float, sameness: float) -> float:
    """Raise the weight of an item that is all that parts a clause from its counterpart.

    Args:
        amount: Weight of the gap.
        gap: The gap.
        likeness: What the clause shares with its counterpart, of the lesser of the two.
        sameness: The same, of the greater.
    """
    if gap.kind != "item" or likeness < 0.75:
        return amount
    aim = gap.aim if gap.frames or sameness >= 0.55 else 1.0
    return min(0.9, amount / aim * weight("verbatim"))


def _said(gap: Gap, other: Gap | None, ours: Text, theirs: Text, verb: str) -> str:
    text = ours.quote(gap.span)
    if other is None:
        return f"{verb}: {text}"
    instead = theirs.quote(other.span)
    return f"{text} → {instead}" if verb == "dropped" else f"{instead} → {text}"


def _counterparts(lost: Coverage, gained: Coverage, alignment: Alignment) -> dict[int, Gap]:
    """Match gaps that stand at the same place of the two texts: perhaps only other words."""
    found: dict[int, Gap] = {}
    for gap in lost.gaps:
        for other in gained.gaps:
            if id(other) in found or (gap.kind == "clause") != (other.kind == "clause"):
                continue
            if gap.kind == "clause":
                same = alignment.score(gap.clause, other.clause) >= 0.12
            else:
                same = bool(
                    (gap.left and gap.left == other.left)
                    or (gap.right and gap.right == other.right)
                )
            if same:
                found[id(gap)], found[id(other)] = other, gap
                break
    return found
