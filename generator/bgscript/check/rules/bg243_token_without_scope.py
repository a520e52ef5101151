"""BG243: a token for a remote without the token's scope.

Why: Without the token's own scope the server gets no token, and Atlassian's validator is silent.

Wrong::

    auth: { appUserToken: { enabled: true } }
    …
    scopes: ['read:jira-work']

Right::

    auth: { appUserToken: { enabled: true } }
    …
    scopes: ['read:app-user-token', 'read:jira-work']
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING
from bgscript.check.remotes import TOKENS, scope_names, tokens

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG243"
LEVEL = WARNING
SUMMARY = "a token for a remote without the token's scope"
REMEDY = "Add `read:app-user-token` or `read:app-system-token`; the server gets no token otherwise."
NEEDS = "remotes"


def check(context: Context) -> Iterator[Problem]:
    """Look at each token that is asked for."""
    scopes = scope_names(context.root)
    for token, node in tokens(context.root):
        if (scope := TOKENS[token]) not in scopes:
            yield Problem(node, f"`{token}` needs the scope `{scope}`.", f"Add `{scope}` to `permissions.scopes`.")
