"""The commands, their flags and exit codes: parse, call one verb, report.

Only what ``--help`` and ``--version`` need is imported up here. The rest is imported where it is used: copier,
questionary and yaml take longer to load than these two take to run.
"""

from __future__ import annotations

import argparse
import os
import sys

from bgscript import __version__
from bgscript.errors import BgscriptError, Interrupted, UsageError, nearest

TYPE_CHECKING = False  # as type checkers understand it; to import typing takes as long as argparse's own work
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

    from bgscript import upgrade
    from bgscript.questions import Answers, Given
    from bgscript.templates import Template


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the words after the program's name; the process's own by default.

    Returns:
        The exit code: 0 done, 1 failed, 2 wrong usage or answers, 3 a template it cannot serve, 4 conflicts left to
        resolve, 130 interrupted.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        from bgscript import interrupts

        interrupts.listen()
        args = _parse(words)
        return args.run(args)
    except BgscriptError as error:
        return _fail(error, words)
    except KeyboardInterrupt:
        return _fail(Interrupted(), words)
    except BrokenPipeError:  # the reader of our output has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _fail(BgscriptError(": ".join(filter(None, [error.filename, error.strerror or str(error)]))), words)
    except Exception as error:
        if "BGSCRIPT_DEBUG" in os.environ:
            raise
        message = f"a bug in bgscript: {type(error).__name__}: {error}"
        return _fail(BgscriptError(message, "BGSCRIPT_DEBUG=1 shows where; please report it"), words)


def new(args: argparse.Namespace) -> int:
    """``bgscript new``: answers, from flags, a file or a person, become a project."""
    from bgscript import create, lifecycle, report, templates
    from bgscript.repository import Outcome

    template = args.template
    if sys.stderr.isatty() and templates.is_ahead(template):
        report.warn(
            [f"this checkout's templates/ is ahead of release {template.version}; `tools/release.py` makes one"]
        )
    flags = _source_flags(args)
    path, answers = _complete(args, _given(args))
    destination = create.absolute(path)
    if args.dry_run:
        files, repository = create.preview(template, answers, destination), Outcome()
    else:
        files, repository = create.create(template, answers, destination, git=args.git)
    result = report.Report(
        command="new",
        path=path,
        target=answers["target"],
        template={"version": template.version, "source": template.source},
        files=[{"path": file.path, "action": "create", "size": file.size} for file in files],
        warnings=[*lifecycle.target(answers["target"]).warnings, *repository.warnings],
        next=[] if args.dry_run else report.next_steps(path, repository),
        replay=report.replay(path, answers, flags),
    )
    if args.json:
        report.show_json(result)
    else:
        report.warn(result.warnings)
        report.show(report.plan(result) if args.dry_run else report.made(result, answers, flags))
    return 0


def targets(args: argparse.Namespace) -> int:
    """``bgscript targets``: where an app can live, and for how long."""
    from bgscript import lifecycle, report

    if args.json:
        report.show_json({"command": "targets", "targets": [target.as_data() for target in lifecycle.targets()]})
    else:
        report.show(lifecycle.table())
    return 0


def update(args: argparse.Namespace) -> int:
    """``bgscript update``: a project comes to a newer template, or to other answers."""
    from bgscript import create, report, update_report, upgrade

    request = upgrade.Request(
        folder=create.absolute(args.path),
        to=args.to or "",
        given=_changes(args.set),
        ask=_asker(args) if args.ask else None,
        offline=args.offline,
        dry_run=args.dry_run,
    )
    done = upgrade.update(request)
    words = [f"--to={done.new.version}", *(f"--set={change}" for change in args.set)]
    result = update_report.report(done, args.path, words)
    if args.json:
        report.show_json(result)
    else:
        report.warn(result.warnings)
        report.show(update_report.lines(result, done, dry_run=args.dry_run))
    return 4 if result.conflicts else 0


# --- From words to answers --------------------------------------------------------------------------------------


def _given(args: argparse.Namespace) -> dict[str, Given]:
    """The answers in the data file and the flags; a flag wins."""
    from pathlib import Path

    from bgscript.questions import Given, read_data

    given = read_data(Path(args.data), args.questionnaire) if args.data else {}
    for question in args.questionnaire:
        if (value := getattr(args, question.name)) is not None:
            given[question.name] = Given(question.parse(value), question.flag)
    return given


