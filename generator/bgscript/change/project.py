"""A project as its owner has committed it: its place in a git repository, and its answers."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from bgscript.change import index_lock, recovery
from bgscript.documents import yaml_file
from bgscript.merging.result import Repository
from bgscript.system import git
from bgscript.system.errors import BgscriptError
from bgscript.template.names import ANSWERS, MANIFEST

OLDEST_GIT = (2, 38)
"""The first version with `git merge-tree --write-tree`."""

_UNDER_WAY = {
    "rebase-merge": ("rebase", "git rebase --abort"),
    "rebase-apply": ("rebase", "git rebase --abort"),
    "MERGE_HEAD": ("merge", "git merge --abort"),
    "CHERRY_PICK_HEAD": ("cherry-pick", "git cherry-pick --abort"),
    "REVERT_HEAD": ("revert", "git revert --abort"),
    "BISECT_LOG": ("bisect", "git bisect reset"),
}
"""Files in git's folder while an operation waits for the user: the operation, and the command that ends it."""

_LOCK_FILES = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb")
"""What package managers write beside package.json. No template has one, so a change leaves them as they are."""


@dataclass(frozen=True)
class Project:
    """A project that can be changed: committed, with answers.

    ``top`` is the repository's folder; ``prefix`` is the project's below it, empty or with a ``/`` at its end;
    ``git_folder`` is git's own for this work tree; ``objects`` is where git keeps its content; ``head`` is the last
    commit, ``tree`` the whole repository in it, and ``answers_text`` the answers file there.
    """

    folder: Path
    top: Path
    prefix: str
    git_folder: Path
    index: Path
    objects: Path
    object_format: str
    head: str
    tree: str
    answers_text: bytes
    answers: Mapping[str, Any]
    source: str
    tag: str

    @property
    def repository(self) -> Repository:
        """The owner's side of a merge."""
        return Repository(self.top, self.prefix, self.objects, self.object_format, self.tree)

    @property
    def recorded(self) -> dict[str, Any]:
        """The answers to the template's questions, without copier's own facts."""
        return {name: value for name, value in self.answers.items() if not name.startswith("_")}

    @property
    def commit(self) -> str:
        """The commit of the release, where a hosted template's is recorded; else empty."""
        return str(self.answers.get("_commit_id") or "")


def open_project(folder: Path, *, may_be_dirty: bool = False, warnings: list[str] | None = None) -> Project:
    """Read a project, and refuse it if a change could not be undone. What a killed run has left is settled first.

    Args:
        folder: the project's.
        may_be_dirty: read the committed project, and ignore changes that are not committed.
        warnings: gets a sentence for each thing that the project's owner should know.

    Raises:
        BgscriptError: it is not a project, has no repository, or has changes that are not committed; or an operation of
            git is under way; or what a killed run has left cannot be settled.
    """
    warnings = [] if warnings is None else warnings
    recovery.settle(folder, warnings)
    document = None if may_be_dirty and folder.is_dir() else _read_answers(folder)
    places = _repository(folder)
    head, tree, text = _committed(folder, places["prefix"])
    document = document or _read_answers(folder, text)
    project = Project(
        folder=folder,
        **places,
        head=head,
        tree=tree,
        answers_text=text,
        answers=document.data,
        source=document.texts["_src_path"],
        tag=document.texts["_commit"],
    )
    if not may_be_dirty and (dirty := check_committed(project, warnings)):
        raise dirty
    return project


def open_folder(folder: Path, source: str, tag: str, warnings: list[str]) -> Project:
    """Read a folder that no template has made, as it is committed. What a killed run has left is settled first.

    Args:
        folder: an app's.
        source, tag: the template and the release that it is about to get.
        warnings: gets a sentence for each thing that the folder's owner should know.

    Raises:
        BgscriptError: it has no repository or no commit, or an operation of git is under way.
    """
    if not folder.is_dir():
        raise BgscriptError(f"{folder} is not a folder", "is the path right?")
    recovery.settle(folder, warnings)
    places = _repository(folder)
    try:
        head, tree = git.text("rev-parse", "HEAD^{commit}", "HEAD^{tree}", cwd=folder).split("\n")
    except git.GitError as error:
        raise _not_committed(folder) from error
    return Project(folder=folder, **places, head=head, tree=tree, answers_text=b"", answers={}, source=source, tag=tag)


def check_committed(project: Project, warnings: list[str]) -> BgscriptError | None:
    """The error for a project with changes that are not committed; None if there are none but in lock files.

    Args:
        project: the project.
        warnings: gets a sentence about lock files.
    """
    changed = uncommitted(project)
    if left := [path for path in changed if is_lock_file(path)]:
        warnings.append(f"{', '.join(left)} is not committed; the change leaves it as it is; commit it, too")
    dirty = [path for path in changed if not is_lock_file(path)]
    if not dirty:
        return None
    hint = "commit or stash them first, so that the change can be undone on its own"
    return BgscriptError(f"{project.folder} has changes that are not committed: {listed(dirty)}", hint)


def uncommitted(project: Project) -> list[str]:
    """The paths in a project that are not as committed, or not tracked, from the repository's top."""
    words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", ".")
    status = git.run(*words, cwd=project.folder)
    return [os.fsdecode(entry)[3:] for entry in status.split(b"\0") if entry]


