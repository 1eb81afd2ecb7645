"""`cascade evaluate`."""

from pathlib import Path
from typing import Any

import click

from cascade.cli.language import listed, retell, state, tell
from cascade.cli.options import format_option, link_options, open_graph, say
from cascade.cli.texts import paragraph
from cascade.evaluation import Evaluation, evaluate, read_labels
from cascade.rendering import as_json, table
from cascade.tracing import LinkOptions
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
    if format == "json":
        click.echo(as_json([_plain(result) for result in results]))
        return
    headers = [_header(name) for name in _HEADERS] if format == "text" else _HEADERS
    click.echo(table(headers, [_row(result) for result in results], format))
    if format == "text":
        for result in results:
            click.echo("")
            click.echo(_confusion(result))
        if disagreements:
            for result in results:
                for one in result.disagreements:
                    said = tell(
                        "annotated {}, found {}", state(one["annotated"]), state(one["found"])
                    )
                    click.echo(f"\n{one['upstream']} → {one['downstream']}  {said}")
                    click.echo(paragraph("", one["upstream_text"]))
                    click.echo(paragraph("", one["downstream_text"]))


_HEADERS = (
    "pair",
    "requirements",
    "req_recall",
    "req_precision",
    "links",
    "precision",
    "recall",
    "f1",
    "review",
    "ece",
    "status_agreement",
    "with_alternatives",
    "kappa",
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
        f"{result.precision:.3f}",
        f"{result.recall:.3f}",
        f"{result.f1:.3f}",
        result.links_review,
        f"{result.calibration_error():.3f}",
        _share(result.agreement, right),
        _share(result.agreement_alternative, right),
        f"{result.kappa:.3f}",
        "{}/{}/{}".format(*result.dropped),
        "{}/{}/{}".format(*result.added),
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _confusion(result: Evaluation) -> str:
    head = tell("{}: annotated (rows) against found (columns)", result.pair)
    rows = [(state(gold), *(result.confusion[gold, found] for found in Status)) for gold in Status]
    weak = result.status_scores(Status.WEAKENED, Status.MIXED)
    tail = tell("weakened or mixed: precision {}, recall {}", *(f"{share:.3f}" for share in weak))
    return "\n".join([head, table(("", *map(state, Status)), rows, "text"), tail])


def _plain(result: Evaluation) -> dict[str, Any]:
    row = dict(zip(_HEADERS, _row(result), strict=True))
    return row | {
        "confusion": {f"{a}>{b}": n for (a, b), n in sorted(result.confusion.items())},
        "statuses": {
            str(s): dict(zip(("precision", "recall"), result.status_scores(s), strict=True))
            for s in Status
        },
        "dimensions": {
            str(d): {side: result.dimensions[d, side] for side in ("both", "gold", "found")}
            for d in Dimension
        },
        "calibration_bins": _bins(result),
        "disagreements": result.disagreements,
    }


def _bins(result: Evaluation) -> list[dict[str, float]]:
    bins = []
    for low in range(10):
        inside = [(c, r) for c, r in result.calibration if min(int(c * 10), 9) == low]
        if inside:
            bins.append(
                {
                    "from": low / 10,
                    "links": len(inside),
                    "confidence": round(sum(c for c, _ in inside) / len(inside), 3),
                    "right": round(sum(r for _, r in inside) / len(inside), 3),
                }
            )
    return bins
