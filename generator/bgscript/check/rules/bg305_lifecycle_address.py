"""BG305: an invalid lifecycle address.

Why: Jira calls the app at these paths. With `jwt`, `installed` brings the secret.

Wrong::

    "lifecycle": { "installed": "https://example.com/installed" }

Right::

    "lifecycle": { "installed": "/installed" }
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG305"
LEVEL = ERROR
SUMMARY = "an invalid lifecycle address"
REMEDY = "Write a path. With `jwt`, `installed` is required."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
