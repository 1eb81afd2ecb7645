"""Fit the link model (`models/linker.json`) on labelled document pairs.

    python models/linker.py                          # fit on data/gold
    python models/linker.py --labels DIR --check     # leave-one-pair-out figures, nothing written

Two sets of parameters are fitted: for documents known to be of one subject on the labelled pairs
alone, for all others on pairs of different subjects too.

A folder of labels holds `*requirements.jsonl` and `*links.jsonl` in the format of `data/gold`, and
may hold `subject.txt`: a line of words that say what its documents are about.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from itertools import chain, pairwise, permutations, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cascade.evaluation import Evaluation, LabelledPair, read_labels
from cascade.linking.encoder import Encoder, load_encoder
from cascade.linking.links import ACCEPT, evidence, normalised, prepare_side
from cascade.records import Requirement

RIDGE = 3.0
UNRELATED = "unrelated "
PART = "part of "
PART_WEIGHT = 0.001
"""Of each cell of a part, beside the whole pair's: more makes the model doubt whole documents."""
WHOLES = "documents:"
"""How the features begin that say how alike two documents are as wholes."""
UNRELATED_WEIGHT = 1.0
"""Of each cell of a pair of different subjects: what keeps their false links near 1 %."""
FITTED_APART = 100
"""Pairs of different subjects that are fitted on, at most; as many others are measured on."""
STATED = 5.0
"""Log-odds of a pair that a table sets side by side; by hand, since one labelled table says little."""


Fitted = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Mean and scale of the features, and the weights, the intercept first."""


class Cells(NamedTuple):
    name: str
    features: NDArray[np.float32]
    labels: NDArray[np.float32]
    """1 a link, 0 none, ½ one that only one of two annotators made."""
    columns: int

    @property
    def weight(self) -> float:
        """How much each of its cells counts: a pair by the root of its number of links."""
        if self.name.startswith(UNRELATED):
            return UNRELATED_WEIGHT
        share = PART_WEIGHT if self.name.startswith(PART) else 1.0
        return share * 6 / float(np.sqrt(max(self.labels.sum(), 8)))


def cells_of(pair: LabelledPair, encoder: Encoder, names: list[str]) -> Cells:
    down, up = prepare_side(pair.downstream, encoder), prepare_side(pair.upstream, encoder)
    features = normalised(evidence(down, up))
    names[:] = sorted(features)
    stacked = np.stack([features[name].ravel() for name in names], axis=1)
    return Cells(pair.name, stacked, pair.matrix().ravel(), len(pair.upstream))


def fit(cells: list[Cells], names: list[str], start: Fitted | None = None) -> Fitted:
    """Ridge-regularised logistic regression; a pair counts by the root of its number of links.

    More evidence never speaks against a link: all weights are held at or above zero, those by the
    shape of the pair excepted.
    """
    x = np.concatenate([c.features for c in cells])
    y = np.concatenate([c.labels for c in cells])
    mass = np.concatenate([np.full(c.labels.size, c.weight, np.float32) for c in cells])
    mean, scale = start[:2] if start else (x.mean(axis=0), x.std(axis=0) + 1e-6)
    x = ((x - mean) / scale).astype(np.float32)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = np.clip(x @ weights[1:].astype(np.float32) + np.float32(weights[0]), -30, 30)
        residual = mass * (1 / (1 + np.exp(-odds)) - y)
        value = float((mass * (np.logaddexp(0, odds) - y * odds)).sum(dtype=np.float64))
        gradient = np.concatenate([[residual.sum()], x.T @ residual + RIDGE * weights[1:]])
        return value + 0.5 * RIDGE * float((weights[1:] ** 2).sum()), gradient.astype(float)

    first = np.zeros(len(names) + 1)
    first[0] = -4
    bounds = [(None, None), *((None if n.endswith(":size") else 0, None) for n in names)]
    fitted = minimize(
        loss,
        start[2] if start else first,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 400, "ftol": 1e-7},
    )
    return np.asarray(mean, float), np.asarray(scale, float), np.asarray(fitted.x)


def predict(cells: Cells, fitted: Fitted) -> NDArray[np.float64]:
    mean, scale, weights = fitted
    odds = weights[0] + ((cells.features - mean) / scale) @ weights[1:]
    probability: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return probability


def ends(cells: Cells) -> list[str]:
    return cells.name.removeprefix(UNRELATED).removeprefix(PART).split(">")


def parts_of(pair: LabelledPair) -> Iterator[LabelledPair]:
    """Yield pairs of which a half, a quarter, an eighth of one side is there, and halves of both.

    Most of a labelled document has a counterpart. Fitted on whole ones alone, the model takes the
    likest of few for right where there is none.
    """
    both = pair.downstream, pair.upstream
    for size in (2, 4, 8):
        yield from (part_of(pair, piece, pair.upstream) for piece in pieces(pair.downstream, size))
        yield from (part_of(pair, pair.downstream, piece) for piece in pieces(pair.upstream, size))
    for below, above in product(*(pieces(side, 2) for side in both)):
        yield part_of(pair, below, above)


Side = tuple[Requirement, ...]


def pieces(side: Side, count: int) -> list[Side]:
    """Cut into pieces of about the same size, none of a single requirement."""
    bounds = np.linspace(0, len(side), min(count, len(side) // 2) + 1).astype(int)
    return [side[a:b] for a, b in pairwise(bounds)]


def part_of(pair: LabelledPair, downstream: Side, upstream: Side) -> LabelledPair:
    there = {requirement.id for requirement in (*downstream, *upstream)}
    labels = tuple(k for k in pair.labels if {k.downstream, k.upstream} <= there)
    return LabelledPair(f"{PART}{pair.name}", downstream, upstream, labels)


def report(cells: list[Cells], names: list[str], start: Fitted) -> Iterator[str]:
    """Leave each downstream document's pairs out in turn and say how well the rest foresees them."""
    every: list[NDArray[np.float64]] = []
    in_parts = np.zeros(3)
    for left in (c for c in cells if not c.name.startswith((UNRELATED, PART))):
        below = left.name.split(">")[0]
        rest = [c for c in cells if not any(k.startswith(below[:4]) for k in ends(c))]
        fitted = fit(rest, names, start)
        for part in (c for c in cells if c.name == PART + left.name):
            in_parts += counts(part, predict(part, fitted))
        p = predict(left, fitted)
        every.append(np.stack([p, left.labels], axis=1))
        yield figures(left.name, counts(left, p))
    yield figures("parts of documents", in_parts)
    likely = [(float(p), float(right)) for p, right in np.concatenate(every) if p >= 0.02]
    error = Evaluation("held out", calibration=likely).calibration_error()
    yield f"expected calibration error {error:.3f} over {len(likely)} pairs with probability ≥ 0.02"


