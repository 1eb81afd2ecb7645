"""The fields that stand beside a requirement: responsible units and deadline."""

import calendar
import re
from typing import NamedTuple

from cascade.records import Deadline
from cascade.text import clean, last_bracket, split_outside_brackets

_UNIT_LABEL = (
    r"(?:责任|牵头|配合|主办|承办|协办|落实|实施|参与|参加|负责|主要负责|市级|省级|区级)+"
    r"(?:单位|部门|处室|主体|机构)"
)
_DEADLINE_LABEL = r"(?:完成)?(?:时限|时间|期限|时间节点)(?:要求)?"
_RESPONSIBILITY = re.compile(
    rf"{_UNIT_LABEL}|{_DEADLINE_LABEL}[：:]|牵头|负责|分工落实|配合|任务分解[：:]"
    r"|(?:局|委|厅|办|部|政府|单位|部门|办公室|委员会)(?:等)?(?:分别)?(?:组织)?(?:抓好)?(?:落实|实施|承担)$"
)
_ONLY_UNITS = re.compile(
    r"(?!含|包括|不含|以下|简称|如|即|见)[一-鿿、，,；;（）()〔〕]{2,80}"
    r"(?:局|委|厅|办|府|部门|单位|办公室|委员会|管委会|公司|中心)"
)
_LEADS = re.compile(r"(?:分别|共同|联合)?牵头(?:负责|落实|组织实施)*|主办|总牵头")
_NOT_A_UNIT = re.compile(
    r"(?:并)?(?:按照?|根据)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|共同|组织)?(?:负责|落实|牵头|实施)*|分工负责"
    r"|(?:分别|共同|具体|组织|抓好|牵头|参与|参加|配合|协同|协助|协办|负责|落实|实施|抓落实)+$"
)


_OF_PERSONS = r"(?:责任|牵头|分管|负责|配合)?(?:领导|责任人|联系人|负责人)"
_LABELS = re.compile(rf"[，,、\s]*((?:{_UNIT_LABEL}|{_OF_PERSONS})[：:])")
_FIRST_LEADS = re.compile("(?:[列排](?:名)?在?第一(?:位)?的?|逗号前)[^，；。]{0,6}为牵头")
_REMARK = re.compile(
    "[列排](?:名)?在?第一|逗号前|排名不分先后|(?:以)?下同$|不分先后|不再[^，；]{0,4}列出|以下[^，；]{2,16}均"
)
_WHEN = re.compile(
    r"(?:(?:力争|确保|并|于|到)?(?:20\d{2}年)?[^，,；;。]{0,8}?(?:底前|月前|日前|年底|月底|\d月|季度)"
    r"(?:完成|落实|实现|建成|出台)?|长期坚持|持续(?:推进|实施|开展)|全年(?:推进|实施)?)"
)
"""When something is due, in a bracket that does not say so: （…负责，2023年6月底前完成）."""


class Units(NamedTuple):
    """Responsible units in the order given, and those that lead."""

    all: tuple[str, ...]
    lead: tuple[str, ...]


def parse_units(text: str) -> Units:
    """Split a responsible-unit cell or bracket into units.

    >>> parse_units("区委宣传部牵头，区发改局配合")
    Units(all=('区委宣传部', '区发改局'), lead=('区委宣传部',))
    >>> parse_units("市编办,各县(市、区)政府").all
    ('市编办', '各县(市、区)政府')
    >>> parse_units("牵头单位：省财政厅，责任单位：省审计厅；列第一位的为牵头单位，下同").lead
    ('省财政厅',)
    """
    units: list[str] = []
    lead: list[str] = []
    first_leads = _FIRST_LEADS.search(text)
    text = _LABELS.sub(r"；\1", text)
    for a, b in split_outside_brackets(text, "；;。"):
        part = text[a:b]
        if re.match(rf"{_OF_PERSONS}[：:]", part) or _REMARK.match(part):
            continue
        label = re.match(rf"({_UNIT_LABEL}|任务分解|[一-鿿]?分工方案)[：:]", part)
        labelled_lead = bool(label and "牵头" in label.group(1))
        if label:
            part = part[label.end() :]
        group: list[str] = []
        part = re.sub("(?<=[一-鿿])会同(?=[一-鿿])", "、", part)
        for c, d in split_outside_brackets(part, "，,、"):
            if _REMARK.match(part[c:d]):
                continue
            piece = re.sub(r"^(?:由|会同|并由|其中|以及|及|和)", "", part[c:d])
            leads = _LEADS.search(piece) is not None
            unit = _NOT_A_UNIT.sub("", _LEADS.sub("", piece)).strip("：: 等")
            if (
                re.match(r"[：:]", unit)
                or not 2 <= len(unit) <= 40
                or not re.search("[一-鿿]", unit)
            ):
                unit = ""
            if unit:
                group.append(unit)
            if leads:
                lead += [name for name in group if name not in lead]
        lead += [name for name in group if labelled_lead and name not in lead]
        units += [name for name in dict.fromkeys(group) if name not in units]
    if first_leads and not lead:
        first = re.split("[，,]", text)[0]
        lead = units[:1] if "第一" in first_leads[0] else [name for name in units if name in first]
    return Units(tuple(units), tuple(lead))


