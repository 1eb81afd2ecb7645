"""What became of a requirement step by step: who lost or changed it, and who only passes it on."""

from dataclasses import replace

import pytest
from building import carries, document, graph_of, link, preschool, requirement, shanghai

from cascade.graph.chains import MISSING, NOTHING, ChainStep, chains_below
from cascade.graph.comparison import DROPPED, OTHER_ADDRESSEE, REVIEW
from cascade.graph.findings import find_dropped
from cascade.graph.network import CascadeGraph
from cascade.graph.queries import own_requirements, where_lost
from cascade.records import Change, Document, Span, TraceLink
from cascade.vocabulary import Dimension, Direction, Level, Relation, Status

CENTRE = document("central-2022")
HUNAN = document("hunan-2022", "湖南省", implements=(carries("central-2022"),))
BOTH = (carries("central-2022"), carries("hunan-2022"))
ZHUZHOU = document("zhuzhou-2022", "株洲市", implements=BOTH)
YUEYANG = document("yueyang-2022", "岳阳市", implements=BOTH)
LILING = document("liling-2022", "醴陵市", implements=(carries("zhuzhou-2022"),))


def small(*links: TraceLink, review: tuple[TraceLink, ...] = ()) -> CascadeGraph:
    """A province, two cities, a district below one of them; three requirements each."""
    documents = [CENTRE, HUNAN, ZHUZHOU, YUEYANG, LILING]
    texts = [requirement(d, str(i), f"{d.id}{i}") for d in documents for i in (1, 2, 3)]
    return graph_of(documents, texts, links, review)


def followed(graph: CascadeGraph, key: str = "central-2022:1") -> dict[str, ChainStep]:
    return {step.document: step for chain in chains_below(graph, key) for step in chain}


def states(graph: CascadeGraph, key: str = "central-2022:1") -> list[list[tuple[str, str]]]:
    return [[(s.place, s.state) for s in chain] for chain in chains_below(graph, key)]


TO_HUNAN = link("central-2022:1", "hunan-2022:1", Status.WEAKENED)
TO_ZHUZHOU = link("hunan-2022:1", "zhuzhou-2022:1")
TO_YUEYANG = link("hunan-2022:1", "yueyang-2022:1", Status.STRENGTHENED)
TO_LILING = link("zhuzhou-2022:1", "liling-2022:1")


def test_one_chain_for_every_lowest_place() -> None:
    graph = small(TO_HUNAN, TO_ZHUZHOU, TO_YUEYANG, TO_LILING)
    assert states(graph) == [
        [("湖南省", Status.WEAKENED), ("岳阳市", Status.STRENGTHENED)],
        [
            ("湖南省", Status.WEAKENED),
            ("株洲市", Status.EQUIVALENT),
            ("醴陵市", Status.EQUIVALENT),
        ],
    ]
    assert states(graph, "zhuzhou-2022:1") == [[("醴陵市", Status.EQUIVALENT)]]
    assert chains_below(graph, "liling-2022:1") == []


def test_who_passes_on_a_change_is_told_from_who_made_it() -> None:
    steps = followed(small(TO_HUNAN, TO_ZHUZHOU, TO_YUEYANG, TO_LILING))
    origins = {key: step.origin for key, step in steps.items()}
    assert origins == {
        "hunan-2022": "",
        "yueyang-2022": "",
        "zhuzhou-2022": "hunan-2022",
        "liling-2022": "hunan-2022",
    }


def test_a_loss_is_charged_to_the_first_that_lost_it() -> None:
    assert states(small()) == [
        [("湖南省", DROPPED), ("岳阳市", NOTHING)],
        [("湖南省", DROPPED), ("株洲市", NOTHING), ("醴陵市", NOTHING)],
    ]
    assert followed(small())["liling-2022"].origin == "hunan-2022"
    steps = followed(small(TO_HUNAN, TO_YUEYANG))
    assert (steps["zhuzhou-2022"].state, steps["zhuzhou-2022"].origin) == (DROPPED, "")
    assert (steps["liling-2022"].state, steps["liling-2022"].origin) == (NOTHING, "zhuzhou-2022")


