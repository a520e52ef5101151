"""BG252: Connect modules without read:connect-jira.

Why: Jira calls Connect modules of a Forge app only with this scope; Atlassian's validator does not report it.

Wrong::

    connectModules:
      jira:webPanels: […]
    permissions:
      scopes: []

Right::

    connectModules:
      jira:webPanels: […]
    permissions:
      scopes: ['read:connect-jira']
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING
from bgscript.check.remotes import scope_names

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG252"
LEVEL = WARNING
SUMMARY = "Connect modules without read:connect-jira"
REMEDY = "Add the scope. Atlassian's validator does not report it."
NEEDS = "connect"


def check(context: Context) -> Iterator[Problem]:
    """Compare the Connect modules of Jira with the scopes."""
    modules = context.root.get("connectModules")
    if modules is None or not any(name.startswith("jira:") for name, _ in modules.items()):
        return
    if not any(scope.endswith(":connect-jira") for scope in scope_names(context.root)):
        hint = "Add `read:connect-jira` to `permissions.scopes`."
        yield Problem(modules, "Connect modules of Jira need the scope `read:connect-jira`.", hint)
