"""``bgscript update``: a project comes to a newer template, or to other answers."""

import sys
from argparse import ArgumentParser, Namespace

from bgscript import update_report
from bgscript.commands import refuse_problems
from bgscript.errors import UsageError
from bgscript.output import Output, is_terminal
from bgscript.paths import absolute
from bgscript.session import Session
from bgscript.update import Ask, Request, update


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.usage = "bgscript update [PATH] [options]"
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the project's folder (default: this one)")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--dry-run", action="store_true", help="show the whole change as a diff and write nothing")
    parser.add_argument("--ask", action="store_true", help="ask the new questions instead of taking their defaults")
    change = parser.add_argument("--set", action="append", default=[], metavar="QUESTION=VALUE")
    change.help = "change an answer; can be given several times"
    change.completer = _possible_changes  # type: ignore[attr-defined]  # argcomplete's own interface
    parser.add_argument("--to", metavar="VERSION", help="go to this release of the template (default: the newest)")
    parser.add_argument(
        "--offline", action="store_true", help="take a hosted template from bgscript, if it has the same releases"
    )


def run(args: Namespace, session: Session, output: Output) -> int:
    refuse_problems(args)
    request = Request(
        to=args.to or "",
        given=_changes(args.set),
        ask=_asker(args) if args.ask else None,
        offline=args.offline,
    )
    done = update(absolute(args.path), request, session, dry_run=args.dry_run)
    words = [f"--to={done.new.version}", *(f"--set={change}" for change in args.set)]
    result = update_report.report(done, args.path, words)
    result.warnings = [*session.warnings, *result.warnings]
    if args.json:
        output.show_json(result)
    else:
        output.warn(result.warnings)
        output.show(update_report.lines(result, done, dry_run=args.dry_run))
    if args.dry_run and output.lost:
        return 1
    return 4 if result.conflicts else 0


def _possible_changes(**_: object) -> list[str]:
    """What a shell completes after --set, from the newest template."""
    from bgscript import templates
    from bgscript.questions import Questionnaire

    questions = Questionnaire(templates.current().root)
    return [f"{question.name}={value}" for question in questions for value in question.values or [""]]


def _changes(words: list[str]) -> dict[str, str]:
    """The answers that --set changes, by question."""
    if wrong := [word for word in words if not word.partition("=")[1]]:
        raise UsageError([f"--set {word} must be question=value" for word in wrong], "as in --set ci=none")
    return {name.strip().replace("-", "_"): value for name, _, value in (word.partition("=") for word in words)}


def _asker(args: Namespace) -> Ask:
    if args.json or not is_terminal(sys.stdin, sys.stdout):
        raise UsageError(["--ask needs a terminal to ask on"], "--set QUESTION=VALUE answers without one")
    from bgscript import wizard

    return wizard.ask
