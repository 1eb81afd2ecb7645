"""The command line as a user meets it: in this process through `main`, and as real processes."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from building import CITY, PROVINCE, write_files

from cascade.cli import _COMMANDS
from cascade.cli.options import _Progress
from cascade.graph.network import CascadeGraph
from cascade.linking.tracing import LinkOptions
from cascade.pipeline import build
from cascade.resources import data_path

Run = Callable[..., Any]

OTHER_CITY = (
    CITY.replace("株洲", "岳阳")
    .replace("株政办发〔2022〕8号", "岳政办发〔2022〕11号")
    .replace("每月巡河", "每周巡河")
    .replace("湘江干流建设三处", "洞庭湖区建设五处")
)
QUESTIONS = {
    "documents": ["documents"],
    "diff": ["diff", "guangzhou", "zhaoqing"],
    "unmapped": ["unmapped", "guangzhou"],
    "findings": ["findings", "zhaoqing"],
    "review": ["review"],
    "trace": ["trace", "guangdong-2016:15.2"],
    "evaluate": ["evaluate", str(data_path("gold"))],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A province and two cities that carry its plan out."""
    files = {"province.txt": PROVINCE, "one.txt": CITY, "other.txt": OTHER_CITY}
    return write_files(tmp_path / "corpus", files)


# Every command, every format


@pytest.mark.parametrize("name", ["", *_COMMANDS])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_everywhere(run: Run, name: str, option: str) -> None:
    done = run(*filter(None, [name]), option)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: cascade")
    assert done.out.count("\n") > 5


@pytest.mark.parametrize("name", QUESTIONS)
def test_text_is_the_default(run: Run, name: str, plain: Callable[[str], bool]) -> None:
    done = run(*QUESTIONS[name])
    assert done.code == 0
    assert done.out.strip()
    assert plain(done.out)
    assert plain(done.err)
    assert "Traceback" not in done.err
    assert done.out == run(*QUESTIONS[name], "--format", "text").out


@pytest.mark.parametrize("name", QUESTIONS)
def test_json_parses(run: Run, name: str) -> None:
    done = run(*QUESTIONS[name], "-f", "json")
    assert done.code == 0
    assert json.loads(done.out)
    assert "\\u" not in done.out  # Chinese as it is


@pytest.mark.parametrize("name", QUESTIONS)
def test_csv_parses(run: Run, name: str) -> None:
    done = run(*QUESTIONS[name], "-f", "csv")
    rows = list(csv.reader(io.StringIO(done.out)))
    assert done.code == 0
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(set(rows[0])) == len(rows[0])


@pytest.mark.parametrize("name", QUESTIONS)
def test_markdown_is_one_table(run: Run, name: str) -> None:
    done = run(*QUESTIONS[name], "-f", "markdown")
    lines = done.out.splitlines()
    assert done.code == 0
    assert set(lines[1]) <= set("|- ")
    assert {line.replace("\\|", "").count("|") for line in lines} == {lines[0].count("|")}


# What they say


def test_documents_tell_what_is_there_and_what_is_missing(run: Run) -> None:
    out = run("documents").out
    for words in ("xinyang-2016", "36 requirements", "49 requirements + 45 rows", "quoted in"):
        assert words in out
    assert "✗ implements 豫政办〔2016〕86号" in out
    rows = {d["id"]: d for d in json.loads(run("documents", "-f", "json").out)["documents"]}
    assert (rows["guangzhou-2020"]["requirements"], rows["guangzhou-2020"]["restating_rows"]) == (
        22,
        40,
    )


def test_documents_of_one_place(run: Run) -> None:
    assert [line for line in run("documents", "广州").out.splitlines() if line[0] != " "] == [
        line
        for key in ("guangzhou-2020", "guangzhou-2016")
        for line in run("documents").out.splitlines()
        if line.startswith(key)
    ]
    rows = json.loads(run("documents", "肇庆", "-f", "json").out)["documents"]
    assert [row["id"] for row in rows] == ["zhaoqing-2016"]
    assert run("documents", "武汉").code == 2


