"""The app as its owner has committed it: a folder with its files, and its manifest."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bgscript.adopting.obstacles import Obstacle
from bgscript.check.sources import Modules, load
from bgscript.documents.document import DocumentError, parse
from bgscript.documents.surroundings import manager_around
from bgscript.documents.walk import Walk
from bgscript.importing.reading import Place
from bgscript.template.names import ANSWERS, DESCRIPTOR, MANIFEST


@dataclass(frozen=True)
class App:
    """An app to adopt.

    Attributes:
        folder: its committed files, without those that git does not track.
        name: the name of the folder that its owner has it in.
        root: its manifest.
        text: the text of it.
        place: the folder that its owner has it in, whose surroundings have lock files and workspaces.
    """

    folder: Path
    name: str
    root: Place
    text: bytes
    place: Path

    def manager(self, folder: str = "") -> str:
        """The package manager of one of its packages; npm if nothing around it names another."""
        return manager_around(self.place / folder) or "npm"

    @cached_property
    def sources(self) -> Modules:
        """Its sources, parsed when somebody asks for a tree."""
        return load(str(self.folder))

    def has(self, path: str) -> bool:
        """Whether there is a file or a folder at a path."""
        try:
            return (self.folder / path).exists()
        except ValueError:  # a null byte
            return False

    def is_file(self, path: str) -> bool:
        """Whether there is a file at a path."""
        try:
            return (self.folder / path).is_file()
        except ValueError:
            return False

    def at(self, place: Place) -> str:
        """Where a value of the manifest is: ``manifest.yml:12``."""
        return f"{MANIFEST}:{place.node.line}"

    def keys(self, *names: str) -> set[str]:
        """The keys of the entries in a list of the manifest."""
        return {entry.text("key") for entry in self.root.entries(*names)}

    def module_keys(self) -> set[str]:
        """The keys of all modules."""
        modules = self.root.get("modules")
        kinds = [str(kind.steps[-1]) for kind in modules.children()] if modules else []
        return {key for kind in kinds for key in self.keys("modules", kind)}


def open_app(folder: Path, place: Path) -> tuple[App | None, list[Obstacle]]:
    """Read an app; None, and the reason, if it is none that can get a script.

    Args:
        folder: the committed files.
        place: the owner's folder.
    """
    if (folder / ANSWERS).is_file() and b"bgscript" in (folder / ANSWERS).read_bytes():
        reason = f"{ANSWERS} is there: the app has its script from bgscript already"
        return None, [Obstacle(reason, "`bgscript update` keeps it current")]
    file = folder / MANIFEST
    if not file.is_file():
        return None, [_no_manifest(folder)]
    text = file.read_bytes()
    try:
        root = Place(parse(text, MANIFEST))
    except DocumentError as error:
        return None, [Obstacle(f"{MANIFEST}:{error.line}: {error.message.rstrip('.')}", error.hint.rstrip("."))]
    if not isinstance(root.value, dict) or not (root.get("app") or root.get("modules") or root.get("connectModules")):
        return None, [Obstacle(f"{MANIFEST} is no manifest of Forge's", "name the folder of a Forge app")]
    return App(folder, place.name, root, text, place), []


def _no_manifest(folder: Path) -> Obstacle:
    if (folder / DESCRIPTOR).is_file():
        reason = f"{DESCRIPTOR}: it is a Connect app, which has no place for a Forge script"
        hint = (
            f"`bgscript new PATH --from {DESCRIPTOR}` makes a project of it; `bgscript migrate` moves one that bgscript"
            " made to Forge"
        )
        return Obstacle(reason, hint)
    if below := sorted(os.path.relpath(each, folder) for each in Walk().projects(str(folder)))[:5]:
        return Obstacle(f"there is no committed {MANIFEST} here", f"name the app's folder: {', '.join(below)}")
    return Obstacle(f"there is no committed {MANIFEST}", "name the folder of a Forge app, and commit its manifest")
