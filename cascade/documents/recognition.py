"""Recognise a document from its text: title, number, issuer, place, date, where its body begins."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cascade import divisions
from cascade.divisions import Division
from cascade.documents.citations import NUMBER, is_document_title, read_number
from cascade.layout.numbering import Style
from cascade.layout.paragraphs import Paragraph
from cascade.lexicons import pattern, words
from cascade.records import Span
from cascade.text import han_number, plain_digits
from cascade.vocabulary import Level

_ORGAN = (
    r"(?:人民政府(?:办公[厅室])?|政府办公[厅室]|办公[厅室]|委员会(?:办公[厅室])?|管理委员会|管委会|党委|市委|省委|区委|县委"
    r"|国务院|[局厅部委院]|总局|总行|分局|税务局|海关|法院|检察院|领导小组(?:办公室)?|指挥部|常务委员会|中心|联席会议|公司)"
)
_ORGAN_LINE = re.compile(rf"(?:[一-鿿、\s（）()]{{2,60}}?{_ORGAN}(?:等\S{{1,8}}部门)?)+")
_DATE = re.compile(
    r"((?:19|20)\d{2}|[一二][〇○零九]\S{2})年(\d{1,2}|[一二三四五六七八九十]{1,2})月(\d{1,2}|[一二三四五六七八九十]{1,3})日?"
)
_ADOPTED = re.compile(
    rf"{_DATE.pattern}(?!日?起)(?P<body>[^。；）)]{{0,120}}?)(?:通过|公布|发布|批准|修正|修订|修改)"
)
_WHOLE_STATE = re.compile(r"在中华人民共和国(?:境内|领域内?|管辖|领海)|国务院[^，。；]{0,20}部门")
"""What the scope or the bodies of a national statute say, and a local one has no need to."""
_TO_ALL_PROVINCES = re.compile(r"各省(?:、自治区、直辖市|[（(]区、市[）)]|、区、市)[^。]*[：:]$")
"""The addressees of a document that only the centre can send."""
_TRAILING_DATE = re.compile(rf"[（(]{_DATE.pattern}[）)]$")
_COVERING = re.compile(
    r"(?:印发|转发|下发|分发)给你们|现予(?:以)?(?:公布|发布|印发)|(?:现|予以)(?:印发|转发|公布|发布)"
)
_SALUTATION = re.compile(r"(?:各|有关|市|省|区|县|部机关)[^。；]{2,200}：")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[、）)]|第\S{1,4}[章节条]")
_LAST_WORDS = 20
_AFTER_LAST = 8
"""So many paragraphs from its last article on, a statute may still be closed."""
_OMISSIONS = "structure/omissions.tsv"
_HEAD = 14


class Recognised(NamedTuple):
    """What a text says of itself."""

    title: str
    number: str
    issuer: str
    date: str
    year: int | None
    level: Level | None
    jurisdiction: str
    code: str
    body: int
    """Index of the first paragraph of the body, after title, salutation and covering notice."""
    plan: str
    """Title of the attached plan, when the document is a notice that issues one."""
    omits: Span | None = None
    """The words by which the text says that a part of it is left out; of a statute that breaks off,
    its last words and 〔…〕."""


def recognise(paragraphs: Sequence[Paragraph]) -> Recognised:
    """Read a document's front matter from its paragraphs."""
    texts = [plain_digits(paragraph.text) for paragraph in paragraphs]
    number = next((n for text in texts[:_HEAD] if (n := read_number(text))), "")
    title, title_end, heading_date = _find_title(texts)
    plan = _plan_title(title)
    body = _body_start(paragraphs, texts, title, title_end, plan)
    history = _history(paragraphs, texts)
    date = max(_sign_off_date(texts, body) or heading_date, _adoption_date(history))
    issuer = _issuer(title, texts, body)
    place, name, level = _place(issuer, title, number, history, texts)
    return Recognised(
        title=title,
        number=number,
        issuer=issuer,
        date=date,
        year=_year(date, number, title, texts),
        level=level,
        jurisdiction=name,
        code=place.code if place else "",
        body=body,
        plan=plan,
        omits=_omission(paragraphs),
    )


def _omission(paragraphs: Sequence[Paragraph]) -> Span | None:
    """Find where a text says that a part of it, which may hold duties, is left out."""
    for paragraph in paragraphs:
        for match in pattern(_OMISSIONS, "part").finditer(paragraph.text):
            if not pattern(_OMISSIONS, "form").search(match.group()):
                start, end = paragraph.offset(match.start()), paragraph.offset(match.end() - 1) + 1
                return Span(match.group(), start, end)
    return _breaking_off(paragraphs)


