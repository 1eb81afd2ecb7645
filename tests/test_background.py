"""N-gram packing and the background weights."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade.errors import CascadeError
from cascade.linking.background import Background, fold, idf, pack_ngrams, shipped, unpack_ngram

MODELS = Path(__file__).resolve().parents[1] / "models"


@given(st.text(max_size=40), st.sampled_from([1, 2, 3]))
def test_packing_keeps_every_ngram_in_order(text: str, n: int) -> None:
    packed = pack_ngrams(text, n)
    expected = [text[i : i + n] for i in range(len(text) - n + 1)]
    assert packed.dtype == np.uint64
    if "\0" not in text:
        assert [unpack_ngram(int(gram)) for gram in packed] == expected
    assert packed.size == len(expected)


def test_ngrams_of_different_length_never_meet() -> None:
    text = "推进权力清单和责任清单公开𠮷abc"
    two, three = pack_ngrams(text, 2), pack_ngrams(text, 3)
    assert two.max() < np.uint64(1 << 42) <= three.min()


def test_four_characters_do_not_fit() -> None:
    with pytest.raises(ValueError, match="use 1, 2 or 3"):
        pack_ngrams("政务公开", 4)


def test_fold_takes_out_width_case_and_space() -> None:
    assert fold(" ２０２３ 年３ 月\u3000ＡＰＰ\n上线（试行）") == "2023年3月app上线(试行)"


def test_stock_phrases_weigh_less_than_particular_ones() -> None:
    table = shipped()
    stock = ["加强组织领导", "及时公开", "进一步", "有关规定", "贯彻落实", "监督管理"]
    particular = ["棚户区改造", "饮用水水源", "减税降费", "信用广东", "双公示"]
    assert max(map(table.weight, stock)) < min(map(table.weight, particular))


def test_weights_fall_with_frequency_and_unknown_ngrams_weigh_most() -> None:
    table = shipped()
    weights = table.idf(pack_ngrams("应当龘龘", 2))
    assert weights[0] < weights[1] <= weights[2]
    assert weights[2] >= table.weights[table.ngrams < np.uint64(1 << 42)].max()
    assert np.all(np.diff(table.ngrams.astype(object)) > 0)
    assert table.idf(pack_ngrams("", 2)).shape == (0,)
    assert idf(pack_ngrams("政府", 2)).dtype == np.float32


def test_weigh_nothing() -> None:
    assert shipped().weight("") == 0.0
    empty = Background(np.empty(0, np.uint64), np.empty(0, np.float32), 100, (2, 2))
    assert empty.idf(pack_ngrams("政务公开", 2)) == pytest.approx([np.log(100)] * 3)


def test_a_broken_table_says_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "background.npz").write_bytes(b"not a table")
    for name in ("background.npz", "absent.npz"):
        with pytest.raises(CascadeError, match=r"models/background.py --corpus DIR"):
            Background.load(tmp_path / name)


def test_rebuild_counts_what_stands_in_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(MODELS))
    sys.modules.pop("background", None)
    import background

    (tmp_path / "documents").mkdir()
    wrapped = "（一）推进权力清单\n公开。\n（二）推进责任清单和权力清单一并向社会主动公开。\n"
    (tmp_path / "documents" / "a.txt").write_text(wrapped, encoding="utf-8")
    (tmp_path / "documents" / "copy.txt").write_text(wrapped, encoding="utf-8")
    assert background.paragraphs(wrapped) == [
        "（一）推进权力清单公开。",
        "（二）推进责任清单和权力清单一并向社会主动公开。",
    ]
    counts = background.count(tmp_path)
    assert counts.totals == (0, 2)
    assert counts.found[:, counts.grams == pack_ngrams("清单", 2)[0]].tolist() == [[0], [2]]
    assert background.save(tmp_path / "t.npz", counts, (1, 1)) == counts.grams.size
    table = Background.load(tmp_path / "t.npz")
    assert np.array_equal(table.ngrams, counts.grams)
    assert table.idf(pack_ngrams("清单责任", 2)) == pytest.approx(
        [0.0, np.log(2 / 0.5), np.log(2)], abs=0.03
    )
    monkeypatch.setattr(
        sys, "argv", ["background.py", "--corpus", str(tmp_path), "--output", str(tmp_path / "u")]
    )
    background.main()
    assert Background.load(tmp_path / "u").total == 2
