"""A project as its owner has it: its place in a git repository, its answers, and how files in it are replaced."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shlex import quote
from typing import Any

import yaml

from bgscript import git, interrupts
from bgscript.errors import BgscriptError

ANSWERS = ".copier-answers.yml"

_OLDEST_GIT = (2, 38)
"""The first with `git merge-tree --write-tree`."""


@dataclass(frozen=True)
class Project:
    """A project that can be updated: committed, unchanged since, with answers.

    ``top`` is the repository's folder; ``prefix`` is the project's below it, empty or with a ``/`` at its end;
    ``objects`` is where git keeps its content; ``tree`` is the whole repository as it was committed last, and
    ``answers_text`` the answers file in it.
    """

    folder: Path
    top: Path
    prefix: str
    git_folder: Path
    objects: Path
    object_format: str
    tree: str
    answers_text: bytes
    answers: dict[str, Any]

    @property
    def source(self) -> str:
        """The template's address."""
        return str(self.answers["_src_path"])

    @property
    def tag(self) -> str:
        """What git calls the release that it was made of."""
        return str(self.answers["_commit"])


@dataclass(frozen=True)
class Change:
    """A file that differs between two trees: a status letter of git's, its path from the top, and its former path."""

    status: str
    path: str
    former: str = ""


def open_project(folder: Path) -> Project:
    """Read a project, and refuse what an update could not be undone in.

    Raises:
        BgscriptError: it is no project, has no repository, or has changes that are not committed.
    """
    answers = _read_answers(folder)
    if git.version() < _OLDEST_GIT:
        found, oldest = (".".join(map(str, numbers)) for numbers in (git.version(), _OLDEST_GIT))
        raise BgscriptError(
            f"git {found} cannot merge aside, {oldest} can", "install a newer git, or use `copier update`"
        )
    top, prefix, git_folder, objects, object_format = _places(folder)
    tree, text = _committed(folder, prefix)
    project = Project(folder, top, prefix, git_folder, objects, object_format, tree, text, answers)
    _check_clean(project)
    return project


def replace_files(project: Project, tree: str, stages: bytes, changes: Sequence[Change], backup: Path) -> None:
    """Bring index and files to another tree; whole or not at all, deaf to interrupts meanwhile.

    Args:
        tree: what to come to; its objects are in the repository.
        stages: conflicts, as `git update-index -z --index-info` reads them; may be empty.
        changes: the files that differ.
        backup: an empty folder on the repository's file system.

    Raises:
        BgscriptError: a file that git does not know is in the way, or something cannot be written. All is as before.
    """
    _check_free(project, changes)
    with interrupts.ignored(), _undone_on_failure(project, changes, backup):
        # a copied or restored project has other times than its index remembers; git refuses what it is not sure of
        git.run("update-index", "-q", "--refresh", cwd=project.top, expect=(0, 1))
        git.run("read-tree", "-m", "-u", project.tree, tree, cwd=project.top, env=_LAZY)
        if stages:
            git.run("update-index", "-z", "--index-info", cwd=project.top, stdin=stages)
        interrupts.over()


_LAZY = {"GIT_LFS_SKIP_SMUDGE": "1"}
"""git-lfs must not go to the network for a file that the user moved."""


