"""``bgscript migrate``: an app moves to another target; the report says what a person has to know and to do."""

from argparse import ArgumentParser, Namespace

from bgscript.change import parts
from bgscript.change.migrate.answers import Wish, answers
from bgscript.change.migrate.learned import learn
from bgscript.cli.commands import change
from bgscript.cli.output import Output
from bgscript.cli.reports.change import Wording
from bgscript.system.session import Session


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.usage = "bgscript migrate [PATH] --to TARGET [options]"
    change.add_arguments(parser)
    target = parser.add_argument(
        "--to", required=True, metavar="TARGET", help="the new host page; `bgscript targets` lists them"
    )
    target.completer = _homes  # type: ignore[attr-defined]  # argcomplete's own interface
    parser.add_argument("--keep-old", action="store_true", help="keep the old host pages, too, until you remove them")
    answer = parser.add_argument("--set", action="append", default=[], metavar="QUESTION=VALUE")
    answer.help = "give another answer; can be given several times"
    answer.completer = change.possible_answers  # type: ignore[attr-defined]


def run(args: Namespace, session: Session, output: Output) -> int:
    wish = Wish(args.to, args.keep_old, change.set_words(args.set))
    change.check(args)
    where = f" to {args.to}" + (", in addition to the old host page" if args.keep_old else "")
    wording = Wording(f"Move to {args.to}", "Moved", "Would move", where=where)
    with change.opened(args, session) as step:
        parts.refuse_move(step.recorded, args.path, args.to)
        move = answers(step, wish, args.path)
        plan = step.plan(move.given)
        merge = step.merge(plan)
        learned = learn(move, step.project, plan, merge, args.path)
        done = step.apply(plan, merge, wording.title)
    words = [f"--to={args.to}", *(["--keep-old"] if args.keep_old else []), *(f"--set={word}" for word in args.set)]
    return change.report(
        args, session, output, done, learned.effects, wording, command="migrate", words=words, learned=learned
    )


def _homes(**_: object) -> list[str]:
    """What a shell completes after --to, from the newest template."""
    from bgscript.template import lifecycle, templates

    return [target.name for target in lifecycle.targets(templates.current()) if target.name != "connect"]
