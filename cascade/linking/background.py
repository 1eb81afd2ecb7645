"""How common character n-grams are in Chinese official prose: stock phrases weigh little.

`models/background.npz` (built by `models/background.py`) holds the document frequencies of
character 2- and 3-grams over some 20 million characters of statutes, policies and notices, a
"document" being a paragraph of about the size of one requirement. The weight of an n-gram is its
inverse document frequency ln(N / df) (Spärck Jones 1972), df / N being the mean of its shares in
statutes and in plans; one too rare to be in the table gets the weight of an n-gram that stands in
half as many paragraphs as the rarest of its length there.

N-grams are packed into one `uint64`, 21 bits a code point, so that whole texts are looked up
without a Python loop.
"""

import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cascade.errors import CascadeError

IDF_STEP = 0.05
"""Width of one step of the stored weights, in nats."""
_BITS = 21
_MASK = (1 << _BITS) - 1
_TRIGRAMS = np.uint64(1 << 2 * _BITS)
"""The least packed 3-gram: all 2-grams are below it."""


def fold(text: str) -> str:
    """Fold width and compatibility forms (NFKC) and case, and take out all whitespace."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def pack_ngrams(text: str, n: int) -> NDArray[np.uint64]:
    """Pack the character n-grams of a text, in order and with repetitions.

    Args:
        text: Any text; fold it first (`fold`) to look its n-grams up.
        n: 1, 2 or 3.

    Returns:
        `max(len(text) - n + 1, 0)` numbers. The last character is in the low 21 bits.

    Raises:
        ValueError: When `n` is not 1, 2 or 3.
    """
    if n not in (1, 2, 3):
        raise ValueError(f"n-grams of {n} characters do not fit 64 bits; use 1, 2 or 3")
    data = text.encode("utf-32-le", "surrogatepass")
    points = np.frombuffer(data, dtype="<u4").astype(np.uint64)
    size = points.size - n + 1
    if size <= 0:
        return np.empty(0, dtype=np.uint64)
    packed = points[:size]
    for offset in range(1, n):
        packed = (packed << np.uint64(_BITS)) | points[offset : offset + size]
    return packed


def unpack_ngram(packed: int) -> str:
    """Give back the characters of a packed n-gram."""
    characters = []
    while packed:
        characters.append(chr(packed & _MASK))
        packed >>= _BITS
    return "".join(reversed(characters))


class Background:
    """Inverse document frequencies of character 2- and 3-grams.

    Attributes:
        ngrams: Packed n-grams, ascending, k of them.
        weights: Their weights in nats, k of them.
        total: Number of paragraphs that were counted.
        least: The fewest paragraphs a 2-gram and a 3-gram had to stand in to be kept.
    """

    def __init__(
        self,
        ngrams: NDArray[np.uint64],
        weights: NDArray[np.float32],
        total: int,
        least: tuple[int, int],
    ) -> None:
        self.ngrams = ngrams
        self.weights = weights
        self.total = total
        self.least = least
        self._rare = tuple(np.float32(np.log(total / max(count / 2, 0.5))) for count in least)

    @classmethod
    def load(cls, path: Path) -> "Background":
        """Read a table that `models/background.py` wrote.

        Raises:
            CascadeError: When the file is missing or is no such table.
        """
        try:
            with path.open("rb") as file, np.load(file) as table:
                alphabet = table["alphabet"].astype(np.uint64)
                planes = table["gaps"]
                weights = table["steps"].astype(np.float32) * np.float32(IDF_STEP)
                total = int(table["total"])
                least = (int(table["least"][0]), int(table["least"][1]))
        except (OSError, KeyError, ValueError) as error:
            raise CascadeError(
                f"{path}: cannot be read as a table of n-gram frequencies ({error}); "
                "build it with `python models/background.py --corpus DIR`"
            ) from error
        gaps = np.zeros(planes.shape[1], dtype=np.uint64)
        for place, plane in enumerate(planes):
            gaps |= plane.astype(np.uint64) << np.uint64(8 * place)
        numbers = np.cumsum(gaps, dtype=np.uint64)
        base = np.uint64(max(alphabet.size, 1))
        high, low = np.divmod(numbers, base)
        first, middle = np.divmod(high, base)
        ngrams = (
            (alphabet[first] << np.uint64(2 * _BITS))
            | (alphabet[middle] << np.uint64(_BITS))
            | alphabet[low]
        )
        return cls(ngrams, weights, total, least)

    def idf(self, ngrams: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Weigh packed n-grams of two and three characters, of any shape, in nats."""
        rare = np.where(ngrams < _TRIGRAMS, self._rare[0], self._rare[1]).astype(np.float32)
        if not self.ngrams.size:
            return rare
        where = np.searchsorted(self.ngrams, ngrams)
        np.minimum(where, self.ngrams.size - 1, out=where)
        found: NDArray[np.float32] = np.where(
            self.ngrams[where] == ngrams, self.weights[where], rare
        )
        return found

    def weight(self, text: str) -> float:
        """Average the weights of the 2- and 3-grams of a text: low for stock phrases, in nats."""
        folded = fold(text)
        packed = np.concatenate([pack_ngrams(folded, n) for n in (2, 3)])
        return float(self.idf(packed).mean()) if packed.size else 0.0


@cache
def shipped() -> Background:
    """Read the table that comes with cascade, once."""
    from cascade.resources import models_path

    return Background.load(models_path("background.npz"))


def idf(ngrams: NDArray[np.uint64]) -> NDArray[np.float32]:
    """Weigh packed n-grams by the table that comes with cascade; see `Background.idf`."""
    return shipped().idf(ngrams)
