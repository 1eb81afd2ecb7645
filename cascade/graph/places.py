"""Find the document that a user means by a place: an id, a slug, a Chinese name or a code."""

import re
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from cascade import divisions
from cascade.errors import ComparisonError, PlaceError
from cascade.graph.network import CascadeGraph
from cascade.graph.queries import common_upstream, upstream_documents
from cascade.records import Document


class Choice(NamedTuple):
    """The document taken, and what to say when there was a choice."""

    document: Document
    note: str = ""


def own_name(document: Document) -> str:
    """Name a document's place without the divisions above it: 广州市, not 广东省广州市."""
    above = divisions.ancestors(document.code) if document.code else ()
    name = document.jurisdiction
    for division in reversed(above):
        name = name.removeprefix(division.name) or name
    return name


def centre(document: Document) -> str:
    """Say who at the centre issued a document: `State Council`, or `Centre` for all others.

    Laws are the National People's Congress's, and ministries issue documents of their own.
    """
    said = (document.issuer, document.title, document.number)
    ours = any(re.match("国(?:务院|办|发|函)", part) for part in said)
    return "State Council" if ours else "Centre"


def documents_of(graph: CascadeGraph, query: str) -> list[Document]:
    """Return all documents that a user's words may mean, newest first.

    Raises:
        PlaceError: they mean none of the corpus; the message gives the nearest names.
    """
    query = query.strip()
    if query in graph.documents:
        return [graph.documents[query]]
    is_id = re.fullmatch(r".+-\d{4}(?:-.+)?", query)
    codes = set() if is_id else {place.code for place in divisions.resolve_place(query)}
    found = [
        d
        for d in graph.documents.values()
        if (d.code and d.code in codes) or (query and query in (d.number, d.title, d.jurisdiction))
    ]
    zones = [d for d in found if d.jurisdiction.endswith(query)]
    found = zones or found
    if found:
        return sorted(found, key=lambda d: (-(d.year or 0), d.id))
    known = sorted({*graph.documents, *(d.id.rsplit("-", 1)[0] for d in graph.documents.values())})
    places = [place for d in graph.documents.values() if (place := divisions.by_code(d.code))]
    names = sorted({name for place in places for name in (place.short, place.name)})
    near = divisions.nearest_names(query, [*known, *names])
    hint = f"did you mean {', '.join(near)}?" if near else f"known: {_some(known, ', ')}"
    raise PlaceError(f"{query}: no document of this place in the corpus; {hint}")


def choose_document(graph: CascadeGraph, query: str) -> Choice:
    """Return the document of a place; of several, the one most of whose upstream is at hand."""
    found = documents_of(graph, query)
    best = max(found, key=lambda d: (len(upstream_documents(graph, d.id)), d.year or 0))
    return Choice(best, _note(query, best, found))


def choose_comparable(graph: CascadeGraph, first: str, second: str) -> tuple[Choice, Choice]:
    """Return a document of each place such that both carry out a common one.

    Raises:
        PlaceError: a place is unknown.
        ComparisonError: no two of their documents have an upstream document in common; where one
            carries the other out, the message says how to see what became of it.
    """
    ones, others = documents_of(graph, first), documents_of(graph, second)
    pairs = [
        (len(common_upstream(graph, a.id, b.id)), -abs((a.year or 0) - (b.year or 0)), i, j)
        for i, a in enumerate(ones)
        for j, b in enumerate(others)
        if a.id != b.id and common_upstream(graph, a.id, b.id)
    ]
    if not pairs:
        for a, b in (*product(ones, others), *product(others, ones)):
            if b in upstream_documents(graph, a.id):
                raise ComparisonError(
                    f"{first}, {second}: {a.id} carries out {b.id} itself; "
                    f"list what it changed with cascade findings {a.id}"
                )
        said = _some((_implements(graph, d) for d in dict.fromkeys([*ones, *others])), "; ")
        raise ComparisonError(
            f"{first}, {second}: no upstream document in common, so nothing to compare under; {said}"
        )
    _, _, i, j = max(pairs, key=lambda pair: (pair[0], pair[1], -pair[2], -pair[3]))
    a, b = ones[i], others[j]
    why = "shares an upstream plan with the other"
    return Choice(a, _note(first, a, ones, why)), Choice(b, _note(second, b, others, why))


def _note(query: str, taken: Document, found: list[Document], why: str = "") -> str:
    others = [d.id for d in found if d.id != taken.id]
    if not others:
        return ""
    because = f", which {why}" if why else ""
    return f"{query}: taking {taken.id}{because}; also there: {_some(others, ', ')}"


def _some(names: Iterable[str], mark: str) -> str:
    """List names, of very many the first ones and how many there are."""
    every = list(names)
    more = [f"… ({len(every)})"] if len(every) > _MOST else []
    return mark.join([*every[: _MOST if more else None], *more])


_MOST = 8


def _implements(graph: CascadeGraph, document: Document) -> str:
    edges = [f"{e.name}{' (not in the corpus)' if e.missing else ''}" for e in document.implements]
    return f"{document.id} implements {', '.join(edges) or 'no document that is known'}"
