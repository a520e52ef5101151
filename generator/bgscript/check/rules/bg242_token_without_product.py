"""BG242: tokens for a remote without a scope of the product.

Why: A token is for a product, so it needs a scope of one; Forge refuses the manifest otherwise.

Wrong::

    auth: { appUserToken: { enabled: true } }
    …
    scopes: ['read:app-user-token']

Right::

    auth: { appUserToken: { enabled: true } }
    …
    scopes: ['read:app-user-token', 'read:jira-work']
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR
from bgscript.check.remotes import TOKENS, scope_names, tokens

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG242"
LEVEL = ERROR
SUMMARY = "tokens for a remote without a scope of the product"
REMEDY = "Add a scope of the product, or remove `auth`."
NEEDS = "remotes"


def check(context: Context) -> Iterator[Problem]:
    """Look at each token that is asked for."""
    of_products = [name for name in scope_names(context.root) if name not in TOKENS.values()]
    for token, node in tokens(context.root):
        if not of_products:
            hint = "Add one to `permissions.scopes`, or remove `auth` if the server calls no product."
            yield Problem(node, f"`{token}` needs a scope of the product that the token is for.", hint)
