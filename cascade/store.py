"""Keep what is derived: JSON on disk under a key of content, code and lexicons.

Entries are written to a temporary file and moved into place, so that two runs at once each see
whole entries; a damaged entry counts as absent.
"""

import dataclasses
import hashlib
import json
import os
import sys
import tempfile
import types
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from cascade.lexicons import fingerprint
from cascade.resources import data_path, models_path

T = TypeVar("T")
_FOLDER = ".cascade-cache"


def cache_folder(corpus: Path) -> Path:
    """Return where derived data of a corpus goes: beside it, or in the user's cache directory."""
    beside = corpus / _FOLDER
    if _is_writable(corpus) and not _is_shipped(corpus):
        return beside
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    digest = hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:12]
    return Path(base) / "cascade" / f"{corpus.name}-{digest}"


def _is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)


def _is_shipped(folder: Path) -> bool:
    """Tell the bundled corpus, which is kept as it came even where it could be written to."""
    return folder.resolve() == data_path("documents").resolve()


@lru_cache
def code_version() -> str:
    """Hash the package's code and models by size and time of change, and its lexicons by content."""
    digest = hashlib.sha256(fingerprint().encode())
    package = Path(__file__).parent
    models = [p for p in models_path().rglob("*") if p.suffix in (".json", ".npz", ".safetensors")]
    files = [*package.rglob("*.py"), *models]
    for path in sorted(files):
        state = path.stat()
        digest.update(f"{path.name} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]


def key_of(*parts: str) -> str:
    """Hash strings into a key."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


class Store:
    """A folder of derived records, one file a key; a folder that cannot be used stores nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, kind: str, key: str, shape: type[T]) -> T | None:
        """Return a stored record, or None when it is absent, damaged or of another shape."""
        try:
            text = self._path(kind, key).read_text(encoding="utf-8")
            record: T = from_plain(json.loads(text), shape)
            return record
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, kind: str, key: str, record: Any) -> None:
        """Store a record; where that is impossible the next run works it out again."""
        path = self._path(kind, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(to_plain(record), ensure_ascii=False, separators=(",", ":")))
            os.replace(temporary, path)
        except OSError:
            return

    def remember(self, kind: str, key: str, shape: type[T], make: Callable[[], T]) -> T:
        """Return the stored record, or make and store it."""
        found = self.get(kind, key, shape)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def _path(self, kind: str, key: str) -> Path:
        return self._folder / kind / f"{key}.json"


def to_plain(value: Any) -> Any:
    """Turn records into lists, dicts and strings that JSON holds."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        return [[to_plain(k), to_plain(v)] for k, v in value.items()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_plain(item) for item in value]
    return value


def from_plain(value: Any, shape: Any) -> Any:
    """Build a record of a declared shape from what `to_plain` made of it.

    >>> from cascade.records import Deadline
    >>> from_plain(to_plain(Deadline("年底")), Deadline)
    Deadline(text='年底', start='', end='')
    """
    return _builder(shape)(value)


def _same(value: Any) -> Any:
    return value


@cache
def _builder(shape: Any) -> Callable[[Any], Any]:
    """Make the function that builds values of one shape (types are looked at once)."""
    origin = get_origin(shape)
    if shape in (str, int, float, bool, type(None), Any):
        return _same
    if origin in (Union, types.UnionType):
        inner = _builder(next(a for a in get_args(shape) if a is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        arguments = get_args(shape)
        if arguments[-1] is Ellipsis:
            item = _builder(arguments[0])
            if item is _same:
                return tuple
            return lambda value: tuple([item(one) for one in value])
        each = [_builder(argument) for argument in arguments]
        return lambda value: tuple([b(one) for b, one in zip(each, value, strict=True)])
    if origin in (dict, Mapping) or (origin and issubclass(origin, Mapping)):
        left, right = (_builder(argument) for argument in get_args(shape))
        return lambda value: {left(k): right(v) for k, v in value}
    if origin in (list, Sequence):
        item = _builder(get_args(shape)[0])
        return lambda value: [item(one) for one in value]
    if isinstance(shape, type) and issubclass(shape, Enum):
        return shape
    hints = get_type_hints(shape, vars(sys.modules[shape.__module__]))
    if dataclasses.is_dataclass(shape):
        fields = [_builder(hints[f.name]) for f in dataclasses.fields(shape)]
        make: Any = shape
        return lambda value: make(*[b(one) for b, one in zip(fields, value, strict=True)])
    fields = [_builder(hint) for hint in hints.values()]  # a NamedTuple
    return lambda value: shape(*[b(one) for b, one in zip(fields, value, strict=True)])
