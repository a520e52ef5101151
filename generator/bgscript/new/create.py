"""``new``: renders the answers into a staged tree, and moves it into place as a whole or not at all."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bgscript.new import leftovers, repository
from bgscript.new.repository import Outcome
from bgscript.system import locks
from bgscript.system.errors import BgscriptError
from bgscript.system.session import Session
from bgscript.template.rendering import render
from bgscript.template.templates import Template

Prepare = Callable[[Path], None]
"""A step in the staged project before its first commit."""


@dataclass(frozen=True, order=True)
class File:
    """A file of the project: its path, with ``/`` between the parts, and its size in bytes."""

    path: str
    size: int


def create(
    template: Template,
    answers: Mapping[str, Any],
    destination: Path,
    *,
    git: bool = True,
    prepare: Prepare | None = None,
    session: Session | None = None,
) -> tuple[list[File], Outcome]:
    """Make a project.

    Args:
        template: what to render.
        answers: complete and valid, see ``questions.Questionnaire.resolve``.
        destination: the project's folder. It may exist if it is empty, or a git repository that has none of its files.
        git: whether the project becomes a git repository with one commit, unless it is inside one. In a repository
            that is there already, its files are added, and committed if there is no commit yet.
        prepare: see ``Prepare``; what it adds outside node_modules is committed too.
        session: the run that this is part of.

    Returns:
        The files of the template, and the outcome for the repository.

    Raises:
        TemplateError: see ``rendering.render``.
        BgscriptError: the destination is in use or cannot be written. Then, or after an interrupt, nothing has changed.
    """
    session = session or Session()
    leftovers.settle(_first_existing(destination.parent), session.warnings)
    check_destination(destination)
    with _writing(destination), _staged(template, answers, destination, session) as stage:
        _check_free(stage, destination)
        files = list_files(stage)
        if prepare:
            prepare(stage)
        name = str(answers.get("app_name") or destination.name)
        outcome = repository.start(stage, destination, name) if git else Outcome()
        joins = git and outcome.enclosing == destination
        added = repository.without_packages(file.path for file in list_files(stage)) if joins else []
        place(stage, destination, session, name if joins else "")
        if joins:
            outcome = repository.join(destination, added, name)
        leftovers.retire(stage)
    return files, outcome


def preview(
    template: Template,
    answers: Mapping[str, Any],
    destination: Path,
    session: Session | None = None,
    look: Prepare | None = None,
) -> list[File]:
    """The files that ``create`` would make. Writes to the system's temporary folder only.

    ``look`` gets the folder that they are in as long as they are there.
    """
    session = session or Session()
    leftovers.settle(_first_existing(destination.parent), session.warnings)
    check_destination(destination)
    aside = Path(tempfile.gettempdir()) / "project"
    with _writing(aside), _staged(template, answers, aside, session) as stage:
        _check_free(stage, destination)
        if look:
            look(stage)
        return list_files(stage)


def check_destination(destination: Path) -> None:
    """Refuse a destination that is in use, before anything is written.

    Raises:
        BgscriptError: it is in use; the message says by what.
    """
    if destination.is_symlink():
        raise BgscriptError(f"{destination} is a symbolic link to {destination.readlink()}", "name the folder itself")
    if destination.exists() and not destination.is_dir():
        raise BgscriptError(f"{destination} is a file", "choose another folder")
    taken = sorted(entry.name for entry in destination.iterdir()) if destination.exists() else []
    if taken and ".git" not in taken:
        raise BgscriptError(f"{destination} is not empty: it has {_listed(taken)}", "choose another folder")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def _check_free(stage: Path, destination: Path) -> None:
    """Refuse a repository that has files where the project's would be. Not every file system distinguishes cases.

    Raises:
        BgscriptError: naming all of them.
    """
    if found := sorted(_in_the_way(stage, destination)):
        hint = "move these away, for example with git mv, or choose another folder"
        raise BgscriptError(f"{destination} has files that the project needs to write: {_listed(found)}", hint)


def _in_the_way(entry: Path, target: Path, prefix: str = "") -> Iterator[str]:
    """The paths below ``target`` that an entry of the project cannot be merged with."""
    if not target.is_dir():
        return
    there = {path.name.casefold(): path for path in target.iterdir() if prefix or path.name != ".git"}
    for child in entry.iterdir():
        found = there.get(child.name.casefold())
        if found is None or (child.name == ".git" and not prefix):
            continue
        both = child.is_dir() and not child.is_symlink() and found.is_dir() and not found.is_symlink()
        if both and child.name == found.name:
            yield from _in_the_way(child, found, f"{prefix}{child.name}/")
        else:
            yield f"{prefix}{found.name}"


@contextmanager
def _staged(template: Template, answers: Mapping[str, Any], near: Path, session: Session) -> Iterator[Path]:
    """Render the project into a hidden folder on the file system of ``near``, and always clean up.

    Yields:
        The folder of the rendered project; the caller may move it away.
    """
    with session.shelter(_first_existing(near.parent)) as shelter:
        stage = shelter / "project"
        stage.mkdir()  # not the shelter itself, whose permissions are private
        render(template, answers, stage)
        _apply_umask(stage)
        session.signals.check()
        yield stage


def _apply_umask(stage: Path) -> None:
    """Give the files the permissions of the user's umask; copier gives them the template's.

    The umask is taken from the folder's mode: os.umask would change it for all threads.
    """
    allowed = stage.stat().st_mode & 0o777
    for path in stage.rglob("*"):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(allowed if path.is_dir() or mode & 0o100 else allowed & 0o666)


def list_files(folder: Path) -> list[File]:
    """All files and links below a folder, in the order of their paths."""
    files = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(File(path.relative_to(folder).as_posix(), path.lstat().st_size) for path in files)


def place(stage: Path, destination: Path, session: Session, joins: str = "") -> None:
    """Move the staged project to its destination, whole or not at all, with signals ignored.

    Args:
        joins: the app's name if the destination is a repository that the files are added to next.

    Raises:
        BgscriptError: the destination is in use by now. It is left alone.
        OSError: the destination cannot be written.
    """
    with session.signals.ignored():
        session.signals.check()
        try:
            check_destination(destination)
            _check_free(stage, destination)
            if destination.exists():
                _fill(destination, stage, joins)
            else:
                _appear(destination, stage)
        except (BgscriptError, OSError):
            check_destination(destination)  # says what is there now
            _check_free(stage, destination)
            raise
        session.signals.finish()


def _appear(destination: Path, stage: Path) -> None:
    """Make a folder that does not exist yet, in one step with those around it that are missing."""
    outermost = destination
    while not outermost.parent.exists():
        outermost = outermost.parent
    around = stage.with_name("around")
    whole = around / destination.relative_to(outermost.parent)
    whole.parent.mkdir(parents=True, exist_ok=True)
    stage.rename(whole)
    try:
        (around / outermost.name).rename(outermost)  # fails if there is a folder by now that is not empty
    except OSError:
        if outermost == destination or not outermost.is_dir():
            raise
        whole.rename(stage)
        _appear(destination, stage)  # somebody has made a folder around it meanwhile


def _fill(destination: Path, stage: Path, joins: str) -> None:
    """Fill an existing folder. It must stay the same folder, because it may be a shell's current one."""
    try:
        held = None if locks.ARE_FILES else locks.hold(destination)  # elsewhere, two runs stop at each other's files
    except BlockingIOError as error:
        hint = "wait for it, or choose another folder"
        raise BgscriptError(f"another run of bgscript is filling {destination}", hint) from error
    try:
        check_destination(destination)
        _check_free(stage, destination)
        leftovers.record(stage, destination, joins)
        _move_entries(stage, destination)
    finally:
        if held is not None:
            locks.release(held)


