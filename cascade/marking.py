"""Show two texts with the words that differ marked: colour on a terminal, brackets elsewhere."""

from collections.abc import Callable

from cascade import strength

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


def plain_marks() -> tuple[Mark, Mark]:
    """Return the marks for where there is no colour."""
    return "[-{}-]".format, "{{+{}+}}".format
