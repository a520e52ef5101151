"""``bgscript remove``: something goes out of a project, which stays at its template's release."""

from bgscript.cli.commands import change, homes, views
from bgscript.cli.parser import Parser
from bgscript.system.session import Session


def add_arguments(parser: Parser, session: Session) -> None:
    change.add_kinds(parser, {"view": views.REMOVE, "home": homes.REMOVE})


run = change.run_kind
