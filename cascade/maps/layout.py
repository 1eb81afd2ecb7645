"""Give every mark of a map its place, once and for all: nothing is simulated in the browser.

Lanes run from the State Council down. Documents linked to one another form a family and share
columns, one for each topic of the highest of them, so that a cascade reads top to bottom; in a
lane the places of one level stand side by side within the column. Inside such a cell the marks
are ordered by the barycentre of what they carry out, which keeps the lines from crossing. A
document that no link ties to another has nothing to line up with: its topics run on as a strip
across its lane. Documents known by name only stand at the right edge.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, inf, sqrt

from cascade.maps.payload import Line, Picture, State
from cascade.records import Document
from cascade.vocabulary import Level

STEP = 34.0
"""Distance between the centres of two marks."""
_SLOT = 18.0
_COLUMN = 26.0
_ROW = 34.0
_LANE = 64.0
_FAMILY = 120.0
_GHOST = 264.0
_GHOST_HEIGHT = 92.0
_VIEW = (1130.0, 790.0)
"""The room a map usually opens in; the layout is the one that is largest there."""
_MOST_TOPICS = 28
MOST = 4000
"""Marks that are drawn one by one; above, a map opens with one bubble for each place and topic,
and neighbouring topics share a column."""
_TIES = ("implements", "related", "review", "dropped", "other-addressee")


@dataclass
class Column:
    """A topic, or a run of neighbouring topics."""

    label: str
    documents: set[str] = field(default_factory=set)
    x: float = -1.0
    """Left edge; -1 for the topic of a strip, which has no column of its own."""
    width: float = 0.0


@dataclass(frozen=True)
class Lane:
    """The band of one level."""

    level: Level
    y: float
    height: float


@dataclass(frozen=True)
class Frame:
    """One document in one column: what an aggregated map shows as one bubble."""

    document: str
    column: int
    x: float
    y: float
    width: float
    height: float
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """Places in map units, y downwards; lists run parallel to the marks."""

    x: list[float]
    y: list[float]
    column: list[int]
    columns: list[Column]
    lanes: list[Lane]
    frames: list[Frame]
    width: float
    height: float


@dataclass(frozen=True)
class _Cell:
    """The marks of one document in one column, in order."""

    document: Document
    column: int
    marks: list[int]


def arrange(picture: Picture, own_topics: str = "Own topics") -> Layout:
    """Work out the layout of a picture.

    Args:
        own_topics: heading of the column for topics that no document above has.
    """
    columns: list[Column] = []
    column = [-1] * len(picture.marks)
    families = _families(picture)
    for family in families:
        _assign_columns(picture, family, column, columns, own_topics)
    cells = _cells(picture, column)
    _order(picture, cells)
    aligned = [family for family in families if len(family) > 1]
    single = [family[0] for family in families if len(family) == 1]
    plan = _Plan(picture, cells, columns, aligned, single)
    best = max(plan.choices(), key=plan.scale)
    return plan.lay_out(best, column)


def _families(picture: Picture) -> list[list[Document]]:
    """Group documents that are linked, the largest family first, each from the top down."""
    head = {d.id: d.id for d in picture.documents}

    def find(key: str) -> str:
        while head[key] != key:
            head[key] = head[head[key]]
            key = head[key]
        return key

    for line in picture.lines:
        up, down = picture.marks[line.up].document, picture.marks[line.down].document
        if line.kind in _TIES and up != down:
            head[find(down)] = find(up)
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in picture.documents:
        groups[find(document.id)].append(document)
    return sorted(groups.values(), key=lambda found: (-len(found), found[0].id))


def _assign_columns(
    picture: Picture,
    family: Sequence[Document],
    column: list[int],
    columns: list[Column],
    own_topics: str,
) -> None:
    """Put the marks of a family into columns: with what they carry out, else by their heading."""
    members = {d.id for d in family}
    above: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for line in picture.lines:
        if line.kind in _TIES or line.kind == "restates":
            weight = line.link.confidence if line.link else 1.0
            above[line.down].append((line.up, weight))
    by_document: dict[str, list[int]] = defaultdict(list)
    for index, mark in enumerate(picture.marks):
        if mark.document in members:
            by_document[mark.document].append(index)
    labels: dict[str, int] = {}
    first = len(columns)
    own = -1
    for number, document in enumerate(family):
        indices = by_document[document.id]
        headings = _headings(picture, indices)
        rows = [i for i in indices if picture.marks[i].state is State.RESTATED]
        restated = set(rows)
        for batch in ([i for i in indices if i not in restated], rows):
            votes = _vote(batch, headings, above, column)
            for index in batch:
                heading = headings[index]
                if column[index] >= 0:
                    continue
                if heading in labels:
                    column[index] = labels[heading]
                elif votes[heading]:
                    column[index] = min(votes[heading], key=lambda c: (-votes[heading][c], c))
                elif number == 0:
                    column[index] = labels[heading] = len(columns)
                    columns.append(Column(heading))
                else:
                    if own < 0:
                        own = len(columns)
                        columns.append(Column(own_topics))
                    column[index] = own
    if len(picture.marks) > MOST:
        _merge(columns, first, own, column, max(6, 2600 // len(picture.documents)))
    for key, indices in by_document.items():
        for index in indices:
            columns[column[index]].documents.add(key)


def _vote(
    indices: Sequence[int],
    headings: dict[int, str],
    above: dict[int, list[tuple[int, float]]],
    column: list[int],
) -> dict[str, Counter[int]]:
    """Put marks where most of what they carry out stands; return how often, by heading."""
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for index in indices:
        weights: dict[int, float] = defaultdict(float)
        for up, weight in above[index]:
            if column[up] >= 0:
                weights[column[up]] += weight
        if weights:
            column[index] = min(weights, key=lambda c: (-weights[c], c))
            votes[headings[index]][column[index]] += 1
    return votes


def _headings(picture: Picture, indices: Iterable[int]) -> dict[int, str]:
    """Name the topic of each mark: its heading, as deep as the topics stay few enough."""
    paths = {i: r.topic or ("",) for i in indices if (r := picture.marks[i].requirement)}
    most = min(_MOST_TOPICS, max(6, len(paths) // 3))
    deepest = max((len(path) for path in paths.values()), default=1)
    depth = 1
    for deeper in range(2, deepest + 1):
        if len({path[:deeper] for path in paths.values()}) <= most:
            depth = deeper
    return {i: path[min(depth, len(path)) - 1] for i, path in paths.items()}


def _merge(columns: list[Column], first: int, own: int, column: list[int], most: int) -> None:
    """Merge runs of neighbouring columns from `first` on until at most `most` are left."""
    topics = [c for c in range(first, len(columns)) if c != own]
    if len(topics) <= most:
        return
    size = ceil(len(topics) / most)
    new: dict[int, int] = {}
    merged: list[Column] = []
    for start in range(0, len(topics), size):
        run = topics[start : start + size]
        rest = f" +{len(run) - 1}" if len(run) > 1 else ""
        new.update(dict.fromkeys(run, first + len(merged)))
        merged.append(Column(columns[run[0]].label + rest))
    if own >= 0:
        new[own] = first + len(merged)
        merged.append(columns[own])
    columns[first:] = merged
    for index, old in enumerate(column):
        if old in new:
            column[index] = new[old]


def _cells(picture: Picture, column: Sequence[int]) -> dict[tuple[str, int], _Cell]:
    documents = {d.id: d for d in picture.documents}
    cells: dict[tuple[str, int], _Cell] = {}
    for index, mark in enumerate(picture.marks):
        if mark.document:
            key = (mark.document, column[index])
            if key not in cells:
                cells[key] = _Cell(documents[mark.document], column[index], [])
            cells[key].marks.append(index)
    return cells


def _order(picture: Picture, cells: dict[tuple[str, int], _Cell]) -> None:
    """Order the marks of each cell by the barycentre of what they carry out."""
    above: dict[int, list[int]] = defaultdict(list)
    for line in picture.lines:
        if line.kind in _TIES or line.kind == "restates":
            above[line.down].append(line.up)
    at: dict[int, float] = {}
    for document in picture.documents:
        for (key, _), cell in cells.items():
            if key == document.id:
                _order_cell(picture, cell.marks, above, at)


def _order_cell(
    picture: Picture, marks: list[int], above: dict[int, list[int]], at: dict[int, float]
) -> None:
    keys: dict[int, tuple[bool, float, int]] = {}
    last = -1.0
    for index in marks:
        row = picture.marks[index].state is State.RESTATED
        found = [at[up] for up in above[index] if up in at]
        if row:
            found = [float(place) for up in above[index] if (place := _place(marks, up)) >= 0]
        last = sum(found) / len(found) if found else last
        keys[index] = (row, last, index)
    marks.sort(key=keys.__getitem__)
    for number, index in enumerate(marks):
        at[index] = (number + 0.5) / len(marks)


def _place(marks: list[int], index: int) -> int:
    return marks.index(index) if index in marks else -1


@dataclass(frozen=True)
class _Choice:
    abreast: int
    """Most places side by side in a column."""
    rows: int
    """Most marks one below the other in a cell."""
    width: float
    """Width of a map that has strips only."""


class _Plan:
    """Sizes and places of everything under one choice of proportions."""

    def __init__(
        self,
        picture: Picture,
        cells: dict[tuple[str, int], _Cell],
        columns: list[Column],
        aligned: list[list[Document]],
        single: list[Document],
    ) -> None:
        self.picture = picture
        self.cells = cells
        self.columns = columns
        self.aligned = aligned
        self.single = single
        self.ghosts = [i for i, m in enumerate(picture.marks) if m.state is State.MISSING]
        used = {d.level for d in picture.documents} | {picture.marks[i].level for i in self.ghosts}
        self.levels = [level for level in Level if level in used]
        self._lanes: list[dict[Level, list[Document]]] = []
        self._columns: list[list[int]] = []
        for family in aligned:
            members = {d.id for d in family}
            self._columns.append([c for c, one in enumerate(columns) if one.documents & members])
            self._lanes.append(
                {level: [d for d in family if d.level is level] for level in self.levels}
            )

    def choices(self) -> list[_Choice]:
        """List the proportions worth trying."""
        most = max((len(docs) for lanes in self._lanes for docs in lanes.values()), default=1)
        if not self.aligned:
            total = sqrt(len(self.picture.marks)) * STEP
            return [_Choice(1, rows, total * w / 4) for rows in (2, 3, 4, 6) for w in range(4, 13)]
        abreast = [n for n in (1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40) if n <= most] or [1]
        return [_Choice(n, rows, 0.0) for n in abreast for rows in (1, 2, 3, 4, 5, 6, 8, 10, 14)]

    def scale(self, choice: _Choice) -> float:
        """Return how large the map opens; places that stand side by side count a little more."""
        width, heights = self._extent(choice)
        height = sum(heights.values()) + _LANE * len(heights)
        side_by_side = 1.06 if choice.abreast > 1 else 1.0
        return side_by_side * min(_VIEW[0] / (width + 1), _VIEW[1] / (height + 1))

    def _extent(self, choice: _Choice) -> tuple[float, dict[Level, float]]:
        width = sum(self._family_width(f, choice) + _FAMILY for f in range(len(self.aligned)))
        width = max(width - _FAMILY, choice.width)
        heights = dict.fromkeys(self.levels, 0.0)
        for f in range(len(self.aligned)):
            for level in self.levels:
                rows = self._row_heights(f, level, choice)
                heights[level] = max(heights[level], sum(rows) + _ROW * max(0, len(rows) - 1))
        for document in self.single:
            _, height = self._strip(document, choice, width)
            gap = _ROW * 1.6 if heights[document.level] else 0.0
            heights[document.level] += height + gap
        for level in self.levels:
            count = sum(self.picture.marks[i].level is level for i in self.ghosts)
            heights[level] = max(heights[level], count * _GHOST_HEIGHT, STEP)
        return width + (_GHOST if self.ghosts else 0.0), heights

    def _across(self, family: int, column: int, level: Level, choice: _Choice) -> int:
        """Return how many marks stand side by side in the cells of a column and lane."""
        most = max(
            (self._count(d, column) for d in self._lanes[family][level]),
            default=0,
        )
        return max(1, ceil(most / choice.rows))

    def _count(self, document: Document, column: int) -> int:
        cell = self.cells.get((document.id, column))
        return len(cell.marks) if cell else 0

    def _abreast(self, family: int, level: Level, choice: _Choice) -> int:
        return max(1, min(choice.abreast, len(self._lanes[family][level])))

    def _lane_width(self, family: int, column: int, level: Level, choice: _Choice) -> float:
        across = self._across(family, column, level, choice)
        abreast = self._abreast(family, level, choice)
        return abreast * across * STEP + (abreast - 1) * _SLOT

    def _column_width(self, family: int, column: int, choice: _Choice) -> float:
        return max(self._lane_width(family, column, level, choice) for level in self.levels)

    def _family_width(self, family: int, choice: _Choice) -> float:
        widths = [self._column_width(family, c, choice) for c in self._columns[family]]
        return sum(widths) + _COLUMN * max(0, len(widths) - 1)

    def _row_heights(self, family: int, level: Level, choice: _Choice) -> list[float]:
        documents = self._lanes[family][level]
        abreast = self._abreast(family, level, choice)
        across = {c: self._across(family, c, level, choice) for c in self._columns[family]}
        return [
            STEP
            * max(
                1,
                max(
                    ceil(self._count(d, c) / across[c])
                    for d in documents[start : start + abreast]
                    for c in across
                ),
            )
            for start in range(0, len(documents), abreast)
        ]

    def _strip(
        self, document: Document, choice: _Choice, width: float
    ) -> tuple[list[tuple[int, float, float, int]], float]:
        """Run the topics of a document across: column, x, y and marks abreast; and the height."""
        tiles: list[tuple[int, float, float, int]] = []
        x = y = 0.0
        tallest = 0
        rows = min(choice.rows, 4)
        for (key, column), cell in self.cells.items():
            if key != document.id:
                continue
            across = ceil(len(cell.marks) / rows)
            if x and x + across * STEP > width:
                x, y, tallest = 0.0, y + tallest * STEP + _ROW, 0
            tiles.append((column, x, y, across))
            x += across * STEP + _COLUMN
            tallest = max(tallest, ceil(len(cell.marks) / across))
        return tiles, y + tallest * STEP

    def lay_out(self, choice: _Choice, column: list[int]) -> Layout:
        """Place everything."""
        width, heights = self._extent(choice)
        inner = width - (_GHOST if self.ghosts else 0.0)
        lanes: list[Lane] = []
        y = 0.0
        for level in self.levels:
            lanes.append(Lane(level, y, heights[level]))
            y += heights[level] + _LANE
        top = {lane.level: lane.y for lane in lanes}
        size = len(self.picture.marks)
        layout = Layout(
            [0.0] * size, [0.0] * size, column, self.columns, lanes, [], width, y - _LANE
        )
        used = dict.fromkeys(self.levels, 0.0)
        left = 0.0
        for family in range(len(self.aligned)):
            for number in self._columns[family]:
                wide = self._column_width(family, number, choice)
                self.columns[number].x, self.columns[number].width = left, wide
                for level in self.levels:
                    self._place_column(layout, family, number, level, choice, top[level])
                left += wide + _COLUMN
            left += _FAMILY - _COLUMN
            for level in self.levels:
                rows = self._row_heights(family, level, choice)
                used[level] = max(used[level], sum(rows) + _ROW * max(0, len(rows) - 1))
        for document in self.single:
            level = document.level
            start = top[level] + used[level] + (_ROW * 1.6 if used[level] else 0.0)
            tiles, height = self._strip(document, choice, inner)
            for number, x, down, across in tiles:
                cell = self.cells[document.id, number]
                layout.frames.append(_fill(layout, cell, x, start + down, across))
            used[level] = start + height - top[level]
        self._place_ghosts(layout, inner, top)
        return layout

    def _place_column(
        self,
        layout: Layout,
        family: int,
        number: int,
        level: Level,
        choice: _Choice,
        top: float,
    ) -> None:
        documents = self._lanes[family][level]
        abreast = self._abreast(family, level, choice)
        across = self._across(family, number, level, choice)
        column = self.columns[number]
        spare = column.width - self._lane_width(family, number, level, choice)
        y = top
        heights = self._row_heights(family, level, choice)
        for row, height in enumerate(heights):
            for slot, document in enumerate(documents[row * abreast : (row + 1) * abreast]):
                if cell := self.cells.get((document.id, number)):
                    x = column.x + spare / 2 + slot * (across * STEP + _SLOT)
                    layout.frames.append(_fill(layout, cell, x, y, across))
            y += height + _ROW

    def _place_ghosts(self, layout: Layout, inner: float, top: dict[Level, float]) -> None:
        count: Counter[Level] = Counter()
        for index in self.ghosts:
            level = self.picture.marks[index].level
            layout.x[index] = inner + _GHOST / 2
            layout.y[index] = top[level] + _GHOST_HEIGHT * (count[level] + 0.5)
            count[level] += 1


def _fill(layout: Layout, cell: _Cell, x: float, y: float, across: int) -> Frame:
    """Place the marks of a cell from the left, each column of marks from the top."""
    down = ceil(len(cell.marks) / across)
    for number, index in enumerate(cell.marks):
        layout.x[index] = x + (number // down + 0.5) * STEP
        layout.y[index] = y + (number % down + 0.5) * STEP
    wide = ceil(len(cell.marks) / down) * STEP
    return Frame(cell.document.id, cell.column, x, y, wide, down * STEP, tuple(cell.marks))


def crossings(layout: Layout, lines: Iterable[Line]) -> int:
    """Count the pairs of straight lines that cross, for judging a layout; quadratic."""
    ends = [
        (layout.x[k.up], layout.y[k.up], layout.x[k.down], layout.y[k.down])
        for k in lines
        if k.kind == "implements"
    ]
    return sum(
        _cross(one, other) for number, one in enumerate(ends) for other in ends[number + 1 :]
    )


def _cross(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    def side(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> float:
        value = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        return 0.0 if abs(value) < 1e-9 else (inf if value > 0 else -inf)

    a, b = side(*one, *other[:2]), side(*one, *other[2:])
    c, d = side(*other, *one[:2]), side(*other, *one[2:])
    return a * b < 0 and c * d < 0
