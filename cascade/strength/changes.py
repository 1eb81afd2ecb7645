"""Turn paired marks into changes: what was lowered, lost, gained, and how much it matters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cascade.strength.amounts import scale_units
from cascade.strength.lexicon import finder
from cascade.strength.pairing import Alignment, Pair, pair_marks
from cascade.strength.reading import Mark, Span
from cascade.strength.texts import Text
from cascade.strength.verdict import weight
from cascade.vocabulary import Dimension, Direction

LESS, MORE = Direction.LESS, Direction.MORE


@dataclass(frozen=True)
class Draft:
    """A change with spans in the folded texts."""

    dimension: Dimension
    direction: Direction
    upstream: Span
    downstream: Span
    words: str
    weight: float


@dataclass(frozen=True)
class Scaling:
    """How far a number may shrink when a duty is handed on to a smaller territory."""

    allowed: bool = False
    parts: int = 0
    """Territories that share the upstream number, 0 when unknown."""

    def covers(self, upstream: float, downstream: float) -> bool:
        """Say whether the smaller number is the upstream one scaled to its territory.

        >>> Scaling(True, 21).covers(500, 30), Scaling(True, 21).covers(500, 300)
        (True, False)
        """
        if not self.allowed or not 0 < downstream < upstream:
            return False
        share = downstream / upstream
        if not self.parts:
            return share <= 0.3
        return share <= min(0.5, 4 / self.parts)


@dataclass(frozen=True)
class Comparer:
    """The two texts, and which of their clauses answer each other."""

    upstream: Text
    downstream: Text
    alignment: Alignment
    scaling: Scaling
    held: Sequence[float]
    """For each upstream clause, how far its loss is held against the downstream text."""
    shares: tuple[Sequence[float], Sequence[float]]
    """For each clause of the upstream and of the downstream text, how much the other has of it."""
    siblings: Sequence[Text] = ()
    sources: Sequence[Text] = ()

    def changes(self) -> Iterator[Draft]:
        """Yield the changes of every dimension but scope."""
        for dimension in Dimension:
            ours = [m for m in self.upstream.marks if m.dimension is dimension]
            theirs = [m for m in self.downstream.marks if m.dimension is dimension]
            if not ours and not theirs:
                continue
            pairs = pair_marks(self.upstream, self.downstream, self.alignment, ours, theirs)
            for pair in pairs:
                yield from self._change(pair)

    def _change(self, pair: Pair) -> Iterator[Draft]:
        ours, theirs = pair
        if ours is not None and theirs is not None:
            place = (self.upstream.clause_at(ours.start), self.downstream.clause_at(theirs.start))
            for direction, amount, words in _altered(ours, theirs, self.scaling):
                yield Draft(
                    ours.dimension,
                    direction,
                    Span(ours.start, ours.end),
                    Span(theirs.start, theirs.end),
                    words,
                    self._salient(amount, *place),
                )
        elif ours is not None:
            clause = self.upstream.clause_at(ours.start)
            other, score = self.alignment.best_for_upstream(clause)
            amount, direction = _lost(ours), (MORE if _softens(ours) else LESS)
            amount *= self.held[clause]
            if direction is MORE and self.shares[0][clause] < 0.5:
                amount = 0.0
            if ours.kind == "emphasis" and not self._still_there(ours, clause):
                amount *= 0.2
            if score < 0.25 and not (ours.dimension is Dimension.SANCTION):
                amount *= 0.3
            if any(_has(text, ours) for text in self.siblings):
                amount *= 0.1
            elif ours.dimension is Dimension.SANCTION and _has(self.downstream, ours):
                amount *= 0.4
            if ours.kind in ("help", "relay", "manner", "urge") and score < 0.25:
                amount = 0.0
            amount = self._salient(amount, clause, other)
            if amount > 0.02:
                at = self.downstream.clauses[other].end if other >= 0 else 0
                yield Draft(
                    ours.dimension,
                    direction,
                    Span(ours.start, ours.end),
                    Span(at, at),
                    f"{_noun(ours)} {'lifted' if direction is MORE else 'lost'}: {ours.words}",
                    amount,
                )
        elif theirs is not None:
            clause = self.downstream.clause_at(theirs.start)
            other, score = self.alignment.best_for_downstream(clause)
            amount, direction = _lost(theirs), (LESS if _softens(theirs) else MORE)
            if score < 0.25 and theirs.dimension not in (Dimension.SANCTION, Dimension.CONDITION):
                amount *= 0.2
            if direction is LESS and theirs.kind == "soft" and self.shares[1][clause] < 0.4:
                amount = 0.0
            if theirs.kind == "emphasis" and not self._was_there(theirs, clause):
                amount *= 0.2
            if any(_has(text, theirs) for text in self.sources):
                amount *= 0.1
            elif theirs.dimension is Dimension.SANCTION and _has(self.upstream, theirs):
                amount *= 0.4
            elif theirs.kind in ("help", "relay", "manner"):
                amount = self._helping(theirs, clause, other, score)
            amount = self._salient(amount, other, clause)
            if amount > 0.02:
                at = self.upstream.clauses[other].end if other >= 0 else 0
                start = at
                if theirs.kind in ("help", "relay", "manner") and other >= 0:
                    start, at = self.upstream.clauses[other]
                yield Draft(
                    theirs.dimension,
                    direction,
                    Span(start, at),
                    Span(theirs.start, theirs.end),
                    f"{_noun(theirs)} {'set' if direction is LESS else 'added'}: {theirs.words}",
                    amount,
                )

    def _salient(self, amount: float, upstream: int, downstream: int) -> float:
        """Raise the weight of a change that stands between otherwise identical clauses."""
        if min(upstream, downstream) < 0 or self.alignment.mutual[upstream][downstream] < 0.8:
            return amount
        return min(0.95, amount * weight("verbatim"))

    def _still_there(self, mark: Mark, clause: int) -> bool:
        """Say whether what a word of emphasis stood before is in an answering clause."""
        word = self.upstream.following(mark.end)
        return any(
            word in canon and self.alignment.answers(clause, j)
            for j, canon in enumerate(self.downstream.clause_canons)
        )

    def _was_there(self, mark: Mark, clause: int) -> bool:
        word = self.downstream.following(mark.end)
        return any(
            word in canon and self.alignment.answers(i, clause)
            for i, canon in enumerate(self.upstream.clause_canons)
        )

    def _helping(self, mark: Mark, clause: int, other: int, score: float) -> float:
        """Weigh a helping verb: by what the upstream clause does itself."""
        if score < 0.25:
            return 0.0
        if mark.kind != "manner":
            return weight(f"verb.{mark.kind}")
        ours = _doing(self.upstream, other)
        return 0.0 if ours <= _doing(self.downstream, clause) else weight("verb.help") * 0.8


def _has(text: Text, mark: Mark) -> bool:
    return any((m.dimension, m.kind, m.key) == (mark.dimension, mark.kind, mark.key) for m in text.marks)


def _doing(text: Text, clause: int) -> set[str]:
    start, end = text.clauses[clause]
    return {m.group() for m, _ in finder("actions").find(text.folded.text[start:end])}


def _softens(mark: Mark) -> bool:
    """Say whether having the mark makes a duty weaker."""
    if mark.dimension is Dimension.CONDITION:
        return True
    if mark.kind in ("soft", "help", "relay", "manner"):
        return True
    return mark.kind == "prompt" and mark.value <= 2


def _noun(mark: Mark) -> str:
    return {
        "soft": "discretion",
        "help": "helping verb",
        "relay": "relaying verb",
        "manner": "model to follow",
        "emphasis": "emphasis",
        "firm": "firmness",
        "date": "deadline",
        "time": "time limit",
        "prompt": "promptness",
    }.get(mark.kind, str(mark.dimension))


def _lost(mark: Mark) -> float:
    """Weigh a mark that has no answer in the other text."""
    if mark.dimension is Dimension.FREQUENCY:
        return weight("frequency.lost") * (0.8 if mark.value in (3, 0.5, 6, 60) else 1.0)
    if mark.dimension is Dimension.QUANTITY:
        if mark.kind == "amount":
            return 0.35 if mark.value >= 4 else 0.1
        return 0.0 if mark.value <= 1 else weight("quantity.lost")
    if mark.kind == "prompt":
        return 0.0 if mark.value == 3 else 0.25 if mark.value <= 4 else 0.4
    if mark.kind == "since":
        return 0.2
    if mark.dimension is Dimension.DEADLINE:
        return weight("deadline.lost")
    if mark.kind in ("help", "relay"):
        return 0.6
    if mark.kind in ("manner", "urge", "plain"):
        return 0.0
    if mark.dimension is Dimension.ACTOR:
        return 0.4 if mark.kind == "leader" and mark.value >= 4 else 0.1
    return mark.weight


def _altered(ours: Mark, theirs: Mark, scaling: Scaling) -> Iterator[tuple[Direction, float, str]]:
    """Compare two marks that answer each other."""
    said = f"{ours.words} → {theirs.words}"
    rises = theirs.value > ours.value
    if ours.dimension is Dimension.FREQUENCY:
        if not 0.9 < theirs.value / max(ours.value, 1e-9) < 1.12:
            yield (MORE if rises else LESS), weight("frequency"), _risen("frequency", rises, said)
    elif ours.dimension is Dimension.QUANTITY:
        if ours.kind == theirs.kind == "amount":
            yield (MORE if rises else LESS), 0.5, _risen("amount", rises, said)
        elif theirs.kind == "amount":
            if theirs.value < 5:
                yield LESS, weight("quantity"), f"number made vague: {said}"
        elif ours.kind == "amount":
            if ours.value < 5:
                yield MORE, weight("quantity"), f"number set: {said}"
        elif ours.kind == "max":
            yield (LESS if rises else MORE), weight("quantity"), f"upper bound moved: {said}"
        elif not (
            ours.unit in scale_units() and scaling.covers(ours.value, theirs.value)
        ):
            yield (MORE if rises else LESS), weight("quantity"), _risen("number", rises, said)
    elif {ours.kind, theirs.kind} == {"date", "time"}:
        longer = theirs.value >= 365 if theirs.kind == "time" else ours.value < 365
        yield (LESS if longer else MORE), weight("deadline.vague"), f"time limit changed: {said}"
    elif ours.dimension is Dimension.DEADLINE and "prompt" in (ours.kind, theirs.kind) and (
        ours.kind != theirs.kind
    ):
        vaguer = theirs.kind == "prompt"
        noun = "time limit made vague" if vaguer else "time limit set"
        if (theirs if vaguer else ours).value < 6:
            yield (LESS if vaguer else MORE), weight("deadline.vague"), f"{noun}: {said}"
    elif ours.kind in ("time", "since", "date"):
        if _comparable_dates(ours, theirs):
            word = "later" if rises else "earlier"
            noun = "time limit" if ours.kind == "time" else "deadline"
            yield (LESS if rises else MORE), weight("deadline"), f"{noun} {word}: {said}"
    elif ours.kind == "prompt":
        if abs(ours.value - theirs.value) >= 1 and 3.0 not in (ours.value, theirs.value):
            amount = 0.3 * abs(theirs.value - ours.value)
            yield (MORE if rises else LESS), min(amount, 0.7), f"promptness: {said}"
    elif ours.dimension is Dimension.ACTOR:
        yield (MORE if rises else LESS), weight("actor"), f"actor moved: {said}"
    elif ours.kind == "wait":
        more = theirs.words.count("、") > ours.words.count("、")
        yield LESS, 0.65 if more else 0.2, f"condition {'widened' if more else 'reworded'}: {said}"
    elif ours.kind in ("help", "relay", "manner") and ours.value != theirs.value:
        yield (MORE if rises else LESS), 0.5, f"verb: {said}"


def _risen(noun: str, rises: bool, said: str) -> str:
    return f"{noun} {'raised' if rises else 'lowered'}: {said}"


def _comparable_dates(ours: Mark, theirs: Mark) -> bool:
    known = [mark.value >= 1900 * 372 for mark in (ours, theirs)]
    return ours.kind == "time" or known[0] == known[1]
