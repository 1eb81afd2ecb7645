"""Which document carries out which: decided from evidence, the basis kept with every edge.

Evidence, strongest first: `corpus.toml`, a number cited as what is carried out, a title cited so,
columns of a table that quote the upstream document, and where the text is silent about a level,
a document of that level in the own lineage with the same year and subject.

A document that is named as carried out but not in the corpus stays as a *missing* upstream; only a
document with no evidence at all has no known upstream.
"""

import re
from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cascade import divisions
from cascade.divisions import Division
from cascade.documents.citations import NUMBER, bare, carried, is_law, is_statute
from cascade.documents.subjects import SAME_SUBJECT, core, narrowing, subject, subject_likeness
from cascade.lexicons import words
from cascade.records import Citation, Document, Implements
from cascade.vocabulary import Basis, Level

_SIMILAR_SUBJECT = 0.34

_CARRIES_OUT = re.compile(r"贯彻|落实|实施(?=《)|根据|按照|依据|依照|对照|执行|转发|参照|按")
_AMENDS = re.compile(r".{0,30}关于(?:修改|修订|修正|废止)")
_ENACTS = re.compile(
    r"制定(?:了)?(?:本|如下|以下)|(?:现)?(?:提出|制定)(?:如下|以下|本)|特制定|制订(?:本|如下|以下)|结合.{0,12}实际"
)


def with_upstream(
    documents: Sequence[Document], declared: Mapping[str, Sequence[str]] | None = None
) -> list[Document]:
    """Fill in what every document implements, and the numbers of documents known by quotation.

    Args:
        documents: all documents of the corpus, quoted ones among them.
        declared: ids, numbers or titles that `corpus.toml` gives, by document id.
    """
    documents = _with_learned_numbers(documents)
    lineage = _Lineage(documents)
    result = []
    for document in documents:
        given = (declared or {}).get(document.id)
        edges = lineage.declared(given) if given is not None else lineage.evident(document)
        result.append(replace(document, implements=tuple(edges)))
    return result


def _with_learned_numbers(documents: Sequence[Document]) -> list[Document]:
    """Give a quoted document the number under which others cite its title."""
    learned: dict[str, str] = {}
    for quoted in documents:
        if not quoted.quoted_in or quoted.number:
            continue
        for document in documents:
            for citation in document.cites:
                if not (citation.number and citation.title):
                    continue
                if _Cited.by(citation, document).means(quoted):
                    learned.setdefault(quoted.id, citation.number)
    return [replace(d, number=learned.get(d.id, d.number)) for d in documents]


class _Cited(NamedTuple):
    """What a citation by title says of the document it means."""

    title: str
    subject: str
    place: Division | None
    year: int | None
    citing: Document

    @classmethod
    def by(cls, citation: Citation, citing: Document) -> "_Cited":
        plain = re.sub(r"\s", "", citation.title)
        year = _year_in(citation.title) or _year_in(citation.number)
        return cls(plain, subject(plain), _citation_place(citation, citing), year, citing)

    def means(self, candidate: Document) -> bool:
        """Tell whether a document of the corpus is meant."""
        place = self.place
        if place and (place.code, place.level) != (candidate.code, candidate.level):
            return False
        if self.year and candidate.year and self.year != candidate.year:
            return False
        if len(self.title) > 7 and self._is_title_of(candidate):
            return True
        if is_law(self.title):  # cited by its name: not a law or local regulations of like title
            return is_law(candidate.title) and self.subject == candidate.subject
        # another title of like subject is that of a document only if its issuer can be followed
        alike = subject_likeness(self.subject, candidate.subject) >= SAME_SUBJECT
        return alike and _may_instruct(candidate, self.citing)

    def likeness(self, candidate: Document) -> float:
        """Compare the titles: above 1 when it is the very title."""
        same = float(self._is_title_of(candidate))
        return same + subject_likeness(self.title, candidate.title)

    def _is_title_of(self, candidate: Document) -> bool:
        return bare(self.title) in bare(candidate.title) and not carried(
            self.title, candidate.title
        )


def _in_force(versions: Sequence[Document], document: Document) -> Document | None:
    """Choose among versions of a text the last before a document, else the first after it."""
    before = [version for version in versions if not version.is_later_than(document)]
    if before:
        return max(before, key=lambda version: version.issued)
    return min(versions, key=lambda version: version.issued, default=None)


def _year_in(text: str) -> int | None:
    match = re.search(r"((?:19|20)\d{2})", text)
    return int(match.group(1)) if match else None