def counts(cells: Cells, probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count hits, links accepted and links labelled; disputed ones do not count."""
    chosen, gold = (probability >= ACCEPT) & (cells.labels != 0.5), cells.labels == 1
    return np.array([(chosen & gold).sum(), chosen.sum(), gold.sum()], dtype=float)


def figures(name: str, counted: NDArray[np.float64]) -> str:
    hits, chosen, gold = counted
    return (
        f"{name:28} links {gold:4.0f}  precision {hits / max(chosen, 1):.3f}  "
        f"recall {hits / max(gold, 1):.3f}  F1 {2 * hits / max(chosen + gold, 1):.3f}"
    )


def strangers(cells: list[Cells], fitted: Fitted) -> str:
    """Say how many requirements find a counterpart in a document of another subject."""
    linked = [(predict(c, fitted).reshape(-1, c.columns) >= ACCEPT).any(axis=1) for c in cells]
    found, size = sum(int(rows.sum()) for rows in linked), sum(rows.size for rows in linked)
    return (
        f"linked to another subject: {found} of {size} requirements ({found / max(size, 1):.2%}), "
        f"over {len(cells)} pairs of documents that were not fitted on"
    )


def unrelated(folders: dict[Path, list[LabelledPair]]) -> list[LabelledPair]:
    """Set documents of one subject against those of others: pairs without any link.

    The first line of a folder's `subject.txt` says what its documents are about; two folders are
    of different subjects when their lines have no word in common.
    """
    words = {folder: subject(folder) for folder in folders}
    found = [
        LabelledPair(f"{UNRELATED}{below.name}>{above.name}", below.downstream, above.upstream, ())
        for one, other in permutations(folders, 2)
        if not words[one] & words[other]
        for below, above in product(folders[one], folders[other])
    ]
    random.Random(1).shuffle(found)
    return found


def subject(folder: Path) -> set[str]:
    path = folder / "subject.txt"
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else {folder.name}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, action="append", default=[])
    parser.add_argument(
        "--check", action="store_true", help="print held-out figures, write nothing"
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "linker.json")
    options = parser.parse_args()
    root = Path(__file__).parent.parent
    folders = options.labels or [root / "data" / "gold"]
    # a pair with hardly any link is one where only what a level between left over was annotated
    labelled = {
        folder: [
            pair
            for pair in read_labels(folder)
            if len(pair.labels) > 0.2 * min(len(pair.downstream), len(pair.upstream))
        ]
        for folder in folders
    }
    apart = unrelated(labelled)
    encoder = load_encoder()
    names: list[str] = []
    whole = list(chain(*labelled.values()))
    related = [
        cells_of(pair, encoder, names) for pair in chain(whole, *(parts_of(pair) for pair in whole))
    ]
    strange = [cells_of(pair, encoder, names) for pair in apart[: 2 * FITTED_APART]]
    fitted_on = {
        # how alike two documents are tells strangers apart, and nothing else
        "one_subject": (related, [n for n in names if not n.startswith(WHOLES)]),
        "any_subject": ([*related, *strange[:FITTED_APART]], names),
    }
    table: dict[str, object] = {}
    for subjects, (cells, kinds) in fitted_on.items():
        print(subjects, file=sys.stderr)
        columns = [names.index(name) for name in kinds]
        chosen = [c._replace(features=c.features[:, columns]) for c in cells]
        fitted = fit(chosen, kinds)
        table[subjects] = parameters(kinds, fitted)
        if options.check and subjects == "one_subject":
            print("\n".join(report(chosen, kinds, fitted)))
        elif options.check:
            print(strangers(strange[FITTED_APART:], fitted))
    if not options.check:
        options.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def parameters(names: list[str], fitted: Fitted) -> dict[str, object]:
    mean, scale, weights = fitted
    return {
        "intercept": round(float(weights[0]), 5),
        "stated": STATED,
        "features": [
            {"name": n, "mean": round(m, 5), "scale": round(s, 5), "weight": round(w, 5)}
            for n, m, s, w in zip(names, mean, scale, weights[1:], strict=True)
            if abs(w) > 5e-4
        ],
    }


if __name__ == "__main__":
    main()
