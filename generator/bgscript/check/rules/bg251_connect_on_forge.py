"""BG251: an invalid app.connect or remote of it.

Why: `app.connect` keeps the installations of a Connect app, and its modules call a remote.

Wrong::

    connect:
      key: team

Right::

    connect:
      key: team
      remote: connect
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG251"
LEVEL = ERROR
SUMMARY = "an invalid app.connect or remote of it"
REMEDY = "Name a remote that exists in `app.connect.remote`, and a key of at most 90 characters."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
