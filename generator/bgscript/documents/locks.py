"""Which versions of a package the lock files of npm, Yarn, pnpm and Bun install.

They are searched as texts: some have a hundred thousand lines, and one version is wanted.
"""

from __future__ import annotations

import os
import re

from bgscript.documents import regular

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_BYTES = 20_000_000

_VALUE = rb'"version":\s{0,9}"([^"]{1,40})"'
_NESTED = rb'(?:[^"\n]{0,300}/)?'
"""What is before the name of a copy that belongs to one other package."""
_NPM = rb'"IN_ITnode_modules/NAME":\s{0,20}\{[^{}]{0,300}?' + _VALUE
_NPM_6 = rb'"NAME":\s{0,20}\{\s{0,20}' + _VALUE
_PATTERNS = {
    "package-lock.json": (_NPM, _NPM_6),
    "npm-shrinkwrap.json": (_NPM, _NPM_6),
    "yarn.lock": (rb'(?m)^"?NAME@[^\n]{1,300}:\r?\n\s{1,9}version:?\s{1,9}"?([^"\r\n]{1,40})"?',),
    "pnpm-lock.yaml": (rb"(?m)^ {2}'?/?NAME[@/](\d[^:'(_\r\n]{0,40})",),
    "bun.lock": (rb'"IN_ITNAME":\s{0,9}\["NAME@([^"]{1,40})"',),
}
"""How each names a version of a package; of several ways, the first one that it uses. npm's was another until npm 6."""

NAMES = tuple(_PATTERNS)
"""The lock files that can be read."""


def versions(file: str, name: str, *, nested: bool) -> list[tuple[str, int]]:
    """The versions of a package that a lock file installs, each with its line; empty if there are none.

    Args:
        file: the path of a lock file, which need not be there.
        name: the package.
        nested: whether copies count that one other package has for itself, where the lock file knows.
    """
    try:
        data = regular.read(file, _MOST_BYTES)
    except OSError:
        return []
    if len(data) > _MOST_BYTES:
        return []
    for form in _PATTERNS[file.replace(os.sep, "/").rpartition("/")[2]]:
        pattern = form.replace(b"IN_IT", _NESTED if nested else b"").replace(b"NAME", re.escape(name).encode())
        if found := list(_matches(pattern, data)):
            return found
    return []


def _matches(pattern: bytes, data: bytes) -> Iterator[tuple[str, int]]:
    for match in re.finditer(pattern, data):
        yield match[1].decode("utf-8", "replace").strip(), data.count(b"\n", 0, match.start()) + 1
