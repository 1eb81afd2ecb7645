"""What became of an obligation: golden cases, the contract of `compare`, and the word lists."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascade import lexicons
from cascade.errors import LexiconError
from cascade.evaluation import read_labels
from cascade.resources import data_path
from cascade.strength import Comparison, Side, TextChange, compare, difference, lexicon
from cascade.strength.reading import Span
from cascade.strength.texts import prepare
from cascade.vocabulary import Direction, Level, Status

CASES = sorted((Path(__file__).parent / "cases" / "strength").glob("*.txt"))


class Case:
    """One golden case: both texts and what is expected, read from one file."""

    def __init__(self, path: Path) -> None:
        """Read `key: value` lines; `sibling`, `co_upstream` and `change` may be repeated."""
        self.fields: dict[str, list[str]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                key, _, value = line.partition(": ")
                self.fields.setdefault(key, []).append(value)

    def side(self, name: str) -> Side:
        level = self.one(f"{name}_level")
        return Side(
            self.one(name),
            self.one(f"{name}_code"),
            Level(level) if level else None,
            self.one(f"{name}_deadline"),
            date="2016-06-01",
        )

    def one(self, key: str) -> str:
        return self.fields.get(key, [""])[0]

    def compare(self) -> Comparison:
        return compare(
            self.side("upstream"),
            self.side("downstream"),
            self.fields.get("sibling", ()),
            self.fields.get("co_upstream", ()),
        )


def quoted(case: Case, change: TextChange) -> str:
    up = case.one("upstream")[slice(*change.upstream)]
    down = case.one("downstream")[slice(*change.downstream)]
    return f"{change.dimension} {change.direction} {up} → {down}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden_case(path: Path) -> None:
    case = Case(path)
    result = case.compare()
    said = [quoted(case, change) for change in result.changes]
    assert result.status == case.one("status"), said
    for expected in case.fields.get("change", ()):
        assert expected.strip() in [each.strip() for each in said]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_verdict_rests_on_changes_of_its_direction(path: Path) -> None:
    result = Case(path).compare()
    directions = {change.direction for change in result.changes}
    if result.status in (Status.WEAKENED, Status.MIXED):
        assert Direction.LESS in directions
    if result.status in (Status.STRENGTHENED, Status.MIXED):
        assert Direction.MORE in directions


ALPHABET = "及时公开全市政府信息每周季度年500个，。、；（）《》应当可以配合待后不 "
TEXTS = st.text(alphabet=ALPHABET, max_size=60)


@given(TEXTS, TEXTS)
def test_spans_lie_in_their_texts(upstream: str, downstream: str) -> None:
    result = compare(Side(upstream), Side(downstream))
    assert 0 <= result.confidence <= 1
    for change in result.changes:
        assert 0 <= change.upstream[0] <= change.upstream[1] <= len(upstream)
        assert 0 <= change.downstream[0] <= change.downstream[1] <= len(downstream)
        assert 0 < change.weight <= 1


@given(TEXTS)
def test_a_text_is_equivalent_to_itself(text: str) -> None:
    assert compare(Side(text), Side(text)).status is Status.EQUIVALENT


@given(TEXTS, TEXTS)
def test_difference_covers_both_texts(upstream: str, downstream: str) -> None:
    steps = difference(upstream, downstream)
    assert "".join(upstream[a:b] for _, (a, b), _ in steps) == upstream
    assert "".join(downstream[a:b] for _, _, (a, b) in steps) == downstream
    for tag, ours, theirs in steps:
        if tag == "equal":
            assert upstream[slice(*ours)] == downstream[slice(*theirs)]


def test_the_same_formula_alone_makes_no_sure_equivalence() -> None:
    found = compare(
        Side("侵占他人的科技成果的，依法承担赔偿责任；构成犯罪的，依法追究刑事责任。"),
        Side("虚报财政经费的，由审计部门依法处理；构成犯罪的，依法追究刑事责任。"),
        ["侵占他人科技成果的，依法赔偿。"],
        ["虚报、冒领财政经费的，由审计部门处理。"],
    )
    assert (found.status, found.review) == (Status.EQUIVALENT, True)
    copied = "做好政府信息公开工作，及时公布检查结果。"
    assert not compare(Side(copied), Side(copied.replace("做好", "切实做好"))).review


def test_swapping_the_sides_swaps_the_direction() -> None:
    weekly, quarterly = Side("每周公开抽检信息。"), Side("每季度公开抽检信息。")
    assert compare(weekly, quarterly).status is Status.WEAKENED
    assert compare(quarterly, weekly).status is Status.STRENGTHENED


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copy the word lists to where they can be edited, and read them from there."""
    original = data_path("lexicons")
    target = tmp_path / "lexicons" / "strength"
    target.mkdir(parents=True)
    for path in (original / "strength").glob("*.tsv"):
        (target / path.name).write_bytes(path.read_bytes())

    def forget() -> None:
        lexicons.entries.cache_clear()
        lexicon.entries.cache_clear()
        lexicon.numbers.cache_clear()
        lexicon.finder.cache_clear()
        prepare.cache_clear()

    monkeypatch.setattr(lexicons, "data_path", lambda name: tmp_path / name)
    forget()
    yield target
    monkeypatch.undo()
    forget()


