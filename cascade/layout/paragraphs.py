"""Rebuild paragraphs from lines, undoing the hard line wraps of PDF text.

Text taken out of a PDF has one line per *run* of glyphs: mostly a full line of the page, sometimes
only a piece of one. Where the page's lines ended, and where paragraphs ended, is what the widths
tell: the runs must fit together into page lines that are full, except at the end of a paragraph.
"""

import itertools
import math
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from cascade.layout.numbering import Marker, Style, read_marker
from cascade.text import Clean, clean, is_page_number, last_bracket, trim

_STOP = "。！？；：…"
_CLOSING = "”’）)」』】〕］》"
_NEVER_FIRST = "，。、；：！？）)〕]】》”’"
_LONGEST_BRACKET = 200
_LONGEST_TITLE = 8
"""Lines."""
_WRAPPED_SENTENCES = 0.4
"""Sentences within a paragraph that end where a run ends, to one that ends within a run."""
_INDENTS = (2.0, 0.0)
"""Characters by which a paragraph's first line may be indented: as GB/T 9704 has it, or not."""
_IN_CHARGE = re.compile(r"(?:单位|部门|时限|时间)[：:]|(?:牵头|负责|落实|配合)[）)〕\]]$")
_UNITS_LINE = re.compile(r"(?:责任|牵头|配合|主办|协办|实施|落实)(?:单位|部门)[：:]")
_DATE = r"(?:[12][09]\d{2}|[一二][〇○零九]\S{2})年\S{1,3}月\S{1,3}日"
_ALONE = re.compile(
    rf"{_DATE}|\S{{2,16}}[〔\[（(【〈﹝［]\d{{4}}[〕\]）)】〉﹞］]第?\d+号|[（(]此件\S+[）)]|\S{{0,12}}公开方式：\S+"
    r"|(?:各|[^，。；]{0,12}各)[^。；]{4,}：|特此通知。|目录|附件[：:]?\d*|各位\S+："
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

    def offset(self, index: int) -> int:
        """Offset into the source of the character at `index` of the text."""
        at, base = max(anchor for anchor in self.anchors if anchor[0] <= index)
        return base + index - at


class _Run(NamedTuple):
    start: int
    end: int
    text: str
    width: float
    marker: Marker | None
    breaks_sequence: bool = False
    """Whether its number does not follow the last one of its style."""
    ends_sentence: bool = False
    """Whether it ends in 。 or the like, or in a bracket just after it."""
    names_units: bool = False
    """Whether it ends in a bracket that says who is in charge."""

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but a number, which belongs to what follows."""
        return (
            self.marker is not None
            and self.marker.style is not Style.ANNEX
            and self.marker.length == len(self.text)
        )

    @property
    def stands_alone(self) -> bool:
        """Whether it is a date, a number, a salutation or the like: a paragraph by itself."""
        return _ALONE.fullmatch(self.text) is not None


def read_paragraphs(source: str, spans: list[tuple[int, int]] | None = None) -> list[Paragraph]:
    """Split a source (or the given spans of it) into paragraphs, in order."""
    runs: list[_Run] = []
    torn: set[int] = set()
    """Ends of runs that stand at the foot of a page, in mid-sentence."""
    for begin, stop in spans or [(0, len(source))]:
        for line in re.finditer(r"[^\n]+", source[begin:stop]):
            if is_page_number(line.group()):
                last = runs[-1:]
                torn |= {r.end for r in last if r.width > 30 and not _ends_sentence(r.text)}
                continue
            start, end = trim(source, begin + line.start(), begin + line.end())
            if mark := _MARKDOWN.match(source, start, end):
                start, end = trim(source, mark.end(), end)
            if start < end:
                text = clean(source, start, end).text
                runs.append(_Run(start, end, text, _width(text), read_marker(text)))
    runs = _in_context(runs)
    if not (page := _page_width(runs)):
        whole: list[tuple[int, int]] = []
        for run in runs:
            goes_on = whole and whole[-1][1] in torn and run.marker is None
            whole.append((whole.pop()[0] if goes_on else run.start, run.end))
        return [_paragraph(source, start, end) for start, end in whole]
    title, runs = _title_apart(runs)
    blocks = _blocks(runs)
    ending = _ending_price(runs)
    readings = [[_unwrap(block, page, indent, ending) for block in blocks] for indent in _INDENTS]
    best = min(readings, key=lambda reading: sum(cost for cost, _ in reading))
    spans = [(part[0].start, part[-1].end) for part in [title] if part]
    spans += [span for _, joined in best for span in joined]
    return [_paragraph(source, start, end) for start, end in spans]


def _paragraph(source: str, start: int, end: int) -> Paragraph:
    piece: Clean = clean(source, start, end)
    return Paragraph(piece.text, piece.anchors, start, end, read_marker(piece.text))


def _width(text: str) -> float:
    """Width in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def _ends_sentence(text: str) -> bool:
    """Tell whether a text ends in 。 or the like, or in a bracket just after it."""
    bracket = last_bracket(text)
    return any(
        part.rstrip(_CLOSING).endswith(tuple(_STOP))
        for part in (text, text[: bracket[0]] if bracket else "")
    )


def _names_units(text: str) -> bool:
    """Tell whether a text ends in a bracket that says who is in charge."""
    bracket = last_bracket(text)
    return bool(bracket and _IN_CHARGE.search(text[slice(*bracket)]))


def _page_width(runs: list[_Run]) -> float:
    """Characters to a page line when the text is hard-wrapped, else 0."""
    if len(runs) < 8:
        return 0.0
    widths = sorted(run.width for run in runs)
    widest = widths[int(0.95 * (len(widths) - 1))]
    if widest > 62 or widths[-1] > 1.6 * widest:
        return 0.0
    broken = [
        not run.ends_sentence and after.marker is None
        for run, after in itertools.pairwise(runs)
        if run.width > 0.85 * widest
    ]
    if sum(broken) <= 0.4 * len(broken):
        return 0.0  # long lines are whole paragraphs
    # full lines are of equal length; those that begin a paragraph are shorter by its indent
    long = Counter(math.floor(width) for width in widths if width > 0.9 * widest)
    often = max(long.values()) / 3
    return float(max(width for width, count in long.items() if count >= often))


def _in_context(runs: list[_Run]) -> list[_Run]:
    """Note what a run is only by those before it: a sentence's end, a number out of sequence.

    A number that does not go on counting may be none, as in 标准统|一、服务同质.
    """
    noted, text = [], ""
    counted = {Style.HAN: 0, Style.ARTICLE: 0}
    for run in runs:
        text = (text + run.text)[-_LONGEST_BRACKET:]
        astray = False
        if run.marker and run.marker.style in counted:
            astray = run.marker.number != counted[run.marker.style] + 1
            counted[run.marker.style] = run.marker.number
        noted.append(
            run._replace(
                breaks_sequence=astray,
                ends_sentence=_ends_sentence(text),
                names_units=_names_units(text),
            )
        )
    return noted


def _title_apart(runs: list[_Run]) -> tuple[list[_Run], list[_Run]]:
    """Part off the lines up to a date in brackets: a title, set larger than the text."""
    text = ""
    for i, run in enumerate(runs[:_LONGEST_TITLE]):
        text += run.text
        if run.stands_alone or "。" in text:
            break
        if re.search(rf"[（(]{_DATE}[）)]$", text):
            return runs[: i + 1], runs[i + 1 :]
    return [], runs


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
    return [part for block in blocks for part in _signature_apart(block) if part]


def _signature_apart(block: list[_Run]) -> list[list[_Run]]:
    """Cut off what stands after the last sentence of a block without any mark: its signatures."""
    ends = [i for i, run in enumerate(block) if run.ends_sentence or run.names_units]
    at = ends[-1] + 1 if ends else 0
    if at and not any(run.marker or re.search("[，。；：]", run.text) for run in block[at:]):
        return [block[:at], block[at:]]
    return [block]


def _ending_price(runs: list[_Run]) -> float:
    """Price of a paragraph's end after a sentence, where nothing else tells.

    Paragraphs of one sentence, as in statutes, end their sentences nowhere but at the end of a run.
    """
    at_end = sum(run.ends_sentence and not after.marker for run, after in itertools.pairwise(runs))
    inside = sum(len(re.findall(f"[。！？](?=[^{_CLOSING}])", run.text)) for run in runs)
    share = (at_end - _WRAPPED_SENTENCES * inside) / max(at_end, 1)
    share = min(max(share, 0.1), 0.95)
    return 2.4 - math.log(share / (1 - share))


def _capacity(first: _Run, is_first: bool, page: float, indent: float) -> float:
    """Characters that fit on the page line that begins with a run: less where it is indented."""
    gap = 1.0 if first.marker and first.marker.style is Style.ARTICLE else 0.0
    return page - (indent + gap if is_first and indent else 0.0)


def _misfit(begin: int, i: int, runs: list[_Run], width: float, capacity: float) -> float:
    """Price of a page line that wraps after run `i` although it is not quite full, or overfull."""
    over = width - capacity
    if over > 0:
        # quotation marks take less room in many fonts
        marks = sum(len(re.findall("[“”‘’]", run.text)) for run in runs[begin : i + 1])
        return 1.5 * max(over - 0.5 - 0.5 * marks, 0.0)
    word = re.match(r"[!-~]+", runs[i + 1].text)
    slack = -over - (0.5 * word.end() if word else 0.0)
    return 0.65 * max(slack - 0.5, 0.0)


def _split_cost(run: _Run, after: _Run) -> float:
    """Price of two runs that stand on one page line."""
    if run.is_bare:
        return -2.0
    at_mark = re.search(r"[^一-鿿]$", run.text) or not re.match("[一-鿿]", after.text)
    price = 0.4 if at_mark or len(run.text) < 3 else 2.0
    price += 1.0 if run.names_units else 0.0
    return price + (6.0 if after.marker and run.ends_sentence else 0.0)


def _break_cost(
    run: _Run, after: _Run, is_first: bool, line_width: float, page: float, ending: float
) -> float:
    """Price of a paragraph that ends after `run`; negative prices reward."""
    if after.text[0] in _NEVER_FIRST:
        return 20.0
    if run.is_bare:
        return 3.0
    if run.text.endswith("。") and _UNITS_LINE.match(after.text):
        return -2.0
    if after.marker:
        if run.ends_sentence or run.names_units:
            return -4.0
        if after.breaks_sequence:
            return 1.0
        return -4.0 if run.marker or line_width < 0.8 * page else 2.0
    if run.names_units:
        return min(ending, 0.5)
    if run.ends_sentence:
        return ending if run.text[-1] != "；" else max(ending, 2.4)
    if is_first and run.marker and run.text[-1] not in "，、" and line_width < 0.75 * page:
        return 1.5
    return 9.0 if run.text[-1] in "，、；" else 4.0 if line_width < 0.7 * page else 7.0


Chain = tuple[int, "Chain"] | None
"""Where paragraphs start, the last first."""


def _unwrap(
    runs: list[_Run], page: float, indent: float, ending: float
) -> tuple[float, list[tuple[int, int]]]:
    """Choose, by dynamic programming, the cheapest reading of the run ends.

    After each run the page line goes on, is full and wraps, or ends its paragraph. The state is
    the run that the page line began with and whether it is the first of its paragraph.
    """
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
            capacity = _capacity(runs[begin], is_first, page, indent)
            if width + after.width <= capacity + 2.5:
                offer((begin, is_first), cost + _split_cost(run, after), chain)
            full = _misfit(begin, i, runs, width, capacity)
            room = full + (4.0 if after.marker and run.ends_sentence else 0.0)
            offer((i + 1, False), cost + room, chain)
            price = _break_cost(run, after, is_first, width, page, ending)
            price += full if width > capacity else 0.0
            offer((i + 1, True), cost + price, (i + 1, chain))
        states = dict(sorted(following.items(), key=lambda item: item[1][0])[:12])
    cost, chain = min(states.values(), key=lambda value: value[0])
    starts: list[int] = []
    while chain:
        starts.append(chain[0])
        chain = chain[1]
    starts.reverse()
    ends = [*starts[1:], len(runs)]
    return cost, [(runs[a].start, runs[b - 1].end) for a, b in zip(starts, ends, strict=True)]
