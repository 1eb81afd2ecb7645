"""Word borders: in order, over the whole text, none within a known word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade.strength.words import word_borders


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("扩大公众参与", ["扩大", "公众", "参与"]),
        ("职业技能等级认定", ["职业技能", "等级", "认定"]),
        ("居住证申领、居住证签注", ["居住证", "申领", "、", "居住证", "签注"]),
        ("", []),
    ],
)
def test_words_are_kept_whole(text: str, words: list[str]) -> None:
    borders = word_borders(text)
    assert [text[a:b] for a, b in pairwise(borders)] == words


@given(st.text("公开信息，。 Ａa1\n\u200b😀", max_size=30))
def test_borders_ascend_over_the_whole_text(text: str) -> None:
    borders = word_borders(text)
    assert borders == sorted(set(borders))
    assert {0, len(text)} <= set(borders) <= set(range(len(text) + 1))
