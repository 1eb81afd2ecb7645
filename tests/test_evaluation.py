"""The measures, by hand on a small case, and what the shipped corpus reaches."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from building import carries, document, graph_of, link, requirement

from cascade.errors import CorpusError
from cascade.evaluation import Bin, Evaluation, Score, evaluate, read_labels, together
from cascade.graph.network import CascadeGraph
from cascade.records import Change, Span
from cascade.resources import data_path
from cascade.vocabulary import Dimension, Direction, Status

GOLD = data_path("gold")


def by_pair(graph: CascadeGraph) -> dict[str, Evaluation]:
    return {result.pair: result for result in evaluate(graph, read_labels(GOLD))}


@pytest.fixture(scope="module")
def results(graph: CascadeGraph) -> dict[str, Evaluation]:
    return by_pair(graph)


@pytest.fixture(scope="module")
def unstated(graph_unstated: CascadeGraph) -> dict[str, Evaluation]:
    return by_pair(graph_unstated)


def test_every_requirement_is_found_and_nothing_else(results: dict[str, Evaluation]) -> None:
    for name, result in results.items():
        assert result.requirements_matched >= 0.98 * result.requirements_gold, name
        assert result.requirements_matched >= 0.98 * result.requirements_found, name


def test_upstream_requirements_are_all_found(graph: CascadeGraph) -> None:
    gold = {r.id: r for pair in read_labels(GOLD) for r in (*pair.upstream, *pair.downstream)}
    texts = {"".join(r.text.split()) for r in graph.requirements()}
    for prefix in ("sc16", "gd16"):
        own = [r for key, r in gold.items() if key.startswith(f"{prefix}:")]
        found = sum("".join(r.text.split()) in texts for r in own)
        assert found >= 0.98 * len(own)


def test_links_without_the_stated_alignment(unstated: dict[str, Evaluation]) -> None:
    assert unstated["gz16>gd16"].f1 >= 0.95


def test_links_of_the_other_pairs(results: dict[str, Evaluation]) -> None:
    for name in ("gd16>sc16", "gz16>gd16", "xy16:n>sc16", "xy16:t>xy16:n", "zq16>gd16"):
        assert results[name].f1 >= 0.93, name


def test_what_is_dropped_is_what_the_annotators_say(results: dict[str, Evaluation]) -> None:
    assert results["gz16>gd16"].dropped == (3, 3, 3)
    assert results["xy16:n>sc16"].dropped == (0, 0, 0)
    assert results["zq16>gd16"].dropped == (6, 6, 6)


def test_statuses_of_guangzhou_are_mostly_the_annotators(results: dict[str, Evaluation]) -> None:
    result = results["gz16>gd16"]
    assert result.agreement_alternative >= 0.9 * result.links_right
    assert result.kappa > 0.8
    score = result.status_score(Status.WEAKENED, Status.MIXED)
    assert min(score.precision or 0, score.recall or 0) > 0.85


def test_rows_are_not_counted_with_the_narrative(results: dict[str, Evaluation]) -> None:
    assert results["xy16:n>sc16"].requirements_found == 49
    assert results["xy16:t>xy16:n"].requirements_found == 45


# The measures themselves

HUNAN = document("hunan-2022", "湖南省", source="hunan.txt")
CITY = document("zhuzhou-2022", "株洲市", source="city.txt", implements=(carries("hunan-2022"),))
TEXTS = ["乡级河长每周巡河一次。", "关停沿河直排口。", "开展增殖放流。", "推广测土配方施肥。"]


def rows(prefix: str, level: str, source: str) -> list[dict[str, str]]:
    return [
        {"id": f"{prefix}:{i}", "doc": "d", "level": level, "text": text, "source": source}
        for i, text in enumerate(TEXTS, 1)
    ]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Annotations that link 1–1 and 2–2, call 3 dropped and 4 added."""

    def write(name: str, lines: list[dict[str, object]]) -> None:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (tmp_path / name).write_text(text, encoding="utf-8")

    write(
        "requirements.jsonl",
        [*rows("hn", "province", "hunan.txt"), *rows("zz", "city", "city.txt")],  # type: ignore[list-item]
    )
    write(
        "links.jsonl",
        [
            {"upstream": "hn:1", "downstream": "zz:1", "status": "weakened", "why": "frequency: x"},
            {
                "upstream": "hn:2",
                "downstream": "zz:2",
                "status": "mixed",
                "alt": ["equivalent"],
                "why": "",
            },
        ],
    )
    write(
        "unmapped.jsonl",
        [
            {"item": "hn:3", "kind": "dropped", "by": "d"},
            {"item": "hn:4", "kind": "dropped", "by": "another"},
            {"item": "zz:4", "kind": "added"},
        ],
    )
    return tmp_path


