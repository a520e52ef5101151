"""The packages of an app: package.json files, what bundles them, and which bridge they install."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from bgscript.documents import json_text, locks, regular
from bgscript.documents.document import DocumentError, decode

BRIDGE = "@forge/bridge"
OLDEST_BRIDGE = (2, 3, 0)
"""The first version whose bridge has events."""

_ADD = {
    "npm": ("npm install", "--prefix", ""),
    "pnpm": ("pnpm", "--dir", "add"),
    "yarn": ("yarn", "--cwd", "add"),
    "bun": ("bun add", "--cwd", ""),
}
"""By package manager: what adds a package, before and after the option that names a folder."""

_MOST_BYTES = 20_000_000
_BUNDLERS = re.compile(
    r"vite|react-scripts|webpack|webpack-cli|@craco/craco|parcel|parcel-bundler|rollup|esbuild|@rspack/\w+|@rsbuild/\w+|"
    r"rolldown|react-app-rewired|@angular/cli|@vue/cli-service|@parcel/\w+|tsup|bun"
)
"""Packages that bundle a page from modules."""


@dataclass(frozen=True)
class Package:
    """A package of the app: its folder, empty for the app's own, and what package.json says."""

    app: Path
    folder: str
    data: Mapping[str, Any]

    @property
    def file(self) -> str:
        """The path of its package.json."""
        return joined(self.folder, "package.json")

    @cached_property
    def dependencies(self) -> dict[str, str]:
        """All packages that it names, with their ranges."""
        kinds = ("devDependencies", "peerDependencies", "dependencies")
        found = [self.data.get(kind) for kind in kinds]
        return {str(name): str(text) for part in found if isinstance(part, dict) for name, text in part.items()}

    @property
    def scripts(self) -> dict[str, str]:
        """Its scripts."""
        found = self.data.get("scripts")
        return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}

    @property
    def has_bundler(self) -> bool:
        """Whether something bundles its modules: a known program, or a script called ``build``."""
        return "build" in self.scripts or self.knows_bundler

    @property
    def knows_bundler(self) -> bool:
        """Whether it names a known program that bundles modules."""
        return any(_BUNDLERS.fullmatch(name) for name in self.dependencies)

    def version(self, name: str) -> tuple[str, str]:
        """The oldest version of a package that it gets, and the file that says so; both empty if none does."""
        for lock in self._locks():
            if found := [version for version, _ in locks.versions(str(self.app / lock), name, nested=False)]:
                return min(found, key=numbers), lock
        if text := self.dependencies.get(name):
            return text, self.file
        return "", ""

    def _locks(self) -> Iterator[str]:
        """The lock files that may be its own, the nearest ones first."""
        path = PurePosixPath(self.folder or ".")
        for folder in (path, *path.parents):
            for name in locks.NAMES:
                lock = joined("" if folder.as_posix() == "." else folder.as_posix(), name)
                if (self.app / lock).is_file():
                    yield lock
            if folder == PurePosixPath("."):
                return


def package_at(app: Path, folder: str) -> Package | None:
    """The package in a folder; None if there is none that can be read."""
    try:
        text = decode(regular.read(str(app / folder / "package.json"), _MOST_BYTES), "package.json")
        data = json_text.read(text, "package.json").plain()
    except (OSError, ValueError, DocumentError):
        return None
    return Package(app, folder, data) if isinstance(data, dict) else None


def nearest_package(app: Path, path: str) -> Package | None:
    """The package around a path of the app."""
    for folder in (PurePosixPath(path), *PurePosixPath(path).parents):
        if found := package_at(app, "" if folder.as_posix() == "." else folder.as_posix()):
            return found
    return None


def add_command(manager: str, folder: str, package: str) -> str:
    """What adds a package to one of the app's, with the package manager of its owner.

    Args:
        manager: the package manager; npm if it is empty.
        folder: the folder of the package, empty for the app's own.
        package: the name, or a name with a version.
    """
    command, option, verb = _ADD[manager or "npm"]
    return " ".join(filter(None, [command, f"{option} {folder}" if folder else "", verb, package]))


def numbers(version: str) -> tuple[int, int, int]:
    """The numbers of a version, or of the oldest one in a range; what has none is newer than all."""
    oldest = re.search(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?", version)
    if not oldest or re.match(r"\s*(?:<|workspace:|file:|link:|git|https?:)", version):
        return (1_000_000, 0, 0)
    return int(oldest[1]), int(oldest[2] or 0), int(oldest[3] or 0)


def joined(folder: str, name: str) -> str:
    """A path in a folder, where the app's own folder is the empty one."""
    return f"{folder}/{name}" if folder not in ("", ".") else name
