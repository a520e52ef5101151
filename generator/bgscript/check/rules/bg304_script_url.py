"""BG304: an invalid url of a background script.

Why: The url of a script is a path below the base URL, without context parameters.

Wrong::

    "url": "/background?issue={issue.key}"

Right::

    "url": "/background"
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG304"
LEVEL = ERROR
SUMMARY = "an invalid url of a background script"
REMEDY = "Write a path, without `{issue.key}` and the like; `AP.context` gives the script its place."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
