"""BG227: a resource that no module uses.

Why: Each resource is uploaded with every deploy, and counts towards the size of the app. A resource that a source
opens, as in `new Modal({ resource: 'dialog' })`, is used.

Wrong::

    resources:
      - { key: view, path: build/view }
      - { key: old, path: build/old } # nobody names it

Right::

    resources:
      - { key: view, path: build/view }
"""

from __future__ import annotations

from bgscript.check.files import mentioned, resource_keys, uses
from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG227"
LEVEL = WARNING
SUMMARY = "a resource that no module uses"
REMEDY = "Remove it, or use it."
NEEDS = "resources"


def check(context: Context) -> Iterator[Problem]:
    """Look for each resource in the modules, in texts of the manifest, and in the sources."""
    named = {key for key, _, _ in uses(context.root)} | mentioned(context.root)
    seen: set[str] = set()
    for key in resource_keys(context.root):
        if key.value in named or key.value in seen:
            continue
        seen.add(key.value)
        reading = context.reading
        if "named" in reading.unknown or any(use.name.split("/")[0] == key.value for use in reading.named):
            continue
        yield Problem(key, f"No module uses the resource `{key.value}`.", "Remove it, or name it in a module.")
