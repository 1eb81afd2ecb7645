"""Measure how well known changes of strength are found, and how often plain localisation is not.

Real requirements of `data/gold` are first localised to a place of another province (which must stay
equivalent), then one change of `mutations.tsv` is injected. Run it as
`python -m tests.benchmarks.mutations [-v]`; the figures per dimension are what it prints.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cascade.strength import Comparison, Side, compare
from cascade.vocabulary import Direction, Level, Status

HERE = Path(__file__).parent
GOLD = HERE.parents[1] / "data" / "gold"

_LOCAL = {
    Level.CENTRAL: [
        (r"中央企业", "省属企业"),
        (r"国务院办公厅", "省政府办公厅"),
        (r"国务院(?=各|有关|部门|相关)", "省政府"),
        (r"全国", "全省"),
        (r"国家(?=企业|公共)", "省"),
        (r"各地区各部门", "各市州、省直各部门"),
        (r"地级以上城市人民政府", "各市州人民政府"),
    ],
    Level.PROVINCE: [
        (r"广东省", "昆明市"),
        (r"全省", "全市"),
        (r"我省", "我市"),
        (r"省级", "市级"),
        (r"省直", "市直"),
        (r"省属", "市属"),
        (r"省(财政|质监|旅游|审计|教育|民政)厅?局?", r"市\1局"),
        (r"省人大", "市人大"),
        (r"省(?:人民)?政府", "市政府"),
        (r"省府办", "市府办"),
        (r"省长", "市长"),
        (r"各市(?!场)|各地市", "各县（市、区）"),
        (r"各级各部门", "各县（市、区）各部门"),
    ],
    Level.CITY: [
        (r"广州市|肇庆市|信阳市|广州|肇庆|信阳", "官渡区"),
        (r"全市", "全区"),
        (r"我市", "我区"),
        (r"市级", "区级"),
        (r"市直", "区直"),
        (r"市属", "区属"),
        (r"市(?:人民)?政府", "区政府"),
        (r"市府办公?[厅室]?", "区府办"),
        (r"市长", "区长"),
        (r"各县\(市、区\)|各县（市、区）|各县区|各区(?!域)", "各镇街"),
        (r"市(财政|民政|教育|公安|水务|审计|农业|环保)局", r"区\1局"),
    ],
}
"""How a requirement of each level would be handed on unchanged, in a province without seeds."""
_CODES = {
    Level.CENTRAL: ("000000", "530000", Level.PROVINCE),
    Level.PROVINCE: ("440000", "530100", Level.CITY),
    Level.CITY: ("530100", "530111", Level.DISTRICT),
}
_CITIES = {"广州市": "440100", "肇庆市": "441200", "信阳市": "411500"}


class Mutation(NamedTuple):
    """One line of `mutations.tsv`."""

    dimension: str
    direction: str
    how: str
    find: str
    replacement: str

    def apply(self, text: str) -> str | None:
        """Return the text with the change, or None where it does not apply."""
        match = re.search(self.find, text)
        if match is None:
            return None
        if self.how == "append":
            return text.rstrip("。；;") + self.replacement + "。"
        new = {"drop": "", "lead": self.replacement + match.group()}.get(self.how, self.replacement)
        changed = text[: match.start()] + new + text[match.end() :]
        return changed if changed != text else None


class Case(NamedTuple):
    """A text, what it was turned into, and which change that is (None: localised only)."""

    upstream: Side
    downstream: Side
    mutation: Mutation | None


def localise(text: str, level: Level) -> str:
    """Hand a requirement on to the next level of another province, unchanged in duty."""
    for pattern, replacement in _LOCAL.get(level, ()):
        text = re.sub(pattern, replacement, text)
    return text


def mutations() -> list[Mutation]:
    """Read the list of changes."""
    lines = (HERE / "mutations.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.reader((x for x in lines if not x.startswith("#")), delimiter="\t")
    next(rows)
    return [Mutation(*(row + [""] * 5)[:5]) for row in rows if row]


def requirements() -> Iterator[dict[str, str]]:
    """Yield the annotated requirements, each text once."""
    seen = set()
    for path in sorted(GOLD.glob("*.requirements.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["level"] in (Level.CENTRAL, Level.PROVINCE, Level.CITY) and (
                row["text"] not in seen and len(row["text"]) >= 12
            ):
                seen.add(row["text"])
                yield row


def cases(each: int = 12) -> Iterator[Case]:
    """Yield localised requirements, then mutated ones: at most `each` texts a change."""
    rows = list(requirements())
    for row in rows:
        yield Case(*_sides(row, None), None)
    for mutation in mutations():
        made = 0
        for row in rows:
            text = mutation.apply(row["text"].replace(",", "，"))
            if text is not None and made < each:
                made += 1
                yield Case(*_sides(row, text), mutation)


def _sides(row: dict[str, str], changed: str | None) -> tuple[Side, Side]:
    level = Level(row["level"])
    code, lower_code, lower = _CODES[level]
    code = _CITIES.get(row["jurisdiction"], code)
    text = row["text"].replace(",", "，")
    downstream = localise(text if changed is None else changed, level)
    return (
        Side(text, code, level, date="2016-04-01"),
        Side(downstream, lower_code, lower, date="2016-06-01"),
    )


def detected(case: Case, result: Comparison) -> bool:
    """Say whether the verdict has the direction of the injected change."""
    assert case.mutation is not None
    wanted = {
        Direction.LESS: {Status.WEAKENED, Status.MIXED},
        Direction.MORE: {Status.STRENGTHENED, Status.MIXED},
    }[Direction(case.mutation.direction)]
    return result.status in wanted


def measure(verbose: bool = False) -> dict[str, tuple[int, int]]:
    """Return hits and cases for each dimension and direction, and for plain localisation."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for case in cases():
        result = compare(case.upstream, case.downstream)
        if case.mutation is None:
            ok, name = result.status is Status.EQUIVALENT, "localised only"
        else:
            ok = detected(case, result)
            name = f"{case.mutation.dimension} {case.mutation.direction}"
        counts[name][ok] += 1
        if verbose and not ok:
            words = case.mutation and f"{case.mutation.find} → {case.mutation.replacement}"
            print(f"{name}: {words}: {result.status}\n  {case.upstream.text}")
            print(f"  {case.downstream.text}")
            for change in result.changes[:5]:
                print(f"    {change.dimension} {change.direction} {change.weight} {change.words}")
    return {name: (count[True], count.total()) for name, count in sorted(counts.items())}


if __name__ == "__main__":
    for line, (hits, total) in measure("-v" in sys.argv).items():
        print(f"{line:20} {hits:4} of {total:4}  {hits / total:.3f}")
