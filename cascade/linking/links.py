"""Link two documents' requirements: every kind of evidence a matrix, fused into a probability.

Linking is a pure function of two sides' texts and vectors; it knows no corpus and no graph. Parts
are normalised within the document pair, because no fixed threshold on any one of them transfers
between pairs (measured: `tests/benchmarks/linking.py`); a logistic model fitted on labelled pairs
(`models/linker.py`) turns them into the probability that the downstream requirement carries out
the upstream one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cascade.errors import CascadeError
from cascade.linking.encoder import Encoder
from cascade.linking.similarity import (
    Matrix,
    Ngrams,
    centred,
    clause_lead,
    fuzzy_ratio,
    lead,
    ngram_overlap,
    ngrams,
    prepare,
    shared_names,
    shared_units,
    split_clauses,
    weigh,
)
from cascade.linking.word_match import Worded, words_of, words_said
from cascade.records import Requirement
from cascade.resources import models_path

ACCEPT = 0.4
"""Probability from which a link is accepted: half the F1 reached (Lipton 2014), here between .87 on
whole documents and .78 on parts of them (`models/linker.py --check`)."""
REVIEW = (0.28, 0.55)
"""Between these a link, accepted or not, is for review."""


@dataclass(frozen=True)
class Vectors:
    """The vectors of one document's n requirements, each of length one; d columns.

    `apart` means that what the rows have in common is taken off (`similarity.centred`).
    """

    both_apart: Matrix
    """Of heading and text."""
    headings_apart: Matrix
    clauses: Matrix
    """Of all clauses, one after the other."""
    clauses_apart: Matrix


@dataclass(frozen=True)
class Side:
    """The requirements of one document, prepared for linking; n of them."""

    texts: tuple[str, ...]
    text_ngrams: list[Ngrams]
    heading_ngrams: list[Ngrams]
    both_ngrams: list[Ngrams]
    """Of heading and text."""
    clause_ngrams: list[Ngrams]
    """Of all clauses, one after the other."""
    clauses: tuple[str, ...]
    clause_starts: NDArray[np.int64]
    raw: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]
    """Names of the responsible units, prepared."""
    words: Worded
    vectors: Vectors


def prepare_side(requirements: Sequence[Requirement], encoder: Encoder) -> Side:
    """Prepare one document's requirements, in the order of the text."""
    raw = [requirement.text for requirement in requirements]
    topics = [" ".join(requirement.topic[-2:]) for requirement in requirements]
    pieces, starts = split_clauses(raw)
    both = [f"{topic}。{text}" for topic, text in zip(topics, raw, strict=True)]
    wholes, heads, clauses = map(encoder.encode, (both, topics, pieces))
    texts = tuple(prepare(text) for text in raw)
    headings = [prepare(topic) or "-" for topic in topics]
    return Side(
        texts=texts,
        text_ngrams=ngrams(texts),
        heading_ngrams=ngrams(headings),
        both_ngrams=ngrams(h + t for h, t in zip(headings, texts, strict=True)),
        clause_ngrams=ngrams(prepare(piece) for piece in pieces),
        clauses=tuple(pieces),
        clause_starts=starts,
        raw=tuple(raw),
        units=tuple(tuple(prepare(name) for name in r.units) for r in requirements),
        words=Worded(words_of(raw), words_of(pieces)),
        vectors=Vectors(centred(wholes), centred(heads), clauses, centred(clauses)),
    )


