"""Where the template comes from: embedded in the installed package, or this checkout's ``templates/``."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from bgscript import __version__

SOURCE = "git+bgscript::templates"
"""What a project's answers file records as its template: an address that holds on every machine."""

_PACKAGE = Path(__file__).parent
BUNDLE = _PACKAGE / "releases.bundle"
LOCK = _PACKAGE / "templates.lock"


@dataclass(frozen=True)
class Template:
    """A template as plain files.

    ``root`` holds copier.yml; ``version`` is the release's, without a ``v``; ``tag`` is what git calls it, where that
    is another name; ``commit`` is its id, for a template that somebody hosts.
    """

    root: Path
    version: str
    source: str = SOURCE
    tag: str = ""
    commit: str = ""


@dataclass(frozen=True)
class Locked:
    """One line of ``templates.lock``: an embedded release."""

    version: str
    commit: str
    tree: str


def current() -> Template:
    """The newest template of this bgscript: its newest release or, in a checkout, what may become the next one."""
    packed = _PACKAGE / "templates"
    newest = locked()[-1] if locked() else Locked(__version__, "", "")
    if packed.is_dir():
        return Template(packed, newest.version)
    return Template(_PACKAGE.parents[1] / "templates", newest.version)


def is_ahead(template: Template) -> bool:
    """Whether the files differ from the release they are counted as: somebody works on them, in a checkout."""
    in_checkout = template.root == _PACKAGE.parents[1] / "templates"
    return in_checkout and bool(locked()) and tree_id(template.root) != locked()[-1].tree


def locked() -> list[Locked]:
    """The embedded releases, oldest first."""
    lines = LOCK.read_text(encoding="utf-8").splitlines() if LOCK.exists() else []
    return [Locked(*line.split()) for line in lines if not line.startswith("#")]


def tree_id(folder: Path) -> str:
    """What git would call a folder's content, found without git."""
    entries = []
    for path in folder.iterdir():
        if path.is_dir() and not any(path.iterdir()):
            continue  # git knows no empty folders
        if path.is_dir():
            entries.append((f"{path.name}/", b"40000", path.name, tree_id(path)))
        else:
            mode = b"100755" if os.access(path, os.X_OK) else b"100644"
            entries.append((path.name, mode, path.name, _object_id(b"blob", path.read_bytes())))
    lines = [b"%s %s\0%s" % (mode, name.encode(), bytes.fromhex(found)) for _, mode, name, found in sorted(entries)]
    return _object_id(b"tree", b"".join(lines))


def _object_id(kind: bytes, content: bytes) -> str:
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(content), content), usedforsecurity=False).hexdigest()
