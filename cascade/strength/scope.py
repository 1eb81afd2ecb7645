"""Compare what two texts name: clauses, items of enumerations, attributes lost and added.

A character of one text is covered when it stands in a pair of neighbouring characters that the
other text has too, wherever: order does not count. What stays uncovered, stock words aside, is
weighed by how telling its pairs are and by its place: a clause, an item, or an attribute. An
attribute less widens a duty rather than narrows it, so it weighs little (GUIDELINE: narrower
content is a *named thing* dropped).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cascade.strength.lexicon import finder
from cascade.strength.reading import Span
from cascade.strength.texts import TITLE, Text, weight_of

_STOPS = frozenset("，。；：！？、（）《》〔〕,;:!?□.-")
_RARE = 7.0
WHOLE = 0.62
"""Share of a clause's content that must be uncovered for the clause to count as lost or new."""
HEADING = 0.3
"""Factor for differences between headings, which the sentences after them spell out."""
LEAST = 0.33
"""Content below which an attribute says too little to be called lost or new."""
LEAST_ITEM = 0.2
"""The same for an item: even a common word (许可) is a named thing where it stands in a list."""
_ITEM = re.compile("(?<=、)[^，。；：！？、（）]{2,8}(?=、|等)")
"""An item between separators: named even when made of stock words (机构设置)."""


@dataclass(frozen=True)
class Gap:
    """A piece of one text that the other does not have."""

    kind: str
    """clause, item, or modifier."""
    span: Span
    """In the folded text."""
    content: float
    """How much it says: 1 is one telling word."""
    sentence: int
    clause: int
    left: str
    """The two covered characters before it, for finding what stands at its place."""
    right: str
    aim: float = 1.0
    """Less than 1 where the clause states a purpose rather than a duty."""
    frames: bool = False
    """Whether the clause says what the duty is about (围绕…): its items are named things."""


@dataclass(frozen=True)
class Coverage:
    """What of one text another has."""

    gaps: tuple[Gap, ...]
    taken: tuple[float, ...]
    """For each sentence the share of its content that is covered."""
    shares: tuple[float, ...]
    """The same for each clause."""


@dataclass(frozen=True)
class _Cover:
    """Which characters of a reduced text are covered, and which are stock words."""

    canon: str
    stock: bytearray
    verbs: bytearray
    found: bytearray

    def missing(self, start: int, end: int) -> list[int]:
        return [i for i in range(start, end) if not self.found[i] and not self.stock[i]]

    def telling(self, start: int, end: int) -> list[int]:
        canon = self.canon
        return [i for i in range(start, end) if not self.stock[i] and canon[i] not in _STOPS]

    def content(self, positions: Sequence[int]) -> float:
        """Weigh characters by the rarity of the pairs that they form."""
        canon, total = self.canon, 0.0
        for at in range(len(positions) - 1):
            i = positions[at]
            if positions[at + 1] == i + 1:
                total += weight_of(canon[i : i + 2])
        return total / _RARE


