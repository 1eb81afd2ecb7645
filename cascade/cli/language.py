"""The language that the command line speaks: as `--lang` says, or else as the locale does.

What is printed for people goes through `tell`, `retell` or `state`; json, csv and Markdown keep
the English names of fields and statuses, on which programs rely.
"""

import re
from collections.abc import Iterable

import click

from cascade.messages import (
    LANGUAGES,
    Translate,
    default_language,
    sentence_in_words,
    translate,
)

_KEY = "cascade.language"
_HELP = re.compile(r"(.*?)(\s*\[(?:default|required).*)?", re.DOTALL)
"""The help of an option, and what click appends to it."""


def _keep(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        ctx.meta[_KEY] = value  # shared with the contexts of commands


language_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,  # before --help
    expose_value=False,
    callback=_keep,
    help="Language of our own words, that of the locale by default; policy text stays as it is.",
)


def language(ctx: click.Context | None = None) -> str:
    """Return the language of a context, the current one by default."""
    ctx = ctx or click.get_current_context(silent=True)
    return (ctx and ctx.meta.get(_KEY)) or default_language()


def words(ctx: click.Context | None = None) -> Translate:
    """Return the function that says a message in the language of a context."""
    return translate(language(ctx))


def tell(message: str, *values: object) -> str:
    """Say a message of the command line, its slots filled."""
    return words()(message).format(*values)


def retell(sentence: str) -> str:
    """Say a sentence, a level or a word that the library has put together."""
    return sentence_in_words(str(sentence), words())


def levels(hop: str) -> str:
    """Say a level, or a step between two."""
    return "→".join(map(retell, hop.split("→")))


def state(status: str) -> str:
    """Say a status or another state; English ones stay small."""
    label = str(status).capitalize()
    said = words()(label)
    return str(status) if said == label else said


def listed(names: Iterable[str]) -> str:
    """Say one after the other."""
    return words()(", ").join(names)


class Context(click.Context):
    """A context whose help speaks its language."""

    def make_formatter(self) -> click.HelpFormatter:
        plain = super().make_formatter()
        return plain if language(self) == "en" else _Formatter(plain.width, words(self))


class _Formatter(click.HelpFormatter):
    """Help in another language, measured by what it takes on a terminal."""

    def __init__(self, width: int, say: Translate) -> None:
        super().__init__(width=width)
        self._say = say

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or self._say("Usage: "))

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{self._say(heading)}{self._say(': ').strip()}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for at, paragraph in enumerate(text.split("\n\n")):
            said = self._say(" ".join(paragraph.split()))
            lines = _lines(said, self.width - self.current_indent)
            self.write("\n" * bool(at) + "".join(f"{indent}{line}\n" for line in lines))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        rows = list(rows)
        indent = " " * self.current_indent
        first = min(max(len(term) for term, _ in rows), col_max) + col_spacing
        for term, text in rows:
            said, extra = _HELP.fullmatch(text).groups()  # type: ignore[union-attr]
            said = self._say(said) + (self._extra(extra) if extra else "")
            lines = _lines(said, self.width - first - self.current_indent)
            if len(term) + col_spacing > first:
                self.write(f"{indent}{term}\n")
                term = ""
            for line in lines:
                self.write(f"{indent}{term:<{first}}{line}\n")
                term = ""

    def _extra(self, text: str) -> str:
        return re.sub(r"default|required", lambda found: self._say(found[0]), text)


def _lines(text: str, columns: int) -> list[str]:
    from cascade.rendering import width

    lines = [""]
    for piece in re.findall(r"(?:[!-~]+ *|.)[，。；：、）]*", text):
        if width(lines[-1] + piece.rstrip()) > columns:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
