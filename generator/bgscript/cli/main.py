"""The command line: one place that chooses the command, and turns errors into messages and exit codes.

Only what ``--help`` and ``--version`` need is imported up here. The rest is imported where it is used: copier,
prompt_toolkit and yaml take longer to load than these two take to run.
"""

from __future__ import annotations

import os
import sys

from bgscript import __version__
from bgscript.cli.output import Output, columns, is_terminal
from bgscript.cli.wrapping import fill
from bgscript.system.errors import BgscriptError, Interrupted, UsageError, from_system, nearest, unexpected
from bgscript.system.signals import Signals

TYPE_CHECKING = False  # as type checkers understand it; to import typing takes as long as argparse's own work
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bgscript.system.progress import Progress

COMMANDS = {
    "new": "make a project, from flags or by asking",
    "adopt": "add a background script to an app that exists, in place",
    "update": "update a project to a newer template, or change its answers",
    "add": "add a view or a host page to a project",
    "remove": "remove a view or a host page from a project",
    "migrate": "move an app to another host page, and report what is left to do",
    "check": "report what is wrong in projects, and what Atlassian removes",
    "doctor": "report what a project needs on this machine and does not have",
    "schema": "print the JSON Schema of answers, settings or outputs",
    "targets": "list the host pages of an app, and how long each is supported",
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
    # what goes wrong because of a signal is an interrupt, however a library reports it
    if signals.received and not isinstance(problem, Interrupted):
        problem = Interrupted()
    output.fail(problem, is_json="--json" in words)
    return problem.exit_code


def _run(words: list[str], signals: Signals, output: Output) -> int:
    if "_ARGCOMPLETE" in os.environ:
        return _complete(signals)
    if not words or words[0].startswith("-"):
        return _answer(words, output)
    if words[0] not in COMMANDS:
        problem = f"unknown command {words[0]!r}{nearest(words[0], list(COMMANDS))}"
        raise UsageError([problem], "bgscript --help lists the commands")
    from bgscript.cli.parser import HelpWanted, parser_for
    from bgscript.system.session import Session

    with Session(signals, _progress(words, output)) as session:
        parser = parser_for(words[0], COMMANDS, session)
        try:
            args, unknown = parser.parse_known_args(words)
        except HelpWanted as wanted:
            output.write(wanted.parser.format_help())
            return 1 if output.lost else 0
        flags = [flag for action in args.parser._actions for flag in action.option_strings]
        args.problems = [_unknown(word, flags) for word in unknown]
        try:
            code: int = args.run(args, session, output)
        except BaseException:
            signals.finish()  # a second Ctrl-C must not change what is said about the first
            output.warn(session.warnings)  # no report does
            raise
    return code


def _progress(words: list[str], output: Output) -> Progress:
    """What says that something takes long, to somebody who looks at the terminal."""
    from bgscript.system.progress import Progress

    is_watched = is_terminal(sys.stderr) and "--json" not in words
    return Progress(output.inform if is_watched else None)


def _complete(signals: Signals) -> int:
    """Answer a shell that completes a command line. What goes wrong gives no completions, and no message."""
    import argcomplete

    from bgscript.cli.parser import parser_for
    from bgscript.system.session import Session

    with Session(signals) as session:
        words = os.environ.get("COMP_LINE", "").split()
        argcomplete.autocomplete(parser_for(words[1] if len(words) > 1 else "", COMMANDS, session))
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
    commands = "".join(_filled(f"  {name.ljust(width)}  ", summary) for name, summary in COMMANDS.items())
    help_of_one = "show this help, or that of a command: bgscript COMMAND --help"
    return f"""\
usage: bgscript COMMAND [options]

{_filled("", "Makes Atlassian apps with background scripts, and keeps them current.")}
commands:
{commands}
options:
{_filled("  -h, --help  ", help_of_one)}  --version   show the version

{_filled("", "Start with `bgscript new`, which asks for the rest.")}"""


def _filled(start: str, text: str) -> str:
    """Lines that fit on the terminal, after a start."""
    return "".join(f"{line}\n" for line in fill(text, columns(), start, " " * len(start)))


def _unknown(word: str, flags: list[str]) -> str:
    if not word.startswith("-"):
        return f"unexpected argument {word!r}"
    flag = word.partition("=")[0]
    return f"unknown option {flag}{nearest(flag, flags)}"
