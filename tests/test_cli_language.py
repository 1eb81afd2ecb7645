"""The command line in Chinese: every command's own words, its help, and nothing else changed."""

import ast
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from building import CITY, PROVINCE, write_files

import cascade.cli
from cascade.cli import _COMMANDS, cli
from cascade.cli.evaluate import _HEADERS
from cascade.cli.language import levels, retell, state, tell
from cascade.graph.chains import MISSING, NOTHING
from cascade.graph.comparison import DROPPED, REVIEW
from cascade.graph.network import CascadeGraph
from cascade.messages import SENTENCES, catalogue, sentence_in_words, translate
from cascade.resources import data_path
from cascade.vocabulary import Basis, FindingKind, Level, Relation, Status

Run = Callable[..., Any]

SAYS = {
    "documents": (["documents"], "条要求", "落实", "不在文件库中", "市级", "引用文号"),
    "diff": (["diff", "guangzhou", "zhaoqing"], "两地处理不同", "弱化", "相对于", "缺失"),
    "unmapped": (["unmapped", "guangzhou"], "没有对应条目", "缺失于 省级→市级"),
    "nothing above": (["unmapped", "nansha"], "没有对应条目"),
    "findings": (["findings", "zhaoqing"], "待复核", "弱化", "可信度", "没有任何条目落实该要求"),
    "across years": (["findings", "xinyang", "--across-years"], "无从对应"),
    "review": (["review"], "待复核", "强弱判断：", "未采纳"),
    "trace": (["trace", "guangdong-2016:15.2"], "文件自身对齐", "字符", "新增公开要求"),
    "chain": (["trace", "central-2016:3.2"], "逐级落实", "缺少文件", "无可落实（缺失于广东省）"),
    "why": (["trace", "guangdong-2016:15.2", "--why"], "采纳", "支持：", "最相近的分句"),
    "evaluate": (["evaluate", str(data_path("gold")), "--disagreements"], "召回率", "标注为"),
}
ENGLISH = re.compile(
    r"(?<![\w-])(equivalent|weakened|mixed|strengthened|dropped|added|unmatched|review|implements|"
    r"requirements?|lost|already|lowered|confidence|upstream|against|related|restates|stated|skipped|"
    r"quoted|links?|found|annotated|characters|taking|also|column|central|province|city|district|"
    r"precision|recall|accepted|refused|for|by|at|of|the)(?![\w:.-])"
)


@pytest.mark.parametrize("case", SAYS)
def test_every_command_speaks_chinese(run: Run, case: str) -> None:
    arguments, *words = SAYS[case]
    done = run("--lang", "zh", *arguments)
    assert done.code == 0, done.err
    for word in words:
        assert word in done.out
    assert ENGLISH.findall(done.out + done.err) == []


