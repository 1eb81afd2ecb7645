"""Compare a cascade with reference annotations: requirements, links, statuses, unmapped items.

A folder of labels holds `*requirements.jsonl`, `*links.jsonl` and `*unmapped.jsonl` in the format
of `data/gold` (see its README). Requirements are matched by their text, since ids are labels.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cascade.errors import CorpusError
from cascade.graph.findings import find_all
from cascade.graph.network import CascadeGraph
from cascade.linking.links import REVIEW
from cascade.linking.similarity import fuzzy_ratio
from cascade.records import Deadline, Requirement, TraceLink
from cascade.requirements.fields import parse_units
from cascade.text import fold
from cascade.vocabulary import Dimension, FindingKind, Level, Relation, Status

_SAME_TEXT = 0.9


@dataclass(frozen=True)
class Label:
    """One annotated link."""

    upstream: str
    downstream: str
    status: Status
    alternatives: tuple[Status, ...]
    """Statuses that a second annotator gave, or that the first hesitated over."""
    dimensions: frozenset[Dimension]
    second: Status | None = None
    """The status that a second annotator gave; None where there is none."""
    disputed: bool = False
    """Only one of two annotators made the link: finding it is neither right nor wrong."""


@dataclass(frozen=True)
class LabelledPair:
    """The annotated requirements of two sides and the links between them."""

    name: str
    downstream: tuple[Requirement, ...]
    upstream: tuple[Requirement, ...]
    labels: tuple[Label, ...]
    dropped: frozenset[str] = frozenset()
    formal: frozenset[str] = frozenset()
    """Those of the dropped that the annotator holds to be no loss: addressed to others, or said
    by the covering notice."""
    added: frozenset[str] = frozenset()

    def matrix(self) -> NDArray[np.float32]:
        """Return the links as an n × m matrix, downstream × upstream: 1, or ½ where disputed."""
        rows = {r.id: i for i, r in enumerate(self.downstream)}
        columns = {r.id: j for j, r in enumerate(self.upstream)}
        table = np.zeros((len(rows), len(columns)), dtype=np.float32)
        for label in self.labels:
            table[rows[label.downstream], columns[label.upstream]] = 0.5 if label.disputed else 1
        return table


def read_labels(folder: Path) -> list[LabelledPair]:
    """Read a folder of annotations, one `LabelledPair` per pair of documents.

    Raises:
        CorpusError: the folder holds no annotations or a line of them is wrong.
    """
    records = {
        row["id"]: row for path in sorted(folder.glob("*requirements.jsonl")) for row in _rows(path)
    }
    links = [row for path in sorted(folder.glob("*links.jsonl")) for row in _rows(path)]
    unmapped = [row for path in sorted(folder.glob("*unmapped.jsonl")) for row in _rows(path)]
    if not records or not links:
        raise CorpusError(
            f"{folder}: no *requirements.jsonl and *links.jsonl; pass a folder of annotations"
        )
    groups: dict[str, list[Requirement]] = {}
    for row in records.values():
        groups.setdefault(_group(row["id"]), []).append(_requirement(row))
    pairs: dict[tuple[str, str], list[Label]] = {}
    for row in links:
        try:
            label = _label(row)
            key = (_group(label.downstream), _group(label.upstream))
            for end in (label.downstream, label.upstream):
                records[end]
        except (KeyError, ValueError) as error:
            raise CorpusError(f"{folder}: link {row}: {error}; correct the line") from error
        pairs.setdefault(key, []).append(label)
    return [
        LabelledPair(
            name=f"{below}>{above}",
            downstream=tuple(groups[below]),
            upstream=tuple(groups[above]),
            labels=tuple(labels),
            dropped=_dropped(unmapped, above, groups[below]),
            formal=_dropped([row for row in unmapped if row.get("formal")], above, groups[below]),
            added=frozenset(
                row["item"]
                for row in unmapped
                if row["kind"] in ("added", "unmatched") and _group(row["item"]) == below
            ),
        )
        for (below, above), labels in sorted(pairs.items())
    ]


def _dropped(
    unmapped: Iterable[dict[str, Any]], above: str, below: Sequence[Requirement]
) -> frozenset[str]:
    """Return the items of an upstream side that are charged to a downstream one."""
    return frozenset(
        row["item"]
        for row in unmapped
        if row["kind"] == "dropped" and _group(row["item"]) == above and _drops(row, below)
    )


def _drops(row: dict[str, Any], below: Sequence[Requirement]) -> bool:
    """Tell whether a dropped item is charged to this downstream side."""
    by = row.get("by", "")
    return by in (below[0].document, Path(below[0].source).stem) or not by


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise CorpusError(f"{path}: {error}; it must be JSON Lines in UTF-8") from error


def _group(key: str) -> str:
    """Side that an annotation id belongs to: `xy16:n.3` → `xy16:n`, `gz16:2.1` → `gz16`."""
    prefix, _, item = key.partition(":")
    kind = item.split(".")[0]
    return f"{prefix}:{kind}" if kind.isalpha() else prefix


def _requirement(row: dict[str, Any]) -> Requirement:
    topic = row.get("topic", "")
    return Requirement(
        id=row["id"],
        document=row.get("doc", ""),
        level=Level(row["level"]),
        jurisdiction=row.get("jurisdiction", ""),
        topic=tuple(topic) if isinstance(topic, list) else tuple(t for t in [topic] if t),
        ordinal=row["id"].split(":")[-1],
        text=row["text"],
        units=_units(row.get("units", "")),
        deadline=Deadline(str(row.get("deadline", ""))),
        source=row.get("source", ""),
        start=0,
        end=len(row["text"]),
    )


def _units(value: str | list[str]) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else parse_units(value).all


def _label(row: dict[str, Any]) -> Label:
    why = row.get("why", "")
    named = why.split(":")[0].replace("/check", "").split("/") if ":" in why else []
    return Label(
        upstream=row["upstream"],
        downstream=row["downstream"],
        status=Status(row["status"]),
        alternatives=tuple(Status(one) for one in row.get("alt") or ()),
        dimensions=frozenset(Dimension(name) for name in named if name in list(Dimension)),
        second=Status(row["second"]) if row.get("second") else None,
        disputed=bool(row.get("disputed")),
    )


class Score(NamedTuple):
    """What was found against what is annotated."""

    right: int = 0
    found: int = 0
    annotated: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was found that is annotated; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of what is annotated that was found; None where nothing is annotated."""
        return self.right / self.annotated if self.annotated else None


