"""A corpus is a folder: its files read, named, placed and given their upstream documents."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cascade import divisions
from cascade.documents.lineage import with_upstream
from cascade.documents.subjects import subject
from cascade.errors import CorpusError, DocumentError
from cascade.readers import READERS, is_readable, read_text
from cascade.records import Document, Requirement, SkippedDocument, Span
from cascade.requirements.assembly import requirements_of
from cascade.requirements.reading import Reading, read_document
from cascade.vocabulary import Level

SETTINGS = "corpus.toml"

Advance = Callable[[str, int, int], None]
"""Is told of progress: what is being done, how many of how many are done."""


def no_progress(label: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Corpus:
    """Documents and requirements of a folder, before anything is linked."""

    folder: Path
    documents: tuple[Document, ...]
    requirements: tuple[Requirement, ...]
    """Grouped by document, in the order of its text."""
    skipped: tuple[SkippedDocument, ...]
    covering: Mapping[str, tuple[Span, ...]]
    """Document id → paragraphs of its covering notice and preamble."""


@dataclass(frozen=True)
class _Settings:
    """What `corpus.toml` says of one file."""

    id: str = ""
    level: Level | None = None
    place: divisions.Division | None = None
    jurisdiction: str = ""
    year: int | None = None
    implements: tuple[str, ...] | None = None


def read_corpus(
    folder: Path,
    read: Callable[[str], Reading] = read_document,
    advance: Advance = no_progress,
) -> Corpus:
    """Read every document of a folder.

    Args:
        folder: where the documents and, optionally, `corpus.toml` are.
        read: reads one text; the caller may pass one that remembers.
        advance: is told of every file.

    Raises:
        CorpusError: there is no such folder, nothing in it can be read, or `corpus.toml` is wrong.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder; pass --corpus DIR with a folder of documents")
    settings = _read_settings(folder)
    drafts: list[tuple[Document, str, Reading]] = []
    skipped: list[SkippedDocument] = []
    paths = sorted(_files(folder))
    for at, path in enumerate(paths):
        advance("reading", at, len(paths))
        name = path.relative_to(folder).as_posix()
        try:
            source = read_text(path)
        except DocumentError as error:
            skipped.append(SkippedDocument(name, str(error).removeprefix(f"{path}: ")))
            continue
        reading = read(source)
        draft = _draft(name, reading, settings.get(name, _Settings()))
        if isinstance(draft, SkippedDocument):
            skipped.append(draft)
        else:
            drafts.append((draft, source, reading))
    if not drafts and not skipped:
        known = ", ".join(sorted(READERS))
        raise CorpusError(f"{folder}: no documents in it; put {known} files there")
    return _assemble(folder, drafts, skipped, settings)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if not any(part.startswith(".") for part in inside.parts):
            if path.is_file() and (is_readable(path) or path.suffix.lower() in _DOCUMENT_TYPES):
                yield path


_DOCUMENT_TYPES = {
    ".doc",
    ".docx",
    ".pdf",
    ".xls",
    ".xlsx",
    ".html",
    ".htm",
    ".wps",
    ".ofd",
    ".rtf",
}
"""Types that hold documents but have no reader: named as skipped, never silently absent."""


def _draft(name: str, reading: Reading, settings: _Settings) -> Document | SkippedDocument:
    """Describe a file as a document, its id yet without what makes it unique."""
    seen = reading.recognised
    title = seen.title or Path(name).stem
    level = settings.level or seen.level
    code = settings.place.code if settings.place else seen.code
    jurisdiction = settings.jurisdiction or seen.jurisdiction
    reason = ""
    if level is None:
        reason = f"no level or place recognised; set level and jurisdiction in {SETTINGS}"
    elif not reading.entries:
        reason = "no requirement found in its text; check that the body is there, not only a notice"
    if reason or level is None:
        return SkippedDocument(name, reason, seen.title, seen.number, jurisdiction, seen.year)
    return Document(
        id=settings.id,
        title=title,
        number=seen.number,
        issuer=seen.issuer,
        level=level,
        jurisdiction=jurisdiction,
        code=code,
        year=settings.year or seen.year,
        date=seen.date,
        source=name,
        subject=subject(seen.plan or title),
        cites=reading.citations,
        omits=seen.omits,
    )


def _assemble(
    folder: Path,
    drafts: list[tuple[Document, str, Reading]],
    skipped: list[SkippedDocument],
    settings: Mapping[str, _Settings],
) -> Corpus:
    named = _named([document for document, _, _ in drafts])
    documents: list[Document] = []
    requirements: dict[str, list[Requirement]] = {}
    covering: dict[str, tuple[Span, ...]] = {}
    taken = {document.id for document in named}
    for document, (_, source, reading) in zip(named, drafts, strict=True):
        documents.append(document)
        covering[document.id] = reading.covering
        requirements[document.id] = requirements_of(
            document, source, reading.entries, reading.restatements
        )
        for level, header, entries in reading.quoted:
            quoted = _quoted_document(document, level, header, taken)
            taken.add(quoted.id)
            documents.append(quoted)
            requirements[quoted.id] = requirements_of(quoted, source, entries)
    declared = {
        document.id: found.implements
        for document in named
        if (found := settings.get(document.source)) and found.implements is not None
    }
    documents = with_upstream(documents, declared)
    return Corpus(
        folder=folder,
        documents=tuple(sorted(documents, key=lambda d: (d.level.rank, d.id))),
        requirements=tuple(r for key in sorted(requirements) for r in requirements[key]),
        skipped=tuple(skipped),
        covering=covering,
    )


