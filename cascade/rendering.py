"""Write tables as text, JSON, CSV or Markdown; Chinese is measured by display width."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from wcwidth import wcswidth

FORMATS = ("text", "json", "csv", "markdown")


def width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a Chinese character.

    >>> width("公开2016")
    8
    """
    return max(wcswidth(text), 0)


def pad(text: str, columns: int) -> str:
    """Fill a text with spaces up to a display width."""
    return text + " " * max(columns - width(text), 0)


def shorten(text: str, columns: int) -> str:
    """Cut a text to a display width, an ellipsis in place of what is lost.

    >>> shorten("推进政务公开", 7)
    '推进政…'
    """
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for character in text:
        used += width(character)
        if used > columns - 1:
            break
        kept += character
    return kept + "…"


def wrap(text: str, columns: int, indent: str = "") -> str:
    """Break a text without spaces to lines of a display width, later lines indented."""
    lines, line, used = [], "", 0
    room = max(columns - width(indent), 10)
    for character in text:
        size = width(character)
        if character == "\n" or used + size > room:
            lines.append(line)
            line, used = "", 0
            if character == "\n":
                continue
        line += character
        used += size
    return f"\n{indent}".join([*lines, line])


def as_text(headers: Sequence[str], rows: Iterable[Sequence[Any]], most: int = 60) -> str:
    """Align columns by display width; cells longer than `most` columns are cut."""
    table = [[shorten(_plain(cell), most) for cell in row] for row in rows]
    columns = [
        max([width(header), *(width(row[i]) for row in table)]) for i, header in enumerate(headers)
    ]
    lines = [headers, ["─" * size for size in columns], *table]
    return "\n".join(
        "  ".join(pad(cell, size) for cell, size in zip(line, columns, strict=True)).rstrip()
        for line in lines
    )


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write CSV (RFC 4180); a cell that a spreadsheet would take for a formula gets a quote mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headers)
    for row in rows:
        cells = (_plain(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in row)
        writer.writerow([_no_formula(cell) for cell in cells])
    return out.getvalue().rstrip("\n")


def _no_formula(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t", "\r") or _is_sum(text) else text


def _is_sum(text: str) -> bool:
    return text[:1] == "-" and len(text) > 1 and not text[1:2].isdigit()


def as_markdown(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write a Markdown table; pipes and line breaks in cells are escaped."""
    lines = ["| " + " | ".join(headers) + " |", "|" + " --- |" * len(headers)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    text = _plain(value).replace("\\", "\\\\").replace("|", "\\|")
    return text.replace("<", "&lt;").replace("\n", "<br>")


def as_json(value: Any) -> str:
    """Write JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def table(headers: Sequence[str], rows: Iterable[Sequence[Any]], format: str) -> str:
    """Write a table in one of `FORMATS`."""
    rows = list(rows)
    if format == "json":
        return as_json([dict(zip(headers, row, strict=True)) for row in rows])
    if format == "csv":
        return as_csv(headers, rows)
    if format == "markdown":
        return as_markdown(headers, rows)
    return as_text(headers, rows)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(_plain(item) for item in value)
    return str(value)
