"""Which folders are projects: those with a Forge manifest or a Connect descriptor."""

from __future__ import annotations

import os

from bgscript.documents import regular

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.yml"
DESCRIPTOR = "atlassian-connect.json"
_MOST_BYTES = 1_000_000
_SKIPPED = {"node_modules", "build", "dist", "coverage", "__pycache__", "venv", "vendor", "bower_components"}


class Walk:
    """A walk through folders. ``problems`` has a sentence for each folder that could not be read."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._seen: set[tuple[int, int]] = set()

    def projects(self, path: str) -> Iterator[str]:
        """The folders of the projects at or below a path; that of a manifest, if the path is one."""
        if os.path.isfile(path) and os.path.basename(path) in (MANIFEST, DESCRIPTOR):
            path = os.path.dirname(path) or "."
        count = 0
        for folder in self._walk(path, is_named=True):
            count += 1
            yield folder
        if not count and not self.problems:
            self.problems.append(f"{path}: there is no {MANIFEST} and no {DESCRIPTOR} in it or below")

    def _walk(self, start: str, *, is_named: bool = False) -> Iterator[str]:
        """The projects below a folder, in the order of their paths. Links to folders are not followed."""
        waiting = [start]
        while waiting:
            path = waiting.pop()
            entries = self._entries(path)
            names = {entry.name for entry in entries}
            is_first = is_named and path == start
            if DESCRIPTOR in names or (MANIFEST in names and (is_first or _may_be_forge(os.path.join(path, MANIFEST)))):
                yield path
                continue
            below = [entry for entry in entries if not entry.name.startswith(".") and entry.name not in _SKIPPED]
            waiting += [os.path.normpath(entry.path) for entry in reversed(below) if self._is_folder(entry)]

    def _entries(self, path: str) -> list[os.DirEntry[str]]:
        """What is in a folder that was not seen before, by name."""
        try:
            status = os.stat(path)
            if (status.st_dev, status.st_ino) in self._seen:  # a path that was given twice
                return []
            self._seen.add((status.st_dev, status.st_ino))
            return sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(f"{path}: {error.strerror or error}")
            return []

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir(follow_symlinks=False)
        except OSError as error:
            self.problems.append(f"{entry.path}: {error.strerror or error}")
            return False


def _may_be_forge(file: str) -> bool:
    """Whether a manifest may be Forge's: others use the name, too. One that cannot be read may be."""
    try:
        data = regular.read(file, _MOST_BYTES)
    except OSError:
        return True
    if not data.strip() or len(data) > _MOST_BYTES or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return any(word in data for word in (b"modules", b"app:", b"ari:cloud", b"resources", b"connectModules"))
