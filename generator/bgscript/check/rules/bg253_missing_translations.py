"""BG253: translations that are missing.

Why: A text with `i18n` is the key of a translation, and there are none.

Wrong::

    title: { i18n: panel.title }

Right::

    title: { i18n: panel.title }
    …
    translations:
      resources: [{ key: en-US, path: locales/en-US.json }]
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR
from bgscript.check.modules import MODULES

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG253"
LEVEL = ERROR
SUMMARY = "translations that are missing"
REMEDY = "Add `translations`, or write the text itself."
NEEDS = "modules"


def check(context: Context) -> Iterator[Problem]:
    """Look for texts with ``i18n`` where there are no translations."""
    if context.has("translations"):
        return
    for kind, entry in context.known:
        for name in ("title", "description"):
            node = entry.get(name)
            if node is not None and isinstance(node.value, dict) and "i18n" in node.value and not MODULES[kind].strict:
                hint = "Add `translations:` with a file for each language, or write the text itself."
                yield Problem(node, f"`{name}` is translated, but the manifest has no `translations`.", hint)
