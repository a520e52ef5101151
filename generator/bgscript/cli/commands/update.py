"""``bgscript update``: projects come to a newer template, or to other answers."""

import os
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from bgscript.change.steps import Ask, Outcome, Request, update
from bgscript.cli.commands import refuse_problems
from bgscript.cli.commands.change import add_ways, answers, check_branch, possible_answers, show
from bgscript.cli.output import Output, as_json, is_terminal
from bgscript.cli.reports import change as update_report
from bgscript.cli.reports.change import UpdateReport
from bgscript.system.errors import BgscriptError, Interrupted, UsageError, from_system
from bgscript.system.paths import absolute
from bgscript.system.session import Session

SEVERITY = (0, 4, 2, 3, 1)
"""Exit codes by how bad they are, for several projects: conflicts are less than a project that was not updated."""


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.usage = "bgscript update [PATH...] [options]"
    paths = parser.add_argument("paths", nargs="*", default=["."], metavar="PATH")
    paths.help = "the project's folder (default: this one), or several, each told on a line"
    add_ways(parser)
    parser.add_argument("--ask", action="store_true", help="ask the new questions instead of taking their defaults")
    change = parser.add_argument("--set", action="append", default=[], metavar="QUESTION=VALUE")
    change.help = "change an answer; can be given several times"
    change.completer = possible_answers  # type: ignore[attr-defined]  # argcomplete's own interface
    parser.add_argument("--to", metavar="VERSION", help="go to this release of the template (default: the newest)")
    parser.add_argument(
        "--offline", action="store_true", help="take a hosted template from bgscript, if it has the same releases"
    )


def run(args: Namespace, session: Session, output: Output) -> int:
    refuse_problems(args)
    request = Request(
        to=args.to or "",
        given=answers(args.set),
        ask=_asker(args) if args.ask else None,
        offline=args.offline,
    )
    check_branch(args)
    if len(args.paths) > 1:
        return _run_all(args, request, session, output)
    done, result = _update(args, args.paths[0], request, session)
    return show(args, result, done, output)


def _update(args: Namespace, path: str, request: Request, session: Session) -> tuple[Outcome, UpdateReport]:
    done = update(absolute(path), request, session, dry_run=args.dry_run, branch=args.branch or "")
    branch = [f"--branch={args.branch}"] if args.branch else []
    words = [f"--to={done.new.version}", *(f"--set={change}" for change in args.set), *branch]
    result = update_report.report(done, path, words, args.branch or "")
    result.warnings = [*session.warnings, *result.warnings]
    return done, result


def _run_all(args: Namespace, request: Request, session: Session, output: Output) -> int:
    """Update several projects, one after the other; go on after one that fails, and stop at an interrupt."""
    codes: list[int] = []
    reports: list[UpdateReport | dict[str, Any]] = []
    for path in args.paths:
        try:
            code, report = _run_one_of_many(args, path, request, session, output)
        except KeyboardInterrupt as stop:
            count = sum(code in (0, 4) for code in codes)
            raise Interrupted(f"stopped in {path}; {count} of {len(args.paths)} projects were done before") from stop
        codes.append(code)
        reports.append(report)
    if args.json:
        output.show_json({"command": "update", "projects": reports})
    if args.dry_run and output.lost:
        return 1
    return max(codes, key=SEVERITY.index)


def _run_one_of_many(
    args: Namespace, path: str, request: Request, session: Session, output: Output
) -> tuple[int, UpdateReport | dict[str, Any]]:
    """Update one project, and tell it on a line; its exit code, and its part of --json."""
    absolute(path)  # refuses a current folder that is gone, which no other path would mend
    try:
        with Session(session.signals) as own:
            done, result = _update(args, path, request, own)
    except (BgscriptError, OSError) as error:
        session.signals.check()
        output.warn(f"{path}: {warning}" for warning in own.warnings)
        problem = error if isinstance(error, BgscriptError) else from_system(error)
        output.fail(problem, about="" if os.path.abspath(path) in problem.message else path)
        return problem.exit_code, {"path": path, **as_json(problem)}
    session.signals.resume()
    if not args.json:
        output.warn(f"{path}: {warning}" for warning in result.warnings)
        output.show([update_report.line(result, done, dry_run=args.dry_run)])
    return 4 if result.conflicts else 0, result


def _asker(args: Namespace) -> Ask:
    if len(args.paths) > 1:
        raise UsageError(["--ask takes one project at a time"])
    if args.json or not is_terminal(sys.stdin, sys.stdout):
        raise UsageError(["--ask needs a terminal to ask on"], "--set QUESTION=VALUE answers without one")
    from bgscript.cli.terminal import wizard

    return wizard.ask
