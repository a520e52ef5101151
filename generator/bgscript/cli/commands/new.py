"""``bgscript new``: answers, from flags, a file or a person, become a project."""

import argparse
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bgscript.change import homes
from bgscript.cli import defaults as user_defaults
from bgscript.cli import help as questions_help
from bgscript.cli import template_flags
from bgscript.cli.defaults import Defaults
from bgscript.cli.output import Output, is_terminal
from bgscript.cli.parser import Parser
from bgscript.cli.reports import new as report
from bgscript.documents import surroundings
from bgscript.new import create, packages
from bgscript.new.repository import Outcome
from bgscript.system.errors import UsageError
from bgscript.system.paths import absolute
from bgscript.system.session import Session
from bgscript.template import lifecycle, templates
from bgscript.template.questions import (
    Answer,
    Answers,
    Given,
    Questionnaire,
    read_data,
    spell,
)
from bgscript.template.templates import Template

if TYPE_CHECKING:
    from bgscript.check.findings import Finding
    from bgscript.importing.facts import Facts
    from bgscript.importing.left import Left


def add_arguments(parser: Parser, session: Session) -> None:
    """The arguments of ``new``. Those for a template's questions follow when its address is known."""
    parser.usage = "bgscript new [PATH] [options]"
    parser.epilog = questions_help.EXAMPLES
    parser.add_argument("path", nargs="?", metavar="PATH", help="the project's folder, which it makes")
    parser.add_argument("-y", "--yes", action="store_true", help="use defaults for unanswered questions; never ask")
    parser.add_argument("--data", metavar="FILE", help="take answers from a YAML file; flags override it")
    existing = parser.add_argument("--from", dest="existing", metavar="FILE")
    existing.help = "take answers from an app's manifest.yml or atlassian-connect.json; --data and flags override it"
    parser.add_argument("--dry-run", action="store_true", help="list the files and write nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    install = parser.add_argument("--install", action=argparse.BooleanOptionalAction, default=None)
    install.help = "install the npm packages too; the lock file is committed with the rest"
    parser.add_argument("--no-git", dest="git", action="store_false", help="make no git repository")
    template_flags.add_to(parser, session)


def run(args: Namespace, session: Session, output: Output) -> int:
    template: Template = args.template
    path, answers, facts = _complete(args, session)
    destination = absolute(path)
    warnings = [*_ahead(template), *lifecycle.warnings(template, homes.of(answers)), *(facts.assumed if facts else [])]
    manager = str(answers.get("package_manager", "npm"))
    install = _wants_packages(args, manager, in_workspace=bool(answers.get("in_workspace")))
    left: list[Left] = []
    faults: list[Finding] = []

    def look(project: Path) -> None:
        if facts:
            from bgscript.importing.app import left_in
            from bgscript.importing.faults import faults_in

            left.extend(left_in(facts, answers, args.questionnaire, project))
            faults.extend(faults_in(facts))

    def prepare(project: Path) -> None:
        look(project)
        if install:
            with session.progress.during("Installing the npm packages …"):
                packages.installer(session, manager, quiet=args.json)(project)

    if args.dry_run:
        files, repository = create.preview(template, answers, destination, session, look), Outcome()
    else:
        files, repository = create.create(
            template, answers, destination, git=args.git, prepare=prepare, session=session
        )
    installed = install and not args.dry_run and (destination / "node_modules").is_dir()
    said = [*spell(args.questionnaire, answers), *_against_defaults(args, answers)]
    flags = [*template_flags.repeated(args), *(["--install"] if args.install else []), *said]
    form = partial(report.ExistingReport, **_of_the_app(left, faults)) if facts else report.Report
    result = form(
        command="new",
        path=path,
        target=str(answers.get("target", "")),
        template={"version": template.version, "source": template.source},
        files=[{"path": file.path, "action": "create", "size": file.size} for file in files],
        warnings=[*session.warnings, *warnings, *repository.warnings],
        next=[]
        if args.dry_run
        else report.next_steps(
            path, repository, manager=manager, root=_for_the_root(args, answers), installed=installed
        ),
        replay=report.replay(path, flags),
    )
    if args.json:
        output.show_json(result)
    else:
        output.warn(result.warnings)
        output.show(report.plan(result) if args.dry_run else report.made(result, flags))
        if facts:
            from bgscript.cli.reports.existing import lines

            output.show(lines(facts.source.file, left, faults))
    if output.lost and not args.dry_run:
        output.warn([f"{destination} is made, but standard output did not take this report: {output.lost}"])
    return 1 if output.lost and args.dry_run else 0


def _of_the_app(left: "list[Left]", faults: "list[Finding]") -> dict[str, Any]:
    return {"not_carried": [asdict(each) for each in left], "findings": [each.as_data() for each in faults]}


def _ahead(template: Template) -> list[str]:
    """What an author of the template has to know, who looks at the terminal."""
    if not (is_terminal(sys.stderr) and templates.is_ahead(template)):
        return []
    return [f"this checkout's templates/ is ahead of release {template.version}; `tools/release.py` makes one"]


# --- From words to answers ------------------------------------------------------------------------------------------


def _complete(args: Namespace, session: Session) -> "tuple[str, Answers, Facts | None]":
    """The project's folder, all answers, and what an existing app says."""
    questionnaire: Questionnaire = args.questionnaire
    own = _given(args, questionnaire)
    folder = absolute(args.path or "app").name
    facts, found = _existing(args, own, folder)
    given = {**_surroundings(args, own), **found, **own}
    given = {**_applicable(args.defaults, questionnaire, given, folder), **given}
    evaluated = questionnaire.evaluate(given, folder)
    missing = _missing(evaluated, given)
    asks = is_terminal(sys.stdin, sys.stdout) and not (args.json or args.yes)
    _refuse(args, evaluated, missing, may_be_asked=found if asks else {}, asks=asks, has_found=bool(found))
    if asks and (missing or not args.path or any(answer.problem for answer in evaluated)):
        return *_ask(args, given, session), facts
    return args.path, {answer.question.name: answer.value for answer in evaluated if answer.applies}, facts


def _applicable(
    defaults: Defaults, questionnaire: Questionnaire, given: Mapping[str, Given], folder: str
) -> dict[str, Given]:
    """The user's own defaults for questions that apply to these answers."""
    if not defaults.answers:
        return {}
    evaluated = questionnaire.evaluate({**defaults.answers, **given}, folder)
    return user_defaults.applicable(defaults, (each.question for each in evaluated if each.applies))


def _surroundings(args: Namespace, own: Mapping[str, Given]) -> dict[str, Given]:
    """What the folders around the project say, where the template asks for it."""
    chosen = own["package_manager"].value if "package_manager" in own else ""
    found = surroundings.answers(absolute(args.path or "app"), os.environ, str(chosen))
    asked = {question.name: question for question in args.questionnaire}
    return {name: Given(value, asked[name].flag) for name, value in found.items() if name in asked}


def _for_the_root(args: Namespace, answers: Answers) -> list[str]:
    """What the root of the project's workspace needs, as comments of a shell."""
    given = {name: Given(value, name) for name, value in answers.items()}
    found = {answer.question.name: answer.value for answer in args.questionnaire.evaluate(given, "")}
    lines = str(found.get("for_the_root", "")).splitlines()
    file = "pnpm-workspace.yaml" if answers.get("package_manager") == "pnpm" else "package.json"
    return [f"# {file} at the root of the workspace needs:", *(f"#   {line}" for line in lines)] if lines else []


def _missing(evaluated: Sequence[Answer], given: Mapping[str, Given]) -> list[str]:
    """The flags of the questions that the wizard would ask and that nobody has answered."""
    asked = [answer.question for answer in evaluated if answer.applies and not answer.question.is_flag_only]
    return [question.flag for question in asked if question.name not in given]


def _refuse(
    args: Namespace,
    evaluated: Sequence[Answer],
    missing: Sequence[str],
    *,
    may_be_asked: Mapping[str, Given],
    asks: bool,
    has_found: bool,
) -> None:
    """Refuse wrong arguments and answers, all of them together.

    Args:
        missing: the flags of questions without an answer.
        may_be_asked: answers of an existing app; a wrong one is asked for.
        asks: whether there is somebody to ask.
        has_found: whether an existing app gave answers.

    Raises:
        UsageError: there are any.
    """
    wrong = [answer for answer in evaluated if answer.problem and answer.question.name not in may_be_asked]
    problems = [*args.problems, *(f"{answer.origin} {answer.problem}" for answer in wrong)]
    others = [answer.origin for answer in evaluated if answer.question.is_for_commands and answer.given_as]
    problems += [
        f"{origin} is not an answer for `new`: `bgscript adopt` sets it, in an app that exists" for origin in others
    ]
    if not (asks or args.path):
        problems.append("PATH is missing: the folder to make, as in `bgscript new team-pulse`")
    if missing and not (asks or args.yes):
        problems.append(f"no answer to {', '.join(missing)}, and no terminal to ask on; --yes uses defaults for them")
    if problems:
        hint = "; a flag overrides --from" if has_found else ""
        raise UsageError(problems, f"bgscript new --help lists the flags and their values{hint}")


def _existing(args: Namespace, own: Mapping[str, Given], folder: str) -> "tuple[Facts | None, dict[str, Given]]":
    """What the app of --from says, and the answers that are in it, without those that somebody gave."""
    if args.existing is None:
        return None, {}
    from bgscript.importing.app import answers_in, facts_in

    questionnaire: Questionnaire = args.questionnaire
    evaluated = questionnaire.evaluate(own, folder)
    context = {each.question.name: each.value for each in evaluated}
    given = [each for each in evaluated if each.question.name in own]
    valid = [each for each in given if not questionnaire.problem(each.question, each.value, context)]
    facts = facts_in(args.existing, args.template, questionnaire, {each.question.name: each.value for each in valid})
    return facts, answers_in(facts, questionnaire, own, folder)


def _given(args: Namespace, questionnaire: Questionnaire) -> dict[str, Given]:
    """The answers in the data file and the flags; a flag overrides."""
    given = read_data(Path(args.data), questionnaire) if args.data else {}
    for question in questionnaire:
        if (value := getattr(args, template_flags.DEST + question.name, None)) is not None:
            given[question.name] = Given(question.parse(value), question.flag)
    return given


def _ask(args: Namespace, given: dict[str, Given], session: Session) -> tuple[str, Answers]:
    from bgscript.cli.terminal.wizard import Description, Wizard

    wizard = Wizard(args.questionnaire, given, args.path)

    def describe() -> Description:
        files = create.preview(args.template, wizard.answers, absolute(wizard.path), session)
        found = [lifecycle.target(args.template, home) for home in homes.of(wizard.answers)]
        status = [f"{home.name}: {home.status}" for home in found if home]
        return Description([file.path for file in files], [*status, *_from_defaults(args, wizard.given)])

    wizard.run(describe)
    return wizard.path, wizard.answers


def _from_defaults(args: Namespace, given: Mapping[str, Given]) -> list[str]:
    """Which answers are from the user's own defaults, for the review."""
    defaults: Defaults = args.defaults
    names = defaults.used(given)
    if defaults.template_source and args.template_source == defaults.template_source.value:
        names.append("template_source")
    return [f"From {defaults.file}: {', '.join(names)} (--no-defaults leaves them out)"] if names else []


def _against_defaults(args: Namespace, answers: Answers) -> list[str]:
    """The flags for usual answers, which need none, where the user's own defaults have another one."""
    own = [each for each in args.questionnaire if each.name in args.defaults.answers and each.name in answers]
    return [f"{each.flag}={answers[each.name]}" for each in own if not each.spell(answers[each.name])]


def _wants_packages(args: Namespace, manager: str, *, in_workspace: bool) -> bool:
    """Whether to install packages: as --install says; otherwise the wizard's user is asked, nobody else.

    Raises:
        UsageError: a workspace's packages are installed at its root, after the new package is in its place.
    """
    if in_workspace and args.install:
        raise UsageError(
            [f"--install: the project is a package of a workspace; run `{manager} install` there afterwards"]
        )
    if args.install is not None or in_workspace:
        return bool(args.install)
    can_ask = is_terminal(sys.stdin, sys.stdout) and not (args.yes or args.json or args.dry_run)
    if not can_ask or not packages.is_there(manager):
        return False
    from bgscript.cli.terminal.wizard import confirm

    return confirm(f"Install the npm packages now{'' if manager == 'npm' else ', with ' + manager}?")
