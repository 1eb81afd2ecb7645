"""Where the data and models that ship with cascade are, in a checkout or an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _root(folder: str, installed: str) -> Path:
    inside = _PACKAGE / installed
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def data_path(name: str = "") -> Path:
    """Return the path of a file under `data/`."""
    return _root("data", "_data") / name


def models_path(name: str = "") -> Path:
    """Return the path of a file under `models/`."""
    return _root("models", "_models") / name
