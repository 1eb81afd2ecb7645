"""Say how well the strength rules agree with annotated statuses, and which weights would do better.

    python models/weights.py                                   # agreement on data/gold
    python models/weights.py --labels DIR --try item.new …     # each of these a little lower, higher

A folder of labels is as `models/linker.py` wants it. The statuses are judged on the annotated
links, links that only one of two annotators made left out. Nothing is written: a weight that agrees
better is put into `data/lexicons/strength/weights.tsv` by hand, with its reason.
"""

import argparse
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from cascade import divisions
from cascade.evaluation import Label, LabelledPair, read_labels
from cascade.records import Requirement
from cascade.strength import Side, compare
from cascade.strength.lexicon import numbers
from cascade.vocabulary import Level, Status

STEPS = (0.7, 0.85, 1.15, 1.35)
FEWEST = 7
"""Links from which a pair of documents counts in the mean over pairs."""


def side(requirement: Requirement) -> Side:
    place = next(iter(divisions.find(requirement.jurisdiction)), None)
    code = "000000" if requirement.level is Level.CENTRAL else place.code if place else ""
    return Side(
        text=requirement.text,
        code=code,
        level=requirement.level,
        deadline=requirement.deadline.text,
        units=requirement.units,
    )


def judged(pair: LabelledPair) -> Iterator[tuple[Label, Status]]:
    """Yield every undisputed link of a pair with the status that the rules give it."""
    known = {r.id: r for r in (*pair.upstream, *pair.downstream)}
    labels = [label for label in pair.labels if not label.disputed]
    for label in labels:
        up, down = known[label.upstream], known[label.downstream]
        siblings = [k for k in labels if k.upstream == up.id and k is not label]
        sources = [k for k in labels if k.downstream == down.id and k is not label]
        found = compare(
            side(up),
            side(down),
            [known[k.downstream].text for k in siblings],
            [known[k.upstream].text for k in sources],
        )
        yield label, found.status


def agreement(pairs: list[LabelledPair]) -> dict[str, tuple[int, float, float]]:
    """By pair: links, share judged as the annotator did, and with an alternative counted."""
    table = {}
    for pair in pairs:
        found = list(judged(pair))
        same = sum(status is label.status for label, status in found)
        either = sum(status in (label.status, *label.alternatives) for label, status in found)
        table[pair.name] = (len(found), same / len(found), either / len(found))
    return table


def mean(table: dict[str, tuple[int, float, float]]) -> float:
    """Mean of both shares over pairs with enough links."""
    rows = [(a + b) / 2 for n, a, b in table.values() if n >= FEWEST]
    return sum(rows) / max(len(rows), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, action="append", default=[])
    weights = numbers("weights")  # the table that the rules read, kept in memory
    parser.add_argument(
        "--try", dest="names", nargs="*", default=[], choices=weights, metavar="WEIGHT"
    )
    options = parser.parse_args()
    folders = options.labels or [Path(__file__).parent.parent / "data" / "gold"]
    pairs = list(chain.from_iterable(read_labels(folder) for folder in folders))
    table = agreement(pairs)
    for name, (links, strict, either) in table.items():
        print(f"{name:20} links {links:4d}  status {strict:.3f}  with alternatives {either:.3f}")
    print(f"mean over pairs {mean(table):.4f}")
    for name in options.names:
        held = weights[name]
        for step in STEPS:
            weights[name] = held * step
            print(f"{name} {held:g} → {held * step:.3g}: {mean(agreement(pairs)):.4f}", flush=True)
        weights[name] = held


if __name__ == "__main__":
    main()
