"""Merges two renderings of a template with the user's project, by git, in a scratch repository."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path

from bgscript.change.project import Project
from bgscript.merging import json_merge, manifest_merge
from bgscript.merging.key_merge import Conflict
from bgscript.system import git

_SETTINGS = {"merge.renames": "true", "merge.directoryRenames": "conflict", "core.quotePath": "false"}
"""A user's own merge settings must not change the result."""


_BY_MEANING: dict[str, Callable[[bytes, bytes, bytes], bytes]] = {
    "manifest.yml": manifest_merge.merge,
    "atlassian-connect.json": partial(json_merge.merge, lists=True),
}
"""Files in which the template and the owner both extend lists. A merge by lines would often conflict there, and could
insert a module into the wrong list."""

_FILE = "100644"

_SUBMODULE = "160000"
"""The mode of a submodule's commit, which is in another repository."""

_WHO = "bgscript <bgscript@bgscript.invalid>"


@dataclass(frozen=True)
class Stage:
    """One side of a conflict, as git's index holds it: 1 the old template's, 2 the user's, 3 the new template's."""

    mode: str
    blob: str
    number: int
    path: str


@dataclass(frozen=True)
class Change:
    """A file that differs between two trees: a status letter of git's, its path from the top, and its former path."""

    status: str
    path: str
    former: str = ""


@dataclass(frozen=True)
class Message:
    """A message of git about a conflict, and its files."""

    paths: tuple[str, ...]
    text: str


@dataclass
class Merge:
    """The result: a tree, the differences from the user's, and the conflicts, each with a message of git.

    ``scratch`` has the sides as branches: ``base``, ``yours``, and the new one, which is called ``label``.
    """

    scratch: Path
    tree: str
    label: str = ""
    changes: list[Change] = field(default_factory=list)
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


def merge(project: Project, old: Path, new: Path, label: str, scratch: Path) -> Merge:
    """Merge the user's project with the difference between two renderings.

    Args:
        project: the user's side.
        old, new: folders with the two renderings.
        label: a name for the new side in conflict markers, as git allows it for a branch.
        scratch: a new folder for a repository that uses the user's objects. Nothing else is written.
    """
    _start(project, scratch)
    git.run("fast-import", "--quiet", "--done", cwd=scratch, stdin=b"".join(_history(project, old, new, label)))
    where = ("--git-dir", scratch, "--work-tree", project.top)
    output = git.run(
        *(*where, "merge-tree", "--write-tree", "-z", "--messages", "yours", label),
        cwd=project.top,
        expect=(0, 1),
        settings=_SETTINGS,
    )
    result = _parse(output, scratch)
    result.label = label
    _settle(result, project, label)
    result.changes = _changes(scratch, project.tree, result.tree)
    return result


def diff(result: Merge, project: Project, *, color: bool = False) -> str:
    """The whole change as a unified diff, with paths from the project's folder."""
    relative = [f"--relative={project.prefix}"] if project.prefix else []
    words = ("diff-tree", "-r", "-p", "-M", "--no-ext-diff", f"--color={'always' if color else 'never'}", *relative)
    return git.run(*words, project.tree, result.tree, cwd=result.scratch, settings=_SETTINGS).decode(errors="replace")


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


def pack(result: Merge, project: Project) -> bytes:
    """The objects of the result that the user's repository does not have, as git packs them."""
    blobs = [stage.blob for stage in result.stages if stage.mode != _SUBMODULE]
    listed = "".join(f"{name}\n" for name in [result.tree, *blobs, f"^{project.tree}"]).encode()
    return git.run("pack-objects", "--revs", "--stdout", "--quiet", cwd=result.scratch, stdin=listed)


def _start(project: Project, scratch: Path) -> None:
    git.run("init", "--quiet", "--bare", "--template=", f"--object-format={project.object_format}", scratch)
    quoted = str(project.objects).replace("\\", "\\\\").replace('"', '\\"')
    (scratch / "objects" / "info").mkdir(exist_ok=True)
    (scratch / "objects" / "info" / "alternates").write_bytes(os.fsencode(f'"{quoted}"\n'))


def _history(project: Project, old: Path, new: Path, label: str) -> Iterator[bytes]:
    """Three commits for `git fast-import`: the old rendering, and on top of it the user's project and the new one.

    They are trees of the whole repository, equal outside the project.
    """
    for number, (branch, folder) in enumerate([("base", old), ("yours", None), (label, new)], start=1):
        yield f"commit refs/heads/{branch}\nmark :{number}\ncommitter {_WHO} {number} +0000\n".encode()
        yield b"data 0\n" + (b"from :1\n" if number > 1 else b"")
        yield b"deleteall\n"  # before the tree is set: git 2.39 crashes with the other order
        if project.prefix or not folder:
            yield f'M 040000 {project.tree} ""\n'.encode()
        if folder:
            yield b"D %s\n" % _quoted(project.prefix.rstrip("/")) if project.prefix else b""
            yield from _files(folder, project.prefix)
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


