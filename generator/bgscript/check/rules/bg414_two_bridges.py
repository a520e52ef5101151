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
import re

from bgscript.check.findings import Problem, Spot
from bgscript.check.levels import WARNING
from bgscript.documents import regular

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG414"
LEVEL = WARNING
SUMMARY = "two copies of the bridge"
REMEDY = "Add `overrides` to the package.json of the root, and install again."
NEEDS = "locks"

_MOST_BYTES = 20_000_000
_LOCKS = {
    "package-lock.json": re.compile(
        rb'"(?:[^"\n]{0,300}/)?node_modules/@forge/bridge":\s{0,20}\{[^{}]{0,300}?"version":\s{0,9}"([^"]{1,40})"'
    ),
    "yarn.lock": re.compile(rb'(?m)^"?@forge/bridge@[^\n]{1,300}:\n\s{1,9}version:?\s{1,9}"?([^"\n]{1,40})"?'),
    "pnpm-lock.yaml": re.compile(rb"(?m)^ {2}'?/?@forge/bridge[@/](\d[^:'(\n]{0,40})"),
}
"""Lock files, and how they name each version of the bridge that they install."""


def check(context: Context) -> Iterator[Problem]:
    """Look for several versions of the bridge in the lock files of the app and of its pages."""
    for file in context.lock_files:
        pattern = _LOCKS[file.rpartition("/")[2]]
        data = _read(os.path.join(context.folder, file))
        versions: dict[str, int] = {}
        for match in pattern.finditer(data):
            versions.setdefault(match[1].decode("utf-8", "replace"), match.start())
        if len(versions) > 1:
            start = max(versions.values())
            shown = " and ".join(sorted(versions))
            message = f"`@forge/bridge` is installed in the versions {shown}, so a page gets more than one copy."
            hint = 'Add `"overrides"` for the package that brings the older one: `"@forge/bridge": "$@forge/bridge"`.'
            yield Problem(Spot(data.count(b"\n", 0, start) + 1, 1, file), message, hint)


def _read(file: str) -> bytes:
    try:
        data = regular.read(file, _MOST_BYTES)
    except OSError:
        return b""
    return data if len(data) <= _MOST_BYTES else b""
