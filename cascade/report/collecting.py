"""Collect what a report says from a cascade graph, in one language."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby

from cascade import divisions
from cascade.documents.citations import is_statute
from cascade.errors import ComparisonError
from cascade.graph.comparison import REVIEW, DiffRow, diff, outcome
from cascade.graph.findings import covered_by_notice, find_added, find_dropped
from cascade.graph.network import CascadeGraph
from cascade.graph.places import centre
from cascade.graph.queries import (
    carried_by,
    due,
    later_upstream,
    own_requirements,
    parts_due,
    unmapped,
    upstream_documents,
)
from cascade.messages import change_in_words, sentence_in_words, translate
from cascade.records import Change, Document, Finding, Requirement, TraceLink
from cascade.report.content import (
    Addition,
    Answer,
    Entry,
    Passage,
    Report,
    Source,
    State,
    Topic,
    Upstream,
)
from cascade.report.marks import Mark, Marking, Run, compare_marks
from cascade.report.measures import Measure, measures
from cascade.requirements.addressees import in_words
from cascade.vocabulary import Dimension, Direction, Level, Relation, Status

_COLUMN = " (deadline column)"
"""How a change says that it was read from the column of deadlines."""


def collect_report(
    graph: CascadeGraph,
    places: Sequence[str],
    lang: str = "en",
    made: date | None = None,
    measured: Sequence[Measure] | None = None,
) -> Report:
    """Collect what a report on one document, or on two under common upstream ones, says.

    Args:
        places: ids of one or two documents.
        lang: `zh` or `en`.
        made: the date to put on it; today when None.
        measured: the quality of the method as measured; measured anew when None.

    Raises:
        ComparisonError: nothing can be said, since no upstream document is known or common.
    """
    return _Collector(graph, places, lang).report(made or date.today(), measured)


class _Collector:
    """Says everything in one language."""

    def __init__(self, graph: CascadeGraph, places: Sequence[str], lang: str) -> None:
        self.graph = graph
        self.places = tuple(places)
        self.lang = lang
        self.say = translate(lang)
        self.lost = {p: {one.requirement.id: one for one in unmapped(graph, p)} for p in places}
        above = {d.id for place in places for d in upstream_documents(graph, place)}
        self.dropped = {
            (finding.requirement, finding.document): finding
            for key in sorted(above.union(places))
            for finding in find_dropped(graph, key)
        }

    def report(self, made: date, measured: Sequence[Measure] | None) -> Report:
        from cascade import __version__

        graph = self.graph
        documents = [graph.documents[key] for key in self.places]
        if len(documents) == 1 and not documents[0].implements:
            raise ComparisonError(
                f"{documents[0].id}: no upstream document known, so there is nothing to report; "
                "name a document that carries out another (see cascade documents)"
            )
        if len(documents) == 1:
            above = upstream_documents(graph, documents[0].id)
            rows = [self._entry(r) for r in self._due(above)]
        else:
            compared = diff(graph, self.places[0], self.places[1])
            above = [graph.documents[key] for key in compared.against]
            rows = [self._entry(row.upstream, row) for row in compared.rows]
        return Report(
            lang=self.lang,
            made=made.isoformat(),
            version=__version__,
            places=tuple(self._source(d, compared=True) for d in documents),
            above=tuple(self._source(d, compared=False) for d in above),
            notes=tuple(self._notes(documents, above)),
            skipped=graph.skipped,
            topics=tuple(self._topics(rows)),
            additions=tuple(self._additions()),
            related=tuple(self._topics(self._related())),
            measures=tuple(measures() if measured is None else measured),
            names={key: self._name(key) for key in graph.documents},
        )

    # --- the documents -------------------------------------------------------------------------

    def _source(self, document: Document, compared: bool) -> Source:
        everything = list(self.graph.requirements(document.id))
        own = own_requirements(self.graph, document.id)
        return Source(
            id=document.id,
            name=self._name(document.id),
            title=document.title,
            number=document.number,
            issuer=document.issuer,
            level=self.say(str(document.level)),
            jurisdiction=document.jurisdiction,
            date=document.issued,
            file=document.source or everything[0].source if everything else document.source,
            quoted_in=document.quoted_in,
            requirements=len(own),
            restating=len(everything) - len(own),
            compared=compared,
            implements=tuple(
                Upstream(
                    edge.name if edge.missing else self._name(edge.document),
                    self.say(str(edge.basis)),
                    self.say(str(edge.level)) if edge.level else "",
                    edge.missing,
                )
                for edge in document.implements
            ),
        )

    def _name(self, key: str) -> str:
        """Name a document by place and year, a statute by its title, in English all by their ids.

        So 广州市（2016） and 《森林法》; where two would have one name, by the id.
        """
        return self._names.get(key, key) if self.lang == "zh" else key

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {key: self._chinese_name(d) for key, d in self.graph.documents.items()}
        shared = Counter(names.values())
        return {key: name for key, name in names.items() if name and shared[name] == 1}

    def _chinese_name(self, document: Document) -> str:
        if is_statute(document.title):
            return f"《{document.title.removeprefix('中华人民共和国')}》"
        if document.level is Level.CENTRAL:
            place = self.say(centre(document))
        else:
            division = divisions.by_code(document.code) if document.code else None
            place = division.name if division else document.jurisdiction
        return f"{place}（{document.year}）" if place and document.year else place

    def _notes(self, documents: Sequence[Document], above: Sequence[Document]) -> Iterator[str]:
        say = self.say
        for document in documents:
            name = self._name(document.id)
            if missing := document.missing_names:
                listed = say("; ").join(missing)
                yield say(
                    "{place} is meant to carry out documents that are not in the corpus: {missing}. "
                    "What answers to no upstream requirement is therefore called unmatched, not "
                    "added; requirements of the missing documents cannot be checked."
                ).format(place=name, missing=listed)
            for part in parts_due(self.graph, document.id):
                yield say(
                    "{place} is about {subject}, a part of {upstream}: of its {total} requirements "
                    "the {due} that speak of it, or that {place} carries out, are listed; other "
                    "documents carry out the rest."
                ).format(
                    place=name,
                    upstream=self._name(part.upstream),
                    total=part.total,
                    due=part.due,
                    subject=document.subject,
                )
            for other in later_upstream(self.graph, document.id):
                yield say(
                    "{upstream} ({one}) is later than {place} ({other}): what it asks for anew was "
                    "not dropped there."
                ).format(
                    upstream=self._name(other.id),
                    place=name,
                    one=other.issued,
                    other=document.issued,
                )
            if not upstream_documents(self.graph, document.id):
                yield say(
                    "None of the documents that {place} is meant to carry out is in the corpus: "
                    "nothing can be called dropped or weakened."
                ).format(place=name)
        for document in (*documents, *above):
            if document.omits:
                yield say(
                    "The text of {place} leaves a part out (“{words}”, {file}): nothing is called "
                    "dropped there."
                ).format(
                    place=self._name(document.id), words=document.omits.text, file=document.source
                )
            if document.quoted_in:
                yield say(
                    "{document} is known only as {by} quotes it: what {by} leaves out of the "
                    "quotation cannot be seen here."
                ).format(document=self._name(document.id), by=self._name(document.quoted_in))
        if len(above) > 1:
            yield say(
                "A requirement of a higher level is listed only where the level between is silent "
                "about it; where that level took it up, its own wording is the measure."
            )

    # --- entries -------------------------------------------------------------------------------

    def _due(self, above: Sequence[Document]) -> Iterator[Requirement]:
        """Yield what a place has to carry out, each once, in the words of the nearest level."""
        for document in above:
            nearer = [d.id for d in above if d.level.rank > document.level.rank]
            for requirement in due(self.graph, document.id, self.places[0]):
                if not any(carried_by(self.graph, requirement.id, one) for one in nearer):
                    yield requirement

    def _entry(self, upstream: Requirement, row: DiffRow | None = None) -> Entry:
        outcomes = (
            [row.first, row.second]
            if row
            else [outcome(self.graph, upstream, place) for place in self.places]
        )
        marking = Marking(upstream.text, Mark.LOST)
        answers = [
            self._answer(upstream, place, one.state, one.links, one.requirements, marking)
            for place, one in zip(self.places, outcomes, strict=True)
        ]
        differences: list[str] = []
        if row:
            differences = [self._words(change) for change in row.differences]
            said = any(c.dimension is Dimension.DEADLINE for c in row.differences)
            if row.deadlines_differ and not said:
                differences.append(self._deadlines(row))
        states = {answer.state for answer in answers}
        return Entry(
            self._passage(upstream, marking.runs()),
            tuple(answers),
            tuple(dict.fromkeys(differences)),
            bool(row) and (len(states) > 1 or bool(differences)),
        )

    def _deadlines(self, row: DiffRow) -> str:
        said = [
            self.say("; ").join(
                dict.fromkeys(r.deadline.text for r in o.requirements if r.deadline.text)
            )
            or self.say("none")
            for o in (row.first, row.second)
        ]
        return self.say("deadlines differ: {one} / {other}").format(one=said[0], other=said[1])

    def _answer(
        self,
        upstream: Requirement,
        place: str,
        state: str,
        links: Sequence[TraceLink],
        requirements: Sequence[Requirement],
        marking: Marking,
    ) -> Answer:
        if not requirements:
            return self._loss(upstream, place)
        doubtful = state == REVIEW
        pairs = [] if doubtful else [(link.downstream, c) for link in links for c in link.changes]
        pairs.sort(key=lambda pair: -pair[1].weight)
        own = Marking(upstream.text, Mark.LOST)
        runs = compare_marks(upstream, requirements, pairs, own)
        marking.add(own)
        return Answer(
            place,
            State(state),
            tuple(self._passage(r, marked) for r, marked in zip(requirements, runs, strict=True)),
            own.runs(),
            self._changes(change for _, change in pairs),
            tuple(dict.fromkeys(note for link in links for note in self._basis(link, doubtful))),
            round(min(link.confidence * link.status_confidence for link in links), 2),
            max(
                (
                    link.confidence * change.weight
                    for link in links
                    for change in link.changes
                    if change.direction is not Direction.MORE
                ),
                default=0.0,
            ),
        )

    def _changes(self, changes: Iterable[Change]) -> tuple[str, ...]:
        """Say what changed; the dimension comes first, with an arrow for less or more."""
        arrow = {Direction.LESS: "↓", Direction.MORE: "↑", Direction.DIFFERENT: "≠"}
        return tuple(
            dict.fromkeys(
                f"{self.say(str(c.dimension))}{arrow[c.direction]} {self._words(c)}"
                for c in changes
            )
        )

    def _words(self, change: Change) -> str:
        """Say one change in the language of the report, the column it is read from too."""
        words = change.words.removesuffix(_COLUMN)
        where = self.say(_COLUMN) if words != change.words else ""
        return change_in_words(words, self.say) + where

    def _basis(self, link: TraceLink, doubtful: bool) -> Iterator[str]:
        """Say on what a link rests, where that is not its own likeness."""
        say = self.say
        if doubtful:
            yield say("Perhaps carried out here ({confidence}); a person should decide.").format(
                confidence=f"{link.confidence:.2f}"
            )
        if link.stated:
            yield say("The document itself says that the two belong together.")
        if link.note.startswith("by way of "):
            way = link.note.removeprefix("by way of ")
            yield say("Carried out by way of {way}.").format(way=way)
        elif link.note.startswith("passes over "):
            passed = link.note.removeprefix("passes over ").removesuffix(", not in the corpus")
            yield say("The level between is missing: {document}.").format(document=passed)
        elif link.relation is Relation.RELATED:
            yield say("The plan of another year on the same subject; nothing follows from it.")
        elif link.note:
            yield link.note

    def _loss(self, upstream: Requirement, place: str) -> Answer:
        """Say where a requirement was lost that a place has nothing for."""
        say, lost = self.say, self.lost[place].get(upstream.id)
        if lost and lost.addressee:
            why = sentence_in_words(in_words(lost.addressee, self.graph.documents[place]), say)
            return Answer(place, State.OTHER_ADDRESSEE, notes=(why,))
        if lost and lost.omitted:
            why = say("It may stand in what the text leaves out: “{words}” ({start}–{end})").format(
                words=lost.omitted.text, start=lost.omitted.start, end=lost.omitted.end
            )
            return Answer(place, State.REVIEW, notes=(why,))
        lost_at = lost.lost_at if lost else place
        finding = self.dropped.get((upstream.id, lost_at))
        confidence = finding.confidence if finding else None
        if lost_at != place:
            why = say("Already lost by {document}; not held against {place}.").format(
                document=self._name(lost_at), place=self._name(place)
            )
            return Answer(place, State.LOST_ABOVE, notes=(why,), confidence=confidence)
        notes = [say("No requirement of {place} carries it out.").format(place=self._name(place))]
        document = self.graph.documents[place]
        if document.quoted_in:
            notes.append(
                say("{place} is known only as {by} quotes it.").format(
                    place=self._name(place), by=self._name(document.quoted_in)
                )
            )
        if notice := covered_by_notice(self.graph, upstream, place):
            notes.append(
                say("But its covering notice says: “{words}” ({file}, {start}–{end})").format(
                    words=notice.text, file=document.source, start=notice.start, end=notice.end
                )
            )
        return Answer(
            place,
            State.DROPPED,
            notes=tuple(notes),
            confidence=confidence,
            weight=confidence or 0.0,
        )

    def _passage(self, requirement: Requirement, runs: tuple[Run, ...]) -> Passage:
        return Passage(
            id=requirement.id,
            document=requirement.document,
            topic=" / ".join(requirement.topic),
            runs=runs,
            units=requirement.units,
            lead=requirement.lead if set(requirement.lead) != set(requirement.units) else (),
            deadline=requirement.deadline.text,
            due=requirement.deadline.end,
            file=requirement.source,
            start=requirement.start,
            end=requirement.end,
        )

    def _topics(self, entries: Iterable[Entry]) -> Iterator[Topic]:
        """Group entries by upstream document and heading, in the order of the text."""
        grouped = groupby(entries, key=lambda e: (e.upstream.document, e.upstream.topic))
        for (document, topic), found in grouped:
            yield Topic(topic or self.say("without a heading"), document, tuple(found))

    # --- beside the cascade --------------------------------------------------------------------

    def _additions(self) -> Iterator[Addition]:
        for place in self.places:
            for finding in find_added(self.graph, place):
                yield self._addition(place, finding)

    def _addition(self, place: str, finding: Finding) -> Addition:
        requirement = self.graph.requirement(finding.requirement)
        above = upstream_documents(self.graph, place)
        missing = self.graph.documents[place].missing_names
        cut = [self.say(": ").join((self._name(d.id), d.omits.text)) for d in above if d.omits]
        if missing:
            why = self.say("No upstream requirement found; not in the corpus: {missing}.").format(
                missing=self.say("; ").join(missing)
            )
        elif cut:
            why = self.say(
                "No upstream requirement found; the text leaves a part out, {cut}."
            ).format(cut=self.say("; ").join(cut))
        else:
            why = self.say("No requirement of {above} asks for it.").format(
                above=self.say(", ").join(self._name(d.id) for d in above)
            )
        passage = self._passage(requirement, (Run(requirement.text),))
        answer = Answer(
            place,
            State(finding.kind),
            (passage,),
            notes=(why,),
            confidence=finding.confidence,
        )
        return Addition(passage.topic or self.say("without a heading"), answer)

    def _related(self) -> list[Entry]:
        """Compare with plans of other years what has no upstream document in the corpus."""
        found: dict[str, dict[str, list[TraceLink]]] = {}
        for place in self.places:
            for requirement in own_requirements(self.graph, place):
                for link in self.graph.links_up(requirement.id, Relation.RELATED):
                    found.setdefault(link.upstream, {}).setdefault(place, []).append(link)
        order = {r.id: n for n, r in enumerate(self.graph.requirements())}
        return [self._across(key, found[key]) for key in sorted(found, key=order.__getitem__)]

    def _across(self, key: str, by_place: dict[str, list[TraceLink]]) -> Entry:
        upstream = self.graph.requirement(key)
        marking = Marking(upstream.text, Mark.LOST)
        answers = []
        for place, links in by_place.items():
            kinds = {link.status for link in links} - {Status.EQUIVALENT}
            state = Status.EQUIVALENT if not kinds else Status.MIXED
            status = kinds.pop() if len(kinds) == 1 else state
            texts = [self.graph.requirement(link.downstream) for link in links]
            answers.append(self._answer(upstream, place, status, links, texts, marking))
        return Entry(self._passage(upstream, marking.runs()), tuple(answers))
