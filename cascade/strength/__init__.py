"""Measure what became of an obligation's strength between two linked texts."""

from cascade.strength.comparison import Comparison, Side, TextChange, compare
from cascade.strength.display import difference

__all__ = ["Comparison", "Side", "TextChange", "compare", "difference"]
