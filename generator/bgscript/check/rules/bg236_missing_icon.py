"""BG236: an icon that is not in its resource.

Why: `icon: resource:key;path` is a file in the folder of a resource. A missing one is shown as a broken picture.

Wrong::

    icon: resource:main;icno.svg

Right::

    icon: resource:main;icon.svg
"""

from __future__ import annotations

import os

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING
from bgscript.documents.document import Unknown, descend

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG236"
LEVEL = WARNING
SUMMARY = "an icon that is not in its resource"
REMEDY = "Correct the path, or put the file there."
NEEDS = "modules"

_START = "resource:"


def check(context: Context) -> Iterator[Problem]:
    """Look for the file of each ``resource:key;path``."""
    paths = {item.text("key"): item.text("path") for item in context.root.get("resources") or ()}
    for node in descend(context.root):
        if not isinstance(node.value, str) or not node.value.startswith(_START) or isinstance(node.value, Unknown):
            continue
        key, _, file = node.value[len(_START) :].partition(";")
        if key not in paths:
            hint = "Correct the key, or add the resource to `resources`."
            yield Problem(node, f"There is no resource with the key `{key}` for this icon.", hint)
        elif _is_missing(context.folder, paths[key], file):
            message = f"The resource `{key}` has no file `{file}`."
            yield Problem(node, message, f"Correct the path, or put the file into `{paths[key]}`.")


def _is_missing(folder: str, path: str, file: str) -> bool:
    """Whether a file is not in a folder that is there; one that is not built yet may get it."""
    try:
        place = os.path.join(folder, path)
        return bool(file) and os.path.isdir(place) and not os.path.exists(os.path.join(place, file))
    except ValueError:  # a zero byte
        return False
