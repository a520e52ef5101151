"""The part of an app that exists: what commands for whole projects can do for it, and what they cannot."""

from collections.abc import Mapping
from shlex import quote
from typing import Any

from bgscript.system.errors import UsageError
from bgscript.template.names import PART, SHAPE


def is_part(answers: Mapping[str, Any]) -> bool:
    """Whether these are the answers of a part."""
    return answers.get(SHAPE) == PART


def has_package(answers: Mapping[str, Any]) -> bool:
    """Whether a part has a package of its own. In UI Kit, Forge bundles it with the app."""
    return answers.get("ui") == "custom-ui"


def refuse_views(answers: Mapping[str, Any], path: str) -> None:
    """Refuse to add or remove a view of a part.

    Raises:
        UsageError: it is a part.
    """
    if is_part(answers):
        hint = (
            "change manifest.yml and the view's folder yourself; for a client in another package, `bgscript update"
            f" {quote(path)} --set 'owner_views=[\"FOLDER\", …]'` with all folders"
        )
        raise UsageError([f"{path} is an app with a script that was added to it: its views are its owner's"], hint)


def refuse_move(answers: Mapping[str, Any], path: str, target: str) -> None:
    """Refuse to move a part to another host page.

    Raises:
        UsageError: it is a part.
    """
    if is_part(answers):
        hint = (
            f"add the views for {target} to manifest.yml yourself; then `bgscript add home {target} {quote(path)}` and"
            " `bgscript remove home` move the script"
        )
        raise UsageError([f"{path} is an app with a script that was added to it: migrate cannot move its views"], hint)


def about_home(answers: Mapping[str, Any], home: str, *, is_new: bool) -> list[str]:
    """What has to be known of a part that gets a script for another host page, or loses one."""
    if not is_part(answers):
        return []
    if is_new:
        return [
            f"{home} gets its script alone: its views are yours; `bgscript update --set 'owner_calls={{…}}'` names what"
            " it calls, `--set 'owner_views=[…]'` the folders that get the client"
        ]
    return [f"{home} loses its script alone: your views there stay, and have to do without shared data"]