def _place_slug(document: Document) -> str:
    place = divisions.by_code(document.code)
    return place.slug if place else "unknown"


def _named(documents: list[Document]) -> list[Document]:
    """Give every document without one a readable id: place and year, more only where needed."""
    bases: dict[str, list[int]] = {}
    for i, document in enumerate(documents):
        if not document.id:
            bases.setdefault(f"{_place_slug(document)}-{document.year or 'undated'}", []).append(i)
    ids = {i: document.id for i, document in enumerate(documents) if document.id}
    taken = set(ids.values())
    if len(taken) < len(ids):
        raise CorpusError(f"{SETTINGS}: the same id is given twice; make every id unique")
    for base, members in sorted(bases.items()):
        places = {documents[i].code for i in members}
        for i in members:
            name = base
            if len(places) > 1 and len(documents[i].code) == 6:
                above = divisions.ancestors(documents[i].code)
                name = f"{above[0].slug}-{base}" if above else base
            serial = re.search(r"(\d+)号", documents[i].number)
            if len(members) > len(places) and serial:
                name = f"{name}-{serial.group(1)}"
            unique, count = name, 2
            while unique in taken:
                unique, count = f"{name}-{count}", count + 1
            ids[i] = unique
            taken.add(unique)
    return [replace(document, id=ids[i]) for i, document in enumerate(documents)]


def _quoted_document(quoting: Document, level: Level, header: str, taken: set[str]) -> Document:
    """Describe an upstream document that is known because a table quotes it."""
    above = [d for d in divisions.ancestors(quoting.code) if d.level is level]
    place = above[0] if above else divisions.CENTRAL
    base = f"{place.slug}-{quoting.year or 'undated'}"
    unique, count = base, 2
    while unique in taken:
        unique, count = f"{base}-{count}", count + 1
    issuer = "国务院办公厅" if level is Level.CENTRAL else f"{place.name}人民政府办公厅"
    if not re.search("办公厅|府办|国办|办公室", header):
        issuer = "国务院" if level is Level.CENTRAL else f"{place.name}人民政府"
    year = f"{quoting.year}年" if quoting.year else ""
    return Document(
        id=unique,
        title=f"{issuer}{year}{_carried_subject(quoting)}",
        number="",
        issuer=issuer,
        level=level,
        jurisdiction=divisions.full_name(place.code),
        code=place.code,
        year=quoting.year,
        date="",
        source=quoting.source,
        quoted_in=quoting.id,
        subject=quoting.subject,
    )


def _carried_subject(quoting: Document) -> str:
    """What the quoting title says it carries out: 2016年政务公开工作要点, say."""
    match = re.search(
        r"(?:贯彻落实|落实|贯彻).*?(?:\d{4}年)(.+?)(?:分工方案|实施方案|工作方案|的通知|》|$)",
        quoting.title,
    )
    return match.group(1) if match else quoting.subject


def _read_settings(folder: Path) -> dict[str, _Settings]:
    path = folder / SETTINGS
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"{path}: {error}; mend the file or remove it") from error
    documents = data.get("documents", data)
    if not isinstance(documents, dict):
        raise CorpusError(f'{path}: documents must be tables; write [documents."file.txt"]')
    return {
        _file_named(path, name): _settings(path, name, table) for name, table in documents.items()
    }


def _file_named(path: Path, name: str) -> str:
    """Return the file that an entry is about; its suffix may be left out."""
    if (path.parent / name).is_file():
        return name
    found = [file for file in _files(path.parent) if file.with_suffix("").match(name)]
    if len(found) != 1:
        raise CorpusError(f"{path}: {name}: no such file in the folder; correct the name")
    return found[0].relative_to(path.parent).as_posix()


def _settings(path: Path, name: str, table: Any) -> _Settings:
    known = {"id", "level", "jurisdiction", "year", "implements"}
    if not isinstance(table, dict) or set(table) - known:
        wrong = ", ".join(sorted(set(table) - known)) if isinstance(table, dict) else str(table)
        raise CorpusError(f"{path}: {name}: unknown entry {wrong}; use {', '.join(sorted(known))}")
    level, place = None, None
    if "level" in table:
        try:
            level = Level(table["level"])
        except ValueError as error:
            choices = ", ".join(Level)
            raise CorpusError(f"{path}: {name}: unknown level; use one of {choices}") from error
    jurisdiction = str(table.get("jurisdiction", ""))
    if jurisdiction:
        found = divisions.find(jurisdiction)
        if not found:
            raise CorpusError(f"{path}: {name}: no place called {jurisdiction}; give its full name")
        place = found[0]
        jurisdiction = divisions.full_name(place.code)
        level = level or place.level
    year = table.get("year")
    implements = table.get("implements")
    if year is not None and not isinstance(year, int):
        raise CorpusError(f"{path}: {name}: year must be a number; write year = 2016")
    if implements is not None and not (
        isinstance(implements, list) and all(isinstance(item, str) for item in implements)
    ):
        raise CorpusError(f'{path}: {name}: implements must be a list; write implements = ["id"]')
    return _Settings(
        id=str(table.get("id", "")),
        level=level,
        place=place,
        jurisdiction=jurisdiction,
        year=year,
        implements=None if implements is None else tuple(implements),
    )
