"""Where the template comes from: embedded in the installed package, or this checkout's ``templates/``."""

from dataclasses import dataclass
from pathlib import Path

from bgscript import __version__

SOURCE = "git+bgscript::templates"
"""What a project's answers file records as its template: an address that holds on every machine."""


@dataclass(frozen=True)
class Template:
    """A template as plain files: ``root`` holds copier.yml; ``version`` is the release's, without a ``v``."""

    root: Path
    version: str
    source: str = SOURCE


def current() -> Template:
    """The newest template that this bgscript has."""
    package = Path(__file__).parent
    embedded = package / "templates"
    root = embedded if embedded.is_dir() else package.parents[1] / "templates"
    return Template(root, __version__)
