"""What the commands that change a project's answers have in common: ``add``, ``remove`` and ``migrate``."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bgscript import update_report
from bgscript.commands import refuse_problems
from bgscript.errors import UsageError
from bgscript.output import Output
from bgscript.paths import absolute
from bgscript.session import Session
from bgscript.update import Change, Look, Request, update
from bgscript.update_report import BranchReport, UpdateReport


@dataclass(frozen=True)
class More:
    """What a command does besides a change of answers: what it looks at, and what it tells.

    ``given`` are answers by ``--set``; ``look`` and ``title`` are a ``Request``'s; ``forms`` are those of
    ``update_report.report``, ``complete`` fills in what they have more, and ``lines`` shows that to people.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    look: Look | None = None
    title: str = ""
    forms: tuple[type[UpdateReport], type[BranchReport]] = (UpdateReport, BranchReport)
    complete: Callable[[UpdateReport], None] = lambda made: None
    lines: Callable[[UpdateReport], list[str]] = lambda made: []


def add_arguments(parser: ArgumentParser) -> None:
    """The project's folder and how the change is made; each command adds what it changes."""
    path = parser.add_argument("path", nargs="?", default=".", metavar="PATH")
    path.help = "the project's folder (default: this one)"
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
    more: More | None = None,
) -> int:
    """Change a project's answers, at the release that it has, and tell what came of it.

    Args:
        args: what ``add_arguments`` parsed.
        command: what the user called, as ``add view``.
        words: what the user said besides the path, to repeat it.
        change: makes the new answers of the recorded ones.
        more: what the command does besides.

    Returns:
        The exit code.
    """
    refuse_problems(args)
    if args.branch == "":
        raise UsageError(["--branch needs a name"], "as in --branch new-view")
    more = more or More()
    request = Request(change=change, given=more.given, look=more.look, title=more.title)
    done = update(absolute(args.path), request, session, dry_run=args.dry_run, branch=args.branch or "")
    branch = [f"--branch={args.branch}"] if args.branch else []
    result = update_report.report(done, args.path, [*words, *branch], args.branch or "", command, more.forms)
    result.warnings = [*session.warnings, *result.warnings]
    more.complete(result)
    if args.json:
        output.show_json(result)
    else:
        output.warn(result.warnings)
        output.show(update_report.lines(result, done, dry_run=args.dry_run, more=more.lines(result)))
    if args.dry_run and output.lost:
        return 1
    return 4 if result.conflicts else 0


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
    from bgscript import templates
    from bgscript.questions import Questionnaire

    questions = Questionnaire(templates.current().root)
    return [f"{question.name}={value}" for question in questions for value in question.values or [""]]
