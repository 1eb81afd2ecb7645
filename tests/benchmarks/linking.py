"""Our links beside single methods, in one run on the same labelled pairs.

    python -m tests.benchmarks.linking [--labels DIR …]

Each single method takes, for every downstream requirement, its best upstream one above a
threshold *chosen with the answers in hand*: an upper bound of the method. Ours is one setting for
all pairs, without the alignment that tables state, on parameters fitted with these pairs among
others (`models/linker.py --check` leaves them out). The last column is the time that scoring the pair
took with vectors at hand, in milliseconds.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cascade.evaluation import read_labels
from cascade.linking.encoder import load_encoder
from cascade.linking.links import ACCEPT, Side, prepare_side, score
from cascade.linking.similarity import Matrix, fuzzy_ratio, ngram_overlap, weigh

Method = Callable[[Side, Side], Matrix]


def weighted_ratio(down: Side, up: Side) -> Matrix:
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    scores: Matrix = cdist(down.raw, up.raw, scorer=fuzz.WRatio, dtype=np.float32)
    return scores


def word_vectors(down: Side, up: Side) -> Matrix:
    encode = load_encoder().encode
    return np.asarray(encode(down.raw) @ encode(up.raw).T)


SINGLE: dict[str, Method] = {
    "ratio": lambda d, u: fuzzy_ratio(d.raw, u.raw),
    "WRatio": weighted_ratio,
    "n-grams": lambda d, u: ngram_overlap(weigh(d.text_ngrams, u.text_ngrams)).cosine,
    "vectors": word_vectors,
}


def best_f1(scores: Matrix, labels: Matrix) -> float:
    """F1 of each row's best column above the best threshold there is."""
    best = scores.argmax(axis=1)[:, None] == np.arange(scores.shape[1])
    return max(f1(best & (scores >= t), labels) for t in np.unique(scores[best]))


def f1(chosen: NDArray[np.bool_], labels: Matrix) -> float:
    """F1 of what is chosen; links that only one of two annotators made count neither way."""
    chosen, gold = chosen & (labels != 0.5), labels == 1
    return float(2 * (chosen & gold).sum() / max(chosen.sum() + gold.sum(), 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(__file__).parents[2]
    parser.add_argument("--labels", type=Path, action="append", default=[])
    options = parser.parse_args()
    encoder = load_encoder()
    print(f"{'pair':24}" + "".join(f"{name:>9}" for name in SINGLE) + f"{'ours':>9}{'ms':>7}")
    folders = options.labels or [root / "data" / "gold"]
    for pair in (pair for folder in folders for pair in read_labels(folder)):
        if len(pair.labels) <= 0.2 * min(len(pair.downstream), len(pair.upstream)):
            continue
        down, up = prepare_side(pair.downstream, encoder), prepare_side(pair.upstream, encoder)
        labels = pair.matrix()
        begun = time.perf_counter()
        probability = score(down, up, one_subject=True).probability
        spent = 1000 * (time.perf_counter() - begun)
        singles = "".join(f"{best_f1(method(down, up), labels):9.3f}" for method in SINGLE.values())
        print(f"{pair.name:24}{singles}{f1(probability >= ACCEPT, labels):9.3f}{spent:7.0f}")


if __name__ == "__main__":
    main()
