"""Requirements out of running text: numbered headings, run-in headings, statutes, plain notices."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cascade.layout.numbering import STATUTE_STYLES, Outline, Style, read_marker
from cascade.layout.paragraphs import Paragraph
from cascade.lexicons import pattern, words
from cascade.requirements.entries import NO_UNITS, Entry
from cascade.requirements.fields import Units, responsibility_line, trailing_responsibility

_STATUTE_HEADINGS = STATUTE_STYLES[:-1]
_BINDS = re.compile("应当|不得|必须|禁止")
_DEFINES = re.compile(
    "[^，。；]{2,12}是(?![指应否由])[^，。；]{2,40}(?:，[^，。；]{2,40})?的"
    "[^，。；]{0,6}(?:机构|组织|人员|活动|行为|单位|场所)(?:，(?:包括|分为)[^。；]{2,60})?。?"
)
"""A paragraph that does nothing but say what something is: 督学是受指派实施教育督导的人员。"""
_CONTACT = re.compile(r"[。；，][^。；，]{0,20}联系(?:人|电话|方式)[^。；，]{0,12}：.{0,100}$")
_RUN_IN = re.compile(r"(?:【([^】]{2,30})】|([^。；！？，,]{2,36})[。：])(?=.)")
_LONGEST_HEADING = 60
_LONGEST_OF_ARTICLE = 6
"""Of a heading before the first 。 of an article: a longer one is a sentence of its text."""
_ANNOUNCES = re.compile(r"(?:通知|通告|公告|要求|意见|方案|措施|安排|规定|事项|明确)如下[：:。]?$")


class _Item(NamedTuple):
    """A paragraph in its place in the outline."""

    paragraph: Paragraph
    titles: tuple[str, ...]
    numbers: tuple[tuple[Style, str], ...]
    is_heading: bool


def narrative_entries(paragraphs: Sequence[Paragraph], source: str) -> list[Entry]:
    """Read the requirements of running text, in order.

    A numbered paragraph, or a paragraph of its own under a heading, is one requirement. Headings,
    aims, preambles, lead-ins to a list, definitions and closing formulas are none.
    """
    items = _outline(paragraphs)
    has_numbers = any(item.paragraph.marker for item in items)
    found: list[Entry] = []
    inherited: dict[tuple[tuple[Style, str], ...], tuple[Units, str]] = {}
    siblings: dict[tuple[tuple[Style, str], ...], int] = {}
    skip_until = 0
    for i, item in enumerate(items):
        paragraph = item.paragraph
        if i < skip_until:
            continue
        if line := responsibility_line(paragraph.body):
            if found and paragraph.start > found[-1].end:
                found[-1] = found[-1]._replace(
                    units=found[-1].units if found[-1].units.all else line[0],
                    deadline=found[-1].deadline or line[1],
                )
            continue
        last = i
        in_fragments = _leads_into_fragments(items, i)
        if in_fragments:
            while last + 1 < len(items) and _is_fragment(items[last + 1], items[last], item):
                last += 1
            skip_until = last + 1
        closing = items[last].paragraph
        responsibility = trailing_responsibility(closing.text)
        if item.is_heading:
            if responsibility:
                inherited[item.numbers] = (responsibility.units, responsibility.deadline)
            continue
        if in_fragments:
            is_duty = not _is_formula("".join(k.paragraph.body for k in items[i : last + 1]))
        else:
            is_duty = _is_duty(items, i, has_numbers)
        if not is_duty:
            continue
        end = closing.end
        if contact := _CONTACT.search(closing.text, closing.body_at):
            end = closing.offset(contact.start() + (contact.group()[0] != "，") - 1) + 1
        if responsibility and responsibility.at > closing.body_at:
            end = closing.offset(responsibility.at - 1) + 1
        units, deadline = NO_UNITS, ""
        if responsibility:
            units, deadline = responsibility.units, responsibility.deadline
        for depth in range(len(item.numbers), 0, -1):
            above = inherited.get(item.numbers[:depth])
            if above:
                units, deadline = units if units.all else above[0], deadline or above[1]
        siblings[item.numbers] = siblings.get(item.numbers, 0) + 1
        position = siblings[item.numbers]
        found.append(
            Entry(
                start=paragraph.offset(paragraph.body_at),
                end=end,
                topic=item.titles,
                path=_path(item.numbers, position),
                ordinal=str(paragraph.marker.number) if paragraph.marker else str(position),
                units=units,
                deadline=deadline,
            )
        )
    return found


def _outline(paragraphs: Sequence[Paragraph]) -> list[_Item]:
    outline = Outline()
    items: list[_Item] = []
    for i, paragraph in enumerate(paragraphs):
        after = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
        marker = paragraph.marker
        if marker:
            outline.enter(marker, "")
            is_heading = _is_heading(paragraph, after, outline)
            outline.name(_title(paragraph, is_heading))
        else:
            is_heading = False
            before = items[-1] if items else None
            if (
                before
                and before.is_heading
                and not before.paragraph.body
                and len(paragraph.text) <= 30
                and not paragraph.text.endswith(("。", "；", "：", ":"))
            ):
                outline.name(paragraph.text)
                is_heading = True
        items.append(_Item(paragraph, outline.titles, outline.numbers, is_heading))
    return items


def _is_heading(paragraph: Paragraph, after: Paragraph | None, outline: Outline) -> bool:
    """A short numbered line without a sentence, or one sentence with items under it."""
    body = paragraph.body
    if paragraph.marker and paragraph.marker.style in _STATUTE_HEADINGS:
        return True
    if trailing := trailing_responsibility(paragraph.text):
        body = paragraph.text[paragraph.body_at : trailing.at]
    if paragraph.marker and paragraph.marker.style is Style.ANNEX:
        return not body.endswith(("。", "；"))
    if any(style is Style.ARTICLE for style, _ in outline.numbers) and body.endswith(("：", ":")):
        return False  # its items are parts of its sentence
    if len(body) > _LONGEST_HEADING or re.search(r"[。；！？][^”’」』】）]", body):
        return False
    if after is None:
        return False
    has_items = after.marker is not None and after.marker.style not in {
        Style.ANNEX,
        *STATUTE_STYLES,
        *(style for style, _ in outline.numbers),
    }
    if body.endswith(("。", "；", "！")):
        return has_items
    if after.marker is None:
        return not responsibility_line(after.text) and not after.text.startswith("附件")
    return has_items or (len(body) < 30 and body.endswith(("：", ":")))


def _title(paragraph: Paragraph, is_heading: bool) -> str:
    if is_heading:
        body = paragraph.body
        if trailing := trailing_responsibility(paragraph.text):
            body = paragraph.text[paragraph.body_at : trailing.at]
        return body.strip("。：:；【】 ")
    if run_in := _RUN_IN.match(paragraph.body):
        title = (run_in.group(1) or run_in.group(2)).strip()
        is_article = paragraph.marker is not None and paragraph.marker.style is Style.ARTICLE
        if run_in.group(1) or not is_article or len(title) <= _LONGEST_OF_ARTICLE:
            return title
    return ""


def _leads_into_fragments(items: list[_Item], i: int) -> bool:
    """Tell whether a paragraph of a statute ends in “：” and its items are parts of its sentence."""
    return (
        items[i].paragraph.text.endswith(("：", ":"))
        and i + 1 < len(items)
        and _is_fragment(items[i + 1], items[i], items[i])
    )


def _is_fragment(item: _Item, before: _Item, lead: _Item) -> bool:
    """Tell a part of the sentence that `lead` begins: numbered like others, or none of them is.

    Of numbered ones, the last (其他…) sometimes lacks its number.
    """
    article = [n for n in lead.numbers if n[0] is Style.ARTICLE]
    if not article or article[0] not in item.numbers:
        return False
    if item.paragraph.marker is None:
        is_last = before.paragraph.marker is None or "其他" in item.paragraph.text
        return (before.paragraph.text.endswith("；") and is_last) or before is lead
    return item.paragraph.marker.style in (
        Style.HAN_BRACKET,
        Style.ARABIC,
        Style.ARABIC_BRACKET,
    ) and len(item.numbers) > len([n for n in lead.numbers if n[0] is not Style.HAN_BRACKET])


def _is_duty(items: list[_Item], i: int, has_numbers: bool) -> bool:
    item = items[i]
    body = item.paragraph.body
    if len(body) < 6 or any(_is_aim(title) for title in item.titles):
        return False
    if _is_formula(body) or _names_annex(item):
        return False
    if item.paragraph.marker is None:
        if _ANNOUNCES.search(body):
            return False  # lead-in of a notice
        if has_numbers and not item.numbers:
            return False  # preamble before the first number
        after = items[i + 1] if i + 1 < len(items) else None
        deeper = after is not None and len(after.numbers) > len(item.numbers)
        if deeper and after is not None and after.paragraph.marker:
            return False  # lead-in to the numbered items below it
        if not body.endswith(("。", "；")) and (len(body) < 25 or not re.search("[，。；]", body)):
            return False  # signature, date, title of an annex
        if re.fullmatch(r"[（(][^（）()]*[）)]", body):
            return False
    elif body.endswith(("：", ":")) and i + 1 < len(items):
        return False
    return True


def _is_formula(body: str) -> bool:
    """Tell whether a paragraph says of the document what it is, and binds nobody besides."""
    if _DEFINES.fullmatch(body):
        return True
    begins = re.match("(?:【[^】]*】)?([^。；]*[。；]?)", body)
    imposes_nothing = pattern("structure/not_duties.tsv").match
    return (
        begins is not None
        and any(imposes_nothing(text) for text in (begins.group(), begins.group(1)))
        and not _BINDS.search(body, begins.end())
    )


def _names_annex(item: _Item) -> bool:
    """Tell an entry of the list of annexes, which goes on numbered after 附件：1."""
    return (
        len(item.numbers) == 2
        and item.numbers[0][0] is Style.ANNEX
        and item.titles[:1] != ()
        and read_marker(item.titles[0]) is not None
    )


def _is_aim(title: str) -> bool:
    """Tell whether a heading announces aims, as 明确总体要求 or 总体要求和目标 do."""
    return any(word in title and len(title) <= len(word) + 7 for word in _aim_words())


def _aim_words() -> tuple[str, ...]:
    return words("structure/aim_headings.txt")


def _path(numbers: tuple[tuple[Style, str], ...], position: int) -> str:
    """Turn the open numbers and the position among unnumbered paragraphs into `3.2.1`."""
    parts = []
    for style, text in numbers:
        if any(s is Style.ARTICLE for s, _ in numbers) and style in _STATUTE_HEADINGS:
            continue  # articles are numbered through
        marker = read_marker(text + ("、" if style in (Style.HAN, Style.ARABIC) else ""))
        number = str(marker.number) if marker else "0"
        parts.append(f"a{number}" if style is Style.ANNEX else number)
    if not parts:
        return str(position)
    return ".".join(parts) + (f"-{position}" if position > 1 else "")
