"""Paragraphs rebuilt from lines: golden cases, offsets, hard wraps undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from building import Golden, golden_cases
from hypothesis import given
from hypothesis import strategies as st

from cascade.layout.paragraphs import read_paragraphs
from cascade.text import clean


@pytest.mark.parametrize("path", golden_cases("paragraphs"), ids=lambda path: path.stem)
def test_golden_paragraphs(
    path: Path, check_golden: Callable[[Path, Callable[[Golden], str]], None]
) -> None:
    def make(golden: Golden) -> str:
        found = read_paragraphs(golden.text)
        return "\n".join(
            f"[{p.marker.style.name} {p.marker.number}] {p.body}" if p.marker else p.text
            for p in found
        )

    check_golden(path, make)


LINES = st.text("一二（）、。；：甲乙丙1.2第条章\t \u3000\ue000<p>", max_size=40)


@given(st.lists(LINES, max_size=30))
def test_paragraphs_lie_in_the_source_in_order(lines: list[str]) -> None:
    source = "\n".join(lines)
    at = 0
    for paragraph in read_paragraphs(source):
        assert at <= paragraph.start < paragraph.end <= len(source)
        at = paragraph.end
        assert paragraph.text == clean(source, paragraph.start, paragraph.end).text
        assert paragraph.text
        assert paragraph.body == paragraph.text[paragraph.body_at :]


@given(st.lists(LINES, max_size=30))
def test_no_text_is_lost_between_paragraphs(lines: list[str]) -> None:
    source = "\n".join(lines)
    kept = "".join(p.text for p in read_paragraphs(source)).replace(" ", "")
    whole = "".join(clean(line).text for line in lines).replace(" ", "")
    # a tag is layout only when it stands on one line
    assert kept == whole or "<" in source


SENTENCES = st.lists(
    st.text("推进政务公开加强监督管理完善工作机制落实责任", min_size=30, max_size=90),
    min_size=6,
    max_size=12,
)


@given(SENTENCES, st.integers(18, 30))
def test_hard_wraps_are_undone(sentences: list[str], page: int) -> None:
    numerals = "一二三四五六七八九十"
    wanted = [f"{numerals[i % 10]}、{sentence}。" for i, sentence in enumerate(sentences)]
    lines = [text[i : i + page] for text in wanted for i in range(0, len(text), page)]
    found = [p.text for p in read_paragraphs("\n".join(lines))]
    assert found == wanted


def test_spans_keep_tables_out() -> None:
    source = "甲方工作。\n表\t格\n乙方工作。\n"
    found = read_paragraphs(source, [(0, 6), (10, len(source))])
    assert [p.text for p in found] == ["甲方工作。", "乙方工作。"]
    assert [source[p.start : p.end] for p in found] == ["甲方工作。", "乙方工作。"]
