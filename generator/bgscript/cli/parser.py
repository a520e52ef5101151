"""The parser of the command line: argparse, made to raise instead of ending the process."""

from __future__ import annotations

import argparse
import os
from importlib import import_module

from bgscript.cli.output import columns
from bgscript.system.errors import UsageError

TYPE_CHECKING = False  # as in main.py
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, NoReturn

    from bgscript.system.session import Session

IS_COMPLETION = "_ARGCOMPLETE" in os.environ
"""Whether a shell asks what could follow in a command line, see ``commands.completion``."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """argparse makes one for every argument. Without a width, each one asks shutil, whose import takes milliseconds."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Wrap sentences; lines with an indent, as in examples, stay."""
        import textwrap

        def lines(line: str) -> list[str]:
            return [line] if line[:1] in ("", " ") else textwrap.wrap(line, width, break_long_words=False)

        return "".join(f"{indent}{part}\n" for line in text.splitlines() for part in lines(line))


class Parser(argparse.ArgumentParser):
    """An argparse parser that raises instead of ending the process, and can learn arguments while it parses.

    ``prepare`` takes the words and gives those that are left for this parser; ``describe`` runs before help is shown.
    """

    def __init__(self, *, own_help: bool = True, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, add_help=False, formatter_class=_Formatter, **settings)
        self.prepare: Callable[[list[str]], list[str]] | None = None
        self.describe: Callable[[], None] | None = None
        if own_help:
            self.add_argument("-h", "--help", action=_Help, nargs=0, help="show this help")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        words = list(args)
        return super().parse_known_args(self.prepare(words) if self.prepare else words, namespace)

    def format_help(self) -> str:
        if self.describe:
            self.describe()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        raise UsageError([message], f"{self.prog} --help shows more")


class HelpWanted(Exception):
    def __init__(self, parser: argparse.ArgumentParser) -> None:
        super().__init__()
        self.parser = parser


class _Help(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        raise HelpWanted(parser)


def parser_for(command: str, commands: Mapping[str, str], session: Session) -> Parser:
    """The program's parser, with one command; with the names of all, if that is none of them.

    Args:
        commands: the summary of each, by its name.
    """
    parser = Parser(prog="bgscript")
    subparsers = parser.add_subparsers(
        metavar="COMMAND", parser_class=Parser, prog="bgscript"
    )  # else argparse makes one
    for name in [command] if command in commands else commands:
        summary = commands[name]
        found = subparsers.add_parser(name, description=f"{summary[:1].upper()}{summary[1:]}.")
        if name == command:
            module = import_module(f"bgscript.cli.commands.{name}")
            module.add_arguments(found, session)
            found.set_defaults(run=module.run, parser=found)
    return parser
