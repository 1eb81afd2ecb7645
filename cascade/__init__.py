"""cascade: what happens to a government's orders on their way down.

    >>> import cascade
    >>> graph = cascade.build()                       # the bundled corpus; or a folder of your own
    >>> graph.documents["zhaoqing-2016"].jurisdiction
    '广东省肇庆市'
    >>> [f.requirement for f in cascade.find_all(graph, "guangzhou-2016") if f.kind == "dropped"]
    ['guangdong-2016:1.2', 'guangdong-2016:2.14', 'guangdong-2016:2.16']

Data flows one way: file → Document → Requirement → TraceLink → CascadeGraph → Finding → table or
map. Names are imported when they are first used, so that `import cascade` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cascade.errors import CascadeError as CascadeError
    from cascade.evaluation import Evaluation as Evaluation
    from cascade.evaluation import evaluate as evaluate
    from cascade.evaluation import read_labels as read_labels
    from cascade.export import export_rows as export_rows
    from cascade.export import write_export as write_export
    from cascade.graph.comparison import Diff as Diff
    from cascade.graph.comparison import DiffRow as DiffRow
    from cascade.graph.comparison import Outcome as Outcome
    from cascade.graph.comparison import diff as diff
    from cascade.graph.findings import find_added as find_added
    from cascade.graph.findings import find_all as find_all
    from cascade.graph.findings import find_changed as find_changed
    from cascade.graph.findings import find_dropped as find_dropped
    from cascade.graph.findings import find_other_addressees as find_other_addressees
    from cascade.graph.network import CascadeGraph as CascadeGraph
    from cascade.graph.places import choose_document as choose_document
    from cascade.graph.queries import carried_by as carried_by
    from cascade.graph.queries import find_requirements as find_requirements
    from cascade.graph.queries import trace_down as trace_down
    from cascade.graph.queries import trace_up as trace_up
    from cascade.graph.queries import unmapped as unmapped
    from cascade.linking.encoder import Encoder as Encoder
    from cascade.linking.encoder import load_encoder as load_encoder
    from cascade.linking.tracing import LinkOptions as LinkOptions
    from cascade.pipeline import build as build
    from cascade.pipeline import bundled_corpus as bundled_corpus
    from cascade.records import Change as Change
    from cascade.records import Citation as Citation
    from cascade.records import Deadline as Deadline
    from cascade.records import Document as Document
    from cascade.records import Finding as Finding
    from cascade.records import Implements as Implements
    from cascade.records import Requirement as Requirement
    from cascade.records import SkippedDocument as SkippedDocument
    from cascade.records import Span as Span
    from cascade.records import TraceLink as TraceLink
    from cascade.report import collect_report as collect_report
    from cascade.report import write_report as write_report
    from cascade.strength import compare as compare
    from cascade.tables import coverage_table as coverage_table
    from cascade.tables import diff_table as diff_table
    from cascade.tables import document_table as document_table
    from cascade.tables import finding_table as finding_table
    from cascade.tables import link_table as link_table
    from cascade.tables import requirement_table as requirement_table
    from cascade.vocabulary import Basis as Basis
    from cascade.vocabulary import Dimension as Dimension
    from cascade.vocabulary import Direction as Direction
    from cascade.vocabulary import FindingKind as FindingKind
    from cascade.vocabulary import Level as Level
    from cascade.vocabulary import Relation as Relation
    from cascade.vocabulary import Status as Status

_HOMES = {
    "pipeline": ("build", "bundled_corpus"),
    "graph.comparison": ("Diff", "DiffRow", "Outcome", "diff"),
    "linking.encoder": ("Encoder", "load_encoder"),
    "errors": ("CascadeError",),
    "evaluation": ("Evaluation", "evaluate", "read_labels"),
    "export": ("export_rows", "write_export"),
    "graph.findings": ("find_added", "find_all", "find_changed", "find_dropped", "find_other_addressees"),
    "graph.network": ("CascadeGraph",),
    "graph.places": ("choose_document",),
    "graph.queries": ("carried_by", "find_requirements", "trace_down", "trace_up", "unmapped"),
    "records": (
        "Change", "Citation", "Deadline", "Document", "Finding", "Implements", "Requirement",
        "SkippedDocument", "Span", "TraceLink",
    ),
    "report": ("collect_report", "write_report"),
    "strength": ("compare",),
    "tables": (
        "coverage_table", "diff_table", "document_table", "finding_table", "link_table",
        "requirement_table",
    ),
    "linking.tracing": ("LinkOptions",),
    "vocabulary": ("Basis", "Dimension", "Direction", "FindingKind", "Level", "Relation", "Status"),
}  # fmt: skip
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__version__ = "0.1.0"
__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'cascade' has no attribute {name!r}")
    return getattr(importlib.import_module(f"cascade.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
