"""BG310: a descriptor without apiMigrations.

Why: Without `signed-install`, anybody who knows the address can try to install or take over an app; without `context-
qsh`, tokens of pages are bound to no address.

Wrong::

    "apiVersion": 1

Right::

    "apiVersion": 1,
    "apiMigrations": { "signed-install": true, "context-qsh": true }
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG310"
LEVEL = WARNING
SUMMARY = "a descriptor without apiMigrations"
REMEDY = "Add `apiMigrations` with `signed-install` and `context-qsh`, once the app verifies both."
NEEDS = "descriptor"


def check(context: Context) -> Iterator[Problem]:
    """Look for both migrations, where the app uses tokens at all."""
    if context.root.text("authentication", "type").lower() != "jwt":
        return
    migrations = context.root.get("apiMigrations")
    missing = [name for name in ("signed-install", "context-qsh") if migrations is None or migrations.get(name) is None]
    if migrations is None:
        message = "The descriptor has no `apiMigrations`, so Jira sends installs and tokens in an older, weaker form."
        hint = 'Add `"apiMigrations": { "signed-install": true, "context-qsh": true }`, once the app verifies both.'
        yield Problem(context.root, message, hint)
    elif "signed-install" in missing:
        message = "`apiMigrations` has no `signed-install`, so anybody can send an install to the app."
        yield Problem(migrations, message, 'Add `"signed-install": true`, once the app verifies the signature.')
