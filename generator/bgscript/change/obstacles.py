"""What prevents a change from being written. All of it is found before the first file changes."""

import os
import re
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from shlex import quote

from bgscript.change.project import Project, is_lock_file, listed, uncommitted
from bgscript.merging.result import Merge
from bgscript.system import git
from bgscript.system.errors import BgscriptError


def touched(merge: Merge) -> list[str]:
    """The paths that a merge changes, from the repository's top."""
    return sorted({path for change in merge.changes for path in (change.path, change.former) if path})


def check(merge: Merge, project: Project) -> None:
    """Refuse to overwrite what git could not restore. Call it while git's lock on the index is held.

    Raises:
        BgscriptError: somebody has changed the project since it was opened; a file that git does not track, or whose
            changes it is set to ignore, would be overwritten; or a file of the change is outside the sparse checkout
            or behind a link.
    """
    paths = touched(merge)
    _check_unchanged(project, paths)
    names = git.run("ls-tree", "-r", "-z", "--name-only", project.tree, cwd=project.top)
    tracked = {os.fsdecode(path) for path in names.split(b"\0") if path}
    _check_flags(project, [path for path in paths if path in tracked])
    added = [path for path in paths if path not in tracked]
    moved = {path.partition("~")[0] for path in merge.conflicts}  # git moves a link away that is in conflict
    gone = {path for path in paths if path in tracked} - moved
    if links := sorted({link for path in added if (link := _link(project.top, path, gone))}):
        problem = f"the change has files below {', '.join(links)}, which is a symbolic link; git sees nothing behind it"
        raise BgscriptError(problem, "put the folder itself in the place of the link, commit, and try again")
    if taken := sorted({path for name in added if (path := _in_the_way(project.top, name, tracked))}):
        names_taken = ", ".join(taken)
        raise BgscriptError(
            f"not tracked by git, would be overwritten: {names_taken}", "move it away, update, and compare"
        )


def _check_unchanged(project: Project, paths: Sequence[str]) -> None:
    changed = uncommitted(project)
    now = [path for path in changed if path in paths or not is_lock_file(path)]
    again = "look at `git status`; commit or undo that; then run this again"
    if now:
        problem = f"another program has changed {project.folder} while this run was working: {listed(now)}"
        raise BgscriptError(problem, again)
    if git.text("rev-parse", "HEAD^{commit}", cwd=project.top) != project.head:
        problem = f"another program has committed in {project.folder} while this run was working"
        raise BgscriptError(problem, "run this again")


def _check_flags(project: Project, paths: Sequence[str]) -> None:
    """Refuse paths outside the sparse checkout, and paths whose changes git is set to ignore."""
    entries = git.run("ls-files", "-v", "-z", "--full-name", cwd=project.top).split(b"\0")
    flags = {os.fsdecode(entry)[2:]: entry[:1] for entry in entries}
    if sparse := [path for path in paths if flags.get(path) == b"S"]:
        problem = f"the update changes files outside the sparse checkout: {', '.join(sparse)}"
        raise BgscriptError(problem, "git sparse-checkout disable, update, commit, then set it again")
    if unwatched := [path for path in paths if flags.get(path, b"").islower()]:
        names = ", ".join(unwatched)
        problem = (
            f"git ignores changes in {names} (assume-unchanged or skip-worktree), which the update would overwrite"
        )
        raise BgscriptError(problem, f"git update-index --no-assume-unchanged {names}; then commit what changed")


def _link(top: Path, name: str, gone: set[str]) -> str:
    """The link to a folder through which a path leads; empty if there is none, or if it goes with the change."""
    parents = [parent.as_posix() for parent in PurePosixPath(name).parents[:-1]]
    return next((name for name in parents if name not in gone and (top / name).is_symlink()), "")


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


# --- Folders that cannot be written ---------------------------------------------------------------------------------


def check_writable(project: Project, paths: Iterable[str], folders: Iterable[Path]) -> None:
    """Refuse to begin a change of which a part cannot be written; the error names all of them.

    Args:
        paths: files of the work tree to replace, remove or make, from its top.
        folders: of git's, to write in. They need not exist.

    Raises:
        BgscriptError: what cannot be written, and why.
    """
    mounts = _mounts()
    problems: dict[Path, str] = {}
    for file in (project.top / path for path in paths):
        if os.path.realpath(file.parent) + os.sep + file.name in mounts:
            problems[file] = "mounted"
        elif reason := _unremovable(file):
            problems[file] = reason
        folders = [*folders, file.parent]
    for folder in {_existing(folder) for folder in folders}:
        if reason := _unwritable(folder):
            problems[folder] = reason
    if problems:
        where = {_short(path, project.top): reason for path, reason in sorted(problems.items())}
        named = ", ".join(f"{name} ({reason})" for name, reason in where.items())
        raise BgscriptError(f"nothing was written, because this cannot be: {named}", _remedy(problems))


def _existing(folder: Path) -> Path:
    return next(path for path in [folder, *folder.parents] if path.is_dir() and not path.is_symlink())


def _unwritable(folder: Path) -> str:
    """Why files in a folder cannot be made or removed; empty if they can."""
    if os.access(folder, os.W_OK | os.X_OK, **_AS_EFFECTIVE):
        return ""
    if hasattr(os, "statvfs") and os.statvfs(folder).f_flag & os.ST_RDONLY:
        return "on a read-only file system"
    return _somebody(folder.stat()) or "no permission to write"


def _unremovable(file: Path) -> str:
    """Why a file cannot be replaced although its folder can be written: in a sticky folder only its owner can."""
    with suppress(OSError):
        folder, own = file.parent.stat(), file.lstat()
        user = _user()
        if folder.st_mode & stat.S_ISVTX and user not in (0, folder.st_uid, own.st_uid):
            return _somebody(own)
    return ""


def _somebody(found: os.stat_result) -> str:
    """Whose a file is, if it is not this user's."""
    if found.st_uid == _user():
        return ""
    try:
        import pwd

        return f"owned by {pwd.getpwuid(found.st_uid).pw_name}"
    except (ImportError, KeyError):
        return f"owned by user {found.st_uid}"


def _user() -> int:
    return os.geteuid() if hasattr(os, "geteuid") else 0


_AS_EFFECTIVE = {"effective_ids": True} if os.access in os.supports_effective_ids else {}


_OCTAL = re.compile(rb"\\([0-7]{3})")


def _mounts() -> set[str]:
    """What is mounted where, on Linux: a single file can be, too, as in a container, and cannot be replaced."""
    with suppress(OSError):
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
        return {os.fsdecode(_OCTAL.sub(lambda found: bytes([int(found[1], 8)]), line.split()[4])) for line in lines}
    return set()


def _short(path: Path, top: Path) -> str:
    return (path.relative_to(top).as_posix() if path.is_relative_to(top) else str(path)).removeprefix("./")


def _remedy(problems: dict[Path, str]) -> str:
    owned = " ".join(quote(str(path)) for path, reason in sorted(problems.items()) if reason.startswith("owned"))
    closed = " ".join(quote(str(path)) for path, reason in sorted(problems.items()) if reason.startswith("no perm"))
    commands = [f'sudo chown -R "$(id -un)" {owned}'] if owned else []
    commands += [f"chmod u+rwx {closed}"] if closed else []
    return " && ".join(commands) or "mount it so that it can be written; then try again"