def test_editing_a_word_list_changes_the_verdict(edited: Path) -> None:
    upstream, downstream = Side("公开会议纪要。"), Side("公开会议纪要，并对拖延单位戴帽示警。")
    assert "戴帽示警" not in str(
        [c.words for c in compare(upstream, downstream).changes if c.dimension == "sanction"]
    )
    with (edited / "sanctions.tsv").open("a", encoding="utf-8") as file:
        file.write("戴帽示警\tcensure\t0.9\ta local custom\n")
    lexicons.entries.cache_clear()
    lexicon.entries.cache_clear()
    lexicon.finder.cache_clear()
    prepare.cache_clear()
    changes = compare(upstream, downstream).changes
    assert any(c.dimension == "sanction" and "戴帽示警" in c.words for c in changes)


@pytest.mark.parametrize(
    ("line", "message"),
    [("只有一栏\n", "has no value"), ("每（个\t1\tx\n", ""), ("(未闭合\t1\tx\n", "cannot be read")],
)
def test_a_broken_word_list_is_one_clear_error(edited: Path, line: str, message: str) -> None:
    with (edited / "sanctions.tsv").open("a", encoding="utf-8") as file:
        file.write(line)
    lexicons.entries.cache_clear()
    if not message:
        lexicon.entries("sanctions")
        return
    with pytest.raises(LexiconError, match=message):
        lexicon.entries("sanctions")


def test_every_word_list_is_read() -> None:
    folder = data_path("lexicons") / "strength"
    source = "".join(
        path.read_text(encoding="utf-8") for path in (Path(lexicon.__file__).parent).glob("*.py")
    )
    for path in folder.glob("*.tsv"):
        assert lexicon.entries(path.stem)
        assert f'"{path.stem}"' in source, f"{path.name} is read by nothing"


def test_import_leaves_heavy_libraries_out() -> None:
    code = (
        "import sys, cascade.strength; "
        "print([m for m in ('numpy', 'pandas', 'torch', 'rapidfuzz') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_verdict_quotes_what_it_rests_on() -> None:
    claims = {
        Status.WEAKENED: {Direction.LESS},
        Status.STRENGTHENED: {Direction.MORE},
        Status.MIXED: {Direction.LESS, Direction.MORE},
        Status.EQUIVALENT: set(),
    }
    checked = 0
    for pair in read_labels(data_path("gold")):
        texts = {r.id: r.text for r in (*pair.upstream, *pair.downstream)}
        for label in pair.labels:
            found = compare(Side(texts[label.upstream]), Side(texts[label.downstream]))
            assert claims[found.status] <= {change.direction for change in found.changes}
            checked += 1
    assert checked > 100


def test_what_a_mark_holds_of_a_title_is_quoted() -> None:
    said = compare(
        Side("五年内不得从事检测工作。"),
        Side("除依照《安全生产法》实行职业禁入外，五年内不得从事检测工作。"),
    )
    assert "condition set: 除依照《安全生产法》实行职业禁入外" in [c.words for c in said.changes]


def test_a_title_of_which_words_are_new_is_quoted_whole_and_once() -> None:
    said = compare(
        Side("吸毒成瘾人员有下列情形之一的，由公安机关作出强制隔离戒毒的决定。"),
        Side(
            "吸毒成瘾人员有《中华人民共和国禁毒法》所列情形之一的，由公安机关作出强制隔离戒毒的决定。"
        ),
    )
    titles = [change for change in said.changes if "禁毒" in change.words]
    assert [change.words for change in titles] == ["added: 《中华人民共和国禁毒法》"]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("激发社会资本参与热情。", "资本参", "资本参与"),
        ("组织职业技能等级认定。", "能等级认定", "职业技能等级认定"),
        ("运用新闻媒体解读。", "新闻", "新闻"),
        ("公开抽查和检查结果。", "抽查", "抽查"),
    ],
)
def test_a_quotation_parts_no_character_from_its_word(text: str, part: str, whole: str) -> None:
    made = prepare(text, 2016, "000000", "440000")
    at = text.index(part)
    assert made.quote(made.whole_words(Span(at, at + len(part)))) == whole
