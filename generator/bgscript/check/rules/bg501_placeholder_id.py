"""BG501: an app id that is still the placeholder.

Why: The placeholder is the id of no app, so nothing can be deployed.

Wrong::

    id: ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000

Right::

    id: ari:cloud:ecosystem::app/… # from `forge register`
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING
from bgscript.documents.document import Filled

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG501"
LEVEL = WARNING
SUMMARY = "an app id that is still the placeholder"
REMEDY = "Run `forge register`."
NEEDS = "manifest"

_PLACEHOLDER = "ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000"


def check(context: Context) -> Iterator[Problem]:
    """Compare the id with the placeholder."""
    identity = context.root.get("app", "id")
    if identity is None or isinstance(identity.value, Filled):
        return  # a deploy has another value for the variable
    if identity.value == _PLACEHOLDER:
        hint = "Run `forge register` before the first `forge deploy`."
        yield Problem(identity, "The app's id is a placeholder.", hint)
