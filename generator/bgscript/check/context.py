"""What rules look at: the files of one project, each read once, when the first rule asks for it."""

from __future__ import annotations

import os
from functools import cached_property

from bgscript.check.findings import Collector, Problem, Spot
from bgscript.check.modules import MODULES, known
from bgscript.documents import locks
from bgscript.template.names import PART, SHAPE

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.ends import Lifecycle
    from bgscript.check.sources import Modules, Reading
    from bgscript.check.sources.reading import Request, Use
    from bgscript.check.sources.source import Source
    from bgscript.documents.document import Node


class Context:
    """One manifest or descriptor with the files around it.

    Attributes:
        folder: the project.
        path: the same as the user gave it, for commands in hints.
        file: the name of the manifest or descriptor.
        root: what is in it, a mapping.
        answers: those of a project that bgscript made; None for others.
        is_connect: whether it is a Connect descriptor.
    """

    def __init__(
        self, path: str, file: str, root: Node, answers: Node | None, lifecycle: Lifecycle, *, is_connect: bool
    ) -> None:
        self.folder = path
        self.path = path
        self.file = file
        self.root = root
        self.answers = answers
        self.lifecycle = lifecycle
        self.is_connect = is_connect
        self.noticed: dict[str, list[Problem]] = {}
        """What the passes have found, by code. A pass looks at a document once, for several rules."""

    @property
    def is_ours(self) -> bool:
        """Whether bgscript made the project. An app to which it has added a part is its owner's."""
        return self.answers is not None and self.answers.text(SHAPE) != PART

    def collector(self, file: str = "") -> Collector:
        """Takes what a pass finds in a file."""
        return Collector(file or self.file, self.noticed)

    # --- manifest -------------------------------------------------------------------------------------------------

    @cached_property
    def known(self) -> list[tuple[str, Node]]:
        """The entries of all modules that bgscript knows, with their types."""
        return known(self.root)

    @cached_property
    def scripts(self) -> list[tuple[str, Node]]:
        """The background scripts among them."""
        return [(kind, entry) for kind, entry in self.known if MODULES[kind].is_script]

    def has(self, *names: str) -> bool:
        """Whether there is something at the end of a path of names."""
        return self.root.get(*names) is not None

    # --- sources --------------------------------------------------------------------------------------------------

    @cached_property
    def modules(self) -> Modules:
        """The sources."""
        from bgscript.check.sources import load

        return load(self.folder, has_pages=self.is_connect)

    @cached_property
    def reading(self) -> Reading:
        """What the sources do."""
        from bgscript.check.sources import read

        reading = read(self.modules, is_ours=self.is_ours)
        if not self.is_connect:
            from bgscript.check.files import has_all

            reading.is_complete = reading.is_complete and has_all(self.folder, self.root)
        return reading

    @property
    def has_addresses(self) -> bool:
        """Whether sources may call or show addresses of others."""
        codes = [source.code for source in self.modules.sources.values()]
        return any(b"https://" in code for code in codes) and any(
            b"fetch(" in code or b" src=" in code for code in codes
        )

    @property
    def may_be_ui_kit_1(self) -> bool:
        """Whether a view is a function, or UI Kit 1 is named in a source."""
        if any(entry.get("function") is not None for _, entry in self.known):
            return True
        return any(b"@forge/ui" in source.code for source in self.modules.sources.values())

    @cached_property
    def lock_files(self) -> list[str]:
        """The lock files of the app's packages: its own, and those in which resources are built."""
        paths = [item.text("path").strip("/") for item in self.root.get("resources") or ()]
        parents = [path.rsplit("/", 1)[0] for path in paths if "/" in path and ".." not in path]
        files = [*locks.NAMES, *(f"{folder}/{name}" for folder in dict.fromkeys(parents) for name in locks.NAMES)]
        return [file for file in files if self.exists(file)]

    def is_left_over(self, source: Source) -> bool:
        """Whether a source is in a package that no resource is in, and that no other source imports."""
        parts = source.name.split("/")
        parents = ["/".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
        package = next((each for each in parents if self.exists(f"{each}/package.json")), "")
        if not package:
            return False
        paths = [item.text("path").strip("/") + "/" for item in self.root.get("resources") or ()]
        inside = [each for each in self.modules.sources.values() if each.name.startswith(f"{package}/")]
        return not any(path.startswith(f"{package}/") for path in paths) and all(
            importer.name.startswith(f"{package}/") for each in inside for importer, _ in self.modules.importers(each)
        )

    def at(self, use: Use | Request) -> Spot:
        """The place of something in a source."""
        return Spot(*use.source.place(use.offset), file=use.source.name)

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder at a path of the project."""
        try:
            return os.path.exists(os.path.join(self.folder, path))
        except ValueError:  # a zero byte
            return False
