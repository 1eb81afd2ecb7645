"""Tell which clauses of the upstream text a downstream text answers for, and whose its own are.

GUIDELINE: where one upstream paragraph is carried out by several downstream items, each is judged
on the clause it takes up; what its siblings take up is not held against it, what none takes up is.
Held against which? Against the item that is nearest to it; and what an item adds, where it carries
out several upstream paragraphs, is added to the one that is nearest.
"""

import re
from collections.abc import Sequence
from functools import cache

from cascade.strength.localisation import DEPARTMENT_ENDS
from cascade.strength.pairing import Alignment, align
from cascade.strength.places import own_prefix
from cascade.strength.texts import Text
from cascade.strength.verdict import weight

TAKEN = 0.28
"""What a downstream clause must share with an upstream one to take it up."""

_ENTRY = re.compile("（[一二三四五六七八九十]+）")
"""What an entry of a statute's list begins with."""

NEARER = 0.05
"""By how much more than any sibling shares with a clause it must share, to be the one it is for."""


def held(
    text: Text,
    other: Text,
    alignment: Alignment,
    rivals: Sequence[Text],
    kind: str,
    abridged: bool = False,
) -> tuple[float, ...]:
    """Return for each clause of a text how far its absence counts against the other, 0–1.

    Args:
        text: The upstream text, or the downstream one to ask what it adds.
        other: The text at the other end of the link.
        alignment: Of the text's clauses with the other's.
        rivals: The other items linked to the text, which take up the rest of it.
        kind: `sibling` or `source`: what the rivals are.
        abridged: The other is an abridgement of the text, and need not have all of it.
    """
    focus = set()
    for j in range(len(other.clauses)):
        best, score = alignment.best_for_downstream(j)
        if score >= TAKEN:
            focus |= {
                i
                for i in range(len(text.clauses))
                if alignment.scores[i][j] >= max(TAKEN, 0.8 * score)
            }
            focus.add(best)
    if not focus and rivals:
        # too loosely for any clause: the nearest one is what it is about
        focus = {max(range(len(text.clauses)), key=lambda i: max(alignment.scores[i]))}
    if not focus:
        return tuple(1.0 for _ in text.clauses)
    sentence = [text.sentence_at(clause.start) for clause in text.clauses]
    answered = {sentence[i] for i in focus}
    inside = [sentence[i] in answered for i in range(len(text.clauses))]
    whole = len(answered) / max(len(text.sentences), 1) >= 0.5
    apart = [align(text, rival) for rival in rivals]
    factors = []
    for i in range(len(text.clauses)):
        own = alignment.best_for_upstream(i)[1]
        nearest = all(own > rival.best_for_upstream(i)[1] + NEARER for rival in apart)
        if i in focus and nearest:
            factors.append(weight(f"{kind}.focus") if rivals else 1.0)
        elif i not in focus and abridged:
            factors.append(0.0)
        elif not rivals:
            factors.append(1.0 if inside[i] else weight("untaken" if whole else "untaken.far"))
        elif i in focus or inside[i] or nearest:
            factors.append(weight(f"{kind}.near"))
        else:
            factors.append(weight(f"{kind}.far"))
    return tuple(factors)


_DUTY = (
    "要|应|须|负责|会同|牵头|制定|组织|统筹|汇总|审核|统一|加强|根据|结合|按|依据|依法|完成|指导|做好"
    "|建立|推动|定期|具体|对|每|于|可|将"
)
"""What follows a body that is to act."""
_LOWER = re.compile(
    f"各|(?:地方|下级|基层|市县|区县|市|县|区|镇|乡|街道)[^，。；]{{0,12}}?(?:{_DUTY})"
)


@cache
def _bodies(words: str) -> re.Pattern[str]:
    ends = rf"(?:{DEPARTMENT_ENDS}|机构|单位|政府)"
    body = rf"(?:{words})(?!、|级以上|县|区)[^，。；、的各和]{{0,14}}?{ends}"
    others = rf"(?:(?:、|和|及|或者)[^，。；]{{2,16}}?{ends})*"
    rules = rf"[^，。；]{{0,12}}(?:办法|细则|标准|条件)由(?:{body}|国务院){others}(?:规定|制定)"
    return re.compile(rf"{rules}|(?:由|请)?{body}{others}(?={_DUTY}|$)")


def for_own_bodies(text: Text, code: str, alignment: Alignment) -> tuple[float, ...]:
    """Return for each clause of an upstream text what is left of its weight, 0–1.

    What a province asks of its own departments, 省行政审批局负责汇总…, no city can drop: where its text
    does not keep such a clause, that counts little. A charge holds to the end of its sentence, or
    till another is charged.
    """
    words = own_prefix(code)
    charged, sentence = False, -1
    left = [1.0] * len(text.clauses)
    for number, clause in enumerate(text.clauses if words else ()):
        if text.sentence_at(clause.start) != sentence:
            charged, sentence = False, text.sentence_at(clause.start)
        quoted = text.quote(clause)
        if _bodies(words).match(quoted):
            charged = True
        elif _LOWER.match(quoted):
            charged = False
        if charged and not alignment.is_kept(number):
            left[number] = weight("own.body")
    return tuple(left)


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
