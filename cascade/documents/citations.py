"""Document numbers (发文字号), 《titles》, and where a text cites other documents.

A number is an agency prefix, a bracketed year and a serial number: 国办发〔2016〕19号. The prefix
runs straight on from the words before it, so lead-ins (按, 见, 《…》的通知) are cut off it: the
prefix begins at the first character from which the rest is an agency known by its division.
"""

import re
from functools import lru_cache

from cascade import divisions
from cascade.lexicons import words
from cascade.records import Citation
from cascade.text import plain_digits, sentences

_YEAR = r"[〔\[（(【〈﹝［]\s*((?:19|20)\d{2})\s*[〕\]）)】〉﹞］]"
NUMBER = re.compile(rf"([一-鿿]{{1,20}})\s?{_YEAR}\s*第?\s*(\d{{1,5}})\s*号")
_LEAD_IN = re.compile(
    r".*(?:按照|根据|依据|落实|贯彻|执行|参照|对照|转发|通知|意见|办法|方案|规定|要求|精神|文件|详见|[按见即的和与及据])"
)
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》){3,120})》(?:的(?:通知|函|意见|决定))?")
_SHORT_FOR = re.compile(r"以下(?:简称|统称)为?[：:]?$")
_ENACTS = re.compile(r"[^。；\n]{0,120}制[定订]本")
"""Goes on so after the basis of a text, which may have the text's own title but for the place."""
_TITLE_NUMBER = re.compile(rf"[^《》。；]{{0,4}}?[（(]\s*{NUMBER.pattern}[^）)]*[）)]")


def normal_number(prefix: str, year: str, serial: str) -> str:
    """Compose the normal form of a document number, lead-ins cut off its prefix.

    >>> normal_number("按国办发", "2019", "054")
    '国办发〔2019〕54号'
    """
    return f"{_agency(prefix)}〔{year}〕{int(serial)}号"


def _agency(prefix: str) -> str:
    """Cut lead-in words off an agency prefix: the longest rest that a division claims."""
    for at in range(max(len(prefix) - 9, 0), len(prefix) - 1):
        rest = prefix[at:]
        if divisions.by_number_prefix(rest) and not _LEAD_IN.match(prefix[at : at + 2]):
            return rest
    return _LEAD_IN.sub("", prefix) or prefix


def read_number(text: str) -> str:
    """Return the document number that a line consists of, in normal form, or the empty string.

    >>> read_number("穗府办函[2016] 108号"), read_number("根据国办发〔2019〕54号文")
    ('穗府办函〔2016〕108号', '')
    """
    match = NUMBER.fullmatch(plain_digits(text.strip()))
    return normal_number(*match.groups()) if match else ""


def find_citations(text: str, own_number: str = "", own_title: str = "") -> tuple[Citation, ...]:
    """Find the documents that a text names, in order of appearance, each mention once.

    Args:
        text: a source without line wraps (offsets in the result count its characters).
        own_number: the text's own number, which is no citation.
        own_title: the text's own title, likewise.
    """
    text = plain_digits(text)
    found: list[Citation] = []
    taken: list[tuple[int, int]] = []
    bounds = sentences(text)
    short: dict[str, tuple[str, str]] = {}
    own = bare(own_title)
    latest, end = ("", ""), 0
    for match in _TITLE.finditer(text):
        title = re.sub(r"\s", "", match.group(1))
        if _SHORT_FOR.search(text[: match.start()][-12:]):
            stands_by = "。" not in text[end : match.start()] and match.start() - end < 60
            short[title] = latest if stands_by else ("", "")
            continue
        number = _TITLE_NUMBER.match(text, match.end())
        name = normal_number(*number.groups()) if number else ""
        name, title = latest = short.get(title, (name, title))
        end = match.end()
        is_own = len(title) > 8 and bare(title) in own and not carried(title, own_title)
        if (is_own and not _ENACTS.match(text, end)) or not is_document_title(title):
            continue
        if name and name == own_number:
            continue
        if number:
            taken.append(number.span())
        found.append(Citation(name, title, _sentence(text, bounds, match.start()), match.start()))
    for match in NUMBER.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        name = normal_number(*match.groups())
        if name != own_number:
            found.append(Citation(name, "", _sentence(text, bounds, match.start()), match.start()))
    return tuple(sorted(found, key=lambda citation: citation.start))


@lru_cache(maxsize=16384)
def bare(title: str) -> str:
    """Leave out what differs between a plan's own title and its mention in the notice."""
    return re.sub(r"[《》〈〉“”\s]|的|关于", "", title)


def carried(title: str, own_title: str) -> bool:
    """Tell whether a document's own title names another that it carries out: 实施《…》办法."""
    return bool(re.search(rf"(?:实施|落实|贯彻|执行)《{re.escape(title)}》", own_title))


def is_document_title(title: str) -> bool:
    """Tell the title of a document from other 《…》, such as books or columns.

    A kind of document alone, as in 《工作方案》, is the title of none.

    >>> is_document_title("关于全面推进政务公开工作的意见"), is_document_title("焦点访谈")
    (True, False)
    >>> is_document_title("义务教育法"), is_document_title("工作方法")
    (True, False)
    """
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    genres = words("documents/genres.txt")
    return (
        (plain.endswith(genres) and plain not in genres) or is_law(plain) or "政府工作报告" in plain
    )


def is_law(title: str) -> bool:
    """Tell the name of a law: 办法, 方法 and 执法 end so too.

    >>> is_law("义务教育法"), is_law("义务教育办法")
    (True, False)
    """
    return bool(_LAW.search(title))


def is_statute(title: str) -> bool:
    """Tell the name of a law or of regulations, which are the basis of many a text on a part of them.

    >>> is_statute("义务教育法"), is_statute("优化营商环境条例"), is_statute("义务教育办法")
    (True, True, False)
    """
    return is_law(title) or title.endswith(("法典", "条例", "法实施细则"))


def _sentence(text: str, bounds: list[tuple[int, int]], at: int) -> str:
    """Return the sentence that holds an offset, and the next one of the same paragraph."""
    for (a, b), following in zip(bounds, [*bounds[1:], (0, 0)], strict=True):
        if a <= at < b:
            end = following[1] if following[0] == b and "\n" not in text[at : b + 1] else b
            return text[text.rfind("\n", a, at) + 1 or a : end]
    return ""


_LAW = re.compile(r".(?<![方办做想看说书手用语执司立普守])法$")
