"""The division table: provinces, cities and districts, by code, by name and by document number.

Codes are those of GB/T 2260. Names are those in force and those abolished since 1984, so that an
order of 2010 finds 萝岗区. `data/divisions/README.md` says where the table comes from.
"""

import csv
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cascade.errors import PlaceError
from cascade.resources import data_path
from cascade.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division under one of its names."""

    code: str
    """GB/T 2260 code of six digits; a former name may share it with the present one."""
    name: str
    """Official name in full: 广州市, 红河哈尼族彝族自治州."""
    level: Level
    parent: str
    """Code of the division that it belongs to; empty for the whole country."""
    short: str
    """Everyday name: 广州, 红河; names of two characters stay whole."""
    abbrs: tuple[str, ...]
    """First characters of its document numbers, where they are commonly known: 粤, 穗."""
    slug: str
    """Pinyin of the everyday name: `guangzhou`."""
    since: int | None = None
    """Year from which it bears the name, where known and after 1983."""
    until: int | None = None
    """Year in which the name or the division was abolished; None while it is in force."""

    def exists_in(self, year: int | None) -> bool:
        """Tell whether it was there in a year, or is there today when the year is None."""
        if year is None:
            return self.until is None
        return (self.since or 0) <= year <= (self.until or year)


class Mention(NamedTuple):
    """A place named in a text; `find` tells what else the same words may mean."""

    start: int
    end: int
    place: Division


@lru_cache
def _table() -> tuple[Division, ...]:
    levels = {level.value: level for level in Level}
    with data_path("divisions/divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return tuple(
            Division(
                code,
                name,
                levels[level],
                parent,
                short,
                tuple(abbr.split("|")) if abbr else (),
                slug,
                int(since) if since else None,
                int(until) if until else None,
            )
            for code, name, level, parent, short, abbr, slug, since, until in rows
        )


@lru_cache
def _codes() -> dict[str, Division]:
    return {place.code: place for place in reversed(_table())}


CENTRAL = Division("000000", "全国", Level.CENTRAL, "", "全国", (), "central")
"""The country as a whole, for what the State Council and the ministries issue."""

_FULL, _CUSTOMARY, _SHORT = range(3)
"""How a place is called: 红河哈尼族彝族自治州, 红河州, 红河."""


def _calls(place: Division) -> Iterator[tuple[int, str]]:
    yield _FULL, place.name
    if "自治" in place.name and place.name[-1] in "州县旗":
        yield _CUSTOMARY, place.short + place.name[-1]
    elif place.name.endswith("族自治区") or place.name.endswith("尔自治区"):
        yield _CUSTOMARY, place.short + "自治区"
    if place.short != place.name:
        yield _SHORT, place.short


@lru_cache
def _names() -> dict[str, list[tuple[int, Division]]]:
    names: dict[str, list[tuple[int, Division]]] = {}
    for place in _table():
        for call, name in _calls(place):
            names.setdefault(name, []).append((call, place))
    return names


@lru_cache
def _below() -> dict[str, list[Division]]:
    below: dict[str, list[Division]] = {}
    for place in _table():
        below.setdefault(place.parent, []).append(place)
    return below


def by_code(code: str) -> Division | None:
    """Return the division with a GB/T 2260 code, under its present name if it has one.

    >>> by_code("440115").name, by_code("440116").until
    ('南沙区', 2014)
    """
    return _codes().get(code)


def ancestors(place: str | Division) -> tuple[Division, ...]:
    """Return the divisions above one, nearest first, the whole country last.

    Takes a code, or a division where a former name shares its code with the present one.

    >>> [above.name for above in ancestors("440115")]
    ['广州市', '广东省', '全国']

    Raises:
        PlaceError: no division has the code.
    """
    found = by_code(place) if isinstance(place, str) else place
    if found is None:
        raise PlaceError(f"{place}: no division has this code; give one of GB/T 2260, like 440115")
    above = []
    while found.parent:
        found = _codes()[found.parent]
        above.append(found)
    return tuple(above)


def full_name(place: str | Division) -> str:
    """Return the name with those of all divisions above it, 全国 for the whole country.

    >>> full_name("440115"), full_name("110105"), full_name("000000")
    ('广东省广州市南沙区', '北京市朝阳区', '全国')

    Raises:
        PlaceError: no division has the code.
    """
    above = ancestors(place)
    found = by_code(place) if isinstance(place, str) else place
    assert found is not None
    return "".join(one.name for one in (*above[-2::-1], found))


def is_within(code: str, ancestor_code: str) -> bool:
    """Tell whether a division is another one or lies in it; False for unknown codes.

    >>> is_within("440115", "440000"), is_within("440000", "440115")
    (True, False)
    """
    place = by_code(code)
    return place is not None and _lies_in(place, ancestor_code)


def _lies_in(place: Division, code: str) -> bool:
    return place.code == code or any(above.code == code for above in ancestors(place))


def children(code: str) -> tuple[Division, ...]:
    """Return the divisions of today directly below one, by code.

    Below a province these are its cities and the county-level units that it runs itself.

    >>> [place.short for place in children("440100")][:4]
    ['荔湾', '越秀', '海珠', '天河']
    """
    return tuple(place for place in _below().get(code, ()) if place.until is None)


def find(name: str, within: str = "", year: int | None = None) -> tuple[Division, ...]:
    """Return all divisions that a name may mean, best first.

    The name is a full name (朝阳区), a customary one (红河州), a short one (信阳) or several in a
    row (广东省广州市南沙区, 广州南沙). Full names go before short ones, divisions that exist in the
    year (today, without one) before the others, higher levels before lower.

    >>> [full_name(place) for place in find("朝阳区")]
    ['北京市朝阳区', '吉林省长春市朝阳区']
    >>> [place.code for place in find("广州市南沙区")], find("县")
    (['440115'], ())

    Args:
        within: code of a division in which the place must lie.
    """
    ranked = _ranked("".join(name.split()), year)
    return tuple(place for _, place in ranked if not within or _lies_in(place, within))


@lru_cache(maxsize=4096)
def _ranked(name: str, year: int | None = None) -> tuple[tuple[int, Division], ...]:
    return tuple(sorted(_readings(name), key=lambda reading: _rank(reading[0], reading[1], year)))


def _rank(call: int, place: Division, year: int | None = None) -> tuple[int, bool, int, str]:
    return call, not place.exists_in(year), place.level.rank, place.code


def _readings(name: str) -> Sequence[tuple[int, Division]]:
    if exact := _names().get(name):
        return exact
    if len(name) > 60:  # no row of names is as long
        return ()
    for cut in range(len(name) - 2, 1, -1):
        above = {place.code for _, place in _names().get(name[:cut], ())}
        if above and (
            inside := [
                (call, place)
                for call, place in _readings(name[cut:])
                if any(one.code in above for one in ancestors(place))
            ]
        ):
            return inside
    return ()


def resolve_place(query: str) -> tuple[Division, ...]:
    """Return what a user may mean by a code, the pinyin of a short name or a Chinese name.

    Divisions of today hide abolished ones; what is left over is for the caller to choose from.

    >>> [place.name for place in resolve_place("guangzhou")], resolve_place("440115")[0].name
    (['广州市'], '南沙区')
    >>> [full_name(place) for place in resolve_place("南沙")]
    ['广东省广州市南沙区', '海南省三沙市南沙区']
    """
    text = "".join(query.split())
    if text.isdecimal():
        one = by_code(text.ljust(6, "0")[:6])
        return (one,) if one else ()
    if text.isascii():
        plain = re.sub(r"[^a-z]", "", text.lower())
        found = [place for place in _table() if place.slug == plain]
        found.sort(key=lambda place: (place.until is not None, place.level.rank))
    else:
        found = list(find({"中央": CENTRAL.name, "国务院": CENTRAL.name}.get(text, text)))
    return tuple(place for place in found if place.until is None) or tuple(found)


def nearest_names(query: str, candidates: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """Return up to `n` candidates that look most like the query, for a "did you mean".

    >>> nearest_names("广洲", ["广州", "信阳", "肇庆"])
    ('广州',)
    """
    cutoff = 0.6 if query.isascii() else 0.4  # 广洲 and 广州市 share two characters of five
    return tuple(difflib.get_close_matches(query, list(candidates), n, cutoff))


_LINKS = "和与及在由至等"
_GOES_ON = re.compile("市(?:[场值容貌况]|民(?!政))|区(?:[域间块位别]|分(?!局))|县级|旗[舰帜下]")
"""Where a name ends in the middle of a common word: 宁波市场, 中原区域, 政和县级."""
_NEVER_ALONE = re.compile(
    "[城市新矿郊东西南北]区|[古和]县|(?:老城|新城|古城|公园|市郊|新建|港口|解放|平房)区|会同县|沿河县"
)
"""Full names that are common words: they count after the name of the place they lie in only."""
_AFTER_AN_EDGE = re.compile(".[县市]|.城[市区]|.和县|市中区|南部县")
"""Full names that end common words, such as 沿海城市, 省和县, 示范县: no word may run into them."""
_BETWEEN_EDGES = frozenset(
    "白银 朝阳 河源 中山 定西 安康 海西 海东 海北 黄南 山南 和田 来宾 日照 阿里 大同 长治".split()
)
"""Short names that are common words or parts of them: they count as an item of a list only."""
_NO_PLACE = re.compile(
    "大理[由念论石岩]|大庆[典祝]|广安全|新乡[村镇贤]|保定[点期时]|运城[镇乡]|四平[方台]|内江河|南阳[湖河]"
    "|苏州河|威海卫|中卫[生星健]|开封[验存后]|周口店|黑河流|(?<=[入出])海口|(?<=长)白山|(?<=[普贯])通化"
    "|(?<=推)广安|(?<=[重扩])大庆|(?<=浦)阳江|(?<=均)衡水|(?<=[滨洛运黄淮沿])河[南北]"
    "|(?<=[中兰])山[东西]|(?:河[南北]|湖[南北]|山[东西]|江西|海南)[路岸堤侧麓坡]"
)
"""Where the short name of a province or city is none, as met in 19 million characters of policy."""


def mentions(text: str, within: str = "") -> list[Mention]:
    """List the places that a text names, in order, without overlaps, longest names first.

    Names in a row that lie in each other are one mention of the last: 广州市南沙区. Provinces and
    cities of today also count by their short name (广州); districts and abolished cities do not,
    being all too often common words (和平, 平安, 公安, 开放), nor does 全国. Full names that are
    words themselves (城区) count after the place they lie in only, or as the issuer that a text
    begins with, and those that end common words (沿海城市, 省和县) at the start of a word only;
    what is in doubt is left out. A name with several meanings is taken to lie next to the place
    named before it or in that, if one does, else to be what `find` puts first.

    >>> [(m.start, m.end, full_name(m.place)) for m in mentions("支持广州市南沙区和信阳先行先试")]
    [(2, 8, '广东省广州市南沙区'), (9, 11, '河南省信阳市')]
    >>> mentions("沿海城市和县级以上城区以合理理由推广安全生产，服务市场主体")
    []

    Args:
        within: code of a division; places outside it are left out.
    """
    found: list[Mention] = []
    at = 0
    while at < len(text):
        end, places = _named_at(text, at)
        if not places:
            at += 1
            continue
        if inside := [place for place in places if not within or _lies_in(place, within)]:
            before = found[-1].place if found else CENTRAL
            near = (
                one for one in inside if one.parent == before.parent or one.parent == before.code
            )
            found.append(Mention(at, end, next(near, inside[0])))
        at = end
    return found


@lru_cache
def _lengths() -> dict[str, list[int]]:
    lengths: dict[str, set[int]] = {}
    for name in _names():
        lengths.setdefault(name[0], set()).add(len(name))
    return {first: sorted(each, reverse=True) for first, each in lengths.items()}


def _named_at(text: str, at: int, above: Set[str] = frozenset()) -> tuple[int, list[Division]]:
    """Return where the longest name or row of names from `at` ends, and what it may mean."""
    for length in _lengths().get(text[at : at + 1], ()):
        end = at + length
        if text[at:end] not in _names():
            continue
        places = [
            place
            for call, place in _ranked(text[at:end])
            if _counts(text, at, end, call, place, bool(above))
            and (not above or any(one.code in above for one in ancestors(place)))
        ]
        if places:
            below = _named_at(text, end, {place.code for place in places})
            if below[1] or not _GOES_ON.match(text, end - 1):
                return below if below[1] else (end, places)
    return at, []


def _is_edge(char: str) -> bool:
    return not "一" <= char <= "龥" or char in _LINKS


def _counts(text: str, at: int, end: int, call: int, place: Division, chained: bool) -> bool:
    """Tell whether a name is meant as one where it stands; `chained` if right after a place."""
    name = text[at:end]
    left, right = (_is_edge(text[i : i + 1]) if i >= 0 else True for i in (at - 1, end))
    if call == _SHORT:
        usual = place.until is None and place.level in (Level.PROVINCE, Level.CITY)
        listed = chained or name not in _BETWEEN_EDGES or (left and right)
        return usual and listed and not _NO_PLACE.match(text, at)
    if chained or not place.parent:
        return chained
    if _NEVER_ALONE.fullmatch(name):
        return at == 0 and text.startswith("人民政府", end)
    return left or not _AFTER_AN_EDGE.fullmatch(name)


_USES_FU = ("31", "36", "44", "46", "50", "51", "52")
"""Provinces whose governments number their documents 府 (穗府, 黔江府办), not 政 (杭政, 信政办)."""
_CENTRAL_PREFIX = re.compile(
    "国|中[发办委]|财[税库建教社资行农办预金会综购企科文关政]|发改|工信[部厅]|人社[部厅]|劳[社动部]|自然资"
    "|建[办市法标房质城村科规]|税总|银(?:发|办|保监|监)|保监|证监|法[发释办]|高检|署|教[办高基职师社体政]"
    "|民[发办函]|交[办运规财水公通法]|水[办利保资]|农[办业计发]|商[办务贸服流]|文[旅物]|卫[办医生]|环[办发规]"
    "|应急|市监|科技|厅[字规]"
)
_NO_PREFIX = re.compile("政府|办公[厅室]|委员会|局|[的了]|关于|通知")
_AGENCIES = frozenset("府政委办发函规人财教科民农商文卫环交水税公司审安工住城建经国海金市自职招")
"""Characters of agencies, as in 穗建 and 芜市建: in doubt no district is read out of these."""
_MUNICIPALITIES = ("110000", "120000", "310000", "500000")
_SPELT, _CHAINED, _KNOWN, _INITIAL, _LOOSE, _COUNTY = 0, 1, 10, 11, 20, 30
"""How a number names a place, best first: 黔江府, 穗南府, 穗, 信, 黔江 before anything, 瑞府."""


@lru_cache
def _initials() -> dict[str, list[tuple[int, Division]]]:
    initials: dict[str, list[tuple[int, Division]]] = {}
    for place in _table():
        if place.until is None and place.parent:
            near = place.level is Level.CITY or place.parent in _MUNICIPALITIES
            for first in place.abbrs or place.short[0].strip("市"):
                known = _KNOWN if len(first) == 1 else _SPELT
                strength = known if place.abbrs else _INITIAL if near else _COUNTY
                initials.setdefault(first, []).append((strength, place))
    return initials


@lru_cache(maxsize=1024)
def by_number_prefix(prefix: str) -> tuple[Division, ...]:
    """Return whose document it may be by the characters before the year of its number, best first.

    Tried are the central bodies (国办发, 财税), short names in full (黔江府办发), the known
    characters of provinces and cities (粤, 穗), with one of a district after them (穗南府办), and
    the first character of the name of a city or a district of a municipality (信政办, 徐府发), of
    other districts (瑞府办) if all else fails. Between namesakes, 府 or 政 tells which province's
    habit the number follows. All that is a guess, so let issuer and title go first: 深龙 is
    Longgang or Longhua, 新政 Xinjiang or Xinxiang, 通政 any of four, 市政办 could be anyone's, and
    中府 is Zhongshan's though 中发 and 中办 are the Party centre's.

    >>> [place.short for place in by_number_prefix("穗南府办函")]
    ['南沙', '广州']
    >>> prefixes = "国办发 粤办函 豫政办 渝府办发 黔江府办发 中府".split()
    >>> [by_number_prefix(prefix)[0].short for prefix in prefixes]
    ['全国', '广东', '河南', '重庆', '黔江', '中山']
    >>> [place.short for place in by_number_prefix("深龙")], by_number_prefix("市政办")
    (['龙岗', '龙华', '深圳'], ())
    """
    if _CENTRAL_PREFIX.match(prefix):
        return (CENTRAL,)
    if _NO_PREFIX.search(prefix):
        return ()
    claims = sorted(_claims(prefix), key=_weight)
    likely = [place for how, _, place in claims if how < _COUNTY]
    return tuple(dict.fromkeys(likely or [place for *_, place in claims]))


def _claims(prefix: str) -> Iterator[tuple[int, str, Division]]:
    """Yield how each place may be named, what is left of the prefix after that, and the place."""
    for length in range(len(prefix), 0, -1):
        head, rest = prefix[:length], prefix[length:]
        for _, place in _names().get(head, ()):
            if place.short == head:
                yield _SPELT if re.match("[府政办]", rest) else _LOOSE, rest, place
        for how, place in _initials().get(head, ()):
            yield from _claims_below(how, rest, place)
            government = re.match("[市县区]?[府政]", rest)
            agency = place.level is Level.CITY and rest[:1] in _AGENCIES
            if how < _INITIAL or government or agency:
                yield how, rest, place


def _claims_below(how: int, rest: str, place: Division) -> Iterator[tuple[int, str, Division]]:
    if place.level is Level.CITY or place.code in _MUNICIPALITIES:
        for child in _below().get(place.code, ()):
            initial = rest[:1] == child.short[0] and (
                rest[1:2] in ("府", "政") or (how == _KNOWN and rest[0] not in _AGENCIES)
            )
            if initial or rest.startswith(child.short):
                yield _CHAINED, rest[1:] if initial else rest.removeprefix(child.short), child


def _weight(claim: tuple[int, str, Division]) -> tuple[int, bool, int, bool, int, str]:
    how, rest, place = claim
    organ = rest.removeprefix("市")[:1]
    misfit = organ in ("府", "政") and (organ == "府") != place.code.startswith(_USES_FU)
    return how // 10, misfit, how, place.until is not None, place.level.rank, place.code
