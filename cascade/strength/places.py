"""Names of the places two texts belong to, from the division table: plain localisation."""

import re
from functools import lru_cache

from cascade import divisions


@lru_cache(maxsize=512)
def own_names(upstream: str, downstream: str) -> tuple[str, ...]:
    """List the names that only say where a text belongs: its place, those above and just below.

    A place that neither text belongs to stays in the text: to publish what was done for a city
    elsewhere is another thing than to publish what was done at home.

    Args:
        upstream: GB/T 2260 code of the upstream text, empty when unknown.
        downstream: the same of the downstream text.
    """
    names: set[str] = set()
    for code in (upstream, downstream):
        division = divisions.by_code(code) if code and code != "000000" else None
        if division is None:
            continue
        for place in (division, *divisions.ancestors(code)):
            names |= {place.name, place.short}
        names |= {child.name for child in divisions.children(code)}
    return tuple(sorted((name for name in names if len(name) > 1), key=lambda n: (-len(n), n)))


@lru_cache(maxsize=512)
def place_pattern(upstream: str, downstream: str) -> re.Pattern[str] | None:
    """Compile the names of `own_names` into one pattern, or None when there are none."""
    names = own_names(upstream, downstream)
    return re.compile("|".join(map(re.escape, names))) if names else None


@lru_cache(maxsize=512)
def territories(code: str) -> int:
    """Count the places one level below a place: how far a number may scale when it is handed on."""
    return len(tuple(divisions.children(code))) if code else 0


_CENTRE = "国务院|国家|中央"
_KINDS = re.compile("自治[区州县]|[省市区县州盟旗]$")


@lru_cache(maxsize=512)
def own_prefix(code: str) -> str:
    """Return what the names of a place's own bodies begin with, as a regular expression.

    >>> own_prefix("440000"), own_prefix("110000"), own_prefix("000000"), own_prefix("")
    ('省', '市', '国务院|国家|中央', '')
    """
    if code == "000000":
        return _CENTRE
    division = divisions.by_code(code)
    kind = _KINDS.search(division.name) if division else None
    return kind.group() if kind else ""
