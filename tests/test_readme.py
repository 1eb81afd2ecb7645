"""The README is the manual: what it shows is what the program says."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import cascade
from cascade.cli import _COMMANDS

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def between(text: str, marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```\w*\n(.*?)```", text, re.DOTALL)
    assert found, marker
    return found.group(1)


def test_the_help_is_the_programs(readme: str, run: Callable[..., object]) -> None:
    assert " ".join(between(readme, "help").split()) == " ".join(run("--help").out.split())  # type: ignore[attr-defined]


def test_every_command_is_in_the_table(readme: str) -> None:
    for name in _COMMANDS:
        assert re.search(rf"^\| `cascade {name}\b", readme, re.MULTILINE), name


def test_commands_that_the_readme_names_exist(readme: str) -> None:
    named = set(re.findall(r"`cascade ([a-z]+)\b", readme))
    assert named <= set(_COMMANDS)


def test_options_that_the_readme_names_exist(readme: str, run: Callable[..., object]) -> None:
    said = " ".join(run(name, "-h").out for name in _COMMANDS) + run("-h").out  # type: ignore[attr-defined]
    prose = re.sub(r"```.*?```", "", readme, flags=re.DOTALL)
    for option in set(re.findall(r"`(--[a-z-]+)", prose)):
        assert option in said, option


def test_the_settings_in_the_readme_are_toml(readme: str) -> None:
    example = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert example
    (table,) = tomllib.loads(example.group(1))["documents"].values()
    assert set(table) == {"id", "level", "jurisdiction", "year", "implements"}


def test_names_of_the_library_in_the_readme_exist(readme: str) -> None:
    for name in set(re.findall(r"\bcascade\.([a-z_]+)\(", readme)):
        assert hasattr(cascade, name), name


def test_the_commands_to_copy_are_one_line_each(readme: str) -> None:
    for marker in ("main command", "test command"):
        assert between(readme, marker).strip().count("\n") == 0