def _complete(args: argparse.Namespace, given: dict[str, Given]) -> tuple[str, Answers]:
    """The project's folder and all answers: the missing ones asked for, or taken by default, or refused."""
    from bgscript import create

    folder = create.absolute(args.path or "app").name
    evaluated = args.questionnaire.evaluate(given, folder)
    problems = [*args.problems, *(f"{answer.origin} {answer.problem}" for answer in evaluated if answer.problem)]
    missing = [answer.question.flag for answer in evaluated if answer.applies and answer.question.name not in given]
    can_ask = sys.stdin.isatty() and sys.stdout.isatty() and not args.json
    if args.yes or not can_ask:
        problems += [] if args.path else ["PATH is missing: the folder to make, as in `bgscript new team-pulse`"]
        if missing and not args.yes:
            problems.append(f"no answer to {', '.join(missing)}, and no terminal to ask on; --yes takes the defaults")
    if problems:
        raise UsageError(problems, "bgscript new --help lists the flags and their values")
    if args.yes or not (missing or not args.path):
        return args.path, {answer.question.name: answer.value for answer in evaluated if answer.applies}
    return _ask(args, given)


def _source_flags(args: argparse.Namespace) -> list[str]:
    """The flags that choose another template than the embedded one, to repeat the command with."""
    if not (args.template_source or args.template_version):
        return []
    source = [f"--template-source={args.template_source}"] if args.template_source else []
    return [*source, f"--template-version={args.template.version}"]


def _ask(args: argparse.Namespace, given: dict[str, Given]) -> tuple[str, Answers]:
    from bgscript import create, lifecycle
    from bgscript.wizard import Description, Wizard

    wizard = Wizard(args.questionnaire, given, args.path)

    def describe() -> Description:
        files = create.preview(args.template, wizard.answers, create.absolute(wizard.path))
        target = lifecycle.target(wizard.answers["target"])
        return Description([file.path for file in files], [f"{target.name}: {target.status}"])

    wizard.run(describe)
    return wizard.path, wizard.answers


def _changes(words: list[str]) -> dict[str, str]:
    """The answers that --set changes, by question."""
    if wrong := [word for word in words if not word.partition("=")[1]]:
        raise UsageError([f"--set {word} must be question=value" for word in wrong], "as in --set ci=none")
    return {name.strip().replace("-", "_"): value for name, _, value in (word.partition("=") for word in words)}


def _asker(args: argparse.Namespace) -> upgrade.Ask:
    if args.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(["--ask needs a terminal to ask on"], "--set QUESTION=VALUE answers without one")
    from bgscript import wizard

    return wizard.ask


# --- From the command line to words -----------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        raise UsageError([message], f"{self.prog} --help tells more")


def _parse(words: list[str]) -> argparse.Namespace:
    """Parse the command line.

    ``problems`` in the result has the words that nobody knows, to be reported together with wrong answers.
    """
    if not words or words[0] not in COMMANDS:
        return _parse_top(words)
    run, summary, add_flags = COMMANDS[words[0]]
    parser = _Parser(prog=f"bgscript {words[0]}", description=summary)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    add_flags(parser, words)
    args, unknown = parser.parse_known_args(words[1:])
    flags = [flag for action in parser._actions for flag in action.option_strings]
    args.problems = [_unknown(word, flags) for word in unknown]
    if args.problems and run is not new:
        raise UsageError(args.problems, f"{parser.prog} --help tells more")
    return argparse.Namespace(run=run, **vars(args))