def listed(paths: Sequence[str]) -> str:
    """Some paths, for a sentence."""
    return ", ".join(paths[:5]) + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")


def is_lock_file(path: str) -> bool:
    """Whether a package manager writes it: it may be there before a change, committed or not."""
    return path.rpartition("/")[2] in _LOCK_FILES


def _read_answers(folder: Path, committed: bytes | None = None) -> yaml_file.Document:
    """The answers file: the committed text if it is given, else the file in the folder."""
    file = folder / ANSWERS
    back = f"to see what was committed: git -C {quote(str(folder))} log -p -- {ANSWERS}"
    try:
        document = yaml_file.read(file) if committed is None else yaml_file.parse(committed)
    except (FileNotFoundError, NotADirectoryError) as error:
        if folder.is_dir():
            hint = "name a project's folder; `bgscript new` makes one"
            if (folder / MANIFEST).is_file():
                hint += f", and `bgscript adopt {quote(str(folder))}` adds a background script to this app"
            raise BgscriptError(f"{folder} has no {ANSWERS}", hint) from error
        raise BgscriptError(f"{folder} is not a folder", "is the path right?") from error
    except OSError as error:
        raise BgscriptError(f"{file} cannot be read: {error.strerror}") from error
    except yaml_file.YamlError as error:
        raise BgscriptError(f"{file} cannot be used: {error}", back) from error
    for key in ("_src_path", "_commit"):
        if not document.texts.get(key):
            problem = f"{file} has no {key}, which records the project's template and release"
            hint = "make the project again in another folder with `bgscript new --data` and this file, and compare"
            raise BgscriptError(problem, hint)
        if not document.texts[key].isprintable():
            problem = f"{file} cannot be used: line {document.lines[key]}: {key} has a control character"
            raise BgscriptError(problem, back)
    return document


def _repository(folder: Path) -> dict[str, Any]:
    """The places of a folder's repository, if nothing else is under way there."""
    if git.version() < OLDEST_GIT:
        found, oldest = (".".join(map(str, numbers)) for numbers in (git.version(), OLDEST_GIT))
        hint = "install a newer git, or use `copier update`"
        raise BgscriptError(f"update needs git {oldest} or newer (found {found})", hint)
    places = _places(folder)
    _check_idle(folder, places["git_folder"], places["index"])
    return places


def _places(folder: Path) -> dict[str, Any]:
    words = ("--show-toplevel", "--show-prefix", "--absolute-git-dir", "--show-object-format")
    paths = ("--git-path", "objects", "--git-path", "index")
    try:
        found = git.text("rev-parse", *words, *paths, cwd=folder)
    except git.GitError as error:
        if "not a git repository" not in error.message:
            raise
        commands = "git init && git add --all && git commit --message 'Before the change'"
        problem = f"{folder} is not in a git repository"
        raise BgscriptError(problem, f"cd {quote(str(folder))} && {commands}") from error
    # a path with a line break would shift the lines, so their number is checked
    lines = found.split("\n")
    if len(lines) != 6 or not lines[0]:
        raise BgscriptError(f"the repository of {folder} has no work tree, or a line break in its path")
    top, prefix, git_folder, object_format, objects, index = lines
    return {
        "top": Path(top),
        "prefix": prefix,
        "git_folder": Path(git_folder),
        "index": (folder / index).parent.resolve() / Path(index).name,
        "objects": (folder / objects).resolve(),
        "object_format": object_format,
    }


def _check_idle(folder: Path, git_folder: Path, index: Path) -> None:
    """Refuse to work while another git runs, or while an operation of the user's is under way."""
    for name, (operation, end) in _UNDER_WAY.items():
        if (git_folder / name).exists():
            problem = f"a {operation} is under way in {folder}"
            raise BgscriptError(problem, f"finish it, or end it with `{end}`; then update")
    index_lock.check(folder, git_folder, index)


def _committed(folder: Path, prefix: str) -> tuple[str, str, bytes]:
    """The last commit, its tree, and the answers file in it."""
    try:
        head, tree = git.text("rev-parse", "HEAD^{commit}", "HEAD^{tree}", cwd=folder).split("\n")
        return head, tree, git.run("cat-file", "blob", f"{tree}:{prefix}{ANSWERS}", cwd=folder)
    except git.GitError as error:
        _read_answers(folder)  # has a better message for a folder that is not a project
        go = f"cd {quote(str(folder))}"
        commit = "git commit --message 'Before the change'"
        if rule := _ignored_by(folder):
            problem = f"{folder / ANSWERS} is ignored by git ({rule}), and not committed"
            raise BgscriptError(problem, f"{go} && git add --force {ANSWERS} && {commit}") from error
        raise _not_committed(folder) from error


def _not_committed(folder: Path) -> BgscriptError:
    commands = f"cd {quote(str(folder))} && git add --all && git commit --message 'Before the change'"
    return BgscriptError(f"{folder} is not committed", commands)


def _ignored_by(folder: Path) -> str:
    """The file and line of the rule by which git ignores the answers file; empty if there is none."""
    literal = {"GIT_LITERAL_PATHSPECS": "0"}  # git refuses the command with this setting
    found = git.text("check-ignore", "--verbose", ANSWERS, cwd=folder, env=literal, expect=(0, 1, 128))
    return ", line ".join(found.split("\t")[0].split(":")[:2])
