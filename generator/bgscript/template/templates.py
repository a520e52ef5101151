"""Where the template comes from: embedded in the installed package, or this checkout's ``templates/``."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bgscript import __version__
from bgscript.template.names import SOURCE

if TYPE_CHECKING:
    from packaging.version import Version

_HERE = Path(__file__).parent
_PACKAGE = _HERE.parent
BUNDLE = _HERE / "releases.bundle"
LOCK = _HERE / "templates.lock"


@dataclass(frozen=True)
class Release:
    """A release of a template: its version without a ``v``, what git calls it, and the ids of its commit and tree.

    The ids are empty where they are not needed.
    """

    version: str
    tag: str
    commit: str = ""
    tree: str = ""

    @property
    def order(self) -> "Version":
        """The version as something to compare."""
        from packaging.version import Version

        return Version(self.version)


@dataclass(frozen=True)
class Template:
    """The files of a release: ``root`` holds copier.yml, ``source`` is the address that a project records."""

    root: Path
    release: Release
    source: str = SOURCE

    @property
    def version(self) -> str:
        return self.release.version

    @property
    def is_embedded(self) -> bool:
        return self.source == SOURCE

    @property
    def name(self) -> str:
        """Its name in messages."""
        return f"template {self.version}" if self.is_embedded else f"the template at {self.source}, {self.release.tag}"

    @property
    def report_to(self) -> str:
        """Where to report a mistake in it, as a hint."""
        owner = (
            "this is a mistake in bgscript"
            if self.is_embedded
            else "report it to the people who maintain that template"
        )
        return f"{owner}; name {self.name} and your answers"


def current() -> Template:
    """The newest template of this bgscript: its newest release or, in a checkout, what may become the next one."""
    packed = _PACKAGE / "templates"
    releases = locked()
    newest = releases[-1] if releases else Release(__version__, f"v{__version__}")
    return Template(packed if packed.is_dir() else _PACKAGE.parents[1] / "templates", newest)


def locked() -> list[Release]:
    """The embedded releases, oldest first."""
    lines = LOCK.read_text(encoding="utf-8").splitlines() if LOCK.exists() else []
    fields = (line.split() for line in lines if not line.startswith("#"))
    return [Release(version, f"v{version}", commit, tree) for version, commit, tree in fields]


def is_ahead(template: Template) -> bool:
    """Whether the files differ from their release, because somebody is working on them in a checkout."""
    in_checkout = template.root == _PACKAGE.parents[1] / "templates"
    return in_checkout and tree_id(template.root) != template.release.tree


def tree_id(folder: Path) -> str:
    """The id of a folder's content, as git computes it, without running git."""
    entries = []
    for path in folder.iterdir():
        if path.is_dir() and not any(path.iterdir()):
            continue  # git has no empty folders
        if path.is_dir():
            entries.append((f"{path.name}/", b"40000", path.name, tree_id(path)))
        else:
            mode = b"100755" if os.access(path, os.X_OK) else b"100644"
            entries.append((path.name, mode, path.name, _object_id(b"blob", path.read_bytes())))
    lines = [b"%s %s\0%s" % (mode, name.encode(), bytes.fromhex(found)) for _, mode, name, found in sorted(entries)]
    return _object_id(b"tree", b"".join(lines))


def _object_id(kind: bytes, content: bytes) -> str:
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(content), content), usedforsecurity=False).hexdigest()
