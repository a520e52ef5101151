"""Puts a merge into the user's index and files, as a whole or not at all. It overwrites only what git can restore.

``journal`` says how that holds whenever the run ends, and why.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from bgscript.change import index_lock, journal, objects, obstacles, recovery
from bgscript.change.journal import AFTER, INDEX, OLD_INDEX, Journal
from bgscript.change.project import Project
from bgscript.merging.result import Merge
from bgscript.merging.trees import pack
from bgscript.system import files, git
from bgscript.system.signals import Signals

_LAZY = {"GIT_LFS_SKIP_SMUDGE": "1"}
"""git-lfs must not use the network for a file that the user moved."""

_ON_DISK = {"core.fsync": "index"}


def put(merge: Merge, project: Project, shelter: Path, signals: Signals) -> None:
    """Change index and files to the merge's result, with conflicts as git leaves them, and with signals ignored.

    Args:
        shelter: a locked folder on the repository's file system, see ``shelters``.

    Raises:
        BgscriptError: a file that git does not track would be overwritten, another program is working there, or
            something cannot be written. Then nothing has changed, or the error says what could not be put back.
    """
    paths = obstacles.touched(merge)
    if not (paths or merge.stages):
        return
    store = objects.unpack(pack(merge, project.repository), project, shelter)
    obstacles.check_writable(project, paths, [project.index.parent, *objects.folders(store, project)])
    with signals.ignored(), index_lock.held(project.index, shelter, project.folder):
        signals.check()
        obstacles.check(merge, project)
        objects.admit(store, project)
        _write_aside(merge, project, shelter)
        change = journal.plan(shelter, project.top, project.head, paths)
        change.write()
        _apply(change, project, shelter)
        change.finish()
        signals.finish()


def _write_aside(merge: Merge, project: Project, shelter: Path) -> None:
    """Make the new index and the new files, in the shelter."""
    shutil.copy2(project.index, shelter / OLD_INDEX)
    shutil.copy2(project.index, shelter / INDEX)
    (shelter / AFTER).mkdir()
    # the other work tree is empty: git writes the files that differ, by the attributes of the new tree, and no others
    where = ("--git-dir", project.git_folder, "--work-tree", shelter / AFTER)
    _run(*where, "read-tree", "-m", "-u", project.tree, merge.tree, project=project, shelter=shelter)
    if merge.stages:
        _run("update-index", "-z", "--index-info", project=project, shelter=shelter, stdin=merge.index_info)


def _apply(change: Journal, project: Project, shelter: Path) -> None:
    """Bring the files and then the index to what is in the shelter, or the files back to what they were."""
    try:
        change.apply()
        # git recognises files by their times, which moving them into place has changed
        _run("update-index", "-q", "--refresh", project=project, shelter=shelter, expect=(0, 1))
        _synchronise(change, project, shelter)
        (shelter / INDEX).replace(project.index)
    except BaseException as error:
        undone = change.undo()
        if undone.failed:
            raise recovery.unrestored(change, undone) from error
        change.retire()
        raise
    files.synchronise([project.index.parent])


def _synchronise(change: Journal, project: Project, shelter: Path) -> None:
    shutil.copymode(project.index, shelter / INDEX)
    folders: Sequence[Path] = sorted({(project.top / entry.path).parent for entry in change.entries})
    files.synchronise([*folders, shelter / INDEX])


def _run(
    *words: str | Path, project: Project, shelter: Path, expect: tuple[int, ...] = (0,), stdin: bytes = b""
) -> None:
    env = {**_LAZY, "GIT_INDEX_FILE": str(shelter / INDEX)}
    git.run(*words, cwd=project.top, env=env, settings=_ON_DISK, expect=expect, stdin=stdin, shielded=True)
