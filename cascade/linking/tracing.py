"""Trace a corpus: which document pairs to compare, their links, and each link's status.

Only pairs that lineage relates are compared, so cost grows with those, not with all pairs.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from cascade import strength
from cascade.corpus import Advance, Corpus, no_progress
from cascade.documents.lineage import comparable_years, of_one_subject
from cascade.layout.numbering import read_marker
from cascade.linking.encoder import Encoder
from cascade.linking.links import ACCEPT, REVIEW, Scores, Side, prepare_side, score
from cascade.linking.sanctions import with_sanctions
from cascade.linking.similarity import Matrix, prepare
from cascade.records import Change, Document, Requirement, TraceLink
from cascade.requirements.addressees import other_place
from cascade.text import articles, fold
from cascade.vocabulary import Basis, Relation, Status


@dataclass(frozen=True)
class LinkOptions:
    """How links are made; every choice a user can make about them."""

    stated: bool = True
    """Use the alignment that tables themselves state."""
    across_years: bool = False
    """Compare a document whose upstream is missing with the nearest year's."""
    model: str = ""
    """Name or path of a sentence-transformers model; empty for the shipped encoder."""


@dataclass(frozen=True)
class Pair:
    """Two documents to be compared, and as what."""

    upstream: str
    downstream: str
    relation: Relation
    note: str = ""


@dataclass(frozen=True)
class Trace:
    """Accepted links, and those for review that were not accepted."""

    links: tuple[TraceLink, ...]
    review: tuple[TraceLink, ...]
    best_refused: dict[tuple[str, str], float]
    """See `CascadeGraph.best_refused`."""


def document_pairs(documents: Sequence[Document], options: LinkOptions) -> list[Pair]:
    """List the pairs that lineage relates, a document's nearest upstream first."""
    known = {document.id: document for document in documents}
    pairs = []
    for document in documents:
        edges = [e for e in document.implements if e.document in known]
        edges.sort(key=lambda e: (-known[e.document].level.rank, e.document))
        missing = [e for e in document.implements if e.missing]
        for edge in edges:
            level = known[edge.document].level
            between = [e.name for e in missing if e.level and e.level.rank > level.rank]
            note = f"passes over {'; '.join(between)}, not in the corpus" if between else ""
            pairs.append(Pair(edge.document, document.id, Relation.IMPLEMENTS, note))
        if options.across_years:
            for other in comparable_years(document, documents):
                note = f"{Basis.ACROSS_YEARS}: {document.year} against {other.year}"
                pairs.append(Pair(other.id, document.id, Relation.RELATED, note))
    return pairs


