"""What a killed ``new`` leaves in a folder that it was filling, and how the next run takes it back.

A new folder appears in one step, so there is nothing to take back. A folder that exists is filled
entry by entry: the shelter's journal lists all files with their sizes and times before the first is
moved. Whoever finds a journal of a dead run looks at both sides: no entry is left in the shelter:
the project is whole, and is added to the repository that was there, if that came next. Otherwise
what was moved is removed again, unless the folder has anything else, which would be somebody's
work: then all of it stays. Files are not synchronised with the disk, as a change's are: a project
that was never there can be made again.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from bgscript.new import repository
from bgscript.system import shelters
from bgscript.system.shelters import JOURNAL

_STAGE = "project"
_INDEX = ".git/index"


def record(stage: Path, destination: Path, joins: str) -> None:
    """Write the journal of a folder that is about to be filled, into the shelter in which ``stage`` is.

    Args:
        joins: the app's name, if the files are to be added to the repository that the folder is.
    """
    before = sorted(_below(destination))
    found = {name: mark for name, mark in marks(stage, stage).items() if name not in before}
    destined = os.path.relpath(destination, stage.parent)
    data = {"kind": "new", "destination": destined, "files": found, "before": before, "joins": joins}
    aside = stage.parent / f"{JOURNAL}.new"
    aside.write_text(json.dumps(data))
    aside.replace(stage.parent / JOURNAL)


def marks(stage: Path, entry: Path) -> dict[str, list[int]]:
    """What is at and below an entry of a staged project: paths from the project's folder, and how to recognise each."""
    found = {path.relative_to(stage).as_posix(): _mark(path) for path in [entry, *entry.rglob("*")]}
    found.pop(".", None)
    return found


def retire(stage: Path) -> None:
    """Remove the journal, if there is one: the folder is whole, or as before."""
    (stage.parent / JOURNAL).unlink(missing_ok=True)


def settle(near: Path, warnings: list[str]) -> None:
    """Take back what killed runs have left in folders that they were filling.

    Args:
        near: where their shelters are.
        warnings: gets a sentence about each.
    """
    for shelter, held in shelters.abandoned(near):
        try:
            if not (shelter / JOURNAL).exists():
                warnings += shelters.removal(shelter)
                continue
            warnings.append(_settle(shelter, json.loads((shelter / JOURNAL).read_text())))
            (shelter / JOURNAL).unlink()
        finally:
            shelters.remove(shelter, held)


def _settle(shelter: Path, data: dict[str, Any]) -> str:
    destination = Path(os.path.normpath(shelter / data["destination"]))
    killed = f"a run of bgscript was killed while it filled {destination}"
    if not any((shelter / _STAGE).iterdir()):
        return f"{killed}: the project is whole{_join(destination, data)}"
    if others := sorted(_others(destination, data["files"]) - {*data["before"]}):
        return f"{killed}, which has {', '.join(others[:5])} besides: nothing was removed"
    take_back(destination, data["files"])
    return f"{killed}: what it had put there was removed"


def _join(destination: Path, data: dict[str, Any]) -> str:
    """Add a whole project to its repository, if the run was killed before that; returns what to say about it."""
    paths = [name for name in data["files"] if (destination / name).is_symlink() or not (destination / name).is_dir()]
    if not data["joins"] or not all(_is_there(destination, name, data["files"]) for name in paths):
        return ""
    outcome = repository.join(destination, repository.without_packages(paths), data["joins"])
    return f", but {'; '.join(outcome.warnings)}" if outcome.warnings else ", and added to its repository"


def _is_there(destination: Path, name: str, files: dict[str, list[int]]) -> bool:
    return os.path.lexists(destination / name) and _is_as_put(destination / name, name, files)


def take_back(destination: Path, files: dict[str, list[int]]) -> None:
    """Remove what a run has put into a folder, and nothing else: a file that was edited stays."""
    for name in sorted(files, reverse=True):
        path = destination / name
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            elif _is_as_put(path, name, files):
                path.unlink()


def _others(destination: Path, files: dict[str, list[int]]) -> set[str]:
    """The files in a folder that were not put there, or were edited since; without git's folder from before."""
    there = _below(destination, with_git=".git" in files)
    paths = {name: destination / name for name in there}
    return {
        name
        for name, path in paths.items()
        if (path.is_symlink() or not path.is_dir()) and not _is_as_put(path, name, files)
    }


def _below(folder: Path, *, with_git: bool = False) -> set[str]:
    """All that is below a folder, as paths from it; git's own folder counts only if it is wanted."""
    found = set()
    for base, folders, names in os.walk(folder):
        if Path(base) == folder and not with_git:
            folders[:] = [name for name in folders if name != ".git"]
        found |= {Path(base, name).relative_to(folder).as_posix() for name in [*folders, *names]}
    return found


def _is_as_put(path: Path, name: str, files: dict[str, list[int]]) -> bool:
    """Whether a file is one that a run has put there, and nobody has edited. git's index changes by looking at it."""
    return name in files and (name == _INDEX or _mark(path) == files[name])


def _mark(path: Path) -> list[int]:
    """What a move does not change in a file, and an edit does."""
    found = path.lstat()
    return [] if path.is_dir() and not path.is_symlink() else [found.st_size, found.st_mtime_ns]
