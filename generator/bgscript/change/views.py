"""The additional views of a project: an answer that maps their keys to their titles, and what prevents them."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from bgscript.change.project import Project
from bgscript.documents import yaml_file
from bgscript.system import git
from bgscript.system.errors import UsageError, nearest
from bgscript.template.names import DESCRIPTOR, MANIFEST

QUESTION = "views"
FIRST = "view"
"""The key of the view that every project has."""


def title_from(key: str) -> str:
    """A title derived from a key: ``team-sales`` gives "Team Sales"."""
    return key.replace("-", " ").strip().title() or key


def added(views: Mapping[str, str], key: str, title: str) -> dict[str, str]:
    """The views with one more. It is in alphabetical order, so that the order of two additions does not matter.

    Raises:
        UsageError: there is one of this key.
    """
    if key in views:
        raise UsageError([f"there is a view {key!r} already: {views[key]}"], "choose another key")
    before = next((other for other in views if other > key), None)
    result = {}
    for other, text in views.items():
        if other == before:
            result[key] = title
        result[other] = text
    return {**result, key: title} if before is None else result


def removed(views: Mapping[str, str], key: str) -> dict[str, str]:
    """The views without one.

    Raises:
        UsageError: there is none of this key, or it is the first view.
    """
    if key == FIRST:
        raise UsageError(["the first view, `view`, cannot be removed: every project has it"])
    if key not in views:
        hint = f"the additional views are {', '.join(views)}" if views else "there are no additional views"
        raise UsageError([f"there is no view {key!r}{nearest(key, list(views))}"], hint)
    return {other: title for other, title in views.items() if other != key}


def check_free(project: Project, key: str) -> None:
    """Refuse a key that the owner uses for something else, in the project as it is committed.

    Raises:
        UsageError: naming every file, resource and module that prevents it.
    """
    found = [*_files(project, key), *_keys(project, key)]
    if found:
        raise UsageError([f"the view {key!r} has no place: {thing}" for thing in found], "choose another key")


def _files(project: Project, key: str) -> Iterator[str]:
    """What is where the view's files would be, in whatever case: not every file system distinguishes cases."""
    folders = [f"{project.prefix}{name}/" for name in ("src", "tests")]
    listed = git.run("ls-tree", "-z", "--name-only", project.tree, *folders, cwd=project.top)
    for entry in filter(None, listed.split(b"\0")):
        path = os.fsdecode(entry).removeprefix(project.prefix)
        if path.lower() == f"src/{key}" or path.lower().startswith(f"tests/{key}.test."):
            yield f"{path} is there already"


def _keys(project: Project, key: str) -> Iterator[str]:
    """Resources and modules that have the view's keys."""
    app, homes = project.recorded.get("app_key"), ("dashboard", "issue", project.recorded.get("target"))
    taken = {f"{app}-{key}", *(f"{app}-{home}-{key}" for home in (*homes, *(project.recorded.get("also") or [])))}
    for name in (MANIFEST, DESCRIPTOR):
        document = _read(project, name)
        for resource in _entries(document.get("resources")):
            if resource.get("key") == key:
                yield f"{name} has a resource {key}"
        modules = document.get("modules")
        for entries in modules.values() if isinstance(modules, dict) else []:
            for module in _entries(entries):
                if module.get("key") in taken:
                    yield f"{name} has a module {module['key']}"


def _read(project: Project, name: str) -> dict[str, Any]:
    """A file of the project; nothing if it is not there, or is no YAML: then the merge reports what is wrong."""
    blob = f"{project.tree}:{project.prefix}{name}"
    text = git.run("cat-file", "blob", blob, cwd=project.top, expect=(0, 128))  # 128: there is none
    try:
        return yaml_file.parse(text).data if text else {}
    except yaml_file.YamlError:
        return {}


def _entries(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