def _citation_place(citation: Citation, citing: Document) -> Division | None:
    """Whose a cited document is: by its title, else by its number.

    A number alone can be ambiguous (中府 is Zhongshan, 中发 the Party centre); of the places that a
    prefix may mean, one in the citing document's own lineage is taken first.
    """
    if place := _named_place(citation.title, citing):
        return place
    prefix = NUMBER.match(citation.number)
    found = divisions.by_number_prefix(prefix.group(1)) if prefix else ()
    own = (
        {citing.code, *(d.code for d in divisions.ancestors(citing.code))} if citing.code else set()
    )
    return next((d for d in found if d.code in own), found[0] if found else None)


def _citation_level(citation: Citation, citing: Document) -> Level | None:
    place = _citation_place(citation, citing)
    return place.level if place else None


def _named_place(text: str, citing: Document) -> Division | None:
    """The place at the beginning of a title or issuer; 省政府 is that of the citing document."""
    if text.startswith(words("documents/central_bodies.txt")):
        return divisions.CENTRAL
    places = divisions.mentions(text[:30])
    if places and places[0][0] <= 6:
        return places[0][2]
    match = re.match(
        r"(省|自治区|市|州|区|县)(?:委|政府|人民政府|府)|(?:全|我|本)(省|自治区|市|州|区|县)", text
    )
    own = divisions.by_code(citing.code) if match and citing.code else None
    if not match or not own:
        return None
    lineage = (own, *divisions.ancestors(citing.code))
    # 市 is the municipality where there is no city between: names decide, not levels
    kind = match.group(1) or match.group(2)
    return next((d for d in lineage if d.name.endswith(kind)), None)


