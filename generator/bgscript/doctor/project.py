"""A project, examined: the release of its template, copies of the bridge, and what Atlassian removes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from shlex import quote

from bgscript.check.engine import CheckedProject
from bgscript.check.levels import ERROR as CHECK_ERROR
from bgscript.doctor.examined import Examined
from bgscript.doctor.results import ERROR, NOTE, OK, Result
from bgscript.documents import regular
from bgscript.template import templates
from bgscript.template.names import ANSWERS, SOURCE
from bgscript.template.releases import as_version, without_credentials

_BRIDGE = ("@forge", "bridge")
_TWO_BRIDGES = "BG414"
_ENDS = ("BG601", "BG602", "BG603", "BG604", "BG216", "BG411", "BG412")
"""The rules of ``check`` about what Atlassian removes or has removed."""


def template(place: Examined) -> Iterator[Result]:
    """The release of the template that the project is derived from, against those of this bgscript."""
    if not place.is_ours:
        return
    back = f"git log -p -- {ANSWERS} shows what was committed"
    if place.problem:
        yield Result("template", ERROR, place.problem, back)
        return
    source, tag = place.recorded("_src_path"), place.recorded("_commit")
    version = as_version(tag)
    if source != SOURCE:
        name = f"{tag or 'an unknown release'} of {without_credentials(source) or 'an unknown template'}"
        command = f"bgscript update {quote(place.folder)} --dry-run"
        yield Result("template", OK, f"{name}; {command} asks there for a newer one")
        return
    newest = templates.current().release
    shown = tag.removeprefix("v")
    if version is None:
        yield Result("template", ERROR, f"{ANSWERS} has no _commit, which records the release", back)
    elif version > newest.order:
        message = f"{shown} is newer than {newest.version}, the newest that this bgscript knows"
        yield Result("template", ERROR, message, "install a newer bgscript")
    elif version < newest.order:
        message = f"{shown}; the newest is {newest.version}"
        yield Result("template", NOTE, message, f"bgscript update {quote(place.folder)}")
    else:
        yield Result("template", OK, f"{shown}, the newest")


# --- Two copies of the bridge ---------------------------------------------------------------------------------------


def bridges(place: Examined) -> Iterator[Result]:
    """Several versions of ``@forge/bridge``, in a lock file or installed."""
    for finding in place.checked.all:
        if finding.code == _TWO_BRIDGES:
            yield Result("bridge", NOTE, f"{finding.file}: {finding.message}", finding.hint)
            return
    copies = {file: version for file in _copies(place.folder) if (version := _version(file))}
    if len(copies) > 1:
        shown = " and ".join(sorted(f"{version} in {os.path.dirname(file)}" for file, version in copies.items()))
        hint = 'add "overrides" for the package that brings the other one: "@forge/bridge": "$@forge/bridge"'
        yield Result("bridge", NOTE, f"two copies are installed: {shown}".replace(f"{place.folder}/", ""), hint)
    elif copies:
        yield Result("bridge", OK, f"one copy of @forge/bridge, {next(iter(copies.values()))}")


def _copies(folder: str) -> Iterator[str]:
    """The manifests of all installed copies: at the top, and in the packages that have one of their own."""
    top = os.path.join(folder, "node_modules")
    for package in ["", *_packages(top)]:
        own = os.path.join(top, package, "node_modules") if package else top
        yield os.path.join(own, *_BRIDGE, "package.json")


def _packages(folder: str) -> Iterator[str]:
    for name in _names(folder):
        if name.startswith("@"):
            yield from (os.path.join(name, below) for below in _names(os.path.join(folder, name)))
        elif not name.startswith("."):
            yield name


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _version(file: str) -> str:
    """The version in a package.json; empty if there is none. It is read as text: packages can be large."""
    try:
        found = re.search(rb'"version":\s{0,9}"([^"]{1,40})"', regular.read(file, 100_000))
    except OSError:
        return ""
    return found[1].decode("utf-8", "replace") if found else ""


# --- What ends ------------------------------------------------------------------------------------------------------


def ends(place: Examined) -> Iterator[Result]:
    """What the project uses that Atlassian removes, each with its date; also what ``check`` ignores here."""
    found = [finding for finding in place.checked.all if finding.code in _ENDS]
    for message, hint, level in dict.fromkeys((each.message, each.hint, each.level) for each in found):
        yield Result("end of life", ERROR if level == CHECK_ERROR else NOTE, message, hint)
    if not found and _was_read(place.checked):
        yield Result("end of life", OK, "Atlassian has announced no removal of what it uses")


def _was_read(project: CheckedProject) -> bool:
    return not project.about and bool(project.scripts or project.views or not project.all)
