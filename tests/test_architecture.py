"""The architecture: imports run one way, heavy libraries have one home and are imported late."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

CONTRACTS = Path(__file__).parent / "importlinter.ini"
PACKAGE = Path(__file__).parents[1] / "cascade"


def test_the_contracts_on_imports_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    failed = lint_imports(config_filename=str(CONTRACTS), no_cache=True)
    assert not failed, capsys.readouterr().out


def test_every_module_says_what_it_is_for() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert path.read_text(encoding="utf-8").startswith('"""'), path.name


def loaded(code: str, *libraries: str, cache: Path | None = None) -> set[str]:
    """Return which of the libraries a fresh interpreter has imported after running the code."""
    code = (
        f"import json, sys\n{code}\nsys.stderr.write('loaded ' + json.dumps(sorted(sys.modules)))"
    )
    environment = os.environ | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    done = subprocess.run(
        [sys.executable, "-W", "error::ImportWarning", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    modules = set(json.loads(done.stderr.rpartition("loaded ")[2]))
    return {name for name in libraries if name in modules}


HEAVY = (
    "numpy",
    "pandas",
    "networkx",
    "scipy",
    "torch",
    "sentence_transformers",
    "pyvis",
    "rapidfuzz",
    "xlsxwriter",
    "IPython",
)


def command(*arguments: str) -> str:
    return (
        f"sys.argv = {['cascade', *arguments]!r}\n"
        "from cascade.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code"
    )


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert not loaded("import cascade", *HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert not loaded(command(*arguments), *HEAVY)


LATE = ("torch", "sentence_transformers", "pandas", "pyvis", "IPython", "xlsxwriter", "scipy")


def test_a_command_imports_no_more_than_it_needs(cache_home: Path) -> None:
    # the first run may have to build; torch is not needed for that either
    assert not loaded(command("documents"), *LATE, cache=cache_home)
    assert not loaded(command("diff", "guangzhou", "zhaoqing"), *LATE, cache=cache_home)


def test_the_public_names_are_there() -> None:
    import cascade

    assert set(cascade.__all__) <= set(dir(cascade))
    for name in cascade.__all__:
        assert getattr(cascade, name) is not None
    with pytest.raises(AttributeError):
        cascade.no_such_name  # noqa: B018


def test_public_functions_and_classes_are_documented() -> None:
    import cascade

    for name in cascade.__all__:
        assert getattr(cascade, name).__doc__, name
