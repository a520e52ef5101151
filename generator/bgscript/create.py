"""``new``: answers become a staged tree, which is moved into place whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bgscript import interrupts, repository
from bgscript.errors import BgscriptError
from bgscript.repository import Outcome
from bgscript.templates import Template


@dataclass(frozen=True, order=True)
class File:
    """A file of the project: its path, with ``/`` between the parts, and its size in bytes."""

    path: str
    size: int


def create(
    template: Template, answers: Mapping[str, Any], destination: Path, *, git: bool = True
) -> tuple[list[File], Outcome]:
    """Make a project.

    Args:
        template: what to render.
        answers: complete and valid, see ``questions.Questionnaire.resolve``.
        destination: the project's folder. It may exist, if nothing but ``.git`` is in it.
        git: whether the project becomes a git repository with one commit, unless it lies inside one.

    Returns:
        The files, and what became of the repository.

    Raises:
        BgscriptError: the destination is taken, or cannot be written. Nothing has changed then, nor after an interrupt.
    """
    check_destination(destination)
    with _writing(destination), staged(template, answers, near=destination) as stage:
        files = list_files(stage)
        outcome = repository.start(stage, destination, answers["app_name"]) if git else Outcome()
        place(stage, destination)
    return files, outcome


def preview(template: Template, answers: Mapping[str, Any], destination: Path) -> list[File]:
    """The files that ``create`` would make. Writes to the system's temporary folder only."""
    check_destination(destination)
    aside = Path(tempfile.gettempdir()) / "project"
    with _writing(aside), staged(template, answers, near=aside) as stage:
        return list_files(stage)


def absolute(path: str) -> Path:
    """A folder as the user named it, from the root, with no ``..`` in it and symbolic links as they are."""
    return Path(os.path.abspath(path))


def check_destination(destination: Path) -> None:
    """Refuse a destination that is in use, before anything is written.

    Raises:
        BgscriptError: naming what is in the way.
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
def staged(template: Template, answers: Mapping[str, Any], near: Path) -> Iterator[Path]:
    """Render the project into a hidden folder on the file system of ``near``, and clean up whatever happens.

    Yields:
        The folder of the rendered project; the caller may move it away.
    """
    shelter = None
    try:
        with interrupts.ignored():
            shelter = Path(tempfile.mkdtemp(prefix=".bgscript.", dir=_first_existing(near.parent)))
        stage = shelter / "project"
        stage.mkdir()  # not the shelter itself: that one is private, a project has the usual permissions
        render(template, answers, stage)
        interrupts.check()
        yield stage
    finally:
        if shelter:
            with interrupts.ignored():
                shutil.rmtree(shelter, ignore_errors=True)


def render(template: Template, answers: Mapping[str, Any], folder: Path) -> None:
    """Have copier render the template into an empty folder.

    copier starts two dozen git processes to find file modes that a plain folder does not have; with an empty PATH it
    starts none and gives the same tree. plumbum keeps the environment that it saw first, hence its own ``local.env``.
    """
    from copier import Settings, run_copy
    from copier.errors import CopierError
    from jinja2 import TemplateError
    from plumbum import local

    try:
        with local.env(PATH=""):
            run_copy(str(template.root), folder, dict(answers), settings=Settings(), defaults=True, quiet=True)
    except (CopierError, TemplateError) as error:
        raise BgscriptError(
            f"the template cannot be rendered: {error}", "please report it, with your answers"
        ) from error
    _record_source(template, folder / ".copier-answers.yml")


def list_files(folder: Path) -> list[File]:
    """All files below a folder, in the order of their paths, without git's own."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return sorted(File(path.relative_to(folder).as_posix(), path.stat().st_size) for path in files)


def place(stage: Path, destination: Path) -> None:
    """Move the staged project to its destination, whole or not at all, deaf to interrupts meanwhile."""
    made = [folder for folder in [destination.parent, *destination.parent.parents] if not folder.exists()]
    with interrupts.ignored():
        try:
            destination.parent.mkdir(parents=True, exist_ok=True)
            if destination.exists():
                _move_entries(stage, destination)
            else:
                stage.rename(destination)
            interrupts.over()
        except OSError:
            for folder in made:
                if folder.exists():
                    folder.rmdir()
            raise


def _move_entries(stage: Path, destination: Path) -> None:
    """Fill a folder that exists: it may be the current one of somebody's shell, so it must stay the same folder."""
    moved: list[Path] = []
    try:
        for entry in stage.iterdir():
            moved.append(entry.rename(destination / entry.name))
    except OSError:
        for entry in moved:
            entry.rename(stage / entry.name)
        raise


def _record_source(template: Template, answers_file: Path) -> None:
    """Name the template by the address that holds everywhere, not by the folder that was rendered."""
    lines = answers_file.read_text(encoding="utf-8").splitlines(keepends=True)
    source = f"_commit: {template.tag or f'v{template.version}'}\n_src_path: {template.source}\n"
    source += f"_commit_id: {template.commit}\n" if template.commit else ""
    lines = [source if line.startswith("_src_path:") else line for line in lines]
    answers_file.write_text("".join(lines), encoding="utf-8", newline="\n")


@contextmanager
def _writing(destination: Path) -> Iterator[None]:
    """Tell of a failed write by the folder that the user named: it is the same whichever file hit it."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise BgscriptError(f"cannot write {destination}: {reason}", "nothing was left behind") from error


def _first_existing(folder: Path) -> Path:
    return next(candidate for candidate in [folder, *folder.parents] if candidate.exists())
