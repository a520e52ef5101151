"""``bgscript add home`` and ``bgscript remove home``: one app in several Forge homes at once."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bgscript.change import homes
from bgscript.change.steps import Wording
from bgscript.cli.commands import change
from bgscript.cli.commands.change import Kind, More
from bgscript.cli.main import Parser
from bgscript.cli.output import Output
from bgscript.cli.reports.change import UpdateReport
from bgscript.system.session import Session
from bgscript.template import lifecycle, templates
from bgscript.template.questions import Given, Questionnaire

_Judge = Callable[[Questionnaire, Mapping[str, Any], str], dict[str, Given]]


@dataclass
class _Tale:
    """What there is to tell beyond the files: modules that come and go, warnings, and commands for afterwards."""

    modules: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    next: list[str] = field(default_factory=list)

    def complete(self, made: UpdateReport) -> None:
        made.modules = self.modules
        made.warnings += self.warnings
        made.next += self.next if made.next else []


def _add_arguments(parser: Parser) -> None:
    home = parser.add_argument("home", metavar="TARGET", help="the home, as `bgscript targets` calls it")
    home.completer = _completions  # type: ignore[attr-defined]  # argcomplete's own interface


def _completions(**_: object) -> list[str]:
    questions = Questionnaire(templates.current().root)
    return [str(value) for question in questions if question.name == homes.QUESTION for value in question.values]


def _add(args: Namespace, session: Session, output: Output) -> int:
    look = "npm run preview    # shows it, under Home"
    wording = Wording(f"Add home {args.home}", f"Added home {args.home} to", f"Would add home {args.home} to", look)
    return _run(args, "add home", homes.added, wording, session, output)


def _remove(args: Namespace, session: Session, output: Output) -> int:
    name = f"home {args.home}"
    wording = Wording(f"Remove {name}", f"Removed {name} from", f"Would remove {name} from")
    return _run(args, "remove home", homes.removed, wording, session, output)


def _run(args: Namespace, command: str, judge: _Judge, wording: Wording, session: Session, output: Output) -> int:
    tale = _Tale()

    def other(questionnaire: Questionnaire, recorded: Mapping[str, Any]) -> dict[str, Given]:
        change.question(questionnaire, homes.QUESTION, args.path)
        given = judge(questionnaire, recorded, args.home)
        answers = {**recorded, **{name: answer.value for name, answer in given.items()}}
        _tell(tale, questionnaire, recorded, answers)
        if command == "add home":
            tale.warnings += lifecycle.warnings(templates.current(), [args.home], beside=homes.of(recorded))
        return given

    return change.run(
        args, command, [args.home], other, session, output, wording=wording, more=More(complete=tale.complete)
    )


def _tell(tale: _Tale, questionnaire: Questionnaire, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Which modules come and go, and what to do when the change is committed."""
    old, new = homes.modules(questionnaire, before), homes.modules(questionnaire, after)
    tale.modules += [{"key": key, "type": kind, "action": "create"} for key, kind in new.items() if key not in old]
    tale.modules += [{"key": key, "type": kind, "action": "delete"} for key, kind in old.items() if key not in new]
    if any(module["action"] == "delete" for module in tale.modules):
        tale.warnings.append("what people have placed there goes from their pages with the next deploy")
    products = [homes.products(questionnaire, answers) for answers in (before, after)]
    tale.next += [f"forge install --product {product}" for product in products[1] if product not in products[0]]
    if tale.next:
        tale.next.insert(0, "forge deploy")


ADD = Kind("put the app into one more Forge home, beside those that it has", _add_arguments, _add)
REMOVE = Kind("take the app out of one of its homes", _add_arguments, _remove)
