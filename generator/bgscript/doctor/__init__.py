"""What a project needs on this machine: programs, a login, versions that fit, and modules that stay.

Nothing is changed, nothing uses the network, and no login is made. Every program that is started has a time limit.
"""

from __future__ import annotations

import os

from bgscript.doctor.results import ERROR, NOTE, OK, Result

TYPE_CHECKING = False  # as in cli/main.py
if TYPE_CHECKING:
    from bgscript.doctor.examined import Examined

__all__ = ["ERROR", "NOTE", "OK", "Result", "examine"]


def examine(path: str) -> list[Result]:
    """Look at the tools and, where a path is a project's folder, at the project.

    Raises:
        BgscriptError: the path is not a folder.
    """
    from bgscript.doctor import tools
    from bgscript.doctor.examined import look_at
    from bgscript.system.errors import BgscriptError

    if not os.path.isdir(path):
        raise BgscriptError(f"{path} is not a folder", "name a project's folder, or leave the path out")
    place = look_at(path)
    found = [tools.program(), tools.node(place), tools.git(is_needed=place.is_ours)]
    if not place.is_connect:
        found += [tools.forge(), tools.login()]
    return [*found, *(_of_the_project(place) if place.is_project else [])]


def _of_the_project(place: Examined) -> list[Result]:
    from bgscript.doctor import project

    return [*project.template(place), *project.bridges(place), *project.ends(place)]
