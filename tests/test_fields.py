"""Responsible units and deadlines, as cells, lines and brackets."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade.requirements.fields import (
    parse_deadline,
    parse_responsibility,
    parse_units,
    responsibility_line,
    trailing_responsibility,
)


@pytest.mark.parametrize(
    ("text", "units", "lead"),
    [
        ("市水利局", ("市水利局",), ()),
        ("市水利局、市公安局，各县区政府", ("市水利局", "市公安局", "各县区政府"), ()),
        ("市水利局牵头，市公安局配合", ("市水利局", "市公安局"), ("市水利局",)),
        (
            "牵头单位：市水利局；配合单位：市公安局、市财政局",
            ("市水利局", "市公安局", "市财政局"),
            ("市水利局",),
        ),
        ("各县（市、区）人民政府，市直各部门", ("各县（市、区）人民政府", "市直各部门"), ()),
        ("市水利局、市水利局", ("市水利局",), ()),
        ("市政府各部门按职责分工负责", ("市政府各部门",), ()),
        ("牵头单位：市水利局，责任单位：市公安局", ("市水利局", "市公安局"), ("市水利局",)),
        ("牵头单位：市水利局责任单位：各区政府", ("市水利局", "各区政府"), ("市水利局",)),
        (
            "市水利局、市公安局等；列第一位的为牵头单位，下同",
            ("市水利局", "市公安局"),
            ("市水利局",),
        ),
        ("市水利局会同市公安局负责", ("市水利局", "市公安局"), ()),
        ("责任领导：张三；主要负责单位：市水利局", ("市水利局",), ()),
        ("", (), ()),
        ("——", (), ()),
    ],
)
def test_units(text: str, units: tuple[str, ...], lead: tuple[str, ...]) -> None:
    assert parse_units(text) == (units, lead)


@given(st.text("市水利局公安牵头配合、，；：（）各 ", max_size=40))
def test_leads_are_among_the_units(text: str) -> None:
    units = parse_units(text)
    assert set(units.lead) <= set(units.all)
    assert len(set(units.all)) == len(units.all)


@pytest.mark.parametrize(
    ("text", "year", "start", "end"),
    [
        ("2022年6月30日前", None, "", "2022-06-30"),
        ("2022年12月底前完成", None, "", "2022-12-31"),
        ("2024年2月底", None, "", "2024-02-29"),
        ("2023年第2季度", None, "", "2023-06-30"),
        ("2023年四季度", None, "", "2023-12-31"),
        ("2025年底前", None, "", "2025-12-31"),
        ("年底前", 2021, "", "2021-12-31"),
        ("6月底前", 2021, "", "2021-06-30"),
        ("9月1日起施行", 2021, "2021-09-01", ""),
        ("全年", 2021, "2021-01-01", "2021-12-31"),
        ("2021年6月底前制定方案，12月底前完成", 2021, "", "2021-12-31"),
        ("每年3月底前", 2021, "", ""),
        ("每季度末", 2021, "", ""),
        ("长期坚持", 2021, "", ""),
        ("及时", 2021, "", ""),
        ("2022年13月", None, "", ""),
        ("2022年2月30日前", None, "", ""),
        ("6月底前", None, "", ""),
        ("", 2021, "", ""),
    ],
)
def test_deadlines(text: str, year: int | None, start: str, end: str) -> None:
    assert parse_deadline(text, year) == (parse_deadline(text).__class__)(text, start, end)


@given(
    st.text("0123456789年月日底前起末第季度全每、，。 （）", max_size=30), st.integers(1990, 2030)
)
def test_a_deadline_states_real_dates_or_none(text: str, year: int) -> None:
    found = parse_deadline(text, year)
    assert found.text == text
    for date in filter(None, (found.start, found.end)):
        datetime.date.fromisoformat(date)


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 31)))
def test_days_are_read_back(day: datetime.date) -> None:
    text = f"{day.year}年{day.month}月{day.day}日前完成"
    assert parse_deadline(text).end == day.isoformat()


@pytest.mark.parametrize(
    ("text", "body", "units", "deadline"),
    [
        ("清理河道。（责任单位：市水利局）", "清理河道。", ("市水利局",), ""),
        ("清理河道（市水利局牵头）。", "清理河道", ("市水利局",), ""),
        (
            "清理河道。（责任单位：市水利局〔市河长办〕、各县（市、区）政府；完成时限：6月底前）",
            "清理河道。",
            ("市水利局〔市河长办〕", "各县（市、区）政府"),
            "6月底前",
        ),
        (
            "清理河道。（完成时限：2022年6月底；责任单位：市水利局）",
            "清理河道。",
            ("市水利局",),
            "2022年6月底",
        ),
        (
            "清理河道。（责任单位：市水利局）（完成时限：长期）",
            "清理河道。",
            ("市水利局",),
            "长期",
        ),
        ("清理河道。[市水利局负责]", "清理河道。", ("市水利局",), ""),
        ("清理河道。（市水利局、市公安局）", "清理河道。", ("市水利局", "市公安局"), ""),
    ],
)
def test_brackets_at_the_end(text: str, body: str, units: tuple[str, ...], deadline: str) -> None:
    found = trailing_responsibility(text)
    assert found is not None
    assert text[: found.at] == body
    assert found.units.all == units
    assert found.deadline == deadline


@pytest.mark.parametrize(
    "text",
    [
        "推广政府和社会资本合作（PPP）",
        "公布目录（含区、县）。",
        "报市水利局（河长办）备案",
        "各县（市、区）",
        "清理河道。（详见附件）",
        "清理河道。（含市水利局）",
        "责任单位：市水利局",
        "",
    ],
)
def test_brackets_that_name_nobody_responsible(text: str) -> None:
    assert trailing_responsibility(text) is None


@given(st.text("甲。（）()〔〕牵头责任单位：局、；", max_size=40))
def test_what_is_left_of_a_bracket_is_a_beginning(text: str) -> None:
    found = trailing_responsibility(text)
    assert found is None or 0 <= found.at < len(text)


def test_lines_of_their_own() -> None:
    units, deadline = responsibility_line("责任单位：市水利局、市公安局") or ((), "")
    assert units == (("市水利局", "市公安局"), ())
    assert not deadline
    units, deadline = responsibility_line("（完成时限：2022年底）") or ((), "x")
    assert deadline == "2022年底"
    assert responsibility_line("市水利局要落实责任单位。") is None


def test_layout_inside_a_bracket_does_not_show() -> None:
    units, deadline = parse_responsibility("责任单位：市水 利局\n；完成时限：2022 年6 月")
    assert units.all == ("市水利局",)
    assert deadline == "2022年6月"


def test_a_bracket_may_give_its_deadline_without_a_label() -> None:
    units, deadline = parse_responsibility("市水利局、市公安局按职责分工负责，2022年6月底前完成")
    assert (units.all, deadline) == (("市水利局", "市公安局"), "2022年6月底前完成")
    assert parse_responsibility("市水利局牵头，持续推进")[1] == "持续推进"
    assert parse_responsibility("市水利局牵头，市公安局配合")[1] == ""
