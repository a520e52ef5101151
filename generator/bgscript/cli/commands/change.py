"""What the commands that change a project's answers have in common: ``add``, ``remove`` and ``migrate``."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from shlex import quote

from bgscript.change.project import Project
from bgscript.change.steps import Change, Look, Outcome, Request, Wording, update
from bgscript.cli.commands import refuse_problems
from bgscript.cli.main import IS_COMPLETION, Parser
from bgscript.cli.output import Output
from bgscript.cli.reports import change as update_report
from bgscript.cli.reports.change import BranchReport, UpdateReport
from bgscript.system.errors import UsageError, nearest
from bgscript.system.paths import absolute
from bgscript.system.session import Session
from bgscript.template.question import Question
from bgscript.template.questions import Questionnaire


@dataclass(frozen=True)
class More:
    """What a command does besides a change of answers: what it looks at, and what it tells.

    ``given`` are answers by ``--set``; ``look`` is a ``Request``'s; ``forms`` are those of ``update_report.report``,
    ``complete`` fills in what they have more, and ``lines`` shows that to people.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    look: Look | None = None
    forms: tuple[type[UpdateReport], type[BranchReport]] = (UpdateReport, BranchReport)
    complete: Callable[[UpdateReport], None] = lambda made: None
    lines: Callable[[UpdateReport], list[str]] = lambda made: []


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
    hint = f"{command} --help tells more"
    if words[:1] in (["-h"], ["--help"]):
        return words
    if not words or words[0].startswith("-"):
        raise UsageError([f"{command} needs to know what: {' or '.join(kinds)}"], hint)
    if words[0] not in kinds:
        meant = nearest(words[0], kinds) or f": name {' or '.join(kinds)} first"
        raise UsageError([f"{command} does not know {words[0]!r}{meant}"], hint)
    return words


def question(questionnaire: Questionnaire, name: str, path: str) -> Question:
    """The question whose answer a command changes.

    Raises:
        UsageError: the project's template is older than the question.
    """
    if found := next((found for found in questionnaire if found.name == name), None):
        return found
    problem = f"{path} is too old for this: {questionnaire.name} does not have the question {name}; update it first"
    raise UsageError([problem], f"bgscript update {quote(path)}")


def add_arguments(parser: ArgumentParser) -> None:
    """The project's folder and how the change is made; each command adds what it changes."""
    path = parser.add_argument("path", nargs="?", default=".", metavar="PATH")
    path.help = "the project's folder (default: this one)"
    add_ways(parser)


def add_ways(parser: ArgumentParser) -> None:
    """How a change is made and told, the same for each command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--dry-run", action="store_true", help="show the whole change as a diff and write nothing")
    parser.add_argument("--branch", metavar="NAME", help="put the change on a new branch; leave files and index alone")


def run(
    args: Namespace,
    command: str,
    words: list[str],
    change: Change,
    session: Session,
    output: Output,
    *,
    wording: Wording | None = None,
    check: Callable[[Project], None] | None = None,
    more: More | None = None,
) -> int:
    """Change a project's answers, at the release that it has, and tell what came of it.

    Args:
        args: what ``add_arguments`` parsed.
        command: what the user called, as ``add view``.
        words: what the user said besides the path, to repeat it.
        change: makes the new answers of the recorded ones.
        wording: how the change is called; else it is a change of answers.
        check: refuses a project, as it is committed.
        more: what the command does besides.

    Returns:
        The exit code.
    """
    refuse_problems(args)
    check_branch(args)
    more = more or More()
    request = Request(change=change, check=check, wording=wording, given=more.given, look=more.look)
    done = update(absolute(args.path), request, session, dry_run=args.dry_run, branch=args.branch or "")
    branch = [f"--branch={args.branch}"] if args.branch else []
    result = update_report.report(done, args.path, [*words, *branch], args.branch or "", command, more.forms)
    result.warnings = [*session.warnings, *result.warnings]
    more.complete(result)
    return show(args, result, done, output, more.lines(result))


def show(args: Namespace, result: UpdateReport, done: Outcome, output: Output, more: Sequence[str] = ()) -> int:
    """Tell what came of a change, to people with ``more`` lines; the exit code."""
    if args.json:
        output.show_json(result)
    else:
        output.warn(result.warnings)
        output.show(update_report.lines(result, done, dry_run=args.dry_run, more=more))
    if args.dry_run and output.lost:
        return 1
    return 4 if result.conflicts else 0


def check_branch(args: Namespace) -> None:
    """Refuse a branch without a name.

    Raises:
        UsageError: it has none.
    """
    if args.branch == "":
        raise UsageError(["--branch needs a name"], "as in --branch template-update")


def answers(words: list[str]) -> dict[str, str]:
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
    from bgscript.template.questions import Questionnaire

    questions = Questionnaire(templates.current().root)
    return [f"{question.name}={value}" for question in questions for value in question.values or [""]]
