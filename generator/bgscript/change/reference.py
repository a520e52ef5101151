"""Makes a branch so that a killed run leaves none half made: git's lock on it would stay for ever.

git writes a branch in one step, but its lock file and the branch's log come before. The journal
names both, if they were not there before; whoever finds the journal removes them, unless the branch
is there.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bgscript.system import files, git
from bgscript.system.shelters import JOURNAL


def make(reference: str, commit: str, top: Path, shelter: Path) -> None:
    """Make a branch.

    Args:
        reference: as in ``refs/heads/main``. It must not exist.
        top: the folder of a work tree.
        shelter: the run's.

    Raises:
        GitError: git cannot make it. Then nothing of it is there: a git that dies when it has made it did its work.
    """
    words = ("--git-path", f"{reference}.lock", "--git-path", f"logs/{reference}")
    made = [top / name for name in git.text("rev-parse", *words, cwd=top).split("\n")]
    new = [os.path.relpath(path, shelter) for path in made if not os.path.lexists(path)]
    data = {
        "kind": "branch",
        "top": os.path.relpath(top, shelter),
        "reference": reference,
        "commit": commit,
        "new": new,
    }
    files.write_safely(shelter / JOURNAL, json.dumps(data).encode())
    try:
        absent = "0" * len(commit)  # so that git refuses if the branch exists by now
        update = ("update-ref", "-m", "bgscript", reference, commit, absent)
        git.run(*update, cwd=top, settings={"core.fsync": "reference"}, shielded=True)
    except git.GitError:
        if not _end(shelter, data):
            raise
    else:
        (shelter / JOURNAL).unlink()


def settle(shelter: Path, data: Mapping[str, Any]) -> str:
    """End what a killed run has begun, as its journal says; returns what has become of its branch."""
    is_made = _end(shelter, data)
    top, name = _top(shelter, data), data["reference"].removeprefix("refs/heads/")
    if is_made:
        return f"a run of bgscript was killed when it had made the branch {name} in {top}, which is whole"
    return f"a run of bgscript was killed before it had made the branch {name} in {top}: nothing is left of it"


def _end(shelter: Path, data: Mapping[str, Any]) -> bool:
    """Remove what git has left of a branch that was not made, and then the journal; returns whether it was made."""
    commit: str = data["commit"]
    is_made = git.text("for-each-ref", "--format=%(objectname)", data["reference"], cwd=_top(shelter, data)) == commit
    for name in [] if is_made else data["new"]:
        file = Path(os.path.normpath(shelter / name))
        if file.is_file() and _is_ours(file.read_bytes(), commit.encode()):
            file.unlink()
    (shelter / JOURNAL).unlink()
    return is_made


def _top(shelter: Path, data: Mapping[str, Any]) -> Path:
    return Path(os.path.normpath(shelter / data["top"]))


def _is_ours(content: bytes, commit: bytes) -> bool:
    """Whether a lock or a log is of one commit alone, or empty."""
    return content.strip() in (b"", commit) or (content.count(b"\n") == 1 and content.split()[1:2] == [commit])
