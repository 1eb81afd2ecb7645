"""`cascade map` and `cascade export`."""

from pathlib import Path

import click

from cascade.cli.language import language, language_option
from cascade.cli.options import (
    link_options,
    open_graph,
    output_option,
    say,
    upstream_note,
)
from cascade.export import FORMATS, write_export
from cascade.graph.places import choose_comparable, choose_document
from cascade.linking.tracing import LinkOptions


@click.command("map")
@click.argument("places", nargs=-1)
@output_option
@click.option("--overlay", nargs=2, metavar="A B", help="Open with these two places compared.")
@language_option
@link_options
@click.pass_obj
def map_command(
    corpus: Path | None,
    places: tuple[str, ...],
    output: Path,
    overlay: tuple[str, str] | None,
    options: LinkOptions,
) -> None:
    """Draw an interactive map of the whole cascade, or of PLACES and what they carry out.

    The map is one HTML file that needs no network.
    """
    from cascade.maps import write_map

    graph = open_graph(corpus, options)
    chosen = [choose_document(graph, place) for place in places]
    compared = choose_comparable(graph, *overlay) if overlay else ()
    for choice in (*chosen, *compared):
        say(choice.note)
    say(upstream_note(graph, *(choice.document.id for choice in chosen)))
    write_map(
        graph,
        output,
        [choice.document.id for choice in chosen],
        lang=language(),
        overlay=(compared[0].document.id, compared[1].document.id) if compared else None,
    )
    click.echo(output)


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--format", "format", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@link_options
@click.pass_obj
def export_command(corpus: Path | None, folder: Path, format: str, options: LinkOptions) -> None:
    """Write documents, requirements, links, findings, what is for review and skipped to FOLDER."""
    graph = open_graph(corpus, options)
    for path in write_export(graph, folder, format):
        click.echo(path)
