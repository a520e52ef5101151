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

import re

from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR, WARNING
from bgscript.documents.document import Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG241"
LEVEL = ERROR
SUMMARY = "a remote without an address, or with one that cannot work"
REMEDY = "Give it a `baseUrl` with https."
NEEDS = "remotes"

_HTTPS = re.compile(r"https://[^\s/]+")


def check(context: Context) -> Iterator[Problem]:
    """Look at the address of each remote, or at its addresses for regions."""
    for remote in context.root.get("remotes") or ():
        url = remote.get("baseUrl")
        if url is None:
            if remote.get("configurable") is None:
                yield Problem(remote, "A remote needs `baseUrl`.", "Add `baseUrl:` with an https address.")
            continue
        for node in [each for _, each in url.items()] if isinstance(url.value, dict) else [url]:
            if not isinstance(node.value, str):
                yield Problem(node, "`baseUrl` must be an address.", "Write an address that begins with https://.")
            elif not isinstance(node.value, Unknown) and not _HTTPS.match(node.value) and "{" not in node.value:
                message = f"Forge calls remotes by https only, not `{node.value}`."
                yield Problem(node, message, "Write an address that begins with https://.", WARNING)
