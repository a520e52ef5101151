"""The package.json files of a project, as far as sources need them."""

from __future__ import annotations

import os

from bgscript.documents import regular

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any

_MOST_BYTES = 200_000


def read(folder: str) -> dict[str, Any] | None:
    """The package.json of a folder; None if there is none that can be read."""
    import json

    try:
        data = regular.read(os.path.join(folder, "package.json"), _MOST_BYTES)
        found = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def own_imports(folder: str) -> dict[str, Any] | None:
    """``imports`` of the package in a folder; None if the folder has no package."""
    found = read(folder)
    if found is None:
        return None
    imports = found.get("imports")
    return imports if isinstance(imports, dict) else {}
