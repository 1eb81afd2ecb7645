"""Read the word lists of `data/lexicons/strength`, which a policy expert can edit.

A list is a UTF-8 file of tab-separated columns: a first line of column names, then one entry a
line; lines that begin with # are remarks. An entry is a piece of text in which `…` stands for up
to 30 characters of the same clause, `|` parts alternatives, and `(…)`, `[…]` and `?` have the
meaning they have in regular expressions, so that `每(?:个)?月` can be written where it is needed.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cascade import lexicons
from cascade.errors import LexiconError

_ONE = re.compile(r"[一-鿿](?:\(\?[=!]|$)")
_GAP = "[^，。；：！？,;:!?]{0,30}?"


class Entry(NamedTuple):
    """One line of a word list."""

    pattern: str
    """The entry as a regular expression."""
    value: str
    """Second column: rank, period, canonical form, kind … as the list says."""
    columns: dict[str, str]
    """All columns by name."""

    @property
    def number(self) -> float:
        """The second column as a number."""
        try:
            return float(self.value)
        except ValueError:
            raise LexiconError(
                f"data/lexicons/strength: {self.pattern}: “{self.value}” is not a number; "
                "give one in the second column"
            ) from None


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """Read one word list, in the order of the file.

    >>> next(e.value for e in entries("periods") if "季度" in e.pattern)
    '91'
    """
    file = f"strength/{name}.tsv"
    header, *rows = lexicons.entries(file) or ((),)
    if len(header) < 2:
        raise LexiconError(f"{file}: no columns; begin with a line such as entry<tab>value")
    found = []
    for row in rows:
        if len(row) < 2 or not row[0]:
            raise LexiconError(f"{file}: “{row[0]}” has no value; add a tab and a value")
        columns = dict(zip(header, row, strict=False))
        pattern = _pattern(row[0], file)
        found += [Entry(part, row[1], columns) for part in _alternatives(pattern)]
    return tuple(found)


def _pattern(entry: str, file: str) -> str:
    pattern = entry.replace("…", _GAP)
    if _is_plain(pattern.replace("|", "")):
        return pattern
    try:
        re.compile(pattern)
    except re.error as error:
        raise LexiconError(f"{file}: “{entry}” cannot be read ({error}); mend it") from error
    return pattern


@cache
def numbers(name: str) -> dict[str, float]:
    """Read a word list as a mapping from entry to number."""
    return {entry.pattern: entry.number for entry in entries(name)}


def _alternatives(pattern: str) -> list[str]:
    """Cut a pattern at each `|` that stands outside brackets."""
    parts, depth, begin = [], 0, 0
    for i, c in enumerate(pattern):
        depth += (c in "([") - (c in ")]")
        if c == "|" and not depth:
            parts.append(pattern[begin:i])
            begin = i + 1
    return [part for part in (*parts, pattern[begin:]) if part]


class Finder:
    """Find the entries of word lists in running text: leftmost first, then the longest.

    >>> [(m.group(), e.value) for m, e in finder("periods").find("三个工作日")]
    [('工作日', '1.4')]
    """

    def __init__(self, rows: Iterable[Entry]) -> None:
        """Compile one pattern: plain words are looked up, the others are groups of their own."""
        listed = list(rows)
        self._plain = {row.pattern: row for row in reversed(listed) if _is_plain(row.pattern)}
        self._others = [row for row in listed if not _is_plain(row.pattern)]
        words = sorted(self._plain, key=len, reverse=True)
        # a single character in a context (应 but not 应急) stands behind the words that begin so
        single = [row for row in self._others if _ONE.match(row.pattern)]
        groups = [
            "|".join(re.escape(word) for word in words if len(word) > 2),
            "|".join(f"(?:{row.pattern})" for row in self._others if row not in single),
            "|".join(re.escape(word) for word in words if len(word) <= 2),
            "|".join(f"(?:{row.pattern})" for row in single),
        ]
        self._regex = re.compile("|".join(group for group in groups if group))

    def find(self, text: str) -> list[tuple[re.Match[str], Entry]]:
        """Return the matches in order, each with its entry."""
        return [(match, self.entry(match)) for match in self._regex.finditer(text) if match.group()]

    def entry(self, match: re.Match[str]) -> Entry:
        """Return the entry that a match is of."""
        row = self._plain.get(match.group())
        if row is not None:
            return row
        # The pattern has no named groups, so that the engine can skip alternatives by their first
        # character; which one it was is asked again here, in the same order.
        start, end = match.span()
        for other in self._others:
            found = _compiled(other.pattern).match(match.string, start)
            if found and found.end() == end:
                return other
        raise AssertionError(f"no entry for {match.group()!r}")

    def covers(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the matches."""
        return [match.span() for match in self._regex.finditer(text) if match.group()]

    def match(self, text: str, start: int = 0) -> Entry | None:
        """Return the entry that stands at `start`, if any."""
        match = self._regex.match(text, start)
        return self.entry(match) if match and match.group() else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _is_plain(pattern: str) -> bool:
    return pattern == re.escape(pattern)


@cache
def finder(*names: str) -> Finder:
    """Compile the entries of one or more word lists into a finder."""
    return Finder(entry for name in names for entry in entries(name))
