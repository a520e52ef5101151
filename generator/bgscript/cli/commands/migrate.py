"""``bgscript migrate``: an app moves to another home; the report tells what a person has to know and to do."""

from argparse import ArgumentParser, Namespace

from bgscript.change import migrate
from bgscript.change.migrate.moves import Wish
from bgscript.change.steps import Wording
from bgscript.cli.commands import change
from bgscript.cli.output import Output
from bgscript.system.paths import absolute
from bgscript.system.session import Session


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.usage = "bgscript migrate [PATH] --to TARGET [options]"
    change.add_arguments(parser)
    target = parser.add_argument(
        "--to", required=True, metavar="TARGET", help="the new home; `bgscript targets` lists them"
    )
    target.completer = _homes  # type: ignore[attr-defined]  # argcomplete's own interface
    parser.add_argument("--keep-old", action="store_true", help="stay in the old homes, too, until you remove them")
    answer = parser.add_argument("--set", action="append", default=[], metavar="QUESTION=VALUE")
    answer.help = "give another answer; can be given several times"
    answer.completer = change.possible_answers  # type: ignore[attr-defined]


def run(args: Namespace, session: Session, output: Output) -> int:
    wish = Wish(args.to, args.keep_old, change.answers(args.set))
    move = migrate.Migration(absolute(args.path), args.path, wish)
    words = [f"--to={args.to}", *(["--keep-old"] if args.keep_old else []), *(f"--set={word}" for word in args.set)]
    more = change.More(
        given=wish.given,
        look=move.look,
        forms=migrate.FORMS,
        complete=move.complete,
        lines=migrate.lines,
    )
    where = f" to {args.to}" + (", beside the old home" if args.keep_old else "")
    wording = Wording(f"Move to {args.to}", "Moved", "Would move", where=where)
    return change.run(args, "migrate", words, move.change, session, output, wording=wording, more=more)


def _homes(**_: object) -> list[str]:
    """What a shell completes after --to, from the newest template."""
    from bgscript.template import lifecycle, templates

    return [target.name for target in lifecycle.targets(templates.current()) if target.name != "connect"]
