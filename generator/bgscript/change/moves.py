"""What is known of targets, and of moves between them: a template's ``moves.yml``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bgscript.documents import yaml_file
from bgscript.system.errors import TemplateError
from bgscript.template.names import MOVES
from bgscript.template.templates import current

CONNECT = "connect"

Facts = Mapping[str, Any]


def read(root: Path) -> Facts | None:
    """The facts of a template; None where it has none, because it is too old.

    Raises:
        TemplateError: the file is not what it should be.
    """
    file = root / MOVES
    if not file.is_file():
        return None
    try:
        facts = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml_file.LOADER)  # noqa: S506 - the safe one
    except (OSError, yaml.YAMLError, ValueError) as error:
        raise TemplateError(f"the template's {MOVES} cannot be used: {error}") from error
    if not isinstance(facts, dict):
        raise TemplateError(f"the template's {MOVES} cannot be used: it must hold `name: value` lines")
    return facts


def read_own() -> Facts:
    """The facts of the newest template of this bgscript. What people see does not depend on a project's release."""
    return read(current().root) or {}
