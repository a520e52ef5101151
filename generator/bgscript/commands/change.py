"""What the commands that change a project's answers have in common: ``add``, ``remove`` and ``migrate``."""

from argparse import ArgumentParser, Namespace

from bgscript import update_report
from bgscript.commands import refuse_problems
from bgscript.errors import UsageError
from bgscript.output import Output
from bgscript.paths import absolute
from bgscript.session import Session
from bgscript.update import Change, Request, update


def add_arguments(parser: ArgumentParser) -> None:
    """The project's folder and how the change is made; each command adds what it changes."""
    path = parser.add_argument("path", nargs="?", default=".", metavar="PATH")
    path.help = "the project's folder (default: this one)"
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--dry-run", action="store_true", help="show the whole change as a diff and write nothing")
    parser.add_argument("--branch", metavar="NAME", help="put the change on a new branch; leave files and index alone")


def run(args: Namespace, command: str, words: list[str], change: Change, session: Session, output: Output) -> int:
    """Change a project's answers, at the release that it has, and tell what came of it.

    Args:
        args: what ``add_arguments`` parsed.
        command: what the user called, as ``add view``.
        words: what the user said besides the path, to repeat it.
        change: makes the new answers of the recorded ones.

    Returns:
        The exit code.
    """
    refuse_problems(args)
    if args.branch == "":
        raise UsageError(["--branch needs a name"], "as in --branch new-view")
    request = Request(change=change)
    done = update(absolute(args.path), request, session, dry_run=args.dry_run, branch=args.branch or "")
    branch = [f"--branch={args.branch}"] if args.branch else []
    result = update_report.report(done, args.path, [*words, *branch], args.branch or "", command)
    result.warnings = [*session.warnings, *result.warnings]
    if args.json:
        output.show_json(result)
    else:
        output.warn(result.warnings)
        output.show(update_report.lines(result, done, dry_run=args.dry_run))
    if args.dry_run and output.lost:
        return 1
    return 4 if result.conflicts else 0
