"""``bgscript doctor``: what a project needs on this machine, and whether it is there."""

from __future__ import annotations

TYPE_CHECKING = False  # as in cli/main.py
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from bgscript.cli.output import Output
    from bgscript.system.session import Session


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.usage = "bgscript doctor [PATH] [options]"
    path = parser.add_argument("path", nargs="?", default=".", metavar="PATH")
    path.help = "the project's folder (default: this one); in another folder, only the tools are examined"
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(args: Namespace, session: Session, output: Output) -> int:
    from bgscript.cli.commands import refuse_problems
    from bgscript.cli.reports import doctor as report
    from bgscript.doctor import ERROR, examine

    refuse_problems(args)
    with session.progress.during("Asking the programs for their versions …"):
        results = examine(args.path)
    if args.json:
        output.show_json(report.as_data(args.path, results))
    else:
        output.show(report.lines(results))
    return 1 if output.lost or any(result.level == ERROR for result in results) else 0
