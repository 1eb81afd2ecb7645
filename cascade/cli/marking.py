"""Show two texts with the words that differ marked: colour on a terminal, brackets elsewhere."""

from collections.abc import Callable, Iterable

from cascade import strength
from cascade.records import Requirement, Span

Mark = Callable[[str], str]


def marked(upstream: str, downstream: str, lost: Mark, gained: Mark) -> tuple[str, str]:
    """Return both texts, what only the first has and what only the second has marked.

    >>> marked("每周公开信息", "每季度公开信息", "[-{}-]".format, "{{+{}+}}".format)
    ('每[-周-]公开信息', '每{+季度+}公开信息')
    """
    up: list[str] = []
    down: list[str] = []
    for kind, (a, b), (c, d) in strength.difference(upstream, downstream):
        if kind == "equal":
            up.append(upstream[a:b])
            down.append(downstream[c:d])
            continue
        if b > a:
            up.append(lost(upstream[a:b]))
        if d > c:
            down.append(gained(downstream[c:d]))
    return "".join(up), "".join(down)


def mark_quoted(requirement: Requirement, spans: Iterable[Span], mark: Mark) -> str:
    """Return a requirement's text with the quoted spans of it marked, overlaps joined."""
    runs = sorted(
        (requirement.index(span.start), requirement.index(span.start) + len(span.text))
        for span in spans
        if span.text and requirement.start <= span.start < requirement.end
    )
    parts: list[str] = []
    at = 0
    while runs:
        start, end = runs.pop(0)
        while runs and runs[0][0] <= end:
            end = max(end, runs.pop(0)[1])
        parts += [requirement.text[at:start], mark(requirement.text[start:end])]
        at = end
    return "".join(parts) + requirement.text[at:]


def plain_marks() -> tuple[Mark, Mark]:
    """Return the marks for where there is no colour."""
    return "[-{}-]".format, "{{+{}+}}".format
