"""Shared fixtures: the bundled corpus built once, the command line in-process, golden cases."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from building import FakeEncoder, Golden, read_golden, write_golden
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from cascade.cli import main
from cascade.graph.network import CascadeGraph
from cascade.linking.tracing import LinkOptions
from cascade.pipeline import build
from cascade.resources import data_path

settings.register_profile(
    "cascade", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("cascade")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the expected part of golden cases with what comes out; review the change",
    )


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Callable[[Path, Callable[[Golden], str]], None]:
    """Compare what comes out of a golden case's input with its expected part."""
    update: bool = request.config.getoption("--update-golden")

    def check(path: Path, make: Callable[[Golden], str]) -> None:
        golden = read_golden(path)
        got = make(golden).strip("\n")
        if update and got != golden.expected:
            write_golden(path, golden, got)
        else:
            assert got == golden.expected

    return check


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's cache directory that only this test run uses."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def built(cache_home: Path) -> Callable[[LinkOptions], CascadeGraph]:
    """Build the bundled corpus with any options, each once."""
    graphs: dict[LinkOptions, CascadeGraph] = {}

    def get(options: LinkOptions) -> CascadeGraph:
        if options not in graphs:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("XDG_CACHE_HOME", str(cache_home))
                graphs[options] = build(options=options)
        return graphs[options]

    return get


@pytest.fixture(scope="session")
def graph(built: Callable[[LinkOptions], CascadeGraph]) -> CascadeGraph:
    """The bundled corpus, linked as by default."""
    return built(LinkOptions())


@pytest.fixture(scope="session")
def graph_unstated(built: Callable[[LinkOptions], CascadeGraph]) -> CascadeGraph:
    """The bundled corpus, linked without the alignment that tables state."""
    return built(LinkOptions(stated=False))


@pytest.fixture(scope="session")
def graph_across(built: Callable[[LinkOptions], CascadeGraph]) -> CascadeGraph:
    """The bundled corpus, linked across years too."""
    return built(LinkOptions(across_years=True))


@pytest.fixture(scope="session")
def seeds() -> dict[str, str]:
    """The decoded text of every shipped document by its file name."""
    folder = data_path("documents")
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


class Outcome(NamedTuple):
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Outcome]]:
    """Run `cascade ARGUMENTS…` in this process, through `main`, as the console script does."""

    def call(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["cascade", *map(str, arguments)])
        runner = CliRunner(env={"XDG_CACHE_HOME": str(cache_home), "COLUMNS": "100"})
        code = 0
        with runner.isolation(color=False) as (out, err, _):
            try:
                main()
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
            sys.stdout.flush()
            sys.stderr.flush()
            said, noted = out.getvalue().decode(), err.getvalue().decode()
        return Outcome(code, said, noted)

    yield call


@pytest.fixture
def plain() -> Callable[[str], bool]:
    """Tell whether a text is free of terminal control sequences."""
    return lambda text: click.unstyle(text) == text
