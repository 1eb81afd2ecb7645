"""Decide the status of a link from its changes: small, transparent, one setting for all."""

import math
from collections.abc import Iterable

from cascade.strength.lexicon import numbers
from cascade.vocabulary import Direction, Status

REVIEW = 0.65
"""Confidence below which a verdict goes to a person."""


def weight(name: str) -> float:
    """Return a figure of `weights.tsv`."""
    return numbers("weights")[name]


def evidence(weights: Iterable[float]) -> float:
    """Join the weights of the changes of one direction: 1 - product(1 - weight).

    >>> round(evidence([0.5, 0.5]), 2)
    0.75
    """
    rest = 1.0
    for each in weights:
        rest *= 1 - min(max(each, 0.0), 0.99)
    return 1 - rest


def probability(direction: Direction, amount: float) -> float:
    """Turn joined evidence into the probability that the direction is really there."""
    return 1 / (1 + math.exp(-weight("slope") * (amount - weight(f"centre.{direction}"))))


def decide(changes: Iterable[tuple[Direction, float]]) -> tuple[Status, float]:
    """Return the status and how sure it is.

    >>> decide([(Direction.LESS, 0.9)])[0]
    <Status.WEAKENED: 'weakened'>
    >>> decide([(Direction.LESS, 0.9), (Direction.MORE, 0.9)])[0]
    <Status.MIXED: 'mixed'>
    >>> decide([])[0]
    <Status.EQUIVALENT: 'equivalent'>
    """
    listed = list(changes)
    less = probability(Direction.LESS, evidence(w for d, w in listed if d is Direction.LESS))
    more = probability(Direction.MORE, evidence(w for d, w in listed if d is Direction.MORE))
    threshold = weight("threshold")
    weaker, stronger = less >= threshold, more >= threshold
    sure = (less if weaker else 1 - less) * (more if stronger else 1 - more)
    if weaker and stronger:
        return Status.MIXED, sure
    if weaker:
        return Status.WEAKENED, sure
    return (Status.STRENGTHENED if stronger else Status.EQUIVALENT), sure
