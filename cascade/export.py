"""Everything in the cascade as open data: JSON Lines, CSV, GraphML, GEXF.

The names of the JSON Lines fields are a contract; the other formats carry the same content.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import networkx as nx

from cascade.errors import CorpusError
from cascade.graph.findings import find_all
from cascade.graph.network import CascadeGraph
from cascade.records import Change, Document, Finding, Requirement, SkippedDocument, Span, TraceLink
from cascade.rendering import as_csv
from cascade.store import code_version

Row = dict[str, Any]
FORMATS = ("jsonl", "csv", "graphml", "gexf")


def document_row(document: Document) -> Row:
    """Return a document as plain data, by the names of the export contract."""
    return {
        "id": document.id,
        "title": document.title,
        "number": document.number,
        "issuer": document.issuer,
        "level": str(document.level),
        "jurisdiction": document.jurisdiction,
        "code": document.code,
        "year": document.year,
        "date": document.date,
        "source": document.source,
        "quoted_in": document.quoted_in,
        "subject": document.subject,
        "cites": [{"number": c.number, "title": c.title} for c in _distinct(document)],
        "implements": [
            {"document": e.document, "basis": str(e.basis), "part": list(e.part)}
            for e in document.implements
            if not e.missing
        ],
        "missing_upstream": list(document.missing_upstream),
        "omits": document.omits.text if document.omits else "",
    }


def _distinct(document: Document) -> list[Any]:
    return list({(c.number, c.title): c for c in document.cites}.values())


def requirement_row(requirement: Requirement) -> Row:
    """Return a requirement as plain data."""
    return {
        "id": requirement.id,
        "document": requirement.document,
        "level": str(requirement.level),
        "jurisdiction": requirement.jurisdiction,
        "topic": " / ".join(requirement.topic),
        "ordinal": requirement.ordinal,
        "text": requirement.text,
        "units": list(requirement.units),
        "lead": list(requirement.lead),
        "deadline": requirement.deadline.text,
        "deadline_start": requirement.deadline.start,
        "deadline_end": requirement.deadline.end,
        "source": requirement.source,
        "quoted_in": requirement.quoted_in,
        "start": requirement.start,
        "end": requirement.end,
    }


def span_row(span: Span) -> Row:
    """Return a quotation with its offsets into the source file."""
    return {"text": span.text, "start": span.start, "end": span.end}


def change_row(change: Change) -> Row:
    """Return a change as plain data."""
    return {
        "dimension": str(change.dimension),
        "direction": str(change.direction),
        "upstream_span": span_row(change.upstream_span),
        "downstream_span": span_row(change.downstream_span),
        "words": change.words,
        "weight": change.weight,
    }


def link_row(link: TraceLink) -> Row:
    """Return a trace link as plain data."""
    return {
        "upstream": link.upstream,
        "downstream": link.downstream,
        "relation": str(link.relation),
        "confidence": link.confidence,
        "stated": link.stated,
        "status": str(link.status),
        "status_confidence": link.status_confidence,
        "status_doubtful": link.status_doubtful,
        "changes": [change_row(change) for change in link.changes],
        "evidence": link.evidence,
        "note": link.note,
    }


def finding_row(finding: Finding) -> Row:
    """Return a finding as plain data."""
    return {
        "kind": str(finding.kind),
        "requirement": finding.requirement,
        "document": finding.document,
        "hop": finding.hop,
        "confidence": finding.confidence,
        "why": finding.why,
        "downstream": finding.link.downstream if finding.link else "",
        "addressee": list(finding.addressee) if finding.addressee else [],
    }


def skipped_row(skipped: SkippedDocument) -> Row:
    """Return a skipped document as plain data."""
    return {
        "source": skipped.source,
        "reason": skipped.reason,
        "title": skipped.title,
        "number": skipped.number,
        "jurisdiction": skipped.jurisdiction,
        "year": skipped.year,
    }


def export_rows(graph: CascadeGraph) -> dict[str, list[Row]]:
    """Return all of the graph as plain rows, by the name of the file that holds them; sorted."""
    return {
        "documents": [document_row(graph.documents[key]) for key in sorted(graph.documents)],
        "requirements": [requirement_row(r) for r in graph.requirements()],
        "links": [
            link_row(k)
            for k in sorted(graph.links(), key=lambda k: (k.downstream, k.upstream, k.relation))
        ],
        "findings": [finding_row(f) for f in find_all(graph)],
        "review": [
            link_row(k) for k in sorted(graph.review, key=lambda k: (k.downstream, k.upstream))
        ],
        "skipped": [skipped_row(s) for s in graph.skipped],
    }


def write_export(graph: CascadeGraph, folder: Path, format: str = "jsonl") -> list[Path]:
    """Write the whole graph into a folder; returns the files written.

    Raises:
        CorpusError: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if format in ("graphml", "gexf"):
            path = folder / f"cascade.{format}"
            write = nx.write_graphml if format == "graphml" else nx.write_gexf
            _replace(path, lambda name: write(plain_network(graph), name))
            return [path]
        paths = []
        for name, rows in export_rows(graph).items():
            text = _jsonl(rows) if format == "jsonl" else _csv(rows)
            path = folder / f"{name}.{format}"
            write_text(path, text)
            paths.append(path)
        manifest = {"code_and_lexicons": code_version(), "files": [p.name for p in paths]}
        write_text(folder / "manifest.json", json.dumps(manifest, indent=2) + "\n")
        return paths
    except OSError as error:
        raise CorpusError(
            f"{folder}: {error.strerror}; choose a folder you may write to"
        ) from error


def _jsonl(rows: Iterable[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv(rows: list[Row]) -> str:
    headers = list(rows[0]) if rows else []
    return as_csv(headers, [[_flat(row[h]) for h in headers] for row in rows]) + "\n"


def _flat(value: Any) -> Any:
    if isinstance(value, dict) or (
        isinstance(value, list) and value and isinstance(value[0], dict)
    ):
        return json.dumps(value, ensure_ascii=False)
    return value


def plain_network(graph: CascadeGraph) -> "nx.MultiDiGraph[str]":
    """Copy the graph with plain attributes only, documents and missing upstreams as nodes too."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, document in graph.documents.items():
        row = {k: _scalar(v) for k, v in document_row(document).items() if k != "id"}
        plain.add_node(f"document:{key}", kind="document", **row)
    for key, document in graph.documents.items():
        for edge in document.implements:
            if edge.missing:
                plain.add_node(f"document:{edge.document}", kind="missing document")
            plain.add_edge(
                f"document:{edge.document}",
                f"document:{key}",
                key="implements",
                basis=str(edge.basis),
            )
    for requirement in graph.requirements():
        row = {k: _scalar(v) for k, v in requirement_row(requirement).items() if k != "id"}
        plain.add_node(requirement.id, kind="requirement", **row)
    for link in graph.links():
        row = link_row(link)
        attributes = {k: _scalar(v) for k, v in row.items() if k not in ("upstream", "downstream")}
        plain.add_edge(link.upstream, link.downstream, key=str(link.relation), **attributes)
    return plain


def _scalar(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return value


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all, in UTF-8."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    _replace(path, lambda name: Path(name).write_bytes(content))


def _replace(path: Path, write: Callable[[str], Any]) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=path.suffix)
    os.close(handle)
    try:
        write(temporary)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
