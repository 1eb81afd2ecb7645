"""Compare what two texts name: clauses, items of enumerations, attributes lost and added.

A character of one text is covered when it stands in a pair of neighbouring characters that the
other text has too, wherever: order does not count. What stays uncovered, stock words aside, is
weighed by how telling its pairs are and by its place: a clause, an item, or an attribute. An
attribute less widens a duty rather than narrows it, so it weighs little (GUIDELINE: narrower
content is a *named thing* dropped).
"""

from collections.abc import Collection
from dataclasses import dataclass

from cascade.strength.lexicon import finder
from cascade.strength.reading import Span
from cascade.strength.texts import Text, weight_of

_STOPS = frozenset("，。；：！？、（）《》〔〕,;:!?□.-")
_UNIT = 7.0
WHOLE = 0.62
"""Share of a clause's content that must be uncovered for the clause to count as lost or new."""


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


@dataclass(frozen=True)
class Coverage:
    """What of one text another has."""

    gaps: tuple[Gap, ...]
    taken: tuple[float, ...]
    """For each sentence the share of its content that is covered."""
    clause_shares: tuple[float, ...]


def cover(text: Text, pairs: Collection[str], also: Collection[str] = ()) -> Coverage:
    """Find what of a text is neither in `pairs` nor in `also`.

    Args:
        text: The text to account for.
        pairs: Pairs of characters of the other text of the link.
        also: Pairs of further texts (siblings); what they have is no gap, but does not make a
            sentence taken up by the link's own text.
    """
    canon = text.canon.text
    stock = bytearray(len(canon))
    for start, end in finder("filler").covers(canon):
        stock[start:end] = b"\1" * (end - start)
    own = _covered(canon, pairs)
    found = _covered(canon, also, own) if also else own
    gaps: list[Gap] = []
    shares: list[float] = []
    weights: list[tuple[int, float, float]] = []
    for number, clause in enumerate(text.clauses):
        start, end = text.canon_range(clause)
        total = _content(canon, [i for i in range(start, end) if not stock[i]])
        missing = [i for i in range(start, end) if not found[i] and not stock[i]]
        lost = _content(canon, missing)
        own_lost = _content(canon, [i for i in range(start, end) if not own[i] and not stock[i]])
        sentence = text.sentence_at(clause.start)
        weights.append((sentence, total, total - own_lost))
        shares.append(1 - lost / total if total else 1.0)
        if not total or lost < 0.8:
            continue
        aim = finder("aims").match(canon, start)
        factor = aim.number if aim else 1.0
        if lost / total >= WHOLE and lost >= 1.2:
            span = text.canon.origin(missing[0], missing[-1] + 1)
            whole = Span(min(span.start, clause.start), max(span.end, clause.end))
            gaps.append(Gap("clause", whole, lost, sentence, number, "", "", factor))
            continue
        for run in _runs(canon, found, stock, start, end):
            content = _content(canon, run)
            if content < 0.8:
                continue
            first, last = run[0], run[-1]
            gaps.append(
                Gap(
                    _place(canon, stock, first, last, start, end),
                    text.canon.origin(first, last + 1),
                    content,
                    sentence,
                    number,
                    canon[max(first - 2, start) : first],
                    canon[last + 1 : min(last + 3, end)],
                    factor,
                )
            )
    taken = []
    for number in range(len(text.sentences)):
        total = sum(t for s, t, _ in weights if s == number)
        kept = sum(k for s, _, k in weights if s == number)
        taken.append(kept / total if total else 1.0)
    return Coverage(tuple(gaps), tuple(taken), tuple(shares))


def _covered(
    canon: str, pairs: Collection[str], already: bytearray | None = None
) -> bytearray:
    flags = bytearray(already) if already is not None else bytearray(len(canon))
    for i in range(len(canon) - 1):
        if canon[i : i + 2] in pairs:
            flags[i] = flags[i + 1] = 1
    for i, c in enumerate(canon):
        if c in _STOPS:
            flags[i] = 1
    return flags


def _content(canon: str, positions: list[int]) -> float:
    """Weigh the characters at some positions: pairs by rarity, a lone character by a little."""
    total = 0.0
    for at, i in enumerate(positions):
        following = at + 1 < len(positions) and positions[at + 1] == i + 1
        if following and canon[i] not in _STOPS and canon[i + 1] not in _STOPS:
            total += weight_of(canon[i : i + 2]) / _UNIT
    return total


def _runs(
    canon: str, found: bytearray, stock: bytearray, start: int, end: int
) -> list[list[int]]:
    """Cut the uncovered characters of a clause into runs, across stock words but not across stops."""
    runs: list[list[int]] = []
    open_run = False
    for i in range(start, end):
        if canon[i] in _STOPS or (found[i] and not stock[i]):
            open_run = False
        elif not found[i] and not stock[i]:
            if open_run:
                runs[-1].append(i)
            else:
                runs.append([i])
                open_run = True
    return runs


def _place(canon: str, stock: bytearray, first: int, last: int, start: int, end: int) -> str:
    """Say whether an uncovered run is an item (of an enumeration, or an object) or an attribute."""
    before, after = first - 1, last + 1
    while before >= start and stock[before] and canon[before] != "的":
        before -= 1
    while after < end and stock[after] and canon[after] != "的":
        after += 1
    if before >= start and canon[before] in "、（《" or after < end and canon[after] in "、）":
        return "item"
    if after >= end or canon[after] in _STOPS:
        return "item"
    return "modifier"
