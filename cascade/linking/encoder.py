"""Sentence encoders: the shipped static model by a light path, any transformer by name.

The shipped model is a table of word vectors: a text's vector is the mean of the vectors of its
words. It is in the format of sentence-transformers (`StaticEmbedding`), but importing that library
takes ten seconds, so that `StaticEncoder` reads the same files with numpy and `tokenizers` alone.
"""

import hashlib
import json
import os
import re
import socket
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cascade.errors import EncoderError
from cascade.resources import models_path

_BATCH = 512
"""Texts that one thread segments at once."""
_WORDS = 2048
"""Words, about, of which the vectors are gathered at once: 2 MB, which caches hold."""
_DTYPES = {"F32": "<f4", "F16": "<f2", "I8": "i1", "I32": "<i4", "I64": "<i8"}


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is the cosine of the texts."""

    @property
    def name(self) -> str:
        """What a user would type to get it."""

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change with the weights or the prompts."""

    @property
    def dimensions(self) -> int:
        """Length of its vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode n texts as n × `dimensions`; rows have length one, or zero for no words."""


class StaticEncoder:
    """A folder with a sentence-transformers `StaticEmbedding`, read without that library.

    The weights are either `embedding.weight` (V × d) or, as in model2vec, `embeddings` with
    optional `mapping` (row of each token) and `weights` (factor of each token); the tokenizer is a
    `tokenizers` file.
    """

    def __init__(self, path: Path | str) -> None:
        """Map the weights and read the tokenizer.

        Raises:
            EncoderError: When the folder holds no static model.
        """
        folder = Path(path)
        self.name = str(path)
        try:
            inner = _static_folder(folder)
            tensors = _safetensors(inner / "model.safetensors")
            # not needed by who runs a transformer
            from tokenizers import Tokenizer

            self._tokenizer = Tokenizer.from_file(str(inner / "tokenizer.json"))
            self._tokenizer.no_padding()
            self._tokenizer.no_truncation()
            self._rows = tensors.get("embedding.weight", tensors.get("embeddings"))
            if self._rows is None or self._rows.ndim != 2:
                raise ValueError("no tensor `embedding.weight` or `embeddings`")
            self._mapping = tensors.get("mapping")
            weights = tensors.get("weights")
            self._weights = None if weights is None else weights.astype(np.float32)
        except Exception as error:  # the tokenizer's own errors are bare `Exception`s
            raise EncoderError(
                f"{path}: cannot be loaded as a static sentence encoder ({_reason(error)}); "
                "rebuild it with `python models/encoder/build.py` or pass another model"
            ) from error
        self._files = (inner / "model.safetensors", inner / "tokenizer.json")
        self.dimensions = int(self._rows.shape[1])
        self.vocabulary = int(self._tokenizer.get_vocab_size())

    @cached_property
    def fingerprint(self) -> str:
        """Digest the weights and the tokenizer; 20 ms, so only when it is asked for."""
        parts = [hashlib.sha256(path.read_bytes()).digest() for path in self._files]
        return hashlib.blake2b(b"".join(parts), digest_size=8).hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode n texts as n × d: the normalised mean of the vectors of their words."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        starts = range(0, len(texts), _BATCH)
        if len(starts) <= 1:
            for start in starts:
                self._fill(texts, vectors, start)
            return vectors
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
            for done in [pool.submit(self._fill, texts, vectors, start) for start in starts]:
                done.result()
        return vectors

    def _fill(self, texts: Sequence[str], vectors: NDArray[np.float32], start: int) -> None:
        ids = self.words(texts[start : start + _BATCH])
        lengths = np.array([row.size for row in ids])
        filled = np.flatnonzero(lengths)
        if not filled.size:
            return
        lengths = lengths[filled]
        starts = np.cumsum(lengths) - lengths
        flat = np.concatenate(ids)
        # Not a matrix product: BLAS threads within these threads stand in each other's way.
        for some in np.split(np.arange(filled.size), np.flatnonzero(np.diff(starts // _WORDS)) + 1):
            low, high = starts[some[0]], starts[some[-1]] + lengths[some[-1]]
            sums = np.add.reduceat(self.vectors(flat[low:high]), starts[some] - low, axis=0)
            norms = np.linalg.norm(sums, axis=1, keepdims=True)
            np.divide(sums, norms, out=sums, where=norms > 1e-9)
            vectors[start + filled[some]] = sums

    def words(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """Segment texts into words: their numbers below `vocabulary`, in the order of the text."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.array(encoding.ids, dtype=np.int64) for encoding in encodings]

    def vectors(self, words: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of k words, k × d; longer for words that tell more."""
        assert self._rows is not None
        rows = self._rows[words if self._mapping is None else self._mapping[words]]
        vectors: NDArray[np.float32] = rows.astype(np.float32)
        if self._weights is not None:
            vectors *= self._weights[words, None]
        return vectors


class TransformerEncoder:
    """Any sentence-transformers model, with the prompt its family wants for comparing likes."""

    def __init__(self, name_or_path: str) -> None:
        """Load the model; ten seconds and more, nearly all of it the library.

        Raises:
            EncoderError: When it cannot be loaded, with how to get it.
        """
        self.name = name_or_path
        offline = not (Path(name_or_path).exists() or _hub_answers())
        try:
            # eight to eleven seconds, and only here needed
            from sentence_transformers import SentenceTransformer

            self._model: Any = SentenceTransformer(name_or_path, local_files_only=offline)
            self.dimensions = _dimensions(self._model)
        except Exception as error:  # whatever a stranger's model, file or network may raise
            reason = "not here, and no network to fetch it" if offline else _reason(error)
            raise EncoderError(
                f"{name_or_path}: cannot be loaded as a sentence-transformers model ({reason}); "
                f"download it with `huggingface-cli download {name_or_path}` "
                "or pass the path of a local copy"
            ) from error
        self.prompt = symmetric_prompt(name_or_path, getattr(self._model, "prompts", None) or {})
        self.fingerprint = _model_fingerprint(self._model, self.prompt)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode n texts as n × d; a bar on standard error shows the progress of long jobs."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        filled = [i for i, text in enumerate(texts) if text.strip()]
        if filled:
            vectors[filled] = self._model.encode(
                [texts[i] for i in filled],
                prompt=self.prompt or None,
                batch_size=32,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=len(filled) > 500 and sys.stderr.isatty(),
            )
        return vectors


_INSTRUCTION = "给定一条政策要求，找出与之含义相同或与之对应的政策要求"


def symmetric_prompt(name: str, prompts: Mapping[str, str]) -> str:
    """Choose what goes before both texts when two of a kind are compared.

    Args:
        name: Name or path of the model; the family is read from it.
        prompts: The prompts of the model's own configuration, by name.

    Returns:
        `query: ` for E5 (its authors' advice for symmetric tasks), an instruction for instruction-
        tuned models (E5-instruct, GTE-Qwen, Qwen3-Embedding), nothing for BGE (whose instruction is
        for short queries against passages), else the model's own prompt for semantic similarity,
        if it has one.
    """
    for key in ("STS", "sts", "similarity", "semantic-similarity", "text-matching"):
        if prompts.get(key):
            return prompts[key]
    family = name.rstrip("/\\").lower()
    if re.search(r"e5.*instruct|instruct.*e5|qwen3[-_.]?embedding|gte[-_.]qwen", family):
        separator = "" if "qwen3" in family else " "
        return f"Instruct: {_INSTRUCTION}\nQuery:{separator}"
    if re.search(r"(?:^|[-_/\\.])e5(?:$|[-_/\\.])", family):
        return "query: "
    return ""


class CachedEncoder:
    """Keeps the vectors of a slow encoder in a folder, by fingerprint and text.

    For transformers only: the static model encodes faster than a cache is read. Each call that
    computes something adds one file, written aside and renamed, so that writers never disturb each
    other or a reader; two that compute the same text leave it twice, which does no harm.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        """Wrap `encoder`; `folder` is made when there is something to keep."""
        self.encoder = encoder
        self.folder = folder / encoder.fingerprint
        self._known: dict[bytes, NDArray[np.float32]] = {}
        self._read: set[str] = set()

    @property
    def name(self) -> str:
        """The name of the wrapped encoder."""
        return self.encoder.name

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the wrapped encoder."""
        return self.encoder.fingerprint

    @property
    def dimensions(self) -> int:
        """The length of the vectors of the wrapped encoder."""
        return self.encoder.dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode n texts as n × d, computing only what is not in the folder."""
        self._refresh()
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._keep(list(new), self.encoder.encode(list(new.values())))
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, key in zip(vectors, keys, strict=True):
            row[:] = self._known[key]
        return vectors

    def _refresh(self) -> None:
        for path in sorted(self.folder.glob("*.npz")):
            if path.name in self._read:
                continue
            self._read.add(path.name)
            # a file that a crash or a full disk spoiled is computed again
            with suppress(OSError, ValueError, KeyError, EOFError, BadZipFile):
                with path.open("rb") as file, np.load(file) as kept:
                    keys, vectors = kept["keys"], kept["vectors"]
                if vectors.shape == (len(keys), self.dimensions):
                    self._known.update(zip(map(bytes, keys), vectors, strict=True))

    def _keep(self, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        self._known.update(zip(keys, vectors, strict=True))
        table = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), 16)
        # a cache that cannot be written costs time, not the result
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as part:
                    np.savez(part, keys=table, vectors=vectors)
                final = Path(name).with_suffix(".npz")
                os.replace(name, final)
                self._read.add(final.name)
            finally:
                Path(name).unlink(missing_ok=True)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def load_encoder(model: str | None = None) -> Encoder:
    """Load an encoder by name or path: the shipped static model when none is given.

    Raises:
        EncoderError: When it cannot be loaded.
    """
    if model is None:
        return shipped_encoder()
    if _is_static(Path(model)):
        return StaticEncoder(model)
    return TransformerEncoder(model)


@cache
def shipped_encoder() -> StaticEncoder:
    """Load the static model that ships with the package, once.

    Raises:
        EncoderError: When it cannot be loaded.
    """
    encoder = StaticEncoder(models_path("encoder"))
    encoder.name = "static"
    return encoder


def _is_static(folder: Path) -> bool:
    try:
        _static_folder(folder)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return False
    return True


def _static_folder(folder: Path) -> Path:
    """Find the module with the weights: the folder itself or the one `modules.json` names."""
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    if not modules or not modules[0]["type"].endswith("StaticEmbedding"):
        raise ValueError("its first module is no StaticEmbedding")
    return folder / str(modules[0]["path"])


def _safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """Map the tensors of a safetensors file without reading them."""
    data = np.memmap(path, dtype=np.uint8, mode="r")
    length = int.from_bytes(data[:8].tobytes(), "little")
    header = json.loads(data[8 : 8 + length].tobytes())
    tensors: dict[str, NDArray[Any]] = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            tensors[name] = data[start:end].view(_DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def _hub_answers(seconds: float = 1.5) -> bool:
    """Say whether the model hub can be reached, within `seconds`."""
    if os.environ.get("HF_HUB_OFFLINE", "0") not in ("", "0"):
        return False
    if any(os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY")):
        return True  # the proxy must be asked, in its own time
    host = urlsplit(os.environ.get("HF_ENDPOINT") or "https://huggingface.co").hostname or ""
    reached = threading.Event()

    def ask() -> None:
        with suppress(OSError), socket.create_connection((host, 443), timeout=seconds):
            reached.set()

    # looking the name up has no time limit of its own, so that it is left behind in a thread
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    return reached.is_set()


def _dimensions(model: Any) -> int:
    name = "get_embedding_dimension"
    if not hasattr(model, name):  # sentence-transformers before 5.4
        name = "get_sentence_embedding_dimension"
    size = getattr(model, name)()
    return int(size) if size else int(np.asarray(model.encode("一")).shape[-1])


def _model_fingerprint(model: Any, prompt: str) -> str:
    """Digest the shapes of all weights, some of each, and the prompt."""
    digest = hashlib.blake2b(prompt.encode(), digest_size=8)
    for name, tensor in sorted(model.state_dict().items()):
        flat = tensor.detach().flatten()
        some = flat[:: max(1, flat.numel() // 256)].cpu().double().numpy()
        digest.update(f"{name}{tuple(tensor.shape)}".encode())
        digest.update(np.ascontiguousarray(some).tobytes())
    return digest.hexdigest()


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
