"""``new``: renders the answers into a staged tree, and moves it into place as a whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bgscript.new import repository
from bgscript.new.repository import Outcome
from bgscript.system.errors import BgscriptError
from bgscript.system.session import Session, lock
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
        destination: the project's folder. It may exist if it contains nothing but ``.git``.
        git: whether the project becomes a git repository with one commit, unless it lies inside one.
        prepare: see ``Prepare``; what it adds outside node_modules is committed too.
        session: the run that this is part of.

    Returns:
        The files of the template, and the outcome for the repository.

    Raises:
        TemplateError: see ``rendering.render``.
        BgscriptError: the destination is in use or cannot be written. Then, or after an interrupt, nothing has changed.
    """
    session = session or Session()
    check_destination(destination)
    with _writing(destination), _staged(template, answers, destination, session) as stage:
        files = list_files(stage)
        if prepare:
            prepare(stage)
        name = str(answers.get("app_name") or destination.name)
        outcome = repository.start(stage, destination, name) if git else Outcome()
        place(stage, destination, session)
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
    check_destination(destination)
    aside = Path(tempfile.gettempdir()) / "project"
    with _writing(aside), _staged(template, answers, aside, session or Session()) as stage:
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
    if taken and taken != [".git"]:
        shown = ", ".join(taken[:10]) + (f" and {len(taken) - 10} more" if len(taken) > 10 else "")
        raise BgscriptError(f"{destination} is not empty: it has {shown}", "choose another folder")


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


def place(stage: Path, destination: Path, session: Session) -> None:
    """Move the staged project to its destination, whole or not at all, with signals ignored.

    Raises:
        BgscriptError: the destination is in use by now. It is left alone.
        OSError: the destination cannot be written.
    """
    made = [folder for folder in [destination.parent, *destination.parent.parents] if not folder.exists()]
    with session.signals.ignored():
        session.signals.check()
        try:
            destination.parent.mkdir(parents=True, exist_ok=True)
            check_destination(destination)
            if destination.exists():
                _fill(destination, stage)
            else:
                stage.rename(destination)  # fails if there is a folder by now that is not empty
        except (BgscriptError, OSError):
            _remove_empty(made)
            check_destination(destination)  # says what is there now
            raise
        session.signals.finish()


def _fill(destination: Path, stage: Path) -> None:
    """Fill an existing folder. It must stay the same folder, because it may be a shell's current one."""
    try:
        held = lock(destination)
    except BlockingIOError as error:
        hint = "wait for it, or choose another folder"
        raise BgscriptError(f"another run of bgscript is filling {destination}", hint) from error
    try:
        check_destination(destination)
        _move_entries(stage, destination)
    finally:
        os.close(held)


def _move_entries(stage: Path, destination: Path) -> None:
    moved: list[tuple[Path, list[Path]]] = []
    try:
        for entry in sorted(stage.iterdir()):
            below = [path.relative_to(stage) for path in entry.rglob("*")] if entry.is_dir() else []
            _move(entry, destination / entry.name)
            moved.append((entry.relative_to(stage), below))
    except OSError:
        for entry, below in reversed(moved):
            _take_back(destination, [entry, *below])
        raise


def _move(entry: Path, target: Path) -> None:
    """Rename, and never replace: rename(2) would replace a file. It refuses a folder that is not empty."""
    if entry.is_dir() and not entry.is_symlink():
        entry.rename(target)
        return
    try:
        os.link(entry, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError from None
        entry.rename(target)
    else:
        entry.unlink()


def _take_back(destination: Path, paths: Sequence[Path]) -> None:
    """Remove what this run has put there, and nothing else."""
    for path in sorted(paths, reverse=True):
        with contextlib.suppress(OSError):
            found = destination / path
            found.rmdir() if found.is_dir() and not found.is_symlink() else found.unlink()


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


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