def _read_answers(folder: Path) -> dict[str, Any]:
    file = folder / ANSWERS
    try:
        answers = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = "name a project's folder; `bgscript new` makes one" if folder.is_dir() else "is the path right?"
        raise BgscriptError(
            f"{folder} has no {ANSWERS}" if folder.is_dir() else f"{folder} is no folder", hint
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BgscriptError(
            f"{file} is not YAML", f"take it from git: git checkout HEAD -- {quote(str(file))}"
        ) from error
    missing = [key for key in ("_src_path", "_commit") if not isinstance(answers, dict) or not answers.get(key)]
    if missing:
        raise BgscriptError(
            f"{file} does not tell {' and '.join(missing)}: which template and release the project is made of",
            "make the project again beside it with `bgscript new --data` and this file, and compare",
        )
    return answers


def _places(folder: Path) -> tuple[Path, str, Path, Path, str]:
    words = ("--show-toplevel", "--show-prefix", "--absolute-git-dir", "--show-object-format", "--git-path", "objects")
    try:
        found = git.text("rev-parse", *words, cwd=folder)
    except git.GitError as error:
        if "not a git repository" not in error.message:
            raise
        commands = "git init && git add --all && git commit --message 'Before the update'"
        raise BgscriptError(f"{folder} is in no git repository", f"cd {quote(str(folder))} && {commands}") from error
    # a path with a line break in it would shift the lines: nothing below may be taken from the wrong one
    lines = found.split("\n")
    if len(lines) != 5 or not lines[0]:
        raise BgscriptError(f"the repository of {folder} has no work tree, or a line break in its path")
    top, prefix, git_folder, object_format, objects = lines
    return Path(top), prefix, Path(git_folder), (folder / objects).resolve(), object_format


def _committed(folder: Path, prefix: str) -> tuple[str, bytes]:
    """The tree of the last commit, and the answers file in it."""
    try:
        tree = git.text("rev-parse", "--verify", "HEAD^{tree}", cwd=folder)
        return tree, git.run("cat-file", "blob", f"{tree}:{prefix}{ANSWERS}", cwd=folder)
    except git.GitError as error:
        hint = f"cd {quote(str(folder))} && git add --all && git commit --message 'Before the update'"
        raise BgscriptError(f"{folder} is not committed", hint) from error


def _check_clean(project: Project) -> None:
    status = git.run(
        "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", ".", cwd=project.folder
    )
    dirty = [os.fsdecode(entry)[3:] for entry in status.split(b"\0") if entry]
    if dirty:
        shown = ", ".join(dirty[:5]) + (f" and {len(dirty) - 5} more" if len(dirty) > 5 else "")
        hint = "commit or stash that first, so that the update is a change of its own that can be undone"
        raise BgscriptError(f"{project.folder} has changes that are not committed: {shown}", hint)


def _check_free(project: Project, changes: Sequence[Change]) -> None:
    """Refuse to touch what git does not watch: ignored files, and those that it was told to pass over."""
    tracked = {
        os.fsdecode(path)
        for path in git.run("ls-tree", "-r", "-z", "--name-only", project.tree, cwd=project.top).split(b"\0")
    }
    added = [change.path for change in changes if change.path not in tracked]
    touched = {path for change in changes for path in (change.path, change.former) if path in tracked}
    unwatched = {
        os.fsdecode(entry)[2:]
        for entry in git.run("ls-files", "-v", "-z", "--full-name", cwd=project.top).split(b"\0")
        if entry[:1].islower() or entry[:1] == b"S"
    }
    taken = sorted(
        {path for name in added if (path := _in_the_way(project.top, name, tracked))} | (touched & unwatched)
    )
    if taken:
        raise BgscriptError(
            f"the update would write over {', '.join(taken)}, which git does not watch and could not give back",
            "move it away, update, and compare",
        )


def _in_the_way(top: Path, name: str, tracked: set[str]) -> str:
    """What lies where a new file is to be, and is nothing that git has; empty if nothing does."""
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
def _undone_on_failure(project: Project, changes: Sequence[Change], backup: Path) -> Iterator[None]:
    """Put index and files back if the block fails; what has to be written for that is written before it begins."""
    paths = sorted({path for change in changes for path in (change.path, change.former) if path})
    index = Path(git.text("rev-parse", "--path-format=absolute", "--git-path", "index", cwd=project.top))
    shutil.copy2(index, backup / "index")
    saved = []
    for number, path in enumerate(paths):
        if os.path.lexists(project.top / path) and not (
            (project.top / path).is_dir() and not (project.top / path).is_symlink()
        ):
            shutil.copy2(project.top / path, backup / str(number), follow_symlinks=False)
            saved.append((project.top / path, backup / str(number)))
    try:
        yield
    except BaseException:
        for path in paths:
            _remove(project.top, project.top / path)
        for path, copy in saved:
            path.parent.mkdir(parents=True, exist_ok=True)
            copy.replace(path)
        (backup / "index").replace(index)
        index.with_name("index.lock").unlink(missing_ok=True)
        raise


def _remove(top: Path, path: Path) -> None:
    """Remove a file, and the folders that are empty then."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    for parent in path.parents:
        if parent == top or not parent.is_dir() or parent.is_symlink() or any(parent.iterdir()):
            return
        parent.rmdir()
