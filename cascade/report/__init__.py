"""Reports to hand over: one page of HTML, a workbook for reviewers, or Markdown.

`content` is what a report says, as plain data, and `collecting` finds it out; `html`, `workbook`
and `markdown` write it.
"""

from collections.abc import Sequence
from pathlib import Path

from cascade.errors import CascadeError
from cascade.export import write_bytes
from cascade.graph.network import CascadeGraph
from cascade.messages import default_language
from cascade.report.collecting import collect_report
from cascade.report.content import Report
from cascade.report.measures import Measure, measures

__all__ = [
    "SUFFIXES",
    "Measure",
    "Report",
    "check_suffix",
    "collect_report",
    "measures",
    "report_bytes",
    "write_report",
]

SUFFIXES = (".html", ".xlsx", ".md")


def check_suffix(path: Path) -> None:
    """Refuse a file name that names no kind of report.

    Raises:
        CascadeError: the name ends in none of `SUFFIXES`.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise CascadeError(
            f"{path}: no kind of report; end the name in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        )


def report_bytes(report: Report, suffix: str) -> bytes:
    """Return a report as the content of a file of one of `SUFFIXES`."""
    if suffix == ".xlsx":
        from cascade.report.workbook import report_workbook

        return report_workbook(report)
    if suffix == ".md":
        from cascade.report.markdown import report_markdown

        return report_markdown(report).encode()
    from cascade.report.html import report_html

    return report_html(report).encode()


def write_report(
    graph: CascadeGraph,
    path: Path | str,
    places: Sequence[str],
    lang: str | None = None,
    measured: Sequence[Measure] | None = None,
) -> Report:
    """Write a report on one document, or on two under common upstream ones; by suffix.

    Args:
        places: ids of one or two documents.
        lang: `zh` or `en`; that of the locale when None.
        measured: the quality of the method; measured anew when None.

    Returns:
        What the report says, as plain data.

    Raises:
        ComparisonError: nothing can be said of the places.
        CascadeError: the suffix is unknown or the file cannot be written.
    """
    path = Path(path)
    check_suffix(path)
    report = collect_report(graph, places, lang or default_language(), measured=measured)
    content = report_bytes(report, path.suffix.lower())
    try:
        write_bytes(path, content)
    except OSError as error:
        raise CascadeError(f"{path}: {error.strerror}; choose a file that you may write") from error
    return report
