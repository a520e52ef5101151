"""BG411: a REST API that Atlassian removes.

Why: Atlassian removes this part of its REST API; calls then fail. It is a note where Atlassian has named no day.

Wrong::

    requestJira(`/rest/api/3/search?jql=${jql}`)

Right::

    requestJira(`/rest/api/3/search/jql?jql=${jql}`)
"""

from __future__ import annotations

from datetime import date

from bgscript.check import scopes
from bgscript.check.findings import Problem
from bgscript.check.levels import NOTE, WARNING
from bgscript.template import lifecycle_file

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG411"
LEVEL = WARNING
SUMMARY = "a REST API that Atlassian removes"
REMEDY = "Call what the message names instead. It is a note where Atlassian has named no day."
NEEDS = "requests"


def check(context: Context) -> Iterator[Problem]:
    """Look up each call whose method and path are written out."""
    for request in context.reading.requests:
        if not request.path or not request.method or not (fate := scopes.gone(request.method, request.path)):
            continue
        call = f"{request.method} {request.path}"
        instead = f"`{fate.instead}`" if fate.instead.startswith("/") else fate.instead or "another API"
        if not fate.day:
            message = f"Atlassian has deprecated `{call}`."
            yield Problem(context.at(request), message, f"Use {instead}.", NOTE)
            continue
        is_or_was = "was" if date.fromisoformat(fate.day) <= date.today() else "is"
        source = f" ({fate.change})" if fate.change else ""
        day = lifecycle_file.in_words(fate.day)
        message = f"Atlassian's date for the removal of `{call}` {is_or_was} {day}{source}."
        yield Problem(context.at(request), message, f"Use {instead}.")
