"""Records: places in a text and in its source belong together."""

from dataclasses import FrozenInstanceError

import pytest
from building import carries, document, requirement
from hypothesis import given
from hypothesis import strategies as st

from cascade.records import Requirement
from cascade.text import clean


def made_of(source: str) -> Requirement:
    piece = clean(source)
    return requirement(
        document("x-2022"),
        "1",
        piece.text,
        start=0,
        end=len(source),
        anchors=piece.anchors,
    )


@given(st.text("政务公开ab1 \n\u3000", min_size=1, max_size=40).filter(lambda s: clean(s).text))
def test_offset_and_index_undo_each_other(source: str) -> None:
    made = made_of(source)
    for index in range(len(made.text)):
        assert made.index(made.offset(index)) == index


@given(
    st.text("政务公开ab1 \n\u3000", min_size=1, max_size=40).filter(lambda s: clean(s).text),
    st.data(),
)
def test_spans_quote_the_source(source: str, data: st.DataObject) -> None:
    made = made_of(source)
    start = data.draw(st.integers(0, len(made.text) - 1))
    end = data.draw(st.integers(start + 1, len(made.text)))
    span = made.span(start, end)
    assert span.text == made.text[start:end]
    assert clean(source, span.start, span.end).text == span.text.strip()


def test_missing_upstream_is_what_is_known_by_name_only() -> None:
    made = document(
        "x-2022", implements=(carries("a"), carries("湘政办发〔2022〕1号", missing=True))
    )
    assert made.missing_upstream == ("湘政办发〔2022〕1号",)


def test_records_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        document("x-2022").year = 2023  # type: ignore[misc]
