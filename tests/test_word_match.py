"""Words of clauses found in other texts: by definition, in the same words and in like ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascade.linking.encoder import shipped_encoder
from cascade.linking.similarity import rarity
from cascade.linking.word_match import Worded, words_of, words_said

TEXTS = st.lists(
    st.text("公开布权责清单每周巡河。，☃", min_size=0, max_size=20), min_size=1, max_size=4
)


def worded(texts: list[str]) -> Worded:
    return Worded(words_of(texts), words_of(texts))


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_shares_by_definition(ours: list[str], theirs: list[str]) -> None:
    one, other = worded(ours), worded(theirs)
    found, again = words_said(one, other)
    assert np.array_equal(found, again)  # each text is a single clause here
    assert found.shape == (len(ours), len(theirs))
    encoder = shipped_encoder()
    every = [*one.texts, *other.texts]
    for i, clause in enumerate(one.clauses):
        vectors = encoder.vectors(clause)
        lengths = np.linalg.norm(vectors, axis=1)
        counts = np.array([sum(word in text for text in every) for word in clause], dtype=np.int64)
        weights = lengths * rarity(counts, len(every))
        for j, text in enumerate(other.texts):
            share = 0.0
            for k, word in enumerate(clause):
                like = [cosine(vectors[k], row) for row in encoder.vectors(text)]
                best = max((c for c in like if c > 0.2), default=0.0)
                share += weights[k] * best**2
                assert word not in text or best == pytest.approx(1, abs=1e-4) or not lengths[k]
            assert found[i, j] == pytest.approx(share / max(weights.sum(), 1e-6), abs=1e-4)


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / max(np.linalg.norm(one) * np.linalg.norm(other), 1e-6))


def test_a_text_says_itself_wholly_and_like_words_in_part() -> None:
    clause = worded(["公布权责清单"])
    others = worded(["公布权责清单。", "推进权力清单公开。", "修建垃圾中转站。"])
    same, like, other = words_said(clause, others).clauses[0]
    assert same == pytest.approx(1, abs=1e-4)
    assert 1 > like > 2 * other


def test_what_has_no_known_word_says_nothing() -> None:
    found = words_said(worded(["", "☃☃"]), worded(["每周巡河。", ""])).texts
    assert found.tolist() == [[0, 0], [0, 0]]