class Tracer:
    """Scores document pairs of one corpus; prepares each document's side once."""

    def __init__(self, corpus: Corpus, options: LinkOptions, encoder: Encoder) -> None:
        self.corpus = corpus
        self.options = options
        self._encoder = encoder
        self._documents = {document.id: document for document in corpus.documents}
        self._own: dict[str, list[Requirement]] = {}
        self._rows: dict[str, list[Requirement]] = {}
        for requirement in corpus.requirements:
            table = self._rows if requirement.is_restatement else self._own
            table.setdefault(requirement.document, []).append(requirement)
        self._sides: dict[tuple[str, bool], Side] = {}
        self._refused: dict[tuple[str, str], float] = {}

    def own(self, document: str) -> list[Requirement]:
        """Requirements that count for the document: restating rows left out."""
        return self._own.get(document, [])

    def side(self, document: str, rows: bool = False) -> Side:
        """A document's own requirements, or its restating rows, prepared for linking."""
        key = (document, rows)
        if key not in self._sides:
            found = (self._rows if rows else self._own)[document]
            self._sides[key] = prepare_side(found, self._encoder)
        return self._sides[key]

    def scores(self, upstream: str, downstream: str) -> Scores:
        """Score every pair of two documents' own requirements."""
        down, up = self.own(downstream), self.own(upstream)
        above, below = self._documents[upstream], self._documents[downstream]
        stated = side_by_side(down, up) if self.options.stated else None
        scores = score(
            self.side(downstream),
            self.side(upstream),
            stated=asked_elsewhere(stated, down, up, above, below),
            cited=_cited(down, up, above.title),
            one_subject=of_one_subject(below, above),
        )
        return with_sanctions(scores, down, up)

    def trace(self, advance: Advance = no_progress) -> Trace:
        """Link every related pair of documents, nearest upstream first.

        A requirement that the nearer upstream accounts for is not sought in the one above it.
        """
        links = self.restatements()
        review: list[TraceLink] = []
        placed: dict[str, set[str]] = {}
        pairs = document_pairs(self.corpus.documents, self.options)
        for at, pair in enumerate(pairs):
            advance(f"linking {pair.downstream} → {pair.upstream}", at, len(pairs))
            if not self.own(pair.upstream) or not self.own(pair.downstream):
                continue
            done = placed.setdefault(pair.downstream, set())
            found, doubtful = self._link(pair, done)
            links += found
            review += doubtful
            if pair.relation is Relation.IMPLEMENTS:
                done |= {link.downstream for link in found}
        return Trace(tuple(self._judge(links)), tuple(self._open(review, links)), self._refused)

    def _open(self, review: Iterable[TraceLink], links: Iterable[TraceLink]) -> list[TraceLink]:
        """Leave out the doubts that a link to another upstream document has settled.

        As within a document (`_choose`), the further upstream must account for a clause alone.
        """
        known = {r.id: r for r in self.corpus.requirements}
        placed: dict[str, list[str]] = {}
        for link in links:
            if link.relation is Relation.IMPLEMENTS:
                placed.setdefault(link.downstream, []).append(known[link.upstream].text)
        still = []
        for link in review:
            up, down = known[link.upstream], known[link.downstream]
            others = placed.get(down.id, ())
            if any(_brings(down.text, up.text, other) < _OWN_CLAUSE for other in others):
                key = (up.id, down.document)
                self._refused[key] = max(self._refused.get(key, 0.0), link.confidence)
            else:
                still.append(link)
        return still

    def restatements(self) -> list[TraceLink]:
        """Link every document's restating rows to its narrative, before anything else."""
        return [
            link
            for document in sorted(self._rows)
            if self._own.get(document)
            for link in self._restatements(document)
        ]

    def _restatements(self, document: str) -> list[TraceLink]:
        """Link ledger and task rows to the narrative; rows that restate nothing become duties."""
        rows, own = self._rows[document], self._own[document]
        stated = _named_items(rows, own) if self.options.stated else None
        sides = self.side(document, rows=True), self.side(document)
        scores = score(*sides, stated, one_subject=True)
        pair = Pair(document, document, Relation.RESTATES)
        found, _ = _choose(pair, scores, rows, own, set())
        linked = {link.downstream for link in found}
        alone = [row for row in rows if row.id not in linked]
        if alone:
            self._own[document] = own + [replace(row, is_restatement=False) for row in alone]
            self._sides.pop((document, False), None)
        return found

    def _link(self, pair: Pair, done: set[str]) -> tuple[list[TraceLink], list[TraceLink]]:
        scores = self.scores(pair.upstream, pair.downstream)
        found, doubtful = _choose(
            pair, scores, self.own(pair.downstream), self.own(pair.upstream), done
        )
        self._note_refused(pair, scores.probability)
        return found, doubtful

    def _note_refused(self, pair: Pair, probability: Matrix) -> None:
        refused = np.where(probability < REVIEW[0], probability, 0.0)
        for keys, best in (
            ([(r.id, pair.downstream) for r in self.own(pair.upstream)], refused.max(axis=0)),
            ([(r.id, "") for r in self.own(pair.downstream)], refused.max(axis=1)),
        ):
            for key, value in zip(keys, best, strict=True):
                self._refused[key] = max(self._refused.get(key, 0.0), round(float(value), 3))

    def _judge(self, links: Sequence[TraceLink]) -> list[TraceLink]:
        """Judge every link in sight of the others.

        What the siblings of a downstream requirement take up is not held against it: those in its
        own document, and those in the documents between where the link passes a level over. What
        it takes from other requirements of the same upstream document is no addition.
        """
        known = {r.id: r for r in self.corpus.requirements}
        below: dict[tuple[str, bool], list[Requirement]] = {}
        above: dict[tuple[str, bool], list[Requirement]] = {}
        for link in links:
            within = link.relation is Relation.RESTATES
            below.setdefault((link.upstream, within), []).append(known[link.downstream])
            above.setdefault((link.downstream, within), []).append(known[link.upstream])
        between = {
            document.id: {document.id, *(edge.document for edge in document.implements)}
            for document in self.corpus.documents
        }
        judged_links = []
        for link in links:
            within = link.relation is Relation.RESTATES
            down = known[link.downstream]
            siblings = [
                r
                for r in below[link.upstream, within]
                if r.id != down.id and r.document in between[down.document]
            ]
            up = known[link.upstream]
            co_upstream = [
                r for r in above[down.id, within] if r.id != up.id and r.document == up.document
            ]
            judged_links.append(judged(link, up, down, siblings, co_upstream, self._documents))
        return judged_links


