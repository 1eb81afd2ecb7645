"""The cache: records come back as they were, damage counts as absence, folders that fail do not."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade import records
from cascade.pipeline import bundled_corpus
from cascade.reading import Reading, read_document
from cascade.store import Store, cache_folder, code_version, from_plain, key_of, to_plain

RECORDS = [
    records.Span,
    records.Citation,
    records.Implements,
    records.Document,
    records.SkippedDocument,
    records.Deadline,
    records.Requirement,
    records.Change,
    records.TraceLink,
    records.Finding,
]


@pytest.fixture
def finite_floats() -> Iterator[None]:
    """Let hypothesis make records without NaN, which equals nothing."""
    st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
    yield
    st.register_type_strategy(float, st.floats())


@pytest.mark.usefixtures("finite_floats")
@pytest.mark.parametrize("shape", RECORDS, ids=lambda shape: shape.__name__)
def test_every_record_comes_back_as_it_was(shape: type[Any]) -> None:
    @given(st.from_type(shape))
    def comes_back(record: Any) -> None:
        text = json.dumps(to_plain(record))
        assert from_plain(json.loads(text), shape) == record

    comes_back()


def test_a_reading_comes_back_as_it_was(seeds: dict[str, str]) -> None:
    reading = read_document(seeds["xinyang-2016.txt"])
    assert from_plain(json.loads(json.dumps(to_plain(reading))), Reading) == reading


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({("a", "b"): 0.5}, dict[tuple[str, str], float]),
        ({"a": (records.Span("甲", 0, 1),)}, dict[str, tuple[records.Span, ...]]),
        (None, str | None),
        ([1, 2], list[int]),
    ],
)
def test_collections_come_back(value: Any, shape: Any) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(value))), shape) == value


DEADLINE = records.Deadline("年底", "", "2022-12-31")


@pytest.mark.parametrize(
    "damage",
    ["", "{", "null", "[]", "[1,2,3,4,5,6]", '{"text": 1}', "\x00", '"abc'],
)
def test_a_damaged_entry_counts_as_absent(tmp_path: Path, damage: str) -> None:
    store = Store(tmp_path)
    store.put("kind", "key", DEADLINE)
    (path,) = tmp_path.rglob("key.json")
    path.write_text(damage, encoding="utf-8")
    assert store.get("kind", "key", records.Deadline) is None
    assert store.remember("kind", "key", records.Deadline, lambda: DEADLINE) == DEADLINE
    assert store.get("kind", "key", records.Deadline) == DEADLINE


def test_what_is_remembered_is_made_once(tmp_path: Path) -> None:
    store, made = Store(tmp_path), []

    def make() -> records.Deadline:
        made.append(1)
        return DEADLINE

    for _ in range(3):
        assert store.remember("kind", "key", records.Deadline, make) == DEADLINE
    assert made == [1]
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".json"]


def test_a_folder_that_cannot_be_used_stores_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    store = Store(blocked)
    store.put("kind", "key", DEADLINE)
    assert store.get("kind", "key", records.Deadline) is None
    assert store.remember("kind", "key", records.Deadline, lambda: DEADLINE) == DEADLINE


def test_the_cache_lies_beside_a_corpus_of_ones_own(tmp_path: Path) -> None:
    folder = cache_folder(tmp_path)
    assert folder.parent == tmp_path
    assert folder.name.startswith(".")


def test_the_cache_of_the_bundled_corpus_is_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert tmp_path in cache_folder(bundled_corpus()).parents


@given(st.lists(st.text("ab"), max_size=4), st.lists(st.text("ab"), max_size=4))
def test_keys_differ_where_parts_differ(one: list[str], other: list[str]) -> None:
    assert (key_of(*one) == key_of(*other)) == (one == other or "\0".join(one) == "\0".join(other))


def test_the_version_of_the_code_is_stable_in_a_process() -> None:
    calls: list[Callable[[], str]] = [code_version, code_version]
    assert len({call() for call in calls}) == 1
