"""Compare two marks that answer each other: lowered or raised, later or earlier, vaguer or set."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from cascade.strength.amounts import scale_units
from cascade.strength.reading import Mark
from cascade.strength.verdict import weight
from cascade.vocabulary import Dimension, Direction

LESS, MORE = Direction.LESS, Direction.MORE
_ALL = 5
"""Rank in amounts.tsv from which a word means everything (全部)."""
_AT_ONCE = 6
"""Rank in deadlines.tsv of 立即."""
_STANDING = 3
"""Rank in deadlines.tsv of 全年, which is no time limit at all."""
_KNOWN_YEAR = 1900 * 372
"""Value of a date from which its year is known."""


class Alteration(NamedTuple):
    """What became of a mark."""

    direction: Direction
    weight: float
    words: str


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
        return share <= (min(0.5, 4 / self.parts) if self.parts else 0.3)


def altered(ours: Mark, theirs: Mark, scaling: Scaling) -> Alteration | None:
    """Say how the downstream mark differs in strength from the upstream one, or None."""
    said = f"{ours.words} → {theirs.words}"
    if ours.dimension is Dimension.DEADLINE:
        return _deadline(ours, theirs, said)
    if ours.dimension is Dimension.QUANTITY:
        return _quantity(ours, theirs, scaling, said)
    compare = _OTHERS.get(ours.dimension)
    return compare(ours, theirs, said) if compare else None


def _moved(ours: Mark, theirs: Mark, name: str, words: str) -> Alteration:
    """Compare two values of which the higher one is the stronger."""
    return Alteration(MORE if theirs.value > ours.value else LESS, weight(name), words)


def _risen(noun: str, ours: Mark, theirs: Mark, said: str) -> str:
    return f"{noun} {'raised' if theirs.value > ours.value else 'lowered'}: {said}"


def _frequency(ours: Mark, theirs: Mark, said: str) -> Alteration | None:
    if 0.9 < theirs.value / max(ours.value, 1e-9) < 1.12:
        return None
    return _moved(ours, theirs, "frequency", _risen("frequency", ours, theirs, said))


def _quantity(ours: Mark, theirs: Mark, scaling: Scaling, said: str) -> Alteration | None:
    if ours.kind == theirs.kind == "amount":
        return _moved(ours, theirs, "amount", _risen("amount", ours, theirs, said))
    if theirs.kind == "amount":
        vague = theirs.value < _ALL
        return Alteration(LESS, weight("quantity"), f"number made vague: {said}") if vague else None
    if ours.kind == "amount":
        vague = ours.value < _ALL
        return Alteration(MORE, weight("quantity"), f"number set: {said}") if vague else None
    if ours.kind == "max":
        direction = LESS if theirs.value > ours.value else MORE
        return Alteration(direction, weight("quantity"), f"upper bound moved: {said}")
    if ours.unit in scale_units() and scaling.covers(ours.value, theirs.value):
        return None
    return _moved(ours, theirs, "quantity", _risen("number", ours, theirs, said))


def _deadline(ours: Mark, theirs: Mark, said: str) -> Alteration | None:
    kinds = {ours.kind, theirs.kind}
    if kinds == {"prompt"}:
        return _promptness(ours, theirs, said)
    if "prompt" in kinds:
        vaguer = theirs.kind == "prompt"
        if (theirs if vaguer else ours).value >= _AT_ONCE:
            return None
        words = f"time limit {'made vague' if vaguer else 'set'}: {said}"
        return Alteration(LESS if vaguer else MORE, weight("deadline.vague"), words)
    if kinds == {"date", "time"}:
        longer = theirs.value >= 365 if theirs.kind == "time" else ours.value < 365
        return Alteration(
            LESS if longer else MORE, weight("deadline.vague"), f"time limit changed: {said}"
        )
    unknown = (ours.value >= _KNOWN_YEAR) != (theirs.value >= _KNOWN_YEAR)
    if ours.kind != "time" and unknown:
        return None
    later = theirs.value > ours.value
    noun = "time limit" if ours.kind == "time" else "deadline"
    words = f"{noun} {'later' if later else 'earlier'}: {said}"
    return Alteration(LESS if later else MORE, weight("deadline"), words)


def _promptness(ours: Mark, theirs: Mark, said: str) -> Alteration | None:
    if _STANDING in (ours.value, theirs.value) or ours.value == theirs.value:
        return None
    steps = abs(theirs.value - ours.value)
    amount = min(weight("promptness.step") * steps, weight("deadline"))
    direction = MORE if theirs.value > ours.value else LESS
    return Alteration(direction, amount, _risen("promptness", ours, theirs, said))


def _actor(ours: Mark, theirs: Mark, said: str) -> Alteration | None:
    return _moved(ours, theirs, "actor", f"actor moved: {said}")


def _condition(ours: Mark, theirs: Mark, said: str) -> Alteration | None:
    if theirs.words.count("、") > ours.words.count("、"):
        return Alteration(LESS, weight("condition.wider"), f"condition widened: {said}")
    return Alteration(LESS, weight("condition.reworded"), f"condition reworded: {said}")


def _modality(ours: Mark, theirs: Mark, said: str) -> Alteration | None:
    if ours.value == theirs.value or ours.kind not in ("help", "relay", "manner", "soft", "firm"):
        return None
    return _moved(ours, theirs, "verb.moved", f"force of the verb: {said}")


_OTHERS: dict[Dimension, Callable[[Mark, Mark, str], Alteration | None]] = {
    Dimension.FREQUENCY: _frequency,
    Dimension.ACTOR: _actor,
    Dimension.CONDITION: _condition,
    Dimension.MODALITY: _modality,
}