def test_diff_begins_with_a_summary_and_shows_only_differences(run: Run) -> None:
    brief, whole = (
        run("diff", "guangzhou", "zhaoqing"),
        run("diff", "guangzhou", "zhaoqing", "--all"),
    )
    assert "upstream requirements" in brief.out.splitlines()[2]
    assert len(whole.out) > len(brief.out)
    plain = json.loads(run("diff", "guangzhou", "zhaoqing", "--all", "-f", "json").out)
    assert len(plain["rows"]) == plain["summary"]["compared"] >= 95
    assert plain["summary"]["differing"] < plain["summary"]["compared"]


@pytest.mark.parametrize("level", ["central", "province"])
def test_diff_against_a_level(run: Run, level: str) -> None:
    plain = json.loads(
        run("diff", "guangzhou", "zhaoqing", "--against", level, "--all", "-f", "json").out
    )
    assert {row["upstream"]["level"] for row in plain["rows"]} == {level}
    assert [d["level"] for d in plain["against"]] == [level]


def test_unmapped_from_a_level_with_the_hop(run: Run) -> None:
    rows = json.loads(run("unmapped", "guangzhou", "-f", "json").out)
    assert {row["hop"] for row in rows} <= {"central→province", "province→city", "central→city"}
    above = json.loads(run("unmapped", "zhaoqing", "--from", "central", "-f", "json").out)
    assert {row["level"] for row in above} <= {"central"}


@pytest.mark.parametrize("kind", ["dropped", "weakened", "mixed"])
def test_findings_of_a_kind(run: Run, kind: str) -> None:
    rows = json.loads(run("findings", "guangzhou", "--kind", kind, "-f", "json").out)
    assert {row["kind"] for row in rows} == {kind}


def test_a_city_that_leaves_an_annex_out_has_dropped_nothing(run: Run, tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "cut", {"省.txt": PROVINCE, "市.txt": f"{CITY}附件：任务表（略）\n"}
    )

    def said(*words: str) -> str:
        done = run("--corpus", folder, *words)
        assert done.code == 0
        return done.out

    assert "leaves a part out: 附件：任务表（略）" in said("documents")
    findings = said("findings", "株洲")
    assert "dropped  " not in findings
    assert "1 without counterpart may stand in what the text leaves out: 附件" in findings
    (row,) = json.loads(said("unmapped", "株洲", "-f", "json"))
    assert row["left_out"] == "附件：任务表（略）"
    assert "for review" in said("unmapped", "株洲")


def test_an_upstream_of_a_later_date_is_said(run: Run, tmp_path: Path) -> None:
    later = PROVINCE.replace("2022年3月10日", "2022年8月10日")
    folder = write_files(tmp_path / "later", {"省.txt": later, "市.txt": CITY})
    said = run("--corpus", folder, "findings", "株洲").err
    assert "hunan-2022 is later than zhuzhou-2022 (2022-08-10, 2022-05-20): what it" in said


def test_which_part_of_a_wider_statute_is_carried_out_is_said(run: Run, tmp_path: Path) -> None:
    law = """中华人民共和国教育法

（1995年3月18日第八届全国人民代表大会第三次会议通过）

第一条 学校应当发展学前教育。
第二条 高等学校应当建立教师培训制度。
第三条 各级人民政府应当把学前教育经费纳入财政预算。
第四条 本法自1995年9月1日起施行。
"""
    rules = """湖南省学前教育条例

（2012年3月30日湖南省第十一届人民代表大会常务委员会第二十八次会议通过）

第一条 为了发展学前教育，根据《中华人民共和国教育法》，结合本省实际，制定本条例。
第二条 幼儿园应当公开收费项目。
第三条 本条例自2012年7月1日起施行。
"""
    folder = write_files(tmp_path / "part", {"法.txt": law, "条例.txt": rules})
    listed = run("--corpus", folder, "documents").out
    assert "→ implements central-1995, of it 学前教育 only — cited by title" in listed
    done = run("--corpus", folder, "unmapped", "湖南")
    assert "is about 学前教育, a part of central-1995: 2 of its 3 requirements are" in done.err
    assert " of 2 requirements of central-1995 have no counterpart" in done.out
    assert "高等学校" not in done.out