def _breaking_off(paragraphs: Sequence[Paragraph]) -> Span | None:
    """Quote the end of a statute that has no clause on its entry into force: it was cut there."""
    articles = [i for i, p in enumerate(paragraphs) if p.marker and p.marker.style is Style.ARTICLE]
    opening = pattern(_OMISSIONS, "statute")
    if len(articles) < 3 or not any(opening.search(paragraphs[i].text) for i in articles[:3]):
        return None
    closing, end = pattern(_OMISSIONS, "closing"), pattern(_OMISSIONS, "end")
    if any(closing.search(p.text) for p in paragraphs[articles[1] :]) or any(
        end.search(p.text) for p in paragraphs[articles[-3] : articles[-1] + _AFTER_LAST]
    ):
        return None
    last = paragraphs[-1]
    start = max(0, len(last.text) - _LAST_WORDS)
    return Span(f"{last.text[start:]}〔…〕", last.offset(start), last.end)


def _find_title(texts: list[str]) -> tuple[str, int, str]:
    """Join the first lines until they make a title: `(title, index after it, date beside it)`."""
    joined = ""
    for i, text in enumerate(texts[:_HEAD]):
        if read_number(text) or (not joined and _ORGAN_LINE.fullmatch(text)):
            continue
        if joined and (_SALUTATION.fullmatch(text) or _ADOPTED.match(text.lstrip("（("))):
            break
        joined += text
        title = re.sub(r"^\d{1,3}[.．、]\s*|\S{1,8}〔\d{0,4}〕\d*号$", "", joined)
        date = ""
        if dated := _TRAILING_DATE.search(title):
            date = _iso_date(*dated.groups())
            title = title[: dated.start()]
        if _is_title(title):
            return title, i + 1, date
        if len(joined) > 160 or joined.endswith("。"):
            break
    for i, text in enumerate(texts[:_HEAD]):
        plain = _TRAILING_DATE.sub("", re.sub(r"^\d{1,3}[.．、]\s*", "", text))
        if _is_title(plain):
            return plain, i + 1, ""
    lines = ((i, text) for i, text in enumerate(texts[:_HEAD]) if not read_number(text))
    first, line = next(lines, (0, ""))
    line = re.sub(r"^\d{1,3}[.．、]\s*", "", line)
    if not line or len(line) > 100 or line.endswith(tuple("。：；，")) or _NUMBERED.match(line):
        return "", 0, ""
    return line, first + 1, ""


def _is_title(text: str) -> bool:
    plain = re.sub(r"[（(〔][^（）()]{1,20}[）)〕]$", "", text).rstrip("》")
    balanced = text.count("《") == text.count("》") and text.count("“") == text.count("”")
    named = is_document_title(plain)
    if "印发" in text or "转发" in text:
        named = named and (bool(re.search(r"的(?:通知|函|公告)$", plain)) or text.endswith("》"))
    return (
        named
        and balanced
        and not _NUMBERED.match(text)
        and 6 <= len(text) <= 150
        and "。" not in text
    )


def _plan_title(title: str) -> str:
    match = re.search(r"(?:印发|转发|公布|下发|发布)(?:关于)?(.*?)的?(?:通知|公告|函)?$", title)
    if not match:
        return ""
    inner = re.search(r"《(.*)》", match.group(1))
    return inner.group(1) if inner else match.group(1)


def _body_start(
    paragraphs: Sequence[Paragraph], texts: list[str], title: str, title_end: int, plan: str
) -> int:
    """Find where the covering notice, if there is one, gives way to the text it issues."""
    covering = next((i for i, text in enumerate(texts[:30]) if _COVERING.search(text)), None)
    start = title_end
    if covering is not None:
        start = covering + 1
        for i in range(covering + 1, min(covering + 12, len(texts))):
            if _DATE.fullmatch(texts[i]):
                start = i + 1
                break
            if paragraphs[i].marker:
                break
    elif salutation := [
        i
        for i in range(title_end, min(title_end + 6, len(texts)))
        if _SALUTATION.fullmatch(texts[i])
    ]:
        start = salutation[-1] + 1
    while (
        start < len(texts) and _is_front(texts[start], title, plan) and not paragraphs[start].marker
    ):
        start += 1
    return start


def _is_front(text: str, title: str, plan: str) -> bool:
    return bool(
        re.fullmatch(r"[（(][^）)]*[）)]|附件[：:]?\d*", text)
        or text in title
        or (plan and (text in plan or plan in text) and len(text) < len(plan) + 25)
        or read_number(text)
        or (_is_title(text) and len(text) < 60)
        or _DATE.fullmatch(text)
        or re.fullmatch(_ORGAN_LINE, text)
    )


def _sign_off_date(texts: list[str], body: int) -> str:
    front = [text for text in texts[: body + 1] if _DATE.fullmatch(text)]
    back = [text for text in texts[body + 1 :] if _DATE.fullmatch(text)]
    for text in [*reversed(front), *back]:
        if match := _DATE.fullmatch(text):
            return _iso_date(*match.groups())
    return ""


