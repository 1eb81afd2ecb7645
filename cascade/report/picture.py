"""The pictures of a report: a mark for every state, by colour and by shape, as inline SVG.

Colours are those of Okabe and Ito (2008), which survive colour blindness and grey printing with
the shapes.
"""

from collections.abc import Mapping

from cascade.report.content import State

COLOURS: Mapping[State, str] = {
    State.DROPPED: "#22262b",
    State.WEAKENED: "#d55e00",
    State.MIXED: "#cc79a7",
    State.REVIEW: "#6b6f76",
    State.LOST_ABOVE: "#6b6f76",
    State.STRENGTHENED: "#0072b2",
    State.EQUIVALENT: "#009e73",
    State.ADDED: "#e69f00",
    State.UNMATCHED: "#a58b52",
    State.OTHER_ADDRESSEE: "#8a97a3",
}
"""As on the map."""
SYMBOLS: Mapping[State, str] = {
    State.DROPPED: "✕",
    State.WEAKENED: "▼",
    State.MIXED: "◆",
    State.REVIEW: "◌",
    State.LOST_ABOVE: "□",
    State.STRENGTHENED: "▲",
    State.EQUIVALENT: "●",
    State.ADDED: "★",
    State.UNMATCHED: "⬡",
    State.OTHER_ADDRESSEE: "→",
}
"""The same shapes as characters, for where there is no SVG."""
_SHAPES: Mapping[State, str] = {
    State.DROPPED: '<path d="M3 3 13 13M13 3 3 13" stroke="{}" stroke-width="3.2" fill="none"/>',
    State.WEAKENED: '<path d="M1.5 3h13L8 14z" fill="{}"/>',
    State.MIXED: '<path d="M8 1 15 8 8 15 1 8z" fill="{}"/>',
    State.REVIEW: '<circle cx="8" cy="8" r="5.4" fill="none" stroke="{}" stroke-width="2" '
    'stroke-dasharray="3 2.6"/>',
    State.LOST_ABOVE: '<path d="M2.5 2.5h11v11h-11z" fill="none" stroke="{}" stroke-width="2"/>',
    State.STRENGTHENED: '<path d="M1.5 13h13L8 2z" fill="{}"/>',
    State.EQUIVALENT: '<circle cx="8" cy="8" r="5.6" fill="{}"/>',
    State.ADDED: '<path d="M8 .8 10.2 5.7 15.4 6.2 11.5 9.8 12.6 15 8 12.3 3.4 15 4.5 9.8 .6 6.2 '
    '5.8 5.7z" fill="{}"/>',
    State.UNMATCHED: '<path d="M4.6 2.2h6.8L14.8 8l-3.4 5.8H4.6L1.2 8z" fill="none" stroke="{}" '
    'stroke-width="2.2"/>',
    State.OTHER_ADDRESSEE: '<path d="M1.5 8h12M9 3.5 13.5 8 9 12.5" fill="none" stroke="{}" '
    'stroke-width="2"/>',
}
_HOLLOW = (State.REVIEW, State.LOST_ABOVE, State.UNMATCHED, State.OTHER_ADDRESSEE)


def definitions() -> str:
    """Return the shapes as symbols that `glyph` refers to; once per page."""
    symbols = "".join(
        f'<symbol id="s-{state.name.lower()}" viewBox="0 0 16 16">'
        f"{_SHAPES[state].format(COLOURS[state])}</symbol>"
        for state in State
    )
    return f'<svg class="definitions" aria-hidden="true" width="0" height="0">{symbols}</svg>'


def glyph(state: State) -> str:
    """Return the mark of a state; what it says must stand beside it or in a label around it."""
    return f'<svg class="glyph" aria-hidden="true"><use href="#s-{state.name.lower()}"/></svg>'


def bar(counts: Mapping[State, int], label: str) -> str:
    """Draw how many requirements are in each state as one bar, the shapes above large parts."""
    total = sum(counts.values())
    parts, at = [], 0.0
    for state in State:
        share = 100 * counts.get(state, 0) / total if total else 0.0
        if share:
            colour = COLOURS[state]
            look = (
                f'fill="none" stroke="{colour}" stroke-width="2" vector-effect="non-scaling-stroke"'
                if state in _HOLLOW
                else f'fill="{colour}"'
            )
            parts.append(f'<rect x="{at:.3f}" y="0" width="{share:.3f}" height="4" {look}/>')
            at += share
    return (
        f'<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg>'
    )
