"""Texts with the words marked that differ or that a change quotes."""

from building import document, requirement
from hypothesis import given
from hypothesis import strategies as st

from cascade.cli.marking import mark_quoted, marked, plain_marks
from cascade.records import Span

TEXT = st.text("每周季度公开信息，。", max_size=30)


@given(TEXT, TEXT)
def test_marks_taken_off_leave_the_texts(one: str, other: str) -> None:
    lost, gained = plain_marks()
    up, down = marked(one, other, lost, gained)
    assert up.replace("[-", "").replace("-]", "") == one
    assert down.replace("{+", "").replace("+}", "") == other
    if one == other:
        assert (up, down) == (one, other)


@given(TEXT, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=4), st.data())
def test_quoted_spans_are_marked_in_their_place(
    text: str, cuts: list[tuple[int, int]], data: st.DataObject
) -> None:
    source = data.draw(st.integers(0, 50))
    made = requirement(
        document("x-2022"), "1", text, start=source, end=source + len(text), anchors=((0, source),)
    )
    cuts = [(at, min(at + size, len(text))) for at, size in cuts if at < len(text)]
    shown = mark_quoted(made, [made.span(*cut) for cut in cuts], "[{}]".format)
    assert shown.replace("[", "").replace("]", "") == text
    inside, covered = 0, set()
    at = 0
    for character in shown:
        if character in "[]":
            inside += 1 if character == "[" else -1
            continue
        if inside:
            covered.add(at)
        at += 1
    assert covered == {i for start, end in cuts for i in range(start, end)}


def test_spans_of_another_text_are_not_marked() -> None:
    made = requirement(document("x-2022"), "1", "每周公开", start=10, end=14, anchors=((0, 10),))
    assert mark_quoted(made, [Span("每周", 90, 92), Span("", 10, 10)], "[{}]".format) == "每周公开"
