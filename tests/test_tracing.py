"""From a corpus to links with a status: which pairs are compared, what is done once, what is kept."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from building import CITY, PROVINCE, FakeEncoder, carries, document, requirement, write_files

from cascade.corpus import read_corpus
from cascade.graph.network import CascadeGraph
from cascade.linking.links import ACCEPT, REVIEW
from cascade.linking.tracing import (
    OTHER_PLACE,
    OTHER_ROW,
    LinkOptions,
    Pair,
    Trace,
    Tracer,
    asked_elsewhere,
    document_pairs,
    side_by_side,
)
from cascade.vocabulary import Level, Relation, Status


def traced(folder: Path, options: LinkOptions | None = None) -> Trace:
    return Tracer(read_corpus(folder), options or LinkOptions(), FakeEncoder()).trace()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "corpus", {"province.txt": PROVINCE, "city.txt": CITY})


def test_only_pairs_that_lineage_relates_are_compared() -> None:
    centre = document("central-2022")
    hunan = document("hunan-2022", "湖南省", implements=(carries("central-2022"),))
    city = document(
        "zhuzhou-2022", "株洲市", implements=(carries("central-2022"), carries("hunan-2022"))
    )
    other = document("wuhan-2022", "武汉市")
    assert document_pairs([centre, hunan, city, other], LinkOptions()) == [
        Pair("central-2022", "hunan-2022", Relation.IMPLEMENTS),
        Pair("hunan-2022", "zhuzhou-2022", Relation.IMPLEMENTS),
        Pair("central-2022", "zhuzhou-2022", Relation.IMPLEMENTS),
    ]


def test_a_level_that_is_passed_over_is_said() -> None:
    centre = document("central-2022")
    missing = carries("湘政办发〔2022〕15号", missing=True, level=Level.PROVINCE)
    city = document("zhuzhou-2022", "株洲市", implements=(carries("central-2022"), missing))
    (pair,) = document_pairs([centre, city], LinkOptions())
    assert "湘政办发〔2022〕15号" in pair.note


def test_years_are_compared_across_only_when_asked() -> None:
    old = document("hunan-2021", "湖南省", year=2021, subject="河湖保护")
    missing = carries("湘政办发〔2022〕15号", missing=True, level=Level.PROVINCE)
    city = document("zhuzhou-2022", "株洲市", subject="河湖保护", implements=(missing,))
    assert document_pairs([old, city], LinkOptions()) == []
    (pair,) = document_pairs([old, city], LinkOptions(across_years=True))
    assert (pair.upstream, pair.relation) == ("hunan-2021", Relation.RELATED)
    assert "2022 against 2021" in pair.note


def test_what_a_table_sets_side_by_side() -> None:
    above, below = document("hunan-2022", "湖南省"), document("zhuzhou-2022", "株洲市")
    up = [
        requirement(above, "1", "甲", rows=(1, 2)),
        requirement(above, "2", "乙", rows=(2, 4)),
        requirement(above, "3", "丙", rows=(4, 5)),
        requirement(above, "4", "丁", rows=(4, 5)),
    ]
    down = [requirement(below, str(row), "戊", rows=(row, row + 1)) for row in (1, 2, 3, 4)]
    other = [replace(r, source="other.txt") for r in up]
    assert side_by_side([replace(r, source=above.source) for r in down], other) is None
    table = side_by_side([replace(r, source=above.source) for r in down], up)
    assert table is not None
    apart = OTHER_ROW
    assert table.tolist() == [
        [1, apart, apart, apart],
        [apart, 0.5, apart, apart],
        [apart, 0.5, apart, apart],
        [apart, apart, 0, 0],
    ]


def test_what_is_asked_of_another_place_is_set_apart() -> None:
    above, below = document("hunan-2022", "湖南省"), document("zhuzhou-2022", "株洲市")
    texts = ["岳阳市打造示范区。完善制度。", "各市打造示范区。", "株洲市打造示范区。"]
    up = [requirement(above, str(i), text) for i, text in enumerate(texts)]
    down = [requirement(below, str(i), "完善制度。") for i in range(2)]
    said = asked_elsewhere(None, down, up, above, below)
    assert said is not None and said.tolist() == [[OTHER_PLACE, 0, 0]] * 2
    table = np.eye(2, 3, dtype=np.float32)  # a table that sets the two side by side is believed
    said = asked_elsewhere(table, down, up, above, below)
    assert said is not None and said.tolist() == [[1, 0, 0], [OTHER_PLACE, 1, 0]]
    assert asked_elsewhere(None, down, up[1:], above, below) is None


def test_links_of_a_small_cascade(folder: Path) -> None:
    found = {link.downstream: link for link in traced(folder).links}
    assert {key: link.upstream for key, link in found.items()} == {
        "zhuzhou-2022:1.1": "hunan-2022:1.1",
        "zhuzhou-2022:1.2": "hunan-2022:1.2",
        "zhuzhou-2022:2.1": "hunan-2022:2.1",
    }
    assert found["zhuzhou-2022:1.1"].status is Status.WEAKENED  # 每周 → 每月
    assert found["zhuzhou-2022:2.1"].status is Status.EQUIVALENT


LAW = """河湖保护法
（2015年3月1日第一次会议通过）
第一条 乡级河长应当每周巡河一次，发现问题及时上报。
第二条 县级人民政府应当每季度向社会公布水质监测结果。
第三条 违反规定向河湖倾倒垃圾的，由水行政主管部门责令改正，处五百元罚款。
"""
RULES = """湖南省实施《河湖保护法》办法
（2016年5月1日第二次会议通过）
第一条 乡级河长应当每周巡河一次，发现问题及时上报（《河湖保护法》第一条）。
第二条 县级人民政府应当按照《河湖保护法》第二条每季度向社会公布水质监测结果。
第三条 有前两条以外行为的，依照《河湖保护法》第三条的规定追究责任。
"""


SETTINGS = """
[documents."law.txt"]
id = "law"
level = "central"
[documents."rules.txt"]
id = "rules"
implements = ["law"]
"""


def test_a_cited_article_is_a_stated_counterpart(tmp_path: Path) -> None:
    files = {"law.txt": LAW, "rules.txt": RULES, "corpus.toml": SETTINGS}
    links = traced(write_files(tmp_path / "corpus", files)).links
    assert ("law:3", "rules:3") in {(k.upstream, k.downstream) for k in links if k.stated}


def test_a_clause_that_leaves_punishment_to_the_law_drops_no_sanction(tmp_path: Path) -> None:
    law = LAW.replace("第三条", "第二章 法律责任\n第三条")
    rules = RULES[: RULES.index("第三条")] + (
        "第三条 违反本办法规定的行为，法律、行政法规已有处罚规定的，从其规定。\n"
    )
    files = {"law.txt": law, "rules.txt": rules, "corpus.toml": SETTINGS}
    (link,) = [k for k in traced(write_files(tmp_path / "c", files)).links if k.upstream == "law:3"]
    assert (link.downstream, link.status) == ("rules:3", Status.EQUIVALENT)
    assert ACCEPT <= link.confidence < REVIEW[1]


def test_changes_are_quoted_in_their_place(folder: Path) -> None:
    for link in traced(folder).links:
        for change in link.changes:
            for source, span in ((PROVINCE, change.upstream_span), (CITY, change.downstream_span)):
                assert source[span.start : span.end] == span.text


def test_every_link_keeps_its_evidence(folder: Path) -> None:
    trace = traced(folder)
    for link in (*trace.links, *trace.review):
        assert 0 <= link.confidence <= 1
        assert 0 <= link.status_confidence <= 1
        assert {"words_down_lead", "fuzzy", "semantic", "stated"} <= set(link.evidence)


def test_what_was_refused_is_kept_with_its_best_probability(folder: Path) -> None:
    refused = traced(folder).best_refused
    assert refused["hunan-2022:2.2", "zhuzhou-2022"] < REVIEW[0]
    assert refused["zhuzhou-2022:2.2", ""] < REVIEW[0]


def test_progress_is_told_of_every_pair(folder: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    tracer = Tracer(read_corpus(folder), LinkOptions(), FakeEncoder())
    tracer.trace(lambda *step: steps.append(step))
    assert [(done, total) for _, done, total in steps] == [(0, 1)]


# The shipped seeds


def test_a_requirement_linked_to_the_nearer_level_is_not_sought_above(graph: CascadeGraph) -> None:
    for document_ in ("guangzhou-2016", "zhaoqing-2016"):
        for one in graph.requirements(document_):
            levels = {
                graph.requirement(link.upstream).level
                for link in graph.links_up(one.id, Relation.IMPLEMENTS)
            }
            assert len(levels) <= 1


def test_links_pass_over_the_level_that_is_silent(graph: CascadeGraph) -> None:
    over = {
        link.upstream
        for link in graph.links(Relation.IMPLEMENTS)
        if link.upstream.startswith("central-") and link.downstream.startswith("guangzhou-2016:")
    }
    assert len(over) >= 3  # three central paragraphs have no provincial row
    assert all(
        link.stated is False or link.relation is not Relation.RELATED for link in graph.links()
    )


def test_no_alignment_is_used_unless_it_may_be(graph_unstated: CascadeGraph) -> None:
    assert not any(
        link.stated for link in graph_unstated.links() if link.relation is Relation.IMPLEMENTS
    )


def test_restating_rows_link_within_their_document(graph: CascadeGraph) -> None:
    restating = list(graph.links(Relation.RESTATES))
    assert {link.upstream.split(":")[0] for link in restating} == {"xinyang-2016", "guangzhou-2020"}
    for link in restating:
        assert link.upstream.split(":")[0] == link.downstream.split(":")[0]
        assert graph.requirement(link.downstream).is_restatement
        assert not graph.requirement(link.upstream).is_restatement


def test_what_is_compared_across_years_is_related_only(graph_across: CascadeGraph) -> None:
    related = graph_across.links(Relation.RELATED)
    downstream = {link.downstream.split(":")[0] for link in related}
    assert "nansha-2017" in downstream
    assert downstream <= {d.id for d in graph_across.documents.values() if d.missing_upstream}
    assert not any(
        link.downstream.startswith("nansha-2017:")
        for link in graph_across.links(Relation.IMPLEMENTS)
    )


def test_spans_of_all_changes_are_quoted_from_the_files(
    graph: CascadeGraph, seeds: dict[str, str]
) -> None:
    from cascade.text import clean

    for link in graph.links():
        ends = graph.requirement(link.upstream), graph.requirement(link.downstream)
        for change in link.changes:
            for end, span in zip(ends, (change.upstream_span, change.downstream_span), strict=True):
                assert span.text in end.text
                found = clean(seeds[end.source], span.start, span.end).text
                assert found == span.text.strip()