@pytest.fixture
def result(gold: Path) -> Evaluation:
    """The annotations against links 1–1, weakened in frequency and scope, 2–2 and 4–3."""
    none = Span("", 0, 0)
    changes = tuple(
        Change(dimension, Direction.LESS, none, none, "", 1.0)
        for dimension in (Dimension.FREQUENCY, Dimension.SCOPE)
    )
    weakened = link("hunan-2022:1", "zhuzhou-2022:1", Status.WEAKENED)
    graph = graph_of(
        [HUNAN, CITY],
        [requirement(d, str(i), t) for d in (HUNAN, CITY) for i, t in enumerate(TEXTS, 1)],
        [
            replace(weakened, changes=changes),
            link("hunan-2022:2", "zhuzhou-2022:2", Status.EQUIVALENT),
            link("hunan-2022:4", "zhuzhou-2022:3", Status.EQUIVALENT),
        ],
    )
    (result,) = evaluate(graph, read_labels(gold))
    return result


def test_measures_by_hand(result: Evaluation) -> None:
    assert result.pair == "zz>hn"
    assert (result.requirements_gold, result.requirements_matched) == (4, 4)
    assert (result.precision, result.recall, result.f1) == (2 / 3, 1.0, 0.8)
    assert (result.agreement, result.agreement_alternative) == (1, 2)
    assert result.confusion[Status.WEAKENED, Status.WEAKENED] == 1
    assert result.dropped == (1, 1, 1)
    assert result.added == (1, 1, 1)
    (one, other) = result.disagreements
    assert (one["annotated"], one["found"]) == ("no link", "equivalent")
    assert (other["annotated"], other["found"]) == ("mixed", "equivalent")
    assert result.calibration_error() == pytest.approx(abs(0.9 - 2 / 3))


def test_statuses_and_dimensions_by_hand(result: Evaluation) -> None:
    assert result.status_score(Status.WEAKENED) == Score(right=1, found=1, annotated=1)
    assert result.status_score(Status.WEAKENED, Status.MIXED) == (1, 1, 2)
    mixed, equivalent = result.status_score(Status.MIXED), result.status_score(Status.EQUIVALENT)
    assert (mixed.precision, mixed.recall) == (None, 0.0)
    assert (equivalent.precision, equivalent.recall) == (0.0, None)
    assert result.dimension_score(Dimension.FREQUENCY) == (1, 1, 1)
    assert result.dimension_score(Dimension.SCOPE) == (0, 1, 0)
    assert result.dimension_score(Dimension.ACTOR) == (0, 0, 0)


def test_calibration_by_hand(result: Evaluation) -> None:
    assert result.calibration_bins() == [Bin(0.9, 1.0, 3, pytest.approx(0.9), pytest.approx(2 / 3))]
    result.calibration += [(0.05, False), (1.0, True)]
    assert [(one.low, one.links) for one in result.calibration_bins()] == [(0.0, 1), (0.9, 4)]


def test_all_pairs_together_are_their_sum(result: Evaluation) -> None:
    total = together([result, result])
    assert (total.pair, total.links_gold, total.links_found, total.links_right) == (
        "all pairs",
        4,
        6,
        4,
    )
    assert (total.precision, total.recall) == (result.precision, result.recall)
    assert total.status_score(Status.WEAKENED) == (2, 2, 2)
    assert total.dimension_score(Dimension.SCOPE) == (0, 2, 0)
    assert total.dropped == total.added == (2, 2, 2)
    assert total.calibration_bins()[0].links == 6
    assert total.disagreements == []
    assert len(result.disagreements) == 2
    assert together([]).f1 == 0


def test_no_links_have_no_measure() -> None:
    empty = Evaluation("a>b")
    assert (empty.precision, empty.recall, empty.f1, empty.kappa) == (0, 0, 0, 0)
    assert empty.calibration_error() == 0


