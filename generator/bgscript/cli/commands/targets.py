"""``bgscript targets``: the host pages of an app, and how long each is supported."""

from argparse import ArgumentParser, Namespace

from bgscript.cli.commands import refuse_problems
from bgscript.cli.output import Output
from bgscript.system.session import Session
from bgscript.template import lifecycle, templates


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(args: Namespace, session: Session, output: Output) -> int:
    refuse_problems(args)
    targets = lifecycle.targets(templates.current())
    if args.json:
        output.show_json({"command": "targets", "targets": [target.as_data() for target in targets]})
    else:
        output.show(lifecycle.table(targets))
    return 1 if output.lost else 0
