"""Questions to a graph, on a cascade of four levels small enough to know by heart."""

from dataclasses import replace

import networkx as nx
import pytest
from building import carries, document, graph_of, link, preschool, requirement, shanghai
from hypothesis import given
from hypothesis import strategies as st

from cascade.graph.network import CascadeGraph
from cascade.graph.queries import (
    carried_by,
    downstream_documents,
    due,
    find_requirements,
    hop,
    later_upstream,
    left_out,
    own_requirements,
    parts_due,
    trace_down,
    trace_up,
    under_review,
    unmapped,
    upstream_documents,
    where_lost,
)
from cascade.records import Implements, Span
from cascade.vocabulary import Basis, Level, Relation

CENTRE = document("central-2022")
HUNAN = document("hunan-2022", "湖南省", implements=(carries("central-2022"),))
ZHUZHOU = document(
    "zhuzhou-2022", "株洲市", implements=(carries("central-2022"), carries("hunan-2022"))
)
LILING = document("liling-2022", "醴陵市", implements=(carries("zhuzhou-2022"),))


@pytest.fixture
def small() -> CascadeGraph:
    """1 goes all the way, 2 is lost by the province, 3 by the city, 4 passes over the province."""
    return graph_of(
        [CENTRE, HUNAN, ZHUZHOU, LILING],
        [
            *(requirement(CENTRE, str(i), f"中央{i}") for i in (1, 2, 3, 4)),
            *(requirement(HUNAN, str(i), f"湖南{i}") for i in (1, 3)),
            *(requirement(ZHUZHOU, str(i), f"株洲{i}") for i in (1, 4)),
            requirement(ZHUZHOU, "t1", "株洲台账", is_restatement=True),
            requirement(ZHUZHOU, "t2", "株洲另事", is_restatement=True),
            requirement(LILING, "1", "醴陵1"),
        ],
        [
            link("central-2022:1", "hunan-2022:1"),
            link("central-2022:3", "hunan-2022:3"),
            link("hunan-2022:1", "zhuzhou-2022:1"),
            link("central-2022:4", "zhuzhou-2022:4"),
            link("zhuzhou-2022:1", "liling-2022:1"),
            link("zhuzhou-2022:1", "zhuzhou-2022:t1", relation=Relation.RESTATES),
        ],
        review=[link("hunan-2022:3", "zhuzhou-2022:4", confidence=0.4)],
    )


def test_rows_that_restate_do_not_count_and_others_do(small: CascadeGraph) -> None:
    assert [r.ordinal for r in own_requirements(small, "zhuzhou-2022")] == ["1", "4", "t2"]


def test_documents_above_and_below(small: CascadeGraph) -> None:
    assert [d.id for d in upstream_documents(small, "zhuzhou-2022")] == [
        "hunan-2022",
        "central-2022",
    ]
    assert {d.id for d in downstream_documents(small, "central-2022")} == {
        "hunan-2022",
        "zhuzhou-2022",
    }
    assert hop(small, "hunan-2022", "zhuzhou-2022") == "province→city"


def test_a_requirement_is_traced_down_and_up(small: CascadeGraph) -> None:
    down = [(s.depth, s.link.downstream) for s in trace_down(small, "central-2022:1")]
    assert down == [
        (1, "hunan-2022:1"),
        (2, "zhuzhou-2022:1"),
        (3, "liling-2022:1"),
        (3, "zhuzhou-2022:t1"),
    ]
    up = [(s.depth, s.link.upstream) for s in trace_up(small, "liling-2022:1")]
    assert up == [(1, "zhuzhou-2022:1"), (2, "hunan-2022:1"), (3, "central-2022:1")]
    only = trace_down(small, "central-2022:1", Relation.RESTATES)
    assert list(only) == []


def test_what_carries_a_requirement_out_over_levels(small: CascadeGraph) -> None:
    assert [r.id for r in carried_by(small, "central-2022:1", "liling-2022")] == ["liling-2022:1"]
    assert carried_by(small, "central-2022:2", "zhuzhou-2022") == []


def test_where_each_unmapped_requirement_was_lost(small: CascadeGraph) -> None:
    found = {u.requirement.id: (u.lost_at, u.hop) for u in unmapped(small, "zhuzhou-2022")}
    assert found == {
        "central-2022:2": ("hunan-2022", "central→province"),
        "central-2022:3": ("zhuzhou-2022", "province→city"),
        "hunan-2022:3": ("zhuzhou-2022", "province→city"),
    }
    above = unmapped(small, "zhuzhou-2022", Level.CENTRAL)
    assert {u.requirement.level for u in above} == {Level.CENTRAL}


def test_doubtful_links_come_with_what_is_unmapped(small: CascadeGraph) -> None:
    (doubtful,) = [u for u in unmapped(small, "zhuzhou-2022") if u.requirement.id == "hunan-2022:3"]
    assert [k.downstream for k in doubtful.review] == ["zhuzhou-2022:4"]
    assert under_review(small, "hunan-2022:3", "zhuzhou-2022") == list(doubtful.review)


def test_a_doubt_at_any_step_on_the_way_down_is_a_doubt(small: CascadeGraph) -> None:
    assert [k.downstream for k in under_review(small, "central-2022:3", "zhuzhou-2022")] == [
        "zhuzhou-2022:4"
    ]
    by_province = link("central-2022:2", "hunan-2022:3", confidence=0.4)
    graph = graph_of(small.documents.values(), small.requirements(), small.links(), [by_province])
    assert under_review(graph, "central-2022:2", "zhuzhou-2022") == [by_province]
    assert under_review(graph, "central-2022:2", "hunan-2022") == [by_province]
    carried = link("central-2022:2", "hunan-2022:1")
    graph = graph_of(
        small.documents.values(), small.requirements(), [*small.links(), carried], [by_province]
    )
    assert under_review(graph, "central-2022:2", "zhuzhou-2022") == []