def _move_entries(stage: Path, destination: Path) -> None:
    moved: dict[str, list[int]] = {}
    try:
        for entry in sorted(stage.iterdir()):
            _merge(entry, destination / entry.name, stage, moved)
    except OSError:
        leftovers.take_back(destination, moved)
        leftovers.retire(stage)
        raise


def _merge(entry: Path, target: Path, stage: Path, moved: dict[str, list[int]]) -> None:
    """Move an entry of the stage; what it has in a folder that is there already is moved into that.

    Args:
        moved: gets what was moved, see ``leftovers.marks``.
    """
    if entry.is_dir() and not entry.is_symlink() and target.is_dir() and not target.is_symlink():
        for child in sorted(entry.iterdir()):
            _merge(child, target / child.name, stage, moved)
        entry.rmdir()
        return
    below = leftovers.marks(stage, entry)
    _move(entry, target)
    moved |= below


def _move(entry: Path, target: Path) -> None:
    """Rename, and never replace: rename(2) would replace a file. It refuses a folder that is not empty."""
    if entry.is_dir() and not entry.is_symlink():
        entry.rename(target)
        return
    try:
        os.link(entry, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system or a system without hard links
        if os.path.lexists(target):
            raise FileExistsError from None
        entry.rename(target)
    else:
        entry.unlink()


@contextmanager
def _writing(destination: Path) -> Iterator[None]:
    """Report a failed write with the folder that the user named, whichever file it was."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise BgscriptError(f"cannot write {destination}: {reason}", "nothing was left behind") from error
    except UnicodeError as error:
        problem = f"cannot write {destination}: its name is not valid Unicode text"
        raise BgscriptError(problem, "choose another folder, or --app-name") from error


def _first_existing(folder: Path) -> Path:
    return next(candidate for candidate in [folder, *folder.parents] if candidate.exists())
