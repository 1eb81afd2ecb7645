"""Where two texts differ, as runs of text that any format can draw.

Words on which the judgement rests (the spans of the changes) are *weighty*; all other differing
words are only worded otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from cascade.records import Change, Requirement, Span
from cascade.strength import difference
from cascade.text import fold

_ALIKE = 0.3
"""Share of common characters below which only the weighty words are marked."""


class Mark(StrEnum):
    """What a run of text says of itself beside the other text."""

    SAME = "same"
    LOST = "lost"
    GAINED = "gained"


@dataclass(frozen=True)
class Run:
    """A piece of a text that is marked in one way."""

    text: str
    mark: Mark = Mark.SAME
    weighty: bool = False


class Marking:
    """The marks of one text, character by character; marks of several comparisons add up."""

    def __init__(self, text: str, mark: Mark) -> None:
        self.text = text
        self._mark = mark
        self._differs = [False] * len(text)
        self._weighty = [False] * len(text)

    def differ(self, start: int, end: int) -> None:
        """Mark the words in `text[start:end]` as differing."""
        self._differs[start:end] = [True] * (end - start)

    def weigh(self, start: int, end: int) -> None:
        """Mark the differing words in `text[start:end]` as weighty, or all where none differs."""
        inside = range(start, end)
        differing = [i for i in inside if self._differs[i]]
        for i in differing or inside:
            self._differs[i] = self._weighty[i] = True

    def add(self, other: "Marking") -> None:
        """Take over the marks of another comparison of the same text."""
        self._differs = [a or b for a, b in zip(self._differs, other._differs, strict=True)]
        self._weighty = [a or b for a, b in zip(self._weighty, other._weighty, strict=True)]

    def runs(self, start: int = 0, end: int | None = None) -> tuple[Run, ...]:
        """Return `text[start:end]` as runs."""
        inside = range(start, len(self.text) if end is None else end)
        return tuple(
            Run(
                "".join(self.text[i] for i in places), self._mark if differs else Mark.SAME, weighty
            )
            for (differs, weighty), places in groupby(
                inside, key=lambda i: (self._differs[i], self._weighty[i])
            )
        )


def compare_marks(
    upstream: Requirement,
    downstream: Sequence[Requirement],
    changes: Iterable[tuple[str, Change]],
    into: Marking,
) -> list[tuple[Run, ...]]:
    """Mark what each downstream text has that the upstream has not, the reverse in `into`.

    Args:
        changes: each with the id of the downstream requirement that it is about.
    """
    joined = Marking("\n".join(r.text for r in downstream), Mark.GAINED)
    steps = difference(*_folded(upstream.text, joined.text))
    common = sum(a[1] - a[0] for kind, a, _ in steps if kind == "equal")
    if 2 * common >= _ALIKE * (len(upstream.text) + len(joined.text)):
        for kind, ours, theirs in steps:
            if kind != "equal":
                into.differ(*ours)
                joined.differ(*theirs)
    places, at = {}, 0
    for requirement in downstream:
        places[requirement.id] = (requirement, at)
        at += len(requirement.text) + 1
    for key, change in changes:
        if change.upstream_span.text:
            into.weigh(*_within(upstream, change.upstream_span))
        if change.downstream_span.text and key in places:
            requirement, at = places[key]
            start, end = _within(requirement, change.downstream_span)
            joined.weigh(at + start, at + end)
    return [joined.runs(at, at + len(r.text)) for r, at in places.values()]


def _folded(upstream: str, downstream: str) -> tuple[str, str]:
    """Take the forms of characters out of a comparison where that keeps their places."""
    folded = fold(upstream), fold(downstream)
    same = len(folded[0]) == len(upstream) and len(folded[1]) == len(downstream)
    return folded if same else (upstream, downstream)


def _within(requirement: Requirement, span: Span) -> tuple[int, int]:
    """Find a quotation of the source file in the requirement's text."""
    start = requirement.index(span.start)
    return start, min(start + len(span.text), len(requirement.text))
