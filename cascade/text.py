"""Characters of Chinese official text: what is layout, what is text, where sentences and clauses end.

Everything here works on plain strings and keeps offsets, so that any piece of a cleaned text can
be shown in its place in the source file.
"""

import re
from typing import NamedTuple

CHINESE = "\u3400-\u9fff\uf900-\ufaff"
_TAG = r"</?[a-zA-Z][^<>\n]{0,80}>|\*{2,3}"
"""Of HTML, and the marks of bold text in Markdown."""
_PAGE = (
    r"(?:[-—–－]{1,2}[ \t]*\d{1,4}[ \t]*[-—–－]{1,2}"
    r"|第[ \t]*\d{1,4}[ \t]*页(?:[，,/ \t]*共[ \t]*\d{1,4}[ \t]*页)?|\d{1,3}[ \t]*/[ \t]*\d{1,3})"
)
"""What stands in a line of its own at the foot of a page: — 3 —, 第3页 共12页, 3/12."""
_BLANK = r"[\s\u3000\ufeff\u200b-\u200f\u2028-\u202e\u2060\ue000-\uf8ff]+"
_LAYOUT = re.compile(rf"{_TAG}|(?<=\s){_PAGE}(?=[ \t\u3000\r]*\n)|{_BLANK}")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]")

_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}


def is_page_number(line: str) -> bool:
    """Tell whether a line holds nothing but the number of its page.

    >>> is_page_number(" — 12 — "), is_page_number("第3页 共12页"), is_page_number("3.公开")
    (True, True, False)
    """
    return re.fullmatch(_PAGE, line.strip()) is not None


class Clean(NamedTuple):
    """A text without layout, and the runs that tie it to its source."""

    text: str
    anchors: tuple[tuple[int, int], ...]
    """`(index in text, offset in source)` at the start of each contiguous run."""


def clean(source: str, start: int = 0, end: int | None = None) -> Clean:
    """Take layout out of `source[start:end]`: line breaks, tags, `**`, private-use characters, spaces.

    A single space stays where it parts two Latin words or numbers.

    >>> clean("**“2023 年3\\n月”**，<p>PPP model</p>").text
    '“2023年3月”，PPP model'
    """
    end = len(source) if end is None else end
    parts: list[str] = []
    anchors: list[tuple[int, int]] = []
    length, at = 0, start
    for gap in _LAYOUT.finditer(source, start, end):
        if gap.start() > at:
            anchors.append((length, at))
            parts.append(source[at : gap.start()])
            length += gap.start() - at
        parts_words = (
            length
            and gap.end() < end
            and _ASCII_WORD.match(parts[-1][-1])
            and _ASCII_WORD.match(source[gap.end()])
            and gap.group()[0] not in "<*"
        )
        if parts_words:
            anchors.append((length, gap.start()))
            parts.append(" ")
            length += 1
        at = gap.end()
    if end > at:
        anchors.append((length, at))
        parts.append(source[at:end])
    text = "".join(parts).rstrip()
    return Clean(text, tuple(anchor for anchor in anchors if anchor[0] < max(len(text), 1)))


def trim(source: str, start: int, end: int) -> tuple[int, int]:
    """Narrow `[start, end)` until it neither begins nor ends with layout.

    >>> trim("  甲乙\\n", 0, 5)
    (2, 4)
    """
    while (gap := _LAYOUT.match(source, start, end)) and gap.end() > start:
        start = gap.end()
    while end > start:
        tail = re.search(rf"(?:{_LAYOUT.pattern})$", source[max(start, end - 100) : end])
        if not tail or not tail.group():
            break
        end -= len(tail.group())
    return start, end


_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("　"): " ",
    ord("—"): "-",
    ord("－"): "-",
    ord("–"): "-",
    ord("～"): "-",
    ord("“"): '"',
    ord("”"): '"',
    ord("‘"): '"',
    ord("’"): '"',
    ord("﹝"): "〔",
    ord("﹞"): "〕",
}


_DIGITS = {ord("０") + n: str(n) for n in range(10)}


def plain_digits(text: str) -> str:
    """Write full-width digits as ASCII ones, length unchanged.

    >>> plain_digits("〔２０２２〕１３号")
    '〔2022〕13号'
    """
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """Map full-width forms, dashes and quotation marks onto one form each, length unchanged.

    >>> fold("２０１６年４—１０月，“双公示”")
    '2016年4-10月,"双公示"'
    """
    return text.translate(_FOLD).lower()


def han_number(numeral: str) -> int | None:
    """Read a Chinese or Arabic numeral below ten thousand; None for anything else.

    >>> [han_number(n) for n in ("二十二", "十", "一百零五", "15", "二〇一六", "条")]
    [22, 10, 105, 15, 2016, None]
    """
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if not numeral or any(c not in _HAN_DIGITS and c not in _HAN_UNITS for c in numeral):
        return None
    if not any(c in _HAN_UNITS for c in numeral):
        return int("".join(str(_HAN_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for c in numeral:
        if c in _HAN_UNITS:
            total += (digit or 1) * _HAN_UNITS[c]
            digit = 0
        else:
            digit = _HAN_DIGITS[c]
    return total + digit


_ARTICLE = re.compile(r"第([一二三四五六七八九十百零〇\d]+)条")


def articles(text: str) -> set[str]:
    """Return the numbers of the articles that a text names.

    >>> sorted(articles("违反本法第十五条、第二十条第一款的规定"))
    ['15', '20']
    """
    return {str(han_number(numeral)) for numeral in _ARTICLE.findall(text)}


_OPEN, _CLOSE = "（(〔[【［《“", "）)〕]】］》”"
_CLOSER = dict(zip(_OPEN, _CLOSE, strict=True))


def split_outside_brackets(text: str, separators: str) -> list[tuple[int, int]]:
    """Cut at any of the separators that stands outside brackets; returns trimmed, non-empty spans.

    >>> [("各县(市、区)政府、市编办"[a:b]) for a, b in
    ...  split_outside_brackets("各县(市、区)政府、市编办", "、")]
    ['各县(市、区)政府', '市编办']
    """
    spans, depth, begin = [], 0, 0
    for i, c in enumerate(text):
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(depth - 1, 0)
        elif c in separators and not depth:
            spans.append((begin, i))
            begin = i + 1
    spans.append((begin, len(text)))
    trimmed = (trim(text, a, b) for a, b in spans)
    return [(a, b) for a, b in trimmed if a < b]


def last_bracket(text: str) -> tuple[int, int] | None:
    """Find the bracket group that closes a text (a final 。 or ； aside), nested ones included.

    >>> last_bracket("公开信息。（市编办〔市委编办〕牵头）")
    (5, 18)
    """
    end = len(text.rstrip("。；;. "))
    if not end or text[end - 1] not in _CLOSE[:6]:
        return None
    depth = 0
    for i in range(end - 1, -1, -1):
        if text[i] in _CLOSE[:6]:
            depth += 1
        elif text[i] in _OPEN[:6]:
            depth -= 1
            if not depth:
                return i, end
    return None


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences (。！？；) of a text, their closing mark included."""
    return [m.span() for m in re.finditer(r"[^。！？；;]+[。！？；;]*[”’）)」]*", text)]


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans of the clauses (，。；：) of a text, outside brackets and without the marks.

    >>> [("做好公开，及时更新。"[a:b]) for a, b in clauses("做好公开，及时更新。")]
    ['做好公开', '及时更新']
    """
    return split_outside_brackets(text, "，,。；;：:！？")
