"""What an auditor can be told: dropped, weakened, strengthened, mixed, added, unmatched.

What upstream addressed to another place or to a body of the centre is told last, as no loss.

A requirement is *dropped* only by a document that is meant to carry it out, and only by the first
one that lost it; a downstream requirement is *added* only when every upstream document is present,
else *unmatched*. A requirement with a doubtful link is for review and neither.
"""

import itertools
from collections.abc import Iterator

from cascade.graph.network import CascadeGraph
from cascade.graph.queries import (
    addressed_elsewhere,
    carried_by,
    due,
    hop,
    own_requirements,
    under_review,
    upstream_documents,
)
from cascade.linking.similarity import ngram_overlap, ngrams, prepare, weigh
from cascade.records import Change, Document, Finding, Requirement, Span, TraceLink
from cascade.requirements.addressees import in_words
from cascade.text import sentences
from cascade.vocabulary import FindingKind, Relation, Status

_NOTICE_SHARE = 0.72
"""Share of a requirement's weighted n-grams in a covering notice from which the notice says it."""


def find_all(graph: CascadeGraph, document: str | None = None) -> list[Finding]:
    """Return the findings on one document or all, weightiest kinds first, then in text order."""
    keys = [document] if document else sorted(graph.documents)
    return [finding for key in keys for finding in _of_document(graph, key)]


def _of_document(graph: CascadeGraph, key: str) -> Iterator[Finding]:
    yield from find_dropped(graph, key)
    changed = list(find_changed(graph, key))
    for kind in (FindingKind.WEAKENED, FindingKind.MIXED, FindingKind.STRENGTHENED):
        found = [finding for finding in changed if finding.kind is kind]
        yield from sorted(found, key=_rank)
    yield from find_added(graph, key)
    yield from find_other_addressees(graph, key)


def _rank(finding: Finding) -> tuple[float, float, str]:
    heaviest = max((c.weight for c in finding.link.changes), default=0.0) if finding.link else 0.0
    return (-heaviest, -finding.confidence, finding.requirement)


def find_dropped(graph: CascadeGraph, key: str) -> Iterator[Finding]:
    """Yield upstream requirements that this document was meant to carry out and did not.

    One that the level between already lost is not held against this document (see
    `queries.unmapped`, which lists it with the hop at which it was lost), and a document whose text
    says that a part of it is left out has dropped nothing for certain.
    """
    document = graph.documents[key]
    if document.omits:
        return
    for requirement in _without_counterpart(graph, key):
        if addressed_elsewhere(graph, requirement, key):
            continue
        why = f"no requirement of {key} carries it out"
        confidence = _certainty(graph, requirement, key)
        if document.quoted_in:
            why += f"; {key} is known only as {document.quoted_in} quotes it"
            confidence *= 0.8
        if notice := covered_by_notice(graph, requirement, key):
            why += f"; but its covering notice says: {notice.text}"
            confidence = min(confidence, 0.5)
        yield Finding(
            FindingKind.DROPPED,
            requirement.id,
            key,
            hop(graph, requirement.document, key),
            round(confidence, 3),
            why,
        )


def find_other_addressees(graph: CascadeGraph, key: str) -> Iterator[Finding]:
    """Yield what this document has nothing for because upstream did not address it to its place."""
    for requirement in _without_counterpart(graph, key):
        if addressee := addressed_elsewhere(graph, requirement, key):
            yield Finding(
                FindingKind.OTHER_ADDRESSEE,
                requirement.id,
                key,
                hop(graph, requirement.document, key),
                round(_certainty(graph, requirement, key), 3),
                in_words(addressee, graph.documents[key]),
                addressee=addressee,
            )


def _without_counterpart(graph: CascadeGraph, key: str) -> Iterator[Requirement]:
    """Yield the requirements of the nearest levels above that no link, not even a doubtful, meets."""
    upstreams = upstream_documents(graph, key)
    for upstream in upstreams:
        if any(upstream.level.rank < d.level.rank for d in upstreams):
            continue
        for requirement in due(graph, upstream.id, key):
            linked = carried_by(graph, requirement.id, key)
            if not linked and not under_review(graph, requirement.id, key):
                yield requirement


