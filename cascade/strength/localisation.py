"""Reduce a text to what it asks for: levels, territories, alignment and synonyms folded away.

What comes out is for comparing only; every character of it knows the stretch of the text that it
stands for, so that differences are quoted from the text itself.
"""

import re
from dataclasses import dataclass
from functools import cache

from cascade.strength.lexicon import Entry, Finder, entries
from cascade.strength.reading import Span

DEPARTMENT_ENDS = (
    r"(?:部(?!分|署|位|队|委|长|级|属|门)|厅(?!堂)|总局|局(?!面|部|限|长)|委员会|委(?!托|员|派)|办公室"
    r"|办(?!法|理|事|公|学|好|结|件|案|证|税|医|案)|(?:行政)?(?:(?:主管|管理|监管)(?:部门|机构)|部门)|系统(?=部|各)|机关(?!事))"
)
_LEVEL = (
    "(?:(?:国务院|(?:县级以上|地方|各级|本级|同级|省级?|设区的市级?|市级?|区级?|县级?|自治[区州县])*人民政府)"
    "|国家|全国|自治区|自治州|省级?|市级?|区级?|县级?|州级?|旗级?)?"
)
_UNKNOWN_BODY = (
    r"(?:(?<![城都地门超])市|省|自治区|县|州)(?!级|场|区|县|直|属|内|域|长|民|政|容|委|辖)"
    r"[一-鿿]{2,8}?(?:局(?!面|部|限|长)|厅(?!堂)|委员会)"
)


@dataclass(frozen=True)
class Canon:
    """A text reduced for comparison."""

    text: str
    spans: tuple[Span, ...]
    """For each character, the stretch of the folded text it stands for."""

    def origin(self, start: int, end: int) -> Span:
        """Return the stretch of the folded text that `text[start:end]` stands for."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


@cache
def _rules() -> Finder:
    """Compile departments, localisation and synonyms into one finder.

    A department may bear several names: 行政审批和政务信息（政务服务和大数据）管理机构.
    """
    names = (name for row in entries("departments") for name in row.pattern.split("|"))
    core = f"(?:{'|'.join(sorted(names, key=len, reverse=True))})"
    cores = f"{core}(?:和?{core})*(?:（{core}(?:[和、]{core})*）)?"
    listed = Entry(f"{_LEVEL}{cores}{DEPARTMENT_ENDS}", "部门", {})
    unknown = Entry(_UNKNOWN_BODY, "部门", {})
    return Finder((listed, *entries("localisation"), unknown, *entries("synonyms")))


def reduce(text: str, masked: list[Span], places: re.Pattern[str] | None = None) -> Canon:
    """Reduce a folded text; `masked` stretches are left out.

    >>> reduce("省财政厅应当在政府门户网站公布全省清单", []).text
    '部门应在政府网站公开清单'
    >>> reduce("市财政局要在市政府门户网站公开全市名单", []).text
    '部门应在政府网站公开清单'
    """
    hidden = bytearray(len(text))
    for start, end in masked:
        hidden[start:end] = b"\1" * (end - start)
    if places is not None:
        for match in places.finditer(text):
            hidden[match.start() : match.end()] = b"\1" * len(match.group())
    kept = [i for i in range(len(text)) if not hidden[i]]
    visible = "".join([text[i] for i in kept])
    rules = _rules()
    characters: list[str] = []
    spans: list[Span] = []
    at = 0
    for match, entry in rules.find(visible):
        start, end = match.span()
        characters += visible[at:start]
        spans += [Span(i, i + 1) for i in kept[at:start]]
        replacement = "" if entry.value == "-" else entry.value
        stretch = Span(kept[start], kept[end - 1] + 1)
        characters += replacement
        spans += [stretch] * len(replacement)
        at = end
    characters += visible[at:]
    spans += [Span(i, i + 1) for i in kept[at:]]
    return Canon("".join(characters), tuple(spans))