def test_what_a_cut_text_may_hold_is_not_lost_there(small: CascadeGraph) -> None:
    words = Span("附件：任务表（略）", 90, 99)
    cut = replace(HUNAN, omits=words)
    graph = graph_of(
        [CENTRE, cut, ZHUZHOU, LILING], list(small.requirements()), list(small.links())
    )
    missing = {one.requirement.id: one for one in unmapped(graph, "zhuzhou-2022")}
    assert missing["central-2022:2"].omitted == words
    assert not missing["central-2022:2"].lost
    assert missing["hunan-2022:3"].lost  # by the city, whose text is whole
    assert left_out(graph, graph.requirement("central-2022:2"), "zhuzhou-2022") == words


@pytest.mark.parametrize(
    ("above", "below", "later"),
    [
        ({"date": "2021-04-29"}, {"date": "2013-11-30"}, True),
        ({"date": "2013-04-29"}, {"date": "2013-11-30"}, False),
        ({"year": 2021}, {"year": 2013, "date": "2013-11-30"}, True),
        ({"year": 2013}, {"year": 2013, "date": "2013-11-30"}, False),
        ({"year": 2021}, {"year": None}, False),
    ],
)
def test_an_upstream_of_a_later_date_is_known(
    above: dict[str, object], below: dict[str, object], later: bool
) -> None:
    law = document("central-2021", **above)
    rules = document("hunan-2013", "湖南省", implements=(carries("central-2021"),), **below)
    found = later_upstream(graph_of([law, rules], []), "hunan-2013")
    assert [d.id for d in found] == ["central-2021"] * later


def test_of_a_wider_statute_what_speaks_of_the_subject_is_due() -> None:
    graph = preschool(link("central-1995:1", "hunan-2012:1"))
    assert [one.ordinal for one in due(graph, "central-1995", "hunan-2012")] == ["1", "4"]
    assert [one.requirement.ordinal for one in unmapped(graph, "hunan-2012")] == ["4"]
    assert [(part.due, part.total) for part in parts_due(graph, "hunan-2012")] == [(2, 4)]


def test_what_a_link_carries_out_is_due_whatever_it_speaks_of() -> None:
    accepted = preschool(link("central-1995:3", "hunan-2012:2"))
    doubtful = preschool(review=[link("central-1995:3", "hunan-2012:2", confidence=0.4)])
    for graph in (accepted, doubtful):
        assert [one.ordinal for one in due(graph, "central-1995", "hunan-2012")] == ["1", "3", "4"]


def test_a_step_between_has_not_lost_what_it_was_not_to_carry_out() -> None:
    above = preschool()
    edge = Implements("central-1995", Basis.CITED_TITLE, level=Level.CENTRAL)
    city = document("zhuzhou-2013", "株洲市", implements=(edge, carries("hunan-2012")))
    graph = graph_of([*above.documents.values(), city], above.requirements())
    lost = {one.requirement.id: one.lost_at for one in unmapped(graph, "zhuzhou-2013")}
    assert lost["central-1995:1"] == "hunan-2012"
    assert lost["central-1995:2"] == "zhuzhou-2013"


def test_requirements_are_found_by_id_or_words(small: CascadeGraph) -> None:
    assert [r.id for r in find_requirements(small, "hunan-2022:1")] == ["hunan-2022:1"]
    assert [r.id for r in find_requirements(small, "株洲 台账")] == ["zhuzhou-2022:t1"]
    assert find_requirements(small, "武汉") == []
    assert find_requirements(small, "1")[0].level is Level.CENTRAL


PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16)


@given(PAIRS)
def test_tracing_reaches_what_networkx_reaches(pairs: list[tuple[int, int]]) -> None:
    texts = [requirement(CENTRE, str(i), str(i)) for i in range(8)]
    edges = {(a, b) for a, b in pairs if a < b}
    graph = graph_of([CENTRE], texts, [link(texts[a].id, texts[b].id) for a, b in edges])
    for text in texts:
        steps = list(trace_down(graph, text.id))
        assert {s.link.downstream for s in steps} == nx.descendants(graph.network, text.id)
        assert len({(s.link.upstream, s.link.downstream) for s in steps}) == len(steps)
        ups = {s.link.upstream for s in trace_up(graph, text.id)}
        assert ups == nx.ancestors(graph.network, text.id)


# the narrative's 49 and 22, and one row of the ledger that repeats nothing of the narrative
@pytest.mark.parametrize(("document_", "count"), [("xinyang-2016", 50), ("guangzhou-2020", 22)])
def test_rows_of_the_seeds_are_not_counted_twice(
    graph: CascadeGraph, document_: str, count: int
) -> None:
    assert len(own_requirements(graph, document_)) == count


def test_what_is_addressed_to_another_place_comes_last() -> None:
    found = unmapped(shanghai(), "xuhui-2023")
    assert [(one.requirement.ordinal, bool(one.addressee)) for one in found] == [
        ("2", False),
        ("1", True),
    ]


def test_a_place_between_that_was_not_asked_lost_nothing() -> None:
    central = document("law-2022")
    above = document("hunan-2022", "湖南省", implements=(carries("law-2022"),))
    below = document(
        "zhuzhou-2022", "株洲市", implements=(carries("law-2022"), carries("hunan-2022"))
    )
    asked = requirement(central, "1", "国务院有关部门制定办法。")
    graph = graph_of([central, above, below], [asked])
    assert where_lost(graph, asked, "zhuzhou-2022")[0] == "zhuzhou-2022"
    (one,) = unmapped(graph, "zhuzhou-2022")
    assert one.addressee
    assert one.addressee.text == "国务院有关部门"
