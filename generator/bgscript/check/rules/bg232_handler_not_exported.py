"""BG232: a handler that its file does not export.

Why: Every call of the function fails. Atlassian's validator does not report it.

Wrong::

    handler: index.handler # src/index.ts: export const resolver = …

Right::

    handler: index.handler # src/index.ts: export const handler = …
"""

from __future__ import annotations

from bgscript.check.files import handlers
from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG232"
LEVEL = ERROR
SUMMARY = "a handler that its file does not export"
REMEDY = "Export it, or correct the handler. Every call fails otherwise."
NEEDS = "functions"


def check(context: Context) -> Iterator[Problem]:
    """Look at what the file of each handler exports."""
    for handler in handlers(context.root, context.folder):
        if not handler.file:
            continue
        source = context.modules.add(handler.path, handler.file)
        if source is not None and context.modules.has(source, handler.name) is False:
            message = f"`{handler.file}` does not export `{handler.name}`."
            yield Problem(handler.node, message, f"Export `{handler.name}` there, or correct the handler.")
