"""Requirements out of tables: ledgers, division-of-labour tables, task lists.

A table is understood by the words of its header: which column holds the wording (one per level
where it quotes higher ones), which the topic, the responsible units, the deadline.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from cascade.layout.numbering import Style, read_marker
from cascade.layout.tables import Cell, Table
from cascade.lexicons import mapping, words
from cascade.requirements.entries import Entry
from cascade.requirements.fields import Units, parse_units
from cascade.text import clean, trim


class Role(StrEnum):
    """What a column holds."""

    ORDINAL = "ordinal"
    TOPIC = "topic"
    REQUIREMENT = "requirement"
    UNITS = "units"
    ASSISTING = "assisting"
    DEADLINE = "deadline"
    REFERENCE = "reference"
    OTHER = "other"


class _Column:
    def __init__(self, header: str, role: Role) -> None:
        self.header = header
        self.role = role


def table_entries(source: str, table: Table) -> list[Entry]:
    """Read the entries of every requirement column of a table, row by row.

    Merged cells carry their topic, units and deadline down; a row without wording of its own adds
    its units to the requirement above. Returns nothing when no header is recognised.
    """
    found = _header(source, table)
    if not found:
        return []
    columns, first = found
    return _Reader(source, columns).read(table, first)


def _role(header: str) -> Role | None:
    for entry in words("structure/columns.tsv"):
        if entry in header and len(header) <= 24:
            return Role(mapping("structure/columns.tsv")[entry])
    return None


def _header(source: str, table: Table) -> tuple[list[_Column], int] | None:
    """Return the columns and the index of the first row below the header."""
    texts = [[clean(source, c.start, c.end).text for c in row] for row in table.rows[:4]]
    for at, row in enumerate(texts[:3]):
        roles = [_role(text) for text in row]
        if sum(role is not None for role in roles) < 2 or any(len(text) > 40 for text in row):
            continue
        headers, below = row, at + 1
        if below < len(texts) and (sub := texts[below]) and _is_subheader(row, sub):
            headers, below = _merge_headers(row, sub), below + 1
        return _columns(headers), below
    return None


def _is_subheader(row: list[str], sub: list[str]) -> bool:
    """A second header row: mostly empty, its few words column headers too."""
    filled = [text for text in sub if text]
    return (
        len(sub) >= len(row)
        and 0 < len(filled) < len(sub)
        and all(_role(text) and len(text) <= 12 for text in filled)
        and not sub[0]
    )


def _merge_headers(row: list[str], sub: list[str]) -> list[str]:
    """Spread each header over the columns whose subheaders stand under it."""
    extra = len(sub) - len(row)
    merged: list[str] = []
    above = iter(row)
    i, over = 0, ""
    while i < len(sub):
        header = next(above, "")
        over = header = header or (over if sub[i] else "")
        merged.append(header + sub[i])
        while extra > 0 and sub[i] and i + 1 < len(sub) and sub[i + 1]:
            i += 1
            extra -= 1
            merged.append(header + sub[i])
        i += 1
    return merged


def _columns(headers: list[str]) -> list[_Column]:
    columns = [_Column(text, _role(text) or Role.OTHER) for text in headers]
    if not any(column.role is Role.REQUIREMENT for column in columns):
        topics = [column for column in columns if column.role is Role.TOPIC]
        if topics:
            topics[-1].role = Role.REQUIREMENT
    return columns


_UNIT_END = re.compile(
    r"(?:局|委|办|厅|部|府|中心|单位|部门|会|院|校|行|公司|处|所|社|庭|区|县|市|室|团|组|街|镇|乡|落实|配合|牵头|等)"
    r"(?:[）)])?$"
)
_DATE_LIKE = re.compile(r"年|月|日前|季度|全年|及时|长期|持续|常态|按时|每|随时|完成")


def _fit(text: str, role: Role) -> float:
    """How well a cell's content suits a column, for rows whose places are not columns."""
    numbered = read_marker(text) is not None or re.match(r"\d{1,2}[一-鿿]", text)
    sentence = "。" in text
    if role is Role.ORDINAL:
        return 3.0 if re.fullmatch(r"\d{1,3}|[一二三四五六七八九十]{1,3}", text) else -4.0
    if role is Role.DEADLINE:
        fits = _DATE_LIKE.search(text) and len(text) <= 60 and not numbered
        return 2.5 if fits else -3.0
    if role in (Role.UNITS, Role.ASSISTING):
        return 1.5 if _UNIT_END.search(text) and not sentence and not numbered else -2.0
    if role is Role.REQUIREMENT:
        return 2.0 if numbered else 1.0 if sentence or len(text) > 20 else -0.5
    if role is Role.TOPIC:
        return -2.0 if numbered and sentence else 0.8 if not text.endswith("。") else -1.0
    return -0.5


