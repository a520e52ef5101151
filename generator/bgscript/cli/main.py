"""The command line: one parser, one place that turns errors into messages and exit codes.

Only what ``--help`` and ``--version`` need is imported up here. The rest is imported where it is used: copier,
prompt_toolkit and yaml take longer to load than these two take to run.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from bgscript import __version__
from bgscript.cli.output import Output
from bgscript.system.errors import BgscriptError, Interrupted, UsageError, from_system, nearest, unexpected
from bgscript.system.signals import Signals

TYPE_CHECKING = False  # as type checkers understand it; to import typing takes as long as argparse's own work
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

    from bgscript.system.session import Session

IS_COMPLETION = "_ARGCOMPLETE" in os.environ
"""Whether a shell asks what could follow in a command line, see ``commands.completion``."""

COMMANDS = {
    "new": "make a project, from flags or by asking",
    "update": "bring a project to a newer template, or to other answers",
    "add": "give a project one more view or home",
    "remove": "take a view or a home out of a project",
    "migrate": "move an app to another home, and tell what is left to do",
    "check": "tell what is wrong in projects, and what ends when",
    "targets": "list where an app can live, and for how long",
    "completion": "print the script that completes commands in a shell",
}
"""Each is a module of ``commands``, with ``add_arguments(parser, session)`` and ``run(args, session, output)``."""


def main(argv: Sequence[str] | None = None, signals: Signals | None = None) -> int:
    """Run one command.

    Args:
        argv: the words after the program's name; the process's own by default.
        signals: opened by the caller, who answers for what comes after; by default they are as before in the end.

    Returns:
        The exit code: 0 done, 1 failed, 2 wrong usage or answers, 3 a template it cannot serve, 4 conflicts left to
        resolve, 5 ``check`` found errors, 130 interrupted.
    """
    if signals is None:
        with Signals() as own:
            return main(argv, own)
    words = list(sys.argv[1:] if argv is None else argv)
    output = Output()
    try:
        return _run(words, signals, output)
    except BgscriptError as error:
        problem = error
    except (KeyboardInterrupt, EOFError):
        problem = Interrupted()
    except OSError as error:
        problem = from_system(error)
    except Exception as error:
        if "BGSCRIPT_DEBUG" in os.environ:
            raise
        problem = BgscriptError(unexpected(error), "BGSCRIPT_DEBUG=1 shows where; please report it")
    # what goes wrong because of a signal is an interrupt, whatever a library has made of it
    if signals.received and not isinstance(problem, Interrupted):
        problem = Interrupted()
    output.fail(problem, is_json="--json" in words)
    return problem.exit_code


def _run(words: list[str], signals: Signals, output: Output) -> int:
    if IS_COMPLETION:
        return _complete(signals)
    if not words or words[0].startswith("-"):
        return _answer(words, output)
    if words[0] not in COMMANDS:
        problem = f"unknown command {words[0]!r}{nearest(words[0], list(COMMANDS))}"
        raise UsageError([problem], "bgscript --help lists the commands")
    from bgscript.system.session import Session

    with Session(signals) as session:
        parser = _parser(words[0], session)
        try:
            args, unknown = parser.parse_known_args(words)
        except _HelpWanted as wanted:
            output.write(wanted.parser.format_help())
            return 1 if output.lost else 0
        flags = [flag for action in args.parser._actions for flag in action.option_strings]
        args.problems = [_unknown(word, flags) for word in unknown]
        try:
            code: int = args.run(args, session, output)
        except BaseException:
            output.warn(session.warnings)  # no report does
            raise
    return code


def _complete(signals: Signals) -> int:
    """Answer a shell that completes a command line. What goes wrong gives no completions, and no message."""
    import argcomplete

    from bgscript.system.session import Session

    with Session(signals) as session:
        words = os.environ.get("COMP_LINE", "").split()
        argcomplete.autocomplete(_parser(words[1] if len(words) > 1 else "", session))
    return 1  # autocomplete ends the process; it is here only if the shell's variables are wrong


def _answer(words: list[str], output: Output) -> int:
    """Answer --help and --version; refuse everything else without a command."""
    if words[:1] == ["--version"]:
        output.write(f"bgscript {__version__}\n")
    elif words[:1] in (["--help"], ["-h"]):
        output.write(_overview())
    elif words:
        problem = _unknown(words[0], ["--help", "--version"])
        raise UsageError([problem], "a command comes first; bgscript --help lists them")
    else:
        raise UsageError(["no command given"], "bgscript new makes a project; bgscript --help lists the commands")
    return 1 if output.lost else 0


def _overview() -> str:
    width = max(map(len, COMMANDS))
    commands = "".join(f"  {name.ljust(width)}  {summary}\n" for name, summary in COMMANDS.items())
    return f"""\
usage: bgscript COMMAND [options]

Makes Atlassian apps with background scripts, and keeps them current.

commands:
{commands}
options:
  -h, --help  show this help, or that of a command: bgscript COMMAND --help
  --version   show the version

Start with `bgscript new`, which asks for the rest.
"""


def _unknown(word: str, flags: list[str]) -> str:
    if not word.startswith("-"):
        return f"unexpected argument {word!r}"
    flag = word.partition("=")[0]
    return f"unknown option {flag}{nearest(flag, flags)}"


# --- The parser -----------------------------------------------------------------------------------------------------


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """argparse makes one for every argument. Without a width, each one asks shutil, whose import takes milliseconds."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """The terminal's width, as shutil tells it."""
    if os.environ.get("COLUMNS", "").isdecimal() and int(os.environ["COLUMNS"]) > 0:
        return int(os.environ["COLUMNS"])
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


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
        raise UsageError([message], f"{self.prog} --help tells more")


class _HelpWanted(Exception):
    def __init__(self, parser: argparse.ArgumentParser) -> None:
        super().__init__()
        self.parser = parser


class _Help(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        raise _HelpWanted(parser)


def _parser(command: str, session: Session) -> Parser:
    """The program's parser, with the arguments of one command; the others have only their names."""
    parser = Parser(prog="bgscript")
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=Parser, prog="bgscript")  # else argparse makes one
    for name, summary in COMMANDS.items():
        found = commands.add_parser(name, description=f"{summary[:1].upper()}{summary[1:]}.")
        if name == command:
            module = import_module(f"bgscript.cli.commands.{name}")
            module.add_arguments(found, session)
            found.set_defaults(run=module.run, parser=found)
    return parser
