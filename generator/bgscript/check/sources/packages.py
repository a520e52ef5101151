"""The package.json files of a project, as far as sources need them."""

from __future__ import annotations

import os

from bgscript.documents import json_text, regular
from bgscript.documents.document import DocumentError, decode

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any


_MOST_BYTES = 200_000
_NAME = "package.json"


def own_imports(folder: str) -> dict[str, Any] | None:
    """``imports`` of the package in a folder; None if the folder has no package that can be read."""
    try:
        found = json_text.read(decode(regular.read(os.path.join(folder, _NAME), _MOST_BYTES), _NAME), _NAME)
    except (OSError, DocumentError):
        return None
    package = found.plain()
    if not isinstance(package, dict):
        return None
    imports = package.get("imports")
    return imports if isinstance(imports, dict) else {}
