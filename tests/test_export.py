"""Everything as open data: the contract of the JSON Lines, and the same content elsewhere."""

import csv
import json
from pathlib import Path

import networkx as nx
import pytest
from building import carries, document, graph_of, link, requirement

from cascade.errors import CorpusError
from cascade.export import FORMATS, export_rows, plain_network, write_export, write_text
from cascade.graph.network import CascadeGraph
from cascade.vocabulary import Dimension, Direction, FindingKind, Level, Relation, Status

CONTRACT = {
    "documents": {
        "id", "title", "number", "issuer", "level", "jurisdiction", "code", "year", "date",
        "source", "quoted_in", "cites", "implements", "missing_upstream",
    },
    "requirements": {
        "id", "document", "level", "jurisdiction", "topic", "ordinal", "text", "units", "deadline",
        "source", "quoted_in", "start", "end",
    },
    "links": {
        "upstream", "downstream", "relation", "confidence", "stated", "status", "changes",
        "evidence",
    },
    "findings": {"kind", "requirement", "document", "hop", "confidence", "why"},
}  # fmt: skip


@pytest.fixture(scope="module")
def exported(graph: CascadeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "not" / "there yet"
    for format in FORMATS:
        write_export(graph, folder, format)
    return folder


def read(folder: Path, name: str) -> list[dict[str, object]]:
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", CONTRACT)
def test_names_of_the_contract_are_kept(exported: Path, name: str) -> None:
    rows = read(exported, name)
    assert rows
    assert all(CONTRACT[name] <= row.keys() for row in rows)


def test_values_are_of_the_vocabularies(exported: Path) -> None:
    documents, links = read(exported, "documents"), read(exported, "links")
    assert {row["level"] for row in documents} <= set(Level)
    assert {row["relation"] for row in links} <= set(Relation)
    assert {row["status"] for row in links} <= set(Status)
    assert {row["kind"] for row in read(exported, "findings")} <= set(FindingKind)
    for row in links:
        assert 0 <= row["confidence"] <= 1  # type: ignore[operator]
        assert isinstance(row["stated"], bool)
        for change in row["changes"]:  # type: ignore[attr-defined]
            assert change["dimension"] in set(Dimension)
            assert change["direction"] in set(Direction)
            assert {"text", "start", "end"} == change["upstream_span"].keys()
    for row in documents:
        assert all({"document", "basis"} <= edge.keys() for edge in row["implements"])  # type: ignore[attr-defined]


def test_offsets_point_into_the_source_files(exported: Path, seeds: dict[str, str]) -> None:
    from cascade.text import clean

    for row in read(exported, "requirements"):
        source = seeds[str(row["source"])]
        assert clean(source, row["start"], row["end"]).text == row["text"]  # type: ignore[arg-type]


def test_links_join_requirements_that_are_there(exported: Path) -> None:
    known = {row["id"] for row in read(exported, "requirements")}
    documents = {row["id"] for row in read(exported, "documents")}
    for row in read(exported, "links"):
        assert {row["upstream"], row["downstream"]} <= known
    for row in read(exported, "findings"):
        assert row["requirement"] in known
        assert row["document"] in documents


def test_missing_upstream_is_named(exported: Path) -> None:
    rows = {row["id"]: row for row in read(exported, "documents")}
    assert len(rows["nansha-2017"]["missing_upstream"]) == 3  # type: ignore[arg-type]
    assert rows["nansha-2017"]["implements"] == []
    assert rows["central-2016"]["quoted_in"] == "guangzhou-2016"


def test_csv_holds_the_same_rows(exported: Path) -> None:
    for name in CONTRACT:
        with (exported / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(read(exported, name))
        assert CONTRACT[name] <= rows[0].keys()


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_networks_are_read_back(exported: Path, graph: CascadeGraph, format: str) -> None:
    path = exported / f"cascade.{format}"
    network = (
        nx.read_graphml(path, force_multigraph=True) if format == "graphml" else nx.read_gexf(path)
    )
    missing = {e.document for d in graph.documents.values() for e in d.implements if e.missing}
    assert network.number_of_nodes() == (
        graph.network.number_of_nodes() + len(graph.documents) + len(missing)
    )
    texts = {data.get("text") for _, data in network.nodes(data=True)}
    assert next(graph.requirements()).text in texts


def test_nodes_of_a_network_know_what_they_are(graph: CascadeGraph) -> None:
    kinds = set(nx.get_node_attributes(plain_network(graph), "kind").values())
    assert kinds == {"document", "missing document", "requirement"}


def test_exporting_twice_gives_the_same(graph: CascadeGraph, tmp_path: Path) -> None:
    for name in ("one", "other"):
        for path in write_export(graph, tmp_path / name):
            assert path.is_file()
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_no_half_written_file_is_left(graph: CascadeGraph, tmp_path: Path) -> None:
    written = write_export(graph, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in written} | {"manifest.json"}


def test_a_folder_that_cannot_be_written_to_is_refused(graph: CascadeGraph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CorpusError, match="choose a folder"):
            write_export(graph, folder)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_corpus_without_links_exports_empty_files(tmp_path: Path) -> None:
    city = document("zhuzhou-2022", "株洲市")
    graph = graph_of([city], [requirement(city, "1", "每月巡河。")])
    for format in FORMATS:
        write_export(graph, tmp_path, format)
    assert (tmp_path / "links.jsonl").read_bytes() == b""
    assert export_rows(graph)["findings"] == []


def test_rows_are_sorted() -> None:
    hunan = document("hunan-2022", "湖南省")
    city = document("zhuzhou-2022", "株洲市", implements=(carries("hunan-2022"),))
    rows = [requirement(d, i, i) for d in (city, hunan) for i in "21"]
    links = [link("hunan-2022:2", "zhuzhou-2022:2"), link("hunan-2022:1", "zhuzhou-2022:1")]
    found = export_rows(graph_of([city, hunan], rows, links))
    assert [row["id"] for row in found["documents"]] == ["hunan-2022", "zhuzhou-2022"]
    assert [row["downstream"] for row in found["links"]] == ["zhuzhou-2022:1", "zhuzhou-2022:2"]