def test_what_is_taken_up_from_higher_is_measured_there() -> None:
    steps = followed(small(link("central-2022:1", "zhuzhou-2022:1"), TO_LILING))
    assert steps["hunan-2022"].state == DROPPED
    assert (steps["zhuzhou-2022"].state, steps["zhuzhou-2022"].against) == (
        Status.EQUIVALENT,
        "central-2022",
    )
    assert (steps["liling-2022"].against, steps["liling-2022"].origin) == ("zhuzhou-2022", "")
    past = followed(small(TO_HUNAN, link("central-2022:1", "yueyang-2022:1")))["yueyang-2022"]
    assert (past.against, past.origin) == ("central-2022", "")  # not as the province weakened it


def test_a_part_that_finds_nothing_is_lost() -> None:
    more = link("central-2022:1", "hunan-2022:2")
    step = followed(small(TO_HUNAN, more, TO_ZHUZHOU))["zhuzhou-2022"]
    assert step.state == Status.WEAKENED
    assert [one.id for one in step.lost] == ["hunan-2022:2"]
    step = followed(small(TO_HUNAN, more, TO_YUEYANG))["yueyang-2022"]
    assert (step.state, len(step.lost)) == (Status.MIXED, 1)
    doubtful = link("hunan-2022:2", "zhuzhou-2022:2", confidence=0.4)
    step = followed(small(TO_HUNAN, more, TO_ZHUZHOU, review=(doubtful,)))["zhuzhou-2022"]
    assert (step.state, step.lost) == (Status.EQUIVALENT, ())


def test_a_doubtful_link_is_no_loss() -> None:
    steps = followed(small(review=(link("central-2022:1", "hunan-2022:1", confidence=0.4),)))
    assert {step.state for step in steps.values()} == {REVIEW}
    assert steps["liling-2022"].origin == "hunan-2022"
    steps = followed(small(TO_HUNAN, review=(replace(TO_YUEYANG, confidence=0.4),)))
    assert (steps["yueyang-2022"].state, steps["yueyang-2022"].origin) == (REVIEW, "")
    assert steps["zhuzhou-2022"].state == DROPPED


def test_a_text_that_leaves_a_part_out_lost_nothing_for_certain() -> None:
    whole = small(TO_HUNAN, link("central-2022:1", "hunan-2022:2"), TO_YUEYANG)
    words = Span("附件：任务表（略）", 90, 99)
    documents = [
        replace(d, omits=words) if d.level is Level.CITY else d for d in whole.documents.values()
    ]
    steps = followed(graph_of(documents, list(whole.requirements()), list(whole.links())))
    assert (steps["yueyang-2022"].state, steps["yueyang-2022"].lost) == (Status.STRENGTHENED, ())
    assert steps["zhuzhou-2022"].state == REVIEW
    assert (steps["liling-2022"].state, steps["liling-2022"].origin) == (REVIEW, "zhuzhou-2022")


def test_changes_come_weightiest_first() -> None:
    none = Span("", 0, 0)
    light, heavy = (
        Change(Dimension.SCOPE, Direction.LESS, none, none, words, weight)
        for words, weight in (("light", 0.2), ("heavy", 0.9))
    )
    changed = replace(TO_HUNAN, changes=(light, heavy), status_doubtful=True)
    steps = followed(small(changed, replace(TO_ZHUZHOU, changes=(light,))))
    assert [change.words for change in steps["hunan-2022"].changes] == ["heavy", "light"]
    assert steps["hunan-2022"].doubtful
    assert steps["zhuzhou-2022"].changes == ()


# Missing documents

NAMED = carries("湘政办发〔2022〕15号", missing=True, level=Level.PROVINCE)


