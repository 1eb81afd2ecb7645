"""Measure how soon a map can be used and how large its file is, beside plain pyvis.

    python tests/benchmarks/maps.py [--pyvis 300 1000]

Needs playwright and a Chromium on the path. The graphs are synthetic: one plan of the State
Council, then provinces, cities and districts that take most of it up, in the records of the API.
A map counts as ready when everything it opens with is drawn; plain pyvis, as `Network.from_nx` with
its defaults, when it reports that its simulation has come to rest.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from cascade.graph.network import CascadeGraph
from cascade.maps import write_map
from cascade.records import (
    Change,
    Deadline,
    Document,
    Implements,
    Requirement,
    Span,
    TraceLink,
)
from cascade.vocabulary import Basis, Dimension, Direction, Level, Relation, Status

SIZES = (300, 1000, 3000, 20000)
_WORDS = (
    "推进公开信息清单责任监管服务平台政策解读回应社会关切重点领域财政预算项目建设环境保护教育医疗"
)
_STATUSES = [Status.EQUIVALENT] * 6 + [Status.WEAKENED] * 2 + [Status.STRENGTHENED, Status.MIXED]
_BELOW = {Level.CENTRAL: 10, Level.PROVINCE: 11, Level.CITY: 5}


def synthetic(size: int, seed: int = 1) -> CascadeGraph:
    """Return a cascade of about so many requirements."""
    dice = random.Random(seed)
    topics = 12
    documents = [_document("central-2016", Level.CENTRAL, ())]
    requirements: dict[str, list[Requirement]] = {
        "central-2016": [
            _requirement("central-2016", Level.CENTRAL, n, n * topics // 48, _text(dice))
            for n in range(48)
        ]
    }
    links: list[TraceLink] = []
    waiting = [documents[0]]
    total = 48
    while total < size:
        above = waiting.pop(0)
        level = list(Level)[above.level.rank + 1]
        for child in range(_BELOW[above.level]):
            if total >= size:
                break
            key = f"{above.id.removesuffix('-2016').replace('central', 'p')}.{child}-2016"
            upstream = (*above.implements, Implements(above.id, Basis.CITED_NUMBER))
            documents.append(_document(key, level, upstream))
            own = requirements[key] = []
            for up in requirements[above.id]:
                if dice.random() < 0.06:
                    continue
                made = _requirement(key, level, len(own), int(up.topic[0][2:]), _vary(up, dice))
                own.append(made)
                links.append(_link(up, made, dice))
            own.extend(
                _requirement(key, level, len(own) + n, n, _text(dice))
                for n in range(dice.randrange(3))
            )
            total += len(own)
            if level is not Level.DISTRICT:
                waiting.append(documents[-1])
    return CascadeGraph(documents, (r for found in requirements.values() for r in found), links)


def _document(key: str, level: Level, upstream: tuple[Implements, ...]) -> Document:
    return Document(
        key, f"{key}政务公开工作要点", "", "", level, key, "", 2016, "", "", "", "", (), upstream
    )


def _text(dice: random.Random) -> str:
    return "".join(dice.choice(_WORDS) for _ in range(dice.randrange(30, 110))) + "。"


def _vary(up: Requirement, dice: random.Random) -> str:
    at = dice.randrange(len(up.text) - 8)
    return up.text[:at] + "".join(dice.choice(_WORDS) for _ in range(5)) + up.text[at + 4 :]


def _requirement(key: str, level: Level, number: int, topic: int, text: str) -> Requirement:
    return Requirement(
        f"{key}:{number}", key, level, key, (f"主题{topic}",), str(number), text,
        ("办公厅", "各部门"), Deadline("年底前", "", "2016-12-31"), "", 0, len(text),
    )  # fmt: skip


def _link(up: Requirement, down: Requirement, dice: random.Random) -> TraceLink:
    status = dice.choice(_STATUSES)
    change = Change(
        Dimension.SCOPE, Direction.LESS, Span("信息", 0, 2), Span("", 0, 0), "dropped: 信息", 0.5
    )
    evidence = {
        name: round(dice.random(), 2) for name in ("words_down_lead", "fuzzy", "semantic", "order")
    }
    changes = (change,) if status is not Status.EQUIVALENT else ()
    return TraceLink(
        up.id, down.id, Relation.IMPLEMENTS, round(dice.uniform(0.5, 1), 3), False, status, 0.9,
        changes, evidence,
    )  # fmt: skip


def plain_pyvis(graph: CascadeGraph, path: Path) -> None:
    """Write what pyvis makes of the graph as it comes."""
    import networkx as nx
    from pyvis.network import Network

    bare: nx.DiGraph[str] = nx.DiGraph()
    for requirement in graph.requirements():
        bare.add_node(requirement.id, title=requirement.text, level=requirement.level.rank)
    bare.add_edges_from((link.upstream, link.downstream) for link in graph.links())
    network = Network(directed=True, cdn_resources="in_line")
    network.from_nx(bare)
    html = network.generate_html(notebook=False)
    hook = "network = new vis.Network(container, data, options);"
    told = hook + "network.once('stabilized', () => document.documentElement.dataset.ready = 1);"
    path.write_text(html.replace(hook, told), encoding="utf-8")


def seconds_to_ready(browser: Any, path: Path, limit: float = 90) -> float | None:
    """Open a page afresh and return the seconds until it says that it is ready."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    try:
        began = time.perf_counter()
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready]", state="attached", timeout=limit * 1000)
        return time.perf_counter() - began
    except Exception as error:
        if "Timeout" not in type(error).__name__:
            raise
        return None
    finally:
        page.close()


def main() -> None:
    """Print one table."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pyvis", type=int, nargs="*", default=[300], help="sizes for plain pyvis")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("no Chromium on the path")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    print(f"{'':14}{'nodes':>8}{'links':>8}{'built':>10}{'file':>10}{'ready':>10}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        runs = [("cascade", n, write_map) for n in options.sizes]
        runs += [("plain pyvis", n, plain_pyvis) for n in options.pyvis]
        for name, size, write in runs:
            graph = synthetic(size)
            path = Path(folder) / "map.html"
            began = time.perf_counter()
            write(graph, path)
            built = time.perf_counter() - began
            times = [seconds_to_ready(browser, path) for _ in range(3 if name == "cascade" else 1)]
            known = sorted(t for t in times if t is not None)
            ready = f"{known[len(known) // 2]:.2f} s" if known else "> 90 s"
            nodes, links = graph.network.number_of_nodes(), graph.network.number_of_edges()
            megabytes = path.stat().st_size / 1e6
            print(
                f"{name:14}{nodes:>8}{links:>8}{built:>8.1f} s{megabytes:>7.1f} MB{ready:>10}",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