def test_what_one_of_two_annotators_linked_counts_neither_way(gold: Path) -> None:
    lines = [json.loads(line) for line in (gold / "links.jsonl").read_text().splitlines()]
    lines[0]["second"], lines[1]["second"] = "weakened", "equivalent"
    for downstream in ("zz:3", "zz:4"):  # the first is found, the second is not
        disputed = {"upstream": "hn:4", "downstream": downstream, "disputed": True}
        lines.append(disputed | {"status": "mixed"})
    (gold / "links.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    (pair,) = read_labels(gold)
    assert pair.matrix()[[0, 1, 2, 3], [0, 1, 3, 3]].tolist() == [1, 1, 0.5, 0.5]
    requirements = [
        requirement(d, str(i), t) for d in (HUNAN, CITY) for i, t in enumerate(TEXTS, 1)
    ]
    found = [
        link("hunan-2022:1", "zhuzhou-2022:1", Status.WEAKENED),
        link("hunan-2022:4", "zhuzhou-2022:3", Status.EQUIVALENT),
    ]
    (result,) = evaluate(graph_of([HUNAN, CITY], requirements, found), [pair])
    assert (result.links_gold, result.links_found, result.links_right) == (2, 1, 1)
    assert (result.links_disputed, len(result.calibration)) == (2, 1)
    assert result.annotators_agreement == 0.5
    assert result.annotators_kappa == pytest.approx(1 / 3)


def test_one_annotator_agrees_with_nobody(result: Evaluation) -> None:
    assert (result.annotators_agreement, result.annotators_kappa) == (None, None)


def test_a_municipality_annotated_as_a_city_is_found(gold: Path) -> None:
    text = (gold / "requirements.jsonl").read_text().replace('"province"', '"city"')
    (gold / "requirements.jsonl").write_text(text)
    ups = [requirement(HUNAN, str(i), t) for i, t in enumerate(TEXTS, 1)]
    downs = [requirement(CITY, str(i), t) for i, t in enumerate(TEXTS, 1)]
    (result,) = evaluate(graph_of([HUNAN, CITY], [*ups, *downs]), read_labels(gold))
    assert result.links_gold == 2


def test_pairs_that_are_not_in_the_corpus_are_left_out(gold: Path) -> None:
    graph = graph_of([HUNAN], [requirement(HUNAN, "1", TEXTS[0])])
    assert evaluate(graph, read_labels(gold)) == []


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("requirements.jsonl", "", "pass a folder of annotations"),
        ("requirements.jsonl", "{", "JSON Lines in UTF-8"),
        ("links.jsonl", '{"upstream": "x:1", "downstream": "zz:1", "status": "mixed"}', "x:1"),
        ("links.jsonl", '{"upstream": "hn:1", "downstream": "zz:1", "status": "odd"}', "odd"),
        ("links.jsonl", '{"upstream": "hn:1"}', "correct the line"),
    ],
)
def test_wrong_annotations_are_refused(gold: Path, name: str, content: str, what: str) -> None:
    (gold / name).write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=what) as error:
        read_labels(gold)
    assert "\n" not in str(error.value)


def test_what_is_addressed_elsewhere_and_annotated_so_is_no_dropped_item(gold: Path) -> None:
    texts = [*TEXTS[:2], "岳阳市开展增殖放流。", TEXTS[3]]
    lines = [json.loads(line) for line in (gold / "requirements.jsonl").read_text().splitlines()]
    lines[2]["text"] = texts[2]
    (gold / "requirements.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    (gold / "unmapped.jsonl").write_text(
        json.dumps({"item": "hn:3", "kind": "dropped", "by": "d", "formal": True}) + "\n"
    )
    ups = [requirement(HUNAN, str(i), t) for i, t in enumerate(texts, 1)]
    downs = [requirement(CITY, str(i), t) for i, t in enumerate(TEXTS, 1)]
    linked = [link(f"hunan-2022:{i}", f"zhuzhou-2022:{i}") for i in (1, 2, 4)]
    (result,) = evaluate(graph_of([HUNAN, CITY], [*ups, *downs], linked), read_labels(gold))
    assert result.dropped == (0, 0, 0)