def judged(
    link: TraceLink,
    upstream: Requirement,
    downstream: Requirement,
    siblings: Iterable[Requirement],
    co_upstream: Iterable[Requirement],
    documents: dict[str, Document],
) -> TraceLink:
    """Give a link its status, the changes behind it and where they are quoted."""
    if fold(upstream.text) == fold(downstream.text) and upstream.deadline.text in (
        "",
        downstream.deadline.text,
    ):
        return replace(link, status=Status.EQUIVALENT, status_confidence=1.0)
    compared = strength.compare(
        strength_side(upstream, documents),
        strength_side(downstream, documents),
        [r.text for r in siblings],
        [r.text for r in co_upstream],
    )
    changes = tuple(
        Change(
            change.dimension,
            change.direction,
            upstream.span(*change.upstream),
            downstream.span(*change.downstream),
            change.words,
            change.weight,
        )
        for change in compared.changes
    )
    return replace(
        link,
        status=compared.status,
        status_confidence=round(compared.confidence, 3),
        status_doubtful=compared.review,
        changes=changes,
    )


def strength_side(requirement: Requirement, documents: dict[str, Document]) -> strength.Side:
    """Describe a requirement as one side of a comparison."""
    document = documents[requirement.document]
    return strength.Side(
        text=requirement.text,
        code=document.code,
        level=requirement.level,
        deadline=requirement.deadline.text,
        units=requirement.units,
        date=document.issued,
    )


OTHER_ROW = np.float32(-0.3)
"""What a table says of two entries that each face another: of 198 links in `data/gold`, 3 are such."""


def side_by_side(down: Sequence[Requirement], up: Sequence[Requirement]) -> Matrix | None:
    """Mark with 1 the pairs that a table sets side by side, one entry facing one; n × m.

    Of several beside one upstream entry, whose cell spans their rows, the table says half as much,
    and nothing of an entry beside several upstream ones. Two that each face something else it sets
    apart; what faces an empty cell may belong anywhere.
    """
    table = np.zeros((len(down), len(up)), dtype=np.float32)
    rows_up = _by_row(up)
    for key, below in _by_row(down).items():
        for i, j in product(below, rows_up.get(key, [])):
            table[i, j] = 1
    if not table.any():
        return None
    facing = table.any(axis=1, keepdims=True) & table.any(axis=0, keepdims=True)
    apart = facing & (table == 0)
    table *= table.sum(axis=1, keepdims=True) == 1
    table[:, table.sum(axis=0) > 1] /= 2
    table[apart] = OTHER_ROW
    return table


OTHER_PLACE = np.float32(-0.6)
"""What a text says of a requirement that it asks of another place: only what is hardly to be doubted
otherwise carries it out here too."""


def asked_elsewhere(
    table: Matrix | None,
    down: Sequence[Requirement],
    up: Sequence[Requirement],
    above: Document,
    below: Document,
) -> Matrix | None:
    """Add to what tables say of the pairs what the upstream texts say: that another place is to act."""
    words = [r.text for r in down]
    others = [j for j, r in enumerate(up) if other_place(r, above, below, words)]
    if not others:
        return table
    said = np.zeros((len(down), len(up)), dtype=np.float32) if table is None else table
    said[:, others] = np.where(said[:, others] == 0, OTHER_PLACE, said[:, others])
    return said


def _by_row(requirements: Sequence[Requirement]) -> dict[tuple[str, int], list[int]]:
    rows: dict[tuple[str, int], list[int]] = {}
    for i, requirement in enumerate(requirements):
        for row in range(*requirement.rows):
            rows.setdefault((requirement.source, row), []).append(i)
    return rows