class _Lineage:
    """Looks upstream documents up by number and by level and place."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._by_id = {document.id: document for document in documents}
        self._by_number: dict[str, Document] = {}
        self._by_place: dict[tuple[str, Level], list[Document]] = {}
        self._quoted: dict[str, list[Document]] = {}
        for document in documents:
            if document.number:
                known = self._by_number.setdefault(document.number, document)
                if known.quoted_in and not document.quoted_in:
                    self._by_number[document.number] = document
            here = self._by_place.setdefault((document.code, document.level), [])
            insort(here, document, key=lambda d: (bool(d.quoted_in), d.id))
            if document.quoted_in:
                self._quoted.setdefault(document.quoted_in, []).append(document)

    def declared(self, names: Sequence[str]) -> list[Implements]:
        """Edges that `corpus.toml` states."""
        edges = []
        for name in names:
            found = self._by_id.get(name) or self._by_number.get(name)
            edges.append(
                Implements(found.id, Basis.DECLARED, level=found.level)
                if found
                else Implements(name, Basis.DECLARED, missing=True)
            )
        return edges

    def evident(self, document: Document) -> list[Implements]:
        """Edges that the texts give evidence of, strongest basis first, one per upstream."""
        edges: dict[str, Implements] = {}
        silent = {level for level in Level if level.rank < document.level.rank}
        for edge in (
            *self._cited(document),
            *self._titled(document),
            *self._quoted_columns(document),
        ):
            known = edges.get(edge.document)
            if known is None or list(Basis).index(edge.basis) < list(Basis).index(known.basis):
                edges[edge.document] = edge
            if edge.level:
                silent.discard(edge.level)
        for edge in self._by_lineage(document, silent):
            edges.setdefault(edge.document, edge)
        order = list(Basis)
        return sorted(
            edges.values(),
            key=lambda e: (
                e.missing,
                order.index(e.basis),
                e.level.rank if e.level else 9,
                e.document,
            ),
        )

    def _resolve(self, citation: Citation, document: Document) -> Document | None:
        if citation.number and (found := self._by_number.get(citation.number)):
            return found if found.id != document.id else None
        if not citation.title:
            return None
        cited = _Cited.by(citation, document)
        same = [(cited.likeness(c), c) for c in self._above(document) if cited.means(c)]
        likest = max((likeness for likeness, _ in same), default=0.0)
        return _in_force([c for likeness, c in same if likeness == likest], document)

    def _above(self, document: Document) -> list[Document]:
        """Documents of the levels above in the same lineage, nearest level first."""
        places = divisions.ancestors(document.code) if document.code else ()
        own = divisions.by_code(document.code)
        if own and own.level is not document.level:
            places = (own, *places)  # a development zone hangs below the place it lies in
        return [
            candidate
            for place in places
            if place.level.rank < document.level.rank
            for candidate in self._by_place.get((place.code, place.level), [])
        ]

    def _cited(self, document: Document) -> list[Implements]:
        carried = list(_carried_out(document))
        edges = []
        for citation in carried:
            found = self._resolve(citation, document)
            if found:
                by_number = citation.number and citation.number == found.number
                basis = Basis.CITED_NUMBER if by_number else Basis.CITED_TITLE
                if found.level.rank < document.level.rank:
                    edges.append(_edge(document, found, basis))
                continue
            basis = Basis.CITED_NUMBER if citation.number else Basis.CITED_TITLE
            edges.append(
                Implements(
                    citation.number or citation.title,
                    basis,
                    missing=True,
                    level=_citation_level(citation, document),
                    title=citation.title if citation.number else "",
                )
            )
        return edges

    def _titled(self, document: Document) -> list[Implements]:
        """Edges from a title such as 贯彻落实国务院办公厅省政府办公厅2016年政务公开工作要点分工方案."""
        match = _TITLE_CARRIES.search(re.sub(r"\s", "", document.title))
        if not match:
            return []
        issuers = _ISSUERS.findall(match.group("issuers"))
        year, about = int(match.group("year")), match.group("about")
        edges = []
        for issuer in dict.fromkeys(issuers):
            place = _named_place(issuer, document)
            if place is None or place.level.rank >= document.level.rank:
                continue
            level = place.level
            found = next(
                (
                    d
                    for d in self._above(document)
                    if d.level is level
                    and d.year == year
                    and subject_likeness(d.subject, subject(f"{year}年{about}方案")) >= SAME_SUBJECT
                ),
                None,
            )
            if found:
                edges.append(Implements(found.id, Basis.CITED_TITLE, level=level))
            elif not any(
                c.number and _citation_level(c, document) is level for c in _carried_out(document)
            ):
                name = f"{_full_issuer(issuer, place)}{year}年{about}"
                edges.append(Implements(name, Basis.CITED_TITLE, missing=True, level=level))
        return edges

    def _quoted_columns(self, document: Document) -> list[Implements]:
        quoting = document.quoted_in or document.id
        return [
            Implements(d.id, Basis.QUOTED, level=d.level)
            for d in self._quoted.get(quoting, [])
            if d.level.rank < document.level.rank
        ]

    def _by_lineage(self, document: Document, silent: set[Level]) -> list[Implements]:
        edges = []
        for level in sorted(silent, key=lambda one: -one.rank):
            same = [
                (subject_likeness(candidate.subject, document.subject), candidate)
                for candidate in self._above(document)
                if candidate.level is level
                and candidate.year == document.year
                and _may_instruct(candidate, document)
            ]
            likeness, best = max(same, key=lambda pair: pair[0], default=(0.0, None))
            if best is not None and likeness >= SAME_SUBJECT:
                edges.append(_edge(document, best, Basis.LINEAGE))
        return edges


def _edge(document: Document, upstream: Document, basis: Basis) -> Implements:
    """Make the edge to a document found, which for a part of a statute says which."""
    part = narrowing(document.subject, upstream.subject) if is_statute(upstream.title) else ()
    return Implements(upstream.id, basis, level=upstream.level, part=part)


def _may_instruct(upstream: Document, document: Document) -> bool:
    """Tell whether an issuer can instruct another: a government, or the same line of departments.

    Without this a ministry's own work plan would be taken for the upstream of any plan of its
    subject.
    """
    if not upstream.issuer or _GOVERNMENT.search(upstream.issuer):
        return True
    return subject_likeness(_line(upstream.issuer), _line(document.issuer)) >= SAME_SUBJECT


def _line(issuer: str) -> str:
    """Strip a department's name to its line: 福建省司法厅 and 漳州市司法局 are both 司法."""
    for start, end, _ in reversed(divisions.mentions(issuer)):
        issuer = issuer[:start] + issuer[end:]
    return re.sub(r"(?:局|厅|委员会|委|部|办公室|处)$", "", issuer)


_GOVERNMENT = re.compile(r"人民政府|国务院|市委|省委|中共中央|常务委员会|人民代表大会")

