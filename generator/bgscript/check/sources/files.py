"""Which files of a project are sources: those that people write and that run in the app."""

from __future__ import annotations

import os
import re
import stat

from bgscript.check.sources.modules import ENDINGS
from bgscript.documents.walk import DESCRIPTOR, MANIFEST

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

BUILT = {"build", "dist", "out", "public", "output", "lib", "target", "bundle"}
"""Names of folders that a build makes, so that a fresh clone does not have them."""
_BUILT_IN_SOURCES = {"build", "dist", "out", "output"}
_NOT_SOURCES = {
    *("node_modules", "test", "tests", "__tests__", "__mocks__", "preview", "coverage", "vendor"),
}
_IS_TEST = re.compile(r"\.(?:test|spec|stories|d)\.[a-z]+$|\.config\.[a-z]+$|\.min\.js$")
_MOST_LEVELS = 12
_MOST_ENTRIES = 20_000


def sources(folder: str, *, has_pages: bool = False, skipped: list[str] | None = None) -> Iterator[tuple[str, str]]:
    """The sources in a folder, as a path and a name with slashes.

    Tests, what a build makes, links, and folders of other apps are left out.

    Args:
        folder: where to look.
        has_pages: whether a server serves its sources as they are, from folders named ``public`` or ``lib``.
        skipped: takes the names of files that are not regular ones.
    """
    stack = [(folder, "", False)]
    count = 0
    while stack:
        here, prefix, is_source = stack.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            continue
        if prefix and any(entry.name in (MANIFEST, DESCRIPTOR) for entry in entries):
            continue  # another app
        for entry in entries:
            count += 1
            if count > _MOST_ENTRIES:
                return
            name = prefix + entry.name
            if entry.name.startswith(".") or not entry.name.isprintable() or entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                left_out = _left_out(entry.name, is_source=is_source, has_pages=has_pages)
                if not left_out and name.count("/") < _MOST_LEVELS:
                    stack.append((entry.path, name + "/", is_source or entry.name == "src"))
            elif entry.name.endswith(ENDINGS) and not _IS_TEST.search(entry.name):
                if _is_regular(entry):
                    yield entry.path, name
                elif skipped is not None:
                    skipped.append(name)


def _left_out(name: str, *, is_source: bool, has_pages: bool) -> bool:
    if name in _NOT_SOURCES:
        return True
    if is_source:
        return name in _BUILT_IN_SOURCES
    return name in BUILT and not (has_pages and name in ("public", "lib"))


def _is_regular(entry: os.DirEntry[str]) -> bool:
    try:
        return stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    except OSError:
        return False
