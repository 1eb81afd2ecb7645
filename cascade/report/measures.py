"""How well the method does where people have annotated the truth, measured when a report is made."""

from dataclasses import dataclass

from cascade.errors import CascadeError
from cascade.evaluation import LabelledPair, evaluate, read_labels
from cascade.graph.network import CascadeGraph
from cascade.pipeline import build
from cascade.resources import data_path

COMMAND = "cascade evaluate data/gold"
"""What prints these and further figures."""

_FEWEST = 5
"""Fewer annotated links than these make no share worth printing."""


@dataclass(frozen=True)
class Measure:
    """Quality of links and statuses between two annotated documents."""

    pair: str
    links: int
    precision: float
    recall: float
    agreement: float
    """Share of right links whose status is the annotator's."""
    dropped: tuple[int, int, int]
    """Right, found, annotated."""
    added: tuple[int, int, int]


def measures(bundled: CascadeGraph | None = None) -> list[Measure]:
    """Compare the bundled documents with the annotations that ship; none where these are absent.

    Args:
        bundled: the graph of the bundled corpus; built when None.

    Links within one document, across years, and pairs of a few links only are left out.
    """
    try:
        pairs = {pair.name: pair for pair in read_labels(data_path("gold"))}
        results = evaluate(bundled or build(), pairs.values())
    except CascadeError:
        return []
    return [
        Measure(
            _name(pairs[one.pair]),
            one.links_gold,
            one.precision,
            one.recall,
            one.agreement / one.links_right if one.links_right else 0.0,
            one.dropped,
            one.added,
        )
        for one in results
        if one.links_found
        and one.links_gold >= _FEWEST
        and pairs[one.pair].upstream[0].level is not pairs[one.pair].downstream[0].level
    ]


def _name(pair: LabelledPair) -> str:
    return f"{pair.upstream[0].jurisdiction} → {pair.downstream[0].jurisdiction}"
