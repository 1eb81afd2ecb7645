"""Options that commands share, and the corpus they open."""

import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from cascade.cli.language import retell, tell
from cascade.errors import CorpusError
from cascade.graph.network import CascadeGraph
from cascade.graph.queries import later_upstream, parts_due
from cascade.linking.tracing import LinkOptions
from cascade.pipeline import build
from cascade.rendering import FORMATS

R = TypeVar("R")

format_option = click.option(
    "--format", "-f", "format", type=click.Choice(FORMATS), default="text", show_default=True
)


def _in_a_folder(ctx: click.Context, parameter: click.Parameter, path: Path) -> Path:
    if not path.parent.is_dir():
        raise CorpusError(f"{path}: no folder {path.parent}; create it or choose another")
    return path


output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    callback=_in_a_folder,
    help="File to write.",
)


def link_options(command: Callable[..., R]) -> Callable[..., R]:
    """Add the options that say how links are made, handed on as one `options`."""

    @click.option(
        "--across-years",
        is_flag=True,
        help="Compare a document whose upstream plan is "
        "missing with the nearest year's of the same subject; such links are `related`.",
    )
    @click.option("--no-stated", is_flag=True, help="Ignore the alignment that tables state.")
    @click.option(
        "--model",
        default="",
        metavar="NAME_OR_PATH",
        help="A sentence-transformers model in place of the shipped encoder.",
    )
    @wraps(command)
    def with_options(*args: Any, across_years: bool, no_stated: bool, model: str, **rest: Any) -> R:
        options = LinkOptions(stated=not no_stated, across_years=across_years, model=model)
        return command(*args, options=options, **rest)

    return with_options


class _Progress:
    """A bar on stderr, shown once two seconds have gone by."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._shown = False

    def __call__(self, label: str, done: int, total: int) -> None:
        if not sys.stderr.isatty() or time.monotonic() - self._begun < 2:
            return
        self._shown = True
        filled = round(24 * done / max(total, 1))
        bar = "█" * filled + "░" * (24 - filled)
        click.echo(f"\r{bar} {done}/{total} {retell(label)}\x1b[K", nl=False, err=True)

    def close(self) -> None:
        """Clear the bar."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def open_graph(corpus: Path | None, options: LinkOptions) -> CascadeGraph:
    """Build or recall the cascade of a corpus, with a progress bar if it takes long."""
    progress = _Progress()
    try:
        return build(corpus, options, progress)
    finally:
        progress.close()


def say(text: str) -> None:
    """Write a note to stderr, in the user's language."""
    if text:
        click.echo(retell(text), err=True)


def upstream_note(graph: CascadeGraph, *documents: str) -> str:
    """Name the upstream documents that are not in the corpus, or are later ones than were meant."""
    lines = []
    for key in documents:
        document = graph.documents[key]
        if document.missing_names:
            lines.append(
                tell("{}: upstream not in the corpus: {}", key, "; ".join(document.missing_names))
            )
        lines += [
            tell(
                "{} is about {}, a part of {}: {} of its {} requirements are for it to carry out",
                key,
                document.subject,
                part.upstream,
                part.due,
                part.total,
            )
            for part in parts_due(graph, key)
        ]
        lines += [
            tell(
                "{} is later than {} ({}, {}): what it asks for anew was not dropped",
                other.id,
                key,
                other.issued,
                document.issued,
            )
            for other in later_upstream(graph, key)
        ]
    return "\n".join(lines)
