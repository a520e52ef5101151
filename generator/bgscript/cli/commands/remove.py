"""``bgscript remove``: something goes out of a project, which stays at its template's release."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from bgscript.change import views
from bgscript.change.steps import Wording
from bgscript.cli.commands import change, homes
from bgscript.cli.main import Parser
from bgscript.cli.output import Output
from bgscript.system.session import Session
from bgscript.template.questions import Given, Questionnaire


def add_arguments(parser: Parser, session: Session) -> None:
    view = change.Kind("take a view out of a project", _add_view_arguments, _remove_view)
    kinds = {"view": view, "home": homes.REMOVE}
    change.add_kinds(parser, kinds)


run = change.run_kind


def _add_view_arguments(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the view's folder in src/")


def _remove_view(args: Namespace, session: Session, output: Output) -> int:
    def fewer(questionnaire: Questionnaire, recorded: Mapping[str, Any]) -> dict[str, Given]:
        question = change.question(questionnaire, views.QUESTION, args.path)
        left = views.removed(recorded.get(question.name) or {}, args.key)
        return {question.name: Given(left, question.name)}

    name = f"view {args.key}"
    wording = Wording(f"Remove {name}", f"Removed {name} from", f"Would remove {name} from")
    return change.run(args, "remove view", [args.key], fewer, session, output, wording=wording)