def evidence(downstream: Side, upstream: Side) -> dict[str, Matrix]:
    """Measure every kind of evidence between two sides.

    Returns:
        Name → n × m matrix (downstream × upstream).
    """
    text = ngram_overlap(weigh(downstream.text_ngrams, upstream.text_ngrams))
    heading = ngram_overlap(weigh(downstream.heading_ngrams, upstream.heading_ngrams))
    both = ngram_overlap(weigh(downstream.both_ngrams, upstream.both_ngrams))
    clauses = ngram_overlap(weigh(downstream.clause_ngrams, upstream.clause_ngrams))
    text_heading = ngram_overlap(weigh(downstream.clause_ngrams, upstream.heading_ngrams))
    heading_text = ngram_overlap(weigh(downstream.heading_ngrams, upstream.clause_ngrams))
    below, above = downstream.clause_starts, upstream.clause_starts
    down_words = words_said(downstream.words, upstream.words)
    up_words = words_said(upstream.words, downstream.words)
    down, up = downstream.vectors, upstream.vectors
    n, m = len(downstream.texts), len(upstream.texts)
    places = (np.arange(n)[:, None] + 0.5) / n - (np.arange(m)[None, :] + 0.5) / m
    return {
        "fuzzy": fuzzy_ratio(downstream.texts, upstream.texts),
        "down_in_up": text.down_in_up,
        "heading": heading.cosine,
        "lexical_with_heading": both.cosine,
        "wording_down_lead": clause_lead(clauses.cosine, below, above),
        "wording_text_heading": np.maximum.reduceat(text_heading.cosine, below, axis=0),
        "wording_heading_text": np.maximum.reduceat(heading_text.cosine, above, axis=1),
        "words_down": down_words.texts,
        "words_up": up_words.texts.T,
        "words_down_lead": clause_lead(down_words.clauses, below),
        "words_up_lead": clause_lead(up_words.clauses, above).T,
        "semantic": down.both_apart @ up.both_apart.T,
        "semantic_heading": down.headings_apart @ up.headings_apart.T,
        "clause_down_lead": clause_lead(down.clauses_apart @ up.clauses_apart.T, below, above),
        "heading_text": np.maximum.reduceat(
            down.headings_apart @ up.clauses_apart.T, above, axis=1
        ),
        "names": shared_names(downstream.raw, upstream.raw),
        "units": shared_units(downstream.units, upstream.texts, upstream.units),
        "order": (1 - np.abs(places)).astype(np.float32),
    }


_AS_THEY_ARE = {
    "fuzzy",
    "wording_down_lead",
    "words_down_lead",
    "words_up_lead",
    "clause_down_lead",
    "names",
    "units",
    "order",
}
"""Kinds of evidence that are a standing within the pair already, are too rarely there, or add
nothing by their standing."""


_FEW = 20
"""How many others it takes for half a standing."""


def normalised(parts: dict[str, Matrix]) -> dict[str, Matrix]:
    """Add to every part its standing within the pair: z-score and lead, by row and by column.

    The lead of a cell is its distance from the best other cell of its row (or column): positive
    only for the best one. How much a lead means depends on how many requirements share an
    upstream one, so that leads, and scores by column, count again times ln(n / m). How alike the
    two documents are as wholes (mean of the best score of every row) counts for all their pairs.
    To be the best of k says little where k is small: a standing is drawn to zero by k / (k + 20).
    """
    features = dict(parts)
    n, m = next(iter(parts.values())).shape
    size = np.float32(np.clip(np.log(n / m), -1.5, 1.5))
    for name, part in parts.items():
        if name in _AS_THEY_ARE:
            continue
        whole = part.max(axis=1).mean() if n >= m else part.max(axis=0).mean()
        features[f"documents:{name}"] = np.full((n, m), whole, dtype=np.float32)
        for axis, side in ((1, "row"), (0, "column")):
            drawn = np.float32(part.shape[axis] / (part.shape[axis] + _FEW))
            spread = part.std(axis=axis, keepdims=True) + np.float32(0.02)
            z = drawn * (part - part.mean(axis=axis, keepdims=True)) / spread
            ahead = drawn * lead(part, axis)
            features[f"{name}:{side}_z"] = z
            features[f"{name}:{side}_lead"] = ahead
            features[f"{name}:{side}_lead:size"] = ahead * size
            if side == "column":
                features[f"{name}:column_z:size"] = z * size
    return features


@dataclass(frozen=True)
class Fusion:
    """A logistic model over normalised evidence."""

    features: tuple[str, ...]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    weights: NDArray[np.float32]
    intercept: float
    stated: float
    """Added to the log-odds of a pair that the document itself sets side by side."""

    def probability(self, parts: dict[str, Matrix], stated: Matrix | None = None) -> Matrix:
        """Turn the evidence of one document pair into probabilities, n × m."""
        features = normalised(parts)
        odds: Matrix = np.full(next(iter(parts.values())).shape, self.intercept, dtype=np.float32)
        for name, mean, scale, weight in zip(
            self.features, self.mean, self.scale, self.weights, strict=True
        ):
            step = np.float32(weight / scale)
            odds = odds + step * (features[name] - np.float32(mean))
        if stated is not None:
            odds = odds + np.float32(self.stated) * stated
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float32)

    def contributions(self, parts: dict[str, Matrix], i: int, j: int) -> dict[str, float]:
        """Say how much each kind of evidence adds to the log-odds of one pair, largest first."""
        features = normalised(parts)
        sums: dict[str, float] = {}
        for name, mean, scale, weight in zip(
            self.features, self.mean, self.scale, self.weights, strict=True
        ):
            part = name.split(":")[0]
            sums[part] = sums.get(part, 0.0) + weight * (features[name][i, j] - mean) / scale
        return {k: round(float(v), 2) for k, v in sorted(sums.items(), key=lambda kv: -abs(kv[1]))}


