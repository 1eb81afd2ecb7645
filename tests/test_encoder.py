"""The light loader, the prompts, the cache, and that the shipped model makes sense."""

import importlib
import json
import sys
import threading
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers

from cascade.errors import EncoderError
from cascade.linking import encoder as module
from cascade.linking.encoder import (
    CachedEncoder,
    StaticEncoder,
    TransformerEncoder,
    load_encoder,
    symmetric_prompt,
)
from cascade.resources import models_path

WORDS = ["政务", "公开", "政府", "信息", "公", "开", "政", "务", "府", "信", "息", "。"]
TEXTS = ["政务公开", "政府信息公开。", "", "公公开", "龘", "  政务\n公开 ", "信息"]


def make_static(folder: Path, *, packed: bool = False, mapped: bool = False) -> Path:
    """Write a seeded static model of twelve words in eight dimensions."""
    folder.mkdir()
    random = np.random.default_rng(7)
    table = random.normal(size=(len(WORDS) + 1, 8)).astype(np.float32)
    table[0] = 0
    tensors: dict[str, NDArray[Any]] = {"embedding.weight": table}
    if packed:
        factors = np.abs(table).max(axis=1) / 127 + np.float32(1e-9)
        tensors = {
            "embeddings": np.round(table / factors[:, None]).astype(np.int8),
            "weights": factors.astype(np.float32),
        }
    if mapped:
        tensors["mapping"] = np.arange(len(WORDS) + 1)[::-1].copy()
    save_file(tensors, folder / "model.safetensors")
    scores = [(word, -2.0 / len(word)) for word in WORDS]
    tokenizer = Tokenizer(models.Unigram([("<unk>", -9.0), *scores], unk_id=0))
    tokenizer.normalizer = normalizers.Replace(Regex(r"\s+"), "")
    tokenizer.save(str(folder / "tokenizer.json"))
    modules = [{"idx": 0, "name": "0", "path": "", "type": "x.StaticEmbedding"}]
    (folder / "modules.json").write_text(json.dumps(modules))
    return folder


def by_hand(folder: Path, text: str) -> NDArray[np.float64]:
    """Average the word vectors of a text one by one."""
    from safetensors.numpy import load_file

    tensors = load_file(folder / "model.safetensors")
    rows = tensors.get("embedding.weight", tensors.get("embeddings"))
    assert rows is not None
    ids = Tokenizer.from_file(str(folder / "tokenizer.json")).encode(text).ids
    total = np.zeros(8)
    for i in ids:
        row = rows[tensors["mapping"][i] if "mapping" in tensors else i].astype(float)
        total += row * (tensors["weights"][i] if "weights" in tensors else 1)
    norm = np.linalg.norm(total)
    return total / norm if norm > 1e-9 else total * 0


@pytest.mark.parametrize(
    ("packed", "mapped"), [(False, False), (True, False), (True, True)], ids=["f32", "i8", "map"]
)
def test_vectors_are_normalised_means_of_word_vectors(
    tmp_path: Path, packed: bool, mapped: bool
) -> None:
    folder = make_static(tmp_path / "m", packed=packed, mapped=mapped)
    encoder = StaticEncoder(folder)
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32 and vectors.shape == (7, encoder.dimensions) == (7, 8)
    np.testing.assert_allclose(vectors, [by_hand(folder, text) for text in TEXTS], atol=1e-6)
    np.testing.assert_allclose(vectors[0], vectors[5], atol=1e-6)
    assert not vectors[2].any()


def test_batches_give_what_single_texts_give(tmp_path: Path) -> None:
    encoder = StaticEncoder(make_static(tmp_path / "m"))
    many = [TEXTS[i % 7] * (1 + i % 3) for i in range(3 * module._BATCH + 5)]
    together = encoder.encode(many)
    alone = np.concatenate([encoder.encode([text]) for text in many[:50]])
    np.testing.assert_allclose(together[:50], alone, atol=1e-6)
    np.testing.assert_array_equal(together, encoder.encode(many))
    assert encoder.encode([]).shape == (0, 8)


def test_fingerprint_follows_the_weights(tmp_path: Path) -> None:
    one = StaticEncoder(make_static(tmp_path / "a"))
    same = StaticEncoder(make_static(tmp_path / "b"))
    other = StaticEncoder(make_static(tmp_path / "c", packed=True))
    assert one.fingerprint == same.fingerprint != other.fingerprint


@pytest.mark.parametrize("spoil", ["model.safetensors", "tokenizer.json", "modules.json"])
def test_a_broken_static_model_is_one_line(tmp_path: Path, spoil: str) -> None:
    folder = make_static(tmp_path / "m")
    (folder / spoil).write_text("{}")
    with pytest.raises(EncoderError, match="cannot be loaded as a static sentence encoder") as info:
        StaticEncoder(folder)
    assert "\n" not in str(info.value)


