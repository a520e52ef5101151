"""Copies a merge's objects into the user's repository, where nothing refers to them yet.

git writes them into the shelter first, as it does for a push, and they are moved when they are
complete and on the disk: a run that is killed leaves no half written ones. Objects that nothing
refers to do no harm, and git removes them in time, so undoing a change leaves them: by then another
program could have come to use one.
"""

import errno
import os
import shutil
from pathlib import Path

from bgscript.change.project import Project
from bgscript.system import git

_ON_DISK = {"core.fsync": "loose-object", "core.fsyncMethod": "batch"}


def unpack(packed: bytes, project: Project, shelter: Path) -> Path:
    """Unpack objects into a store in the shelter; returns the store.

    Raises:
        BgscriptError: git cannot.
    """
    store = _store(project, shelter)
    git.run("unpack-objects", "-q", cwd=project.top, env=_only(store), settings=_ON_DISK, stdin=packed)
    return store


def commit(tree: str, message: str, project: Project, shelter: Path, *, signs: bool = False) -> str:
    """Make a commit on top of the project's last one, in the shelter's store; returns its name.

    Args:
        signs: sign it, with the user's key. That may ask for a passphrase on the terminal.

    Raises:
        GitError: git cannot, or the signature fails.
    """
    return git.text(
        *("commit-tree", tree, "-p", project.head, *(["--gpg-sign"] if signs else []), "-F", "-"),
        cwd=project.top,
        env=_only(_store(project, shelter)),
        settings=_ON_DISK,
        stdin=message.encode(),
    )


def folders(store: Path, project: Project) -> list[Path]:
    """Where in the user's repository the objects of a store belong. These folders need not exist."""
    return [project.objects / folder.name for folder in _folders(store)]


def admit(store: Path, project: Project) -> None:
    """Move the objects of a store into the user's repository, each in one step. One that is there already is the same.

    Raises:
        OSError: the repository cannot be written.
    """
    for folder, target in zip(_folders(store), folders(store, project), strict=True):
        if not target.exists():
            target.mkdir(exist_ok=True)
            shutil.copymode(folder, target)
        for file in sorted(folder.iterdir()):
            if not (target / file.name).exists():
                _rename(file, target / file.name)


def _store(project: Project, shelter: Path) -> Path:
    """A store in the shelter that has the user's objects as its own."""
    store = shelter / "objects"
    (store / "info").mkdir(parents=True, exist_ok=True)
    quoted = str(project.objects).replace("\\", "\\\\").replace('"', '\\"')
    (store / "info" / "alternates").write_bytes(os.fsencode(f'"{quoted}"\n'))
    return store


def _only(store: Path) -> dict[str, str]:
    return {"GIT_OBJECT_DIRECTORY": str(store)}


def _folders(store: Path) -> list[Path]:
    return sorted(store.glob("[0-9a-f][0-9a-f]"))


def _rename(file: Path, target: Path) -> None:
    try:
        file.rename(target)
    except FileExistsError:  # on Windows
        return
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy = target.with_name(f"tmp_obj_{target.name}")  # a name that git removes, should it stay
        shutil.copy2(file, copy)
        copy.replace(target)
