"""Whom a requirement is addressed to: another place, or a body of the centre, is not us.

Only the head of a sentence tells; a place or a body that is named further on is no addressee. What
is in doubt is taken to be addressed to the document. The words are `structure/addressees.tsv`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from cascade import divisions, lexicons
from cascade.divisions import Division, Mention
from cascade.records import Document, Requirement, Span
from cascade.text import sentences
from cascade.vocabulary import Level

_HEAD = re.compile("[^，。；：！？,;:]*")
_LEAD = re.compile("(?:支持|鼓励|推动|指导)?")
"""Verbs before the place that is to act: 支持曲靖市打造示范区."""
_ZONE_AFTER = re.compile("[^，。、的]{0,8}?(?:开发区|高新区|新区|片区|示范区|试验区|合作区)")
_NO_SUBJECT = re.compile("经验|做法|模式|等|至|到|以|的|永久|居民|户籍|[省市区县州]?内")
"""What follows a place that is not the one to act: 浦东新区经验, 浦东新区等区."""
_FREE_TRADE_ZONE = "(?:中国（[一-龥]{2,4}）自由贸易试验区)?"

_REASON = re.compile("(?:(?:为了?|根据|按照|依照)[^，。；]*，)?")
_PASSIVE = re.compile("(?<![自理经缘事])由")
_NO_BODY = re.compile("[、和与及以的]|(?:批准|规定|确定|认定|授权|指定|公布|决定)[^，。；]{0,12}的")
"""What follows a body that is not the only one to act: 国务院和, 国务院批准的."""
_DUTY = re.compile("应当|必须|不得|可以|有权")
_OTHER_DUTY = re.compile(
    "，(?!在|按照?|依照?|根据|对|为|并|也|还|同时)[^，；]{2,20}?(?:应当|必须|不得)"
)


def other_addressee(
    requirement: Requirement, upstream: Document, downstream: Document, own_words: Iterable[str]
) -> Span | None:
    """Quote the other place, or the body of the centre, that alone is to carry a requirement out.

    Offsets are -1 where the heading, not the text, names it.

    Args:
        upstream: the document of the requirement.
        own_words: texts of the downstream document, which may name a zone as its own.

    Returns:
        None where the downstream document is addressed too, or it is not sure that it is not.
    """
    if upstream.level is Level.CENTRAL is not downstream.level and (
        found := _central_body(requirement.text)
    ):
        return requirement.span(*found)
    return other_place(requirement, upstream, downstream, own_words)


def in_words(addressee: Span, downstream: Document) -> str:
    """Say in one sentence why a requirement is not the downstream document's."""
    where = "heading" if addressee.start < 0 else f"characters {addressee.start}–{addressee.end}"
    return f"addressed to {addressee.text} ({where}), not to {downstream.jurisdiction}"


def _words(kind: str) -> re.Pattern[str]:
    return lexicons.pattern("structure/addressees.tsv", kind)


# --- a body of the centre --------------------------------------------------------------------------


def _central_body(text: str) -> tuple[int, int] | None:
    """Find the first body of the centre where every sentence charges one and none a lower level."""
    if _words("lower").search(text):
        return None
    found = [_charged(text[a:b], a) for a, b in sentences(text) if text[a:b].strip()]
    return found[0] if found and all(found) else None


@lru_cache
def _bodies() -> re.Pattern[str]:
    body = f"(?:{_words('central').pattern})"
    return re.compile(f"{body}(?:(?:、|和|与|以及|及|会同){body})*")


def _charged(sentence: str, offset: int) -> tuple[int, int] | None:
    """Find the bodies that a sentence charges: 国务院…部门应当…, or …由国务院规定."""
    start = _REASON.match(sentence)
    body = _bodies().match(sentence, start.end() if start else 0)
    if not body:
        for passive in _PASSIVE.finditer(sentence):
            body = _bodies().match(sentence, passive.end())
            if body and not _DUTY.search(sentence, 0, passive.start()):
                break
            body = None
    if not body or _NO_BODY.match(sentence, body.end()) or _OTHER_DUTY.search(sentence, body.end()):
        return None
    return offset + body.start(), offset + body.end()


# --- another place ---------------------------------------------------------------------------------


def other_place(
    requirement: Requirement, upstream: Document, downstream: Document, own_words: Iterable[str]
) -> Span | None:
    """Quote the other place that alone is to carry a requirement out, as `other_addressee` does."""
    own = divisions.by_code(downstream.code)
    text = requirement.text
    if not own or not upstream.code or _words("every").search(text) or _names(text, own, upstream):
        return None
    if found := _subject(text, own, upstream, own_words):
        return requirement.span(*found)
    heading = requirement.topic[-1] if requirement.topic else ""
    if not text.startswith(heading) and (found := _subject(heading, own, upstream, own_words)):
        return Span(heading[slice(*found)], -1, -1)
    return None


def _names(text: str, own: Division, upstream: Document) -> bool:
    """Tell whether a text names our place, one in it, or one between it and the upstream one."""
    if own.short in text:
        return True
    return any(
        _concerns(mention.place, own) and mention.place.code != upstream.code
        for mention in divisions.mentions(text, upstream.code)
    )


def _concerns(place: Division, own: Division) -> bool:
    return divisions.is_within(place.code, own.code) or divisions.is_within(own.code, place.code)


def _subject(
    text: str, own: Division, upstream: Document, own_words: Iterable[str]
) -> tuple[int, int] | None:
    """Find the places that a text begins with, where none of them concerns us."""
    head = _HEAD.match(text)
    lead = _LEAD.match(text)
    assert head and lead  # both match nothing too
    start = lead.end()
    zone = re.compile(f"{_FREE_TRADE_ZONE}({_words('zone').pattern})").match(head.group(), start)
    if zone and upstream.level is not Level.CENTRAL:
        name = zone[1].removesuffix("新片区")
        return None if any(name in words for words in own_words) else zone.span()
    row = _row(head.group(), start, divisions.mentions(head.group(), upstream.code))
    if not row or any(_concerns(mention.place, own) for mention in row):
        return None
    end = row[-1].end
    if in_zone := _ZONE_AFTER.match(text, end):
        return start, in_zone.end() if text[end - 1] not in "省市区县州盟旗" else end
    is_full = all(text[mention.end - 1] in "省市区县州盟旗" for mention in row)
    return (start, end) if is_full and not _NO_SUBJECT.match(text, end) else None


def _row(head: str, start: int, mentions: Iterable[Mention]) -> list[Mention]:
    """Take the places named one after the other from a start: 浦东新区、徐汇区和闵行区."""
    row: list[Mention] = []
    for mention in mentions:
        if mention.start != start:
            break
        row.append(mention)
        start = mention.end + (head[mention.end : mention.end + 1] in tuple("、和与及"))
    return row
