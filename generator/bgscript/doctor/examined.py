"""A folder that is examined: whether it is a project, and what the project says that it needs."""

from __future__ import annotations

import os
import re
from functools import cached_property

from bgscript.documents import regular
from bgscript.documents.document import DocumentError, Node, parse
from bgscript.template.names import ANSWERS, DESCRIPTOR, MANIFEST

TYPE_CHECKING = False  # as in cli/main.py
if TYPE_CHECKING:
    from bgscript.check.engine import CheckedProject

NODE = "24"
"""The major version of Node.js that generated projects are developed with, as in their .nvmrc."""

OLDEST_NODE = (22, 12)
"""The oldest one that they allow, as in their package.json."""

_MOST_BYTES = 1_000_000


class Examined:
    """A folder. ``problem`` says why its answers file cannot be read."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.problem = ""
        self.answers = self._answers()

    def _answers(self) -> Node | None:
        try:
            return parse(regular.read(self._path(ANSWERS), _MOST_BYTES), ANSWERS)
        except FileNotFoundError:
            return None
        except OSError as error:
            self.problem = f"{ANSWERS} cannot be read: {error.strerror or error}"
        except DocumentError as error:
            self.problem = f"{ANSWERS}, line {error.line}: {error.message.rstrip('.')}"
        return None

    @property
    def is_ours(self) -> bool:
        """Whether bgscript or copier made it."""
        return bool(self.problem) or self.answers is not None

    @property
    def is_project(self) -> bool:
        """Whether there is an app, bgscript's or somebody else's."""
        return self.is_ours or any(os.path.lexists(self._path(name)) for name in (MANIFEST, DESCRIPTOR))

    @property
    def is_connect(self) -> bool:
        """Whether it is a Connect app, which Forge's CLI is not for."""
        return os.path.lexists(self._path(DESCRIPTOR)) and not os.path.lexists(self._path(MANIFEST))

    def recorded(self, name: str) -> str:
        """A text in the answers file; empty if there is none."""
        return self.answers.text(name) if self.answers is not None else ""

    @cached_property
    def checked(self) -> CheckedProject:
        """What ``check`` finds here."""
        from bgscript.check.engine import Checker

        return Checker().check(self.folder)

    @cached_property
    def node_major(self) -> str:
        """The major version of Node.js that the project is developed with; empty if it does not say."""
        if not self.is_project:
            return NODE
        found = re.match(r"v?(\d+)", self._text(".nvmrc").strip())
        return found[1] if found else ""

    @cached_property
    def oldest_node(self) -> tuple[int, ...]:
        """The oldest Node.js that the project allows; empty if it does not say."""
        if not self.is_project:
            return OLDEST_NODE
        try:
            package = parse(self._text("package.json").encode() or b"{}", "package.json")
        except DocumentError:
            return ()
        engine = package.get("engines", "node")
        found = re.match(r"(?:>=|\^|~)?\s*v?(\d+)(?:\.(\d+))?", str(engine.value) if engine is not None else "")
        return tuple(int(part) for part in found.groups() if part) if found else ()

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def _text(self, name: str) -> str:
        try:
            return regular.read(self._path(name), _MOST_BYTES).decode("utf-8", "replace")
        except OSError:
            return ""


def look_at(folder: str) -> Examined:
    """What is in a folder."""
    return Examined(folder)
