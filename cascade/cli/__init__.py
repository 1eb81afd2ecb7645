"""The command line: options → one library call → echo. The only home of click.

Exit codes: 0 done, 1 differences found (`diff --exit-code`), 2 wrong use or input.
Each command lives in the module named in `_COMMANDS` and is imported when it is called, so that
`cascade --help` answers at once.
"""

import gc
import importlib
import io
import sys
from pathlib import Path
from typing import NoReturn

import click

from cascade.cli.language import Context, language_option, retell, words
from cascade.errors import CascadeError

_COMMANDS = {
    "documents": ("documents", "List what is in the corpus and what each document implements."),
    "diff": ("compare", "Compare what two places made of the same upstream requirements."),
    "unmapped": ("audit", "List upstream requirements that a place left without a counterpart."),
    "findings": ("audit", "List dropped, weakened, strengthened, mixed, added, unmatched."),
    "review": ("audit", "List the doubtful links that a person should decide."),
    "trace": ("trace", "Show one requirement's whole tree, up and down, across all places."),
    "map": ("outputs", "Draw an interactive map of the cascade."),
    "report": ("report", "Write a report as HTML, XLSX or Markdown."),
    "export": ("outputs", "Write everything as open data."),
    "evaluate": ("evaluate", "Compare with reference annotations."),
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are called; help speaks the user's language."""

    context_class = Context

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an error of ours is told in the user's language."""
        try:
            return super().invoke(ctx)
        except CascadeError as error:
            if ctx.params.get("debug"):
                raise
            raise click.ClickException(retell(str(error))) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = importlib.import_module(f"cascade.cli.{_COMMANDS[name][0]}")
        command: click.Command = getattr(module, f"{name}_command")
        command.context_class = Context
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], _COMMANDS, 1) if args else []
            if not near:
                raise
            asked = words(ctx)("Did you mean {}?").format(near[0])
            raise click.UsageError(f"{error.message} {asked}", ctx) from error


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Shell completion: eval "$(_CASCADE_COMPLETE=bash_source cascade)" (or zsh, fish).',
)
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of documents (.txt, .md) and an optional corpus.toml; the bundled one by default.",
)
@language_option
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="policy-cascade", prog_name="cascade")
@click.pass_context
def cli(ctx: click.Context, corpus: Path | None, debug: bool) -> None:
    """See what happens to a government's orders on their way down.

    cascade reads official documents, makes every requirement a node, links each to the one it
    carries out one level up, and says what was dropped, weakened, strengthened or added.
    """
    ctx.obj = corpus


def main() -> None:
    """Run the command line; anything wrong is one line on stderr and exit code 2."""
    gc.disable()  # a command ends before its garbage matters; looking for it costs a third
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a sign
    try:
        sys.exit(cli(prog_name="cascade", standalone_mode=False) or 0)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "cascade"
        see = words(error.ctx)("; see {} --help").format(command)
        _fail(error.format_message().rstrip(".") + see)
    except click.ClickException as error:
        _fail(error.format_message())
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        if "--debug" in sys.argv:
            raise
        _fail(f"{error.filename}: {error.strerror}; choose another path")


def _fail(message: str) -> NoReturn:
    click.echo(f"cascade: {message}", err=True)
    sys.exit(2)
