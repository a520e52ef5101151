"""``bgscript add``: a project grows, and stays at its template's release."""

from bgscript.cli.commands import change, homes, views
from bgscript.cli.parser import Parser
from bgscript.system.session import Session


def add_arguments(parser: Parser, session: Session) -> None:
    change.add_kinds(parser, {"view": views.ADD, "home": homes.ADD})


run = change.run_kind
