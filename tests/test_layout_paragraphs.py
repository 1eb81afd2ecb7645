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


@pytest.mark.parametrize("number", ["— 2 —", "- 12 -", " 第 2 页 共 9 页", "2/9"])
def test_numbers_of_pages_part_no_paragraph(number: str) -> None:
    torn = "各县（市、区）人民政府要加强对河湖管理保护工作的组织领导，建立健全部门联动机制，"
    source = f"河湖管理方案\n{number}\n一、任务\n{torn}\n{number}\n每月通报一次进展情况。\n"
    assert [p.text for p in read_paragraphs(source)] == [
        "河湖管理方案",
        "一、任务",
        f"{torn}每月通报一次进展情况。",
    ]


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


def typeset(paragraphs: list[str], page: int = 30, indent: int = 2) -> str:
    """Set paragraphs as a PDF page does, then cut the lines into runs at every other comma."""
    lines = []
    for text in paragraphs:
        at, room = 0, page - indent
        while at < len(text):
            end = at + room
            while end < len(text) and text[end] in "，。、；：）”":
                end -= 1  # no line begins with a mark
            lines.append(text[at:end])
            at, room = end, page
    runs = []
    for i, line in enumerate(lines):
        cut = line.find("，") + 1
        runs += [line[:cut], line[cut:]] if cut and i % 2 else [line]
    return "\n".join(run for run in runs if run)


PLAN = [
    "一、加强审批服务",
    "（一）融合线上线下服务。推进政务服务线上线下标准统一、服务同质，推动大厅和手机多端联动，不断提升办事便利程度。",
    "完善办事地图，公布全部窗口的地址和电话。优化帮办代办服务，提高窗口的响应速度，方便企业群众就近办理。",
    "（二）建立健全企业诉求的闭环办理机制，安排专人负责接收、分办、督办和回访，及时回应合理诉求。（责任单位：市行政审批局）",
    "畅通投诉渠道，公布监督电话，对推诿扯皮的单位予以通报。",
    "牵头单位：市大数据局",
    "二、完善保障机制",
    "各有关部门要加强协同配合，细化任务措施，确保改革落地见效。有关情况按季度报送市政府办公室汇总。",
    "市行政审批局",
    "2023年5月6日",
]

STATUTE = [
    "第一条为了保护河湖水系，改善水生态环境，根据有关法律、行政法规，结合本市实际，制定本条例。",
    "第二条市、县人民政府应当加强对河湖保护工作的领导，将河湖保护所需经费列入本级财政预算，协调解决重大问题。",
    "水行政主管部门负责河湖保护的监督管理工作。",
    "发展改革、财政、自然资源等有关部门按照各自的职责，做好河湖保护的相关工作，并且定期公布信息。",
    "乡镇人民政府应当协助水行政主管部门，做好巡查工作。",
    "第三条禁止向河湖倾倒垃圾、排放污水以及从事其他污染水体的活动。",
    "任何单位和个人发现污染水体的行为，有权向水行政主管部门举报。",
    "接到举报的部门应当及时核实处理，处理结果应当在十日内书面告知举报人，并且依法为举报人保守秘密。",
    "第四条违反本条例规定的，由水行政主管部门责令改正，可以并处罚款。",
]


@pytest.mark.parametrize("paragraphs", [PLAN, STATUTE], ids=["plan", "statute"])
@pytest.mark.parametrize("page", [27, 33, 36, 40])
@pytest.mark.parametrize("indent", [0, 2])
def test_paragraphs_are_told_by_the_length_of_their_lines(
    paragraphs: list[str], page: int, indent: int
) -> None:
    source = typeset(paragraphs * 3, page, indent)
    assert [p.text for p in read_paragraphs(source)] == paragraphs * 3


def test_a_number_alone_on_its_line_belongs_to_what_follows() -> None:
    source = typeset(STATUTE)
    for number in "一二三四":
        source = source.replace(f"第{number}条", f"第{number}条\n")
    found = [p for p in read_paragraphs(source) if p.marker]
    assert [p.marker.number for p in found if p.marker] == [1, 2, 3, 4]
    assert all(len(p.body) > 20 for p in found)


def test_spans_keep_tables_out() -> None:
    source = "甲方工作。\n表\t格\n乙方工作。\n"
    found = read_paragraphs(source, [(0, 6), (10, len(source))])
    assert [p.text for p in found] == ["甲方工作。", "乙方工作。"]
    assert [source[p.start : p.end] for p in found] == ["甲方工作。", "乙方工作。"]


def test_a_title_up_to_its_date_is_one_paragraph_whatever_its_lines() -> None:
    title = [
        "3.",
        "株洲市人民政府办公室关于印发",
        "《株洲市河湖保护",
        "工作方案》的通知（2022 年5",
        "月6 日）",
    ]
    source = "\n".join([*title, typeset(PLAN * 3, 33)])
    joined = "3.株洲市人民政府办公室关于印发《株洲市河湖保护工作方案》的通知（2022年5月6日）"
    assert [p.text for p in read_paragraphs(source)] == [joined, *PLAN * 3]