_YEAR = r"(?:(?P<year>[12]\d{3})年)"
_DAY = re.compile(
    rf"{_YEAR}?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日(?P<side>起|后)?(?:前|之前|以前|底)?"
)
_MONTH = re.compile(
    rf"{_YEAR}?(?P<month>\d{{1,2}})(?:月|(?=底))(?P<end>底|份|末)?(?P<before>前|之前|以前)?(?P<side>起)?"
)
_QUARTER = re.compile(rf"{_YEAR}第?(?P<quarter>[1-4一二三四])季度")
_YEAR_END = re.compile(rf"{_YEAR}(?:年)?(?:底|末|内|全年|12月)|(?P<this>年底|年内|全年|本年度)")


def parse_deadline(text: str, year: int | None = None) -> Deadline:
    """Read a deadline as written; `year` is that of the document, for dates without one.

    A date by which something is due ends the period; “起” begins it; recurring dates
    (每年1月5日前) and open ones (及时) state no date. Of several dates the last counts.

    >>> parse_deadline("2016年12月底前完成").end, parse_deadline("2017年第1季度完成").end
    ('2016-12-31', '2017-03-31')
    >>> parse_deadline("全年工作", 2016)
    Deadline(text='全年工作', start='2016-01-01', end='2016-12-31')
    >>> parse_deadline("11月1日起", 2020).start, parse_deadline("每年1月5日前", 2020).end
    ('2020-11-01', '')
    """
    folded = re.sub(r"\s+", "", text)
    plain = re.sub(r"[（(][^（）()]*[）)]", "", folded) or folded
    starts: list[str] = []
    ends: list[str] = []
    for piece in re.split(r"[，,；;。]", plain):
        if "每年" in piece or "每季" in piece or "每月" in piece:
            continue
        if match := _DAY.search(piece):
            when = _iso(match["year"] or year, int(match["month"]), int(match["day"]))
            (starts if match["side"] else ends).append(when)
        elif match := _QUARTER.search(piece):
            quarter = "一二三四".find(match["quarter"]) + 1 or int(match["quarter"])
            ends.append(_iso(match["year"], quarter * 3))
        elif match := _MONTH.search(piece):
            month = int(match["month"])
            if match["side"]:
                starts.append(_iso(match["year"] or year, month, 1))
            else:
                ends.append(_iso(match["year"] or year, month))
        elif match := _YEAR_END.search(piece):
            stated = match["year"] or year
            ends.append(_iso(stated, 12))
            if "全年" in piece:
                starts.append(_iso(stated, 1, 1))
    return Deadline(text, next(iter(filter(None, starts)), ""), max(filter(None, ends), default=""))


def _iso(year: int | str | None, month: int, day: int | None = None) -> str:
    if not year or not 1 <= month <= 12:
        return ""
    last = calendar.monthrange(int(year), month)[1]
    day = last if day is None else day
    return f"{int(year):04d}-{month:02d}-{day:02d}" if 1 <= day <= last else ""


class Responsibility(NamedTuple):
    """What a responsibility bracket or line says, and where it begins in the text."""

    at: int
    units: Units
    deadline: str


def trailing_responsibility(text: str) -> Responsibility | None:
    """Recognise a bracket at the end of a paragraph that names units or a deadline.

    >>> found = trailing_responsibility("公开信息。（责任单位：市编办牵头落实。完成时限：2016年12月底前）")
    >>> found.at, found.units.lead, found.deadline
    (5, ('市编办',), '2016年12月底前')
    >>> trailing_responsibility("加快建设平台（PPP）") is None
    True
    >>> trailing_responsibility("公开信息。（市编办、市财政局）").units.all
    ('市编办', '市财政局')
    """
    bracket = last_bracket(text)
    if not bracket:
        return None
    inside = text[bracket[0] + 1 : bracket[1] - 1].strip("。 ")
    follows_sentence = text[: bracket[0]].rstrip().endswith(("。", "！", "；"))
    is_bare = follows_sentence and _ONLY_UNITS.fullmatch(inside) is not None
    if not (is_bare or _RESPONSIBILITY.search(inside)) or len(inside) > 400:
        return None
    earlier = trailing_responsibility(text[: bracket[0]])
    units, deadline = parse_responsibility(inside)
    if earlier:
        units = Units(
            tuple(dict.fromkeys(earlier.units.all + units.all)),
            tuple(dict.fromkeys(earlier.units.lead + units.lead)),
        )
        return Responsibility(earlier.at, units, earlier.deadline or deadline)
    return Responsibility(bracket[0], units, deadline)


def parse_responsibility(text: str) -> tuple[Units, str]:
    """Part the deadline from the units in the words of a responsibility bracket or line."""
    text = clean(text).text
    label = re.search(rf"[，,；;。]?{_DEADLINE_LABEL}[：:]", text)
    if not label:
        *before, last = re.split("[，,；;]", text)
        if before and _WHEN.fullmatch(last):
            return parse_units(text[: -len(last) - 1]), last
        return parse_units(text), ""
    rest = text[label.end() :]
    cut = re.search(rf"[；;，。]?{_UNIT_LABEL}[：:]", rest)
    deadline = rest[: cut.start()] if cut else rest
    others = text[: label.start()] + ("；" + rest[cut.start() :].lstrip("；;，。") if cut else "")
    return parse_units(others), deadline.strip("。；; ")


def responsibility_line(text: str) -> tuple[Units, str] | None:
    """Recognise a paragraph that is nothing but responsible units or a deadline.

    >>> responsibility_line("牵头单位：市发展改革委；完成时限：2023年底")
    (Units(all=('市发展改革委',), lead=('市发展改革委',)), '2023年底')
    """
    if re.match(rf"[（(〔\[【]?(?:{_UNIT_LABEL}|{_DEADLINE_LABEL}|任务分解)[：:】]", text):
        return parse_responsibility(text.strip("（）()〔〕[]【】"))
    return None
