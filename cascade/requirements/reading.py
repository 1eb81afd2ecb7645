"""Read one file: what it says of itself, and the entries that stand in its tables and text.

A reading depends on nothing but the text, so it can be cached by content.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cascade.documents.citations import find_citations
from cascade.documents.recognition import Recognised, recognise
from cascade.layout.paragraphs import Paragraph, read_paragraphs
from cascade.layout.tables import Table, find_tables
from cascade.lexicons import words
from cascade.records import Citation, Span
from cascade.requirements.entries import Entry
from cascade.requirements.narrative import narrative_entries
from cascade.requirements.tabular import table_entries
from cascade.text import clean
from cascade.vocabulary import Level

_ENOUGH_SHARED = 0.6
"""Share of a row's character pairs found in the narrative from which it counts as restating it."""


@dataclass(frozen=True)
class Reading:
    """All that one text yields by itself."""

    recognised: Recognised
    entries: tuple[Entry, ...]
    """The document's own requirements, in order."""
    restatements: tuple[Entry, ...]
    """Ledger or task rows that say again what `entries` say."""
    quoted: tuple[tuple[Level, str, tuple[Entry, ...]], ...]
    """`(level, column header, entries)` of the higher levels that its table quotes."""
    citations: tuple[Citation, ...]
    covering: tuple[Span, ...]
    """Paragraphs of the covering notice and preamble, which hold no requirement."""


def read_document(source: str) -> Reading:
    """Read a text into what it says of itself and its entries."""
    tables = [
        (table, entries)
        for table in find_tables(source)
        if (entries := table_entries(source, table))
    ]
    paragraphs = read_paragraphs(source, _between(source, [table for table, _ in tables]))
    recognised = recognise(paragraphs)
    body = paragraphs[recognised.body :]
    running = narrative_entries(body, source)
    own: list[Entry] = []
    restatements: list[Entry] = []
    quoted: list[tuple[Level, str, tuple[Entry, ...]]] = []
    if tables and not any(paragraph.marker for paragraph in body if _is_before(paragraph, tables)):
        running = []  # what stands around a table without any numbering is its covering notice
    for table, entries in tables:
        for level, header, column in _columns(entries, recognised):
            if level is not None:
                quoted.append((level, header, column))
            elif running and _restates(source, table, column, running, paragraphs):
                restatements += [entry._replace(path=f"t{entry.path}") for entry in column]
            else:
                own += column
    own = sorted([*running, *own], key=lambda entry: entry.start)
    first = min((entry.start for entry in own), default=len(source))
    covering = [p for p in paragraphs if p.end <= first and len(p.text) > 20]
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    cells = "\n".join(clean(source, e.start, e.end).text for _, found in tables for e in found)
    return Reading(
        recognised=recognised,
        entries=tuple(_unique(own)),
        restatements=tuple(_unique(restatements)),
        quoted=tuple(
            (level, header, tuple(_unique(list(column)))) for level, header, column in quoted
        ),
        citations=find_citations(f"{text}\n{cells}", recognised.number, recognised.title),
        covering=tuple(Span(p.text, p.start, p.end) for p in covering),
    )


def _between(source: str, tables: Sequence[Table]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for table in tables:
        spans.append((at, table.start))
        at = table.end
    return [*spans, (at, len(source))]


def _is_before(paragraph: Paragraph, tables: Sequence[tuple[Table, list[Entry]]]) -> bool:
    return paragraph.end <= tables[-1][0].start


def _columns(
    entries: list[Entry], recognised: Recognised
) -> list[tuple[Level | None, str, tuple[Entry, ...]]]:
    """Part the entries by column; the level is None for the document's own."""
    headers = list(dict.fromkeys(entry.column for entry in entries))
    own_level = recognised.level or Level.DISTRICT
    levels = {header: _quoted_level(header, own_level) for header in headers}
    if all(levels.values()) or len(headers) == 1:
        levels[headers[-1]] = None
    return [(levels[h], h, tuple(e for e in entries if e.column == h)) for h in headers]


_LEVEL_WORDS = {
    Level.CENTRAL: ("国务院", "国办", "国家", "中央", "部委", "全国"),
    Level.PROVINCE: ("省", "自治区", "直辖市"),
    Level.CITY: ("市", "州", "盟", "地区"),
    Level.DISTRICT: ("区", "县", "旗"),
}


def _quoted_level(header: str, own: Level) -> Level | None:
    """Return the level above `own` whose requirements a column quotes, by its header."""
    for level, marks in _LEVEL_WORDS.items():
        if any(mark in header for mark in marks):
            return level if level.rank < own.rank else None
    return None


def _restates(
    source: str,
    table: Table,
    column: Sequence[Entry],
    running: Sequence[Entry],
    paragraphs: Sequence[Paragraph],
) -> bool:
    """Tell a ledger or task list of the narrative from a table with duties of its own."""
    if table.start < running[0].start:
        return False
    before = [p.text for p in paragraphs if p.end <= table.start][-3:]
    titles = [text for text in before if len(text) <= 40 and not text.endswith(("。", "；"))]
    if any(word in title for title in titles for word in words("structure/ledger_words.txt")):
        return True
    if any(entry.reference for entry in column):
        return True
    narrative = {
        pair for entry in running for pair in _pairs(clean(source, entry.start, entry.end).text)
    }
    rows = [_pairs(clean(source, entry.start, entry.end).text) for entry in column]
    shared = [len(pairs & narrative) / max(len(pairs), 1) for pairs in rows]
    return sum(share >= _ENOUGH_SHARED for share in shared) > 0.5 * len(rows)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _unique(entries: list[Entry]) -> list[Entry]:
    """Make paths unique where a document's own numbering repeats."""
    seen: dict[str, int] = {}
    result = []
    for entry in entries:
        count = seen[entry.path] = seen.get(entry.path, 0) + 1
        result.append(entry if count == 1 else entry._replace(path=f"{entry.path}~{count}"))
    return result
