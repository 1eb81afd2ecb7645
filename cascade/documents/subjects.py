"""What a title is about, how alike two subjects are, and where one is only a part of another."""

import re
from functools import lru_cache

from cascade import divisions
from cascade.documents.citations import is_law
from cascade.lexicons import mapping, words

SAME_SUBJECT = 0.6
"""Share of common character pairs (Dice 1945) from which two titles are about the same."""

_PLACE_WORDS = re.compile(
    r"^(?:中华人民共和国|全国|全省|全市|全区|我省|我市|我区|本省|本市|本区|省|市|区|县|各地|中国)"
)
_YEARS = re.compile(
    r"[（(]?(?:19|20)\d{2}(?:[-—－至](?:19|20)\d{2})?年?度?[）)]?|“?十[二三四五]五”?"
)
_PURPOSE = re.compile(
    r"^.*?(?:关于)?(?:印发|转发|公布|批转|下发|发布|贯彻落实|贯彻执行|落实|执行)+(?=.{4})|^关于(?:做好|加强|开展|推进)?"
)


@lru_cache(maxsize=16384)
def subject(title: str) -> str:
    """Strip a title to what it is about: no issuer, place, year, kind of document.

    >>> subject("信阳市2016年政务公开工作要点实施方案")
    '政务公开'
    >>> subject("国务院办公厅关于印发2016年政务公开工作要点的通知")
    '政务公开'
    >>> subject("上海市徐汇区持续优化提升营商环境行动方案")
    '持续优化提升营商环境'
    >>> subject("北京市实施《中华人民共和国义务教育法》办法")
    '义务教育'
    """
    text = re.sub(r"\s", "", title)
    inner = re.search(r"《((?:[^《》]|《[^《》]*》)+)》", text)
    if inner and (len(inner.group(1)) > 5 or is_law(inner.group(1))):
        text = inner.group(1)
    elif about := re.match(r"^[^《》]{2,40}?关于(?:印发|转发|批转|公布|下发|发布)?(.*)", text):
        text = about.group(1)
    text = re.sub(r"的(?:通知|意见|函|公告|决定|批复|通告|实施意见|指导意见|若干意见)$", "", text)
    text = re.sub(r"[（(][^（）()]*[）)]", "", text)
    if carried := re.match(r"^.{0,20}?(?:贯彻落实|贯彻执行|贯彻|落实|实施)(?=[国省市中]|《)", text):
        text = text[carried.end() :]
    places = divisions.mentions(text)
    for start, end, _ in reversed(places):
        text = text[:start] + text[end:]
    text = re.sub(
        r"^(?:[、和及]|(?:国务院|省|市|区|县)?(?:人民)?(?:政府|府)?(?:办公厅|办公室|办))+", "", text
    )
    text = _YEARS.sub("", text).replace("年度", "")
    for short, full in mapping("documents/short_subjects.tsv").items():
        text = re.sub(f"[“”]?{short}[“”]?", full, text)
    text = _PLACE_WORDS.sub("", text)
    for _ in range(2):
        for genre in words("documents/genres.txt"):
            if text.endswith(genre) and len(text) - len(genre) >= 4:
                text = text[: -len(genre)]
                break
        else:
            break
    if is_law(text) and len(text) > 4:
        text = text[:-1]
    return text.strip("的、，")


def core(about: str) -> str:
    """Return the subject of a statute in the fewest words, as the title of a local rule has them.

    >>> core("计量法"), core("计量法实施"), core("立法条例")
    ('计量', '计量', '立法')
    """
    return re.sub(r"(?:法实施|法|法典)$|(?:条例|细则)$", "", about)


def subject_likeness(one: str, other: str) -> float:
    """Compare two subjects by the character pairs they share (Dice coefficient), 0–1.

    >>> subject_likeness("政务公开", "政务公开")
    1.0
    >>> subject_likeness("政务公开", "优化营商环境")
    0.0
    """
    a, b = _pairs_of(one), _pairs_of(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@lru_cache(maxsize=4096)
def _pairs_of(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def narrowing(own: str, upstream: str) -> tuple[str, ...]:
    """Return the words by which a subject is only a part of that of the statute above it.

    Words of every title (`documents/wide_words.txt`) and kinds of document narrow nothing.

    >>> narrowing("学前教育", "教育法"), narrowing("森林管理", "森林法")
    (('学前',), ())
    """
    own = re.sub(r"(?:条例|细则)$", "", own)
    shared = _pairs_of(core(upstream))
    alike = {j for i in range(len(own) - 1) if own[i : i + 2] in shared for j in (i, i + 1)}
    rest = "".join(" " if i in alike else char for i, char in enumerate(own))
    for word in (*words("documents/wide_words.txt"), *words("documents/genres.txt")):
        rest = rest.replace(word, " ")
    # a single character narrows only at the head: 水环境保护
    return tuple(re.findall(r"[^\s、，和与或]{2,}|^[^\s、，和与或]", rest))


def speaks_of(text: str, part: tuple[str, ...]) -> bool:
    """Tell whether a text speaks of one of the words that `narrowing` found.

    A long one may be said otherwise: half of its character pairs are enough.

    >>> speaks_of("机动车不得超过标准排放大气污染物。", ("机动车排气",))
    True
    """
    for word in part:
        pairs = _pairs_of(word) or {word}
        if sum(pair in text for pair in pairs) >= max(1, len(pairs) // 2):
            return True
    return False
