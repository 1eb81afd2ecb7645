"""Readers turn one file into plain text; which one reads a file is chosen by its suffix.

A new format is a new module with a function `bytes → str` and one line in `READERS`.
"""

from collections.abc import Callable
from pathlib import Path

from cascade.errors import DocumentError
from cascade.readers.plain import decode

Reader = Callable[[bytes], str]

READERS: dict[str, Reader] = {".txt": decode, ".md": decode}


def is_readable(path: Path) -> bool:
    """Tell whether some reader claims the file's suffix."""
    return path.suffix.lower() in READERS


def read_text(path: Path) -> str:
    """Read a document's text; offsets in cascade count the characters of what this returns.

    Raises:
        DocumentError: the file cannot be opened, decoded, or holds no text.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise DocumentError(f"{path}: no reader for this type; convert it to one of {known}")
    try:
        text = reader(path.read_bytes())
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror}; check the file and its rights") from error
    except UnicodeError as error:
        raise DocumentError(f"{path}: {error}; save it as UTF-8") from error
    if not text.strip():
        raise DocumentError(f"{path}: no text in it; supply the text, or OCR of the scan")
    return text
