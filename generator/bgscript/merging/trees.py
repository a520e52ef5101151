"""Merges two renderings of a template with an owner's files, by git, in a scratch repository."""

import os
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from bgscript.merging import line_ends
from bgscript.merging.result import Difference, Merge, Message, Repository, Stage
from bgscript.merging.settle import settle
from bgscript.system import git
from bgscript.template.names import MANIFEST

_SETTINGS = {"merge.renames": "true", "core.quotePath": "false"}
"""A user's own merge settings must not change the result."""


_SUBMODULE = "160000"
"""The mode of a submodule's commit, which is in another repository."""

_WHO = "bgscript <bgscript@bgscript.invalid>"


@dataclass(frozen=True)
class Moves:
    """What a release moves.

    ``files`` has the later paths by the former ones: such a file is merged where it is later, however much it has
    changed. ``rewrite`` is called with the former path and the content of each file for which ``concerns`` holds, and
    returns the content that goes with the moves. ``takes_along`` says whether a file that only the owner has, in a
    folder whose files all move, is moved as well, as a conflict.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    concerns: Callable[[str], bool] = lambda _: False
    rewrite: Callable[[str, bytes], bytes] = lambda _, content: content
    takes_along: bool = True


def merge(yours: Repository, old: Path, new: Path, label: str, scratch: Path, moves: Moves | None = None) -> Merge:
    """Merge the owner's files with the difference between two renderings.

    Args:
        yours: the owner's side.
        old, new: folders with the two renderings.
        label: a name for the new side in conflict markers, as git allows it for a branch.
        scratch: a new folder for a repository that uses the owner's objects. Nothing else is written.
        moves: what is known to have another path in the new rendering.
    """
    _start(yours, scratch)
    moves = moves or Moves()
    listed = list(_listed(yours)) if _has_more_than_a_manifest(old) else []
    paths = {path for path, _, _ in listed}
    there = {former: later for former, later in moves.files.items() if former in paths and later not in paths}
    rewritten = dict(_rewritten(yours, listed, moves))
    crlf = line_ends.in_crlf(yours, listed, old, lambda path: new / there.get(path, path))
    sides = _Sides(yours, old, new, label, there, moves.files.keys() - paths, rewritten, crlf)
    git.run("fast-import", "--quiet", "--done", cwd=scratch, stdin=b"".join(_history(sides, moves)))
    where = ("--git-dir", scratch, "--work-tree", yours.top)
    output = git.run(
        *(*where, "merge-tree", "--write-tree", "-z", "--messages", "yours", label),
        cwd=yours.top,
        expect=(0, 1),
        settings={**_SETTINGS, "merge.directoryRenames": "conflict" if moves.takes_along else "false"},
    )
    settled = settle(_parse(output, scratch, label), yours.prefix)
    messages = [_with_former_path(message, there, yours.prefix) for message in settled.messages]
    imports = sorted(there.get(path, path) for path in _own(rewritten, old, moves))
    return replace(settled, changes=_changes(scratch, yours.tree, settled.tree), messages=messages, imports=imports)


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


def _has_more_than_a_manifest(old: Path) -> bool:
    return [path.name for path in old.iterdir()] != [MANIFEST]


def _listed(yours: Repository) -> Iterator[line_ends.Entry]:
    """The owner's files below the prefix."""
    listed = git.run("ls-tree", "-r", "-z", f"{yours.tree}:{yours.prefix.rstrip('/')}", cwd=yours.top)
    for entry in filter(None, listed.split(b"\0")):
        facts, path = os.fsdecode(entry).split("\t", 1)
        mode, _, blob = facts.split(" ")
        yield path, mode, blob


def _rewritten(
    yours: Repository, listed: list[line_ends.Entry], moves: Moves
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The owner's files that change with the moves: their modes and their new contents, by path."""
    files = [entry for entry in listed if moves.files and entry[1] in line_ends.FILES and moves.concerns(entry[0])]
    for (path, mode, _), content in line_ends.contents(yours, files):
        if (later := moves.rewrite(path, content)) != content:
            yield path, (mode, later)


def _own(rewritten: Mapping[str, tuple[str, bytes]], old: Path, moves: Moves) -> Iterator[str]:
    """Those among them that are not as the template has them."""
    for path, (_, content) in rewritten.items():
        file = old / path
        if not file.is_file() or moves.rewrite(path, file.read_bytes()) != content:
            yield path


def _with_former_path(message: Message, moves: Mapping[str, str], prefix: str) -> Message:
    former = [old for old, new in moves.items() if prefix + new in message.paths]
    return replace(message, text=f"{message.text} (it was {', '.join(former)})") if former else message


@dataclass(frozen=True)
class _Sides:
    """What the commits are derived from.

    ``there`` are the moves of files that the owner has, ``gone`` the files that the owner has deleted, ``crlf`` those
    of the owner's files that have CRLF.
    """

    yours: Repository
    old: Path
    new: Path
    label: str
    there: Mapping[str, str]
    gone: AbstractSet[str]
    rewritten: Mapping[str, tuple[str, bytes]]
    crlf: AbstractSet[str]


def _history(sides: _Sides, moves: Moves) -> Iterator[bytes]:
    """Three commits for `git fast-import`: the old rendering, and on top of it the owner's files and the new one.

    They are trees of the whole repository, equal outside the prefix. In the first two, what moves is moved already. A
    file that moves and that the owner has deleted is in none of them, so it comes back where it is now.
    """
    yours, label = sides.yours, sides.label
    for number, (branch, folder) in enumerate([("base", sides.old), ("yours", None), (label, sides.new)], start=1):
        yield f"commit refs/heads/{branch}\nmark :{number}\ncommitter {_WHO} {number} +0000\n".encode()
        yield b"data 0\n" + (b"from :1\n" if number > 1 else b"")
        yield b"deleteall\n"  # before the tree is set: git 2.39 crashes with the other order
        if yours.prefix or not folder:
            yield f'M 040000 {yours.tree} ""\n'.encode()
        if folder:
            yield b"D %s\n" % _quoted(yours.prefix.rstrip("/")) if yours.prefix else b""
            crlf = sides.crlf if branch != label else {sides.there.get(path, path) for path in sides.crlf}
            yield from _files(folder, yours.prefix, moves if branch != label else Moves(), crlf)
        for path, (mode, content) in sides.rewritten.items() if not folder else ():
            yield _file(mode, yours.prefix + path, content)
        for former, later in sides.there.items() if branch != label else ():
            yield b"R %s %s\n" % (_quoted(yours.prefix + former), _quoted(yours.prefix + later))
        for former in sorted(sides.gone) if branch == "base" else ():
            yield b"D %s\n" % _quoted(yours.prefix + former)
    yield b"done\n"


def _files(folder: Path, prefix: str, moves: Moves, crlf: AbstractSet[str]) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        mode = "120000" if path.is_symlink() else "100755" if path.stat().st_mode & 0o100 else "100644"
        content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
        name = path.relative_to(folder).as_posix()
        if moves.files and not path.is_symlink() and moves.concerns(name):
            content = moves.rewrite(name, content)
        yield _file(mode, prefix + name, line_ends.with_crlf(content) if name in crlf else content)


def _file(mode: str, path: str, content: bytes) -> bytes:
    return b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), _quoted(path), len(content), content)


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
