"""Find frequencies, quantities and time limits, as numbers that can be compared.

Numbers are read only where a pattern found one with its unit; running text is never converted
(一律不得 must not become 1律不得).
"""

import re
from functools import cache

from cascade.strength.lexicon import entries, finder
from cascade.strength.reading import Mark
from cascade.text import han_number
from cascade.vocabulary import Dimension

_NUMERAL = (
    r"(?:半(?=个?月|年|天|日|个?小时)"
    r"|\d+(?:\.\d+)?(?:万|亿|千)?|[一二两三四五六七八九十百千]+(?:万|亿)?)"
)
_TIMES = ("次", "轮", "遍", "回", "场次")
_COUNTED = "(?:次|轮|遍|回|场次|场|期|批次)"
_RISKY = frozenset("分级度成条期类种对组篇份个项名家所人户件处村镇场")
"""Units that with 一 or 两 are mere articles: 一个, 一名, 一项."""
_LABELS = frozenset("级度分条期批")
"""Units of numbers that label rather than count (三级, 二期), unless they are bounds."""
_SAME = {"名": "人", "位": "人"}
_SCALES = {"万": 1e4, "亿": 1e8, "千": 1e3}


def number(numeral: str) -> float | None:
    """Read a numeral, Arabic or Chinese, with 万 or 亿.

    >>> [number(n) for n in ("500", "十五", "1.5万", "百分之四", "三百亿")]
    [500.0, 15.0, 15000.0, None, 30000000000.0]
    """
    scale = 1.0
    while (numeral and numeral[-1] in "万亿") or re.fullmatch(r"\d[\d.]*千", numeral):
        scale *= _SCALES[numeral[-1]]
        numeral = numeral[:-1]
    if numeral == "半":
        return 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?", numeral):
        return float(numeral) * scale
    value = han_number(numeral)
    return None if value is None else value * scale


@cache
def _unit_pattern() -> str:
    words = [u for row in entries("units") for u in row.pattern.split("|")]
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _unit_kinds() -> dict[str, str]:
    return {u: row.value for row in entries("units") for u in row.pattern.split("|")}


@cache
def _bounds() -> dict[str, str]:
    return {w: row.value for row in entries("comparators") for w in row.pattern.split("|")}


@cache
def _quantity_pattern() -> re.Pattern[str]:
    bounds = "|".join(sorted(map(re.escape, _bounds()), key=len, reverse=True))
    return re.compile(
        rf"(?P<bound>{bounds})?(?P<about>约|近|大约)?"
        rf"(?:百分之(?P<percent>{_NUMERAL})|(?P<lead>第)?(?P<number>{_NUMERAL})(?P<unit>{_unit_pattern()}))"
        r"(?P<after>及?以上|及?以内|以下|之内|内|左右)?"
    )


@cache
def _frequency_pattern() -> re.Pattern[str]:
    units = "|".join(
        sorted((u for row in entries("periods") for u in row.pattern.split("|")), key=len)[::-1]
    )
    least = "(?:至少|不少于|不低于|最少|不得少于|应|须){0,2}"
    times = rf"(?:{least}(?P<times>{_NUMERAL}){_COUNTED}(?:以上)?)"
    every = rf"每(?:隔)?(?:个)?(?P<count>{_NUMERAL})?(?:个)?(?P<unit>{units})(?:度)?{times}?"
    bare = (
        rf"(?<![第\d])(?P<count2>{_NUMERAL})?个?(?P<unit2>{units})内?(?:至少|不少于)?"
        rf"(?P<times2>{_NUMERAL}){_COUNTED}"
    )
    return re.compile(f"{every}|{bare}")


@cache
def _periods() -> dict[str, float]:
    return {u: row.number for row in entries("periods") for u in row.pattern.split("|")}


