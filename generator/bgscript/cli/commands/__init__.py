"""One module a command: ``add_arguments(parser, session)`` declares its arguments, ``run(args, session, output)``
runs it.

``run`` returns the exit code. ``args.problems`` has a sentence for each argument that the parser does not know.
"""

from argparse import Namespace

from bgscript.system.errors import UsageError


def refuse_problems(args: Namespace) -> None:
    """Refuse arguments that the parser does not know.

    Raises:
        UsageError: naming all of them.
    """
    if args.problems:
        raise UsageError(args.problems, f"{args.parser.prog} --help shows more")
