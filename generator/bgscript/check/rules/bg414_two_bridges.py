"""BG414: two copies of the bridge.

Why: Two copies of `@forge/bridge` are bundled: a page is larger, and what one copy has registered the other does not
know.

Wrong::

    "node_modules/@forge/bridge": { "version": "7.2.0" },
    "node_modules/@forge/dashboards-bridge/node_modules/@forge/bridge": { "version": "5.17.0" }

Right::

    "overrides": { "@forge/dashboards-bridge": { "@forge/bridge": "$@forge/bridge" } }
"""

from __future__ import annotations

import os

from bgscript.check.findings import Problem, Spot
from bgscript.check.levels import WARNING
from bgscript.documents import locks

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG414"
LEVEL = WARNING
SUMMARY = "two copies of the bridge"
REMEDY = "Add `overrides` to the package.json of the root, and install again."
NEEDS = "locks"


def check(context: Context) -> Iterator[Problem]:
    """Look for several versions of the bridge in the lock files of the app and of its pages."""
    for file in context.lock_files:
        lines: dict[str, int] = {}
        for version, line in locks.versions(os.path.join(context.folder, file), "@forge/bridge", nested=True):
            lines.setdefault(version, line)
        if len(lines) > 1:
            shown = " and ".join(sorted(lines))
            message = f"`@forge/bridge` is installed in the versions {shown}, so a page gets more than one copy."
            hint = 'Add `"overrides"` for the package that brings the older one: `"@forge/bridge": "$@forge/bridge"`.'
            yield Problem(Spot(max(lines.values()), 1, file), message, hint)
