"""Reads the file of ``--from``: a Forge manifest or a Connect descriptor, by what is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bgscript.documents.document import MOST_BYTES, DocumentError, Node, parse
from bgscript.documents.walk import DESCRIPTOR, MANIFEST, Walk
from bgscript.system.errors import UsageError

Steps = tuple[str | int, ...]
"""How to get to a value from the document's root: names and, in lists, numbers."""

_NAMES = (MANIFEST, "manifest.yaml", DESCRIPTOR)
_HINT = "--from takes a Forge manifest.yml or a Connect atlassian-connect.json"


@dataclass(frozen=True)
class Place:
    """A value in a document, and the path to it."""

    node: Node
    steps: Steps = ()

    @property
    def value(self) -> Any:
        """A plain value; for a mapping or a list, the nodes in it."""
        return self.node.value

    @property
    def property(self) -> str:
        """The path as people write it: ``modules.jira:issuePanel[0].title``."""
        words = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps)
        return "".join(words).removeprefix(".")

    def get(self, *names: str) -> "Place | None":
        """What is at the end of a path of names; None where nothing is."""
        node = self.node.get(*names)
        return None if node is None else Place(node, (*self.steps, *names))

    def text(self, *names: str) -> str:
        """The text at the end of a path of names; empty where there is none."""
        return self.node.text(*names)

    def children(self) -> "Iterator[Place]":
        """What a mapping or a list holds."""
        value = self.node.value
        pairs = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        return (Place(node, (*self.steps, step)) for step, node in pairs)

    def entries(self, *names: str) -> "list[Place]":
        """The mappings in the list at the end of a path of names."""
        place = self.get(*names)
        is_list = place is not None and isinstance(place.value, list)
        return [each for each in place.children() if isinstance(each.value, dict)] if place and is_list else []


@dataclass(frozen=True)
class Existing:
    """A file that was read. ``file`` is its path as messages have it."""

    file: str
    root: Place
    is_connect: bool

    def at(self, place: Place) -> str:
        """Where a value is, for messages: ``manifest.yml:12: app.id``."""
        return f"{self.file}:{place.node.line}: {place.property}"


def read(path: str) -> Existing:
    """Read a manifest or a descriptor, or the one in a folder.

    Raises:
        UsageError: there is none, or it cannot be read; one sentence says why, with the line.
    """
    file = _find(Path(path))
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        root = parse(data, file.name)
    except OSError as error:
        raise UsageError([f"--from {file}: {error.strerror or error}"], _HINT) from error
    except DocumentError as error:
        raise UsageError([f"--from {file}:{error.line}: {error.message.rstrip('.')}"], error.hint) from error
    return Existing(str(file), Place(root), _is_connect(file, root))


def _find(path: Path) -> Path:
    try:
        if not path.is_dir():
            if path.exists() and not path.is_file():
                raise UsageError([f"--from {path}: it is neither a file nor a folder"], _HINT)
            return path
        found = [path / name for name in _NAMES if (path / name).is_file()]
    except (OSError, ValueError) as error:  # a link that loops; a name with a zero byte
        raise UsageError([f"--from {path}: {getattr(error, 'strerror', None) or error}"], _HINT) from error
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(each.name for each in found)
        raise UsageError([f"--from {path}: it has {names}"], "name one of these files")
    below = sorted(Walk().projects(str(path)))[:5]
    hint = f"name one app: {', '.join(below)}" if below else _HINT
    raise UsageError([f"--from {path}: there is no {MANIFEST} and no {DESCRIPTOR} in it"], hint)


def _is_connect(file: Path, root: Node) -> bool:
    if isinstance(root.value, dict):
        if isinstance(root.value.get("app", root).value, dict) and {"app", "connectModules"} & set(root.value):
            return False
        if {"baseUrl", "lifecycle", "apiVersion"} & set(root.value) and "modules" in root.value:
            return True
        if "modules" in root.value and file.suffix in (".yml", ".yaml"):
            return False
    raise UsageError([f"--from {file}: it is no Forge manifest and no Connect descriptor"], _HINT)
