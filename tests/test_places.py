"""What a user may mean by a place."""

import pytest
from building import document, graph_of

from cascade.errors import ComparisonError, PlaceError
from cascade.graph.network import CascadeGraph
from cascade.graph.places import (
    centre,
    choose_comparable,
    choose_document,
    common_upstream,
    documents_of,
    own_name,
)


@pytest.mark.parametrize(
    "query",
    ["zhaoqing-2016", "zhaoqing", "肇庆", "肇庆市", "441200", "广东省肇庆市", " 肇庆 "],
)
def test_a_place_by_any_of_its_names(graph: CascadeGraph, query: str) -> None:
    assert choose_document(graph, query).document.id == "zhaoqing-2016"


@pytest.mark.parametrize("query", ["nansha", "南沙", "南沙区", "440115", "穗南府办函〔2017〕94号"])
def test_a_district(graph: CascadeGraph, query: str) -> None:
    assert choose_document(graph, query).document.id == "nansha-2017"


@pytest.mark.parametrize("query", ["guangzhou", "广州", "广州市", "440100"])
def test_of_several_documents_the_one_whose_upstream_is_there(
    graph: CascadeGraph, query: str
) -> None:
    assert {d.id for d in documents_of(graph, query)} == {"guangzhou-2016", "guangzhou-2020"}
    choice = choose_document(graph, query)
    assert choice.document.id == "guangzhou-2016"
    assert "guangzhou-2020" in choice.note


@pytest.mark.parametrize(
    ("query", "near"),
    [("guangzou", "guangzhou"), ("zhaoqin", "zhaoqing"), ("肇庆县", "肇庆")],
)
def test_an_unknown_place_gets_the_nearest_names(
    graph: CascadeGraph, query: str, near: str
) -> None:
    with pytest.raises(PlaceError, match=near):
        documents_of(graph, query)


@pytest.mark.parametrize("query", ["", "武汉", "110000", "qqqqqq", "的"])
def test_a_place_without_documents_is_refused_in_one_line(graph: CascadeGraph, query: str) -> None:
    with pytest.raises(PlaceError) as error:
        documents_of(graph, query)
    assert "\n" not in str(error.value)


def test_the_document_that_shares_an_upstream_is_taken_and_said(graph: CascadeGraph) -> None:
    first, second = choose_comparable(graph, "广州", "肇庆")
    assert (first.document.id, second.document.id) == ("guangzhou-2016", "zhaoqing-2016")
    assert "shares an upstream" in first.note
    assert not second.note
    assert [d.id for d in common_upstream(graph, "guangzhou-2016", "xinyang-2016")] == [
        "central-2016"
    ]


def test_two_without_a_common_upstream_are_refused_plainly(graph: CascadeGraph) -> None:
    with pytest.raises(ComparisonError) as error:
        choose_comparable(graph, "nansha", "guangzhou")
    message = str(error.value)
    assert "no upstream document in common" in message
    assert "nansha-2017 implements" in message
    assert "not in the corpus" in message
    assert "\n" not in message


@pytest.mark.parametrize("places", [("central-2016", "信阳"), ("信阳", "central-2016")])
def test_a_document_and_what_it_carries_out_are_findings(
    graph: CascadeGraph, places: tuple[str, str]
) -> None:
    with pytest.raises(ComparisonError, match=r"with cascade findings xinyang-2016$"):
        choose_comparable(graph, *places)


def test_a_document_is_not_compared_with_itself(graph: CascadeGraph) -> None:
    with pytest.raises(ComparisonError):
        choose_comparable(graph, "肇庆", "zhaoqing-2016")


def test_the_own_name_of_a_place() -> None:
    assert own_name(document("a")) == "全国"
    assert own_name(document("a", "醴陵市")) == "醴陵市"
    assert own_name(document("a", "朝阳区")) == "朝阳区"
    assert own_name(document("a", "株洲市", jurisdiction="湖南省株洲市高新区")) == "株洲市高新区"
    assert own_name(document("a", jurisdiction="某地", code="")) == "某地"


def test_of_very_many_documents_the_first_are_named() -> None:
    documents = [document(f"hunan-2022-{i}", "湖南省") for i in range(1, 31)]
    note = choose_document(graph_of(documents, []), "湖南").note
    assert note.startswith("湖南: taking hunan-2022-1; also there: hunan-2022-10, ")
    assert note.endswith(", … (29)") and note.count("hunan-2022-") == 9


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({"number": "国办发〔2022〕1号"}, "State Council"),
        ({"title": "国务院关于加强河湖保护的意见"}, "State Council"),
        ({"title": "中华人民共和国河湖保护法"}, "Centre"),
        ({"issuer": "国家知识产权局", "number": "国知发〔2022〕1号"}, "Centre"),
    ],
)
def test_who_at_the_centre_issued_a_document(fields: dict[str, object], who: str) -> None:
    assert centre(document("central-2022", **fields)) == who
