"""Keep what is derived: MessagePack on disk under a key of content, code and lexicons.

Entries are written to a temporary file and moved into place, so that two runs at once each see
whole entries; a damaged entry counts as absent.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

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
            packed = self._path(kind, key).read_bytes()
            return msgspec.msgpack.decode(packed, type=shape)
        except (OSError, msgspec.DecodeError):
            return None

    def put(self, kind: str, key: str, record: Any) -> None:
        """Store a record; where that is impossible the next run works it out again."""
        path, packed = self._path(kind, key), msgspec.msgpack.encode(record)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
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
        return self._folder / kind / f"{key}.msgpack"