def _place(texts: list[str], columns: Sequence[_Column]) -> list[int]:
    """Assign cells to columns, order kept, so that contents suit best (dynamic programming)."""
    if len(texts) >= len(columns):
        return list(range(len(columns)))
    best: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for text in texts:
        following: dict[int, tuple[float, list[int]]] = {}
        for last, (score, places) in best.items():
            for place in range(last + 1, len(columns)):
                total = score + _fit(text, columns[place].role)
                if place not in following or total > following[place][0]:
                    following[place] = (total, [*places, place])
        best = following
    return max(best.values(), key=lambda value: value[0])[1]


class _Reader:
    """What carries over from row to row while a table is read."""

    def __init__(self, source: str, columns: list[_Column]) -> None:
        self._source = source
        self._columns = columns
        self._topic = ""
        self._group = 0
        self._number = ""
        self._units: dict[Role, Units] = {}
        self._deadline = ""
        self._counts: dict[str, int] = {}
        self._entries: list[Entry] = []
        self._last: dict[str, list[int]] = {}
        """Entries of each column's latest filled cell, as indices."""

    def read(self, table: Table, first: int) -> list[Entry]:
        headers = [column.header for column in self._columns]
        for index, row in enumerate(table.rows[first:], first):
            cells = self._by_column(row, table.is_positional)
            texts = [self._text(cell) for cell in cells]
            if texts == headers:
                continue
            self._open_group(cells, texts)
            self._carry_fields(cells, texts)
            self._read_wording(cells, texts, index)
        return self._entries

    def _text(self, cell: Cell) -> str:
        return clean(self._source, cell.start, cell.end).text

    def _by_column(self, row: tuple[Cell, ...], is_positional: bool) -> list[Cell]:
        empty = Cell(0, 0)
        if is_positional:
            cells = list(row[: len(self._columns)])
            return cells + [empty] * (len(self._columns) - len(cells))
        filled = [cell for cell in row if not cell.is_empty]
        cells = [empty] * len(self._columns)
        for cell, place in zip(
            filled, _place([self._text(c) for c in filled], self._columns), strict=False
        ):
            cells[place] = cell
        return cells

    def _open_group(self, cells: list[Cell], texts: list[str]) -> None:
        topics = [i for i, c in enumerate(self._columns) if c.role is Role.TOPIC]
        ordinals = [i for i, c in enumerate(self._columns) if c.role is Role.ORDINAL]
        number = next((texts[i] for i in ordinals if texts[i]), "")
        topic = next((texts[i] for i in reversed(topics) if texts[i]), "")
        blank = any(cells[i].blank for i in topics)
        is_new = (topic and topic != self._topic) or (number and number != self._number and topics)
        if topic or (blank and is_new):
            if is_new:
                self._group += 1
                self._counts.clear()
                self._last.clear()
            self._topic = topic
        self._number = number or self._number

    def _carry_fields(self, cells: list[Cell], texts: list[str]) -> None:
        for column, cell, text in zip(self._columns, cells, texts, strict=True):
            if column.role in (Role.UNITS, Role.ASSISTING) and (text or cell.blank):
                listed = _BREAK.sub("、", cell.of(self._source))
                self._units[column.role] = parse_units(clean(listed).text)
            elif column.role is Role.DEADLINE and (text or cell.blank):
                self._deadline = text

    @property
    def _responsible(self) -> Units:
        lead = self._units.get(Role.UNITS, Units((), ()))
        assisting = self._units.get(Role.ASSISTING, Units((), ()))
        named = next((c.header for c in self._columns if c.role is Role.UNITS), "")
        leads = lead.lead or (lead.all if "牵头" in named or assisting.all else ())
        return Units(tuple(dict.fromkeys(lead.all + assisting.all)), leads)

    def _read_wording(self, cells: list[Cell], texts: list[str], row: int) -> None:
        wording = [i for i, c in enumerate(self._columns) if c.role is Role.REQUIREMENT]
        reference = "".join(
            text
            for column, text in zip(self._columns, texts, strict=True)
            if column.role is Role.REFERENCE
        )
        own_is_empty = all(not texts[i] for i in wording)
        for i in wording:
            header = self._columns[i].header
            if not texts[i]:
                if not cells[i].blank:
                    self._extend(header, row, adds_units=own_is_empty)
                else:
                    self._last[header] = []
                continue
            self._last[header] = []
            for start, end, ordinal in _split_cell(
                self._source, cells[i], self._counts.get(header, 0)
            ):
                self._counts[header] = self._counts.get(header, 0) + 1
                count = self._counts[header]
                self._last[header].append(len(self._entries))
                self._entries.append(
                    Entry(
                        start=start,
                        end=end,
                        topic=self._topic_path(),
                        path=f"{self._topic_number()}.{count}" if self._group else self._number,
                        ordinal=ordinal or (str(count) if self._group else self._number),
                        units=self._responsible,
                        deadline=self._deadline,
                        column=header,
                        rows=(row, row + 1),
                        reference=reference,
                    )
                )

    def _extend(self, header: str, row: int, adds_units: bool) -> None:
        """A merged cell: what stands above goes on; without any wording the row adds units."""
        for at in self._last.get(header, []):
            entry = self._entries[at]
            units = entry.units
            if adds_units:
                more = self._responsible
                units = Units(
                    tuple(dict.fromkeys(units.all + more.all)),
                    tuple(dict.fromkeys(units.lead + more.lead)),
                )
            self._entries[at] = entry._replace(rows=(entry.rows[0], row + 1), units=units)

    def _topic_path(self) -> tuple[str, ...]:
        marker = read_marker(self._topic)
        title = self._topic[marker.length :] if marker else self._topic
        return (title,) if title else ()

    def _topic_number(self) -> str:
        marker = read_marker(self._topic)
        if marker and marker.style in (Style.HAN, Style.HAN_BRACKET, Style.ARABIC):
            return str(marker.number)
        return self._number if self._number.isdigit() else str(self._group)


