"""Merges two renderings of a template with an owner's files, by git, in a scratch repository."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bgscript.merging.result import Difference, Merge, Message, Repository, Stage
from bgscript.merging.settle import settle
from bgscript.system import git

_SETTINGS = {"merge.renames": "true", "merge.directoryRenames": "conflict", "core.quotePath": "false"}
"""A user's own merge settings must not change the result."""


_SUBMODULE = "160000"
"""The mode of a submodule's commit, which is in another repository."""

_WHO = "bgscript <bgscript@bgscript.invalid>"


def merge(
    yours: Repository, old: Path, new: Path, label: str, scratch: Path, moved: Mapping[str, str] | None = None
) -> Merge:
    """Merge the owner's files with the difference between two renderings.

    Args:
        yours: the owner's side.
        old, new: folders with the two renderings.
        label: a name for the new side in conflict markers, as git allows it for a branch.
        scratch: a new folder for a repository that uses the owner's objects. Nothing else is written.
        moved: files that are known to have another path in the new rendering, by their former one. They are merged
            there, however much they have changed.
    """
    _start(yours, scratch)
    moves = _moves(yours, moved or {})
    git.run("fast-import", "--quiet", "--done", cwd=scratch, stdin=b"".join(_history(yours, old, new, label, moves)))
    where = ("--git-dir", scratch, "--work-tree", yours.top)
    output = git.run(
        *(*where, "merge-tree", "--write-tree", "-z", "--messages", "yours", label),
        cwd=yours.top,
        expect=(0, 1),
        settings=_SETTINGS,
    )
    settled = settle(_parse(output, scratch, label), yours.prefix)
    messages = [_with_former_path(message, moves, yours.prefix) for message in settled.messages]
    return replace(settled, changes=_changes(scratch, yours.tree, settled.tree), messages=messages)


def diff(result: Merge, yours: Repository, *, color: bool = False) -> str:
    """The whole change as a unified diff, with paths from the rendered folder."""
    relative = [f"--relative={yours.prefix}"] if yours.prefix else []
    words = ("diff-tree", "-r", "-p", "-M", "--no-ext-diff", f"--color={'always' if color else 'never'}", *relative)
    return git.run(*words, yours.tree, result.tree, cwd=result.scratch, settings=_SETTINGS).decode(errors="replace")


def pack(result: Merge, yours: Repository) -> bytes:
    """The objects of the result that the owner's repository does not have, as git packs them."""
    blobs = [stage.blob for stage in result.stages if stage.mode != _SUBMODULE]
    listed = "".join(f"{name}\n" for name in [result.tree, *blobs, f"^{yours.tree}"]).encode()
    return git.run("pack-objects", "--revs", "--stdout", "--quiet", cwd=result.scratch, stdin=listed)


def _start(yours: Repository, scratch: Path) -> None:
    git.run("init", "--quiet", "--bare", "--template=", f"--object-format={yours.object_format}", scratch)
    quoted = str(yours.objects).replace("\\", "\\\\").replace('"', '\\"')
    (scratch / "objects" / "info").mkdir(exist_ok=True)
    (scratch / "objects" / "info" / "alternates").write_bytes(os.fsencode(f'"{quoted}"\n'))


def _moves(yours: Repository, moved: Mapping[str, str]) -> dict[str, str]:
    """The moves of files that the owner has where they were, and nothing where they will be."""
    if not moved:
        return {}
    paths = [yours.prefix + name for pair in moved.items() for name in pair]
    listed = git.run("ls-tree", "-r", "-z", "--name-only", yours.tree, "--", *paths, cwd=yours.top)
    there = {os.fsdecode(name).removeprefix(yours.prefix) for name in listed.split(b"\0") if name}
    return {old: new for old, new in moved.items() if old in there and new not in there}


def _with_former_path(message: Message, moves: Mapping[str, str], prefix: str) -> Message:
    former = [old for old, new in moves.items() if prefix + new in message.paths]
    return replace(message, text=f"{message.text} (it was {', '.join(former)})") if former else message


def _history(yours: Repository, old: Path, new: Path, label: str, moves: Mapping[str, str]) -> Iterator[bytes]:
    """Three commits for `git fast-import`: the old rendering, and on top of it the owner's files and the new one.

    They are trees of the whole repository, equal outside the yours.
    """
    for number, (branch, folder) in enumerate([("base", old), ("yours", None), (label, new)], start=1):
        yield f"commit refs/heads/{branch}\nmark :{number}\ncommitter {_WHO} {number} +0000\n".encode()
        yield b"data 0\n" + (b"from :1\n" if number > 1 else b"")
        yield b"deleteall\n"  # before the tree is set: git 2.39 crashes with the other order
        if yours.prefix or not folder:
            yield f'M 040000 {yours.tree} ""\n'.encode()
        if folder:
            yield b"D %s\n" % _quoted(yours.prefix.rstrip("/")) if yours.prefix else b""
            yield from _files(folder, yours.prefix)
        for former, later in moves.items() if branch != label else ():
            yield b"R %s %s\n" % (_quoted(yours.prefix + former), _quoted(yours.prefix + later))
    yield b"done\n"


def _files(folder: Path, prefix: str) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        mode = "120000" if path.is_symlink() else "100755" if path.stat().st_mode & 0o100 else "100644"
        content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
        name = _quoted(prefix + path.relative_to(folder).as_posix())
        yield b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), name, len(content), content)


def _quoted(path: str) -> bytes:
    escaped = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"%s"' % escaped


def _parse(output: bytes, scratch: Path, label: str) -> Merge:
    """Read what `git merge-tree -z` prints: a tree, the stages of conflicts, an empty field, messages."""
    fields = [os.fsdecode(item) for item in output.split(b"\0")]
    tree, rest = fields[0], fields[1:]
    end = rest.index("") if "" in rest else len(rest)
    stages = [Stage(*_stage(entry)) for entry in rest[:end]]
    return Merge(scratch, tree, label, stages=stages, messages=list(_messages(rest[end + 1 :])))


def _stage(entry: str) -> tuple[str, str, int, str]:
    facts, path = entry.split("\t", 1)
    mode, blob, number = facts.split(" ")
    return mode, blob, int(number), path


def _messages(fields: list[str]) -> Iterator[Message]:
    """The sentences about conflicts; each comes after a count, so many paths, and the kind of conflict."""
    while len(fields) > 1:
        count = int(fields[0])
        paths, (kind, sentence) = fields[1 : count + 1], fields[count + 1 : count + 3]
        if kind.startswith("CONFLICT"):
            yield Message(tuple(paths), sentence.strip())
        fields = fields[count + 3 :]


def _changes(scratch: Path, before: str, after: str) -> list[Difference]:
    listed = git.run("diff-tree", "-r", "-z", "-M", "--name-status", before, after, cwd=scratch, settings=_SETTINGS)
    fields = iter([os.fsdecode(item) for item in listed.split(b"\0")][:-1])
    changes = []
    for status in fields:
        former = next(fields) if status[0] in "RC" else ""
        changes.append(Difference(status[0], next(fields), former))
    return changes
