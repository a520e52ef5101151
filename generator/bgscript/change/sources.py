"""The manifest or descriptor that a project has committed, as plain values."""

from pathlib import Path
from shlex import quote
from typing import Any

import yaml

from bgscript.documents.document import DocumentError, parse
from bgscript.documents.yaml_file import LOADER
from bgscript.system import git
from bgscript.system.errors import BgscriptError
from bgscript.template.names import MANIFEST


def committed(folder: Path, name: str) -> dict[str, Any]:
    """A file of a project as it is committed; empty where there is none.

    Raises:
        BgscriptError: it cannot be read as what it is. A merge could not be trusted then.
    """
    text = git.run("cat-file", "blob", f"HEAD:./{name}", cwd=folder, expect=(0, 128))  # 128: there is none
    if not text:
        return {}
    hint = f"correct {quote(str(folder / name))} and commit it; then migrate"
    try:
        found = values(text, name)
        line = _anchor(text) if name == MANIFEST else 0
    except DocumentError as error:
        reason = error.message.replace(f"{name} ", "it ", 1)
        raise BgscriptError(f"{name}, line {error.line}: {reason}", hint) from error
    if not isinstance(found, dict):
        raise BgscriptError(f"{name} must hold names and values", hint)
    if line:
        problem = f"{name}, line {line}: an anchor, whose text may be used in several places, cannot be merged"
        raise BgscriptError(problem, "write the text out in each place and commit that; then migrate")
    return found


def values(text: bytes, name: str) -> Any:
    """What a YAML or JSON text says.

    Raises:
        DocumentError: it is not valid, or has a key twice.
    """
    return parse(text, name).plain()


def _anchor(text: bytes) -> int:
    """The line of the first anchor or alias; 0 where there is none."""
    for event in yaml.parse(text.decode("utf-8-sig"), Loader=LOADER):
        if getattr(event, "anchor", None) and event.start_mark:
            return int(event.start_mark.line) + 1
    return 0


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def texts(value: Any) -> list[str]:
    """The texts in a list, or the names in a mapping."""
    return [str(item) for item in value] if isinstance(value, (list, dict)) else []