def deciding_clauses(downstream: Side, upstream: Side, i: int, j: int) -> tuple[str, str, float]:
    """Return the pair of clauses of two requirements that are most alike, and how alike."""
    downs = _clauses_of(downstream, i)
    ups = _clauses_of(upstream, j)
    alike = downstream.vectors.clauses[downs] @ upstream.vectors.clauses[ups].T
    a, b = np.unravel_index(int(alike.argmax()), alike.shape)
    return downstream.clauses[downs][a], upstream.clauses[ups][b], round(float(alike[a, b]), 3)


def _clauses_of(side: Side, i: int) -> slice:
    ends = [*side.clause_starts[1:], len(side.clauses)]
    return slice(int(side.clause_starts[i]), int(ends[i]))


@cache
def load_fusion(path: Path | None = None, one_subject: bool = False) -> Fusion:
    """Read the fitted parameters.

    Args:
        one_subject: for two documents known to be about the same (`lineage.of_one_subject`), which
            only have to be told what belongs together; the others, fitted on strangers too, doubt
            that anything does.

    Raises:
        CascadeError: the file is missing or no such parameters.
    """
    path = path or models_path("linker.json")
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        fitted = table["one_subject" if one_subject else "any_subject"]
        rows = fitted["features"]
        return Fusion(
            features=tuple(row["name"] for row in rows),
            mean=np.array([row["mean"] for row in rows], dtype=np.float32),
            scale=np.array([row["scale"] for row in rows], dtype=np.float32),
            weights=np.array([row["weight"] for row in rows], dtype=np.float32),
            intercept=float(fitted["intercept"]),
            stated=float(fitted["stated"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CascadeError(
            f"{path}: no parameters of the link model ({error}); rebuild with models/linker.py"
        ) from error


@dataclass(frozen=True)
class Scores:
    """Probabilities and evidence of one document pair, n downstream × m upstream."""

    probability: Matrix
    parts: dict[str, Matrix]
    stated: Matrix
    fusion: Fusion
    """What made the probability of the parts."""
    fused: Matrix
    """The probability that it made, before any correction."""

    def parts_of(self, i: int, j: int) -> dict[str, float]:
        """Return the part scores of one pair, rounded for display."""
        parts = {name: round(float(part[i, j]), 3) for name, part in self.parts.items()}
        return parts | {"stated": round(float(self.stated[i, j]), 3)}


def score(
    downstream: Side,
    upstream: Side,
    stated: Matrix | None = None,
    cited: Matrix | None = None,
    one_subject: bool = False,
) -> Scores:
    """Score every pair of two documents' requirements.

    Args:
        stated: n × m, what the documents themselves say of a pair: above 0 that the two belong
            together, below that they do not, 0 nothing; None to ignore.
        cited: n × m, 1 where the downstream requirement names the article of the upstream one;
            counts as far as these citations agree with the other evidence, since a text may cite
            an older version with other numbers.
        one_subject: the two documents are known to be about the same.
    """
    parts = evidence(downstream, upstream)
    fusion = load_fusion(one_subject=one_subject)
    shape = (len(downstream.texts), len(upstream.texts))
    table = np.zeros(shape, dtype=np.float32) if stated is None else stated
    probability = fusion.probability(parts, table)
    if cited is not None:
        said = np.maximum(table, cited * _agreement(cited, probability))
        table = np.where(cited > 0, said, table)
        probability = fusion.probability(parts, table)
    return Scores(probability, parts, table, fusion, fused=probability)


def _agreement(cited: Matrix, probability: Matrix) -> np.float32:
    """Return the share of citing rows that find their likeliest counterpart where they say.

    Drawn to one half by one row of either kind; 0 where most do not.
    """
    citing = cited.any(axis=1)
    likeliest = probability.max(axis=1)
    agree = (np.where(cited > 0, probability, 0).max(axis=1) >= likeliest)[citing]
    share = (agree.sum() + 1) / (agree.size + 2)
    return np.float32(share if share > 0.5 else 0)
