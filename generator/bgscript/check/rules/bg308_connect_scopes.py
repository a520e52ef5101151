"""BG308: a scope that Connect does not have.

Why: A scope that Connect does not have gives no rights.

Wrong::

    "scopes": ["REED"]

Right::

    "scopes": ["READ"]
"""

from __future__ import annotations

from bgscript.check.descriptor import is_computed
from bgscript.check.findings import Problem, listed, similar
from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG308"
LEVEL = WARNING
SUMMARY = "a scope that Connect does not have"
REMEDY = "Correct the spelling."
NEEDS = "descriptor"

_SCOPES = {
    *("NONE", "READ", "WRITE", "DELETE", "ADMIN", "PROJECT_ADMIN", "SPACE_ADMIN", "ACT_AS_USER"),
    "ACCESS_EMAIL_ADDRESSES",
}


def check(context: Context) -> Iterator[Problem]:
    """Compare the scopes with those of Connect."""
    for scope in context.root.get("scopes") or ():
        if isinstance(scope.value, str) and scope.value.upper() not in _SCOPES and not is_computed(scope):
            meant = similar(scope.value.upper(), _SCOPES)
            hint = f"Did you mean `{meant}`?" if meant else f"The scopes are {listed(sorted(_SCOPES))}."
            yield Problem(scope, f"Connect has no scope `{scope.value}`.", hint)