_ITEM_STYLES = (Style.ARABIC, Style.ARABIC_BRACKET, Style.HAN_BRACKET, Style.CIRCLED)


_BREAK = re.compile(r"</?(?:br|p|div|li)\b[^<>\n]{0,80}>", re.IGNORECASE)
_LINE = re.compile(rf"(?:(?!{_BREAK.pattern})[^\n])+(?:{_BREAK.pattern})*", re.IGNORECASE)
_RUN_ON = re.compile(r"(?<=[。；;])\s*(?=\d{1,2}[.．、])")


def _lines(source: str, cell: Cell) -> Iterator[tuple[int, int]]:
    """Yield the lines of a cell, cut where the next number stands in mid-line: 1.甲。2.乙。"""
    for line in _LINE.finditer(source, cell.start, cell.end):
        begin, end = trim(source, *line.span())
        marker = read_marker(source[begin:end])
        for cut in _RUN_ON.finditer(source, begin, end):
            after = read_marker(source[cut.end() : end])
            if marker and after and after[:2] == (marker.style, marker.number + 1):
                yield begin, cut.start()
                begin, marker = cut.end(), after
        yield begin, end


def _split_cell(source: str, cell: Cell, before: int) -> list[tuple[int, int, str]]:
    """Cut a cell at its numbered lines; `before` is how many entries came earlier in the topic.

    Returns `(start, end, ordinal)` with the number itself left out.
    """
    starts: list[tuple[int, int, str]] = []
    style = None
    for begin, end in _lines(source, cell):
        marker = read_marker(source[begin:end])
        if marker and marker.style in _ITEM_STYLES and style in (None, marker.style):
            style = marker.style
            starts.append((begin, begin + marker.length, str(marker.number)))
        elif slip := re.match(
            r"(\d{1,2})\s?(?=[一-鿿])(?![年月日个项次条部级种类张家])", source[begin:end]
        ):
            if int(slip.group(1)) == before + len(starts) + 1 and begin == cell.start:
                starts.append((begin, begin + slip.end(), slip.group(1)))
    if not starts or starts[0][0] != cell.start:
        starts.insert(0, (cell.start, cell.start, ""))
    ends = [start for start, _, _ in starts[1:]] + [cell.end]
    entries = []
    for (_, body, ordinal), stop in zip(starts, ends, strict=True):
        start, end = trim(source, body, stop)
        if start < end:
            entries.append((start, end, ordinal))
    return entries
