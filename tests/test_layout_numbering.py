"""Numbering styles and the tree that they span."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade.layout.numbering import Marker, Outline, Style, read_marker


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("第一编 总则", Style.PART, 1),
        ("第二部分　主要任务", Style.PART, 2),
        ("第三章 附则", Style.CHAPTER, 3),
        ("第十二节 监督", Style.SECTION, 12),
        ("第一百零五条　本条例", Style.ARTICLE, 105),
        ("第12条 本条例", Style.ARTICLE, 12),
        ("十一、强化保障", Style.HAN, 11),
        ("一.强化保障", Style.HAN, 1),
        ("（二十二）加强考核", Style.HAN_BRACKET, 22),
        ("(三)加强考核", Style.HAN_BRACKET, 3),
        ("（一）、加强考核", Style.HAN_BRACKET, 1),
        ("1.建立台账", Style.ARABIC, 1),
        ("12．建立台账", Style.ARABIC, 12),
        ("3、建立台账", Style.ARABIC, 3),
        ("1.2016年起督导各地", Style.ARABIC, 1),
        ("（4）建立台账", Style.ARABIC_BRACKET, 4),
        ("(5)建立台账", Style.ARABIC_BRACKET, 5),
        ("⑳建立台账", Style.CIRCLED, 20),
        ("附件2：清单", Style.ANNEX, 2),
        ("附件", Style.ANNEX, 0),
        ("附表一：清单", Style.ANNEX, 1),
        ("4﹒稳岗扩岗", Style.ARABIC, 4),
    ],
)
def test_numbers_of_every_style(text: str, style: Style, number: int) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.style, marker.number) == (style, number)
    assert text.startswith(marker.text)
    assert len(marker.text) <= marker.length <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "2016年起实施",
        "3.5万元",
        "第三条规定的期限",
        "第三条、第四条所列",
        "一是加强领导",
        "附件材料要齐全",
        "（市编办牵头）",
        "（2016）年",
        "",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert read_marker(text) is None


@given(st.text(max_size=30))
def test_a_marker_is_a_beginning_of_the_text(text: str) -> None:
    marker = read_marker(text)
    if marker:
        assert 0 < marker.length <= len(text)
        assert marker.number >= 0


def outline_of(*texts: str) -> list[tuple[str, ...]]:
    outline, depths = Outline(), []
    for text in texts:
        marker = read_marker(text)
        assert isinstance(marker, Marker)
        outline.enter(marker, text[marker.length :])
        depths.append(tuple(number for _, number in outline.numbers))
    return depths


def test_a_style_met_inside_another_is_deeper() -> None:
    assert outline_of("一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "二、己") == [
        ("一",),
        ("一", "（一）"),
        ("一", "（一）", "1"),
        ("一", "（一）", "2"),
        ("一", "（二）"),
        ("二",),
    ]


def test_styles_change_role_between_sections() -> None:
    assert outline_of("一、甲", "1.乙", "（1）丙", "二、丁", "（一）戊", "1.己") == [
        ("一",),
        ("一", "1"),
        ("一", "1", "（1）"),
        ("二",),
        ("二", "（一）"),
        ("二", "（一）", "1"),
    ]


def test_an_annex_closes_everything() -> None:
    assert outline_of("一、甲", "（一）乙", "附件：丙", "一、丁") == [
        ("一",),
        ("一", "（一）"),
        ("附件",),
        ("附件", "一"),
    ]


def test_titles_leave_nameless_headings_out() -> None:
    outline = Outline()
    for text in ("一、甲", "（一）"):
        marker = read_marker(text)
        assert marker
        outline.enter(marker, "")
        outline.name(text[marker.length :])
    assert outline.titles == ("甲",)
    assert outline.depth == 2


@given(st.lists(st.sampled_from(["一、", "（一）", "1.", "（1）", "①", "第一条", "第一章"])))
def test_no_style_is_open_twice(texts: list[str]) -> None:
    outline = Outline()
    for text in texts:
        marker = read_marker(text + "甲")
        assert marker
        outline.enter(marker, "")
        styles = [style for style, _ in outline.numbers]
        assert len(set(styles)) == len(styles) == outline.depth
        assert styles[-1] is marker.style