def test_trace_by_id_and_by_words(run: Run) -> None:
    by_id = json.loads(run("trace", "guangdong-2016:15.2", "-f", "json").out)
    for step in by_id["up"]:
        assert step["link"]["upstream"] == step["requirement"]["id"]
    assert {"guangzhou-2016", "zhaoqing-2016"} <= {
        step["requirement"]["document"] for step in by_id["down"]
    }
    by_words = run("trace", "医疗机构", "微信公众号")
    assert by_words.code == 0
    assert "also: " in by_words.err
    assert "also: " not in by_words.out


def test_trace_ends_with_what_each_place_made_of_it(run: Run) -> None:
    chains = json.loads(run("trace", "guangdong-2016:15.2", "-f", "json").out)["chain"]
    states = {chain[-1]["document"]: [step["state"] for step in chain] for chain in chains}
    assert states == {"guangzhou-2016": ["mixed"], "zhaoqing-2016": ["equivalent"]}
    lines = run("trace", "central-2016:3.2").out.split("\nchain\n")[1].splitlines()
    assert lines[1].startswith("  全国 → 河南省 missing (not in the corpus: 豫政办〔2016〕86号")
    assert lines[2] == "  全国 → 广东省 dropped → 肇庆市 nothing to carry out (lost at 广东省)"
    assert "chain" not in run("trace", "zhaoqing-2016:18.1").out  # nothing below
    rows = csv.DictReader(run("trace", "central-2016:3.2", "-f", "csv").out.splitlines())
    steps = {row["downstream"]: row for row in rows if row["direction"] == "chain"}
    assert steps["河南省"]["status"] == "missing"
    assert steps["guangdong-2016"]["status"] == "dropped"
    passed_on = steps["zhaoqing-2016"]
    assert (passed_on["relation"], passed_on["upstream"]) == (
        "as guangdong-2016",
        "guangdong-2016",
    )


def test_evaluate_scores_statuses_dimensions_and_confidence(run: Run) -> None:
    *pairs, total = json.loads(run("evaluate", data_path("gold"), "-f", "json").out)
    assert total["pair"] == "all pairs"
    for kind in ("statuses", "dimensions"):
        for name, score in total[kind].items():
            assert score["annotated"] == sum(pair[kind][name]["annotated"] for pair in pairs)
            assert score.keys() == {"annotated", "found", "precision", "recall"}
    text = run("evaluate", data_path("gold")).out
    shown = [pair["pair"] for pair in (*pairs, total) if any(pair["confusion"].values())]
    assert "ns17>sc16" not in shown  # linked across years only
    for head in ("status ", "dimension ", "confidence "):
        assert sum(line.startswith(head) for line in text.splitlines()) == len(shown)
    assert "ns17>sc16: annotated" not in text


def test_what_depends_on_a_missing_document_names_it(run: Run) -> None:
    for arguments in (["findings", "xinyang"], ["unmapped", "xinyang"]):
        assert "豫政办〔2016〕86号" in run(*arguments).err
    assert "nothing can be called unmapped" in run("unmapped", "nansha").err


def test_across_years_is_on_every_command_that_links(run: Run, tmp_path: Path) -> None:
    done = run("export", tmp_path, "--across-years")
    lines = (tmp_path / "links.jsonl").read_text(encoding="utf-8").splitlines()
    assert done.code == 0
    assert "related" in {json.loads(line)["relation"] for line in lines}
    for name in _COMMANDS:
        said = run(name, "-h").out
        assert "--across-years" in said, name
        assert "--no-stated" in said, name


@pytest.mark.parametrize(
    ("place", "document"),
    [
        ("zhaoqing-2016", "zhaoqing-2016"),
        ("zhaoqing", "zhaoqing-2016"),
        ("肇庆", "zhaoqing-2016"),
        ("肇庆市", "zhaoqing-2016"),
        ("441200", "zhaoqing-2016"),
        ("440100", "guangzhou-2016"),
        ("广州", "guangzhou-2016"),
        ("广州市", "guangzhou-2016"),
    ],
)
def test_places_in_every_form(run: Run, place: str, document: str) -> None:
    done = run("findings", place, "-f", "json")
    assert {row["document"] for row in json.loads(done.out)} == {document}
    assert ("guangzhou-2020" in done.err) == (document == "guangzhou-2016")


