"""From a folder to a cascade graph: the call behind every command, remembering what it derives."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cascade.corpus import SETTINGS, Advance, Corpus, no_progress, read_corpus
from cascade.graph.network import CascadeGraph
from cascade.linking.encoder import CachedEncoder, Encoder, StaticEncoder, load_encoder
from cascade.linking.tracing import LinkOptions, Tracer
from cascade.readers import is_readable
from cascade.records import Document, Requirement, SkippedDocument, Span, TraceLink
from cascade.requirements.reading import Reading, read_document
from cascade.resources import data_path
from cascade.store import Store, cache_folder, code_version, key_of


@dataclass(frozen=True)
class _Built:
    """A whole cascade as it is stored."""

    documents: tuple[Document, ...]
    requirements: tuple[Requirement, ...]
    links: tuple[TraceLink, ...]
    review: tuple[TraceLink, ...]
    skipped: tuple[SkippedDocument, ...]
    covering: dict[str, tuple[Span, ...]]
    best_refused: dict[tuple[str, str], float]


def bundled_corpus() -> Path:
    """Return the folder of the five documents that ship with cascade."""
    return data_path("documents")


def build(
    folder: Path | str | None = None,
    options: LinkOptions | None = None,
    advance: Advance = no_progress,
) -> CascadeGraph:
    """Read a folder of documents, link them and judge the links.

    Args:
        folder: the corpus; the bundled one when None.
        options: how links are made.
        advance: is told of every step, for a progress bar.

    Raises:
        CorpusError: the folder or its `corpus.toml` cannot be used.
        EncoderError: the model asked for cannot be loaded.
    """
    folder = Path(folder) if folder else bundled_corpus()
    options = options or LinkOptions()
    store = Store(cache_folder(folder))
    key = key_of(code_version(), repr(options), _state(folder))
    built = store.get("cascade", key, _Built)
    if built is None:
        built = _make(folder, options, store, advance)
        store.put("cascade", key, built)
    return CascadeGraph(
        built.documents,
        built.requirements,
        built.links,
        built.review,
        built.skipped,
        built.covering,
        built.best_refused,
    )


def read(folder: Path, store: Store, advance: Advance = no_progress) -> Corpus:
    """Read a corpus, each text remembered by its content."""

    def remembered(source: str) -> Reading:
        key = key_of(code_version(), source)
        return store.remember("reading", key, Reading, lambda: read_document(source))

    return read_corpus(folder, remembered, advance)


def tracer(folder: Path | str | None, options: LinkOptions) -> Tracer:
    """Return what scores the document pairs of a corpus, for explanations."""
    folder = Path(folder) if folder else bundled_corpus()
    made = Tracer(read(folder, Store(cache_folder(folder))), options, _encoder(options, folder))
    made.restatements()  # rows that restate nothing count as requirements
    return made


def _make(folder: Path, options: LinkOptions, store: Store, advance: Advance) -> _Built:
    corpus = read(folder, store, advance)
    traced = Tracer(corpus, options, _encoder(options, folder)).trace(advance)
    return _Built(
        corpus.documents,
        corpus.requirements,
        traced.links,
        traced.review,
        corpus.skipped,
        dict(corpus.covering),
        traced.best_refused,
    )


def _encoder(options: LinkOptions, folder: Path) -> Encoder:
    """Load the encoder asked for; a transformer's vectors are kept with the corpus."""
    encoder = load_encoder(options.model or None)
    if isinstance(encoder, StaticEncoder):
        return encoder
    return CachedEncoder(encoder, cache_folder(folder) / "vectors")


def _state(folder: Path) -> str:
    """Describe the files of a folder by name and content."""
    if not folder.is_dir():
        return ""
    parts = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts) or not path.is_file():
            continue
        if is_readable(path) or path.name == SETTINGS:
            parts.append(f"{inside} {hashlib.sha256(path.read_bytes()).hexdigest()}")
        else:
            parts.append(str(inside))
    return "\n".join(parts)