def _parse(output: bytes, scratch: Path) -> Merge:
    """Read what `git merge-tree -z` prints: a tree, the stages of conflicts, an empty field, messages."""
    fields = [os.fsdecode(item) for item in output.split(b"\0")]
    tree, rest = fields[0], fields[1:]
    end = rest.index("") if "" in rest else len(rest)
    stages = [Stage(*_stage(entry)) for entry in rest[:end]]
    return Merge(scratch, tree, stages=stages, messages=list(_messages(rest[end + 1 :])))


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


def _settle(result: Merge, project: Project, label: str) -> None:
    """Merge again, by keys or by meaning, the files in which git's merge by lines conflicts or may be wrong."""
    settled: dict[str, bytes] = {}
    broken: dict[str, list[tuple[str, bytes]]] = {}
    sides = {path: {stage.number: stage for stage in result.stages if stage.path == path} for path in result.conflicts}
    for path, stages in sides.items():
        if not path.endswith(".json") or path.removeprefix(project.prefix) in _BY_MEANING:
            continue
        if {*stages} == {1, 2, 3} and len({stage.mode for stage in stages.values()}) == 1:
            with suppress(Conflict):
                settled[path] = json_merge.merge(*(_blob(result.scratch, stages[number].blob) for number in (1, 2, 3)))
    for path, versions in contents(result, [project.prefix + name for name in _BY_MEANING]):
        if len({stage.mode for stage in sides.get(path, {}).values()}) > 1 or not _both_changed(versions):
            continue
        merge_by_meaning = _BY_MEANING[path.removeprefix(project.prefix)]
        try:
            settled[path] = merge_by_meaning(*(content for _, content in versions[:3]))
        except Conflict:
            if path not in sides and _is_broken(versions, merge_by_meaning):
                broken[path] = versions
    if settled or broken:
        _put(result, settled | {path: _both(versions, label) for path, versions in broken.items()})
    for path, versions in broken.items():
        result.stages += [Stage(_FILE, blob, number, path) for number, (blob, _) in enumerate(versions[:3], start=1)]
        result.messages.append(Message((path,), f"CONFLICT (content): Merge conflict in {path}"))


def _both_changed(versions: list[tuple[str, bytes]]) -> bool:
    """Whether a file is there on every side, and both sides have changed it."""
    (base, _), (ours, _), (theirs, _) = versions[:3]
    return "" not in (base, ours, theirs) and base not in (ours, theirs)


def _is_broken(versions: list[tuple[str, bytes]], merge_by_meaning: Callable[[bytes, bytes, bytes], bytes]) -> bool:
    """Whether git has merged two valid files into an invalid one, for example with the same key twice."""
    good = []
    for _, content in versions[1:]:
        with suppress(Conflict):
            good.append(merge_by_meaning(content, content, content))
    return len(good) == 2 and versions[3][1] not in good


def _both(versions: list[tuple[str, bytes]], label: str) -> bytes:
    """Two versions of a file, marked as git marks a conflict."""
    ours, theirs = (content + (b"" if content.endswith(b"\n") else b"\n") for _, content in versions[1:3])
    return b"<<<<<<< yours\n%s=======\n%s>>>>>>> %s\n" % (ours, theirs, label.encode())


def _put(result: Merge, files: dict[str, bytes]) -> None:
    """Replace files in the tree, and drop their conflicts."""
    index = {"GIT_INDEX_FILE": str(result.scratch / "settled.index")}
    listed = git.run("ls-tree", "-z", result.tree, *files, cwd=result.scratch)
    entries = [os.fsdecode(entry).split("\t", 1) for entry in listed.split(b"\0") if entry]
    modes = {path: facts.split(" ")[0] for facts, path in entries}
    blobs = {
        path: git.text("hash-object", "-w", "--stdin", cwd=result.scratch, stdin=text) for path, text in files.items()
    }
    lines = "".join(f"{modes[path]} {blob} 0\t{path}\0" for path, blob in blobs.items())
    git.run("read-tree", result.tree, cwd=result.scratch, env=index)
    git.run("update-index", "-z", "--index-info", cwd=result.scratch, env=index, stdin=os.fsencode(lines))
    result.tree = git.text("write-tree", cwd=result.scratch, env=index)
    result.stages = [stage for stage in result.stages if stage.path not in files]
    result.messages = [message for message in result.messages if not files.keys() & {*message.paths}]


def _blob(scratch: Path, name: str) -> bytes:
    return git.run("cat-file", "blob", name, cwd=scratch)


def _changes(scratch: Path, before: str, after: str) -> list[Change]:
    listed = git.run("diff-tree", "-r", "-z", "-M", "--name-status", before, after, cwd=scratch, settings=_SETTINGS)
    fields = iter([os.fsdecode(item) for item in listed.split(b"\0")][:-1])
    changes = []
    for status in fields:
        former = next(fields) if status[0] in "RC" else ""
        changes.append(Change(status[0], next(fields), former))
    return changes
