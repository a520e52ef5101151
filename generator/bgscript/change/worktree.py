"""Puts a merge into the user's index and files, as a whole or not at all. It overwrites only what git can restore."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from bgscript.change.project import Project, lock_text
from bgscript.merging.trees import Merge, hand_over
from bgscript.system import git
from bgscript.system.errors import BgscriptError
from bgscript.system.signals import Signals

_LAZY = {"GIT_LFS_SKIP_SMUDGE": "1"}
"""git-lfs must not use the network for a file that the user moved."""


def put(merge: Merge, project: Project, shelter: Path, signals: Signals) -> None:
    """Change index and files to the merge's result, with conflicts as git leaves them, and with signals ignored.

    The index is replaced as git does it: under its lock, by renaming a new one.

    Args:
        shelter: an empty folder on the repository's file system.

    Raises:
        BgscriptError: a file that git does not track would be overwritten, another git is working there, or a file
            cannot be written. Then nothing has changed.
    """
    hand_over(merge, project.repository)
    _check_free(merge, project)
    index, private = project.index, shelter / "index"
    with signals.ignored(), _locked(index, lock_text(shelter)) as lock, _undone_on_failure(merge, project, shelter):
        signals.check()
        shutil.copy2(index, private)
        aside = {**_LAZY, "GIT_INDEX_FILE": str(private)}
        # git refuses files whose times differ from the index, as in a copied or restored project
        _run("update-index", "-q", "--refresh", project=project, env=aside, expect=(0, 1))
        _run("read-tree", "-m", "-u", project.tree, merge.tree, project=project, env=aside)
        if merge.stages:
            _run("update-index", "-z", "--index-info", project=project, env=aside, stdin=merge.index_info)
        shutil.copyfile(private, lock)
        shutil.copymode(index, lock)
        lock.replace(index)
        signals.finish()


def _run(
    *words: str, project: Project, env: dict[str, str], expect: tuple[int, ...] = (0,), stdin: bytes = b""
) -> None:
    git.run(*words, cwd=project.top, env=env, expect=expect, stdin=stdin, shielded=True)


@contextmanager
def _locked(index: Path, text: bytes) -> Iterator[Path]:
    """Hold git's lock on an index, as git itself does; the block may rename it onto the index."""
    lock = index.with_name("index.lock")
    try:
        descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError as error:
        hint = "wait for it; then update"
        raise BgscriptError(f"another git is working in {index.parent}: {lock} exists", hint) from error
    try:
        os.write(descriptor, text)
        os.close(descriptor)
        yield lock
    finally:
        with contextlib.suppress(OSError):
            if lock.read_bytes() == text:  # ours, and not renamed: by now it could be the lock of another git
                lock.unlink()


def _check_free(merge: Merge, project: Project) -> None:
    """Refuse to touch files that git does not track, and files whose changes git was told to ignore."""
    listed = git.run("ls-tree", "-r", "-z", "--name-only", project.tree, cwd=project.top)
    tracked = {os.fsdecode(path) for path in listed.split(b"\0") if path}
    added = [change.path for change in merge.changes if change.path not in tracked]
    touched = {path for change in merge.changes for path in (change.path, change.former) if path in tracked}
    flags = {
        os.fsdecode(entry)[2:]: entry[:1]
        for entry in git.run("ls-files", "-v", "-z", "--full-name", cwd=project.top).split(b"\0")
    }
    if sparse := sorted(path for path in touched if flags.get(path) == b"S"):
        problem = f"the update changes files outside the sparse checkout: {', '.join(sparse)}"
        raise BgscriptError(problem, "git sparse-checkout disable, update, commit, then set it again")
    unwatched = {path for path in touched if flags.get(path, b"").islower()}
    taken = {path for name in added if (path := _in_the_way(project.top, name, tracked))}
    if taken:
        names = ", ".join(sorted(taken))
        raise BgscriptError(f"not tracked by git, would be overwritten: {names}", "move it away, update, and compare")
    if unwatched:
        names = ", ".join(sorted(unwatched))
        problem = f"git was told to ignore changes in {names}, which the update would overwrite"
        raise BgscriptError(problem, f"git update-index --no-assume-unchanged {names}; then commit what changed")


def _in_the_way(top: Path, name: str, tracked: set[str]) -> str:
    """The untracked file in the place of a new one; empty if there is none."""
    for parent in PurePosixPath(name).parents:
        path = top / parent
        if (path.is_symlink() or path.is_file()) and parent.as_posix() not in tracked:
            return parent.as_posix()
    path = top / name
    if path.is_dir() and not path.is_symlink():
        below = (Path(base, file).relative_to(top).as_posix() for base, _, files in os.walk(path) for file in files)
        return next((file for file in below if file not in tracked), "")
    return name if os.path.lexists(path) else ""


@contextmanager
def _undone_on_failure(merge: Merge, project: Project, backup: Path) -> Iterator[None]:
    """Put the files back if the block fails. Copies for that are made before it begins."""
    paths = sorted({path for change in merge.changes for path in (change.path, change.former) if path})
    saved = []
    for number, path in enumerate(project.top / path for path in paths):
        if os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
            shutil.copy2(path, backup / str(number), follow_symlinks=False)
            saved.append((path, backup / str(number)))
    try:
        yield
    except BaseException:
        for name in paths:
            _remove(project.top, project.top / name)
        for path, copy in saved:
            path.parent.mkdir(parents=True, exist_ok=True)
            copy.replace(path)
        raise


def _remove(top: Path, path: Path) -> None:
    """Remove a file, and the folders that are empty then."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    for parent in path.parents:
        if parent == top or not parent.is_dir() or parent.is_symlink() or any(parent.iterdir()):
            return
        parent.rmdir()