class Bin(NamedTuple):
    """The links of one range of confidence."""

    low: float
    high: float
    links: int
    confidence: float
    """Their mean confidence."""
    right: float
    """Share of them that is annotated."""


@dataclass
class Evaluation:
    """How a cascade compares with one labelled pair of documents."""

    pair: str
    requirements_gold: int = 0
    requirements_found: int = 0
    requirements_matched: int = 0
    links_gold: int = 0
    links_disputed: int = 0
    """Links that only one of two annotators made; they count neither way."""
    annotators: Counter[tuple[Status, Status]] = field(default_factory=Counter)
    """(first, second) annotator's statuses of the links that both made."""
    links_found: int = 0
    links_right: int = 0
    links_review: int = 0
    agreement: int = 0
    """Right links whose status is the annotator's."""
    agreement_alternative: int = 0
    """The same, an alternative status counted too."""
    confusion: Counter[tuple[Status, Status]] = field(default_factory=Counter)
    """(annotated, found) statuses of right links."""
    dimensions: Counter[tuple[Dimension, str]] = field(default_factory=Counter)
    """(dimension, `both` | `gold` | `found`) of right links, but for those that both the annotator
    and the cascade call equivalent."""
    dropped: Score = field(default_factory=Score)
    added: Score = field(default_factory=Score)
    calibration: list[tuple[float, float]] = field(default_factory=list)
    """(confidence, 1 if right, else 0) of accepted links and those for review."""
    disagreements: list[dict[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of found links that are annotated."""
        return self.links_right / self.links_found if self.links_found else 0.0

    @property
    def recall(self) -> float:
        """Share of annotated links that are found."""
        return self.links_right / self.links_gold if self.links_gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.links_right / max(self.links_found + self.links_gold, 1)

    @property
    def kappa(self) -> float:
        """Cohen's κ (1960) of the statuses of right links."""
        return _kappa(self.confusion)

    @property
    def annotators_agreement(self) -> float | None:
        """Share of the links of two annotators to which both gave the same status."""
        total = sum(self.annotators.values())
        return _agreeing(self.annotators) / total if total else None

    @property
    def annotators_kappa(self) -> float | None:
        """Cohen's κ of two annotators' statuses; None where there is one only."""
        return _kappa(self.annotators) if self.annotators else None

    def status_score(self, *statuses: Status) -> Score:
        """How right links with any of the given statuses are told from the others."""
        return Score(
            sum(n for (a, b), n in self.confusion.items() if a in statuses and b in statuses),
            sum(n for (_, b), n in self.confusion.items() if b in statuses),
            sum(n for (a, _), n in self.confusion.items() if a in statuses),
        )

    def dimension_score(self, dimension: Dimension) -> Score:
        """How right links that differ in a dimension are told from the others."""
        both, gold, found = (self.dimensions[dimension, side] for side in ("both", "gold", "found"))
        return Score(both, both + found, both + gold)

    def calibration_bins(self, bins: int = 10) -> list[Bin]:
        """Return the ranges of equal width that hold any link, lowest confidence first."""
        table = np.array(self.calibration, dtype=float).reshape(-1, 2)
        which = np.minimum((table[:, 0] * bins).astype(int), bins - 1)
        return [
            Bin(b / bins, (b + 1) / bins, int((which == b).sum()), *table[which == b].mean(axis=0))
            for b in sorted(set(which.tolist()))
        ]

    def calibration_error(self, bins: int = 10) -> float:
        """Expected calibration error (Naeini 2015) over equal-width bins."""
        apart = sum(b.links * abs(b.confidence - b.right) for b in self.calibration_bins(bins))
        return float(apart / max(len(self.calibration), 1))


def _agreeing(counts: Counter[tuple[Status, Status]]) -> int:
    return sum(n for (a, b), n in counts.items() if a is b)


def _kappa(counts: Counter[tuple[Status, Status]]) -> float:
    total = sum(counts.values())
    if not total:
        return 0.0
    one: Counter[Status] = Counter()
    other: Counter[Status] = Counter()
    for (a, b), count in counts.items():
        one[a] += count
        other[b] += count
    chance = sum(one[s] * other[s] for s in Status) / total**2
    return (_agreeing(counts) / total - chance) / (1 - chance) if chance < 1 else 1.0


def together(results: Sequence[Evaluation]) -> Evaluation:
    """Take all pairs as one: every count added up, single disagreements left out."""
    total = Evaluation(
        "all pairs",
        dropped=Score(*map(sum, zip(*(result.dropped for result in results), strict=True))),
        added=Score(*map(sum, zip(*(result.added for result in results), strict=True))),
    )
    for name in vars(total).keys() - {"pair", "dropped", "added", "disagreements"}:
        for result in results:
            setattr(total, name, getattr(total, name) + getattr(result, name))
    return total


def evaluate(graph: CascadeGraph, pairs: Iterable[LabelledPair]) -> list[Evaluation]:
    """Compare the graph with every labelled pair whose documents it holds."""
    results = []
    for pair in pairs:
        below = _matched(graph, pair.downstream)
        above = _matched(graph, pair.upstream)
        if below and above:
            results.append(_evaluate(graph, pair, below, above))
    return results


def _matched(graph: CascadeGraph, gold: Sequence[Requirement]) -> dict[str, str]:
    """Map annotated ids to the graph's ids, by source file, level and text, one to one.

    Only where a file holds several levels does the annotated one count: that of a municipality may
    be given as province or as city.
    """
    stem = Path(gold[0].source).stem
    rows = gold[0].id.split(":")[-1].startswith("t.")
    candidates = [
        r for r in graph.requirements() if Path(r.source).stem == stem and r.is_restatement == rows
    ]
    candidates = [r for r in candidates if r.level is gold[0].level] or candidates
    if not candidates:
        return {}
    texts = [fold("".join(r.text.split())) for r in candidates]
    likeness = fuzzy_ratio([fold("".join(r.text.split())) for r in gold], texts)
    order = np.dstack(np.unravel_index(np.argsort(-likeness, axis=None), likeness.shape))[0]
    matched: dict[str, str] = {}
    taken: set[int] = set()
    # texts that occur twice are told apart by their order
    for i, j in sorted(order, key=lambda ij: (-likeness[ij[0], ij[1]], abs(ij[0] - ij[1]))):
        if likeness[i, j] < _SAME_TEXT:
            break
        if gold[i].id not in matched and int(j) not in taken:
            matched[gold[i].id] = candidates[j].id
            taken.add(int(j))
    return matched


def _evaluate(
    graph: CascadeGraph, pair: LabelledPair, below: dict[str, str], above: dict[str, str]
) -> Evaluation:
    documents_below = {graph.requirement(key).document for key in below.values()}
    documents_above = {graph.requirement(key).document for key in above.values()}
    restates = documents_below == documents_above
    rows = graph.requirement(next(iter(below.values()))).is_restatement

    def belongs(link: TraceLink) -> bool:
        return (
            graph.requirement(link.downstream).document in documents_below
            and graph.requirement(link.downstream).is_restatement == rows
            and graph.requirement(link.upstream).document in documents_above
            and (link.relation is Relation.RESTATES) == restates
        )

    labels = {
        (above.get(label.upstream, ""), below.get(label.downstream, "")): label
        for label in pair.labels
    }
    gold = {ends: label for ends, label in labels.items() if not label.disputed}
    disputed = labels.keys() - gold.keys()
    links = {(k.upstream, k.downstream): k for k in graph.links() if belongs(k)}
    found = {ends: link for ends, link in links.items() if ends not in disputed}
    review = [k for k in graph.review if belongs(k) and (k.upstream, k.downstream) not in disputed]
    result = Evaluation(
        pair=pair.name,
        requirements_gold=len(pair.downstream),
        requirements_found=sum(
            r.is_restatement == rows for d in documents_below for r in graph.requirements(d)
        ),
        requirements_matched=len(below),
        links_gold=len(gold),
        links_disputed=len(disputed),
        annotators=Counter((k.status, k.second) for k in gold.values() if k.second),
        links_found=len(found),
        links_right=len(found.keys() & gold.keys()),
        links_review=len(review) + sum(k.confidence < REVIEW[1] for k in found.values()),
    )
    result.calibration = [
        (k.confidence, (k.upstream, k.downstream) in gold) for k in [*found.values(), *review]
    ]
    for ends, link in found.items():
        if ends not in gold:
            result.disagreements.append(_disagreement(graph, ends, "no link", link.status))
    for ends, label in gold.items():
        if ends not in found:
            result.disagreements.append(_disagreement(graph, ends, label.status, "no link"))
            continue
        status = found[ends].status
        result.confusion[label.status, status] += 1
        result.agreement += status is label.status
        result.agreement_alternative += status in (label.status, *label.alternatives)
        measured = {change.dimension for change in found[ends].changes}
        if {status, label.status} != {Status.EQUIVALENT}:
            for dimension in measured | label.dimensions:
                side = (
                    "both"
                    if dimension in measured & label.dimensions
                    else ("found" if dimension in measured else "gold")
                )
                result.dimensions[dimension, side] += 1
        if status is not label.status:
            result.disagreements.append(_disagreement(graph, ends, label.status, status))
    if not restates:
        found_wanting = [f for d in documents_below for f in find_all(graph, d)]
        elsewhere = {f.requirement for f in found_wanting if f.kind is FindingKind.OTHER_ADDRESSEE}
        result.dropped = _sets(
            {f.requirement for f in found_wanting if f.kind is FindingKind.DROPPED}
            & set(above.values()),
            {above.get(key, "") for key in pair.dropped}
            - ({above.get(key, "") for key in pair.formal} & elsewhere),
        )
        result.added = _sets(
            {
                f.requirement
                for f in found_wanting
                if f.kind in (FindingKind.ADDED, FindingKind.UNMATCHED)
            }
            & set(below.values()),
            {below.get(key, "") for key in pair.added},
        )
    return result


def _sets(found: set[str], gold: set[str]) -> Score:
    return Score(len(found & gold), len(found), len(gold))


def _disagreement(
    graph: CascadeGraph, ends: tuple[str, str], gold: str, found: str
) -> dict[str, str]:
    texts = [graph.requirement(key).text if key else "(not extracted)" for key in ends]
    return {
        "upstream": ends[0],
        "downstream": ends[1],
        "annotated": str(gold),
        "found": str(found),
        "upstream_text": texts[0],
        "downstream_text": texts[1],
    }
