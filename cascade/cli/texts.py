"""How requirements and statuses look on a terminal."""

import shutil
import sys
from collections.abc import Iterable

import click

from cascade.cli.language import retell, state, words
from cascade.cli.marking import Mark, mark_quoted, plain_marks
from cascade.records import Change, Requirement, TraceLink
from cascade.rendering import wrap

_COLOURS = {
    "equivalent": "green",
    "weakened": "yellow",
    "mixed": "magenta",
    "strengthened": "blue",
    "dropped": "red",
    "added": "cyan",
    "unmatched": "white",
    "for review": "white",
    "other addressee": "white",
}


def columns() -> int:
    """Width of the terminal, 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def status_word(status: str) -> str:
    """Return a status in the user's language, coloured on a terminal."""
    return click.style(
        state(status), fg=_COLOURS.get(str(status), "white"), bold=status == "dropped"
    )


def changes_said(changes: Iterable[Change]) -> list[str]:
    """Return changes in the user's language, heaviest first; what is less and more at once, once."""
    heaviest = sorted(changes, key=lambda change: -change.weight)
    return list(dict.fromkeys(retell(change.words) for change in heaviest))


def marks() -> tuple[Mark, Mark]:
    """Return the marks for lost and gained words: colour on a terminal, brackets elsewhere."""
    if not sys.stdout.isatty():
        return plain_marks()
    return (
        lambda text: "".join(click.style(c, fg="red", underline=True) for c in text),
        lambda text: "".join(click.style(c, fg="green", underline=True) for c in text),
    )


def quoted_texts(link: TraceLink, up: Requirement, down: Requirement) -> tuple[str, str]:
    """Return both texts of a link with the words marked that its changes quote."""
    lost, gained = marks()
    return (
        mark_quoted(up, [change.upstream_span for change in link.changes], lost),
        mark_quoted(down, [change.downstream_span for change in link.changes], gained),
    )


def paragraph(label: str, text: str, dim: bool = False, indent: str = "    ") -> str:
    """Wrap a text under an indent, a label before it; styled text is wrapped by what shows."""
    head = label + words()(": ") if label else ""
    body = head + text
    plain = click.unstyle(body)
    shown = body if plain != body else wrap(body, columns(), indent)
    return indent + (click.style(shown, dim=True) if dim else shown)