@pytest.mark.parametrize("case", ["documents", "unmapped"])
def test_the_locale_decides_unless_one_asks(
    run: Run, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    arguments = SAYS[case][0]
    english = run("--lang", "en", *arguments)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert run(*arguments) == english
    for locale in ("C", "C.UTF-8", "en_US.UTF-8"):
        monkeypatch.setenv("LANG", locale)
        assert run(*arguments) == english
    assert "requirements" in english.out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run(*arguments) == run("--lang", "zh", *arguments) != english
    assert run("--lang", "en", *arguments) == english


@pytest.mark.parametrize("format", ["json", "csv", "markdown"])
@pytest.mark.parametrize("case", set(SAYS) - {"across years"})
def test_what_programs_read_stays_english(run: Run, case: str, format: str) -> None:
    arguments = [*SAYS[case][0], "-f", format]
    assert run("--lang", "zh", *arguments).out == run("--lang", "en", *arguments).out


def test_notes_are_chinese(run: Run) -> None:
    noted = run("--lang", "zh", "diff", "广州", "肇庆").err
    assert "广州：取 guangzhou-2016（与另一方" in noted
    assert "上级文件不在文件库中：豫政办" in run("--lang", "zh", "findings", "xinyang").err
    assert "另有：" in run("--lang", "zh", "trace", "医疗机构", "微信公众号").err
    assert "无法判定" in run("--lang", "zh", "unmapped", "nansha").err


def test_skipped_files_are_chinese(run: Run, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"province.txt": PROVINCE, "one.txt": CITY, "empty.txt": ""}
    files |= {"noise.md": bytes(range(256)) * 4, "scan.pdf": b"%PDF", "x.txt": "并无要求"}
    done = run("--corpus", write_files(tmp_path / "corpus", files), "--lang", "zh", "documents")
    assert done.out.count("略过 ") == 4
    assert ENGLISH.findall(done.out) == []


def test_map_and_report_take_the_language_of_the_group(run: Run, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "corpus", {"province.txt": PROVINCE, "one.txt": CITY})
    for name, suffix, word in (("map", "html", "只看缺口"), ("report", "md", "落实情况")):
        path = tmp_path / f"x.{suffix}"
        arguments = ["--corpus", folder, name, "株洲", "-o", path]
        for languages, chinese in (
            (("zh", ""), True),
            (("", "zh"), True),
            (("zh", "en"), False),
            (("", ""), False),
        ):
            group, own = (["--lang", one] if one else [] for one in languages)
            assert run(*group, *arguments, *own).code == 0
            assert (word in path.read_text(encoding="utf-8")) == chinese, (name, languages)


@pytest.mark.parametrize("name", ["", *_COMMANDS])
def test_help_is_chinese(run: Run, name: str) -> None:
    done = run("--lang", "zh", *filter(None, [name]), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("用法：cascade")
    for words in ("选项：", "显示本帮助。"):
        assert words in done.out
    for words in ("Usage", "Options", "Show", "default", "required"):
        assert words not in done.out
    english = run("--lang", "en", *filter(None, [name]), "--help")
    assert set(re.findall(r"--[a-z-]+", english.out)) == set(re.findall(r"--[a-z-]+", done.out))


def test_a_wrong_use_is_answered_in_chinese(run: Run) -> None:
    assert "您要找的是 diff 吗？；用法见 cascade --help" in run("--lang", "zh", "dif").err
    assert run("--lang", "zh", "diff", "a").err.endswith("；用法见 cascade diff --help\n")


def test_a_process_in_a_chinese_locale() -> None:
    clean = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES")}
    done = subprocess.run(
        [sys.executable, "-m", "cascade", "-h"],
        capture_output=True,
        encoding="utf-8",
        env=clean | {"LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"},
        timeout=60,
    )
    assert done.returncode == 0
    assert "绘制可交互的层级关系图" in done.stdout


# The catalogue


def spoken() -> Iterator[str]:
    """Yield every message of the command line: called for, listed, or in a help text."""
    for path in Path(cascade.cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.func if isinstance(node.func, ast.Call) else node.func
                name = getattr(called, "id", getattr(called, "attr", ""))
                if name in ("tell", "retell", "words", "_say"):
                    yield node.args[0].value
    context = click.Context(cli)
    for command in (cli, *filter(None, (cli.get_command(context, name) for name in _COMMANDS))):
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            yield " ".join(paragraph.split())
        yield from filter(None, (getattr(one, "help", "") for one in command.get_params(context)))
    yield from (cli.epilog or "", *(text for _, text in _COMMANDS.values()))
    yield from ("Options", "Commands", "default", "required")
    states = (*Status, *FindingKind, DROPPED, REVIEW, MISSING, NOTHING)
    yield from ("Accepted", "Refused", "No link")
    yield from (str(one).capitalize() for one in states)
    yield from (*Level, *Relation, *Basis, *_HEADERS, *SENTENCES, "reading")


def test_the_catalogue_has_every_message() -> None:
    unsaid = {m for m in spoken() if m not in catalogue("zh") and m != Relation.IMPLEMENTS}
    assert unsaid == set()


def test_translations_keep_their_slots() -> None:
    for message in set(spoken()):
        slots = message.count("{}")
        said = translate("zh")(message)
        marks = [f"<{at}>" for at in range(slots)]
        assert all(mark in said.format(*marks) for mark in marks), message


def test_everything_that_changed_is_said(graph: CascadeGraph) -> None:
    say = translate("zh")
    for link in graph.links():
        for words in {change.words for change in link.changes} | ({link.note} - {""}):
            if re.match("[a-z]", words):
                assert sentence_in_words(words, say) != words
            assert sentence_in_words(words, translate("en")) == words


def test_outside_of_a_command_english_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    assert (state("dropped"), retell("reading"), levels("province→city")) == (
        "dropped",
        "reading",
        "province→city",
    )
    assert tell("{} requirements", "{}") == "{} requirements"
    monkeypatch.setenv("LANGUAGE", "zh")
    assert (state("dropped"), levels("province→city")) == ("缺失", "省级→市级")