def _certainty(graph: CascadeGraph, requirement: Requirement, document: str) -> float:
    """Confidence that nothing carries a requirement out: 1 less the best refused link's."""
    best = graph.best_refused.get((requirement.id, document), 0.0)
    return 1.0 - best


def covered_by_notice(graph: CascadeGraph, requirement: Requirement, document: str) -> Span | None:
    """Find the sentence of a document's covering notice that says what no requirement of it does."""
    covering = graph.covering.get(document, ())
    if not covering:
        return None
    parts = [
        Span(span.text[a:b], span.start + a, span.start + b)
        for span in covering
        for a, b in _sentences(span.text)
    ]
    share = ngram_overlap(
        weigh(ngrams(prepare(p.text) for p in parts), ngrams([prepare(requirement.text)]))
    ).up_in_down
    best = int(share[:, 0].argmax())
    return parts[best] if share[best, 0] >= _NOTICE_SHARE else None


def _sentences(text: str) -> list[tuple[int, int]]:
    single = sentences(text)
    double = [(a, d) for (a, _), (_, d) in itertools.pairwise(single)]
    return single + double


_KINDS = {
    Status.WEAKENED: FindingKind.WEAKENED,
    Status.STRENGTHENED: FindingKind.STRENGTHENED,
    Status.MIXED: FindingKind.MIXED,
}


def find_changed(graph: CascadeGraph, key: str) -> Iterator[Finding]:
    """Yield the links of this document whose strength changed on the way down.

    A status too close to another to be counted is left to review (`queries.doubtful_links`).
    """
    for requirement in own_requirements(graph, key):
        for link in graph.links_up(requirement.id, Relation.IMPLEMENTS):
            kind = _KINDS.get(link.status)
            if kind and not link.status_doubtful:
                yield Finding(
                    kind,
                    link.upstream,
                    key,
                    hop(graph, graph.requirement(link.upstream).document, key),
                    round(link.confidence * link.status_confidence, 3),
                    "; ".join(change.words for change in _heaviest(link)) or str(link.status),
                    link,
                )


def _heaviest(link: TraceLink) -> list[Change]:
    return sorted(link.changes, key=lambda change: -change.weight)


def find_added(graph: CascadeGraph, key: str) -> Iterator[Finding]:
    """Yield requirements with no upstream one: added, or unmatched when an upstream is not whole.

    That is one that is missing, or whose text says that a part of it is left out.
    """
    document = graph.documents[key]
    upstreams = upstream_documents(graph, key)
    missing = document.missing_names
    if not upstreams and not missing:
        return  # no upstream known: nothing can be said
    cut = [f"{d.id}: {d.omits.text}" for d in upstreams if d.omits]
    doubtful = {k.downstream for k in graph.review if k.relation is Relation.IMPLEMENTS}
    for requirement in own_requirements(graph, key):
        if graph.links_up(requirement.id, Relation.IMPLEMENTS) or requirement.id in doubtful:
            continue
        if missing:
            kind = FindingKind.UNMATCHED
            why = f"no upstream requirement found; not in the corpus: {'; '.join(missing)}"
        elif cut:
            kind = FindingKind.UNMATCHED
            why = f"no upstream requirement found; the text leaves a part out, {'; '.join(cut)}"
        else:
            kind = FindingKind.ADDED
            names = ", ".join(d.id for d in upstreams)
            why = f"no requirement of {names} asks for it"
        above = upstreams[0].level if upstreams else _missing_level(document)
        yield Finding(
            kind,
            requirement.id,
            key,
            f"{above}→{document.level}",
            round(1.0 - graph.best_refused.get((requirement.id, ""), 0.0), 3),
            why,
        )


def _missing_level(document: Document) -> str:
    levels = [edge.level for edge in document.implements if edge.level]
    return max(levels, key=lambda level: level.rank).value if levels else "?"