def _history(paragraphs: Sequence[Paragraph], texts: list[str]) -> list[re.Match[str]]:
    """The adoption and amendments that stand before a statute's first article."""
    articles = (
        i
        for i, p in enumerate(paragraphs)
        # a wrapped line of the history may begin with the article that was amended
        if p.marker and p.marker.style is Style.ARTICLE and p.marker.number == 1
    )
    return [m for text in texts[: next(articles, 0)] for m in _ADOPTED.finditer(text)]


def _adoption_date(history: Sequence[re.Match[str]]) -> str:
    return max((_iso_date(*step.group(1, 2, 3)) for step in history), default="")


def _is_central(name: str) -> bool:
    return name.startswith(words("documents/central_bodies.txt"))


def _adopted_by(history: Sequence[re.Match[str]]) -> Division | None:
    """Whose congress, government or ministry adopted or amended a statute."""
    for step in history:
        body = step.group("body").strip()
        if re.match(r"经?第\S{1,4}届全国人民代表大会", body) or _is_central(body):
            return divisions.CENTRAL
        here = divisions.mentions(body[:20])
        if here and here[0][0] == 0:
            return here[0][2]
    return None


def _iso_date(year: str, month: str, day: str) -> str:
    numbers = [han_number(part.replace("○", "〇")) for part in (year, month, day)]
    if None in numbers:
        return ""
    y, m, d = (int(n) for n in numbers if n is not None)
    return f"{y:04d}-{m:02d}-{d:02d}" if 1 <= m <= 12 and 1 <= d <= 31 else ""


def _issuer(title: str, texts: list[str], body: int) -> str:
    """The body in the title before 关于, else the one that signs, else the letterhead."""
    if match := re.match(
        rf"(.{{2,60}}?{_ORGAN}(?:等\S{{1,6}}(?:部门|单位))?)(?:印发|转发)?(?:关于|印发|转发)", title
    ):
        return match.group(1)
    for i, text in enumerate(texts):
        if _DATE.fullmatch(text) and i and _ORGAN_LINE.fullmatch(texts[i - 1]):
            return texts[i - 1]
    for text in texts[: min(body, _HEAD)]:
        if _ORGAN_LINE.fullmatch(text) and len(text) <= 30:
            return text
    return ""


_ZONE = re.compile(
    r"[一-鿿]{2,12}?(?:开发区|高新区|新区|自贸试验区|示范区|合作区|试验区|保税区|产业园区)"
)


def _place(
    issuer: str,
    title: str,
    number: str,
    history: Sequence[re.Match[str]],
    texts: list[str],
) -> tuple[Division | None, str, Level | None]:
    """Whose document it is: by issuer, title, number, who adopted it, to whom it goes, its text."""
    agency = NUMBER.match(number)
    by_number = divisions.by_number_prefix(agency.group(1)) if agency else ()
    for text in (issuer, title):
        if not text:
            continue
        here = divisions.mentions(text[:40])
        if here and here[0][0] <= 8:
            start, _end, place = here[0]
            if by_number and place.level is not by_number[0].level:
                nearer = [d for _, _, d in here if d.code == by_number[0].code]
                place = nearer[0] if nearer else place
            zone = _ZONE.match(text[start:]) if issuer else None
            if zone and "管理委员会" in text and place.level is not Level.DISTRICT:
                return (
                    place,
                    divisions.full_name(place.code) + _zone_name(zone.group(), place),
                    Level.DISTRICT,
                )
            return place, divisions.full_name(place.code), place.level
        if _is_central(text):
            return _named(divisions.CENTRAL)
    if by_number:
        return _named(by_number[0])
    if adopted := _adopted_by(history):
        return _named(adopted)
    if any(_TO_ALL_PROVINCES.match(text) for text in texts[:_HEAD]):
        return _named(divisions.CENTRAL)
    counts = Counter(
        place.code
        for text in texts
        for _, _, place in divisions.mentions(text)
        if place.level is not Level.CENTRAL
    )
    if counts:
        code, count = counts.most_common(1)[0]
        if count >= 3 and count > 0.5 * sum(counts.values()):
            found = divisions.by_code(code)
            if found:
                return _named(found)
    is_statute = any(text.startswith("第一条") for text in texts)
    if is_statute and any(_WHOLE_STATE.search(text) for text in texts):
        return _named(divisions.CENTRAL)
    return None, "", None


def _named(place: Division) -> tuple[Division, str, Level]:
    return place, divisions.full_name(place.code), place.level


def _zone_name(zone: str, place: Division) -> str:
    return zone.removeprefix(place.name)


def _year(date: str, number: str, title: str, texts: list[str]) -> int | None:
    """Year of issue: of the date, the number, the title, else the latest year it looks back on."""
    if date:
        return int(date[:4])
    for text in (number, title):
        if match := re.search(r"((?:19|20)\d{2})", text):
            return int(match.group(1))
    whole = "\n".join(texts)
    cited = [int(match.group(2)) for match in NUMBER.finditer(whole)]
    if cited:
        return max(cited)
    years = Counter(re.findall(r"((?:19|20)\d{2})年", whole))
    return int(years.most_common(1)[0][0]) if years else None
