"""``bgscript add home`` and ``bgscript remove home``: one app in several Forge targets at once."""

from argparse import Namespace
from dataclasses import replace

from bgscript.change import effects, homes, parts
from bgscript.cli.commands import change
from bgscript.cli.commands.change import Kind
from bgscript.cli.output import Output
from bgscript.cli.parser import Parser
from bgscript.cli.reports.change import Wording
from bgscript.system.session import Session
from bgscript.template import lifecycle, templates
from bgscript.template.questions import Questionnaire


def _add_arguments(parser: Parser) -> None:
    home = parser.add_argument("home", metavar="TARGET", help="the host page, as `bgscript targets` names it")
    home.completer = _completions  # type: ignore[attr-defined]  # argcomplete's own interface


def _completions(**_: object) -> list[str]:
    questions = Questionnaire(templates.current().root)
    return [str(value) for question in questions if question.name == homes.QUESTION for value in question.values]


def _add(args: Namespace, session: Session, output: Output) -> int:
    change.check(args)
    home, look = f"home {args.home}", "npm run preview    # shows it, under Home"
    wording = Wording(f"Add {home}", f"Added {home} to", f"Would add {home} to", look)
    with change.opened(args, session) as step:
        change.question(step.questions, homes.QUESTION, args.path)
        plan = step.plan(homes.added(step.questions, step.recorded, args.home))
        merge = step.merge(plan)
        meaning = effects.learn(step.project, plan, merge)
        done = step.apply(plan, merge, wording.title)
        ends = lifecycle.warnings(templates.current(), [args.home], beside=homes.of(step.recorded))
        own = parts.about_home(step.recorded, args.home, is_new=True)
    meaning = replace(meaning, warnings=[*ends, *own, *meaning.warnings])
    return change.report(args, session, output, done, meaning, wording, command="add home", words=[args.home])


def _remove(args: Namespace, session: Session, output: Output) -> int:
    change.check(args)
    home = f"home {args.home}"
    wording = Wording(f"Remove {home}", f"Removed {home} from", f"Would remove {home} from")
    with change.opened(args, session) as step:
        change.question(step.questions, homes.QUESTION, args.path)
        plan = step.plan(homes.removed(step.questions, step.recorded, args.home))
        merge = step.merge(plan)
        meaning = effects.learn(step.project, plan, merge)
        done = step.apply(plan, merge, wording.title)
        own = parts.about_home(step.recorded, args.home, is_new=False)
    meaning = replace(meaning, warnings=[*own, *meaning.warnings])
    return change.report(args, session, output, done, meaning, wording, command="remove home", words=[args.home])


ADD = Kind("add a host page on Forge, in addition to those that the app has", _add_arguments, _add)
REMOVE = Kind("remove the app from one of its host pages", _add_arguments, _remove)
