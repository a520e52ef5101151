"""Where an app is deployed: the places of ``forge deploy`` in scripts and workflows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bgscript.system import git

_DEPLOY = r"(forge|@forge/cli(@[^[:space:]]+)?)[\"']?,?[[:space:]]+[\"']?deploy"
_NAMES = re.compile(r"package\.json|[Mm]akefile|[Jj]ustfile|Jenkinsfile|Dockerfile|Rakefile|Earthfile")
_ENDINGS = (
    ".yml",
    ".yaml",
    ".sh",
    ".bash",
    ".zsh",
    ".ps1",
    ".bat",
    ".cmd",
    ".mk",
    ".toml",
    ".mjs",
    ".cjs",
    ".js",
    ".py",
)
_SKIPPED = re.compile(r"(?:^|/)(?:node_modules|build|dist|src|docs?|vendor)/|(?:^|/)manifest\.ya?ml$")
_SHARED = re.compile(r"[^/]*|(?:\.github|\.circleci|\.gitlab|scripts|bin|tools|ci)/.*")
"""What serves all folders of a repository."""
_COMMENT = ("#", "//", "rem ", "REM ", "::")


@dataclass(frozen=True)
class DeployLine:
    """A line that deploys: the file, from the repository's top, and what is in the line."""

    file: str
    line: int
    text: str


def deploys(top: Path, tree: str, prefix: str) -> list[DeployLine]:
    """The lines that deploy the app, in the files that programs run.

    Args:
        top: the repository.
        tree: what is committed.
        prefix: the app's folder in it, with a slash at its end, or empty.
    """
    words = ("grep", "-n", "-I", "-z", "-E", "-e", _DEPLOY, tree)
    found = git.run(*words, cwd=top, expect=(0, 1)).decode("utf-8", "replace")
    return list(_places(found, tree, prefix))


def _places(found: str, tree: str, prefix: str) -> Iterator[DeployLine]:
    for entry in found.split("\n"):
        name, _, rest = entry.partition("\0")
        number, _, text = rest.partition("\0")
        file, text = name.removeprefix(f"{tree}:"), text.strip()
        base = file.rpartition("/")[2]
        is_run = _NAMES.fullmatch(base) or base.endswith(_ENDINGS)
        is_here = file.startswith(prefix) or _SHARED.fullmatch(file)
        inside = file.removeprefix(prefix)
        if is_run and is_here and number.isdigit() and not _SKIPPED.search(inside) and not text.startswith(_COMMENT):
            yield DeployLine(file, int(number), text)