def test_notes_go_to_stderr_and_data_to_stdout(run: Run) -> None:
    done = run("diff", "广州", "肇庆", "-f", "json")
    assert json.loads(done.out)["a"]["id"] == "guangzhou-2016"
    assert "taking guangzhou-2016" in done.err


# Exit codes and refusals


def test_exit_codes_as_in_git(run: Run, folder: Path) -> None:
    two = "--corpus", folder, "diff", "zhuzhou", "yueyang"
    assert run(*two).code == 0
    assert run(*two, "--exit-code").code == 1
    same = CITY.replace("株洲", "岳阳").replace("株政办发〔2022〕8号", "岳政办发〔2022〕11号")
    write_files(folder, {"other.txt": same})
    done = run(*two, "--exit-code", "-f", "json")
    plain = json.loads(done.out)
    assert done.code == int(bool(plain["only_a"] or plain["only_b"] or plain["rows"]))


REFUSED = {
    "an unknown place": (["findings", "guangzou"], "guangzhou"),
    "a place without documents": (["unmapped", "武汉"], "known: "),
    "no upstream in common": (["diff", "nansha", "guangzhou"], "no upstream document in common"),
    "no upstream of a level": (
        ["diff", "guangzhou-2016", "zhaoqing", "--against", "city"],
        "no common upstream document of level city",
    ),
    "no such words": (["trace", "并无此词"], "try fewer words"),
    "no such folder": (["--corpus", "no/such/folder", "documents"], "no such folder"),
    "a folder without annotations": (["evaluate", "no/such/folder"], "folder of annotations"),
    "an unknown kind of report": (["report", "zhaoqing", "-o", "x.pdf"], ".html, .xlsx or .md"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_refused_in_one_line(run: Run, case: str) -> None:
    arguments, words = REFUSED[case]
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith("cascade: ")
    assert "; " in done.err
    assert words in done.err


def test_a_refusal_says_what_each_implements(run: Run) -> None:
    said = run("diff", "nansha", "guangzhou").err
    assert "nansha-2017 implements" in said
    assert "2017年政务公开工作要点 (not in the corpus)" in said


def test_a_folder_that_cannot_be_written_to_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run("export", tmp_path / "file" / "below")
    assert (done.code, done.err.count("\n")) == (2, 1)


def test_what_the_document_says_of_a_candidate_is_told(run: Run) -> None:
    said = " ".join(run("trace", "guangzhou-2016:13.5", "--why").out.split())
    candidates = {part.split()[0]: part for part in said.split("↑ ")[1:]}
    assert "set the two apart" in candidates["guangdong-2016:13.1"]  # in another row
    assert "belong together" in candidates["guangdong-2016:13.3"]  # the cell spans its row


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dif", "a", "b"], "Did you mean diff?"),
        (["diff", "guangzhou"], "Missing argument"),
        (["documents", "--format", "xml"], "'xml' is not one of"),
        (["findings", "guangzhou", "--kind", "odd"], "'odd' is not one of"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_use_exits_with_two_and_says_why(run: Run, arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_a_traceback_only_when_asked_for() -> None:
    done = process("--debug", "--corpus", "no/such/folder", "documents")
    assert done.returncode != 0
    assert "Traceback" in done.stderr
    assert "Traceback" not in process("--corpus", "no/such/folder", "documents").stderr


# A corpus of one's own


def test_a_corpus_of_ones_own(run: Run, folder: Path) -> None:
    done = run("--corpus", folder, "diff", "株洲", "岳阳")
    assert done.code == 0
    assert "under hunan-2022 (湘政办发〔2022〕15号)" in done.out
    rows = json.loads(run("--corpus", folder, "diff", "株洲", "岳阳", "-f", "json").out)["rows"]
    found = {row["upstream"]["id"]: (row["a"]["status"], row["b"]["status"]) for row in rows}
    assert found["hunan-2022:1.1"] == ("weakened", "equivalent")  # 每周 → 每月
    dropped = json.loads(
        run("--corpus", folder, "findings", "株洲", "--kind", "dropped", "-f", "json").out
    )
    assert [row["requirement"] for row in dropped] == ["hunan-2022:2.2"]


def test_settings_of_a_corpus(run: Run, folder: Path) -> None:
    write_files(folder, {"corpus.toml": '["one.txt"]\nid = "pilot"\nyear = 2021\n'})
    plain = json.loads(run("--corpus", folder, "documents", "-f", "json").out)
    rows = {document["id"]: document for document in plain["documents"]}
    assert rows["pilot"]["year"] == 2021
    write_files(folder, {"corpus.toml": '["one.txt"]\ncolour = "red"\n'})
    done = run("--corpus", folder, "documents")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "unknown entry colour" in done.err


def test_files_that_cannot_be_used_are_reported(run: Run, folder: Path) -> None:
    write_files(folder, {"empty.txt": "", "noise.md": bytes(range(256)) * 4, "scan.pdf": b"%PDF"})
    done = run("--corpus", folder, "documents")
    assert done.code == 0
    for name in ("empty.txt", "noise.md", "scan.pdf"):
        assert f"skipped {name}: " in done.out
    plain = json.loads(run("--corpus", folder, "documents", "-f", "json").out)
    assert {row["source"] for row in plain["skipped"]} == {"empty.txt", "noise.md", "scan.pdf"}
    assert "scan.pdf" in run("--corpus", folder, "documents", "-f", "csv").out


def test_a_corpus_of_one_file_is_no_error(run: Run, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "corpus", {"one.txt": CITY})
    for arguments in (["documents"], ["findings", "株洲"], ["unmapped", "株洲"], ["review"]):
        assert run("--corpus", folder, *arguments).code == 0
    assert "湘政办发〔2022〕15号" in run("--corpus", folder, "documents").out


# Maps and exports


def test_a_map_of_all_and_of_some(run: Run, folder: Path, tmp_path: Path) -> None:
    for places in ([], ["株洲"]):
        path = tmp_path / f"{len(places)}.html"
        done = run("--corpus", folder, "map", *places, "-o", path)
        assert (done.code, done.out.strip()) == (0, str(path))
        text = path.read_text(encoding="utf-8")
        assert "乡级河长" in text
        assert "<html" in text


@pytest.mark.parametrize("format", ["jsonl", "csv", "graphml", "gexf"])
def test_exports_of_every_format(run: Run, folder: Path, tmp_path: Path, format: str) -> None:
    done = run("--corpus", folder, "export", tmp_path / "out", "--format", format)
    assert done.code == 0
    paths = [Path(line) for line in done.out.splitlines()]
    assert paths
    assert all(path.is_file() for path in paths)
    if format == "graphml":
        assert nx.read_graphml(paths[0], force_multigraph=True).number_of_nodes() > 10


# The cache


def steps_of(folder: Path) -> tuple[CascadeGraph, list[str]]:
    steps: list[str] = []
    graph = build(folder, advance=lambda label, done, total: steps.append(label))
    return graph, steps


def test_what_was_derived_is_not_derived_again(folder: Path) -> None:
    first, steps = steps_of(folder)
    assert steps
    again, steps = steps_of(folder)
    assert not steps
    assert list(again.links()) == list(first.links())
    assert again.documents == first.documents
    assert dict(again.best_refused) == dict(first.best_refused)


def test_a_changed_file_is_read_again(folder: Path) -> None:
    steps_of(folder)
    write_files(folder, {"one.txt": CITY.replace("每月巡河", "每年巡河")})
    graph, steps = steps_of(folder)
    assert steps
    assert "每年" in graph.requirement("zhuzhou-2022:1.1").text


@pytest.mark.parametrize(
    "settings", ['["one.txt"]\nid = "pilot"\n', '["one.txt"]\nimplements = []\n']
)
def test_changed_settings_are_read_again(folder: Path, settings: str) -> None:
    before, _ = steps_of(folder)
    write_files(folder, {"corpus.toml": settings})
    after, steps = steps_of(folder)
    assert steps
    assert before.documents != after.documents


def test_a_damaged_cache_is_made_anew(folder: Path) -> None:
    first, _ = steps_of(folder)
    cached = [path for path in folder.rglob("*.msgpack") if path.is_file()]
    assert cached
    for i, path in enumerate(cached):
        path.write_bytes((b"", b"{", b"\x00\xff", b"[]")[i % 4])
    again, steps = steps_of(folder)
    assert steps
    assert list(again.links()) == list(first.links())


def test_options_do_not_share_a_cache(folder: Path) -> None:
    steps_of(folder)
    steps: list[str] = []
    build(folder, LinkOptions(stated=False), lambda label, done, total: steps.append(label))
    assert steps


def test_progress_is_silent_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    progress = _Progress()
    progress._begun -= 10
    progress("reading", 1, 2)
    progress.close()
    assert capsys.readouterr().err == ""


# Real processes


def environment(**more: str) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL")} | more


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    options.setdefault("env", environment())
    return subprocess.run(
        [sys.executable, "-m", "cascade", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        **options,
    )


def test_it_runs_from_any_directory_and_in_any_locale(folder: Path, tmp_path: Path) -> None:
    for locale in ("C", "POSIX", "en_US.UTF-8"):
        done = process(
            "--corpus", "corpus", "documents", cwd=tmp_path, env=environment(LC_ALL=locale)
        )
        assert done.returncode == 0, done.stderr
        assert "湖南省株洲市" in done.stdout
        assert done.stderr == ""


def test_a_reader_that_leaves_early_is_no_error(folder: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "cascade", "--corpus", str(folder), "trace", "一", "-f", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    running.wait(60)
    assert b"Traceback" not in said


def test_two_builds_at_once_both_succeed(folder: Path) -> None:
    command = [sys.executable, "-m", "cascade", "--corpus", str(folder), "findings", "株洲"]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = [subprocess.Popen(command, **pipes) for _ in range(2)]
    said = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0, 0], said
    assert said[0] == said[1]
    assert not list(folder.rglob("*.tmp"))


UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
"""Makes root obey the rights of files."""


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_a_read_only_corpus_is_cached_with_the_user(folder: Path, tmp_path: Path) -> None:
    prefix = UNPRIVILEGED if os.geteuid() == 0 else []
    if prefix and (not shutil.which(prefix[0]) or subprocess.call([*prefix, "true"])):
        pytest.skip("root writes anywhere, and setpriv cannot change that here")
    folder.chmod(0o555)
    for variables in ({"XDG_CACHE_HOME": str(tmp_path / "xdg")}, {"HOME": str(tmp_path / "home")}):
        clean = {k: v for k, v in environment().items() if k != "XDG_CACHE_HOME"}
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "cascade", "--corpus", str(folder), "findings", "株洲"],
            capture_output=True,
            encoding="utf-8",
            env=clean | variables,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert "weakened" in done.stdout
    folder.chmod(0o755)
    assert {path.suffix for path in folder.iterdir()} == {".txt"}
    assert list((tmp_path / "xdg").rglob("*.msgpack"))
    assert list((tmp_path / "home" / ".cache").rglob("*.msgpack"))


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal")
@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"TERM": "dumb"}, None)])
def test_colour_only_on_a_terminal(
    folder: Path, variables: dict[str, str], coloured: bool | None
) -> None:
    import pty

    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "cascade", "--corpus", str(folder), "findings", "株洲"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment(**({"TERM": "xterm"} | variables)),
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert b"weakened" in shown
    if coloured:
        assert b"\x1b[" in shown
    piped = process("--corpus", str(folder), "findings", "株洲")
    assert "\x1b" not in piped.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    done = process(env=environment(_CASCADE_COMPLETE=f"{shell}_source"))
    assert done.returncode == 0
    assert "_CASCADE_COMPLETE" in done.stdout
