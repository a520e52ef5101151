"""What a move leaves to be done by hand: files without a place, and what a Connect descriptor had."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bgscript.change.project import Project
from bgscript.change.sources import mapping, texts
from bgscript.merging.result import Merge
from bgscript.system import git
from bgscript.template.names import DESCRIPTOR


@dataclass(frozen=True)
class Edits:
    """Which files of a project differ from the old template's, and which files each template has."""

    edited: Mapping[str, str]
    old: frozenset[str]
    new: frozenset[str]

    @property
    def folders(self) -> frozenset[str]:
        """Folders that the old template has files in, and the new one none."""
        return _folders(self.old) - _folders(self.new)


def edits(project: Project, merge: Merge) -> Edits:
    """Compare the sides of a merge."""
    words = ("diff-tree", "-r", "-z", "--no-renames", "--name-status", "base", "yours")
    fields = _fields(git.run(*words, cwd=merge.scratch))
    pairs = zip(fields[::2], fields[1::2], strict=True)
    prefix = project.prefix
    edited = {name.removeprefix(prefix): status for status, name in pairs if name.startswith(prefix)}
    old, new = (frozenset(_files(merge, side, prefix)) for side in ("base", merge.label))
    return Edits(edited, old, new)


def _files(merge: Merge, side: str, prefix: str) -> Iterator[str]:
    place = f"{side}:{prefix.rstrip('/')}"
    yield from _fields(git.run("ls-tree", "-r", "-z", "--name-only", place, cwd=merge.scratch))


def _fields(output: bytes) -> list[str]:
    return [os.fsdecode(item) for item in output.split(b"\0") if item]


def _folders(files: frozenset[str]) -> frozenset[str]:
    return frozenset(str(folder) for file in files for folder in PurePosixPath(file).parents)


def files(found: Edits, conflicts: list[str], home: str) -> list[str]:
    """Sentences about files of the owner's that have no place in the new target."""
    sentences = []
    for name, status in sorted(found.edited.items()):
        parents = {str(folder) for folder in PurePosixPath(name).parents}
        if name == DESCRIPTOR:
            continue
        if status == "M" and name in found.old - found.new and name in conflicts:
            sentences.append(
                f"{name}: you have changed it, and the project has no such file in {home}. `git rm {name}` deletes it, "
                "`git add` keeps it, although nothing uses it."
            )
        elif status == "A" and name not in found.new and (gone := sorted(parents & found.folders)):
            sentences.append(
                f"{name}: it is yours and stays. The project has no {gone[0]}/ in {home}, so nothing uses it."
            )
    return sentences


def flavours(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What to do where the kind of user interface changes."""
    old, new = before.get("ui", "custom-ui"), after.get("ui", "custom-ui")
    if old == new:
        return []
    return [f"Views are written anew, because {old} and {new} have different components: each View.tsx, with its test."]


def products(old: list[str], new: list[str], *, is_connect: bool) -> list[str]:
    """What to know where an app leaves the product in which it is installed."""
    if not new or set(old) & set(new):
        return []
    left = f"The app leaves {old[0]} for {new[0]}. Atlassian allows that only while nobody has installed the app."
    kept = f" With `--keep-old`, {old[0]} stays the product that it needs, and {new[0]} is added."
    return [left if is_connect else left + kept]


# --- What was on Connect --------------------------------------------------------------------------------------------


def of_connect(
    template: Mapping[str, Any], descriptor: Mapping[str, Any], facts: Mapping[str, Any], homes: list[str]
) -> list[str]:
    """Sentences about what a descriptor has besides the template's.

    Args:
        template: the descriptor that the template makes of the old answers.
        descriptor: the owner's.
        facts: the template's moves.yml.
        homes: the new targets.
    """
    return [
        *_modules(mapping(template.get("modules")), mapping(descriptor.get("modules")), facts),
        *_items(mapping(template.get("modules")), mapping(descriptor.get("modules")), homes),
        *_scopes(texts(descriptor.get("scopes")), facts["connect_scopes"]),
        *_licensing(descriptor),
        *_regions(descriptor),
        *_lifecycle(mapping(descriptor.get("lifecycle"))),
    ]


def _modules(template: Mapping[str, Any], owner: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[str]:
    known = {_identity(entry) for entries in template.values() for entry in _list(entries)}
    for kind, entries in owner.items():
        for entry in _list(entries):
            if _identity(entry) in known:
                continue
            name = entry.get("key") or entry.get("event") or ""
            what = f"{DESCRIPTOR}: {kind}{f' `{name}`' if name else ''}"
            yield f"{what}: {_on_forge(kind, facts)}"


def _on_forge(kind: str, facts: Mapping[str, Any]) -> str:
    """What becomes of a kind of Connect's modules."""
    if equivalent := facts["connect_modules"].get(kind):
        return f"on Forge it is {equivalent}. Write it into manifest.yml."
    nearest = facts.get("connect_without", {}).get(kind)
    if nearest is None:
        return f"{facts['sources']['equivalents']} says whether Forge has it."
    return f"Forge has no such module; {nearest} comes nearest." if nearest else "Forge has no such module."


def _items(template: Mapping[str, Any], owner: Mapping[str, Any], homes: list[str]) -> Iterator[str]:
    """Keys of dashboard items that are not the template's: the gadget has to name them."""
    if "jira-dashboard" not in homes:
        return
    ours = {entry.get("key") for entry in _list(template.get("jiraDashboardItems"))}
    for entry in _list(owner.get("jiraDashboardItems")):
        if entry.get("key") not in ours:
            key = entry.get("key")
            yield f"manifest.yml: add {key} to `connectKeys`, or dashboard items that people have placed are lost."


def _identity(entry: Mapping[str, Any]) -> str:
    return str(entry.get("url") or entry.get("key") or entry.get("event"))


def _list(entries: Any) -> list[dict[str, Any]]:
    found = entries if isinstance(entries, list) else [entries]
    return [entry for entry in found if isinstance(entry, dict)]


def _scopes(names: list[str], known: Mapping[str, Any]) -> Iterator[str]:
    for name in (name.upper() for name in names):
        fact = mapping(known.get(name))
        if forge := fact.get("forge"):
            yield (
                f"{DESCRIPTOR}: the scope {name}: on Forge it is {' and '.join(forge)}, or a narrower one. Write what "
                "your calls need into `permissions.scopes` of manifest.yml; `npm run validate` reports them."
            )
        elif instead := fact.get("instead"):
            yield f"{DESCRIPTOR}: the scope {name}: on Forge it is {instead}."


def _licensing(descriptor: Mapping[str, Any]) -> Iterator[str]:
    if descriptor.get("enableLicensing"):
        yield "manifest.yml: write `licensing: { enabled: true }` into `app`. A paid app has to stay one."


def _regions(descriptor: Mapping[str, Any]) -> Iterator[str]:
    if descriptor.get("regionBaseUrls"):
        yield (
            "manifest.yml: the app has addresses for regions. Write them into `baseUrl` of the remote, and "
            "`remote: backend` into `app.connect` until all sites have the Forge version, or they lose their region."
        )


def _lifecycle(events: Mapping[str, Any]) -> Iterator[str]:
    for name in ("enabled", "disabled"):
        if name in events:
            yield f"{DESCRIPTOR}: Forge does not send the event {name}. A `trigger` hears `avi:forge:installed:app`."
