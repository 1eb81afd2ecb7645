"""The cache: records come back as they were, damage counts as absence, folders that fail do not."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade import records
from cascade.pipeline import bundled_corpus
from cascade.requirements.reading import Reading, read_document
from cascade.store import Store, cache_folder, code_version, key_of

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
def numbers_of_a_machine() -> Iterator[None]:
    """Let hypothesis make records without NaN, which equals nothing, and integers of 64 bits."""
    st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
    st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
    yield
    st.register_type_strategy(float, st.floats())
    st.register_type_strategy(int, st.integers())


@pytest.mark.usefixtures("numbers_of_a_machine")
@pytest.mark.parametrize("shape", RECORDS, ids=lambda shape: shape.__name__)
def test_every_record_comes_back_as_it_was(
    shape: type[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store(tmp_path_factory.mktemp("cache"))

    @given(st.from_type(shape))
    def comes_back(record: Any) -> None:
        store.put("kind", "key", record)
        assert store.get("kind", "key", shape) == record

    comes_back()


def test_a_reading_comes_back_as_it_was(seeds: dict[str, str], tmp_path: Path) -> None:
    store, reading = Store(tmp_path), read_document(seeds["xinyang-2016.txt"])
    store.put("kind", "key", reading)
    assert store.get("kind", "key", Reading) == reading


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({("a", "b"): 0.5}, dict[tuple[str, str], float]),
        ({"a": (records.Span("甲", 0, 1),)}, dict[str, tuple[records.Span, ...]]),
        (None, str | None),
        ([1, 2], list[int]),
    ],
)
def test_collections_come_back(value: Any, shape: Any, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("kind", "key", value)
    assert store.get("kind", "key", shape) == value


DEADLINE = records.Deadline("年底", "", "2022-12-31")


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\x00",
        b"\xff\xff",
        *map(msgspec.msgpack.encode, (None, [], [1, 2], {"text": 1})),
    ],
)
def test_a_damaged_entry_counts_as_absent(tmp_path: Path, damage: bytes) -> None:
    store = Store(tmp_path)
    store.put("kind", "key", DEADLINE)
    (path,) = tmp_path.rglob("key.msgpack")
    path.write_bytes(damage)
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
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".msgpack"]


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
