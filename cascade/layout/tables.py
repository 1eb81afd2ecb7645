"""Find tables in plain text and rebuild their rows.

Four forms in which tables survive as text, three of them told apart by their rhythm:

* *flattened*: every cell on a line of its own behind one tab, rows parted by blank lines, merged
  cells as empty ones; a cell may go on over untabbed lines, a blank line may stand inside a row;
* *tabbed*: one row a line, cells parted by tabs;
* *piped*: cells closed by `|` (or ｜, │), either one row a line or one cell a line. Some exports leave
  merged cells out and fill the row up with empty cells at its end, so places there are not columns.
* *HTML*, as in Markdown files whose tables have merged cells.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cascade.layout.numbering import read_marker
from cascade.text import trim


class Cell(NamedTuple):
    """A cell's content without surrounding layout, as offsets into the source."""

    start: int
    end: int
    blank: bool = False
    """Holds nothing but a (full-width) space: empty on purpose, not merged with the one above."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no text in it."""
        return self.start >= self.end

    def of(self, source: str) -> str:
        """Return its raw text."""
        return source[self.start : self.end]


@dataclass(frozen=True)
class Table:
    """Rows of cells as they stand in the text, the header rows among them."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]
    is_positional: bool
    """Whether a cell's place in its row is its column."""