_ISSUER = (
    r"国务院办公厅|国办|国务院|中共中央办公厅|(?:自治区|省|市|州|区|县|[一-鿿]{2,6}?(?:自治区|省|市|州|区|县))"
    r"(?:人民)?(?:政府|府)(?:办公[厅室]|办)?"
)
_ISSUERS = re.compile(_ISSUER)
_TITLE_CARRIES = re.compile(
    rf"(?:贯彻落实|落实|贯彻|贯彻执行)(?P<issuers>(?:(?:{_ISSUER})[、和与及]?)+)(?:关于)?(?P<year>(?:19|20)\d{{2}})年(?:度)?"
    r"(?P<about>[^《》]{4,40}?)(?:分工方案|任务分工方案|实施方案|工作方案|分工|的通知|》|$)"
)


def _full_issuer(issuer: str, place: Division) -> str:
    """Spell 省政府办公厅 out with the name of its place."""
    if place is divisions.CENTRAL or divisions.mentions(issuer):
        return issuer
    office = re.sub(r"^(?:省|市|州|区|县|自治区)(?:人民)?(?:政府|府)", "人民政府", issuer)
    return f"{place.name}{office}"


def _carried_out(document: Document) -> list[Citation]:
    """Choose among the documents cited those that this one is made to carry out.

    They are of a level above; named where the text says what it is made to carry out, or its very
    subject, or cited again and again as the standard. Where one of a level carries the
    document's own year in its title, undated ones of that level are background.
    """
    if document.level is Level.CENTRAL:
        return []  # nothing is above it
    chosen: dict[str, Citation] = {}
    numbers = [citation.number for citation in document.cites]
    for citation in document.cites:
        level = _citation_level(citation, document)
        if level is not None and level.rank >= document.level.rank:
            continue
        if not _CARRIES_OUT.search(citation.context) or _AMENDS.match(citation.title):
            continue
        about = subject(citation.title)
        likeness = subject_likeness(about, document.subject)
        enacts = bool(_ENACTS.search(citation.context))
        is_dated = document.year is not None and _year_in(citation.title) == document.year
        alone = citation.context.count("《") + citation.context.count("〔") <= 2
        # a statute is the basis of many rules that are not meant to carry it out
        is_basis = is_statute(citation.title)
        pointed = (alone or is_dated) and not is_basis
        within = is_basis and len(core(about)) > 1 and core(about) in document.subject
        is_named = (
            (enacts and (likeness >= _SIMILAR_SUBJECT or pointed or within))
            or likeness >= SAME_SUBJECT
            or (not citation.title and numbers.count(citation.number) >= 2)
            or (enacts and not citation.title)
        )
        if is_named and (level is not None or citation.title):
            chosen.setdefault(citation.number or citation.title, citation)
    dated = {
        _citation_level(c, document)
        for c in chosen.values()
        if document.year and _year_in(c.title) == document.year
    }
    return [
        citation
        for citation in chosen.values()
        if not citation.title
        or _citation_level(citation, document) not in dated
        or _year_in(citation.title) == document.year
    ]


def of_one_subject(document: Document, upstream: Document) -> bool:
    """Tell whether two documents are about the same, as their own words show.

    The one cites the other as what it carries out, or a table quotes it, or the subjects of their
    titles are alike. That `corpus.toml` relates them shows nothing, and one on a part of the
    other's subject is about something else for the most part.
    """
    edge = next((e for e in document.implements if e.document == upstream.id), None)
    if edge and edge.basis is not Basis.DECLARED:
        return not edge.part
    return subject_likeness(document.subject, upstream.subject) >= SAME_SUBJECT or any(
        (c.number and c.number == upstream.number)
        or (c.title and _Cited.by(c, document).means(upstream))
        for c in _carried_out(document)
    )


def comparable_years(document: Document, candidates: Sequence[Document]) -> list[Document]:
    """Nearest-year documents of the same subject that a missing upstream may be replaced by.

    For every level of which an upstream document is missing and none is present, the candidate of
    that level in the own lineage whose year is nearest (the earlier on a tie).
    """
    missing = {e.level for e in document.implements if e.missing and e.level}
    present = {e.level for e in document.implements if not e.missing}
    places = {d.code for d in divisions.ancestors(document.code)} if document.code else set()
    found = []
    for level in sorted(missing - present, key=lambda one: -one.rank):
        same = [
            c
            for c in candidates
            if c.level is level
            and c.code in places
            and c.year
            and document.year
            and c.id != document.id
            and subject_likeness(c.subject, document.subject) >= SAME_SUBJECT
        ]
        if same:
            found.append(
                min(
                    same,
                    key=lambda c: (abs((c.year or 0) - (document.year or 0)), c.year or 0, c.id),
                )
            )
    return found
