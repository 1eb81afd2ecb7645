"""Tables as text, JSON, CSV, Markdown; Chinese by display width."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from cascade.rendering import (
    FORMATS,
    as_csv,
    as_json,
    as_markdown,
    as_text,
    pad,
    shorten,
    table,
    width,
    wrap,
)

CELL = st.text("政务a1，“|\n\t,;=+-@' ", max_size=12)
LINE = st.text("政务公开a1，。 ", max_size=60)
HEADERS = ("序号", "text", "单位")
ROWS = st.lists(st.tuples(CELL, CELL, CELL), max_size=5)


def test_columns_are_aligned_by_display_width() -> None:
    lines = as_text(("地方", "n"), [("广州", 1), ("Xinyang", None)]).splitlines()
    assert lines == ["地方     n", "───────  ─", "广州     1", "Xinyang"]


@given(st.lists(st.tuples(LINE, LINE), min_size=1, max_size=5))
def test_second_columns_begin_at_the_same_place(rows: list[tuple[str, str]]) -> None:
    marked = [(one.strip(), "↓" + other) for one, other in rows]
    lines = as_text(("甲", "乙"), marked).splitlines()[2:]
    assert len({wcswidth(line.split("↓")[0]) for line in lines}) == 1


@given(LINE, st.integers(2, 40))
def test_shortened_texts_fit(text: str, columns: int) -> None:
    short = shorten(text, columns)
    assert width(short) <= columns
    assert short == text or short.endswith("…")
    assert width(pad(short, columns)) == columns


@given(LINE, st.integers(14, 60))
def test_wrapped_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    lines = wrap(text, columns, "    ").split("\n    ")
    assert "".join(lines) == text
    assert all(width(line) <= columns - 4 for line in lines)


def test_wrapping_keeps_line_breaks() -> None:
    assert wrap("甲\n乙", 20, "  ") == "甲\n  乙"


@given(ROWS)
def test_csv_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(HEADERS, rows) + "\n")))
    assert tuple(read[0]) == HEADERS
    for row, found in zip(rows, read[1:], strict=True):
        assert [cell.removeprefix("'") for cell in found] == [c.removeprefix("'") for c in row]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@x", "-cmd", "\tx"])
def test_cells_are_no_formulas_to_a_spreadsheet(cell: str) -> None:
    (_, row) = csv.reader(io.StringIO(as_csv(["a"], [[cell]]) + "\n"))
    assert row == [f"'{cell}"]


def test_negative_numbers_stay_numbers() -> None:
    assert as_csv(["a"], [[-3], ["-2.5"]]).splitlines() == ["a", "-3", "-2.5"]


@given(ROWS)
def test_markdown_has_one_line_a_row_and_no_stray_pipe(rows: list[tuple[str, str, str]]) -> None:
    lines = as_markdown(HEADERS, rows).split("\n")
    assert len(lines) == len(rows) + 2
    for line in lines:
        assert line.replace("\\\\", "").replace("\\|", "").count("|") == len(HEADERS) + 1


def test_markup_in_cells_is_shown_and_not_obeyed() -> None:
    assert "&lt;script>" in as_markdown(["a"], [["<script>"]])


def test_json_keeps_chinese_and_types() -> None:
    assert as_json({"名": [1, None, True]}).count("名") == 1
    assert json.loads(table(("a", "b"), [(1, ["甲", "乙"])], "json")) == [
        {"a": 1, "b": ["甲", "乙"]}
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_without_rows(format: str) -> None:
    text = table(HEADERS, [], format)
    assert text == "[]" if format == "json" else HEADERS[0] in text


def test_lists_are_joined_and_nothing_is_empty() -> None:
    assert as_csv(["a", "b"], [[("甲", ["乙", "丙"]), None]]).splitlines()[1] == "甲; 乙; 丙,"
