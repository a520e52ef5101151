"""BG226: one resource for the script and a view.

Why: The same code then runs as the script and as the view. Sources that ask the host where they run are not reported.

Wrong::

    jira:issueViewBackgroundScript: [{ key: script, resource: main }]
    jira:issuePanel: [{ key: panel, resource: main, … }]

Right::

    jira:issueViewBackgroundScript: [{ key: script, resource: background }]
    jira:issuePanel: [{ key: panel, resource: view, … }]
"""

from __future__ import annotations

import os
import re

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING
from bgscript.check.modules import MODULES, label
from bgscript.check.sources.files import BUILT
from bgscript.documents import regular

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG226"
LEVEL = WARNING
SUMMARY = "one resource for the script and a view"
REMEDY = "Give each a resource of its own. Sources that ask the host where they run are not reported."
NEEDS = "scripts"

_MOST_BYTES = 400_000
_ENDINGS = (".tsx", ".jsx", ".ts", ".js", ".mjs", ".cjs")
_TELLS_APART = re.compile(rb"moduleKey|[uU]seProductContext|getContext|extension\s{0,9}[?.]|moduleType")


def check(context: Context) -> Iterator[Problem]:
    """Compare the resources of scripts and views."""
    scripts = {entry.text("resource"): entry for _, entry in context.scripts}
    paths = {item.text("key"): item.text("path") for item in context.root.get("resources") or ()}
    for kind, entry in context.known:
        for holder in (entry, entry.get("edit")) if not MODULES[kind].is_script else ():
            resource = holder.text("resource") if holder is not None else ""
            if holder is None or resource not in scripts or not resource:
                continue
            if not _tells_apart(context.folder, paths.get(resource, "")):
                message = f"The script {label(scripts[resource])} has the same resource, so the same code runs in both."
                yield Problem(holder.value["resource"], message, "Give the script and the view a resource each.")


def _tells_apart(folder: str, path: str) -> bool:
    """Whether the source of a resource asks where it runs, or is not known."""
    parts = path.strip("/").split("/")
    start = os.path.join(folder, *parts)
    if os.path.isfile(start):
        candidates = [start]
    else:
        built = next((index for index, part in enumerate(parts) if part in BUILT), len(parts))
        source = os.path.join(folder, *parts[:built], "src")
        names = [f"{name}{ending}" for name in ("index", "main", "App", "app") for ending in _ENDINGS]
        candidates = [file for name in names if os.path.isfile(file := os.path.join(source, name))]
        if not candidates:
            return not os.path.isdir(os.path.join(folder, "src", *parts[built + 1 :]))
    return any(_TELLS_APART.search(_text(file)) for file in candidates)


def _text(file: str) -> bytes:
    try:
        return regular.read(file, _MOST_BYTES)
    except OSError:
        return b""
