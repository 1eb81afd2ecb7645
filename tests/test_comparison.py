"""What two documents made of the same upstream requirements."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from building import carries, document, graph_of, link, preschool, requirement, shanghai

from cascade.graph.comparison import DROPPED, REVIEW, diff, outcome
from cascade.graph.findings import find_dropped
from cascade.graph.network import CascadeGraph
from cascade.graph.queries import own_requirements
from cascade.records import Deadline, Implements, Span
from cascade.vocabulary import Basis, Level, Status

CENTRE = document("central-2022")
HUNAN = document("hunan-2022", "湖南省", implements=(carries("central-2022"),))
BOTH = (carries("central-2022"), carries("hunan-2022"))
ZHUZHOU = document("zhuzhou-2022", "株洲市", implements=BOTH)
YUEYANG = document("yueyang-2022", "岳阳市", implements=BOTH)

Make = Callable[..., CascadeGraph]


@pytest.fixture
def small() -> CascadeGraph:
    same = "县级河长每月巡河一次，并公布结果。"
    return graph_of(
        [CENTRE, HUNAN, ZHUZHOU, YUEYANG],
        [
            requirement(CENTRE, "1", same),
            requirement(CENTRE, "2", "建立生态补偿机制。"),
            requirement(HUNAN, "1", same),
            requirement(HUNAN, "2", "乡级河长每周巡河一次。"),
            requirement(HUNAN, "3", "每年公布水质报告。"),
            requirement(HUNAN, "4", "开展增殖放流。"),
            requirement(ZHUZHOU, "1", same, deadline=Deadline("6月底", "", "2022-06-30")),
            requirement(ZHUZHOU, "2", "乡级河长每周巡河一次。"),
            requirement(ZHUZHOU, "9", "举办龙舟赛。"),
            requirement(YUEYANG, "1", same, deadline=Deadline("9月底", "", "2022-09-30")),
            requirement(YUEYANG, "2", "乡级河长每季度巡河一次。"),
            requirement(YUEYANG, "3", "每年公布水质报告。"),
            requirement(YUEYANG, "5", "完善生态补偿机制。"),
        ],
        [
            link("central-2022:1", "hunan-2022:1"),
            link("hunan-2022:1", "zhuzhou-2022:1"),
            link("hunan-2022:2", "zhuzhou-2022:2"),
            link("hunan-2022:1", "yueyang-2022:1"),
            link("hunan-2022:2", "yueyang-2022:2", Status.WEAKENED),
            link("hunan-2022:3", "yueyang-2022:3"),
            link("central-2022:2", "yueyang-2022:5"),
        ],
        review=[link("hunan-2022:4", "zhuzhou-2022:9", confidence=0.4)],
    )


def test_one_row_for_every_upstream_requirement_of_both(small: CascadeGraph) -> None:
    compared = diff(small, "zhuzhou-2022", "yueyang-2022")
    states = {r.upstream.id: (r.first.state, r.second.state) for r in compared.rows}
    assert states == {
        "hunan-2022:1": (Status.EQUIVALENT, Status.EQUIVALENT),
        "hunan-2022:2": (Status.EQUIVALENT, Status.WEAKENED),
        "hunan-2022:3": (DROPPED, Status.EQUIVALENT),
        "hunan-2022:4": (REVIEW, DROPPED),
        "central-2022:2": (DROPPED, Status.EQUIVALENT),
    }  # central 1 is asked for by the nearer province


def test_what_the_text_may_only_lack_is_for_review(small: CascadeGraph) -> None:
    cut = replace(YUEYANG, omits=Span("附件：任务表（略）", 90, 99))
    documents = [CENTRE, HUNAN, ZHUZHOU, cut]
    graph = graph_of(documents, list(small.requirements()), list(small.links()))
    states = {
        row.upstream.id: (row.first.state, row.second.state, row.second.note)
        for row in diff(graph, "zhuzhou-2022", "yueyang-2022").rows
    }
    note = "may stand in what the text leaves out: 附件：任务表（略）"
    assert states["hunan-2022:4"] == (DROPPED, REVIEW, note)


def test_rows_differ_by_outcome_words_or_deadline(small: CascadeGraph) -> None:
    rows = {r.upstream.id: r for r in diff(small, "zhuzhou-2022", "yueyang-2022").rows}
    assert rows["hunan-2022:1"].deadlines_differ
    assert not rows["hunan-2022:1"].differences
    assert rows["hunan-2022:1"].differs
    (change, *_) = rows["hunan-2022:2"].differences
    assert "每周" in change.words
    assert "每季度" in change.words
    same = diff(small, "zhuzhou-2022", "zhuzhou-2022")
    assert same.differing == ()


def test_what_only_one_adds_is_listed_apart(small: CascadeGraph) -> None:
    compared = diff(small, "zhuzhou-2022", "yueyang-2022")
    assert compared.only_first == ()  # 9 is for review
    assert compared.only_second == ()


def test_the_level_compared_under_can_be_picked(small: CascadeGraph) -> None:
    compared = diff(small, "zhuzhou-2022", "yueyang-2022", Level.CENTRAL)
    assert compared.against == ("central-2022",)
    assert [r.upstream.id for r in compared.rows] == ["central-2022:1", "central-2022:2"]
    over = compared.rows[0].first
    assert over.state == Status.EQUIVALENT
    assert "hunan-2022:1" in over.links[0].note
    assert diff(small, "zhuzhou-2022", "yueyang-2022", Level.CITY).rows == ()


def test_outcomes_of_several_links_are_joined(small: CascadeGraph) -> None:
    found = outcome(small, small.requirement("hunan-2022:2"), "yueyang-2022")
    assert found.state == Status.WEAKENED
    assert found.text == "乡级河长每季度巡河一次。"
    assert outcome(small, small.requirement("hunan-2022:4"), "yueyang-2022").text == ""


# The shipped seeds


def test_guangzhou_and_zhaoqing(graph: CascadeGraph) -> None:
    compared = diff(graph, "guangzhou-2016", "zhaoqing-2016")
    assert compared.against == ("guangdong-2016", "central-2016")
    provincial = [r for r in compared.rows if r.upstream.document == "guangdong-2016"]
    assert len(provincial) == len(own_requirements(graph, "guangdong-2016"))
    dropped = {r.upstream.id for r in provincial if r.first.state == DROPPED}
    assert dropped == {
        f.requirement
        for f in find_dropped(graph, "guangzhou-2016")
        if f.requirement.startswith("guangdong-")
    }
    assert {row.upstream.id for row in compared.differing} < {r.upstream.id for r in compared.rows}


def test_a_comparison_turned_round_is_the_same_turned_round(graph: CascadeGraph) -> None:
    one = diff(graph, "guangzhou-2016", "zhaoqing-2016")
    other = diff(graph, "zhaoqing-2016", "guangzhou-2016")
    assert [(r.first.state, r.second.state) for r in one.rows] == [
        (r.second.state, r.first.state) for r in other.rows
    ]
    assert one.only_first == other.only_second


def test_counts_add_up_to_the_rows(graph: CascadeGraph) -> None:
    compared = diff(graph, "guangzhou-2016", "zhaoqing-2016")
    assert {sum(c.values()) for c in compared.counts().values()} == {len(compared.rows)}


def test_differences_quote_both_texts(graph: CascadeGraph) -> None:
    for row in diff(graph, "guangzhou-2016", "zhaoqing-2016").rows:
        for change in row.differences:
            assert change.upstream_span.text in row.first.text
            assert change.downstream_span.text in row.second.text


def test_another_addressee_is_a_state_of_its_own() -> None:
    compared = diff(shanghai(), "xuhui-2023", "pudong-2023")
    states = [(row.first.state, row.second.state) for row in compared.rows]
    assert states == [("other addressee", "dropped"), ("dropped", "dropped")]
    assert compared.counts()["xuhui-2023"] == {"other addressee": 1, "dropped": 1}
    assert compared.rows[0].first.note.startswith("addressed to 浦东新区")


def test_what_is_the_subject_of_one_only_is_not_compared() -> None:
    above = preschool()
    edge = Implements("central-1995", Basis.CITED_TITLE, level=Level.CENTRAL)
    whole = document("henan-2012", "河南省", implements=(edge,))
    graph = graph_of([*above.documents.values(), whole], above.requirements())
    rows = diff(graph, "henan-2012", "hunan-2012").rows
    assert [row.upstream.ordinal for row in rows] == ["1", "4"]
