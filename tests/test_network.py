"""The graph: a thin owner of documents, requirements and links."""

import pytest
from building import carries, document, graph_of, link, requirement

from cascade.graph.network import CascadeGraph
from cascade.vocabulary import Relation, Status

UP = document("hunan-2022", "湖南省")
DOWN = document("zhuzhou-2022", "株洲市", implements=(carries("hunan-2022"),))


@pytest.fixture
def small() -> CascadeGraph:
    return graph_of(
        [UP, DOWN],
        [
            requirement(UP, "2", "乙"),
            requirement(UP, "1", "甲"),
            requirement(DOWN, "1", "丙"),
            requirement(DOWN, "t1", "丁", is_restatement=True),
        ],
        [
            link("hunan-2022:1", "zhuzhou-2022:1", Status.WEAKENED),
            link("hunan-2022:1", "zhuzhou-2022:1", relation=Relation.RELATED),
            link("zhuzhou-2022:1", "zhuzhou-2022:t1", relation=Relation.RESTATES),
        ],
        review=[link("hunan-2022:2", "zhuzhou-2022:1", confidence=0.4)],
    )


def test_requirements_come_in_the_order_of_the_text(small: CascadeGraph) -> None:
    assert [r.ordinal for r in small.requirements("hunan-2022")] == ["2", "1"]
    assert len(list(small.requirements())) == 4


def test_requirements_are_found_by_id(small: CascadeGraph) -> None:
    assert small.requirement("hunan-2022:1").text == "甲"
    with pytest.raises(KeyError):
        small.requirement("hunan-2022:9")
    with pytest.raises(KeyError):
        list(small.requirements("hubei-2022"))


def test_links_by_relation_and_direction(small: CascadeGraph) -> None:
    assert len(list(small.links())) == 3
    assert [k.status for k in small.links(Relation.IMPLEMENTS)] == [Status.WEAKENED]
    assert len(small.links_down("hunan-2022:1")) == 2
    assert len(small.links_down("hunan-2022:1", Relation.RELATED)) == 1
    assert [k.upstream for k in small.links_up("zhuzhou-2022:t1")] == ["zhuzhou-2022:1"]
    assert small.links_up("hunan-2022:1") == []


def test_links_for_review_are_no_edges(small: CascadeGraph) -> None:
    assert len(small.review) == 1
    assert not small.network.has_edge("hunan-2022:2", "zhuzhou-2022:1")


def test_documents_cannot_be_changed(small: CascadeGraph) -> None:
    with pytest.raises(TypeError):
        small.documents["x"] = UP  # type: ignore[index]


def test_nodes_and_edges_of_the_network(small: CascadeGraph) -> None:
    assert small.network.nodes["hunan-2022:1"]["requirement"].text == "甲"
    assert set(small.network["hunan-2022:1"]["zhuzhou-2022:1"]) == {
        Relation.IMPLEMENTS,
        Relation.RELATED,
    }


def test_the_seeds_are_one_graph(graph: CascadeGraph) -> None:
    assert graph.network.number_of_nodes() == 36 + 95 + 101 + 91 + 49 + 45 + 22 + 40 + 106
    ranks = {r.id: r.level.rank for r in graph.requirements()}
    assert all(
        ranks[k.upstream] < ranks[k.downstream]
        for k in graph.links()
        if k.relation is not Relation.RESTATES
    )
