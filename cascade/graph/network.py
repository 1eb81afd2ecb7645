"""The cascade graph: a thin owner of one networkx graph. Questions are functions in `queries`."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import networkx as nx

from cascade.records import Document, Requirement, SkippedDocument, Span, TraceLink
from cascade.vocabulary import Relation


class CascadeGraph:
    """Requirements as nodes, trace links as edges from upstream to downstream.

    Node keys are requirement ids, with the record as attribute `requirement`; an edge's key is its
    relation, with the record as attribute `link`. Links for review are kept apart from the
    accepted ones and are no edges.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        requirements: Iterable[Requirement],
        links: Iterable[TraceLink],
        review: Iterable[TraceLink] = (),
        skipped: Iterable[SkippedDocument] = (),
        covering: Mapping[str, tuple[Span, ...]] | None = None,
        best_refused: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        self.documents: Mapping[str, Document] = MappingProxyType({d.id: d for d in documents})
        self.skipped = tuple(skipped)
        self.review = tuple(review)
        self.covering: Mapping[str, tuple[Span, ...]] = MappingProxyType(dict(covering or {}))
        self.best_refused: Mapping[tuple[str, str], float] = MappingProxyType(
            dict(best_refused or {})
        )
        """Probability of the best link that was refused, by upstream requirement and downstream
        document, or by downstream requirement and the empty string."""
        self.network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        by_document: dict[str, list[Requirement]] = {key: [] for key in self.documents}
        for requirement in requirements:
            self.network.add_node(requirement.id, requirement=requirement)
            by_document[requirement.document].append(requirement)
        self._by_document = {key: tuple(found) for key, found in by_document.items()}
        for link in links:
            self.network.add_edge(link.upstream, link.downstream, key=link.relation, link=link)
        self._carriers: dict[str, tuple[str, ...]] = {}

    def requirement(self, key: str) -> Requirement:
        """Return the requirement with this id; KeyError when there is none."""
        found: Requirement = self.network.nodes[key]["requirement"]
        return found

    def requirements(self, document: str | None = None) -> Iterator[Requirement]:
        """Yield all requirements, or those of one document, in the order of the text."""
        if document is not None:
            yield from self._by_document[document]
            return
        for found in self._by_document.values():
            yield from found

    def links(self, *relations: Relation) -> Iterator[TraceLink]:
        """Yield accepted links, of the given relations only when some are given."""
        yield from _chosen(self.network.edges(keys=True, data="link"), relations)

    def links_down(self, key: str, *relations: Relation) -> list[TraceLink]:
        """Return the links from this requirement to what carries it out."""
        return _chosen(self.network.out_edges(key, keys=True, data="link"), relations)

    def carriers(self, key: str) -> tuple[str, ...]:
        """Return the ids of everything that carries a requirement out, over any number of levels."""
        if key not in self._carriers:
            self._carriers[key] = ()  # lineage has no cycles; links cannot have any either
            found: dict[str, None] = {}
            for link in self.links_down(key, Relation.IMPLEMENTS):
                found[link.downstream] = None
                found.update(dict.fromkeys(self.carriers(link.downstream)))
            self._carriers[key] = tuple(found)
        return self._carriers[key]

    def links_up(self, key: str, *relations: Relation) -> list[TraceLink]:
        """Return the links from this requirement to what it carries out."""
        return _chosen(self.network.in_edges(key, keys=True, data="link"), relations)


def _chosen(edges: Iterable[Any], relations: tuple[Relation, ...]) -> list[TraceLink]:
    """Take the links of `(upstream, downstream, relation, link)` edges, of given relations only."""
    return [link for *_, relation, link in edges if not relations or relation in relations]
