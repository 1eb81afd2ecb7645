"""A folder of documents: golden cases of whole documents, the shipped seeds, corpus.toml, ids."""

import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from building import CITY, PROVINCE, Golden, golden_cases, write_files

from cascade.corpus import Corpus, read_corpus
from cascade.errors import CorpusError
from cascade.graph.network import CascadeGraph
from cascade.records import Document, Requirement
from cascade.text import clean
from cascade.vocabulary import Basis, Level


def shown(document: Document) -> str:
    fields = {
        "document": document.id,
        "title": document.title,
        "number": document.number,
        "issuer": document.issuer,
        "place": f"{document.level} {document.jurisdiction} {document.code}",
        "issued": document.issued,
        "subject": document.subject,
        "quoted in": document.quoted_in,
        "cites": "; ".join(
            dict.fromkeys(c.number + (f"《{c.title}》" if c.title else "") for c in document.cites)
        ),
        "implements": "; ".join(
            f"{e.document} ({e.basis}{', missing' if e.missing else ''})"
            for e in document.implements
        ),
    }
    return "\n".join(f"{name}: {value}" for name, value in fields.items() if value)


def listed(requirement: Requirement) -> str:
    deadline = requirement.deadline
    dates = f" [{deadline.start}..{deadline.end}]" if deadline.start or deadline.end else ""
    units = "、".join(u + ("*" if u in requirement.lead else "") for u in requirement.units)
    fields = {
        "topic": " / ".join(requirement.topic),
        "text": requirement.text,
        "units": units,
        "deadline": f"{deadline.text}{dates}",
        "reference": requirement.reference,
        "restates": "yes" if requirement.is_restatement else "",
    }
    lines = [f"  {name}: {value}" for name, value in fields.items() if value]
    return "\n".join([requirement.id.split(":", 1)[1], *lines])


def report(corpus: Corpus) -> str:
    parts = []
    for document in corpus.documents:
        parts.append(shown(document))
        parts += [listed(r) for r in corpus.requirements if r.document == document.id]
    for one in corpus.skipped:
        seen = " · ".join(filter(None, (one.title, one.number, one.jurisdiction, str(one.year))))
        parts.append(f"skipped: {one.reason}\nrecognised: {seen}")
    return "\n\n".join(parts)


@pytest.mark.parametrize("path", golden_cases("documents"), ids=lambda path: path.stem)
def test_golden_documents(
    path: Path, tmp_path: Path, check_golden: Callable[[Path, Callable[[Golden], str]], None]
) -> None:
    def make(golden: Golden) -> str:
        encoding = golden.info if golden.info not in ("", "md") else "utf-8"
        suffix = ".md" if golden.info == "md" else ".txt"
        write_files(tmp_path, {f"case{suffix}": golden.text.encode(encoding)})
        return report(read_corpus(tmp_path))

    check_golden(path, make)


@pytest.mark.parametrize("path", golden_cases("documents"), ids=lambda path: path.stem)
def test_requirements_can_be_shown_in_their_place(path: Path, tmp_path: Path) -> None:
    from building import read_golden

    source = read_golden(path).text
    write_files(tmp_path, {"case.txt": source})
    for requirement in read_corpus(tmp_path).requirements:
        assert clean(source, requirement.start, requirement.end).text == requirement.text


# The shipped seeds


@pytest.mark.parametrize(
    ("document", "own", "rows"),
    [
        ("central-2016", 36, 0),
        ("guangdong-2016", 95, 0),
        ("guangzhou-2016", 101, 0),
        ("zhaoqing-2016", 91, 0),
        ("xinyang-2016", 49, 45),
        ("guangzhou-2020", 22, 40),
        ("nansha-2017", 106, 0),
    ],
)
def test_counts_of_requirements(graph: CascadeGraph, document: str, own: int, rows: int) -> None:
    counts = Counter(r.is_restatement for r in graph.requirements(document))
    assert (counts[False], counts[True]) == (own, rows)


