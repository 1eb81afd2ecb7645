"""Sanctions of statutes, most of whose words are the same whatever they punish.

Two are one only if their offences are alike, and one clause may take over all of a law's. The words
are `structure/punishment.tsv`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cascade.lexicons import pattern
from cascade.linking.links import ACCEPT, REVIEW, Scores
from cascade.linking.similarity import ngram_overlap, ngrams, prepare, weigh
from cascade.records import Requirement
from cascade.text import articles

BLANKET = 0.5
"""Probability of a sanction's link to a clause that takes the law's sanctions over, by hand.

Annotators differ on it, so that it is for review.
"""
OTHER_OFFENCE = 0.1
"""Probability at most of a link between sanctions whose offences share next to nothing, by hand."""
_BREACH = re.compile("[^，。]{0,40}违反(?:本[^，。第]{1,6})?第[^，。]*条[^，。]*规定的(?=，)")
_SAME_OFFENCE = 0.2
"""Share of the weighted n-grams of one offence in the other from which they may be the same."""


def with_sanctions(
    scores: Scores, down: Sequence[Requirement], up: Sequence[Requirement]
) -> Scores:
    """Correct the probabilities of sanctions by what they punish, and by who takes them over."""
    return _taken_over(_told_apart(scores, down, up), down, up)


def offence(text: str) -> str:
    """Return what a sanction punishes; nothing where it only names an article, or is no sanction.

    >>> offence("违反本法规定，擅自采砂的，由水利局责令改正；情节严重的，处一万元以下罚款。")
    '擅自采砂的'
    >>> offence("违反本法第八条规定的，处一万元以下罚款。"), offence("每周巡河。")
    ('', '')
    """
    if not _words("sanction").search(text):
        return ""
    clauses = re.split("[，。；：;:]", text)
    return "，".join(c for c in clauses if c.endswith("的") and not _words("formula").search(c))


def _told_apart(scores: Scores, down: Sequence[Requirement], up: Sequence[Requirement]) -> Scores:
    """Take the probability off links between sanctions of different offences."""
    below, above = _offences(down), _offences(up)
    cells = np.ix_(list(below), list(above))
    if not (scores.probability[cells] >= REVIEW[0]).any():
        return scores
    shared = ngram_overlap(weigh(*(ngrams(map(prepare, s.values())) for s in (below, above))))
    other = np.maximum(shared.down_in_up, shared.up_in_down) < _SAME_OFFENCE
    probability = scores.probability.copy()
    probability[cells] = np.where(
        other & (scores.stated[cells] <= 0),
        np.minimum(probability[cells], OTHER_OFFENCE),
        probability[cells],
    )
    return replace(scores, probability=probability)


def _offences(requirements: Sequence[Requirement]) -> dict[int, str]:
    """Say what each sanction punishes: where it only names articles, what those articles say."""
    found: dict[int, str] = {}
    for i, requirement in enumerate(requirements):
        words = offence(requirement.text)
        breach = _BREACH.match(requirement.text)
        if not words and breach and _words("sanction").search(requirement.text):
            named = articles(breach.group())
            words = "".join(r.text for r in requirements if r.article in named)
        if words:
            found[i] = words
    return found


def _taken_over(scores: Scores, down: Sequence[Requirement], up: Sequence[Requirement]) -> Scores:
    """Link the sanctions that nothing else takes up to the clause that takes them all over.

    法律、行政法规已有处罚规定的，从其规定: a statute that says so drops none of the law's sanctions.
    """
    clauses = [i for i, r in enumerate(down) if _words("taken").match(r.text)]
    if not clauses:
        return scores
    others = np.delete(scores.probability, clauses, axis=0)
    untaken = others.max(axis=0, initial=0) < ACCEPT
    sanctions = [j for j, r in enumerate(up) if untaken[j] and _punishes(r)]
    if not sanctions:
        return scores
    probability, stated = scores.probability.copy(), scores.stated.copy()
    probability[clauses[0], sanctions], stated[clauses[0], sanctions] = BLANKET, 1
    return replace(scores, probability=probability, stated=stated)


def _punishes(requirement: Requirement) -> bool:
    headed = any(_words("heading").search(heading) for heading in requirement.topic)
    return headed and bool(_words("sanction").search(requirement.text))


def _words(kind: str) -> re.Pattern[str]:
    return pattern("structure/punishment.tsv", kind)
