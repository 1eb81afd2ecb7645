"""The same answers as pandas tables."""

import pytest
from building import carries, document, graph_of, link, preschool, requirement, shanghai

from cascade.errors import ComparisonError
from cascade.graph.findings import find_all
from cascade.graph.network import CascadeGraph
from cascade.records import Span
from cascade.tables import (
    coverage_table,
    diff_table,
    document_table,
    finding_table,
    link_table,
    requirement_table,
)
from cascade.vocabulary import Status


def test_documents_and_requirements_are_indexed_by_id(graph: CascadeGraph) -> None:
    documents = document_table(graph)
    assert documents.loc["nansha-2017", "level"] == "district"
    assert len(requirement_table(graph)) == graph.network.number_of_nodes()
    own = requirement_table(graph, "zhaoqing-2016")
    assert len(own) == 91
    assert own.index.str.startswith("zhaoqing-2016:").all()


def test_links_come_with_both_texts(graph: CascadeGraph) -> None:
    table = link_table(graph)
    assert len(table) == len(list(graph.links()))
    assert set(table["status"]) <= set(Status)
    row = table.iloc[0]
    assert row["upstream_text"] == graph.requirement(row["upstream"]).text


def test_findings_are_those_of_the_library(graph: CascadeGraph) -> None:
    assert len(finding_table(graph)) == len(find_all(graph))
    own = finding_table(graph, "zhaoqing-2016")
    assert set(own["document"]) == {"zhaoqing-2016"}
    assert len(finding_table(graph, findings=find_all(graph, "guangzhou-2016")[:2])) == 2


def test_two_places_by_name(graph: CascadeGraph) -> None:
    table = diff_table(graph, "广州", "肇庆")
    assert table.index.is_unique
    assert table.loc["guangdong-2016:1.2", "guangzhou-2016"] == "dropped"
    assert table["differs"].any()
    with pytest.raises(ComparisonError):
        diff_table(graph, "南沙", "广州")


def test_coverage_adds_up(graph: CascadeGraph) -> None:
    table = coverage_table(graph)
    parts = table.drop(columns=["upstream", "downstream", "requirements", "coverage"])
    assert (parts.sum(axis=1) == table["requirements"]).all()
    assert table["coverage"].between(0, 1).all()
    pairs = set(zip(table["upstream"], table["downstream"], strict=True))
    assert ("guangdong-2016", "zhaoqing-2016") in pairs
    assert not any("nansha" in down for _, down in pairs)


def test_a_corpus_of_one_document() -> None:
    city = document("zhuzhou-2022", "株洲市")
    graph = graph_of([city], [requirement(city, "1", "每月巡河。")])
    assert len(document_table(graph)) == len(requirement_table(graph)) == 1
    for table in (link_table(graph), finding_table(graph), coverage_table(graph)):
        assert table.empty


def test_what_a_cut_text_may_hold_is_neither_covered_nor_uncovered() -> None:
    city = document("shanghai-2023", "上海市")
    cut = document(
        "xuhui-2023",
        "上海市徐汇区",
        implements=(carries("shanghai-2023"),),
        omits=Span("附件：任务表（略）", 90, 99),
    )
    (row,) = coverage_table(
        graph_of([city, cut], [requirement(city, "1", "全面推行告知承诺制。")])
    ).to_dict("records")
    assert (row["for review"], row["uncovered"], row["coverage"]) == (1, 0, 0)


def test_coverage_counts_what_was_asked_of_the_place_only() -> None:
    table = coverage_table(shanghai()).set_index("downstream")
    assert table.loc["xuhui-2023", "other addressee"] == 1
    assert table.loc["xuhui-2023", "uncovered"] == 1
    assert table.loc["pudong-2023", "uncovered"] == 2


def test_coverage_counts_what_is_within_the_subject_only() -> None:
    row = coverage_table(preschool(link("central-1995:1", "hunan-2012:1"))).iloc[0]
    assert (row["requirements"], row["uncovered"], row["coverage"]) == (2, 1, 0.5)