def find_frequencies(text: str) -> list[Mark]:
    """Find how often something is due, as times a year.

    >>> [(m.words, round(m.value)) for m in find_frequencies("每季度公开，每年至少2次，定期检查")]
    [('每季度', 4), ('每年至少2次', 2), ('定期', 3)]
    """
    marks = []
    for match in _frequency_pattern().finditer(text):
        unit = match["unit"] or match["unit2"]
        if unit in ("小时", "个小时", "分钟") and text[match.end() : match.end() + 1].isdigit():
            continue  # a speed: 每小时30公里
        count = match["count"] or match["count2"]
        times = match["times"] or match["times2"]
        days = _periods()[unit] * ((number(count) if count else 1.0) or 1.0)
        value = 365 / days * ((number(times) if times else 1.0) or 1.0)
        marks.append(_frequency(match, value))
    taken = [(m.start, m.end) for m in marks]
    for match, entry in finder("frequency").find(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            marks.append(_frequency(match, entry.number, float(entry.columns["weight"])))
    return sorted(marks, key=lambda mark: mark.start)


def _frequency(match: re.Match[str], value: float, weight: float = 1.0) -> Mark:
    key = f"{value:.1f}"
    return Mark(Dimension.FREQUENCY, "rate", value, *match.span(), match.group(), key, weight)


def find_quantities(text: str) -> list[Mark]:
    """Find numbers with their units, and amounts in words (一批, 部分, 全部).

    >>> [(m.kind, m.value, m.unit) for m in find_quantities("超过500个，不低于4%，一批")]
    [('min', 500.0, '个'), ('min', 4.0, '%'), ('amount', 2.0, '')]
    >>> [(m.kind, m.value) for m in find_quantities("3个工作日内，24小时内，一律不得")]
    [('time', 4.2), ('time', 1.0)]
    """
    found = (_quantity(text, match) for match in _quantity_pattern().finditer(text))
    marks = [mark for mark in found if mark is not None]
    taken = [(m.start, m.end) for m in marks]
    for match, entry in finder("amounts").find(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            marks.append(
                Mark(
                    Dimension.QUANTITY,
                    "amount",
                    entry.number,
                    *match.span(),
                    match.group(),
                    entry.value,
                )
            )
    return sorted(marks, key=lambda mark: mark.start)


_AT_ONCE = re.compile(
    "一次(?:告知|办|性|注册|申[报请]|提交|采集|登录|踏勘|受理|核准)|(?:跑|一件事)一次"
)
"""What is done in one go, not how often: “一次告知”, 最多跑一次."""
_LIMITED = re.compile("(?:[期限满]|时间)[^，。；]{0,6}$")
"""Before a number of months that is a time at all, and not 18个月的本人工资."""
_STANDING = re.compile(
    "(?:离校|毕业|退役|失业|成立|注册|登记|缴费|从业|任职|就业|经营|运营)(?:时间|年限|期限)?(?:已?满|后)?$"
)
"""Before a time that says who is meant, the more the longer, and is no limit: 离校2年内的毕业生."""


def _quantity(text: str, match: re.Match[str]) -> Mark | None:
    """Read one number with its unit, or None where it is no amount (第三条, 12345热线, 一个, 一次告知)."""
    unit = "%" if match["percent"] else match["unit"]
    numeral = match["percent"] or match["number"]
    value = number(numeral)
    before = text[max(match.start() - 1, 0) : match.start()]
    inside_word = before.isascii() and before.isalnum()
    if value is None or match["lead"] or before in ("第", "每") or inside_word:
        return None
    bound, after = _bounds().get(match["bound"] or "", ""), match["after"] or ""
    if match.group() == "一次" and _AT_ONCE.search(
        text, max(match.start() - 3, 0), match.end() + 2
    ):
        return None
    kind = _unit_kinds()[unit]
    if kind == "time":
        unbound = not (after or bound)
        standing = _STANDING.search(text, 0, match.start())
        if (
            bound == "min"
            or after.endswith("以上")
            or (standing and not after.endswith("内"))
            or (unit == "年" and not after)
            or (unit in ("日", "月", "周") and unbound)
            or (unit == "个月" and unbound and not _LIMITED.search(text, 0, match.start()))
        ):
            return None
        value, bound, unit = round(value * _days(unit), 4), "min" if standing else "time", ""
    else:
        spelt_out = not numeral[0].isdigit()
        if not bound and ((unit in _RISKY and spelt_out and not after) or unit in _LABELS):
            return None
        bound = bound or ("max" if after.endswith(("以下", "以内")) else "min")
    dimension = Dimension.QUANTITY
    if bound == "time":
        dimension = Dimension.DEADLINE
    elif unit in _TIMES:
        dimension, unit = Dimension.FREQUENCY, "次"
    return Mark(
        dimension,
        bound,
        value,
        *match.span(),
        match.group(),
        f"{value:g}",
        unit=_SAME.get(unit, unit),
    )


def _days(unit: str) -> float:
    """Return the length of a unit of time in days: 个工作日 1.4, 小时 1/24."""
    return _periods()[unit.removeprefix("个").removeprefix("自然")]


def scale_units() -> frozenset[str]:
    """Units that a smaller territory has fewer of."""
    return frozenset(u for u, kind in _unit_kinds().items() if kind == "scale")
