"""One text made ready for comparison: spaces and quotation marks out, clauses and marks found."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from cascade.text import fold
from cascade.vocabulary import Dimension

_DROPPED = re.compile(r"[\s\"'「」『』]")
_ENDS = re.compile(r"[，,。；;：:！？!?\n]")
SENTENCE_ENDS = "。；;！？!?\n"


class Span(NamedTuple):
    """A stretch of the folded text."""

    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """An expression of strength found in a text: a frequency, a number, a sanction …"""

    dimension: Dimension
    kind: str
    value: float
    """Comparable within its kind: times a year, amount, days, rank …"""
    start: int
    end: int
    words: str
    key: str = ""
    """Two marks of the same kind and key say the same."""
    weight: float = 1.0
    unit: str = ""


class Folded(NamedTuple):
    """A text without layout and quotation marks, tied to its original by offsets."""

    text: str
    offsets: tuple[int, ...]
    """Offset in the original of each character, and one more for the end."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of the folded text into one of the original."""
        if start >= end:
            at = self.offsets[min(start, len(self.offsets) - 1)]
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


def fold_text(original: str) -> Folded:
    """Fold width, dashes and case; take out spaces and quotation marks.

    >>> fold_text("实行“阳光执法”，２０ 日内").text
    '实行阳光执法，20日内'
    """
    folded = fold(original)
    kept = [i for i, c in enumerate(folded) if not _DROPPED.match(c)]
    text = "".join(folded[i] for i in kept)
    text = text.translate(_PUNCTUATION)
    return Folded(text, (*kept, len(original)))


_PUNCTUATION = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？"})


def clause_spans(text: str) -> list[Span]:
    """Cut a folded text into clauses at ， ； ： 。 — outside brackets and 《》.

    >>> [tuple(span) for span in clause_spans("做好公开（含甲，乙），更新。")]
    [(0, 10), (11, 13)]
    """
    spans, depth, begin = [], 0, 0
    for i, c in enumerate(text):
        if c in "（《〔":
            depth += 1
        elif c in "）》〕":
            depth = max(depth - 1, 0)
        elif _ENDS.match(c) and not (depth and i - begin < 60):
            if i > begin:
                spans.append(Span(begin, i))
            begin, depth = i + 1, 0
    if len(text) > begin:
        spans.append(Span(begin, len(text)))
    return spans


def sentence_spans(text: str, clauses: list[Span]) -> list[Span]:
    """Group clauses into sentences: runs that end with 。 or ；."""
    spans, begin = [], None
    for clause in clauses:
        begin = clause.start if begin is None else begin
        if clause.end >= len(text) or text[clause.end] in SENTENCE_ENDS:
            spans.append(Span(begin, clause.end))
            begin = None
    if begin is not None:
        spans.append(Span(begin, clauses[-1].end))
    return spans
