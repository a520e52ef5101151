"""BG241: a remote without an address, or with one that cannot work.

Why: Forge calls a remote at its `baseUrl`, by https only.

Wrong::

    remotes:
      - key: backend
        baseUrl: http://example.com

Right::

    remotes:
      - key: backend
        baseUrl: https://example.com
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG241"
LEVEL = ERROR
SUMMARY = "a remote without an address, or with one that cannot work"
REMEDY = "Give it a `baseUrl` with https."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
