"""Tell which clauses of the upstream text a downstream text answers for.

GUIDELINE: where one upstream paragraph is carried out by several downstream items, each is judged
on the clause it takes up; what its siblings take up is not held against it, what none takes up is.
"""

import re

from cascade.strength.pairing import Alignment
from cascade.strength.texts import Text
from cascade.strength.verdict import weight

TAKEN = 0.28
"""What a downstream clause must share with an upstream one to take it up."""

_ENTRY = re.compile("（[一二三四五六七八九十]+）")
"""What an entry of a statute's list begins with."""

ABRIDGED = 0.4
"""Share of the upstream length below which a text of the same document is an abridgement."""


def held(
    upstream: Text,
    downstream: Text,
    alignment: Alignment,
    has_siblings: bool,
    restates: bool,
) -> tuple[float, ...]:
    """Return for each upstream clause how far its loss is held against the downstream text, 0–1.

    Args:
        upstream: The upstream text.
        downstream: The downstream text.
        alignment: Of their clauses.
        has_siblings: Whether other downstream items carry out the same upstream text.
        restates: Whether both texts are of one document, the one an abridgement of the other.
    """
    focus = set()
    for j in range(len(downstream.clauses)):
        best, score = alignment.best_for_downstream(j)
        if score >= TAKEN:
            focus |= {
                i
                for i in range(len(upstream.clauses))
                if alignment.scores[i][j] >= max(TAKEN, 0.8 * score)
            }
            focus.add(best)
    if not focus:
        return tuple(1.0 for _ in upstream.clauses)
    sentence = [upstream.sentence_at(clause.start) for clause in upstream.clauses]
    answered = {sentence[i] for i in focus}
    whole = len(answered) / max(len(upstream.sentences), 1) >= 0.5
    abridges = len(downstream.folded.text) < ABRIDGED * len(upstream.folded.text)
    factors = []
    for i in range(len(upstream.clauses)):
        inside = sentence[i] in answered
        if i in focus:
            factors.append(weight("sibling.focus") if has_siblings else 1.0)
        elif restates and abridges:
            factors.append(0.0)
        elif has_siblings:
            factors.append(weight("sibling.near") if inside else weight("sibling.far"))
        else:
            factors.append(1.0 if inside else weight("untaken.far" if not whole else "untaken"))
    return tuple(factors)


def aside(upstream: Text, downstream: Text, alignment: Alignment) -> frozenset[int]:
    """Return the downstream clauses in entries of a list that answer nothing of the upstream text.

    The entries of a list （一）…（二）… are duties beside each other; a link is about those of them
    that take something up, so that the others are no addition to it. Where the upstream text is a
    list too, lists are compared as wholes.
    """
    text = downstream.folded.text
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if len(starts) < 3 or _ENTRY.search(upstream.folded.text):
        return frozenset()
    entries: dict[int, list[int]] = {}
    for number, clause in enumerate(downstream.clauses):
        entry = sum(start <= clause.start for start in starts)
        if entry:
            entries.setdefault(entry, []).append(number)
    answering = {
        entry
        for entry, numbers in entries.items()
        if any(alignment.best_for_downstream(j)[1] >= TAKEN for j in numbers)
    }
    if not answering:
        return frozenset()
    return frozenset(j for entry in entries.keys() - answering for j in entries[entry])
