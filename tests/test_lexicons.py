"""Word lists are plain files; a missing one is told in one line."""

import pytest

from cascade.errors import LexiconError
from cascade.lexicons import entries, fingerprint, mapping, words


def test_comments_and_blank_lines_are_no_entries() -> None:
    found = entries("structure/columns.tsv")
    assert found
    assert all(entry[0] and not entry[0].startswith("#") for entry in found)
    assert mapping("structure/columns.tsv")["责任单位"] == "units"


def test_words_come_longest_first() -> None:
    sizes = [len(word) for word in words("documents/genres.txt")]
    assert sizes == sorted(sizes, reverse=True)


def test_a_missing_list_is_one_line() -> None:
    with pytest.raises(LexiconError) as error:
        entries("structure/none.tsv")
    assert "none.tsv: " in str(error.value)
    assert "; " in str(error.value)


def test_the_fingerprint_is_stable() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 16
