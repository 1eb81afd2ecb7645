"""`cascade report`."""

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
from cascade.graph.places import choose_comparable, choose_document
from cascade.linking.tracing import LinkOptions


@click.command("report")
@click.argument("place")
@click.argument("other", required=False)
@output_option
@language_option
@link_options
@click.pass_obj
def report_command(
    corpus: Path | None,
    place: str,
    other: str | None,
    output: Path,
    options: LinkOptions,
) -> None:
    """Write a report on PLACE, or on PLACE and OTHER under the same upstream documents.

    The suffix chooses the form: .html to read and print, .xlsx to review, .md to paste. Policy
    text stays as it is; the report's own words are Chinese or English.
    """
    from cascade.report import check_suffix, measures, write_report

    check_suffix(output)
    graph = open_graph(corpus, options)
    if other is None:
        chosen = [choose_document(graph, place)]
    else:
        chosen = list(choose_comparable(graph, place, other))
    for choice in chosen:
        say(choice.note)
    keys = [choice.document.id for choice in chosen]
    say(upstream_note(graph, *keys))
    is_bundled = corpus is None and options == LinkOptions()
    measured = measures(graph if is_bundled else open_graph(None, LinkOptions()))
    write_report(graph, output, keys, language(), measured)
    click.echo(output)
