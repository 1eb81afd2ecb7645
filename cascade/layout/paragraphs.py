"""Rebuild paragraphs from lines, undoing the hard line wraps of PDF text.

Text taken out of a PDF has one line per *run* of glyphs: mostly a full line of the page, sometimes
only a piece of one. Where the page's lines ended, and where paragraphs ended, is what the widths
tell: the runs must fit together into page lines that are full, except at the end of a paragraph.
"""

import itertools
import re
import unicodedata
from typing import NamedTuple

from cascade.layout.numbering import Marker, read_marker
from cascade.text import Clean, clean, trim

_STOP = "。！？；：…"
_CLOSING = "”’）)」』】〕］》"
_DATE = r"(?:[12][09]\d{2}|[一二][〇○零九]\S{2})年\S{1,3}月\S{1,3}日"
_ALONE = re.compile(
    rf"{_DATE}|\S{{2,16}}[〔\[（(【]\d{{4}}[〕\]）)】]第?\d+号|[（(]此件\S+[）)]|\S{{0,12}}公开方式：\S+"
    r"|(?:各|[^，。；]{0,12}各)[^。；]{4,}：|目录|附件[：:]?\d*|各位\S+："
)
_NAME_OF_DOCUMENT = re.compile(
    r"[^，。；：]{4,60}(?:方案|要点|计划|办法|条例|规定|细则|意见|措施|规划|清单|制度|规程|决定|通知|举措|任务|政策)"
    r"(?:（[^）]{1,12}）)?"
)


_MARKDOWN = re.compile(r"#{1,6}[ \t]+|#{1,6}(?=[一-鿿])")


class Paragraph(NamedTuple):
    """A paragraph without layout, its numbering recognised."""

    text: str
    anchors: tuple[tuple[int, int], ...]
    start: int
    end: int
    marker: Marker | None
    """Its leading number, when it has one."""

    @property
    def body_at(self) -> int:
        """Index in the text just after the leading number."""
        return self.marker.length if self.marker else 0

    @property
    def body(self) -> str:
        """The text without its leading number."""
        return self.text[self.body_at :]


class _Run(NamedTuple):
    start: int
    end: int
    text: str
    width: float
    marker: Marker | None

    @property
    def stands_alone(self) -> bool:
        """Whether it is a date, a number, a salutation or the like: a paragraph by itself."""
        return _ALONE.fullmatch(self.text) is not None


def read_paragraphs(source: str, spans: list[tuple[int, int]] | None = None) -> list[Paragraph]:
    """Split a source (or the given spans of it) into paragraphs, in order."""
    runs: list[_Run] = []
    for begin, stop in spans or [(0, len(source))]:
        for line in re.finditer(r"[^\n]+", source[begin:stop]):
            start, end = trim(source, begin + line.start(), begin + line.end())
            if mark := _MARKDOWN.match(source, start, end):
                start, end = trim(source, mark.end(), end)
            if start < end:
                text = clean(source, start, end).text
                runs.append(_Run(start, end, text, _width(text), read_marker(text)))
    page = _page_width(runs)
    joined = []
    for block in _blocks(runs) if page else [[run] for run in runs]:
        joined += _unwrap(block, page)
    return [_paragraph(source, start, end) for start, end in joined]


def _paragraph(source: str, start: int, end: int) -> Paragraph:
    piece: Clean = clean(source, start, end)
    return Paragraph(piece.text, piece.anchors, start, end, read_marker(piece.text))


def _width(text: str) -> float:
    """Width in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(tuple(_STOP)) or text.endswith(("）", "〕", "］", ")"))


def _page_width(runs: list[_Run]) -> float:
    """Characters to a page line when the text is hard-wrapped, else 0."""
    if len(runs) < 8:
        return 0.0
    widths = sorted(run.width for run in runs)
    page = widths[int(0.95 * (len(widths) - 1))]
    if page > 62 or widths[-1] > 1.6 * page:
        return 0.0
    broken = sum(
        not _ends_sentence(run.text) and after.marker is None and run.width > 0.6 * page
        for run, after in itertools.pairwise(runs)
    )
    return page if broken > 0.2 * len(runs) else 0.0


def _blocks(runs: list[_Run]) -> list[list[_Run]]:
    """Cut where the text itself says so: around dates, numbers, salutations and titles."""
    blocks: list[list[_Run]] = [[]]
    for before, run, after in zip([None, *runs], runs, [*runs[1:], None], strict=False):
        signs = after is not None and re.fullmatch(_DATE, after.text) and run.width < 40
        names = not blocks[-1] and _NAME_OF_DOCUMENT.fullmatch(run.text) and not run.marker
        last_article = re.match(r"本\S{2,8}自\S+施行", run.text)
        if (run.stands_alone or last_article or (signs and before)) and blocks[-1]:
            blocks.append([])
        blocks[-1].append(run)
        if run.stands_alone or signs or names:
            blocks.append([])
    return [block for block in blocks if block]


def _break_cost(run: _Run, after: _Run, is_first: bool, line_width: float, page: float) -> float:
    """Price of a paragraph that ends after `run`; negative prices reward."""
    if after.marker:
        return -4.0 if _ends_sentence(run.text) or run.marker or line_width < 0.8 * page else 2.0
    if _ends_sentence(run.text):
        return 0.6
    if is_first and run.marker and run.text[-1] not in "，、" and line_width < 0.75 * page:
        return 1.5
    return 9.0 if run.text[-1] in "，、；" else 4.0 if line_width < 0.7 * page else 7.0


def _unwrap(runs: list[_Run], page: float) -> list[tuple[int, int]]:
    """Choose, by dynamic programming, the cheapest reading of the run ends.

    After each run the page line goes on, is full and wraps, or ends its paragraph. The state is
    the run that the page line began with.
    """
    # best[(begin, is_first)] = (cost, back pointer chain of paragraph starts)
    Chain = tuple[int, "Chain"] | None  # type: ignore[misc]
    states: dict[tuple[int, bool], tuple[float, Chain]] = {(0, True): (0.0, (0, None))}
    for i, (run, after) in enumerate(itertools.pairwise(runs)):
        following: dict[tuple[int, bool], tuple[float, Chain]] = {}

        def offer(
            state: tuple[int, bool],
            cost: float,
            chain: Chain,
            following: dict[tuple[int, bool], tuple[float, Chain]] = following,
        ) -> None:
            if state not in following or cost < following[state][0]:
                following[state] = (cost, chain)

        for (begin, is_first), (cost, chain) in states.items():
            width = sum(other.width for other in runs[begin : i + 1])
            if width + after.width <= page + 1.5:
                split = 0.0 if run.text[-1] in "，。、；：）”》．." or len(run.text) < 3 else 2.0
                split += 6.0 if after.marker and _ends_sentence(run.text) else 0.0
                offer((begin, is_first), cost + split, chain)
            slack = max(page - 2.0 - width, 0.0)
            room = 0.0 if slack == 0 else 1.0 + 0.6 * slack
            room += 4.0 if after.marker and _ends_sentence(run.text) else 0.0
            offer((i + 1, False), cost + room, chain)
            price = _break_cost(run, after, is_first, width, page)
            offer((i + 1, True), cost + price, (i + 1, chain))
        states = dict(sorted(following.items(), key=lambda item: item[1][0])[:12])
    chain = min(states.values(), key=lambda value: value[0])[1]
    starts: list[int] = []
    while chain:
        starts.append(chain[0])
        chain = chain[1]
    starts.reverse()
    ends = [*starts[1:], len(runs)]
    return [(runs[a].start, runs[b - 1].end) for a, b in zip(starts, ends, strict=True)]
