"""What is known of moves: a template's ``moves.yml``, and one move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bgscript.documents import yaml_file
from bgscript.system.errors import TemplateError

FILE = "moves.yml"
CONNECT = "connect"


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: the new home, whether the old ones stay, and answers that win over all others."""

    to: str
    keep_old: bool = False
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Carried:
    """An answer of the new home that was made of one of the old home, or of its descriptor."""

    question: str
    value: Any
    source: str

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        return {"question": self.question, "value": self.value, "from": self.source}


def read(root: Path) -> Mapping[str, Any] | None:
    """The facts of a template; None where it has none, because it is too old.

    Raises:
        TemplateError: the file is not what it should be.
    """
    file = root / FILE
    if not file.is_file():
        return None
    try:
        facts = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml_file.LOADER)  # noqa: S506 - the safe one
    except (OSError, yaml.YAMLError, ValueError) as error:
        raise TemplateError(f"the template's {FILE} cannot be used: {error}") from error
    if not isinstance(facts, dict):
        raise TemplateError(f"the template's {FILE} cannot be used: it must hold `name: value` lines")
    return facts
