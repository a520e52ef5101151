"""The journal of a change: what was there and what is to be there, on the disk before the first file changes.

A change is as safe as a database's, with a rollback journal:

1. Everything new is written aside, in the run's shelter on the repository's file system: the files
   as git checks them out, and a new index. A disk that fills up does so here, where nothing has
   changed yet.
2. Every file that will be replaced or removed is kept under a second name in the shelter (a hard
   link: the same file, with its owner and its times), and the journal is written and synchronised:
   paths, the state of each before and after, folders with their modes, the last commit.
3. The files are moved into place, one rename each, so that a file is never half written: it is as
   before, or as after.
4. The new index is renamed onto the old one. **This is the moment at which the change has
   happened.** Whoever finds a journal whose new index is still in the shelter undoes; whoever finds
   it gone finishes. Nothing else decides.
5. The journal is removed, then git's lock on the index, then the shelter.

To undo, each path is looked at on its own. It is as before: nothing to do. It is as after, or
absent: the kept file is renamed back, which needs no space on the disk. It is neither: somebody has
edited it since, and their work stays. A path that fails does not stop the others, and what cannot
be put back stays in the shelter, with the journal, for the next run or for the one command that the
error prints. Nothing is deleted that cannot be put back: a file of the change is removed only where
no file was before.

The run that died may have been this one (an error: ``worktree.put`` undoes) or an earlier one
(``recovery``).
"""

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from shlex import quote
from typing import Any

from bgscript.system import files
from bgscript.system.errors import BgscriptError
from bgscript.system.shelters import JOURNAL

BEFORE, AFTER, INDEX = "before", "after", "index"
"""Folders in the shelter with the files before and after the change, and the name of the new index there."""

OLD_INDEX = "index.before"


@dataclass(frozen=True)
class JournalEntry:
    """A path that changes, from the top of the work tree, and its ``state`` before and after."""

    path: str
    before: str
    after: str


@dataclass
class Undone:
    """How an attempt to undo ended: what could not be removed or put back, and why; and what somebody has edited."""

    not_removed: dict[str, str] = field(default_factory=dict)
    not_restored: dict[str, str] = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)

    @property
    def failed(self) -> dict[str, str]:
        """All paths that are not as before and should be, with the reason for each."""
        return self.not_removed | self.not_restored