def cover(
    text: Text,
    pairs: Sequence[Collection[str]],
    also: Collection[str] = (),
    titled: bool = False,
) -> Coverage:
    """Find what of a text is neither in `pairs` nor in `also`.

    Args:
        text: The text to account for.
        pairs: For each of its clauses, the pairs of characters of the other text of the link that
            may answer it.
        also: Pairs of further texts (siblings); what they have is no gap, but does not make a
            sentence taken up by the link's own text.
        titled: Whether the other text names documents too: a 《title》 then has its counterpart at
            its own level, and is no gap.
    """
    canon = text.canon.text
    stock = bytearray(len(canon))
    if titled:
        for title in TITLE.finditer(canon):
            stock[title.start() : title.end()] = b"\1" * len(title.group())
    bodies, verbs = bytearray(len(canon)), bytearray(len(canon))
    for match, entry in finder("filler").find(canon):
        start, end = match.span()
        stock[start:end] = b"\1" * (end - start)
        kinds = {"body": bodies, "verb": verbs}.get(entry.value)
        if kinds is not None:
            kinds[start:end] = b"\1" * (end - start)
    for item in _ITEM.finditer(canon):
        stock[item.start() : item.end()] = bodies[item.start() : item.end()]
    own = _Cover(canon, stock, verbs, bytearray(len(canon)))
    both = _Cover(canon, stock, verbs, bytearray(len(canon)))
    gaps: list[Gap] = []
    shares: list[float] = []
    sums: dict[int, list[float]] = {}
    for number, clause in enumerate(text.clauses):
        start, end = text.canon_range(clause)
        _mark(own, start, end, pairs[number], ())
        _mark(both, start, end, pairs[number], also)
        telling = own.telling(start, end)
        total = own.content(telling)
        missing = both.missing(start, end)
        lost = both.content(missing)
        sentence = text.sentence_at(clause.start)
        counts = sums.setdefault(sentence, [0.0, 0.0])
        counts[0] += len(telling)
        counts[1] += len(telling) - len(own.missing(start, end))
        shares.append(1 - len(missing) / len(telling) if telling else 1.0)
        if not missing or not total:
            continue
        aim = finder("aims").match(canon, start)
        factor = aim.number if aim else 1.0
        frames = aim is not None and aim.columns["kind"] == "frame"
        if number in text.heading:
            factor = HEADING
        if len(missing) / len(telling) >= WHOLE and lost >= 1.0:
            gaps.append(Gap("clause", clause, lost, sentence, number, "", "", factor, frames))
            continue
        for run in _runs(both, start, end):
            content = both.content(run)
            kind = _place(both, run, start, end)
            if content < (LEAST_ITEM if kind == "item" else LEAST):
                continue
            first, last = run[0], run[-1]
            gaps.append(
                Gap(
                    kind,
                    text.whole_words(text.canon.origin(first, last + 1)),
                    content,
                    sentence,
                    number,
                    canon[max(first - 2, start) : first],
                    canon[last + 1 : min(last + 3, end)],
                    factor,
                    frames,
                )
            )
    taken = tuple(
        sums[i][1] / sums[i][0] if sums.get(i, [0])[0] else 1.0 for i in range(len(text.sentences))
    )
    return Coverage(tuple(gaps), taken, tuple(shares))


def _mark(
    state: _Cover, start: int, end: int, pairs: Collection[str], also: Collection[str]
) -> None:
    """Set the covered characters of a clause; a pair half in a stock word covers nothing."""
    canon, stock, found = state.canon, state.stock, state.found
    for i in range(start, end):
        if canon[i] in _STOPS:
            found[i] = 1
        if i + 1 < end and stock[i] == stock[i + 1]:
            pair = canon[i : i + 2]
            if pair in pairs or pair in also:
                found[i] = found[i + 1] = 1


def _runs(state: _Cover, start: int, end: int) -> list[list[int]]:
    """Cut the uncovered characters of a clause into runs, across stock words but not stops."""
    runs: list[list[int]] = []
    is_open = False
    for i in range(start, end):
        if state.canon[i] in _STOPS or (state.found[i] and not state.stock[i]):
            is_open = False
        elif not state.found[i] and not state.stock[i]:
            if is_open:
                runs[-1].append(i)
            else:
                runs.append([i])
                is_open = True
    return runs


def _place(state: _Cover, run: list[int], start: int, end: int) -> str:
    """Say whether an uncovered run is an item (of an enumeration, an object) or an attribute.

    An item fills most of the stretch between two separators; 的 closes an item of an enumeration
    (中考、高考的报考条件) and parts an attribute from what it describes.
    """
    canon = state.canon
    first, last = run[0], run[-1]
    left = first
    while left > start and not (
        canon[left - 1] in _STOPS or canon[left - 1] == "的" or state.verbs[left - 1]
    ):
        left -= 1
    right = last + 1
    while right < end and canon[right] not in _STOPS and canon[right] != "的":
        right += 1
    opens = canon[left - 1] if left > start else ""
    closes = canon[right] if right < end else ""
    inside = state.telling(left, right)
    share = len(run) / len(inside) if inside else 0.0
    if share < 0.5 or (closes == "的" and opens != "、"):
        return "modifier"
    return "item"
