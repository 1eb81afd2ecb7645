"""How much of one text another says, word by word: in the same words or in like ones.

A mean of word vectors blurs a long paragraph, and shared n-grams miss a synonym; here each word
looks for the likest word of the other text (greedy matching, as in BERTScore, Zhang et al. 2020,
with word vectors instead of contextual ones). The vectors are those of the shipped encoder,
whatever model encodes whole texts. This module knows texts, not requirements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cascade.linking.encoder import shipped_encoder
from cascade.linking.similarity import Matrix, rarity, unit

Words = NDArray[np.int64]
"""The numbers of the words of a text, each once, ascending."""

_LEAST = 0.2
"""Words less alike than this (cosine) are not alike at all."""
_BLOCK = 1024
"""Words that are compared with all others at once."""


@dataclass(frozen=True)
class Worded:
    """The words of one document's n texts, and of all their clauses, one after the other."""

    texts: list[Words]
    clauses: list[Words]


def words_of(texts: Sequence[str]) -> list[Words]:
    """Segment texts by the shipped encoder's word list."""
    return [np.unique(row) for row in shipped_encoder().words(texts)]


class Said(NamedTuple):
    """Shares of one document's words that each of the other's m texts says too, 0–1."""

    texts: Matrix
    """Its n texts × m."""
    clauses: Matrix
    """All their clauses × m."""


def words_said(side: Worded, other: Worded) -> Said:
    """Say what share of each text, and of each clause, of one side the other's texts say too.

    A word weighs as much as its vector is long, which is what fitting found it to tell, times its
    rarity in the texts of both sides (`similarity.rarity`); a like word counts by the square of
    the cosine.
    """
    vocabulary = np.unique(np.concatenate([*side.texts, *side.clauses]))
    vectors = shipped_encoder().vectors(vocabulary)
    best = _best(unit(vectors), other.texts)
    texts = [*side.texts, *other.texts]
    counts = np.bincount(np.concatenate(texts), minlength=shipped_encoder().vocabulary)
    weights = rarity(counts[vocabulary], len(texts)) * np.linalg.norm(vectors, axis=1)

    def shares(rows: Sequence[Words]) -> Matrix:
        table = np.zeros((len(rows), vocabulary.size), dtype=np.float32)
        at = np.repeat(np.arange(len(rows)), [row.size for row in rows])
        columns = np.searchsorted(vocabulary, np.concatenate(rows))
        table[at, columns] = weights[columns]
        found: Matrix = (table @ best) / np.maximum(table.sum(axis=1, keepdims=True), 1e-6)
        return found

    return Said(shares(side.texts), shares(side.clauses))


def _best(vectors: Matrix, texts: Sequence[Words]) -> Matrix:
    """Square the cosine of k words, of length one, with the likest word of each of m texts: k × m."""
    flat = np.concatenate(texts)
    by_word = np.argsort(flat, kind="stable")
    saying = np.repeat(np.arange(len(texts)), [text.size for text in texts])[by_word]
    known, first, counts = np.unique(flat[by_word], return_index=True, return_counts=True)
    theirs = unit(shipped_encoder().vectors(known))
    best = np.zeros((len(vectors), len(texts)), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        alike = vectors[start : start + _BLOCK] @ theirs.T
        one, other = np.nonzero(alike > _LEAST)
        # every pair of like words, once for each text that has the second
        many = counts[other]
        pair = np.repeat(np.arange(one.size), many)
        nth = np.arange(pair.size) - np.repeat(np.cumsum(many) - many, many)
        cells = start + one[pair], saying[first[other][pair] + nth]
        np.maximum.at(best, cells, alike[one, other][pair] ** 2)
    return best
