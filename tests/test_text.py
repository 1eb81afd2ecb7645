"""Characters: layout taken out with offsets kept, numerals, brackets, sentences."""

from hypothesis import given
from hypothesis import strategies as st

from cascade.text import (
    clauses,
    clean,
    fold,
    han_number,
    last_bracket,
    sentences,
    split_outside_brackets,
    trim,
)

LAYOUT = " \t\r\n\u3000\u00a0\ufeff\u200b\u2060\ue004\uf0b7"
MIXED = st.text(f"政务公开。，（）Ab1<p>/{LAYOUT}", max_size=60)


@given(MIXED, st.data())
def test_clean_maps_every_character_back(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    text, anchors = clean(source, start, end)
    assert anchors == tuple(sorted(anchors))
    for index, character in enumerate(text):
        at, base = max(anchor for anchor in anchors if anchor[0] <= index)
        offset = base + index - at
        assert start <= offset < end
        assert source[offset] == character or (character == " " and source[offset] in LAYOUT)


@given(MIXED)
def test_clean_twice_is_clean_once(source: str) -> None:
    text = clean(source).text
    assert "<" in text or clean(text).text == text
    assert not set(text) & set(LAYOUT) - {" "}


@given(st.lists(st.text("政务公开", min_size=1, max_size=5), min_size=1), st.data())
def test_layout_between_chinese_characters_leaves_no_trace(
    words: list[str], data: st.DataObject
) -> None:
    gap = st.text(LAYOUT, min_size=1, max_size=3)
    source = "".join(word + data.draw(gap) for word in words)
    assert clean(source).text == "".join(words)


def test_clean_keeps_one_space_between_latin_words_and_numbers() -> None:
    assert clean("PPP  \n model 2016\u30002017").text == "PPP model 2016 2017"
    assert clean("2016 年 PPP 项目").text == "2016年PPP项目"


def test_clean_takes_tags_out_but_no_comparison() -> None:
    assert clean("<p style='x'>甲</p>乙<br/>").text == "甲乙"
    assert clean("a<3 且 b>4").text == "a<3且b>4"


@given(MIXED, st.data())
def test_trim_narrows_to_what_clean_keeps(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    inner = trim(source, start, end)
    assert start <= inner[0] <= max(inner) <= max(end, inner[0])
    if inner[0] < inner[1]:
        assert source[inner[0]] not in LAYOUT
        assert source[inner[1] - 1] not in LAYOUT
    assert clean(source, *inner).text == clean(source, start, end).text


def test_trim_goes_through_layout_of_any_length() -> None:
    source = " " * 500 + "甲" + "\n" * 500
    assert trim(source, 0, len(source)) == (500, 501)


@given(st.text())
def test_fold_keeps_the_length_but_for_special_cases_of_lower(text: str) -> None:
    assert len(fold(text)) == len(text.lower())
    assert fold(fold(text)) == fold(text)


def spelled(number: int) -> str:
    digits = "〇一二三四五六七八九"
    if number < 10:
        return digits[number]
    parts, rest, zero = "", number, False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, unit)
        if digit:
            parts += ("零" if zero and parts else "") + digits[digit] + sign
            zero = False
        elif parts:
            zero = True
    return parts.removeprefix("一") if parts.startswith("一十") else parts


@given(st.integers(0, 9999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert han_number(spelled(number)) == number
    assert han_number(str(number)) == number


@given(st.text(max_size=8))
def test_anything_else_is_no_numeral(text: str) -> None:
    number = han_number(text)
    assert number is None or number >= 0


@given(st.text("甲乙（）(〔〕)、，", max_size=40))
def test_split_spans_are_in_order_and_hold_no_outer_separator(text: str) -> None:
    at = 0
    for start, end in split_outside_brackets(text, "、，"):
        assert at <= start < end <= len(text)
        at = end
    if not set(text) & set("（）(〔〕)"):
        pieces = [text[a:b] for a, b in split_outside_brackets(text, "、，")]
        assert pieces == [p for p in text.replace("，", "、").split("、") if p]


def test_last_bracket_wants_the_closing_one_last() -> None:
    assert last_bracket("甲（乙）丙") is None
    assert last_bracket("甲（乙（丙）丁）。") == (1, 8)
    assert last_bracket("甲乙）") is None
    assert last_bracket("") is None


@given(st.text("甲乙。！？；”）", max_size=40))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start < end
        assert not set(text[at:start]) - set("。！？；”）")
        at = end


@given(st.text("甲乙，。；：（）", max_size=40))
def test_clauses_are_pieces_of_the_text(text: str) -> None:
    for start, end in clauses(text):
        assert text[start:end]
