"""What a merge of trees results in: a tree, its differences, its conflicts."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from bgscript.system import git

Version = tuple[str, bytes]
"""The blob of a file on one side, empty where it is not there, and its content."""


@dataclass(frozen=True)
class Repository:
    """The owner's side of a merge: a tree of a git repository, and the folder in it that was rendered.

    ``top`` is the work tree; ``prefix`` is the path of that folder below it, empty or with a ``/`` at its end;
    ``objects`` is where git keeps its content; ``tree`` is the id of the whole committed tree.
    """

    top: Path
    prefix: str
    objects: Path
    object_format: str
    tree: str


@dataclass(frozen=True)
class Stage:
    """One side of a conflict, as git's index holds it: 1 the old template's, 2 the user's, 3 the new template's."""

    mode: str
    blob: str
    number: int
    path: str


@dataclass(frozen=True)
class Difference:
    """A file that differs between two trees: a status letter of git's, its path from the top, and its former path."""

    status: str
    path: str
    former: str = ""


@dataclass(frozen=True)
class Message:
    """A message of git about a conflict, and its files."""

    paths: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Merge:
    """The result: a tree, the differences from the user's, and the conflicts, each with a message of git.

    ``imports`` are the owner's files whose imports were rewritten, from the rendered folder.
    ``scratch`` has the sides as branches: ``base``, ``yours``, and the new one, which is called ``label``.
    """

    scratch: Path
    tree: str
    label: str = ""
    changes: list[Difference] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)

    @property
    def conflicts(self) -> list[str]:
        """The paths that have a conflict, from the repository's top."""
        return sorted({stage.path for stage in self.stages})

    @property
    def index_info(self) -> bytes:
        """The conflicts for `git update-index -z --index-info`."""
        width = len(self.tree)
        gone = [f"0 {'0' * width}\t{path}" for path in self.conflicts]
        stages = [f"{stage.mode} {stage.blob} {stage.number}\t{stage.path}" for stage in self.stages]
        return b"".join(os.fsencode(line) + b"\0" for line in [*gone, *stages])


def contents(result: Merge, paths: list[str]) -> Iterator[tuple[str, list[Version]]]:
    """Files in the old rendering, in the user's project, in the new rendering and in git's merge of them.

    Each with its blob, which is empty where the file is not there. Paths are from the repository's top.
    """
    trees = ("base", "yours", result.label, result.tree)
    names = "".join(f"{tree}:{path}\n" for path in paths for tree in trees)
    stream = BytesIO(git.run("cat-file", "--batch", cwd=result.scratch, stdin=os.fsencode(names)))
    for path in paths:
        versions = []
        for _ in trees:
            head = os.fsdecode(stream.readline()).split()
            is_there = head[-1].isdigit()  # else the line ends in "missing"
            content = stream.read(int(head[-1]) + 1)[:-1] if is_there else b""
            versions.append((head[0] if is_there and head[1] == "blob" else "", content))
        yield path, versions