def test_load_encoder_takes_the_light_path_for_static_folders(tmp_path: Path) -> None:
    folder = make_static(tmp_path / "m")
    assert isinstance(load_encoder(str(folder)), StaticEncoder)
    shipped = load_encoder()
    assert isinstance(shipped, StaticEncoder) and shipped.name == "static"


def test_light_path_imports_neither_torch_nor_sentence_transformers() -> None:
    import subprocess

    code = (
        "import sys; from cascade.linking.encoder import load_encoder; load_encoder().encode(['公开']);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ---------------------------------------------------------------- transformers


@pytest.mark.parametrize(
    ("name", "prompts", "start"),
    [
        ("intfloat/multilingual-e5-small", {}, "query: "),
        ("/models/multilingual-e5-base", {"query": "query: ", "passage": "passage: "}, "query: "),
        ("intfloat/multilingual-e5-large-instruct", {}, "Instruct: "),
        ("Qwen/Qwen3-Embedding-0.6B", {"query": "Instruct: web\nQuery:"}, "Instruct: "),
        ("Alibaba-NLP/gte-Qwen2-1.5B-instruct", {}, "Instruct: "),
        ("BAAI/bge-small-zh-v1.5", {"query": "为这个句子生成表示以用于检索相关文章："}, ""),
        ("BAAI/bge-m3", {}, ""),
        ("someone/some-model", {"STS": "similarity: ", "query": "search: "}, "similarity: "),
        ("someone/made5x", {"query": ""}, ""),
    ],
)
def test_prompts_follow_the_family(name: str, prompts: dict[str, str], start: str) -> None:
    prompt = symmetric_prompt(name, prompts)
    assert prompt.startswith(start) and bool(prompt) == bool(start)


class FakeModel:
    """Stands in for a SentenceTransformer: counts characters into four bins."""

    prompts: dict[str, str] = {}  # noqa: RUF012
    calls: list[dict[str, Any]]

    def __init__(self, name: str, local_files_only: bool = False) -> None:
        if name == "absent/model":
            raise OSError("We couldn't connect to\n'https://…' to load the files")
        self.calls = []

    def state_dict(self) -> dict[str, Any]:
        return {}

    def get_embedding_dimension(self) -> int:
        return 4

    def encode(self, texts: list[str], **options: Any) -> NDArray[np.float32]:
        self.calls.append(options)
        found = np.zeros((len(texts), 4), dtype=np.float32)
        for row, text in zip(found, texts, strict=True):
            row[:] = [sum(ord(c) % 4 == i for c in text) + 1 for i in range(4)]
        norms: NDArray[np.float32] = np.linalg.norm(found, axis=1, keepdims=True)
        return found / norms


@pytest.fixture
def fake_library(monkeypatch: pytest.MonkeyPatch) -> None:
    library = types.ModuleType("sentence_transformers")
    library.SentenceTransformer = FakeModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.mark.usefixtures("fake_library")
def test_a_model_that_is_not_there_says_how_to_get_it() -> None:
    with pytest.raises(EncoderError) as info:
        load_encoder("absent/model")
    assert str(info.value) == (
        "absent/model: cannot be loaded as a sentence-transformers model "
        "(not here, and no network to fetch it); "
        "download it with `huggingface-cli download absent/model` or pass the path of a local copy"
    )


@pytest.mark.usefixtures("fake_library")
def test_the_reason_of_a_failure_is_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_hub_answers", lambda: True)
    with pytest.raises(EncoderError, match=r"\(We couldn't connect to 'https://…' to load the fi"):
        load_encoder("absent/model")


@pytest.mark.usefixtures("fake_library")
def test_transformers_get_their_prompt_and_skip_empty_texts() -> None:
    encoder = load_encoder("intfloat/multilingual-e5-small")
    assert isinstance(encoder, TransformerEncoder)
    vectors = encoder.encode(["政务公开", " ", "信息"])
    assert vectors.shape == (3, 4) and not vectors[1].any() and vectors[0].any()
    (options,) = encoder._model.calls
    assert options["prompt"] == "query: " and options["show_progress_bar"] is False
    assert encoder.encode([]).shape == (0, 4)


def test_the_hub_is_not_asked_when_told_to_stay_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert module._hub_answers() is False
    monkeypatch.delenv("HF_HUB_OFFLINE")
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_ENDPOINT", "https://localhost:1")
    monkeypatch.setattr(module.socket, "create_connection", _refuse)
    assert module._hub_answers(0.2) is False


def _refuse(*_: object, **__: object) -> None:
    raise OSError


# ---------------------------------------------------------------- cache


class Counting:
    """An encoder that counts what it is asked."""

    name = "counting"
    fingerprint = "0123456789abcdef"
    dimensions = 3

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(t), 1, 0] for t in texts], dtype=np.float32).reshape(-1, 3)


