"""The records that flow through cascade: Document → Requirement → TraceLink → Finding.

All are frozen; change one with `dataclasses.replace`. Offsets count the characters of the decoded
source file (line ends as they stand in the file, no byte-order mark), end exclusive.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from cascade.vocabulary import (
    Basis,
    Dimension,
    Direction,
    FindingKind,
    Level,
    Relation,
    Status,
)


class Span(NamedTuple):
    """A quoted piece of a source file."""

    text: str
    start: int
    """Offset of its first character in the decoded source file."""
    end: int
    """Offset just after its last character."""


@dataclass(frozen=True)
class Citation:
    """A document named in the text of another, by number, by 《title》 or both."""

    number: str = ""
    """发文字号 in normal form, `国办发〔2016〕19号`; empty when only the title is given."""
    title: str = ""
    context: str = ""
    """The sentence that names it."""
    start: int = 0
    carried_out: bool = False
    """Whether the text says that this is the document it carries out."""


@dataclass(frozen=True)
class Implements:
    """An edge from a document to one that it is meant to carry out."""

    document: str
    """Id of the upstream document when it is in the corpus, else its number or title."""
    basis: Basis
    missing: bool = False
    """True when the upstream document is known by name only."""
    level: Level | None = None
    """Level of the upstream document, where it is known."""
    title: str = ""
    """Title of a missing document that is known by number and title."""
    part: tuple[str, ...] = ()
    """Words of the part of a statute that alone is the document's subject: 学前 of 教育法."""

    @property
    def name(self) -> str:
        """What to call the upstream document: its id, or a missing one's number and title."""
        return f"{self.document}《{self.title}》" if self.title else self.document


@dataclass(frozen=True)
class Document:
    """An issued text, or an upstream text known because a document in the corpus quotes it."""

    id: str
    title: str
    number: str
    issuer: str
    level: Level
    jurisdiction: str
    """Full name, `广东省广州市`; 全国 at central level."""
    code: str
    """GB/T 2260 code of six digits; `000000` at central level, empty when unknown."""
    year: int | None
    date: str
    """ISO date of issue (成文日期), empty when the text gives none."""
    source: str
    """File name inside the corpus folder."""
    quoted_in: str = ""
    """Id of the document that quotes this one; empty for a document with a file of its own."""
    subject: str = ""
    """What the title is about, free of places, issuers and kinds of document."""
    cites: tuple[Citation, ...] = ()
    implements: tuple[Implements, ...] = ()
    omits: Span | None = None
    """The words by which the text says that a part of it is left out: 附件：…（略）; of a statute
    that breaks off before its closing clause, its last words and 〔…〕."""

    @property
    def issued(self) -> str:
        """ISO date of issue, or the year alone; empty when neither is known."""
        return self.date or str(self.year or "")

    def is_later_than(self, other: "Document") -> bool:
        """Whether it was issued after another: by date or, where one has none, by year."""
        if self.date and other.date:
            return self.date > other.date
        return (self.year or 0) > (other.year or 9999)

    @property
    def missing_upstream(self) -> tuple[str, ...]:
        """Upstream documents that are named but not in the corpus."""
        return tuple(edge.document for edge in self.implements if edge.missing)

    @property
    def missing_names(self) -> tuple[str, ...]:
        """The same with their titles, where those are known."""
        return tuple(edge.name for edge in self.implements if edge.missing)


@dataclass(frozen=True)
class SkippedDocument:
    """A file that yields nothing, with the reason and what was recognised of it."""

    source: str
    reason: str
    title: str = ""
    number: str = ""
    jurisdiction: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Deadline:
    """By when a requirement is due, as written and, where it states one, as dates."""

    text: str = ""
    start: str = ""
    """ISO date from which a period runs, or empty."""
    end: str = ""
    """ISO date by which it is due, or empty."""


@dataclass(frozen=True)
class Requirement:
    """One obligation as its document enumerates it: a node of the cascade graph."""

    id: str
    """`<document>:<ordinal path>`, such as `guangzhou-2016:2.14`."""
    document: str
    level: Level
    jurisdiction: str
    topic: tuple[str, ...]
    """Heading path, outermost first."""
    ordinal: str
    """Number as the document gives it, or its place under the heading."""
    text: str
    """Exact words, with line breaks and layout spaces of the source taken out."""
    units: tuple[str, ...]
    deadline: Deadline
    source: str
    start: int
    end: int
    quoted_in: str = ""
    lead: tuple[str, ...] = ()
    """Those of `units` that lead (牵头)."""
    anchors: tuple[tuple[int, int], ...] = ()
    """`(index in text, offset in source)` at the start of each run that is contiguous in both."""
    rows: tuple[int, int] = (-1, -1)
    """Rows of the table that its cell spans, end exclusive; (-1, -1) outside tables."""
    reference: str = ""
    """Item of the narrative that a task row names as its source."""
    is_restatement: bool = False
    """True for a ledger or task row that says again what the document's narrative says."""

    @property
    def article(self) -> str:
        """Number of the article that it stands in, if its document is a statute."""
        return self.id.partition(":")[2].partition("-")[0]

    def span(self, start: int, end: int) -> Span:
        """Quote `text[start:end]` with its offsets into the source file."""
        if start >= end:
            return Span("", self.offset(start), self.offset(start))
        return Span(self.text[start:end], self.offset(start), self.offset(end - 1) + 1)

    def offset(self, index: int) -> int:
        """Offset into the source file of the character at `index` of the text."""
        if not self.anchors:
            return self.start + index
        at, base = max(anchor for anchor in self.anchors if anchor[0] <= index)
        return min(base + index - at, self.end)

    def index(self, offset: int) -> int:
        """Index in the text of what stands at an offset of the source file."""
        if not self.anchors:
            return offset - self.start
        at, base = max(anchor for anchor in self.anchors if anchor[1] <= max(offset, self.start))
        return min(at + max(offset - base, 0), len(self.text))


@dataclass(frozen=True)
class Change:
    """One difference in strength between two linked texts, with both quotations."""

    dimension: Dimension
    direction: Direction
    upstream_span: Span
    downstream_span: Span
    words: str = ""
    """The change in one sentence: `frequency lowered: 每周 → 每季度`."""
    weight: float = 1.0
    """How much it matters, 0–1: a lost sanction weighs more than a lost 大力."""


@dataclass(frozen=True)
class TraceLink:
    """The downstream requirement carries out (restates, relates to) the upstream one."""

    upstream: str
    downstream: str
    relation: Relation
    confidence: float
    """Calibrated probability that the link is right, 0–1."""
    stated: bool
    """Whether the document itself aligns the two (the same table row)."""
    status: Status
    status_confidence: float = 1.0
    status_doubtful: bool = False
    """Whether the status is too close to another to be counted without a person's look."""
    changes: tuple[Change, ...] = ()
    evidence: dict[str, float] = field(default_factory=dict)
    """The part scores behind the confidence, by name."""
    note: str = ""
    """Such as a level that was passed over."""


@dataclass(frozen=True)
class Finding:
    """Something an auditor can be told, about one requirement."""

    kind: FindingKind
    requirement: str
    document: str
    """The document found wanting."""
    hop: str
    """Where it happened: `central→province`, `province→city`, …"""
    confidence: float
    why: str
    link: TraceLink | None = None
    addressee: Span | None = None
    """The other place or body that the requirement is addressed to; offsets -1 in a heading."""
