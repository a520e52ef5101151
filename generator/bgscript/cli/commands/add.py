"""``bgscript add``: a project grows, and stays at its template's release."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from bgscript.change import views
from bgscript.change.project import Project
from bgscript.change.steps import Wording
from bgscript.cli.commands import change, homes
from bgscript.cli.main import Parser
from bgscript.cli.output import Output
from bgscript.system.errors import UsageError
from bgscript.system.session import Session
from bgscript.template.questions import Given, Questionnaire


def add_arguments(parser: Parser, session: Session) -> None:
    view = change.Kind("give a project one more view of its data", _add_view_arguments, _add_view)
    kinds = {"view": view, "home": homes.ADD}
    change.add_kinds(parser, kinds)


run = change.run_kind


def _add_view_arguments(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="names its folder in src/ and its module, as in `sales`")
    parser.add_argument("--title", metavar="TITLE", help="what people see above it (default: made of the key)")


def _add_view(args: Namespace, session: Session, output: Output) -> int:
    key, title = args.key, views.title_from(args.key) if args.title is None else args.title

    def more(questionnaire: Questionnaire, recorded: Mapping[str, Any]) -> dict[str, Given]:
        question = change.question(questionnaire, views.QUESTION, args.path)
        if problem := questionnaire.problem(question, {key: title}, recorded):
            raise UsageError([f"a project {problem}"], "bgscript add view --help tells more")
        return {question.name: Given(views.added(recorded.get(question.name) or {}, key, title), question.name)}

    wording = Wording(
        f"Add view {key}", f"Added view {key} to", f"Would add view {key} to", "npm run preview    # shows it"
    )
    words = [key, *([f"--title={title}"] if args.title is not None else [])]

    def check(project: Project) -> None:
        views.check_free(project, key)

    return change.run(args, "add view", words, more, session, output, wording=wording, check=check)
