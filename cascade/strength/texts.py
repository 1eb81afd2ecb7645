"""Prepare one side of a comparison: marks of strength, clauses, and what is left for scope."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from cascade.strength.amounts import find_frequencies, find_quantities
from cascade.strength.deadlines import find_dates, find_promptness
from cascade.strength.duties import (
    find_actors,
    find_conditions,
    find_helping,
    find_modality,
    find_sanctions,
)
from cascade.strength.lexicon import finder, numbers
from cascade.strength.localisation import Canon, reduce
from cascade.strength.places import place_pattern
from cascade.strength.reading import (
    Folded,
    Mark,
    Span,
    clause_spans,
    fold_text,
    sentence_spans,
)
from cascade.strength.words import word_borders
from cascade.vocabulary import Dimension

_RARE = 7.0
"""Weight (ln of inverse frequency) of a pair of characters that the common list does not hold."""
_HEADED = 24
"""Characters of a first sentence up to which it is a heading (强化流程再造，实行“一次告知”。)."""
_SAYS_MUCH = (Dimension.FREQUENCY, Dimension.QUANTITY, Dimension.DEADLINE)
"""Dimensions of which a heading has no marks."""
_LIGHT = "的和并与及或而"
TITLE = re.compile("《[^》]*》")
_STOPS = frozenset("，。；：！？、（）《》〔〕,;:!?□")


@dataclass(frozen=True)
class Text:
    """A text made ready to be compared."""

    folded: Folded
    clauses: tuple[Span, ...]
    sentences: tuple[Span, ...]
    marks: tuple[Mark, ...]
    canon: Canon
    aligned: Canon
    """The phrases that tie the text to another one, reduced: what they name is not missing."""

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Pairs of neighbouring characters of the reduced text, stops excluded."""
        return pairs_of(self.canon.text) | pairs_of(self.aligned.text)

    @cached_property
    def heading(self) -> range:
        """The clauses of a first sentence that is a heading: short, and not itself a measured duty."""
        first = self.sentences[0] if len(self.sentences) > 1 else Span(0, 0)
        measured = any(m.dimension in _SAYS_MUCH and m.start < first.end for m in self.marks)
        if first.end > _HEADED or measured:
            return range(0)
        return range(sum(clause.end <= first.end for clause in self.clauses))

    @cached_property
    def clause_pairs(self) -> tuple[frozenset[str], ...]:
        """The same for each clause."""
        return tuple(map(pairs_of, self.clause_canons))

    @cached_property
    def clause_canons(self) -> tuple[str, ...]:
        """The reduced text of each clause."""
        return tuple(self.canon_slice(clause) for clause in self.clauses)

    @cached_property
    def _starts(self) -> list[int]:
        return [stretch.start for stretch in self.canon.spans]

    @cached_property
    def _ends(self) -> list[int]:
        return [stretch.end for stretch in self.canon.spans]

    def canon_range(self, span: Span) -> tuple[int, int]:
        """Return the range of the reduced text that stands for a stretch of the folded one."""
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end)
        return (first, last) if first < last else (0, 0)

    def canon_slice(self, span: Span) -> str:
        """Return the reduced text of a stretch of the folded one."""
        start, end = self.canon_range(span)
        return self.canon.text[start:end]

    def following(self, position: int, length: int = 2) -> str:
        """Return the first reduced characters at or after a position of the folded text."""
        first = bisect_left(self._starts, position)
        return self.canon.text[first : first + length]

    @cached_property
    def _words(self) -> list[int]:
        return word_borders(self.folded.text)

    def whole_words(self, span: Span) -> Span:
        """Widen a stretch of the folded text by the words of which it parts a single character.

        资本参 becomes 资本参与, but 新闻 of 新闻媒体 stays, as does what ends before a 和.
        """
        first, last = self._word_at(span.start), self._word_at(span.end)
        ahead, behind = Span(first.start, span.start), Span(span.end, last.end)
        start = ahead.start if self._belongs(ahead, first.end - span.start) else span.start
        end = behind.end if self._belongs(behind, span.end - last.start) else span.end
        return Span(start, end)

    def _belongs(self, outside: Span, inside: int) -> bool:
        """Say whether a word of which so many characters are inside has the others in, too."""
        return inside == 1 or (len(self.quote(outside)) == 1 and self.quote(outside) not in _LIGHT)

    def _word_at(self, border: int) -> Span:
        """Return the word that a border cuts, or nothing at the border where it cuts none."""
        after = bisect_left(self._words, border)
        if after == len(self._words) or self._words[after] == border:
            return Span(border, border)
        return Span(self._words[after - 1], self._words[after])

    def quote(self, span: Span) -> str:
        """Return the words of a stretch of the folded text."""
        return self.folded.text[span.start : span.end]

    def title_around(self, span: Span) -> Span:
        """Return the 《title》 that a stretch of the folded text is words of, or the stretch itself."""
        titles = (Span(*title.span()) for title in TITLE.finditer(self.folded.text))
        inside = (title for title in titles if title.start < span.start < span.end < title.end)
        return next(inside, span)

    def clause_at(self, position: int) -> int:
        """Return the number of the clause that holds a position."""
        for number, clause in enumerate(self.clauses):
            if position < clause.end:
                return number
        return len(self.clauses) - 1

    def sentence_at(self, position: int) -> int:
        """Return the number of the sentence that holds a position."""
        for number, sentence in enumerate(self.sentences):
            if position < sentence.end:
                return number
        return len(self.sentences) - 1


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, none with a stop.

    >>> sorted(pairs_of("公开，信息"))
    ['信息', '公开']
    """
    return frozenset(
        text[i : i + 2]
        for i in range(len(text) - 1)
        if text[i] not in _STOPS and text[i + 1] not in _STOPS
    )


def weight_of(pair: str) -> float:
    """Return how telling a pair of characters is: ln of its inverse frequency in official prose."""
    return numbers("common").get(pair, _RARE)


@lru_cache(maxsize=4096)
def prepare(text: str, year: int, upstream_code: str, downstream_code: str) -> Text:
    """Fold a text, find its marks and reduce the rest.

    Args:
        text: The original text of a requirement.
        year: Year of its document, 0 when unknown.
        upstream_code: GB/T 2260 codes of the two texts of the comparison, whose place names are
            plain localisation.
        downstream_code: See `upstream_code`.
    """
    folded = fold_text(text)
    plain = folded.text
    clauses = clause_spans(plain)
    aligned = [Span(*span) for span in finder("alignment").covers(plain)]
    visible = _blank(plain, aligned)
    marks: list[Mark] = []
    taken = bytearray(len(plain))
    for found in (
        find_conditions(visible),
        find_dates(visible, year),
        find_frequencies(visible),
        find_quantities(visible),
        find_helping(visible),
        find_sanctions(visible),
        find_modality(visible),
        find_promptness(visible),
        find_actors(visible),
    ):
        for mark in found:
            if not any(taken[mark.start : mark.end]):
                marks.append(_quoted(mark, plain))
                taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    marks = _join_counts(sorted(marks, key=lambda mark: mark.start), clauses)
    masked = [Span(i, i + 1) for i in range(len(plain)) if taken[i]]
    canon = reduce(plain, [*aligned, *masked], place_pattern(upstream_code, downstream_code))
    outside = [Span(a, b) for a, b in _between(aligned, len(plain))]
    return Text(
        folded,
        tuple(clauses),
        tuple(sentence_spans(plain, clauses)),
        tuple(marks),
        canon,
        reduce(plain, outside, place_pattern(upstream_code, downstream_code)),
    )


def _between(spans: list[Span], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in spans for edge in span), length]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _blank(text: str, spans: list[Span]) -> str:
    for start, end in spans:
        text = text[:start] + "□" * (end - start) + text[end:]
    return text


def _quoted(mark: Mark, text: str) -> Mark:
    """Quote with a mark what was blanked out in it."""
    return replace(mark, words=text[mark.start : mark.end]) if "□" in mark.words else mark


def _join_counts(marks: list[Mark], clauses: list[Span]) -> list[Mark]:
    """Join 每年 … 不少于2次 of one clause into one frequency."""
    joined: list[Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        if (
            last is not None
            and mark.dimension is last.dimension is Dimension.FREQUENCY
            and last.kind == "rate"
            and mark.kind in ("min", "max")
            and any(c.start <= last.start and mark.end <= c.end for c in clauses)
        ):
            value = last.value * mark.value
            joined[-1] = Mark(
                last.dimension,
                "rate",
                value,
                last.start,
                mark.end,
                f"{last.words}…{mark.words}",
                f"{value:.1f}",
                last.weight,
            )
        else:
            joined.append(mark)
    return joined
