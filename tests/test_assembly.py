"""From entries to requirements, and the alignment that a table states."""

from dataclasses import replace

from building import document

from cascade.requirements.assembly import requirements_of
from cascade.requirements.entries import Entry
from cascade.requirements.fields import Units

SOURCE = "一、每周\n巡河 一次。（略）"
ENTRY = Entry(
    start=2,
    end=11,
    topic=("加强巡查",),
    path="1.1",
    ordinal="1",
    units=Units(("市水利局", "市公安局"), ("市水利局",)),
    deadline="6月底前",
    rows=(3, 5),
    reference="（一）",
)
CITY = document("zhuzhou-2022", "株洲市")


def test_an_entry_becomes_a_requirement_of_its_document() -> None:
    (found,) = requirements_of(CITY, SOURCE, [ENTRY])
    assert found.id == "zhuzhou-2022:1.1"
    assert (found.document, found.level, found.jurisdiction) == (
        CITY.id,
        CITY.level,
        "湖南省株洲市",
    )
    assert found.text == "每周巡河一次。"
    assert (found.units, found.lead) == (("市水利局", "市公安局"), ("市水利局",))
    assert (found.deadline.text, found.deadline.end) == ("6月底前", "2022-06-30")
    assert not found.is_restatement


def test_a_span_of_the_text_is_quoted_with_its_place_in_the_source() -> None:
    (found,) = requirements_of(CITY, SOURCE, [ENTRY])
    span = found.span(2, 6)
    assert span.text == "巡河一次"
    assert SOURCE[span.start : span.end] == "巡河 一次"
    assert found.span(3, 3) == ("", span.start + 1, span.start + 1)


def test_units_and_deadlines_of_a_quoting_row_are_not_those_of_what_it_quotes() -> None:
    quoted = replace(CITY, id="hunan-2022", quoted_in="zhuzhou-2022")
    (found,) = requirements_of(quoted, SOURCE, [ENTRY])
    assert (found.units, found.lead, found.deadline.text) == ((), (), "")
    assert found.quoted_in == "zhuzhou-2022"


def test_restatements_come_last_and_are_marked() -> None:
    row = ENTRY._replace(path="t1")
    found = requirements_of(CITY, SOURCE, [ENTRY], [row])
    assert [(r.id, r.is_restatement) for r in found] == [
        ("zhuzhou-2022:1.1", False),
        ("zhuzhou-2022:t1", True),
    ]
