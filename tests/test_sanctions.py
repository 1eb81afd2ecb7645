"""Sanctions of statutes: told apart by what they punish."""

import numpy as np
import pytest
from building import FakeEncoder, document, requirement
from hypothesis import given
from hypothesis import strategies as st

from cascade.linking.links import prepare_side, score
from cascade.linking.sanctions import BLANKET, OTHER_OFFENCE, offence, with_sanctions

LAW, RULES = document("central-2021"), document("hunan-2022", "湖南省")
FORMULA = (
    "，由县级以上人民政府水行政主管部门责令限期改正；逾期不改正的，处一万元以上五万元以下罚款。"
)


def corrected(
    up: list[str], down: list[str], before: float = 0.9, stated: float = 0.0
) -> list[float]:
    """Give every pair the same probability, and return what is left of it, row by row."""
    topic = ("法律责任",)
    above = [requirement(LAW, str(i), text, topic) for i, text in enumerate(up, 1)]
    below = [requirement(RULES, str(i), text, topic) for i, text in enumerate(down, 1)]
    scores = score(prepare_side(below, FakeEncoder()), prepare_side(above, FakeEncoder()))
    scores.probability[:] = before
    scores.stated[:] = stated
    left = with_sanctions(scores, below, above).probability
    assert np.all(scores.probability == np.float32(before))  # what was given is untouched
    return [round(float(p), 3) for p in left.ravel()]


def test_two_sanctions_are_one_only_if_their_offences_are_alike() -> None:
    up = [f"违反本法规定，在河道内擅自采砂的{FORMULA}", f"违反本法规定，侵占湖泊岸线的{FORMULA}"]
    down = [f"违反本条例第八条规定，在河道内未经批准采砂的{FORMULA}"]
    assert corrected(up, down) == [0.9, OTHER_OFFENCE]


def test_what_the_document_sets_side_by_side_stays() -> None:
    pair = [f"擅自采砂的{FORMULA}"], [f"侵占岸线的{FORMULA}"]
    assert corrected(*pair) == [OTHER_OFFENCE]
    assert corrected(*pair, stated=1.0) == [0.9]


def test_where_a_sanction_only_names_an_article_that_article_is_the_offence() -> None:
    up = [f"违反本法规定，在河道内擅自采砂的{FORMULA}", f"违反本法规定，侵占湖泊岸线的{FORMULA}"]
    down = ["未经批准，不得在河道内采砂。", f"采砂人违反本条例第一条第二款规定的{FORMULA}"]
    assert corrected(up, down)[2:] == [0.9, OTHER_OFFENCE]


@pytest.mark.parametrize(
    ("up", "down"),
    [
        (f"违反本法第八条规定的{FORMULA}", f"违反本条例规定，擅自采砂的{FORMULA}"),
        ("每周巡河，及时处理发现的问题。", f"擅自采砂的{FORMULA}"),
        ("每周巡河。", "每月巡河。"),
    ],
)
def test_where_no_two_offences_are_named_nothing_is_corrected(up: str, down: str) -> None:
    assert corrected([up], [down]) == [0.9]


def test_a_doubt_is_not_raised() -> None:
    assert corrected([f"擅自采砂的{FORMULA}"], [f"侵占岸线的{FORMULA}"], before=0.05) == [0.05]


def test_one_clause_may_leave_all_punishment_to_the_law() -> None:
    down = ["违反本条例规定的行为，法律、行政法规已有处罚规定的，从其规定。"]
    assert corrected([f"擅自采砂的{FORMULA}"], down, before=0.01) == [BLANKET]


def test_lists_are_part_of_an_offence_and_degrees_are_not() -> None:
    text = "有下列行为之一的，责令改正；情节严重的，处以罚款：（一）擅自采砂的；（二）侵占岸线的。"
    assert offence(text) == "（一）擅自采砂的，（二）侵占岸线的"


@given(st.text("擅自采砂的，。；责令罚款每周巡河", max_size=30))
def test_an_offence_is_made_of_the_words_of_its_text(text: str) -> None:
    assert all(clause in text for clause in offence(text).split("，"))
