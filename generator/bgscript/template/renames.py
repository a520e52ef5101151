"""Which files a template has moved: its ``renames.yml``."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from bgscript.documents import yaml_file
from bgscript.system.errors import TemplateError
from bgscript.template.names import RENAMES


def read(root: Path) -> dict[str, list[str]]:
    """The later paths of files that a template has moved, by their former path, nearest first; none without the file.

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
    steps = {str(old): str(new) for moved in releases.values() for old, new in moved.items()}
    return {old: _chain(old, steps) for old in steps}


def _chain(path: str, steps: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    while (path := steps.get(path, "")) and path not in found:
        found.append(path)
    return found


def between(root: Path, old: Path, new: Path) -> dict[str, str]:
    """The files that the step from one rendering to another moves.

    Args:
        root: the template of the newer one.
        old, new: folders with the two renderings.
    """
    moved = {}
    for former, later in read(root).items():
        if not (old / former).is_file() or (new / former).exists():
            continue
        target = next((path for path in reversed(later) if (new / path).is_file()), "")
        if target and not (old / target).exists():
            moved[former] = target
    return moved