def test_every_seed_is_read_and_none_skipped(graph: CascadeGraph, seeds: dict[str, str]) -> None:
    assert {d.source for d in graph.documents.values()} == set(seeds)
    assert not graph.skipped


def test_text_is_what_stands_between_the_offsets(
    graph: CascadeGraph, seeds: dict[str, str]
) -> None:
    for requirement in graph.requirements():
        source = seeds[requirement.source]
        assert clean(source, requirement.start, requirement.end).text == requirement.text
        for index, character in enumerate(requirement.text):
            at = requirement.offset(index)
            assert requirement.start <= at < requirement.end
            assert source[at] == character or (character == " " and source[at].isspace())


def test_requirements_of_one_column_do_not_overlap(graph: CascadeGraph) -> None:
    for document in graph.documents:
        spans = sorted((r.start, r.end) for r in graph.requirements(document))
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_requirement_ids_are_unique_and_name_their_document(graph: CascadeGraph) -> None:
    found = [r.id for r in graph.requirements()]
    assert len(set(found)) == len(found)
    assert all(r.id.startswith(f"{r.document}:") for r in graph.requirements())


def test_quoted_documents_name_the_one_that_quotes_them(graph: CascadeGraph) -> None:
    quoted = {key: d.quoted_in for key, d in graph.documents.items() if d.quoted_in}
    assert quoted == {"central-2016": "guangzhou-2016", "guangdong-2016": "guangzhou-2016"}
    for key in quoted:
        assert all(r.quoted_in == "guangzhou-2016" for r in graph.requirements(key))
        assert not any(r.units or r.deadline.text for r in graph.requirements(key))


def test_what_each_seed_carries_out(graph: CascadeGraph) -> None:
    present = {
        key: {e.document for e in d.implements if not e.missing}
        for key, d in graph.documents.items()
    }
    assert present == {
        "central-2016": set(),
        "guangdong-2016": {"central-2016"},
        "guangzhou-2016": {"central-2016", "guangdong-2016"},
        "zhaoqing-2016": {"central-2016", "guangdong-2016"},
        "xinyang-2016": {"central-2016"},
        "guangzhou-2020": set(),
        "nansha-2017": set(),
    }


def test_what_is_missing_above_each_seed(graph: CascadeGraph) -> None:
    missing = {key: d.missing_upstream for key, d in graph.documents.items() if d.missing_upstream}
    assert set(missing) == {"xinyang-2016", "guangzhou-2020", "nansha-2017"}
    assert [name[:12] for name in missing["xinyang-2016"]] == ["豫政办〔2016〕86号"]
    assert any("国办发〔2019〕54号" in name for name in missing["guangzhou-2020"])
    levels = {e.level for e in graph.documents["nansha-2017"].implements}
    assert levels == {Level.CENTRAL, Level.PROVINCE, Level.CITY}
    assert all("2017年政务公开工作要点" in name for name in missing["nansha-2017"])


# corpus.toml


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "corpus", {"province.txt": PROVINCE, "city.txt": CITY})


def test_ids_are_place_and_year(folder: Path) -> None:
    corpus = read_corpus(folder)
    assert [d.id for d in corpus.documents] == ["hunan-2022", "zhuzhou-2022"]
    assert [(e.document, e.basis) for e in corpus.documents[1].implements] == [
        ("hunan-2022", Basis.CITED_NUMBER)
    ]


def test_two_documents_of_a_place_and_year_get_ids_apart(folder: Path) -> None:
    again = CITY.replace("株政办发〔2022〕8号", "株政办发〔2022〕31号").replace("河湖", "湿地")
    write_files(folder, {"sub/again.txt": again})
    found = {d.source: d.id for d in read_corpus(folder).documents}
    assert found["city.txt"] == "zhuzhou-2022-8"
    assert found["sub/again.txt"] == "zhuzhou-2022-31"


