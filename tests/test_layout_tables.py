"""Tables in plain text: golden cases, and random tables written out and read back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from building import Golden, golden_cases
from hypothesis import assume, given
from hypothesis import strategies as st

from cascade.layout.tables import Table, find_tables


def shown(source: str, tables: list[Table]) -> str:
    parts = []
    for table in tables:
        kind = "columns" if table.is_positional else "cells"
        rows = [
            " ¦ ".join(" ".join(cell.of(source).split()) or "·" for cell in row)
            for row in table.rows
        ]
        parts.append("\n".join([f"by {kind}:", *rows]))
    return "\n\n".join(parts) or "no table"


@pytest.mark.parametrize("path", golden_cases("tables"), ids=lambda path: path.stem)
def test_golden_tables(
    path: Path, check_golden: Callable[[Path, Callable[[Golden], str]], None]
) -> None:
    check_golden(path, lambda golden: shown(golden.text, find_tables(golden.text)))


WORDS = st.text("政务公开信息规划建设治理水利教育。；、（）", min_size=1, max_size=12)


def contents(source: str, table: Table) -> list[list[str]]:
    return [[cell.of(source) for cell in row] for row in table.rows]


@st.composite
def grids(draw: st.DrawFn, empties: bool = True) -> list[list[str]]:
    width = draw(st.integers(3, 6))
    cells = st.one_of(st.just(""), WORDS) if empties else WORDS
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=6))
    assume(all(any(row) for row in rows))
    return rows


@given(grids(), st.data())
def test_flattened_tables_are_read_back(grid: list[list[str]], data: st.DataObject) -> None:
    blanks = st.sampled_from(["\n", "\n\n", "\n\u3000\n", "\n\n \n"])
    source = ""
    for row in grid:
        source += "".join(f"\t{cell}\n" for cell in row)
        source += data.draw(blanks)
    (table,) = find_tables(source)
    assert contents(source, table) == grid
    assert table.is_positional


@given(grids(empties=False), st.integers(0, 5), st.data())
def test_a_blank_line_inside_a_row_does_not_part_it(
    grid: list[list[str]], at: int, data: st.DataObject
) -> None:
    assume(len(grid) >= 4)  # most rows tell the width
    broken = data.draw(st.integers(1, len(grid) - 1))
    at = 1 + at % (len(grid[0]) - 1)
    source = ""
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            source += "\n" * (i == broken and j == at) + f"\t{cell}\n"
        source += "\n"
    (table,) = find_tables(source)
    assert contents(source, table) == grid


@given(grids(empties=False), st.text("政务公开信息", min_size=1, max_size=8))
def test_cells_go_on_over_untabbed_lines(grid: list[list[str]], more: str) -> None:
    source = "".join("".join(f"\t{cell}\n{more}\n" for cell in row) + "\n" for row in grid)
    (table,) = find_tables(source)
    assert contents(source, table) == [[f"{cell}\n{more}" for cell in row] for row in grid]


@given(grids())
def test_tabbed_tables_are_read_back(grid: list[list[str]]) -> None:
    # what begins with a tab and has no other is a flattened cell
    assume(sum(bool(row[0]) or any(row[2:]) for row in grid) > 0.5 * len(grid))
    source = "前言\n" + "\n".join("\t".join(row) for row in grid) + "\n\n后记\n"
    (table,) = find_tables(source)
    assert contents(source, table) == grid


@given(grids())
def test_rows_between_pipes_are_read_back(grid: list[list[str]]) -> None:
    source = "\n".join("| " + " | ".join(row) + " |" for row in grid)
    rule = "|" + " --- |" * len(grid[0])
    first, _, rest = source.partition("\n")
    source = f"{first}\n{rule}\n{rest}\n"
    (table,) = find_tables(source)
    assert contents(source, table) == grid


@given(grids(), st.sampled_from("|｜│┃"), st.booleans())
def test_rows_between_any_bars_framed_or_not(
    grid: list[list[str]], bar: str, is_framed: bool
) -> None:
    # an empty cell at the end of a row without a frame cannot be told from a frame
    grid = [[*row[:-1], row[-1] or "全年"] for row in grid]
    rows = [f" {bar} ".join(row) for row in grid]
    source = "\n".join(f"{bar} {row} {bar}" if is_framed else row for row in rows)
    (table,) = find_tables(source)
    assert contents(source, table) == grid


@given(grids())
def test_html_tables_are_read_back_with_merged_cells(grid: list[list[str]]) -> None:
    grid = [["任务"] * len(grid[0]), *grid]  # nothing above the first row to merge with
    source = "<p>前言</p>\n<table>\n"
    for i, row in enumerate(grid):
        cells = ""
        for j, cell in enumerate(row):
            if not cell:
                continue
            below = next((k for k in range(i + 1, len(grid)) if grid[k][j]), len(grid)) - i
            cells += f'<td rowspan="{below}">{cell}</td>' if below > 1 else f"<td>{cell}</td>"
        source += f"<tr>{cells}</tr>\n"
    (table,) = find_tables(source + "</table>\n")
    assert contents(source, table) == grid
    assert not any(cell.blank for row in table.rows for cell in row)


def test_an_empty_html_cell_is_empty_on_purpose() -> None:
    source = "<TABLE><tr><th colspan=2>任务<th>时限<tr><td>一<td>二<td> </td></tr></TABLE>"
    (table,) = find_tables(source)
    assert contents(source, table) == [["任务", "", "时限"], ["一", "二", ""]]
    assert [cell.blank for cell in table.rows[1]] == [False, False, True]


def test_a_bar_in_a_title_makes_no_table() -> None:
    assert find_tables("一图读懂｜政务公开\n正文一段。\n图解｜营商环境\n") == []


LENGTHS = [(1, 2), (6, 9), (30, 40), (4, 7), (10, 16), (3, 4)]
"""How long the cells of a column are, as in an ordinal, a topic, a wording, …"""


@given(st.integers(3, 6), st.data())
def test_piped_cells_with_merged_ones_filled_up_at_row_ends(
    width: int, data: st.DataObject
) -> None:
    least = max(2, width - 2)
    sizes = [width] * 4 + data.draw(st.lists(st.integers(least, width), min_size=2, max_size=6))
    sizes += [width - 1, width]
    grid = [
        [
            data.draw(st.text("政务公开信息规划", min_size=low, max_size=high))
            for low, high in LENGTHS[:size]
        ]
        + [""] * (width - size)
        for size in sizes
    ]
    source = "".join(f"{cell}|\n" for row in grid for cell in row)
    (table,) = find_tables(source)
    assert contents(source, table) == grid
    assert not table.is_positional


@given(st.text("甲乙|\t\n \u3000、。1一", max_size=200))
def test_cells_lie_inside_their_table_and_in_order(source: str) -> None:
    end = 0
    for table in find_tables(source):
        assert end <= table.start < table.end <= len(source)
        end = table.end
        assert len(table.rows) >= 2
        at = table.start
        for row in table.rows:
            for cell in row:
                if not cell.is_empty:
                    assert at <= cell.start < cell.end <= table.end
                    at = cell.end
                    assert cell.of(source).strip() == cell.of(source)
