"""What the commands that change a project have in common: arguments, subcommands, and how they show the result."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from shlex import quote

from bgscript.change.effects import Effects
from bgscript.change.migrate.learned import Learned
from bgscript.change.steps import Change, Step, changing
from bgscript.cli.commands import refuse_problems
from bgscript.cli.output import Output
from bgscript.cli.parser import IS_COMPLETION, Parser
from bgscript.cli.reports import change as reports
from bgscript.cli.reports.change import ChangeReport, Wording
from bgscript.system.errors import UsageError, nearest
from bgscript.system.paths import absolute
from bgscript.system.session import Session
from bgscript.template.question import Question
from bgscript.template.questions import Questionnaire


@dataclass(frozen=True)
class Kind:
    """What can be added or removed: how help calls it, the arguments before the path, and how it is done."""

    summary: str
    add_arguments: Callable[[Parser], None]
    run: Callable[[Namespace, Session, Output], int]


def add_kinds(parser: Parser, kinds: Mapping[str, Kind]) -> None:
    """Give a command a subcommand for each kind."""
    found = parser.add_subparsers(metavar="KIND", parser_class=Parser)
    for name, kind in kinds.items():
        own = found.add_parser(name, help=kind.summary, description=f"{kind.summary[:1].upper()}{kind.summary[1:]}.")
        kind.add_arguments(own)
        add_arguments(own)
        own.set_defaults(kind=kind, parser=own)
    if not IS_COMPLETION:  # a shell that completes wants no refusals
        parser.prepare = lambda words: _check_kind(parser.prog, words, list(kinds))


def run_kind(args: Namespace, session: Session, output: Output) -> int:
    """Do what the subcommand says, see ``add_kinds``; the exit code."""
    kind: Kind = args.kind
    return kind.run(args, session, output)


def _check_kind(command: str, words: list[str], kinds: list[str]) -> list[str]:
    hint = f"{command} --help shows more"
    if words[:1] in (["-h"], ["--help"]):
        return words
    if not words or words[0].startswith("-"):
        raise UsageError([f"{command} needs to know what: {' or '.join(kinds)}"], hint)
    if words[0] not in kinds:
        meant = nearest(words[0], kinds) or f": name {' or '.join(kinds)} first"
        raise UsageError([f"{command} does not know {words[0]!r}{meant}"], hint)
    return words


def add_arguments(parser: ArgumentParser) -> None:
    """The project's folder and how the change is made; each command adds what it changes."""
    path = parser.add_argument("path", nargs="?", default=".", metavar="PATH")
    path.help = "the project's folder (default: this one)"
    add_ways(parser)


def add_ways(parser: ArgumentParser) -> None:
    """How a change is made and shown, the same for each command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--dry-run", action="store_true", help="show the whole change as a diff and write nothing")
    parser.add_argument("--branch", metavar="NAME", help="put the change on a new branch; leave files and index alone")


def check(args: Namespace) -> None:
    """Refuse arguments that nobody knows, and a branch without a name.

    Raises:
        UsageError: naming all of them.
    """
    refuse_problems(args)
    if args.branch == "":
        raise UsageError(["--branch needs a name"], "as in --branch template-update")


def opened(args: Namespace, session: Session) -> AbstractContextManager[Step]:
    """The project that the arguments name, at the release that it has; see ``changing``."""
    return changing(absolute(args.path), session, branch=args.branch or "", dry_run=args.dry_run)


def question(questionnaire: Questionnaire, name: str, path: str) -> Question:
    """The question whose answer a command changes.

    Raises:
        UsageError: the project's template is older than the question.
    """
    if found := next((found for found in questionnaire if found.name == name), None):
        return found
    problem = f"{path} is too old for this: {questionnaire.name} does not have the question {name}; update it first"
    raise UsageError([problem], f"bgscript update {quote(path)}")


def report(
    args: Namespace,
    session: Session,
    output: Output,
    change: Change,
    effects: Effects,
    wording: Wording,
    *,
    command: str,
    words: list[str],
    learned: Learned | None = None,
) -> int:
    """Report a change of one project; the exit code.

    Args:
        command: what the user called, as ``add view``.
        words: what the user said besides the path, to repeat it.
        learned: what is known of a move.
    """
    made = reports.report(
        change,
        effects,
        wording,
        command=command,
        path=args.path,
        words=words,
        branch=args.branch or "",
        learned=learned,
        warnings=session.warnings,
    )
    return show(args, output, made, change, effects, wording)


def show(
    args: Namespace, output: Output, made: ChangeReport, change: Change, effects: Effects, wording: Wording
) -> int:
    """Print a report, for people or for programs; the exit code."""
    if args.json:
        output.show_json(made.as_data())
    else:
        output.warn(made.warnings)
        output.show(reports.lines(made, change, effects, wording, dry_run=args.dry_run))
    if args.dry_run and output.lost:
        return 1
    return 4 if made.conflicts else 0


def set_words(words: list[str]) -> dict[str, str]:
    """The answers that --set changes, by question.

    Raises:
        UsageError: naming all that are no ``question=value``.
    """
    if wrong := [word for word in words if not word.partition("=")[1]]:
        raise UsageError([f"--set {word} must be question=value" for word in wrong], "as in --set ci=none")
    return {name.strip().replace("-", "_"): value for name, _, value in (word.partition("=") for word in words)}


def possible_answers(**_: object) -> list[str]:
    """What a shell completes after --set, from the newest template."""
    from bgscript.template import templates

    questions = Questionnaire(templates.current().root)
    return [f"{question.name}={value}" for question in questions for value in question.values or [""]]
