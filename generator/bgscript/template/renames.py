"""Which files a template has moved: its ``renames.yml``."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from bgscript.documents import yaml_file
from bgscript.system.errors import TemplateError
from bgscript.template.names import RENAMES

Steps = Mapping[str, list[str]]
"""The next paths of files and folders, by their former ones. A folder's path ends with a slash."""


def read(root: Path) -> Steps:
    """What a template has moved, in all its releases; nothing without the file.

    Raises:
        TemplateError: the file is not what it should be.
    """
    file = root / RENAMES
    if not file.is_file():
        return {}
    try:
        releases = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml_file.LOADER)  # noqa: S506 - the safe one
    except (OSError, yaml.YAMLError, ValueError) as error:
        raise TemplateError(f"the template's {RENAMES} cannot be used: {error}") from error
    if not isinstance(releases, dict) or not all(isinstance(moved, dict) for moved in releases.values()):
        raise TemplateError(f"the template's {RENAMES} cannot be used: it must hold paths by release")
    steps: dict[str, list[str]] = {}
    for moved in releases.values():
        for old, new in moved.items():
            steps.setdefault(str(old), []).append(str(new))
    return steps


def later(path: str, steps: Steps) -> list[str]:
    """The paths that a file can have had since, nearest first."""
    found = [path]
    for each in found:
        folders = [f"{each[:end]}/" for end, letter in enumerate(each) if letter == "/"]
        nexts = [*steps.get(each, ())]
        for folder in reversed(folders):
            nexts += [new + each.removeprefix(folder) for new in steps.get(folder, ())]
        found += [new for new in nexts if new not in found]
    return found[1:]


def between(root: Path, old: Path, new: Path) -> dict[str, str]:
    """The files that the step from one rendering to another moves.

    Args:
        root: the template of the newer one.
        old, new: folders with the two renderings.
    """
    steps = read(root)
    moved: dict[str, str] = {}
    for file in sorted(old.rglob("*")) if steps else ():
        former = file.relative_to(old).as_posix()
        if not file.is_file() or (new / former).exists():
            continue
        target = next((path for path in reversed(later(former, steps)) if (new / path).is_file()), "")
        if target and target not in moved.values() and not (old / target).exists():
            moved[former] = target
    return moved