def _parse_top(words: list[str]) -> NoReturn:
    """Answer --help and --version, and refuse everything else."""
    width = max(map(len, COMMANDS))
    commands = "".join(f"  {name.ljust(width)}  {summary}\n" for name, (_, summary, _) in COMMANDS.items())
    parser = _Parser(
        prog="bgscript",
        usage="bgscript [--help] [--version] COMMAND ...",
        description=f"Makes Atlassian apps with background scripts.\n\ncommands:\n{commands}",
        epilog="Start with `bgscript new`, which asks for the rest; `bgscript COMMAND --help` tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"bgscript {__version__}")
    if not words:
        parser.print_help(sys.stderr)
        raise UsageError(["no command"])
    if words[0].startswith("-"):
        _, unknown = parser.parse_known_args(words)
        raise UsageError([_unknown(word, ["--help", "--version"]) for word in unknown], "bgscript --help tells more")
    raise UsageError([f"{words[0]!r} is no command{nearest(words[0], list(COMMANDS))}"], "bgscript --help lists them")


def _unknown(word: str, flags: list[str]) -> str:
    if not word.startswith("-"):
        return f"{word!r} is one argument too many"
    flag = word.partition("=")[0]
    return f"{flag} is no flag{nearest(flag, flags)}"


def _new_flags(parser: argparse.ArgumentParser, words: list[str]) -> None:
    from bgscript.questions import Questionnaire

    parser.usage = "bgscript new [PATH] [flags]"
    parser.add_argument("path", nargs="?", metavar="PATH", help="the project's folder, which it makes")
    parser.add_argument("-y", "--yes", action="store_true", help="take defaults for what is not given; never ask")
    parser.add_argument("--data", metavar="FILE", help="take answers from a YAML file; a flag wins over it")
    parser.add_argument("--dry-run", action="store_true", help="list the files and write nothing")
    parser.add_argument("--no-git", dest="git", action="store_false", help="make no git repository")
    _template_flags(parser)
    template = _template(words)
    answers = parser.add_argument_group("answers", "What is not given here is asked for.")
    questionnaire = Questionnaire(template.root)
    parser.set_defaults(questionnaire=questionnaire, template=template)
    help_texts = questionnaire.help_texts() if {"-h", "--help"} & {*words} else {}
    for question in questionnaire:
        settings: dict[str, Any] = {"dest": question.name, "help": help_texts.get(question.name), "default": None}
        if question.type == "bool":
            settings["action"] = argparse.BooleanOptionalAction
        else:
            settings["metavar"] = "|".join(map(str, question.values)) or question.name.rpartition("_")[2].upper()
        if question.multiselect:
            settings["action"] = "append"
        answers.add_argument(question.flag, **settings)


def _template_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--template-source", metavar="URL", help="take the template from a git repository, which updates follow"
    )
    parser.add_argument("--template-version", metavar="VERSION", help="take this release of it; by default the newest")


def _template(words: list[str]) -> Template:
    """The template that the flags are made of: its source is known before the other words can be understood."""
    from bgscript import templates

    peek = _Parser(prog="bgscript new", add_help=False)
    _template_flags(peek)
    args, _ = peek.parse_known_args(words)
    if not (args.template_source or args.template_version):
        return templates.current()
    import tempfile
    from pathlib import Path

    from bgscript import interrupts, releases

    with interrupts.ignored():
        folder = tempfile.TemporaryDirectory(prefix="bgscript.")
        _KEPT.append(folder)
    return releases.template(args.template_source or "", args.template_version or "", Path(folder.name))


_KEPT: list[Any] = []
"""Folders with templates that are needed until the process ends, and go then."""


def _update_flags(parser: argparse.ArgumentParser, words: list[str]) -> None:
    parser.usage = "bgscript update [PATH] [flags]"
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="the project's folder; by default this one"
    )
    parser.add_argument("--dry-run", action="store_true", help="show the whole change as a diff and write nothing")
    parser.add_argument(
        "--ask", action="store_true", help="ask the questions that are new; else they get their default"
    )
    change = {"action": "append", "default": [], "metavar": "QUESTION=VALUE"}
    parser.add_argument("--set", **change, help="change an answer; can be given again")
    parser.add_argument("--to", metavar="VERSION", help="go to this release of the template; by default the newest")
    parser.add_argument("--offline", action="store_true", help="take a hosted template from bgscript, if it has it")


COMMANDS: dict[
    str, tuple[Callable[[argparse.Namespace], int], str, Callable[[argparse.ArgumentParser, list[str]], None]]
] = {
    "new": (new, "make a project, from flags or by asking", _new_flags),
    "update": (update, "bring a project to a newer template, or to other answers", _update_flags),
    "targets": (targets, "list where an app can live, and for how long", lambda parser, words: None),
}


def _fail(error: BgscriptError, words: list[str]) -> int:
    """Tell of an error. What goes wrong because of an interrupt is one, whatever a library has made of it."""
    from bgscript import interrupts, report

    error = Interrupted() if interrupts.came() else error

    report.fail(error, as_json="--json" in words)
    return error.exit_code
