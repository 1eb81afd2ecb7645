"""Count character 2- and 3-grams over background texts: builds `models/background.npz`.

    python models/background.py --corpus DIR [--output models/background.npz]

DIR holds `documents/*.txt` and, where there is one, `background.jsonl.gz` (one `{"name", "text"}` a
line). A "document" of the count is a paragraph of about the size of one requirement: lines that
hard wraps broke are put together again, long paragraphs are cut at sentence ends. Only counts are
written, never text. `cascade.background` reads the result.
"""

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cascade.linking.background import IDF_STEP, fold, pack_ngrams

LONGEST = 200
"""Characters above which a paragraph is cut at sentence ends."""
STATUTES = "law/"
"""How the names of statutes and regulations begin in `background.jsonl.gz`."""
SHORTEST = 6
"""Characters below which a paragraph is not counted."""

ITEM = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+[章节条]|[（(]?[一二三四五六七八九十]+[、）)]"
    r"|[（(]?\d{1,3}(?:[、）)．]|\.(?!\d))|#|附件|[—\-]+\s*\S|(?:牵头|责任|配合)(?:单位|部门))"
)
"""The start of an enumerated item, an article, a heading or a line of responsible units."""
SENTENCE = re.compile(r"[^。；！？]*[。；！？]?[”’）)】]*")


def texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and text of every distinct file of a corpus folder."""
    seen: set[bytes] = set()
    for name, text in _files(corpus):
        digest = hashlib.blake2b("".join(text.split()).encode(), digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            yield name, text


def _files(corpus: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((corpus / "documents").glob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8", errors="replace")
    background = corpus / "background.jsonl.gz"
    if background.exists():
        with gzip.open(background, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield record["name"], record["text"]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, lines that hard wraps broke put together again.

    A line starts a paragraph where it begins as an enumerated item does, or where the line before
    it ended with a full stop well short of the longest lines.
    """
    lines = [stripped for line in text.splitlines() if (stripped := "".join(line.split()))]
    if not lines:
        return []
    lengths = sorted(len(line) for line in lines)
    width = lengths[int(len(lengths) * 0.9)]
    wrapped = width <= 60
    found: list[str] = []
    full = False
    for line in lines:
        if not wrapped or not found or full or ITEM.match(line):
            found.append(line)
        else:
            found[-1] += line
        full = line.endswith(("。", "：", ":")) and len(line) < 0.8 * width
    return found


def pieces(paragraph: str, longest: int = LONGEST) -> list[str]:
    """Cut a paragraph at sentence ends into pieces of at most about `longest` characters."""
    if len(paragraph) <= longest:
        return [paragraph]
    cut: list[str] = [""]
    for sentence in SENTENCE.findall(paragraph):
        if cut[-1] and len(cut[-1]) + len(sentence) > longest:
            cut.append("")
        cut[-1] += sentence
    return [piece for piece in cut if piece]


class Counts(NamedTuple):
    """In how many pieces n-grams stand, in statutes and in plans apart."""

    grams: NDArray[np.uint64]
    """Packed 2- and 3-grams, ascending, k of them."""
    found: NDArray[np.int64]
    """2 × k counts: row 0 statutes, row 1 everything else."""
    totals: tuple[int, int]
    """Number of pieces of either kind."""

    def shares(self) -> NDArray[np.float64]:
        """Average the shares of pieces in which each n-gram stands over the kinds there are.

        Statutes are most of the corpus; without this 贯彻落实, which plans repeat and statutes
        do not, would look rarer than 监督管理.
        """
        kinds = [row / total for row, total in zip(self.found, self.totals, strict=True) if total]
        return np.asarray(np.mean(kinds, axis=0), dtype=np.float64)


def count(corpus: Path) -> Counts:
    """Count in how many pieces of a corpus folder each 2- and 3-gram stands."""
    grams = np.empty(0, dtype=np.uint64)
    found = np.empty((2, 0), dtype=np.int64)
    totals = [0, 0]
    batch: tuple[list[NDArray[np.uint64]], list[NDArray[np.uint64]]] = ([], [])
    size = 0
    for name, text in texts(corpus):
        kind = 0 if name.startswith(STATUTES) else 1
        for paragraph in paragraphs(text):
            for piece in pieces(fold(paragraph)):
                if len(piece) < SHORTEST:
                    continue
                totals[kind] += 1
                present = np.unique(np.concatenate([pack_ngrams(piece, n) for n in (2, 3)]))
                batch[kind].append(present)
                size += present.size
        if size > 4_000_000:
            grams, found = _merge(grams, found, batch)
            batch, size = ([], []), 0
    grams, found = _merge(grams, found, batch)
    return Counts(grams, found, (totals[0], totals[1]))


def _merge(
    grams: NDArray[np.uint64],
    found: NDArray[np.int64],
    batch: tuple[list[NDArray[np.uint64]], list[NDArray[np.uint64]]],
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    nothing = np.empty(0, dtype=np.uint64)
    fresh = [np.unique(np.concatenate([nothing, *part]), return_counts=True) for part in batch]
    merged = np.unique(np.concatenate([grams, *(values for values, _ in fresh)]))
    total = np.zeros((2, merged.size), dtype=np.int64)
    total[:, np.searchsorted(merged, grams)] = found
    for row, (values, times) in zip(total, fresh, strict=True):
        row[np.searchsorted(merged, values)] += times
    return merged, total


def save(path: Path, counts: Counts, least: tuple[int, int]) -> int:
    """Write the n-grams that stand in at least `least` (2-, 3-grams) pieces; return how many."""
    short = counts.grams < np.uint64(1 << 42)
    keep = counts.found.sum(axis=0) >= np.where(short, least[0], least[1])
    kept, shares = counts.grams[keep], counts.shares()[keep]
    # Characters by number and n-grams as gaps between sorted numbers: a third of the size.
    points = np.stack([(kept >> np.uint64(shift)) & np.uint64(0x1FFFFF) for shift in (42, 21, 0)])
    alphabet = np.unique(points).astype(np.uint32)
    digits = np.searchsorted(alphabet, points.astype(np.uint32)).astype(np.uint64)
    base = np.uint64(alphabet.size)
    numbers = (digits[0] * base + digits[1]) * base + digits[2]
    gaps = np.diff(numbers, prepend=np.uint64(0))
    planes = [((gaps >> np.uint64(8 * i)) & np.uint64(0xFF)).astype(np.uint8) for i in range(5)]
    if int(gaps.max(initial=0)) >= 1 << 40:
        raise ValueError("a gap between n-grams does not fit five bytes")
    steps = np.round(-np.log(shares) / IDF_STEP).clip(0, 255).astype(np.uint8)
    with path.open("wb") as out:
        np.savez_compressed(
            out,
            alphabet=alphabet,
            gaps=np.stack(planes),
            steps=steps,
            total=np.int64(sum(counts.totals)),
            least=np.array(least, dtype=np.int64),
        )
    return int(kept.size)


def main() -> None:
    """Read the arguments, count and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder shaped as said above")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("background.npz"))
    parser.add_argument("--least", type=int, nargs=2, default=(3, 5), metavar=("TWO", "THREE"))
    arguments = parser.parse_args()
    counts = count(arguments.corpus)
    least = (arguments.least[0], arguments.least[1])
    kept = save(arguments.output, counts, least)
    size = arguments.output.stat().st_size / 1e6
    statutes, plans = counts.totals
    print(f"{statutes} + {plans} pieces, {counts.grams.size} n-grams, {kept} kept, {size:.2f} MB")


if __name__ == "__main__":
    main()
