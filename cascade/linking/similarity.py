"""How alike two lists of texts are: one matrix per kind of evidence, no loop over pairs.

All matrices are downstream × upstream, float32. This module knows texts, not requirements.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cascade.linking.background import idf, pack_ngrams
from cascade.text import clauses, fold

Matrix = NDArray[np.float32]

_LEVEL_BLIND = str.maketrans(
    {"省": "市", "区": "市", "县": "市", "州": "市", "厅": "局", "委": "局"}
)


def prepare(text: str) -> str:
    """Fold a text so that its level does not show: 全省 and 全市, 省财政厅 and 市财政局 are alike.

    >>> prepare("全省，省财政厅") == prepare("全市,市财政局")
    True
    """
    return fold(text).replace(" ", "").translate(_LEVEL_BLIND)


_FEW = 50
"""Of fewer texts than these, what all of them say still counts for much."""


_DRAWN = 10
"""By how many zero rows a mean is drawn to zero."""


class Overlap(NamedTuple):
    """Shared weighted n-grams of two lists of texts."""

    cosine: Matrix
    down_in_up: Matrix
    """Share of the downstream text's weight that the upstream text has too."""
    up_in_down: Matrix


Ngrams = NDArray[np.uint64]
"""The packed character 2- and 3-grams of a text, each once, ascending."""


def ngrams(texts: Iterable[str]) -> list[Ngrams]:
    """Take prepared texts apart into character 2- and 3-grams."""
    return [
        np.unique(np.concatenate([pack_ngrams(text, 2), pack_ngrams(text, 3)])) for text in texts
    ]


class Weighed(NamedTuple):
    """The n-grams that stand on both of two sides, k of them, by their weights."""

    downstream: Matrix
    """n × k: the root of the n-gram's weight where the text has it, else 0."""
    upstream: Matrix
    """m × k."""
    down_mass: NDArray[np.float32]
    """n: the weight of all n-grams of each text, those that the other side lacks too."""
    up_mass: NDArray[np.float32]


def weigh(downstream: Sequence[Ngrams], upstream: Sequence[Ngrams]) -> Weighed:
    """Weigh n-grams by rarity, in general (the background's idf) and in these n + m texts."""
    grams = [*downstream, *upstream]
    n = len(downstream)
    vocabulary, places = np.unique(np.concatenate(grams), return_inverse=True)
    weights = idf(vocabulary).astype(np.float32) * rarity(np.bincount(places), len(grams))
    rows = np.repeat(np.arange(len(grams)), [g.size for g in grams])
    mass = np.bincount(rows, weights[places], len(grams)).astype(np.float32)
    mass = np.maximum(mass, np.float32(1e-6))
    below = rows < n
    # only what stands on both sides can be shared: the matrices need no other columns
    common = np.bincount(places[below], minlength=vocabulary.size) > 0
    common &= np.bincount(places[~below], minlength=vocabulary.size) > 0
    column = np.cumsum(common) - 1
    kept = common[places]
    table = np.zeros((len(grams), int(common.sum())), dtype=np.float32)
    table[rows[kept], column[places[kept]]] = np.sqrt(weights[places[kept]])
    return Weighed(table[:n], table[n:], mass[:n], mass[n:])


def rarity(counts: NDArray[np.int64], texts: int) -> NDArray[np.float32]:
    """Say how little of k texts have something: 1 - ln(df + 1) / ln(k + 1), k not below 50.

    What nearly all of them say (中小企业 in a statute on them) tells none of them apart.

    Args:
        counts: df, the number of texts that have each of the things.
        texts: k.
    """
    rare = 1 - np.log(counts + 1) / np.log(max(texts, _FEW) + 1)
    weights: NDArray[np.float32] = np.maximum(rare, 0.01).astype(np.float32)
    return weights


def ngram_overlap(weighed: Weighed) -> Overlap:
    """Compare by shared n-grams.

    Returns:
        Three n × m matrices in 0–1. Cosine over binary vectors with weight idf (Salton 1988);
        containment after Broder 1997, weighted.
    """
    shared = weighed.downstream @ weighed.upstream.T
    down_mass, up_mass = weighed.down_mass[:, None], weighed.up_mass[None, :]
    return Overlap(shared / np.sqrt(down_mass * up_mass), shared / down_mass, shared / up_mass)


def fuzzy_ratio(downstream: Sequence[str], upstream: Sequence[str]) -> Matrix:
    """Compare by insertions and deletions (rapidfuzz `ratio`), 0–1, on prepared text.

    The `token_*` scorers of rapidfuzz split at spaces and so see nothing in Chinese.
    """
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    scores: Matrix = cdist(downstream, upstream, scorer=fuzz.ratio, dtype=np.float32, workers=1)
    return scores / np.float32(100)


