"""Merges two renderings of a template with an owner's files, by git, in a scratch repository."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from pathlib import Path

from bgscript.merging import json_merge, manifest_merge
from bgscript.merging.key_merge import Conflict
from bgscript.system import git
from bgscript.template.names import DESCRIPTOR, MANIFEST

_SETTINGS = {"merge.renames": "true", "merge.directoryRenames": "conflict", "core.quotePath": "false"}
"""A user's own merge settings must not change the result."""


_BY_MEANING: dict[str, Callable[[bytes, bytes, bytes], bytes]] = {
    MANIFEST: manifest_merge.merge,
    DESCRIPTOR: partial(json_merge.merge, lists=True),
}
"""Files in which the template and the owner both extend lists. A merge by lines would often conflict there, and could
insert a module into the wrong list."""

_FILE = "100644"

_SUBMODULE = "160000"
"""The mode of a submodule's commit, which is in another repository."""

_WHO = "bgscript <bgscript@bgscript.invalid>"


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

    ``scratch`` has the sides as branches: ``base``, ``yours``, and the new one, which is called ``label``.
    """

    scratch: Path
    tree: str
    label: str = ""
    changes: list[Difference] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

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
    settled = _settle(_parse(output, scratch, label), yours.prefix)
    messages = [_with_former_path(message, moves, yours.prefix) for message in settled.messages]
    return replace(settled, changes=_changes(scratch, yours.tree, settled.tree), messages=messages)


def diff(result: Merge, yours: Repository, *, color: bool = False) -> str:
    """The whole change as a unified diff, with paths from the rendered folder."""
    relative = [f"--relative={yours.prefix}"] if yours.prefix else []
    words = ("diff-tree", "-r", "-p", "-M", "--no-ext-diff", f"--color={'always' if color else 'never'}", *relative)
    return git.run(*words, yours.tree, result.tree, cwd=result.scratch, settings=_SETTINGS).decode(errors="replace")


def contents(result: Merge, paths: list[str]) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
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


def _settle(merged: Merge, prefix: str) -> Merge:
    """Merge again, by keys or by meaning, the files in which git's merge by lines conflicts or may be wrong."""
    by_keys = _by_keys(merged, prefix)
    by_meaning, broken = _by_meaning(merged, prefix)
    marked = {path: _both(versions, merged.label) for path, versions in broken.items()}
    settled = _put(merged, by_keys | by_meaning | marked)
    stages = [
        Stage(_FILE, blob, number, path)
        for path, versions in broken.items()
        for number, (blob, _) in enumerate(versions[:3], start=1)
    ]
    messages = [Message((path,), f"CONFLICT (content): Merge conflict in {path}") for path in broken]
    return replace(settled, stages=[*settled.stages, *stages], messages=[*settled.messages, *messages])


Version = tuple[str, bytes]
"""The blob of a file on one side, and its content."""


def _by_keys(merged: Merge, prefix: str) -> dict[str, bytes]:
    """JSON files in conflict that a merge by keys settles."""
    settled = {}
    for path, stages in _sides(merged).items():
        if not path.endswith(".json") or path.removeprefix(prefix) in _BY_MEANING:
            continue
        if {*stages} == {1, 2, 3} and len({stage.mode for stage in stages.values()}) == 1:
            with suppress(Conflict):
                settled[path] = json_merge.merge(*(_blob(merged.scratch, stages[number].blob) for number in (1, 2, 3)))
    return settled


def _by_meaning(merged: Merge, prefix: str) -> tuple[dict[str, bytes], dict[str, list[Version]]]:
    """The files of ``_BY_MEANING`` that both sides changed: those settled, and those that git's merge broke."""
    settled, broken, sides = {}, {}, _sides(merged)
    for path, versions in contents(merged, [prefix + name for name in _BY_MEANING]):
        if len({stage.mode for stage in sides.get(path, {}).values()}) > 1 or not _both_changed(versions):
            continue
        merge_by_meaning = _BY_MEANING[path.removeprefix(prefix)]
        try:
            settled[path] = merge_by_meaning(*(content for _, content in versions[:3]))
        except Conflict:
            if path not in sides and _is_broken(versions, merge_by_meaning):
                broken[path] = versions
    return settled, broken


def _sides(merged: Merge) -> dict[str, dict[int, Stage]]:
    """The stages of each file in conflict, by their numbers."""
    return {path: {stage.number: stage for stage in merged.stages if stage.path == path} for path in merged.conflicts}


def _both_changed(versions: list[Version]) -> bool:
    """Whether a file is there on every side, and both sides have changed it."""
    (base, _), (ours, _), (theirs, _) = versions[:3]
    return "" not in (base, ours, theirs) and base not in (ours, theirs)


def _is_broken(versions: list[Version], merge_by_meaning: Callable[[bytes, bytes, bytes], bytes]) -> bool:
    """Whether git has merged two valid files into an invalid one, for example with the same key twice."""
    good = []
    for _, content in versions[1:]:
        with suppress(Conflict):
            good.append(merge_by_meaning(content, content, content))
    return len(good) == 2 and versions[3][1] not in good


def _both(versions: list[Version], label: str) -> bytes:
    """Two versions of a file, marked as git marks a conflict."""
    ours, theirs = (content + (b"" if content.endswith(b"\n") else b"\n") for _, content in versions[1:3])
    return b"<<<<<<< yours\n%s=======\n%s>>>>>>> %s\n" % (ours, theirs, label.encode())


def _put(merged: Merge, files: dict[str, bytes]) -> Merge:
    """The merge with these files replaced in its tree, and without their conflicts."""
    if not files:
        return merged
    index = {"GIT_INDEX_FILE": str(merged.scratch / "settled.index")}
    listed = git.run("ls-tree", "-z", merged.tree, *files, cwd=merged.scratch)
    entries = [os.fsdecode(entry).split("\t", 1) for entry in listed.split(b"\0") if entry]
    modes = {path: facts.split(" ")[0] for facts, path in entries}
    blobs = {
        path: git.text("hash-object", "-w", "--stdin", cwd=merged.scratch, stdin=text) for path, text in files.items()
    }
    lines = "".join(f"{modes[path]} {blob} 0\t{path}\0" for path, blob in blobs.items())
    git.run("read-tree", merged.tree, cwd=merged.scratch, env=index)
    git.run("update-index", "-z", "--index-info", cwd=merged.scratch, env=index, stdin=os.fsencode(lines))
    return replace(
        merged,
        tree=git.text("write-tree", cwd=merged.scratch, env=index),
        stages=[stage for stage in merged.stages if stage.path not in files],
        messages=[message for message in merged.messages if not files.keys() & {*message.paths}],
    )


def _blob(scratch: Path, name: str) -> bytes:
    return git.run("cat-file", "blob", name, cwd=scratch)


def _changes(scratch: Path, before: str, after: str) -> list[Difference]:
    listed = git.run("diff-tree", "-r", "-z", "-M", "--name-status", before, after, cwd=scratch, settings=_SETTINGS)
    fields = iter([os.fsdecode(item) for item in listed.split(b"\0")][:-1])
    changes = []
    for status in fields:
        former = next(fields) if status[0] in "RC" else ""
        changes.append(Difference(status[0], next(fields), former))
    return changes
