"""Similarity of texts: matrices checked against their definitions."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from building import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from cascade.linking.similarity import (
    Overlap,
    centred,
    clause_lead,
    fuzzy_ratio,
    ngram_overlap,
    ngrams,
    prepare,
    shared_names,
    shared_units,
    split_clauses,
    weigh,
)

TEXT = st.text("政务公开信息每周一二。，", min_size=1, max_size=20)
TEXTS = st.lists(TEXT, min_size=1, max_size=5)


def overlap_of(down: Sequence[str], up: Sequence[str]) -> Overlap:
    return ngram_overlap(weigh(ngrams(down), ngrams(up)))


@given(TEXTS, TEXTS)
def test_overlaps_are_shares(down: list[str], up: list[str]) -> None:
    overlap = overlap_of(down, up)
    for matrix in overlap:
        assert matrix.shape == (len(down), len(up))
        assert matrix.dtype == np.float32
        assert np.all((matrix >= 0) & (matrix <= 1.001))
    back = overlap_of(up, down)
    assert np.allclose(overlap.cosine, back.cosine.T, atol=1e-5)
    assert np.allclose(overlap.down_in_up, back.up_in_down.T, atol=1e-5)


def test_a_text_overlaps_itself_wholly_and_a_part_is_contained() -> None:
    whole, part, other = "每周公开政务信息并通报结果", "公开政务信息", "修建垃圾中转站"
    overlap = overlap_of([whole, part, other], [whole])
    assert overlap.cosine[0, 0] == pytest.approx(1, abs=1e-4)
    assert overlap.down_in_up[1, 0] == pytest.approx(1, abs=1e-4)
    assert overlap.up_in_down[1, 0] < 0.9
    assert overlap.cosine[2, 0] == 0


def test_rare_words_weigh_more_than_common_ones() -> None:
    common, rare = overlap_of(["加强组织领导禁捕"], ["加强组织领导", "长江禁捕"]).down_in_up[0]
    only = overlap_of(["加强组织领导"], ["加强组织领导"]).cosine[0, 0]
    assert 0 < rare < common < only


@given(TEXTS, TEXTS)
def test_the_fuzzy_ratio_is_that_of_rapidfuzz(down: list[str], up: list[str]) -> None:
    matrix = fuzzy_ratio(down, up)
    for i, j in itertools.product(range(len(down)), range(len(up))):
        assert matrix[i, j] == pytest.approx(fuzz.ratio(down[i], up[j]) / 100, abs=1e-5)


def test_level_words_do_not_show() -> None:
    assert prepare("全省各级，省财政厅") == prepare("全市各级,市财政局")
    assert prepare("全省") != prepare("全国")


@given(TEXTS)
def test_every_text_has_clauses_of_its_own(texts: list[str]) -> None:
    pieces, starts = split_clauses(texts)
    ends = [*starts[1:], len(pieces)]
    assert len(starts) == len(texts)
    assert starts[0] == 0
    for text, start, end in zip(texts, starts, ends, strict=True):
        assert start < end
        assert all(piece in text for piece in pieces[start:end])


@given(TEXTS, TEXTS)
def test_the_lead_of_a_clause_by_brute_force(down: list[str], up: list[str]) -> None:
    encoder = FakeEncoder()
    down_pieces, down_starts = split_clauses(down)
    up_pieces, up_starts = split_clauses(up)
    similarity = encoder.encode(down_pieces) @ encoder.encode(up_pieces).T
    found = clause_lead(similarity, down_starts, up_starts)
    down_ends = [*down_starts[1:], len(down_pieces)]
    up_ends = [*up_starts[1:], len(up_pieces)]
    by_text = np.stack(
        [similarity[:, a:b].max(axis=1) for a, b in zip(up_starts, up_ends, strict=True)], axis=1
    )
    assert np.array_equal(clause_lead(by_text, down_starts), found)
    for i, j in itertools.product(range(len(down)), range(len(up))):
        clauses = by_text[down_starts[i] : down_ends[i]]
        others = np.delete(clauses, j, axis=1)
        ahead = clauses[:, j] - others.max(axis=1) if len(up) > 1 else np.zeros(len(clauses))
        assert found[i, j] == pytest.approx(ahead.max(), abs=1e-5)


def test_shared_names_count_titles_quotations_latin_and_quantities() -> None:
    down = ["按照《河道管理条例》公布“双随机”结果，PPP项目30个。", "加强领导"]
    up = ["贯彻《河道管理条例》。", "建设30个PPP项目", "加强领导"]
    matrix = shared_names(down, up)
    assert matrix[0, 0] == 1
    assert matrix[0, 1] == 1
    assert matrix[0, 2] == 0
    assert not matrix[1].any()


def test_one_text_a_side_is_enough() -> None:
    assert overlap_of(["甲"], ["甲乙"]).cosine.shape == (1, 1)
    assert shared_names([""], [""]).tolist() == [[0.0]]


def test_units_count_by_how_few_name_them() -> None:
    shared = shared_units(
        [("市司法局",), ("各市政府",), ()],
        ["由市司法局制订制度，各市政府参照", "各市政府要编制目录", "各市政府要组织指导"],
        [(), (), ()],
    )
    assert shared[0].tolist() == [1.0, 0.0, 0.0]
    assert shared[2].tolist() == [0.0, 0.0, 0.0]
    assert shared.max() <= 1.0


def test_what_all_rows_have_in_common_is_taken_off() -> None:
    shared = np.tile(np.array([[3.0, 0.0]], np.float32), (40, 1))
    shared[:20, 1], shared[20:, 1] = 1, -1
    rows = shared / np.linalg.norm(shared, axis=1, keepdims=True)
    assert rows[0] @ rows[-1] > 0.5 > 0 > centred(rows)[0] @ centred(rows)[-1]