def test_a_text_without_a_title_is_called_by_its_file(tmp_path: Path) -> None:
    text = "各省、自治区、直辖市水利厅（局）：\n请抓紧落实。\n一、每月清理河道一次。\n"
    corpus = read_corpus(write_files(tmp_path, {"清理河道通知.txt": text}))
    assert [document.title for document in corpus.documents] == ["清理河道通知"]


def test_settings_override_what_was_recognised(folder: Path) -> None:
    write_files(
        folder,
        {
            "corpus.toml": """
["city.txt"]
id = "pilot"
level = "district"
jurisdiction = "湖南省长沙市浏阳市"
year = 2021
implements = ["hunan-2022", "国办发〔2021〕1号"]
"""
        },
    )
    pilot = next(d for d in read_corpus(folder).documents if d.source == "city.txt")
    assert (pilot.id, pilot.level, pilot.year) == ("pilot", Level.DISTRICT, 2021)
    assert pilot.jurisdiction.endswith("浏阳市")
    assert [(e.document, e.basis, e.missing) for e in pilot.implements] == [
        ("hunan-2022", Basis.DECLARED, False),
        ("国办发〔2021〕1号", Basis.DECLARED, True),
    ]


def test_settings_may_stand_under_documents(folder: Path) -> None:
    write_files(folder, {"corpus.toml": '[documents."city.txt"]\nid = "pilot"\n'})
    assert "pilot" in {d.id for d in read_corpus(folder).documents}


def test_declaring_no_upstream_leaves_none(folder: Path) -> None:
    write_files(folder, {"corpus.toml": '["city.txt"]\nimplements = []\n'})
    city = next(d for d in read_corpus(folder).documents if d.source == "city.txt")
    assert city.implements == ()


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ("[", "mend the file"),
        ("documents = 3", "documents must be tables"),
        ('["city.txt"]\ncolour = "red"', "unknown entry colour"),
        ('["city.txt"]\nlevel = "village"', "unknown level"),
        ('["city.txt"]\njurisdiction = "乌有市"', "no place called 乌有市"),
        ('["city.txt"]\nyear = "2016"', "year must be a number"),
        ('["city.txt"]\nimplements = "hunan-2022"', "implements must be a list"),
        ('["town.txt"]\nyear = 2016', "no such file"),
        ('["city.txt"]\nid = "x"\n["province.txt"]\nid = "x"', "the same id is given twice"),
    ],
)
def test_wrong_settings_are_refused_in_one_line(folder: Path, settings: str, what: str) -> None:
    write_files(folder, {"corpus.toml": settings})
    with pytest.raises(CorpusError, match=what) as error:
        read_corpus(folder)
    assert "\n" not in str(error.value)
    assert "; " in str(error.value)


def test_a_folder_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such folder"):
        read_corpus(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match="no documents in it"):
        read_corpus(tmp_path)


# Files that cannot be used


def test_what_cannot_be_read_is_named_with_the_reason(folder: Path) -> None:
    write_files(
        folder,
        {
            "empty.txt": "",
            "blank.txt": " \n\t\n",
            "noise.txt": bytes(range(256)) * 4,
            "scan.pdf": b"%PDF-1.7",
            "letter.txt": "各位同事：\n你们好。\n",
            ".hidden.txt": "x",
            "notes.log": "x",
        },
    )
    corpus = read_corpus(folder)
    reasons = {s.source: s.reason for s in corpus.skipped}
    assert set(reasons) == {"empty.txt", "blank.txt", "noise.txt", "scan.pdf", "letter.txt"}
    assert "no text in it" in reasons["empty.txt"]
    assert "no text in it" in reasons["blank.txt"]
    assert "no reader for this type" in reasons["scan.pdf"]
    assert all(";" in reason and str(folder) not in reason for reason in reasons.values())
    assert len(corpus.documents) == 2


def test_progress_is_told_of_every_file(folder: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    read_corpus(folder, advance=lambda *step: steps.append(step))
    assert [(done, total) for _, done, total in steps] == [(0, 2), (1, 2)]
