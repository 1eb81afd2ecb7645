"""What an auditor is told, and what nobody may be accused of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from building import carries, document, graph_of, link, preschool, requirement, shanghai

from cascade.graph.findings import (
    covered_by_notice,
    find_added,
    find_all,
    find_changed,
    find_dropped,
    find_other_addressees,
)
from cascade.graph.network import CascadeGraph
from cascade.graph.queries import own_requirements, upstream_documents
from cascade.records import Document, Finding, Requirement, Span, TraceLink
from cascade.vocabulary import FindingKind, Level, Relation, Status

CENTRE = document("central-2022")
HUNAN = document("hunan-2022", "湖南省", implements=(carries("central-2022"),))
MISSING = carries("国办发〔2022〕9号", missing=True, level=Level.CENTRAL)


def city(*implements: object) -> Document:
    return document("zhuzhou-2022", "株洲市", implements=tuple(implements))


def told(
    downstream: Document,
    links: Iterable[TraceLink] = (),
    review: Iterable[TraceLink] = (),
    up: Iterable[str] = ("每周巡河。",),
    down: Iterable[str] = ("每月巡河。",),
) -> list[tuple[FindingKind, str]]:
    requirements = [requirement(HUNAN, str(i), t) for i, t in enumerate(up, 1)]
    requirements += [requirement(downstream, str(i), t) for i, t in enumerate(down, 1)]
    graph = graph_of([CENTRE, HUNAN, downstream], requirements, links, review)
    return [(f.kind, f.requirement) for f in find_all(graph, downstream.id)]


UP, DOWN = "hunan-2022:1", "zhuzhou-2022:1"


def test_dropped_and_added_where_all_that_is_above_is_there() -> None:
    assert told(city(carries("hunan-2022"))) == [
        (FindingKind.DROPPED, UP),
        (FindingKind.ADDED, DOWN),
    ]


def test_unmatched_where_something_above_is_missing() -> None:
    assert told(city(carries("hunan-2022"), MISSING)) == [
        (FindingKind.DROPPED, UP),
        (FindingKind.UNMATCHED, DOWN),
    ]
    assert told(city(MISSING)) == [(FindingKind.UNMATCHED, DOWN)]


def test_nothing_is_dropped_by_a_text_that_leaves_a_part_out() -> None:
    cut = replace(city(carries("hunan-2022")), omits=Span("附件：任务表（略）", 90, 99))
    assert told(cut) == [(FindingKind.ADDED, DOWN)]


def test_unmatched_where_the_text_above_leaves_a_part_out() -> None:
    above = replace(HUNAN, omits=Span("附件：任务表（略）", 90, 99))
    zhuzhou = city(carries("hunan-2022"))
    graph = graph_of([CENTRE, above, zhuzhou], [requirement(zhuzhou, "1", "每月巡河。")])
    (finding,) = find_added(graph, zhuzhou.id)
    assert finding.kind is FindingKind.UNMATCHED
    assert finding.why.endswith("the text leaves a part out, hunan-2022: 附件：任务表（略）")


def test_nothing_is_said_where_no_upstream_is_known() -> None:
    assert told(city()) == []


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (Status.EQUIVALENT, []),
        (Status.WEAKENED, [FindingKind.WEAKENED]),
        (Status.STRENGTHENED, [FindingKind.STRENGTHENED]),
        (Status.MIXED, [FindingKind.MIXED]),
    ],
)
def test_a_change_is_a_finding_on_the_upstream_requirement(
    status: Status, kinds: list[FindingKind]
) -> None:
    found = told(city(carries("hunan-2022")), [link(UP, DOWN, status)])
    assert found == [(kind, UP) for kind in kinds]


def test_what_is_for_review_is_neither_dropped_nor_added() -> None:
    assert told(city(carries("hunan-2022")), review=[link(UP, DOWN, confidence=0.4)]) == []


def test_links_across_years_make_nothing_dropped_or_changed() -> None:
    related = link(UP, DOWN, Status.WEAKENED, Relation.RELATED)
    kinds = {kind for kind, _ in told(city(MISSING), [related])}
    assert kinds <= {FindingKind.UNMATCHED}


def test_only_the_first_that_lost_a_requirement_dropped_it() -> None:
    zhuzhou = city(carries("central-2022"), carries("hunan-2022"))
    graph = graph_of(
        [CENTRE, HUNAN, zhuzhou],
        [
            requirement(CENTRE, "1", "每周巡河。"),
            requirement(HUNAN, "9", "发展旅游。"),
            requirement(zhuzhou, "9", "发展旅游。"),
        ],
        [link("hunan-2022:9", "zhuzhou-2022:9")],
    )
    assert [f.requirement for f in find_dropped(graph, "hunan-2022")] == ["central-2022:1"]
    assert list(find_dropped(graph, "zhuzhou-2022")) == []


def test_a_notice_that_says_it_lowers_the_confidence() -> None:
    up = requirement(HUNAN, "1", "各县区要确定一名负责同志分管河湖保护工作，并向社会公布。")
    zhuzhou = city(carries("hunan-2022"))
    notice = "现印发给你们。" + up.text + "请认真执行。"
    graph = CascadeGraph(
        [CENTRE, HUNAN, zhuzhou],
        [up, requirement(zhuzhou, "1", "发展旅游。")],
        [],
        covering={"zhuzhou-2022": (Span(notice, 100, 100 + len(notice)),)},
    )
    span = covered_by_notice(graph, up, "zhuzhou-2022")
    assert span is not None
    assert up.text.rstrip("。") in span.text
    assert notice[span.start - 100 : span.end - 100] == span.text
    (finding,) = find_dropped(graph, "zhuzhou-2022")
    assert finding.confidence <= 0.5
    assert "covering notice" in finding.why


# The shipped seeds


def by_kind(graph: CascadeGraph, document: str) -> Counter[FindingKind]:
    return Counter(f.kind for f in find_all(graph, document))


def test_nothing_is_added_or_dropped_where_what_is_above_is_missing(
    graph: CascadeGraph, graph_unstated: CascadeGraph, graph_across: CascadeGraph
) -> None:
    for one in (graph, graph_unstated, graph_across):
        for key, found in one.documents.items():
            kinds = by_kind(one, key)
            if found.missing_upstream:
                assert not kinds[FindingKind.ADDED]
            else:
                assert not kinds[FindingKind.UNMATCHED]
            if not upstream_documents(one, key):
                assert not kinds[FindingKind.DROPPED]
        assert not by_kind(one, "xinyang-2016")[FindingKind.ADDED]


def test_nansha_is_told_nothing_but_that_its_plans_are_missing(graph: CascadeGraph) -> None:
    assert by_kind(graph, "nansha-2017") == {FindingKind.UNMATCHED: 106}
    why = next(find_added(graph, "nansha-2017")).why
    assert all(name in why for name in graph.documents["nansha-2017"].missing_upstream)


def test_findings_on_restating_rows_are_not_made(graph: CascadeGraph) -> None:
    own_ids = {r.id for key in graph.documents for r in own_requirements(graph, key)}
    assert {finding.requirement for finding in find_all(graph)} <= own_ids
    own = len(own_requirements(graph, "guangzhou-2020"))
    assert by_kind(graph, "guangzhou-2020")[FindingKind.UNMATCHED] == own


def test_every_finding_is_complete(graph: CascadeGraph) -> None:
    for finding in find_all(graph):
        assert 0 <= finding.confidence <= 1
        assert finding.why
        assert "→" in finding.hop
        found: Requirement = graph.requirement(finding.requirement)
        if finding.kind in (FindingKind.ADDED, FindingKind.UNMATCHED):
            assert found.document == finding.document
        else:
            assert found.document != finding.document
        changed = finding.kind in (
            FindingKind.WEAKENED,
            FindingKind.STRENGTHENED,
            FindingKind.MIXED,
        )
        assert bool(finding.link) == changed


def test_no_requirement_is_both_dropped_and_carried_out(graph: CascadeGraph) -> None:
    def keys(kinds: set[FindingKind]) -> set[tuple[str, str]]:
        return {(f.requirement, f.document) for f in found if f.kind in kinds}

    found: list[Finding] = find_all(graph)
    changed = {FindingKind.WEAKENED, FindingKind.STRENGTHENED, FindingKind.MIXED}
    assert not keys({FindingKind.DROPPED}) & keys(changed)


def test_the_findings_of_all_are_those_of_each(graph: CascadeGraph) -> None:
    assert find_all(graph) == [f for key in sorted(graph.documents) for f in find_all(graph, key)]


def test_changes_come_weightiest_first(graph: CascadeGraph) -> None:
    for status in (Status.WEAKENED, Status.STRENGTHENED):
        weights = [
            max((c.weight for c in f.link.changes), default=0.0)
            for f in find_all(graph, "guangzhou-2016")
            if f.link and f.link.status is status
        ]
        assert weights == sorted(weights, reverse=True)
    assert list(find_changed(graph, "central-2016")) == []


def test_what_is_addressed_to_another_place_is_not_dropped() -> None:
    graph = shanghai()
    kinds = [(f.kind, f.requirement) for f in find_all(graph, "xuhui-2023")]
    assert kinds == [
        (FindingKind.DROPPED, "shanghai-2023:2"),
        (FindingKind.ADDED, "xuhui-2023:1"),
        (FindingKind.OTHER_ADDRESSEE, "shanghai-2023:1"),
    ]
    (other,) = find_other_addressees(graph, "xuhui-2023")
    assert other.addressee == Span("浦东新区", 0, 4)
    assert other.why == "addressed to 浦东新区 (characters 0–4), not to 上海市徐汇区"
    assert [f.requirement for f in find_dropped(graph, "pudong-2023")] == [
        "shanghai-2023:1",
        "shanghai-2023:2",
    ]


def test_a_link_goes_before_the_addressee() -> None:
    graph = shanghai(link("shanghai-2023:1", "xuhui-2023:1"))
    assert list(find_other_addressees(graph, "xuhui-2023")) == []


def test_nothing_beyond_a_documents_own_subject_was_dropped_by_it() -> None:
    found = find_dropped(preschool(link("central-1995:1", "hunan-2012:1")), "hunan-2012")
    assert [finding.requirement for finding in found] == ["central-1995:4"]
