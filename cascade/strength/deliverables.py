"""Compare the duties of publishing and of drawing up documents, which stock verbs hide.

公开, 制定 and 编制 are so common that they weigh nothing among the things a text names; yet a list
that is to be compiled *and published* asks for more, and a regulation no longer to be drawn up for
less (GUIDELINE: content or duty added; 制定→参照).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cascade.strength.alterations import LESS, MORE
from cascade.strength.changes import Draft
from cascade.strength.lexicon import entries
from cascade.strength.pairing import Alignment
from cascade.strength.reading import Span
from cascade.strength.texts import Text
from cascade.strength.verdict import weight
from cascade.vocabulary import Dimension

_PUBLISHING = re.compile("(?<!已)(?<!已经)公开(?!平台)")
_SHOWING = re.compile("专栏|展示")
"""What publishes without the word."""
_CLOSING = re.compile("、(公开)(?=[，。；]|$)")
"""… 并公开 at the end of a clause: a duty added to that of the clause."""
_OPENING = re.compile("(?:^|[，。；：、])(?:[^，。；、]{0,6}?)公开")
_BOTH = "各地部门"
"""What 各地区各部门 and the like are reduced to."""
_OF_THEM = ("汇总", "结合", "根据", "收集", "公开", "通报")
"""Verbs after which they are spoken of and not charged."""
_GENERAL = ("规定", "措施", "方案", "意见")
"""Kinds of document that a 《title》 of another name may stand for."""


@cache
def _products() -> re.Pattern[str]:
    kinds = "|".join(row.pattern for row in entries("deliverables") if row.value == "product")
    return re.compile(f"《[^》]*》|{kinds}")


@cache
def _making() -> re.Pattern[str]:
    verbs = "|".join(row.pattern for row in entries("deliverables") if row.value == "make")
    return re.compile(
        rf"(?:{verbs})(?:并|、)?(?:公开|落实|完善)?[^，。；：]{{0,24}}?"
        rf"(?P<product>{_products().pattern})"
    )


def find_duties(
    upstream: Text,
    downstream: Text,
    alignment: Alignment,
    held: Sequence[float],
    siblings: Sequence[Text],
    sources: Sequence[Text],
) -> Iterator[Draft]:
    """Yield publication and drafting duties that only one of the texts has."""
    ours, theirs = upstream.canon.text, downstream.canon.text
    first, second = _PUBLISHING.search(ours), _PUBLISHING.search(theirs)
    closing = _CLOSING.search(theirs)
    if first and not second and not _SHOWING.search(theirs):
        at = first.start()
        clause = upstream.clause_at(upstream.canon.spans[at].start)
        if not any("公开" in text.canon.text for text in siblings):
            yield _lost(upstream, downstream, alignment, at, 2, "publish", held[clause])
    elif second and (not first or (closing and not _OPENING.search(ours))):
        at = closing.start(1) if closing else second.start()
        if not any("公开" in text.canon.text for text in sources):
            yield _gained(upstream, downstream, alignment, at, 2, "publish")
    yield from _bodies(upstream, downstream, alignment, held)
    for match in _making().finditer(ours):
        product = match["product"]
        known = [theirs, downstream.aligned.text, *(text.canon.text for text in siblings)]
        if not any(_named(product, text) for text in known):
            clause = upstream.clause_at(upstream.canon.spans[match.start()].start)
            size = match.end() - match.start()
            yield _lost(upstream, downstream, alignment, match.start(), size, "make", held[clause])
    for match in _making().finditer(theirs):
        product = match["product"]
        known = [ours, upstream.aligned.text, *(text.canon.text for text in sources)]
        if not any(_named(product, text) for text in known):
            size = match.end() - match.start()
            yield _gained(upstream, downstream, alignment, match.start(), size, "make")


def _bodies(
    upstream: Text, downstream: Text, alignment: Alignment, held: Sequence[float]
) -> Iterator[Draft]:
    """Yield the loss of the territories or of the departments where 各地各部门 were both bound.

    They are not in 汇总各地各部门意见, and 各区财政部门 are one sort of body.
    """
    for number, canon in enumerate(upstream.clause_canons):
        at = canon.find(_BOTH)
        if at < 0 or not held[number] or canon[:at].endswith(_OF_THEM):
            continue
        begin, _ = upstream.canon_range(upstream.clauses[number])
        span = upstream.canon.origin(begin + at, begin + at + len(_BOTH))
        if upstream.quote(span).count("各") < 2:
            continue
        here = upstream.sentence_at(upstream.clauses[number].start)
        beside = [
            alignment.best_for_upstream(i)
            for i, clause in enumerate(upstream.clauses)
            if upstream.sentence_at(clause.start) == here
        ]
        clause, score = max(beside, key=lambda best: best[1])
        own, own_score = alignment.best_for_upstream(number)
        if score < 0.3:
            continue
        if own_score >= 0.5:
            clause, answer = own, downstream.clause_canons[own]
        else:
            place = downstream.sentence_at(downstream.clauses[clause].start)
            answer = downstream.canon_slice(downstream.sentences[place])
        if ("部门" in answer) != ("各地" in answer):
            left = downstream.clauses[clause].start
            words = upstream.quote(span)
            yield Draft(
                Dimension.ACTOR,
                LESS,
                span,
                Span(left, left),
                f"only some of {words} are bound",
                weight("actor.part") * held[number],
            )


def _named(product: str, text: str) -> bool:
    """Say whether a text names the product, or, for a titled one, any document of its kind."""
    if not product.startswith("《"):
        return product in text or ("《" in text and product in _GENERAL)
    kind = product.rstrip("》").rstrip("（试行）")[-2:]
    return any(kind in found for found in _products().findall(text))


def _lost(
    upstream: Text,
    downstream: Text,
    alignment: Alignment,
    start: int,
    size: int,
    kind: str,
    held: float,
) -> Draft:
    span = upstream.canon.origin(start, start + size)
    clause, _ = alignment.best_for_upstream(upstream.clause_at(span.start))
    at = downstream.clauses[clause].end if clause >= 0 else 0
    words = upstream.quote(span)
    noun = "publication" if kind == "publish" else "document to draw up"
    return Draft(
        Dimension.SCOPE,
        LESS,
        span,
        Span(at, at),
        f"{noun} dropped: {words}",
        weight(f"{kind}.lost") * held,
    )


def _gained(
    upstream: Text, downstream: Text, alignment: Alignment, start: int, size: int, kind: str
) -> Draft:
    span = downstream.canon.origin(start, start + size)
    clause, _ = alignment.best_for_downstream(downstream.clause_at(span.start))
    at = upstream.clauses[clause].end if clause >= 0 else 0
    words = downstream.quote(span)
    noun = "publication" if kind == "publish" else "document to draw up"
    return Draft(
        Dimension.SCOPE, MORE, Span(at, at), span, f"{noun} added: {words}", weight(f"{kind}.new")
    )