class _Line(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip(" \u3000\r\f\v")


def _lines(source: str) -> list[_Line]:
    return [
        _Line(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\n]+|(?<=\n)(?=\n)", source)
    ]


def _cell(source: str, start: int, end: int, spaces: str = "\u3000\u00a0 ") -> Cell:
    inner = trim(source, start, end)
    blank = inner[0] >= inner[1] and any(c in spaces for c in source[start:end])
    return Cell(inner[0], max(inner), blank)


_RULE = re.compile(r"[\s|:+─━═┄┈┌┐└┘├┤┬┴┼╋-]+")
"""A line that only parts rows or heads from bodies."""
_OTHER_BARS = "｜│┃"
_BARS = str.maketrans(dict.fromkeys(_OTHER_BARS, "|"))


def _with_bars(source: str) -> str:
    """Write other bars as `|` in lines that hold two of them, and so perhaps cells; none moves."""
    return "\n".join(
        line.translate(_BARS) if sum(map(line.count, _OTHER_BARS)) > 1 else line
        for line in source.split("\n")
    )


def find_tables(source: str) -> list[Table]:
    """Find every table of at least two rows and two columns, in order."""
    source = _with_bars(source)
    lines = _lines(source)
    tables = [
        table
        for first, last in _regions(lines, lambda line: "|" in line.text)
        for table in [_piped(source, lines[first : last + 1])]
        if table
    ]
    tables += [table for mark in _HTML.finditer(source) for table in [_html(source, mark)] if table]
    for first, last in _regions(lines, lambda line: "\t" in line.text):
        flattened = _is_flattened(lines[first : last + 1])
        while flattened and last + 1 < len(lines) and not lines[last + 1].is_blank:
            last += 1
        read = _flattened if flattened else _tabbed
        if table := read(source, lines[first : last + 1]):
            tables.append(table)
    return _apart(tables)


_HTML = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_HTML_ROW = re.compile(r"<tr\b.*?(?=<tr\b|</table)", re.IGNORECASE | re.DOTALL)
_HTML_CELL = re.compile(
    r"<t[dh]\b(?P<how>[^>]*)>(?P<inner>.*?)(?=<t[dh]\b|</t[dhr]\s*>|\Z)", re.IGNORECASE | re.DOTALL
)


def _html(source: str, mark: re.Match[str]) -> Table | None:
    """Rows of `<td>` and `<th>`; what `rowspan` and `colspan` merge is empty but in its first place."""
    rows: list[tuple[Cell, ...]] = []
    merged: Counter[int] = Counter()
    for line in _HTML_ROW.finditer(source, *mark.span()):
        row: list[Cell] = []
        for found in _HTML_CELL.finditer(source, *line.span()):
            while merged[len(row)] > 0:
                merged[len(row)] -= 1
                row.append(Cell(found.start(), found.start()))
            start, end = trim(source, *found.span("inner"))
            down, across = (_span(found["how"], name) for name in ("rowspan", "colspan"))
            for i in range(across):
                merged[len(row)] = down - 1
                cell = Cell(start, max(start, end), blank=start >= end)
                row.append(cell if i == 0 else Cell(start, start))
        while merged[len(row)] > 0:
            merged[len(row)] -= 1
            row.append(Cell(line.end(), line.end()))
        rows.append(tuple(row))
    return _table(rows, [_Line(mark.start(), mark.end(), "")], is_positional=True)


def _span(attributes: str, name: str) -> int:
    found = re.search(rf"{name}\s*=\s*[\"']?(\d{{1,3}})", attributes, re.IGNORECASE)
    return max(int(found[1]), 1) if found else 1


def _apart(tables: list[Table]) -> list[Table]:
    """Keep, of readings that overlap (lines with pipes and tabs), the one with more cells."""
    kept: list[Table] = []
    for table in sorted(tables, key=lambda table: (-sum(map(len, table.rows)), table.start)):
        if all(table.end <= other.start or other.end <= table.start for other in kept):
            kept.append(table)
    return sorted(kept, key=lambda table: table.start)


def _regions(
    lines: list[_Line], is_marked: Callable[[_Line], bool], longest_gap: int = 6
) -> Iterator[tuple[int, int]]:
    """Runs of marked lines; a few unmarked ones in between are cells that go on."""
    first = last = -1
    for i, line in enumerate(lines):
        if not is_marked(line):
            continue
        if first >= 0 and sum(not gap.is_blank for gap in lines[last + 1 : i]) > longest_gap:
            yield first, last
            first = -1
        first, last = (i if first < 0 else first), i
    if first >= 0:
        yield first, last


def _table(rows: list[tuple[Cell, ...]], lines: list[_Line], is_positional: bool) -> Table | None:
    rows = [row for row in rows if any(not cell.is_empty for cell in row)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    return Table(lines[0].start, lines[-1].end, tuple(rows), is_positional)


def _is_flattened(lines: list[_Line]) -> bool:
    tabbed = [line.text for line in lines if "\t" in line.text]
    single = sum(text.startswith("\t") and "\t" not in text[1:].rstrip() for text in tabbed)
    return single > 0.8 * len(tabbed)


def _tabbed(source: str, lines: list[_Line]) -> Table | None:
    rows: list[list[tuple[int, int]]] = []
    widths = Counter(line.text.count("\t") + 1 for line in lines if "\t" in line.text)
    width = max(widths, key=lambda size: (widths[size], size))
    for line in lines:
        if "\t" in line.text:
            parts = []
            at = line.start
            for part in line.text.split("\t"):
                parts.append((at, at + len(part)))
                at += len(part) + 1
            if rows and _goes_on(source, rows[-1], parts, width):
                rows[-1][-1] = (rows[-1][-1][0], parts.pop(0)[1])
                rows[-1] += parts
            else:
                rows.append(parts)
        elif rows and not line.is_blank:
            rows[-1][-1] = (rows[-1][-1][0], line.end)
    cells = [tuple(_cell(source, a, b) for a, b in row) for row in rows]
    return _table(cells, lines, is_positional=True)


def _goes_on(
    source: str, row: list[tuple[int, int]], parts: list[tuple[int, int]], width: int
) -> bool:
    """Tell whether a line is the rest of the row before: its cell broken in mid-sentence."""
    before, first = source[slice(*row[-1])].strip(), source[slice(*parts[0])].strip()
    return (
        len(row) + len(parts) - 1 == width
        and len(row) < width
        and bool(before and first)
        and before[-1] not in "。；！？"
        and read_marker(first) is None
        and not first[0].isdigit()
    )


def _flattened(source: str, lines: list[_Line]) -> Table | None:
    """Gather groups of cells (parted by blank lines) until a row of the usual width is full."""
    groups: list[list[tuple[int, int]]] = []
    after_blank = True
    for line in lines:
        if line.text.startswith("\t"):
            if after_blank or not groups:
                groups.append([])
            groups[-1].append((line.start + 1, line.end))
        elif not line.is_blank and groups:
            groups[-1][-1] = (groups[-1][-1][0], line.end)
        after_blank = line.is_blank
    sizes = Counter(len(group) for group in groups)
    width = max(sizes, key=lambda size: (sizes[size], size))
    rows: list[list[tuple[int, int]]] = []
    is_open = False
    for group in groups:
        if is_open and len(rows[-1]) + len(group) <= width:
            rows[-1] += group
        else:
            rows.append(group)
        is_open = len(rows[-1]) < width
    cells = [tuple(_cell(source, a, b) for a, b in row) for row in rows]
    return _table(cells, lines, is_positional=True)


def _piped(source: str, lines: list[_Line]) -> Table | None:
    piped = [line.text.strip() for line in lines if "|" in line.text]
    is_framed = sum(text[0] == text[-1] == "|" for text in piped) > 0.5 * len(piped)
    inner = Counter(text[is_framed:].removesuffix("|").count("|") for text in piped)
    columns, count = inner.most_common(1)[0]
    if columns >= 1 and count > 0.6 * len(piped):
        return _piped_rows(source, lines, is_framed)
    cells: list[tuple[int, int]] = []
    at = lines[0].start
    for mark in re.finditer(r"\|", source[lines[0].start : lines[-1].end]):
        here = lines[0].start + mark.start()
        cells.append((at, here))
        at = here + 1
    width = _piped_width([source[a:b].strip() for a, b in cells])
    rows = [cells[i : i + width] for i in range(0, len(cells), width)]
    return _table(
        [tuple(_cell(source, a, b) for a, b in row) for row in rows], lines, is_positional=False
    )


def _piped_width(cells: list[str]) -> int:
    """Width of a stream of cells: the one at which most rows begin or end alike.

    The rows of such an export end in the empty cells that stand for merged ones, so the right
    width is the one that puts the fewest empty cells before a filled one in the same row. Its
    divisors and often its multiples do so too; of these, the narrowest whose columns hold cells
    about as like in length as anywhere.
    """
    scores: dict[int, tuple[float, float]] = {}
    for candidate in range(2, min(13, len(cells))):
        rows = [cells[i : i + candidate] for i in range(0, len(cells), candidate)]
        gaps = sum(bool(a) < bool(b) for row in rows for a, b in itertools.pairwise(row)) + (
            len(cells) % candidate > 0
        )
        scores[candidate] = (gaps / len(rows), _unevenness(rows))
    fewest = min((gaps for gaps, _ in scores.values()), default=0.0)
    tied = {size: spread for size, (gaps, spread) in scores.items() if gaps <= fewest + 1e-9}
    evenest = min(tied.values(), default=0.0)
    return next((size for size, spread in tied.items() if spread <= 1.3 * evenest + 0.05), 2)


def _unevenness(rows: list[list[str]]) -> float:
    """Pooled variance, within columns, of the logarithm of the lengths of filled cells."""
    total, freedom = 0.0, 0
    for column in itertools.zip_longest(*rows, fillvalue=""):
        sizes = [math.log2(1 + len(cell)) for cell in column if cell]
        if sizes:
            mean = sum(sizes) / len(sizes)
            total += sum((size - mean) ** 2 for size in sizes)
            freedom += len(sizes) - 1
    return total / freedom if freedom else math.inf


def _piped_rows(source: str, lines: list[_Line], is_framed: bool) -> Table | None:
    """Markdown-like: one row a line, the rule under the header left out, cells padded by spaces."""
    rows = []
    for line in lines:
        if "|" not in line.text or _RULE.fullmatch(line.text):
            continue
        start, end = line.start, line.end
        if is_framed:
            start, end = trim(source, start, end)
            start += source[start] == "|"
            end -= source[end - 1] == "|"
        row, at = [], start
        for part in source[start:end].split("|"):
            row.append(_cell(source, at, at + len(part), spaces="\u3000\u00a0"))
            at += len(part) + 1
        rows.append(tuple(row))
    return _table(rows, lines, is_positional=True)