def split_clauses(texts: Sequence[str], least: int = 4) -> tuple[list[str], NDArray[np.int64]]:
    """Cut texts into clauses; returns them in one list and where each text's clauses begin."""
    pieces: list[str] = []
    starts = []
    for text in texts:
        starts.append(len(pieces))
        cut = [text[a:b] for a, b in clauses(text) if b - a >= least]
        pieces += cut or [text]
    return pieces, np.array(starts, dtype=np.int64)


def clause_lead(
    scores: Matrix, down_starts: NDArray[np.int64], up_starts: NDArray[np.int64] | None = None
) -> Matrix:
    """Return the largest `lead` of a downstream clause: it has its partner here, nowhere else.

    Args:
        scores: all downstream clauses × all upstream clauses, or × the m upstream texts.
        down_starts: index of each downstream text's first clause, n of them.
        up_starts: the same for the upstream texts, if `scores` has their clauses.

    Returns:
        n × m.
    """
    if up_starts is not None:
        scores = np.maximum.reduceat(scores, up_starts, axis=1)
    largest: Matrix = np.maximum.reduceat(lead(scores, axis=1), down_starts, axis=0)
    return largest


def lead(scores: Matrix, axis: int) -> Matrix:
    """Return how far each cell is ahead of the best other one along the axis; negative if behind.

    All zero where there is no other.
    """
    if scores.shape[axis] < 2:
        return np.zeros_like(scores)
    top = np.partition(scores, -2, axis=axis)
    best, second = np.take(top, [-1], axis), np.take(top, [-2], axis)
    ahead: Matrix = np.where(scores >= best, scores - second, scores - best)
    return ahead


def centred(vectors: Matrix) -> Matrix:
    """Take off what the rows have in common and bring them back to length one.

    That is their mean, drawn to zero where there are few rows: a mean of three is no common part.
    """
    return unit(vectors - vectors.sum(axis=0, keepdims=True) / np.float32(len(vectors) + _DRAWN))


def unit(vectors: Matrix) -> Matrix:
    """Bring rows to length one; those of length zero stay."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Matrix = vectors / np.maximum(norms, np.float32(1e-6))
    return rows


def shared_units(
    units: Sequence[Sequence[str]], texts: Sequence[str], other_units: Sequence[Sequence[str]]
) -> Matrix:
    """Share of each requirement's responsible units that another one names too.

    A unit counts by how few of the others name it, so that 各区政府 says little.

    Args:
        units: prepared names of n requirements' units.
        texts: m prepared texts in which the names are looked for.
        other_units: prepared names of those m requirements' own units.

    Returns:
        n × m, 0–1; rows without units are 0.
    """
    names = sorted({name for row in units for name in row})
    where = {name: k for k, name in enumerate(names)}
    own = np.zeros((len(units), max(len(names), 1)), dtype=np.float32)
    for i, row in enumerate(units):
        own[i, [where[name] for name in row]] = 1
    named = np.zeros((len(texts), max(len(names), 1)), dtype=np.float32)
    for j, (text, theirs) in enumerate(zip(texts, other_units, strict=True)):
        named[j, [k for k, name in enumerate(names) if name in text or name in theirs]] = 1
    rarity = np.log((len(texts) + 1) / (named.sum(axis=0) + 1)).astype(np.float32)
    total = np.maximum(own @ rarity, np.float32(1e-6))
    shared: Matrix = ((own * rarity) @ named.T) / total[:, None]
    return shared


_NAME = re.compile(
    r"《[^》]+》|“[^”]{2,14}”|[A-Za-z]{2,}|\d+(?:\.\d+)?(?:%|个|天|日|项|年|月|次|家|万)"
)


def shared_names(downstream: Sequence[str], upstream: Sequence[str]) -> Matrix:
    """Share of named things (《…》, “…”, Latin names, quantities) of the text with fewer of them."""
    named = [set(_NAME.findall(text)) for text in (*downstream, *upstream)]
    vocabulary = {name: i for i, name in enumerate(sorted(set().union(*named)))}
    table = np.zeros((len(named), max(len(vocabulary), 1)), dtype=np.float32)
    for row, names in enumerate(named):
        table[row, [vocabulary[name] for name in names]] = 1
    n, counts = len(downstream), table.sum(axis=1)
    fewer = np.maximum(np.minimum(counts[:n, None], counts[None, n:]), 1)
    shared: Matrix = (table[:n] @ table[n:].T) / fewer
    return shared
