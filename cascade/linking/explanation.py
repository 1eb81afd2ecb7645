"""Why a requirement is linked as it is: every candidate with its scores, the runners-up included."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascade.linking.links import deciding_clauses
from cascade.linking.tracing import Pair, Tracer, document_pairs, verdict
from cascade.records import Requirement


@dataclass(frozen=True)
class Candidate:
    """A pair that was considered, and what spoke for and against it."""

    upstream: str
    downstream: str
    probability: float
    verdict: str
    """`accepted`, `for review` or `refused`."""
    parts: dict[str, float]
    """The part scores."""
    contributions: dict[str, float]
    """What each part adds to the log-odds, largest first; negative speaks against. Last, as
    `sanctions`, what `cascade.sanctions` adds to their sum."""
    clauses: tuple[str, str, float]
    """The downstream and the upstream clause that are most alike, and how alike."""
    note: str = ""


def explain(tracer: Tracer, requirement: Requirement, most: int = 4) -> Iterator[Candidate]:
    """Yield the best candidates of a requirement in every document it was compared with.

    Args:
        tracer: of the corpus that the requirement is from.
        most: how many candidates of one document at most.
    """
    for pair in document_pairs(tracer.corpus.documents, tracer.options):
        if requirement.document in (pair.upstream, pair.downstream):
            yield from _candidates(tracer, pair, requirement, most)


def _candidates(
    tracer: Tracer, pair: Pair, requirement: Requirement, most: int
) -> Iterator[Candidate]:
    down, up = tracer.own(pair.downstream), tracer.own(pair.upstream)
    scores = tracer.scores(pair.upstream, pair.downstream)
    is_down = requirement.document == pair.downstream
    own = [r.id for r in (down if is_down else up)]
    if requirement.id not in own:
        return  # a row that restates the narrative is compared with nothing above
    at = own.index(requirement.id)
    line = scores.probability[at, :] if is_down else scores.probability[:, at]
    corrected = _log_odds(scores.probability) - _log_odds(scores.fused)
    for other in np.argsort(-line, kind="stable")[:most]:
        i, j = (at, int(other)) if is_down else (int(other), at)
        probability = round(float(scores.probability[i, j]), 3)
        contributions = scores.fusion.contributions(scores.parts, i, j)
        if abs(corrected[i, j]) > 0.05:
            contributions["sanctions"] = round(float(corrected[i, j]), 2)
        yield Candidate(
            up[j].id,
            down[i].id,
            probability,
            verdict(pair.relation, scores, down, up, i, j),
            scores.parts_of(i, j),
            contributions,
            deciding_clauses(tracer.side(pair.downstream), tracer.side(pair.upstream), i, j),
            pair.note,
        )


def _log_odds(probability: NDArray[np.float32]) -> NDArray[np.float32]:
    safe = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(safe / (1 - safe)), dtype=np.float32)
