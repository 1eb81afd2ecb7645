"""`cascade evaluate`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cascade.cli.language import listed, retell, state, tell
from cascade.cli.options import format_option, link_options, open_graph, say
from cascade.cli.texts import paragraph
from cascade.evaluation import Evaluation, Score, evaluate, read_labels, together
from cascade.linking.tracing import LinkOptions
from cascade.rendering import as_json, table
from cascade.vocabulary import Dimension, Status


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--disagreements", is_flag=True, help="List every link that differs, with both texts."
)
@format_option
@link_options
@click.pass_obj
def evaluate_command(
    corpus: Path | None, gold: Path, disagreements: bool, format: str, options: LinkOptions
) -> None:
    """Compare with the annotations in the folder GOLD: links, statuses, dropped and added."""
    pairs = read_labels(gold)
    results = evaluate(open_graph(corpus, options), pairs)
    left = {pair.name for pair in pairs} - {result.pair for result in results}
    if left:
        say(tell("not in this corpus: {}", listed(sorted(left))))
    if len(results) > 1:
        results.append(together(results))
    if format == "json":
        click.echo(as_json([_plain(result) for result in results]))
        return
    if format != "text":
        click.echo(table(_HEADERS, [_row(result) for result in results], format))
        return
    rows = [(retell(result.pair), *_row(result)[1:]) for result in results]
    click.echo(table([_header(name) for name in _HEADERS], rows, format))
    for result in results:
        if result.links_right:
            click.echo("")
            click.echo("\n\n".join(_details(result)))
    for one in (one for result in results for one in result.disagreements if disagreements):
        said = tell("annotated {}, found {}", state(one["annotated"]), state(one["found"]))
        click.echo(f"\n{one['upstream']} → {one['downstream']}  {said}")
        click.echo(paragraph("", one["upstream_text"]))
        click.echo(paragraph("", one["downstream_text"]))


_HEADERS = (
    "pair",
    "requirements",
    "req_recall",
    "req_precision",
    "links",
    "disputed",
    "precision",
    "recall",
    "f1",
    "review",
    "ece",
    "status_agreement",
    "with_alternatives",
    "kappa",
    "annotators_agreement",
    "annotators_kappa",
    "dropped",
    "added",
)


def _header(name: str) -> str:
    return state(name) if name in ("dropped", "added") else retell(name)


def _row(result: Evaluation) -> tuple[Any, ...]:
    right = max(result.links_right, 1)
    return (
        result.pair,
        f"{result.requirements_matched}/{result.requirements_gold}",
        _share(result.requirements_matched, result.requirements_gold),
        _share(result.requirements_matched, result.requirements_found),
        result.links_gold,
        result.links_disputed,
        f"{result.precision:.3f}",
        f"{result.recall:.3f}",
        f"{result.f1:.3f}",
        result.links_review,
        f"{result.calibration_error():.3f}",
        _share(result.agreement, right),
        _share(result.agreement_alternative, right),
        f"{result.kappa:.3f}",
        _figure(result.annotators_agreement),
        _figure(result.annotators_kappa),
        "{}/{}/{}".format(*result.dropped),
        "{}/{}/{}".format(*result.added),
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _details(result: Evaluation) -> Iterator[str]:
    """Yield the tables on what was found and annotated: statuses, dimensions, calibration."""
    head = tell("{}: annotated (rows) against found (columns)", retell(result.pair))
    rows = [(state(gold), *(result.confusion[gold, found] for found in Status)) for gold in Status]
    yield f"{head}\n{table(('', *map(state, Status)), rows, 'text')}"
    statuses = {state(status): result.status_score(status) for status in Status}
    weaker = result.status_score(Status.WEAKENED, Status.MIXED)
    yield _scores(tell("status"), statuses | {tell("weakened or mixed"): weaker})
    yield _scores(tell("dimension"), {retell(d): result.dimension_score(d) for d in Dimension})
    bins = [
        (f"{low:.1f}–{high:.1f}", links, f"{confidence:.3f}", f"{right:.3f}")
        for low, high, links, confidence, right in result.calibration_bins()
    ]
    headers = (tell("confidence"), tell("links"), tell("mean confidence"), tell("share right"))
    yield table(headers, bins, "text")


def _scores(head: str, scores: dict[str, Score]) -> str:
    headers = (head, tell("annotated"), tell("found"), tell("precision"), tell("recall"))
    rows = [
        (
            name,
            one.annotated,
            one.found,
            _share(one.right, one.found),
            _share(one.right, one.annotated),
        )
        for name, one in scores.items()
        if one.annotated or one.found
    ]
    return table(headers, rows, "text")


def _plain(result: Evaluation) -> dict[str, Any]:
    row = dict(zip(_HEADERS, _row(result), strict=True))
    return row | {
        "confusion": {f"{a}>{b}": n for (a, b), n in sorted(result.confusion.items())},
        "statuses": {str(s): _score(result.status_score(s)) for s in Status},
        "dimensions": {str(d): _score(result.dimension_score(d)) for d in Dimension},
        "calibration_bins": [
            {
                "from": one.low,
                "to": one.high,
                "links": one.links,
                "confidence": round(one.confidence, 3),
                "right": round(one.right, 3),
            }
            for one in result.calibration_bins()
        ],
        "disagreements": result.disagreements,
    }


def _score(score: Score) -> dict[str, float | None]:
    return {
        "annotated": score.annotated,
        "found": score.found,
        "precision": score.precision,
        "recall": score.recall,
    }
