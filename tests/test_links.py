"""Linking as a pure function of two sides: evidence, standing within the pair, fusion."""

import json
from pathlib import Path

import numpy as np
import pytest
from building import FakeEncoder, document, requirement
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from cascade.errors import CascadeError
from cascade.linking.links import (
    ACCEPT,
    REVIEW,
    evidence,
    load_fusion,
    normalised,
    prepare_side,
    score,
)
from cascade.records import Requirement

HUNAN = document("hunan-2022", "湖南省")
ZHUZHOU = document("zhuzhou-2022", "株洲市")
UP = [
    "乡级河长每周巡河一次，发现问题及时上报并建立台账。",
    "全面清理整治河道乱占乱建，十月底前完成销号。",
    "关停沿河直排口，每季度向社会公布水质监测结果。",
    "推广测土配方施肥，化肥使用量比上年减少百分之三。",
]
DOWN = [
    "乡级河长每月巡河一次，发现问题及时上报并建立台账。",
    "全面清理整治河道乱占乱建，十二月底前完成销号。",
    "关停沿河直排口，每季度向社会公布水质监测结果。",
    "举办龙舟文化节，展示民俗风情。",
    "改造农村电网线路四十公里。",
]


def requirements(of: object, texts: list[str]) -> list[Requirement]:
    return [requirement(of, str(i), text, ["河湖保护"]) for i, text in enumerate(texts, 1)]  # type: ignore[arg-type]


def test_what_carries_out_what(encoder: FakeEncoder) -> None:
    down = prepare_side(requirements(ZHUZHOU, DOWN), encoder)
    up = prepare_side(requirements(HUNAN, UP), encoder)
    probability = score(down, up).probability
    assert probability.shape == (5, 4)
    assert {tuple(map(int, pair)) for pair in np.argwhere(probability >= ACCEPT)} == {
        (0, 0),
        (1, 1),
        (2, 2),
    }


def test_every_kind_of_evidence_speaks_of_every_pair(encoder: FakeEncoder) -> None:
    down = prepare_side(requirements(ZHUZHOU, DOWN), encoder)
    both = evidence(down, prepare_side(requirements(HUNAN, UP), encoder))
    assert {"semantic", "words_down_lead", "fuzzy", "heading", "order", "units"} <= set(both)
    assert {matrix.shape for matrix in both.values()} == {(5, 4)}
    assert {matrix.dtype for matrix in both.values()} == {np.dtype(np.float32)}


def test_linking_twice_gives_the_same(encoder: FakeEncoder) -> None:
    def once() -> np.ndarray:
        down = prepare_side(requirements(ZHUZHOU, DOWN), encoder)
        return score(down, prepare_side(requirements(HUNAN, UP), encoder)).probability

    assert np.array_equal(once(), once())


def test_what_a_document_states_raises_the_probability(encoder: FakeEncoder) -> None:
    down = prepare_side(requirements(ZHUZHOU, DOWN), encoder)
    up = prepare_side(requirements(HUNAN, UP), encoder)
    stated = np.zeros((5, 4), dtype=np.float32)
    stated[3, 3] = 1
    without, with_stated = score(down, up), score(down, up, stated)
    assert with_stated.probability[3, 3] > without.probability[3, 3]
    others = stated == 0
    assert np.array_equal(with_stated.probability[others], without.probability[others])
    assert with_stated.parts_of(3, 3)["stated"] == 1
    assert without.parts_of(3, 3)["stated"] == 0


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 3), (4, 1)])
def test_sides_of_one_requirement(encoder: FakeEncoder, n: int, m: int) -> None:
    down = prepare_side(requirements(ZHUZHOU, DOWN[:n]), encoder)
    up = prepare_side(requirements(HUNAN, UP[:m]), encoder)
    probability = score(down, up).probability
    assert probability.shape == (n, m)
    assert np.all((probability >= 0) & (probability <= 1))


def test_documents_of_one_subject_are_linked_more_readily(encoder: FakeEncoder) -> None:
    down = prepare_side(requirements(ZHUZHOU, DOWN), encoder)
    up = prepare_side(requirements(HUNAN, UP), encoder)
    strange, alike = score(down, up), score(down, up, one_subject=True)
    assert alike.probability.sum() > strange.probability.sum()


def test_cited_articles_count_as_far_as_they_agree_with_the_rest(encoder: FakeEncoder) -> None:
    down = prepare_side(requirements(ZHUZHOU, DOWN), encoder)
    up = prepare_side(requirements(HUNAN, UP), encoder)
    right, wrong = np.zeros((2, 5, 4), dtype=np.float32)
    right[[0, 1, 4], [0, 1, 3]] = 1  # two of three where the rest would have them
    wrong[[0, 1, 4], [1, 2, 3]] = 1  # numbers of another version
    without = score(down, up)
    assert score(down, up, cited=right).probability[4, 3] > without.probability[4, 3]
    assert np.array_equal(score(down, up, cited=wrong).probability, without.probability)
    apart = np.full((5, 4), -0.3, dtype=np.float32)
    elsewhere = right == 0
    both, alone = score(down, up, apart, right).stated, score(down, up, apart).stated
    assert np.array_equal(both[elsewhere], alone[elsewhere])  # a citation speaks of its own pair
    assert (both[~elsewhere] > 0).all()


MATRICES = nps.arrays(
    np.float32,
    nps.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=5),
    elements=st.floats(0, 1, width=32),
)


@given(MATRICES)
def test_the_lead_is_positive_only_for_the_best(part: np.ndarray) -> None:
    features = normalised({"heading": part})
    for side, axis in (("row", 1), ("column", 0)):
        lead = features[f"heading:{side}_lead"]
        assert lead.shape == part.shape
        assert np.all(np.isfinite(lead))
        assert np.all((lead > 0).sum(axis=axis) <= 1)
        assert np.all(np.isfinite(features[f"heading:{side}_z"]))


def test_a_standing_among_few_counts_less_than_among_many() -> None:
    few = np.array([[0.9], [0.1]], dtype=np.float32)
    many = np.vstack([few, np.full((40, 1), 0.1, dtype=np.float32)])
    leads = [normalised({"heading": part})["heading:column_lead"][0, 0] for part in (few, many)]
    assert leads == pytest.approx([0.8 * 2 / 22, 0.8 * 42 / 62])


def test_parameters_that_are_missing_or_wrong_are_refused(tmp_path: Path) -> None:
    for content in (None, "{", json.dumps({"any_subject": {}})):
        path = tmp_path / "linker.json"
        if content is not None:
            path.write_text(content, encoding="utf-8")
        load_fusion.cache_clear()
        with pytest.raises(CascadeError, match=r"linker\.json: .*; "):
            load_fusion(path)
    load_fusion.cache_clear()


@pytest.mark.parametrize("one_subject", [True, False])
def test_the_shipped_parameters_are_sound(one_subject: bool) -> None:
    fusion = load_fusion(one_subject=one_subject)
    size = len(fusion.features)
    assert size == len(set(fusion.features))
    assert fusion.mean.shape == fusion.scale.shape == fusion.weights.shape == (size,)
    assert np.all(fusion.scale > 0)
    assert fusion.stated > 0
    assert any(name.startswith("semantic") for name in fusion.features)


def test_the_band_for_review_is_around_the_threshold() -> None:
    assert 0 < REVIEW[0] < ACCEPT < REVIEW[1] < 1
