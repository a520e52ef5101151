"""Files of the owner's that are committed with CRLF: the renderings get it, too, so that their lines are the same."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

from bgscript.merging.result import Repository
from bgscript.system import git
from bgscript.template.names import DESCRIPTOR, MANIFEST

FILES = ("100644", "100755")
"""The modes of files that are neither links nor submodules."""

_BY_MEANING = (MANIFEST, DESCRIPTOR)
"""Files that are merged by meaning, whatever their line ends."""

Entry = tuple[str, str, str]
"""A file of a tree: its path, its mode, its blob."""


def contents(yours: Repository, files: Iterable[Entry]) -> Iterator[tuple[Entry, bytes]]:
    """The owner's files with what is in them, read by one git."""
    files = list(files)
    names = "".join(f"{blob}\n" for _, _, blob in files).encode()
    stream = BytesIO(git.run("cat-file", "--batch", cwd=yours.top, stdin=names) if files else b"")
    for entry in files:
        yield entry, stream.read(int(stream.readline().split()[-1]) + 1)[:-1]


def in_crlf(yours: Repository, listed: Iterable[Entry], old: Path, later: Callable[[str], Path]) -> set[str]:
    """The paths of the owner's files in which each line ends in CRLF, of those that a rendering has as well.

    Args:
        yours: the owner's side.
        listed: the owner's files.
        old: the folder with the old rendering.
        later: the file of a path in the new rendering, which need not be there.
    """
    edited = [
        (path, mode, blob)
        for path, mode, blob in listed
        if mode in FILES
        and path not in _BY_MEANING
        and ((old / path).is_file() or later(path).is_file())
        and blob != _blob(old / path, yours.object_format)
    ]
    return {path for (path, _, _), content in contents(yours, edited) if _is_crlf(content)}


def with_crlf(content: bytes) -> bytes:
    """A text with CRLF at the end of each line; other contents as they are."""
    return content if b"\0" in content or b"\r" in content else content.replace(b"\n", b"\r\n")


def _is_crlf(content: bytes) -> bool:
    return b"\0" not in content and 0 < content.count(b"\n") == content.count(b"\r\n")


def _blob(file: Path, object_format: str) -> str:
    """The name that git gives to the content of a file; empty if there is none."""
    if not file.is_file():
        return ""
    content = file.read_bytes()
    return hashlib.new(object_format, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
