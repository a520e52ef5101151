"""``bgscript add view`` and ``bgscript remove view``: one more view of a project's data, or one less."""

from argparse import Namespace

from bgscript.change import effects, parts, views
from bgscript.cli.commands import change
from bgscript.cli.commands.change import Kind
from bgscript.cli.output import Output
from bgscript.cli.parser import Parser
from bgscript.cli.reports.change import Wording
from bgscript.system.errors import UsageError
from bgscript.system.session import Session
from bgscript.template.questions import Given


def _add_arguments(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="names its folder in src/ and its module, as in `sales`")
    parser.add_argument("--title", metavar="TITLE", help="what people see above it (default: derived from the key)")


def _remove_arguments(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="the view's folder in src/")


def _add(args: Namespace, session: Session, output: Output) -> int:
    change.check(args)
    key, title = args.key, views.title_from(args.key) if args.title is None else args.title
    wording = Wording(
        f"Add view {key}", f"Added view {key} to", f"Would add view {key} to", "npm run preview    # shows it"
    )
    with change.opened(args, session) as step:
        parts.refuse_views(step.recorded, args.path)
        question = change.question(step.questions, views.QUESTION, args.path)
        if problem := step.questions.problem(question, {key: title}, step.recorded):
            raise UsageError([f"a project {problem}"], "bgscript add view --help shows more")
        every = views.added(step.recorded.get(question.name) or {}, key, title)
        plan = step.plan({question.name: Given(every, question.name)})
        views.check_free(step.project, key)
        merge = step.merge(plan)
        meaning = effects.learn(step.project, plan, merge)
        done = step.apply(plan, merge, wording.title)
    words = [key, *([f"--title={title}"] if args.title is not None else [])]
    return change.report(args, session, output, done, meaning, wording, command="add view", words=words)


def _remove(args: Namespace, session: Session, output: Output) -> int:
    change.check(args)
    name = f"view {args.key}"
    wording = Wording(f"Remove {name}", f"Removed {name} from", f"Would remove {name} from")
    with change.opened(args, session) as step:
        parts.refuse_views(step.recorded, args.path)
        question = change.question(step.questions, views.QUESTION, args.path)
        left = views.removed(step.recorded.get(question.name) or {}, args.key)
        plan = step.plan({question.name: Given(left, question.name)})
        merge = step.merge(plan)
        meaning = effects.learn(step.project, plan, merge)
        done = step.apply(plan, merge, wording.title)
    return change.report(args, session, output, done, meaning, wording, command="remove view", words=[args.key])


ADD = Kind("add a view of the data to a project", _add_arguments, _add)
REMOVE = Kind("remove a view from a project", _remove_arguments, _remove)
