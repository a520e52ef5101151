"""BG302: a base URL that Jira refuses.

Why: Jira installs an app only from an address with https. Addresses with placeholders are not checked.

Wrong::

    "baseUrl": "http://example.com"

Right::

    "baseUrl": "https://example.com"
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG302"
LEVEL = ERROR
SUMMARY = "a base URL that Jira refuses"
REMEDY = "Serve the app over https. Addresses with placeholders are not checked."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
