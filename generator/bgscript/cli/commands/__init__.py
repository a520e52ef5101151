"""One module a command: ``add_arguments(parser, session)`` tells what it takes, ``run(args, session, output)`` does it.

``run`` gives the exit code. ``args.problems`` has a sentence for each word that the parser does not know.
"""

from argparse import Namespace

from bgscript.system.errors import UsageError


def refuse_problems(args: Namespace) -> None:
    """Refuse words that nobody knows.

    Raises:
        UsageError: naming all of them.
    """
    if args.problems:
        raise UsageError(args.problems, f"{args.parser.prog} --help tells more")