@dataclass(frozen=True)
class Journal:
    """A change of a work tree.

    ``shelter`` has the files, ``top`` is the work tree's folder, ``head`` its last commit before. ``folders`` are those
    around the entries that were there before, with their modes.
    """

    shelter: Path
    top: Path
    head: str
    entries: Sequence[JournalEntry]
    folders: dict[str, int]

    @property
    def has_happened(self) -> bool:
        """Whether the change has happened: the new index has been moved out of the shelter."""
        return not (self.shelter / INDEX).exists()

    @property
    def is_undone(self) -> bool:
        """Whether all files are as before."""
        return all(self._state(entry) in (entry.before, "" if entry.before else "folder") for entry in self.entries)

    def write(self) -> None:
        """Put the journal on the disk, with all that it names."""
        aside = (self.shelter / folder / entry.path for folder in (BEFORE, AFTER) for entry in self.entries)
        files.synchronise([*aside, self.shelter / INDEX, self.shelter / OLD_INDEX])
        top = os.path.relpath(self.top, self.shelter)
        data = {"kind": "change", "top": top, "head": self.head, "folders": self.folders}
        content = json.dumps({**data, "entries": [asdict(entry) for entry in self.entries]})
        files.write_safely(self.shelter / JOURNAL, content.encode())

    def apply(self) -> None:
        """Bring the files from before to after.

        Raises:
            BgscriptError: somebody has changed one of them since the journal was made.
            OSError: one cannot be written. The caller undoes.
        """
        for entry in sorted(self.entries, key=lambda entry: (bool(entry.after), entry.path)):  # removals first
            path = self.top / entry.path
            if self._state(entry) not in ([entry.before] if entry.before else ["", "folder"]):
                raise BgscriptError(
                    f"{entry.path} was changed by another program meanwhile", "look at it; then try again"
                )
            if not entry.after:
                path.unlink()
                continue
            _remove_empty(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            if entry.after == "folder":
                path.mkdir(exist_ok=True)
            else:
                files.move(self.shelter / AFTER / entry.path, path, self._beside(entry))

    def finish(self) -> None:
        """After the change has happened: remove the folders that it has emptied, and then the journal."""
        for entry in self.entries:
            if not entry.after:
                self._remove_folders(entry, {})
        self.retire()

    def undo(self) -> Undone:
        """Bring the files back, each on its own. The journal stays; see ``retire``."""
        result = Undone()
        for entry in self.entries:
            if not entry.before:
                self._try(self._remove, entry, result.not_removed, result.edited)
        for folder, mode in sorted(self.folders.items()):
            with suppress(OSError):  # then the files in it fail
                (self.top / folder).mkdir()
                (self.top / folder).chmod(mode)
        for entry in self.entries:
            if entry.before:
                self._try(self._restore, entry, result.not_restored, result.edited)
        return result

    def _try(
        self, step: Callable[[JournalEntry], bool], entry: JournalEntry, failed: dict[str, str], edited: list[str]
    ) -> None:
        try:
            with suppress(NotADirectoryError):
                self._beside(entry).unlink(missing_ok=True)
            if not step(entry):
                edited.append(entry.path)
        except OSError as error:
            failed[entry.path] = error.strerror or str(error)

    def _remove(self, entry: JournalEntry) -> bool:
        """Remove what the change has put where nothing was; returns False for somebody's work, which stays."""
        path, now = self.top / entry.path, self._state(entry)
        if now == entry.after:
            path.rmdir() if now == "folder" else path.unlink()
        if now in (entry.after, ""):
            self._remove_folders(entry, self.folders)
        return now in (entry.after, "", "folder")

    def _restore(self, entry: JournalEntry) -> bool:
        """Put back what was there; returns False for somebody's work, which stays, as the last commit has the rest."""
        path, kept, now = self.top / entry.path, self.shelter / BEFORE / entry.path, self._state(entry)
        if now not in (entry.after, "", "folder"):
            kept.unlink(missing_ok=True)  # so that what is kept is what is missing
            return now == entry.before
        if linked := self._linked_parent(entry):
            raise NotADirectoryError(errno.ENOTDIR, f"{linked} is a link now")
        _remove_empty(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        files.move(kept, path, self._beside(entry))
        return True

    def _state(self, entry: JournalEntry) -> str:
        """What is at an entry's path. As for git, nothing is behind a link to a folder."""
        return "" if self._linked_parent(entry) else state(self.top / entry.path)

    def _linked_parent(self, entry: JournalEntry) -> str:
        parents = PurePosixPath(entry.path).parents[:-1]
        return next((str(parent) for parent in parents if (self.top / parent).is_symlink()), "")

    def _remove_folders(self, entry: JournalEntry, kept: Mapping[str, int]) -> None:
        """Remove the folders around a path that has gone, if they are empty, except those to keep."""
        for parent in PurePosixPath(entry.path).parents[:-1]:
            if str(parent) in kept:
                return
            try:
                (self.top / parent).rmdir()
            except FileNotFoundError:
                continue  # a run that was killed has not made it, or has removed it
            except OSError:
                return

    def _beside(self, entry: JournalEntry) -> Path:
        """A name for a copy beside an entry, the same each time."""
        return (self.top / entry.path).with_name(f".bgscript.{self.entries.index(entry)}")

    def retire(self) -> None:
        """Remove the journal: the project is as before, or as after, and nobody has to do anything."""
        (self.shelter / JOURNAL).unlink(missing_ok=True)
        files.synchronise([self.shelter])

    def command(self, undone: Undone) -> str:
        """The one command that does what ``undo`` could not."""
        gone = [quote(str(self.top / path)) for path in undone.not_removed]
        remove = [f"rm -f {' '.join(gone)}"] if gone else []
        kept = quote(f"{self.shelter / BEFORE}/.")
        restore = [f"cp -RPf {kept} {quote(str(self.top))}"] if undone.not_restored else []
        return " && ".join([*remove, *restore])


def plan(shelter: Path, top: Path, head: str, changed: Iterable[str]) -> Journal:
    """Make the journal of a change whose files are aside already, and keep the files that it changes.

    Args:
        shelter: has the new files in ``AFTER``.
        changed: the paths that change, from the top.

    Raises:
        OSError: one of the files cannot be read or kept.
    """
    entries, folders = [], {}
    for name in sorted(changed):
        before, after = state(top / name), state(shelter / AFTER / name)
        before = "" if before == "folder" else before
        if after == "folder" and any((shelter / AFTER / name).iterdir()):
            after = ""  # the folder is for other paths; an empty one is a submodule's
        if before == after:
            continue
        if before:
            kept = shelter / BEFORE / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            files.keep(top / name, kept)
        entries.append(JournalEntry(name, before, after))
        for folder in [name, *map(str, PurePosixPath(name).parents[:-1])]:
            if (top / folder).is_dir() and not (top / folder).is_symlink():
                folders[folder] = (top / folder).stat().st_mode & 0o7777
    return Journal(shelter, top, head, entries, folders)


def read(shelter: Path) -> dict[str, Any]:
    """What a run has written into its journal; see ``Journal.write`` and ``reference.make``.

    Raises:
        BgscriptError: it is not a journal, or names paths outside the work tree.
    """
    file = shelter / JOURNAL
    try:
        data: dict[str, Any] = json.loads(file.read_bytes())
        if data["kind"] == "change":
            change = load(shelter, data)
            if not all(map(_is_inside, [*change.folders, *(entry.path for entry in change.entries)])):
                raise ValueError("a path is not below the project's repository")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        hint = f"look at `git status`; then: rm -r {quote(str(shelter))}"
        raise BgscriptError(f"{file}, which a killed run of bgscript left, cannot be used: {error}", hint) from error
    return data


def load(shelter: Path, data: dict[str, Any]) -> Journal:
    """The journal of a change, as ``read`` has found it."""
    top = Path(os.path.normpath(shelter / data["top"]))
    entries = [JournalEntry(**entry) for entry in data["entries"]]
    return Journal(shelter, top, data["head"], entries, data["folders"])


def state(path: Path) -> str:
    """What is in a place, to compare: empty if nothing is; for a file, whether it is executable, and its content."""
    if path.is_symlink():
        return f"link {_digest(os.fsencode(path.readlink()))}"
    if path.is_dir():
        return "folder"
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return f"{'program' if path.stat().st_mode & 0o100 else 'file'} {_digest(content)}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and not {"..", ".git"} & {part.lower() for part in path.parts}


def _remove_empty(folder: Path) -> None:
    """Remove a folder in which are only empty folders, if there is one.

    Raises:
        OSError: there is a file in it.
    """
    if folder.is_symlink() or not folder.is_dir():
        return
    for base, _, _ in os.walk(folder, topdown=False):
        Path(base).rmdir()
