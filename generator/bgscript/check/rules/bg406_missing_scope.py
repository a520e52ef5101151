"""BG406: an API without its scope.

Why: The call is refused with status 401 or 403. Any set of scopes that Atlassian documents for a call is enough, as a
whole. A new scope needs an administrator's consent.

Wrong::

    api.asUser().requestJira(route`/rest/api/3/myself`); // scopes: []

Right::

    api.asUser().requestJira(route`/rest/api/3/myself`); // scopes: ['read:jira-user']
"""

from __future__ import annotations

import re

from bgscript.check import scopes
from bgscript.check.findings import Problem, listed
from bgscript.check.levels import WARNING
from bgscript.check.remotes import scope_names

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG406"
LEVEL = WARNING
SUMMARY = "an API without its scope"
REMEDY = (
    "Add the scope to `permissions.scopes`. A new scope needs an administrator's consent. Any set of scopes "
    "that Atlassian documents for the call is enough, as a whole."
)
NEEDS = "requests"

_PRODUCTS = {
    "Jira": (re.compile("jira|servicedesk|servicemanagement"), "read:jira-work"),
    "Confluence": (re.compile("confluence"), "read:page:confluence"),
    "Bitbucket": (re.compile(":bitbucket$"), "read:repository:bitbucket"),
}


def check(context: Context) -> Iterator[Problem]:
    """Compare each call with the scopes of the manifest; one whose path is computed needs a scope of its product."""
    have = scope_names(context.root)
    reported = set()
    for request in context.reading.requests:
        if request.path and request.method:
            if lacks := scopes.missing(request.method, request.path, have):
                call = f"{request.method} {request.path}"
                message = f"`{call}` needs the scope{'s' * (len(lacks) > 1)} {listed(lacks, 'and')}."
                yield Problem(context.at(request), message, _advice(lacks))
            continue
        pattern, example = _PRODUCTS[request.product]
        if request.name not in reported and not any(pattern.search(scope) for scope in have):
            reported.add(request.name)
            message = f"`{request.name}` needs a scope of {request.product}, and the manifest has none."
            yield Problem(context.at(request), message, _advice((example,)))
    if context.reading.stored and "storage:app" not in have:
        message = "The storage of Forge needs the scope `storage:app`."
        yield Problem(context.at(context.reading.stored[0]), message, _advice(("storage:app",)))


def _advice(lacks: tuple[str, ...]) -> str:
    return f"Add {listed(lacks, 'and')} to `permissions.scopes`."
