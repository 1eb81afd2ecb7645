"""Word lists in `data/lexicons`: plain files that a policy expert can read and edit.

A line is one entry, its fields parted by tabs; `#` begins a comment line. What a file's fields
mean stands in its first lines.
"""

import hashlib
import re
from functools import lru_cache

from cascade.errors import LexiconError
from cascade.resources import data_path


@lru_cache
def entries(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the entries of `data/lexicons/<name>`, fields stripped, in file order.

    Raises:
        LexiconError: the file is missing or is not UTF-8.
    """
    path = data_path(f"lexicons/{name}")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise LexiconError(f"{path}: {error}; restore the file or save it as UTF-8") from error
    return tuple(
        tuple(part.strip() for part in line.split("\t"))
        for line in lines
        if line.strip() and not line.startswith("#")
    )


@lru_cache
def words(name: str) -> tuple[str, ...]:
    """Return the first field of every entry, longest first."""
    return tuple(sorted((entry[0] for entry in entries(name)), key=len, reverse=True))


@lru_cache
def mapping(name: str) -> dict[str, str]:
    """Return first field → second field."""
    return {entry[0]: entry[1] for entry in entries(name)}


@lru_cache
def pattern(name: str, kind: str = "") -> re.Pattern[str]:
    """Compile the first fields, regular expressions; of the entries whose second is `kind`, if any."""
    return re.compile(
        "|".join(f"(?:{entry[0]})" for entry in entries(name) if not kind or entry[1] == kind)
    )


@lru_cache
def fingerprint() -> str:
    """Hash every lexicon file: derived data made with other lexicons is stale."""
    digest = hashlib.sha256()
    root = data_path("lexicons")
    for path in sorted(root.rglob("*.*")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
