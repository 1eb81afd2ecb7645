"""Tables in pandas: documents, requirements, links, findings, comparisons, coverage."""

from collections.abc import Iterable

import pandas as pd

from cascade.export import document_row, finding_row, link_row, requirement_row
from cascade.graph.comparison import Diff, diff
from cascade.graph.findings import find_all
from cascade.graph.network import CascadeGraph
from cascade.graph.places import choose_comparable
from cascade.graph.queries import (
    addressed_elsewhere,
    carried_by,
    due,
    left_out,
    under_review,
    upstream_documents,
)
from cascade.records import Finding
from cascade.vocabulary import Relation, Status


def document_table(graph: CascadeGraph) -> pd.DataFrame:
    """Return one row per document, indexed by id."""
    return pd.DataFrame([document_row(d) for d in graph.documents.values()]).set_index("id")


def requirement_table(graph: CascadeGraph, document: str | None = None) -> pd.DataFrame:
    """Return one row per requirement, indexed by id."""
    return pd.DataFrame([requirement_row(r) for r in graph.requirements(document)]).set_index("id")


def link_table(graph: CascadeGraph) -> pd.DataFrame:
    """Return one row per accepted link with both texts; changes as sentences."""
    rows = []
    for link in graph.links():
        row = link_row(link)
        row["changes"] = [change.words for change in link.changes]
        row["dimensions"] = sorted({str(change.dimension) for change in link.changes})
        row["upstream_text"] = graph.requirement(link.upstream).text
        row["downstream_text"] = graph.requirement(link.downstream).text
        rows.append(row)
    return pd.DataFrame(rows)


def finding_table(
    graph: CascadeGraph, document: str | None = None, findings: Iterable[Finding] | None = None
) -> pd.DataFrame:
    """Return one row per finding, on one document or all, with the text it is about."""
    found = find_all(graph, document) if findings is None else findings
    rows = [finding_row(f) | {"text": graph.requirement(f.requirement).text} for f in found]
    return pd.DataFrame(rows)


def diff_table(graph: CascadeGraph, first: str, second: str) -> pd.DataFrame:
    """Return one row per upstream requirement that both places are meant to carry out.

    Raises:
        PlaceError: a place is unknown.
        ComparisonError: the two have no upstream document in common.
    """
    one, other = choose_comparable(graph, first, second)
    compared: Diff = diff(graph, one.document.id, other.document.id)
    return pd.DataFrame(
        [
            {
                "upstream": row.upstream.id,
                "topic": " / ".join(row.upstream.topic),
                "upstream_text": row.upstream.text,
                f"{compared.first}": str(row.first.state),
                f"{compared.second}": str(row.second.state),
                f"{compared.first} text": row.first.text,
                f"{compared.second} text": row.second.text,
                "differences": [change.words for change in row.differences],
                "differs": row.differs,
            }
            for row in compared.rows
        ]
    ).set_index("upstream")


def coverage_table(graph: CascadeGraph) -> pd.DataFrame:
    """Count, for every pair of related documents, what became of the upstream requirements.

    Columns: upstream, downstream, requirements (`queries.due`), one per worst status of a
    requirement's links, `over another level` (carried out through a document between),
    `for review`, `uncovered`, `other addressee`, and `coverage`, the share of those addressed to
    the downstream document that some accepted link, direct or not, carries out.
    """
    rows = []
    worst = [Status.MIXED, Status.WEAKENED, Status.STRENGTHENED, Status.EQUIVALENT]
    for document in graph.documents.values():
        for upstream in upstream_documents(graph, document.id):
            counts = dict.fromkeys(
                [*(str(s) for s in worst), "over another level", "for review", "uncovered"], 0
            )
            counts["other addressee"] = 0
            requirements = due(graph, upstream.id, document.id)
            for requirement in requirements:
                statuses = {
                    link.status
                    for link in graph.links_down(requirement.id, Relation.IMPLEMENTS)
                    if graph.requirement(link.downstream).document == document.id
                }
                if statuses:
                    counts[str(next(s for s in worst if s in statuses))] += 1
                elif carried_by(graph, requirement.id, document.id):
                    counts["over another level"] += 1
                elif under_review(graph, requirement.id, document.id):
                    counts["for review"] += 1
                elif addressed_elsewhere(graph, requirement, document.id):
                    counts["other addressee"] += 1
                elif left_out(graph, requirement, document.id):
                    counts["for review"] += 1
                else:
                    counts["uncovered"] += 1
            total = len(requirements)
            asked = total - counts["other addressee"]
            covered = asked - counts["for review"] - counts["uncovered"]
            rows.append(
                {"upstream": upstream.id, "downstream": document.id, "requirements": total}
                | counts
                | {"coverage": covered / asked if asked else float("nan")}
            )
    return pd.DataFrame(rows)
