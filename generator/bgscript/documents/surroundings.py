"""What the folders around a project say of it: its package manager, and whether it is a package of a workspace."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bgscript.documents import yaml_file

MANAGERS = ("npm", "pnpm", "yarn", "bun")
_WORKSPACE = "pnpm-workspace.yaml"
_FILES = {
    "pnpm-lock.yaml": "pnpm",
    _WORKSPACE: "pnpm",
    "yarn.lock": "yarn",
    ".yarnrc.yml": "yarn",
    "bun.lock": "bun",
    "bun.lockb": "bun",
    "package-lock.json": "npm",
    "npm-shrinkwrap.json": "npm",
}
"""Files that one package manager alone has."""


def answers(project: Path, environ: Mapping[str, str], manager: str = "") -> dict[str, Any]:
    """The answers that the surroundings give; those that are the usual ones are left out.

    The nearest folder counts, up to the top of the repository. Where none says anything, the package manager that has
    started bgscript does, as ``pnpm dlx`` does.

    Args:
        project: the project's folder, which need not exist.
        environ: the environment; npm_config_user_agent names a package manager.
        manager: the package manager that somebody has chosen.
    """
    chosen = manager or manager_around(project) or _manager_of(environ.get("npm_config_user_agent", ""), "/")
    found: dict[str, Any] = {"package_manager": chosen} if chosen not in ("", "npm", manager) else {}
    return {**found, "in_workspace": True} if workspace_around(project, chosen) else found


def _folders(project: Path) -> Iterator[Path]:
    """The folder and those above it that belong to the same work: to the repository's top, or below the user's own."""
    try:
        home = Path.home()
    except RuntimeError:
        home = None
    for folder in (project, *project.parents):
        if folder in (home, Path(folder.anchor)):
            return
        yield folder
        if (folder / ".git").exists():
            return


def manager_around(project: Path) -> str:
    """The package manager that the nearest folder names; empty where none does."""
    for folder in _folders(project):
        if manager := _manager_of(str(_package(folder).get("packageManager", "")), "@"):
            return manager
        for name, manager in _FILES.items():
            if (folder / name).is_file():
                return manager
    return ""


def _manager_of(text: str, separator: str) -> str:
    """The package manager that begins a text such as ``pnpm@12.0.0``; empty for any other."""
    name = text.partition(separator)[0]
    return name if name in MANAGERS else ""


def workspace_around(project: Path, manager: str) -> tuple[Path, list[str]] | None:
    """The file whose workspace the project is a package of, and the patterns that take it in; None without any."""
    for folder in list(_folders(project))[1:]:
        patterns = _packages(folder) if manager == "pnpm" else _package(folder).get("workspaces")
        if isinstance(patterns, dict):
            patterns = patterns.get("packages")
        if isinstance(patterns, list):
            path = project.relative_to(folder).as_posix()
            matching = [str(each) for each in patterns if _matches(path, str(each).removeprefix("!"))]
            is_taken = bool(matching) and not matching[-1].startswith("!")
            return (folder / (_WORKSPACE if manager == "pnpm" else "package.json"), matching) if is_taken else None
    return None


def _matches(path: str, pattern: str) -> bool:
    parts = re.split(r"(\*\*/?|\*)", pattern.removeprefix("./").rstrip("/"))
    stars = {"*": "[^/]*", "**": ".*", "**/": "(?:.*/)?"}
    return re.fullmatch("".join(stars.get(part) or re.escape(part) for part in parts), path) is not None


def _package(folder: Path) -> dict[str, Any]:
    """The package.json of a folder; empty where there is none that can be read."""
    try:
        data = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _packages(folder: Path) -> Any:
    try:
        data = yaml_file.read(folder / _WORKSPACE).data
    except (OSError, yaml_file.YamlError):
        return None
    return data.get("packages")
