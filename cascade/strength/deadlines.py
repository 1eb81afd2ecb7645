"""Find by when something is due: dates, periods of a year, 及时 and the like."""

import re

from cascade.strength.lexicon import finder
from cascade.strength.reading import Mark
from cascade.text import han_number
from cascade.vocabulary import Dimension

_HAN = "〇零一二三四五六七八九十"
_DATE = re.compile(
    rf"(?=[\d自从到至于在力本今当明次年上下第{_HAN}])(?P<since>自|从)?(?:到|至|于|在|力争)?"
    rf"(?:(?P<year>(?:19|20)\d\d|[一二][{_HAN}]{{3}})年(?:年(?=[底内末初中]))?|(?P<this>本|今|当|明|次)年|(?<![\d每多历近前去上同一二三四五六七八九十两几])(?P<bare>年)(?=[底内末中]))?"
    rf"(?:(?P<half>上|下)半年|第?(?P<quarter>[1-4一二三四])季度|(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?)?"
    rf"(?:(?P<day>3[01]|[12]\d|[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日|(?P<part>上旬|中旬|下旬|初|中|底|末))?"
    rf"(?P<by>之?前|以前|底前|内|起|开始)?"
)
_PLAN = re.compile("(?:到|至|在|于)?十(?P<plan>[一二三四五六七八九])五(?:规划)?(?:期?末|期间|时期)")
"""A five-year plan, by whose end something is due: the 14th ends in 2025."""
RELATIVE = 0
"""Year of a date whose year is not known."""


def _ordinal(year: int, month: int, day: float) -> float:
    return year * 372 + (month - 1) * 31 + day


def find_dates(text: str, year: int = RELATIVE) -> list[Mark]:
    """Find dates by which something is due, as comparable numbers.

    >>> [(m.kind, m.words) for m in find_dates("2016年12月底前完成，年内纳入，自2016年起公开")]
    [('date', '2016年12月底前'), ('date', '年内'), ('since', '自2016年起')]
    >>> find_dates("2023年年底前")[0].value == find_dates("2023年底前")[0].value
    True

    Args:
        text: A folded text.
        year: The year that 年内 and 本年 mean, where it is known.
    """
    marks = []
    for match in _DATE.finditer(text):
        if len(match.group()) < 2:
            continue
        by = match["by"] or ""
        some_month = match["month"] or match["quarter"] or match["half"]
        if not (match["year"] or match["this"] or match["bare"] or some_month):
            continue
        if not (by or match["part"] or match.group()[0] in "到至"):
            continue
        if some_month and not (match["year"] or match["this"]) and not by:
            continue
        at = _value(match, year)
        kind = "since" if match["since"] or by in ("起", "开始") else "date"
        marks.append(Mark(Dimension.DEADLINE, kind, at, *match.span(), match.group(), f"{at:g}"))
    for match in _PLAN.finditer(text):
        end_year = 1955 + 5 * (han_number(f"十{match['plan']}") or 0)
        at = _ordinal(end_year, 12, 31)
        marks.append(Mark(Dimension.DEADLINE, "date", at, *match.span(), match.group(), f"{at:g}"))
    return marks


def _value(match: re.Match[str], year: int) -> float:
    if match["year"]:
        numeral = match["year"].replace("零", "〇")
        at_year = han_number(numeral) or year
    else:
        at_year = year + (1 if (match["this"] or "") in ("明", "次") else 0)
    month, day = 12, 31.0
    if match["half"]:
        month = 6 if match["half"] == "上" else 12
    elif match["quarter"]:
        month = 3 * (han_number(match["quarter"]) or 4)
    elif match["month"]:
        month = han_number(match["month"]) or 12
        day = {"上旬": 10.0, "中旬": 20.0, "初": 5.0, "中": 15.0}.get(match["part"] or "", 31.0)
    elif match["part"] == "中":
        month = 6
    elif match["part"] == "初":
        month = 3
    if match["day"]:
        day = float(han_number(match["day"]) or 31)
    return _ordinal(at_year, month, day)


def find_promptness(text: str) -> list[Mark]:
    """Find time limits in words, by rank.

    >>> [(m.words, m.value) for m in find_promptness("及时公开，立即整改，适时发布")]
    [('及时', 4.0), ('立即', 6.0), ('适时', 2.0)]
    """
    return [
        Mark(
            Dimension.DEADLINE,
            "prompt",
            entry.number,
            *match.span(),
            match.group(),
            entry.value,
        )
        for match, entry in finder("deadlines").find(text)
    ]
