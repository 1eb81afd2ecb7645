"""What a report says, as plain data in one language that HTML, XLSX and Markdown share."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cascade.messages import Translate, translate
from cascade.records import SkippedDocument
from cascade.report.marks import Run
from cascade.report.measures import Measure


class State(StrEnum):
    """What a place made of one requirement, worst first."""

    DROPPED = "dropped"
    WEAKENED = "weakened"
    MIXED = "mixed"
    REVIEW = "for review"
    LOST_ABOVE = "lost above"
    STRENGTHENED = "strengthened"
    EQUIVALENT = "equivalent"
    ADDED = "added"
    UNMATCHED = "unmatched"
    OTHER_ADDRESSEE = "other addressee"

    @property
    def rank(self) -> int:
        """Place in the order from worst to harmless."""
        return list(State).index(self)


@dataclass(frozen=True)
class Upstream:
    """An upstream document that a document is meant to carry out."""

    name: str
    basis: str
    level: str
    missing: bool


@dataclass(frozen=True)
class Source:
    """A document of the report: what was compared, or under what."""

    id: str
    name: str
    """Short name in the language of the report: place and year."""
    title: str
    number: str
    issuer: str
    level: str
    jurisdiction: str
    date: str
    file: str
    quoted_in: str
    requirements: int
    restating: int
    """Ledger or task rows that say its requirements again and are not counted."""
    compared: bool
    implements: tuple[Upstream, ...]


@dataclass(frozen=True)
class Passage:
    """One requirement, with the words marked that differ from the other text."""

    id: str
    document: str
    topic: str
    runs: tuple[Run, ...]
    units: tuple[str, ...]
    lead: tuple[str, ...]
    deadline: str
    due: str
    """ISO date of the deadline, where it states one."""
    file: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Answer:
    """What one place made of an upstream requirement."""

    place: str
    """Id of its document."""
    state: State
    passages: tuple[Passage, ...] = ()
    required: tuple[Run, ...] = ()
    """The upstream text with the words marked that differ from the passages."""
    changes: tuple[str, ...] = ()
    """What changed, in words, weightiest first."""
    notes: tuple[str, ...] = ()
    """Why it is held to be so, beyond the changes."""
    confidence: float | None = None
    weight: float = 0.0
    """How much it matters, to put the gravest first."""


@dataclass(frozen=True)
class Entry:
    """An upstream requirement and what every place made of it."""

    upstream: Passage
    answers: tuple[Answer, ...]
    differences: tuple[str, ...] = ()
    """In words, what the second place demands otherwise than the first."""
    differs: bool = False
    """Whether the two places differ."""

    @property
    def is_finding(self) -> bool:
        """Whether there is anything to tell."""
        return self.differs or any(a.state is not State.EQUIVALENT for a in self.answers)


@dataclass(frozen=True)
class Topic:
    """The entries under one heading of an upstream document."""

    title: str
    upstream: str
    """Id of the upstream document."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Addition:
    """A requirement of a place that no upstream requirement asks for."""

    topic: str
    answer: Answer


@dataclass(frozen=True)
class Report:
    """Everything that a report says."""

    lang: str
    made: str
    """ISO date on which it was made."""
    version: str
    places: tuple[Source, ...]
    above: tuple[Source, ...]
    """Upstream documents compared under, nearest first."""
    notes: tuple[str, ...]
    """What a reader must know of the basis before trusting the findings."""
    skipped: tuple[SkippedDocument, ...]
    topics: tuple[Topic, ...]
    additions: tuple[Addition, ...]
    related: tuple[Topic, ...]
    """Comparisons across years, which make nothing dropped or added."""
    measures: tuple[Measure, ...]
    names: Mapping[str, str]
    """Short names of all documents of the corpus, by id."""

    @property
    def say(self) -> Translate:
        """The words of the report in its language."""
        return translate(self.lang)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All upstream requirements, in the order of the topics."""
        return tuple(entry for topic in self.topics for entry in topic.entries)

    def source(self, key: str) -> Source:
        """Return a document of the report by its id."""
        return next(one for one in (*self.places, *self.above) if one.id == key)

    def counts(self, place: str) -> Counter[State]:
        """How often each state occurs at one place."""
        answers = [a for entry in self.entries for a in entry.answers if a.place == place]
        more = [one.answer for one in self.additions if one.answer.place == place]
        return Counter(answer.state for answer in (*answers, *more))

    def gravest(self, most: int = 12) -> list[tuple[Entry, Answer]]:
        """Return what an auditor should look at first: dropped, then what lost most."""
        grave = (State.DROPPED, State.WEAKENED, State.MIXED)
        found = [(e, a) for e in self.entries for a in e.answers if a.state in grave]
        return sorted(found, key=lambda ea: (ea[1].state is not State.DROPPED, -ea[1].weight))[
            :most
        ]