_ARTICLES = re.compile(
    r"《([^》]+)》((?:[、和及与]?第[一二三四五六七八九十百零〇\d]+条(?:第\S{1,3}款)?)+)"
)


def _cited(down: Sequence[Requirement], up: Sequence[Requirement], title: str) -> Matrix | None:
    """Mark with 1 the requirements of the articles of a statute that a downstream text names."""
    table = np.zeros((len(down), len(up)), dtype=np.float32)
    for i, requirement in enumerate(down):
        for name, listed in _ARTICLES.findall(requirement.text):
            if fold(title).endswith(fold(name)):
                named = articles(listed)
                table[i, [j for j, above in enumerate(up) if above.article in named]] = 1
    return table if table.any() else None


def _named_items(rows: Sequence[Requirement], narrative: Sequence[Requirement]) -> Matrix | None:
    """Mark with 2 the narrative items that a task row's reference names, with -2 all others.

    A reference says more than a place in the same row, hence twice as much.
    """
    table = np.zeros((len(rows), len(narrative)), dtype=np.float32)
    for i, row in enumerate(rows):
        named = [j for j, item in enumerate(narrative) if _names(row.reference, item)]
        if named:
            table[i, :] = -2
            table[i, named] = 2
    return table if table.any() else None


def _names(reference: str, item: Requirement) -> bool:
    return any(
        (marker := read_marker(part)) is not None and str(marker.number) == item.ordinal
        for part in reference.replace(",", "、").split("、")
        if part
    )


def _choose(
    pair: Pair,
    scores: Scores,
    down: Sequence[Requirement],
    up: Sequence[Requirement],
    done: set[str],
) -> tuple[list[TraceLink], list[TraceLink]]:
    """Make the links of two documents: those accepted, and those that are only for review."""
    accepted: list[TraceLink] = []
    doubtful: list[TraceLink] = []
    into = {ACCEPTED: accepted, DOUBTFUL: doubtful}
    for i, j in np.argwhere(scores.probability >= REVIEW[0]):
        said = verdict(pair.relation, scores, down, up, i, j)
        if down[i].id in done or said == REFUSED:
            continue
        link = TraceLink(
            upstream=up[j].id,
            downstream=down[i].id,
            relation=pair.relation,
            confidence=round(float(scores.probability[i, j]), 3),
            stated=bool(scores.stated[i, j] > 0),
            status=Status.EQUIVALENT,
            evidence=scores.parts_of(i, j),
            note=pair.note,
        )
        into[said].append(link)
    return accepted, doubtful


ACCEPTED, DOUBTFUL, REFUSED = "accepted", "for review", "refused"


def verdict(
    relation: Relation,
    scores: Scores,
    down: Sequence[Requirement],
    up: Sequence[Requirement],
    i: int,
    j: int,
) -> str:
    """Say whether a pair of requirements is linked: `accepted`, `for review` or `refused`.

    A downstream requirement that has a better link elsewhere must bring a clause of its own to a
    further one, unless the further upstream has no better counterpart and the link is strong. A
    table that sets another beside it speaks against what is weak.
    """
    probability, stated = scores.probability, scores.stated
    best_up = int(probability[i].argmax())
    weak = probability[:, j].argmax() != i or probability[i, j] < REVIEW[1]
    if probability[i, j] < REVIEW[0] or (
        weak
        and best_up != j
        and stated[i, j] <= 0
        and _brings(down[i].text, up[j].text, up[best_up].text) < _OWN_CLAUSE
    ):
        return REFUSED
    # in doubt a row does not repeat the narrative and counts
    doubted = relation is Relation.RESTATES or stated[i].max() > stated[i, j]
    least = REVIEW[1] if doubted else ACCEPT
    return ACCEPTED if probability[i, j] >= least else DOUBTFUL


_OWN_CLAUSE = 0.2
"""What a further upstream text must account for alone, of what the better one accounts for."""


def _brings(down: str, up: str, other: str) -> float:
    """Compare the character triples of a downstream text that only this upstream text has with those
    of the other: 0 nothing of its own, 1 as much as the other has in all.
    """
    own, one, two = (
        {text[k : k + 3] for k in range(len(text) - 2)}
        for text in (prepare(down), prepare(up), prepare(other))
    )
    return len(own & one - two) / max(len(own & two), 1)
