"""``bgscript update``: projects come to a newer template, or to other answers."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bgscript.change import effects
from bgscript.change.effects import Effects
from bgscript.change.plan import Plan
from bgscript.change.steps import Change, changing
from bgscript.cli.commands import change as commands
from bgscript.cli.commands import refuse_problems
from bgscript.cli.output import Output, as_json, is_terminal
from bgscript.cli.reports import change as reports
from bgscript.cli.reports.change import ChangeReport, Wording
from bgscript.system.errors import BgscriptError, Interrupted, UsageError, from_system
from bgscript.system.paths import absolute
from bgscript.system.session import Session
from bgscript.template.questions import Given

SEVERITY = (0, 4, 2, 3, 1)
"""Exit codes by how bad they are, for several projects: conflicts are less than a project that was not updated."""

_TITLE = 50
"""How many letters of a commit's title may list answers."""


@dataclass(frozen=True)
class _Update:
    """An update of one project, with what is to be reported of it."""

    change: Change
    effects: Effects
    wording: Wording
    report: ChangeReport


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.usage = "bgscript update [PATH...] [options]"
    paths = parser.add_argument("paths", nargs="*", default=["."], metavar="PATH")
    paths.help = "the project's folder (default: this one), or several; each is reported on one line"
    commands.add_ways(parser)
    parser.add_argument("--ask", action="store_true", help="ask the new questions instead of taking their defaults")
    change = parser.add_argument("--set", action="append", default=[], metavar="QUESTION=VALUE")
    change.help = "change an answer; can be given several times"
    change.completer = commands.possible_answers  # type: ignore[attr-defined]  # argcomplete's own interface
    parser.add_argument("--to", metavar="VERSION", help="go to this release of the template (default: the newest)")
    parser.add_argument(
        "--offline", action="store_true", help="take a hosted template from bgscript, if it has the same releases"
    )


def run(args: Namespace, session: Session, output: Output) -> int:
    refuse_problems(args)
    args.answers = commands.set_words(args.set)
    _check_ask(args)
    commands.check(args)
    if len(args.paths) > 1:
        return _run_all(args, session, output)
    done = _update(args, args.paths[0], session)
    return commands.show(args, output, done.report, done.change, done.effects, done.wording)


def _check_ask(args: Namespace) -> None:
    if args.ask and len(args.paths) > 1:
        raise UsageError(["--ask takes one project at a time"])
    if args.ask and (args.json or not is_terminal(sys.stdin, sys.stdout)):
        raise UsageError(["--ask needs a terminal to ask on"], "--set QUESTION=VALUE answers without one")


def _update(args: Namespace, path: str, session: Session) -> _Update:
    branch = args.branch or ""
    with changing(
        absolute(path), session, to=args.to or "", offline=args.offline, branch=branch, dry_run=args.dry_run
    ) as step:
        if step.old == step.new and not args.answers:
            return _reported(args, path, session, Change(step.project, step.old, step.new), Effects(), Wording(""))
        given = step.set(args.answers)
        if args.ask:
            from bgscript.cli.terminal import wizard

            given |= wizard.ask(step.questions, step.answers(given), step.new_questions(given))
        plan = step.plan(given)
        merge = step.merge(plan)
        meaning = effects.learn(step.project, plan, merge)
        wording = Wording(_title(plan, given))
        done = step.apply(plan, merge, wording.title)
    return _reported(args, path, session, done, meaning, wording)


def _title(plan: Plan, given: Mapping[str, Given]) -> str:
    """The title of a commit: what changed, version or answers."""
    version = [f"Template {plan.new.version}"] if plan.old.version != plan.new.version else []
    answers = ", ".join(f"{name}={_word(answer.value)}" for name, answer in given.items())
    shown = answers if len(answers) < _TITLE else "other answers"
    if not given:
        return version[0] if version else f"Template {plan.new.version}"
    return ", ".join([*version, shown]) if version else f"Set {shown}"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _reported(
    args: Namespace, path: str, session: Session, done: Change, meaning: Effects, wording: Wording
) -> _Update:
    words = [f"--to={done.new.version}", *(f"--set={change}" for change in args.set)]
    branch, warnings = args.branch or "", session.warnings
    made = reports.report(
        done, meaning, wording, command="update", path=path, words=words, branch=branch, warnings=warnings
    )
    return _Update(done, meaning, wording, made)


def _run_all(args: Namespace, session: Session, output: Output) -> int:
    """Update several projects, one after the other; go on after one that fails, and stop at an interrupt."""
    codes: list[int] = []
    found: list[dict[str, Any]] = []
    for path in session.progress.each(args.paths):
        try:
            code, report = _run_one_of_many(args, path, session, output)
        except KeyboardInterrupt as stop:
            session.signals.finish()  # a second one must not change what is said about the first
            count = sum(code in (0, 4) for code in codes)
            raise Interrupted(f"stopped in {path}; {count} of {len(args.paths)} projects were done before") from stop
        codes.append(code)
        found.append(report)
    if args.json:
        output.show_json({"command": "update", "projects": found})
    if args.dry_run and output.lost:
        return 1
    return max(codes, key=SEVERITY.index)


def _run_one_of_many(args: Namespace, path: str, session: Session, output: Output) -> tuple[int, dict[str, Any]]:
    """Update one project, and report it on a line; its exit code, and its part of --json."""
    absolute(path)  # refuses a current folder that is gone, which no other path would mend
    try:
        with Session(session.signals, session.progress) as own:
            done = _update(args, path, own)
    except (BgscriptError, OSError) as error:
        session.signals.check()
        output.warn(f"{path}: {warning}" for warning in own.warnings)
        problem = error if isinstance(error, BgscriptError) else from_system(error)
        output.fail(problem, about="" if os.path.abspath(path) in problem.message else path)
        return problem.exit_code, {"path": path, **as_json(problem)}
    session.signals.resume()
    if not args.json:
        output.warn(f"{path}: {warning}" for warning in done.report.warnings)
        output.show([reports.line(done.report, done.change, done.wording, dry_run=args.dry_run)])
    return 4 if done.report.conflicts else 0, done.report.as_data()
