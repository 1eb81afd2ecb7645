"""Find words of binding force, verbs of helping, conditions, sanctions and responsible actors."""

from cascade.strength.lexicon import finder
from cascade.strength.reading import Mark
from cascade.vocabulary import Dimension

_FIRM, _PLAIN = 4.0, 3.0


def _weight(columns: dict[str, str]) -> float:
    return float(columns.get("weight") or 1.0)


def find_modality(text: str) -> list[Mark]:
    """Find firm (必须, 一律), plain (应当) and soft (鼓励, 可以, 探索) words, and emphasis.

    >>> [(m.kind, m.words) for m in find_modality("必须大力推进，鼓励有关单位公开，探索建立制度")]
    [('firm', '必须'), ('emphasis', '大力'), ('soft', '鼓励'), ('soft', '探索')]
    """
    marks = []
    for match, entry in finder("modality").find(text):
        rank = entry.number
        kind = "firm" if rank >= _FIRM else "plain" if rank >= _PLAIN else "soft"
        marks.append(
            Mark(
                Dimension.MODALITY,
                kind,
                rank,
                *match.span(),
                match.group(),
                f"{kind}{entry.value}",
                _weight(entry.columns),
            )
        )
    taken = {i for mark in marks for i in range(mark.start, mark.end)}
    for match, entry in finder("emphasis").find(text):
        if match.start() not in taken:
            marks.append(
                Mark(
                    Dimension.MODALITY,
                    "emphasis",
                    1.0,
                    *match.span(),
                    match.group(),
                    match.group(),
                    entry.number,
                )
            )
    return sorted(marks, key=lambda mark: mark.start)


def find_helping(text: str) -> list[Mark]:
    """Find verbs that replace doing: 配合, 迎接, 转发, 参照执行.

    >>> [(m.kind, m.words) for m in find_helping("配合省级部门建立平台，转发有关文件")]
    [('help', '配合'), ('relay', '转发')]
    """
    return [
        Mark(
            Dimension.MODALITY,
            entry.columns["kind"],
            entry.number,
            *match.span(),
            match.group(),
            entry.columns["kind"],
        )
        for match, entry in finder("verbs").find(text)
    ]


def find_conditions(text: str) -> list[Mark]:
    """Find what a duty is made to depend on, and restrictions of whom it binds.

    >>> [(m.kind, m.words) for m in find_conditions("待省办法印发后，原则上选择部分地区推行")]
    [('wait', '待省办法印发后'), ('limit', '原则上'), ('limit', '选择部分地区')]
    """
    return [
        Mark(
            Dimension.CONDITION,
            entry.value,
            1.0,
            *match.span(),
            match.group(),
            f"{entry.value}:{match.group()}" if entry.value in ("wait", "except") else entry.value,
            _weight(entry.columns),
        )
        for match, entry in finder("conditions").find(text)
    ]


def find_sanctions(text: str) -> list[Mark]:
    """Find checks, sanctions, rewards and reporting duties.

    >>> [(m.kind, m.words) for m in find_sanctions("及时予以纠正，并在依法行政考评中扣分")]
    [('mend', '纠正'), ('assess', '考评'), ('penalty', '扣分')]
    """
    return [
        Mark(
            Dimension.SANCTION,
            entry.value,
            1.0,
            *match.span(),
            match.group(),
            entry.value,
            _weight(entry.columns),
        )
        for match, entry in finder("sanctions").find(text)
    ]


def find_actors(text: str) -> list[Mark]:
    """Find who leads, assists or answers for a duty.

    >>> [(m.kind, m.value) for m in find_actors("主要负责同志要听取汇报，由市府办牵头")]
    [('leader', 4.0), ('role', 3.0)]
    """
    return [
        Mark(
            Dimension.ACTOR,
            entry.columns["class"],
            float(entry.columns["rank"]),
            *match.span(),
            match.group(),
            entry.columns["class"] + entry.columns["rank"],
        )
        for match, entry in finder("actors").find(text)
    ]