def test_the_cache_asks_once_for_each_text(tmp_path: Path) -> None:
    inner = Counting()
    cached = CachedEncoder(inner, tmp_path / "cache")
    first = cached.encode(["甲", "乙乙", "甲"])
    np.testing.assert_array_equal(first[:, 0], [1, 2, 1])
    assert inner.asked == ["甲", "乙乙"]
    again = CachedEncoder(inner, tmp_path / "cache")
    np.testing.assert_array_equal(again.encode(["乙乙", "丙丙丙"])[:, 0], [2, 3])
    assert inner.asked == ["甲", "乙乙", "丙丙丙"]
    assert (again.name, again.fingerprint, again.dimensions) == (
        "counting",
        "0123456789abcdef",
        3,
    )
    assert again.encode([]).shape == (0, 3)


def test_another_model_has_another_cache(tmp_path: Path) -> None:
    inner = Counting()
    CachedEncoder(inner, tmp_path).encode(["甲"])
    inner.fingerprint = "fedcba9876543210"
    CachedEncoder(inner, tmp_path).encode(["甲"])
    assert inner.asked == ["甲", "甲"]


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    encoders = [CachedEncoder(Counting(), tmp_path) for _ in range(2)]

    def work(which: int) -> None:
        for i in range(30):
            encoders[which].encode([f"{'甲乙'[which]}{'一' * i}", f"共{'一' * i}"])

    threads = [threading.Thread(target=work, args=(which,)) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader = CachedEncoder(inner := Counting(), tmp_path)
    texts = [f"{kind}{'一' * i}" for i in range(30) for kind in "甲乙共"]
    np.testing.assert_array_equal(reader.encode(texts)[:, 0], [len(text) for text in texts])
    assert inner.asked == []
    assert not list(tmp_path.rglob("*.part"))


def test_a_spoiled_cache_file_is_computed_again(tmp_path: Path) -> None:
    cached = CachedEncoder(Counting(), tmp_path)
    cached.encode(["甲"])
    (kept,) = tmp_path.rglob("*.npz")
    kept.write_bytes(kept.read_bytes()[:40])
    again = CachedEncoder(inner := Counting(), tmp_path)
    assert again.encode(["甲"])[0, 0] == 1
    assert inner.asked == ["甲"]


# ---------------------------------------------------------------- the shipped model


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    return StaticEncoder(models_path("encoder"))


def test_the_shipped_model_is_small(shipped: StaticEncoder) -> None:
    files = [path for path in models_path("encoder").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 25_000_000
    assert shipped.dimensions == 256


@pytest.mark.parametrize(
    ("text", "close", "far"),
    [
        (
            "每季度通报一次政务公开工作情况",
            "定期对信息公开工作开展情况予以通报",
            "每季度检查一次饮用水水源地保护情况",
        ),
        (
            "推进棚户区改造、农村危房改造和保障性住房信息公开",
            "公开保障房分配、退出和危旧房改造的对象、标准和结果",
            "推进国有企业运营监管信息公开",
        ),
        (
            "加强政策解读，主要负责人要带头宣讲政策",
            "部门“一把手”通过新闻发布会、接受访谈等方式解读重要政策",
            "主要负责人要带头落实安全生产责任",
        ),
        (
            "减轻企业税费负担",
            "及时公开减税降费政策措施及落实情况",
            "及时公开教育招生入学政策",
        ),
        (
            "建立行政许可和行政处罚等信用信息公示制度",
            "推进双公示",
            "推进公共文化服务体系建设",
        ),
    ],
)
def test_paraphrases_are_closer_than_look_alikes(
    shipped: StaticEncoder, text: str, close: str, far: str
) -> None:
    vectors = shipped.encode([text, close, far])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_width_case_and_space_make_no_difference(shipped: StaticEncoder) -> None:
    vectors = shipped.encode(["２０１６年 12月\n底前上线ＡＰＰ", "2016年12月底前上线app"])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)


@pytest.mark.encoder
def test_sentence_transformers_gives_the_same_vectors(shipped: StaticEncoder) -> None:
    library = importlib.import_module("sentence_transformers")
    texts = [
        "推进权力清单和责任清单公开，通过政府门户网站集中展示，及时动态更新。",
        "加强组织领导",
        "",
        "龘𠮷",
        "2016年12月底前完成100%的“双随机、一公开”监管 PPP项目",
        "政府" * 3000,
    ]
    model = library.SentenceTransformer(str(models_path("encoder")))
    theirs = model.encode(texts, convert_to_numpy=True)
    np.testing.assert_allclose(shipped.encode(texts), theirs, atol=1e-5)


@pytest.mark.encoder
def test_a_static_model_loads_as_a_transformer_too() -> None:
    encoder = TransformerEncoder(str(models_path("encoder")))
    vectors = encoder.encode(["公开", ""])
    assert vectors.shape == (2, encoder.dimensions) == (2, 256)
    assert len(encoder.fingerprint) == 16 and not vectors[1].any()
