"""The numbering styles of Chinese official documents (GB/T 9704) and the tree they span.

Which style is a chapter and which an item changes between documents and even between sections of
one, so no style has a fixed depth: a style met inside another is deeper than it.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from cascade.text import han_number

_HAN = "〇零一二三四五六七八九十百"


class Style(StrEnum):
    """How a heading or item is numbered."""

    ANNEX = "附件"
    PART = "第一编"
    CHAPTER = "第一章"
    SECTION = "第一节"
    ARTICLE = "第一条"
    HAN = "一、"
    HAN_BRACKET = "（一）"
    ARABIC = "1."
    ARABIC_BRACKET = "（1）"
    CIRCLED = "①"


STATUTE_STYLES = (Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE)
"""The parts of a statute: the only styles whose depth is fixed, outermost first."""

_PATTERNS = {
    Style.ANNEX: r"附\s*(?:件|表|录)\s*([0-9一二三四五六七八九十]*)(?:[:：.．、]|$)",
    Style.PART: rf"第([{_HAN}]+)(?:编|部分)[、：:]?",
    Style.CHAPTER: rf"第([{_HAN}0-9]+)章",
    Style.SECTION: rf"第([{_HAN}0-9]+)节",
    Style.ARTICLE: rf"第([{_HAN}0-9]+)条(?!第|款|规定|的规定|、|至|和|之规定|所)[：:]?",
    Style.HAN: rf"([{_HAN}]{{1,4}})[、．.]",
    Style.HAN_BRACKET: rf"[（(]([{_HAN}]{{1,4}})[）)][、．.]?",
    Style.ARABIC: r"(\d{1,3})(?:[.．﹒](?![0-9])|[.．﹒](?=(?:19|20)\d{2}年)|、)",
    Style.ARABIC_BRACKET: r"[（(](\d{1,3})[）)][、．.]?|(\d{1,2})[）)](?![，。；：、号])",
    Style.CIRCLED: r"([①-⑳])",
}
_COMPILED = [(style, re.compile(pattern)) for style, pattern in _PATTERNS.items()]


class Marker(NamedTuple):
    """The leading number of a paragraph."""

    style: Style
    number: int
    length: int
    """How many characters of the text it takes."""
    text: str


def read_marker(text: str) -> Marker | None:
    """Recognise the number that a paragraph begins with.

    >>> read_marker("（二十二）加强考核").number, read_marker("12.依法公布").style.name
    (22, 'ARABIC')
    >>> read_marker("3）提升能力").style.name, read_marker("23）号文件")
    ('ARABIC_BRACKET', None)
    >>> read_marker("2016年起"), read_marker("第三条规定的")
    (None, None)
    """
    for style, pattern in _COMPILED:
        if match := pattern.match(text):
            numeral = match[match.lastindex or 1]
            number: int | None
            if style is Style.CIRCLED:
                number = ord(numeral) - ord("①") + 1
            else:
                number = han_number(numeral) if numeral else 0
            if number is not None:
                return Marker(style, number, match.end(), match.group().rstrip("、．.﹒:："))
    return None


class Outline:
    """The path of open headings while paragraphs are read in order."""

    def __init__(self) -> None:
        self._open: list[tuple[Style, str, str]] = []

    def enter(self, marker: Marker, title: str) -> None:
        """Step to a numbered paragraph: out of everything its style closes, then into it."""
        if marker.style is Style.ANNEX:
            self._open.clear()
        closed: tuple[Style, ...] = (marker.style,)
        if marker.style in STATUTE_STYLES:
            closed = STATUTE_STYLES[STATUTE_STYLES.index(marker.style) :]
        for i, (style, _, _) in enumerate(self._open):
            if style in closed:
                del self._open[i:]
                break
        self._open.append((marker.style, marker.text, title))

    def name(self, title: str) -> None:
        """Give the innermost heading its title."""
        style, number, _ = self._open[-1]
        self._open[-1] = (style, number, title)

    @property
    def depth(self) -> int:
        """How many headings are open."""
        return len(self._open)

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles of the open headings, outermost first, nameless ones left out."""
        return tuple(title for _, _, title in self._open if title)

    @property
    def numbers(self) -> tuple[tuple[Style, str], ...]:
        """Styles and numbers of the open headings, outermost first."""
        return tuple((style, number) for style, number, _ in self._open)
