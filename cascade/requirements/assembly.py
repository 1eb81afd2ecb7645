"""Turn the entries of a reading into requirements of a document."""

from collections.abc import Sequence
from dataclasses import replace

from cascade.records import Deadline, Document, Requirement
from cascade.requirements.entries import Entry
from cascade.requirements.fields import parse_deadline
from cascade.text import clean


def requirements_of(
    document: Document,
    source: str,
    entries: Sequence[Entry],
    restatements: Sequence[Entry] = (),
) -> list[Requirement]:
    """Make the requirements of a document, those that restate its narrative last.

    Args:
        document: whose requirements they are; when it is only quoted, units and deadlines of the
            rows are the quoting document's and are left out.
        source: the decoded text that the entries' offsets refer to.
    """
    found = [_requirement(document, source, entry) for entry in entries]
    found += [
        replace(_requirement(document, source, entry), is_restatement=True)
        for entry in restatements
    ]
    return found


def _requirement(document: Document, source: str, entry: Entry) -> Requirement:
    piece = clean(source, entry.start, entry.end)
    is_quoted = bool(document.quoted_in)
    return Requirement(
        id=f"{document.id}:{entry.path}",
        document=document.id,
        level=document.level,
        jurisdiction=document.jurisdiction,
        topic=entry.topic,
        ordinal=entry.ordinal,
        text=piece.text,
        units=() if is_quoted else entry.units.all,
        lead=() if is_quoted else entry.units.lead,
        deadline=Deadline() if is_quoted else parse_deadline(entry.deadline, document.year),
        source=document.source,
        start=entry.start,
        end=entry.end,
        quoted_in=document.quoted_in,
        anchors=piece.anchors,
        rows=entry.rows,
        reference=entry.reference,
    )
