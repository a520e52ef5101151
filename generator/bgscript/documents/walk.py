"""Which folders are projects: those with a Forge manifest or a Connect descriptor."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.yml"
DESCRIPTOR = "atlassian-connect.json"
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

    def _walk(self, path: str, *, is_named: bool = False) -> Iterator[str]:
        try:
            status = os.stat(path)
            if (status.st_dev, status.st_ino) in self._seen:  # a link that loops, or a path given twice
                return
            self._seen.add((status.st_dev, status.st_ino))
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(f"{path}: {error.strerror or error}")
            return
        names = {entry.name for entry in entries}
        if DESCRIPTOR in names or (MANIFEST in names and (is_named or _is_ours(os.path.join(path, MANIFEST)))):
            yield path
            return
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _SKIPPED:
                continue
            try:
                is_folder = entry.is_dir()
            except OSError as error:
                self.problems.append(f"{entry.path}: {error.strerror or error}")
                continue
            if is_folder:
                yield from self._walk(os.path.normpath(entry.path))


def _is_ours(file: str) -> bool:
    """Whether a manifest may be Forge's: others use the name, too. One that cannot be read may be."""
    try:
        with open(file, "rb") as stream:
            data = stream.read(1_000_001)
    except OSError:
        return True
    if not data.strip() or len(data) > 1_000_000 or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return any(word in data for word in (b"modules", b"app:", b"ari:cloud", b"resources", b"connectModules"))