@pytest.mark.parametrize(
    ("below", "missing"),
    [
        (replace(ZHUZHOU, implements=(carries("central-2022"), NAMED)), ["湖南省"]),
        (replace(ZHUZHOU, implements=(carries("central-2022"),)), ["湖南省"]),
        (replace(LILING, implements=(carries("central-2022"), NAMED)), ["湖南省", "株洲市"]),
        (document("chaoyang-2022", "朝阳区", implements=(carries("central-2022"),)), ["北京市"]),
        (replace(ZHUZHOU, code="", implements=(carries("central-2022"), NAMED)), ["province"]),
        (replace(ZHUZHOU, code="", implements=(carries("central-2022"),)), []),
    ],
)
def test_a_level_passed_over_is_missing_and_lost_nothing(
    below: Document, missing: list[str]
) -> None:
    texts = [requirement(CENTRE, "1", "甲"), requirement(below, "1", "甲")]
    (chain,) = chains_below(graph_of([CENTRE, below], texts), "central-2022:1")
    *passed, last = chain
    assert [(step.place, step.document, step.state) for step in passed] == [
        (place, "", MISSING) for place in missing
    ]
    named = NAMED in below.implements
    assert [name for step in passed for name in step.names] == ["湘政办发〔2022〕15号"] * named
    assert (last.state, list(last.unseen)) == (DROPPED, missing)  # there or above: cannot be told
    weakened = link("central-2022:1", f"{below.id}:1", Status.WEAKENED)
    assert followed(graph_of([CENTRE, below], texts, [weakened]))[below.id].unseen == last.unseen
    same = replace(weakened, status=Status.EQUIVALENT)
    assert followed(graph_of([CENTRE, below], texts, [same]))[below.id].unseen == ()


def test_a_document_of_another_plan_is_on_no_chain() -> None:
    other = replace(YUEYANG, implements=(carries("国办发〔2021〕1号", missing=True),))
    texts = [requirement(d, "1", d.id) for d in (CENTRE, HUNAN, other)]
    graph = graph_of([CENTRE, HUNAN, other], texts)
    assert states(graph) == [[("湖南省", DROPPED)]]


def test_rows_that_restate_have_no_chain() -> None:
    row = requirement(HUNAN, "t1", "台账", is_restatement=True)
    texts = [requirement(HUNAN, "1", "正文"), row, requirement(ZHUZHOU, "1", "正文")]
    restates = link("hunan-2022:1", "hunan-2022:t1", relation=Relation.RESTATES)
    graph = graph_of([HUNAN, ZHUZHOU], texts, [restates])
    assert chains_below(graph, "hunan-2022:t1") == []
    assert states(graph, "hunan-2022:1") == [[("株洲市", DROPPED)]]


def test_chains_of_the_seeds_charge_losses_as_everything_else_does(graph: CascadeGraph) -> None:
    dropped = {(f.requirement, key) for key in graph.documents for f in find_dropped(graph, key)}
    for key in graph.documents:
        for top in own_requirements(graph, key):
            steps = [step for chain in chains_below(graph, top.id) for step in chain]
            for step in steps:
                if step.state in (DROPPED, NOTHING):
                    lost_at, _ = where_lost(graph, top, step.document)
                    assert lost_at == (step.origin or step.document), top.id
                asked = {(one, step.document) for one in (top.id, *graph.carriers(top.id))}
                assert step.state != DROPPED or asked & dropped, top.id


def test_a_place_that_was_not_asked_did_not_drop_it() -> None:
    steps = followed(shanghai(), "shanghai-2023:1")
    assert steps["xuhui-2023"].state == OTHER_ADDRESSEE
    assert steps["xuhui-2023"].addressee == Span("浦东新区", 0, 4)
    assert steps["pudong-2023"].state == DROPPED


def test_no_chain_to_a_document_whose_subject_it_is_not() -> None:
    graph = preschool(link("central-1995:1", "hunan-2012:1"))
    assert states(graph, "central-1995:1") == [[("湖南省", Status.EQUIVALENT)]]
    assert states(graph, "central-1995:2") == []
    assert states(graph, "central-1995:4") == [[("湖南省", DROPPED)]]
