"""Small apps of others, for the tests of adopting: each a folder of files in tests/adopting/apps."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from bgscript.adopting.adopted import Found, find
from bgscript.adopting.chosen import Chosen
from bgscript.system.errors import UsageError
from bgscript.template import templates
from tests.support.commands import tree
from tests.support.paths import ROOT
from tests.support.sandbox import Files, commit, git, write

APPS = ROOT / "tests" / "adopting" / "apps"
NAMES = sorted(path.name for path in APPS.iterdir())


def copy(name: str, folder: Path, changes: Files | None = None) -> Path:
    """An app in a folder, with some of its files changed; None removes one."""
    shutil.copytree(APPS / name, folder)
    write(folder, changes or {})
    return folder


def repository(name: str, top: Path, where: str = "", changes: Files | None = None) -> Path:
    """A committed app, in a repository of its own or in a folder of one."""
    folder = copy(name, top / where if where else top, changes)
    git("init", "--quiet", cwd=top)
    commit(top, "as it was")
    return folder


def manifest(name: str, *changes: tuple[str, str]) -> str:
    """The manifest of an app, with texts replaced; each has to be there."""
    text = (APPS / name / "manifest.yml").read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def found(folder: Path, chosen: Chosen | None = None, **settings) -> Found:
    """What adopt finds in a folder, by default with what ``-y`` chooses."""
    chosen = chosen or Chosen(takes_defaults=True)
    return find(folder, folder, templates.current(), chosen, scratch=folder.parent / "scratch", **settings)


def refusals(folder: Path, chosen: Chosen | None = None) -> list[str]:
    """Why adopt refuses a folder: a sentence for each reason."""
    try:
        found(folder, chosen)
    except UsageError as error:
        return error.problems
    return []


def owners(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """The owner's files that are not as they were, without the manifest."""
    return [name for name, content in before.items() if name != "manifest.yml" and after.get(name) != content]


def files_of(folder: Path) -> dict[str, bytes]:
    """All files of an app."""
    return tree(folder)
