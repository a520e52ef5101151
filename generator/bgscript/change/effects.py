"""What a change means for those who use the app: modules, rights, products. Every command that changes a project asks.

It is learned of the merged manifest, not of the answers: what counts is what will be deployed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bgscript.change import homes, moves, people, rights, sources
from bgscript.change.plan import Plan
from bgscript.change.project import Project
from bgscript.change.sources import mapping
from bgscript.documents.document import DocumentError
from bgscript.merging.result import Merge, contents
from bgscript.template.names import DESCRIPTOR, MANIFEST

_SEVERAL_PRODUCTS = (
    "https://developer.atlassian.com/platform/forge/migrating-a-forge-app-to-support-multiple-atlassian-apps/"
)


@dataclass(frozen=True)
class ModuleChange:
    """A module that comes (``create``), goes (``delete``), or has another key (``rename``, with the ``former`` one)."""

    key: str
    type: str
    action: str
    former: str = ""

    def as_data(self) -> dict[str, str]:
        """For ``--json``."""
        data = {"key": self.key, "type": self.type, "action": self.action}
        return {**data, "from": self.former} if self.former else data


@dataclass(frozen=True)
class Effects:
    """What a change means.

    ``deploy`` is ``minor`` or ``major``, with its ``reasons``; it is empty for a Connect app, which has no versions.
    ``users`` are sentences about what people will see, ``commands`` are what brings the change to them.
    """

    modules: Sequence[ModuleChange] = ()
    deploy: str = ""
    reasons: Sequence[str] = ()
    users: Sequence[str] = ()
    warnings: Sequence[str] = ()
    commands: Sequence[str] = ()


@dataclass(frozen=True)
class _Sides:
    """The committed manifest or descriptor and the merged one. ``problem`` is why the merged one cannot be trusted."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    problem: str = ""


@dataclass(frozen=True)
class _Story:
    """The facts that an effect follows from: answers, manifests, and what is known of targets."""

    plan: Plan
    facts: moves.Facts
    manifest: _Sides
    descriptor: _Sides


def learn(project: Project, plan: Plan, merge: Merge) -> Effects:
    """Learn what a change means, while the sides of its merge are there."""
    facts = moves.read_own()
    touched = {path for change in merge.changes for path in (change.path, change.former)}
    if not touched & {project.prefix + name for name in (MANIFEST, DESCRIPTOR)}:
        return _unchanged(plan)
    story = _Story(plan, facts, *_sides(project, merge))
    modules = [*_modules(story.descriptor), *_modules(story.manifest)]
    kind, reasons = _deploy(story)
    return Effects(
        modules,
        kind,
        reasons,
        [*_users(story, modules), *_identities(story)],
        [*_kept_keys(plan), *_products(story.manifest)],
        _commands(story, modules, kind),
    )


def _unchanged(plan: Plan) -> Effects:
    """A change that leaves the manifest alone."""
    if plan.after.get("target") == moves.CONNECT:
        return Effects(warnings=_kept_keys(plan))
    return Effects(deploy=rights.MINOR, reasons=["The manifest stays as it is."], warnings=_kept_keys(plan))


def _sides(project: Project, merge: Merge) -> Iterator[_Sides]:
    """Manifest and descriptor; a file in conflict says nothing, and the template's side is the best guess."""
    names = [project.prefix + name for name in (MANIFEST, DESCRIPTOR)]
    for path, versions in contents(merge, names):
        name = path.removeprefix(project.prefix)
        in_conflict = path in merge.conflicts
        before, problem = _read(versions[1][1], name)
        after, other = _read(versions[2 if in_conflict else 3][1], name)
        conflict = f"{name} is in conflict, so this may change when you resolve it." if in_conflict else ""
        yield _Sides(before, after, conflict or other or problem)


def _read(text: bytes, name: str) -> tuple[dict[str, Any], str]:
    """What a file says, and why that is not known."""
    if not text:
        return {}, ""
    try:
        return mapping(sources.values(text, name)), ""
    except DocumentError as error:
        return {}, f"{name}, line {error.line}, cannot be read: what follows from it is not known."


# --- Modules --------------------------------------------------------------------------------------------------------


def _modules(sides: _Sides) -> Iterator[ModuleChange]:
    """The modules that differ, by type and key. Two that have the same front end are one with another key."""
    if sides.problem and not sides.after:
        return
    old, new = _by_identity(sides.before), _by_identity(sides.after)
    gone = [identity for identity in old if identity not in new]
    come = [identity for identity in new if identity not in old]
    for identity in come:
        kind, key = identity
        former = next((each for each in gone if each[0] == kind and _is_same(old[each], new[identity])), None)
        if former:
            gone.remove(former)
            yield ModuleChange(key, kind, "rename", former[1])
        else:
            yield ModuleChange(key, kind, "create")
    for kind, key in gone:
        yield ModuleChange(key, kind, "delete")


def _by_identity(document: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    found = {}
    for kind, entries in mapping(document.get("modules")).items():
        for entry in entries if isinstance(entries, list) else [entries]:
            if isinstance(entry, dict) and "key" in entry:
                found[str(kind), str(entry["key"])] = entry
    return found


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    ends = [
        next((side[name] for name in ("resource", "url", "handler") if name in side), None) for side in (one, other)
    ]
    return ends[0] is not None and ends[0] == ends[1]


def _is_seen(module: ModuleChange) -> bool:
    """Whether people see a module of this type on their pages."""
    hidden = ("function", "endpoint", "trigger", "scheduledTrigger", "webtrigger", "consumer", "webhooks", "rovo:agent")
    return module.type not in hidden and "ackgroundScript" not in module.type


# --- What people see ------------------------------------------------------------------------------------------------


def _users(story: _Story, modules: Sequence[ModuleChange]) -> Iterator[str]:
    before, after = story.plan.before, story.plan.after
    moved = homes.of(before) != homes.of(after)
    if moved:
        yield from people.sentences(before, after, story.facts)
    for module in modules:
        if not _is_seen(module):
            continue
        if module.action == "rename":
            gone = f"What people have placed of {module.former} ({module.type}) goes from their pages"
            yield f"{gone} with the next deploy: its key is {module.key} now."
        elif module.action == "delete" and not moved:
            yield f"What people have placed of {module.key} ({module.type}) goes from their pages with the next deploy."
        elif module.action == "create" and not moved:
            yield f"People find {module.key} ({module.type}) once the new version is deployed."


def _identities(story: _Story) -> Iterator[str]:
    """Keys and ids by which Atlassian knows the app itself."""
    old, new = (mapping(side.get("app")) for side in (story.manifest.before, story.manifest.after))
    if old and new and old.get("id") != new.get("id") and "${" in str(new.get("id")):
        yield f"`app.id` is {new.get('id')} now, which only a deploy knows: with another id, it deploys another app."
    elif old and new and old.get("id") != new.get("id"):
        yield f"`app.id` is {new.get('id')} now: that is another app, and installations of the old one stay with it."
    keys = [str(story.descriptor.before.get("key", "")), str(story.descriptor.after.get("key", ""))]
    if all(keys) and keys[0] != keys[1]:
        yield f"The app's key on Connect is {keys[1]} now: that is another app, and sites have to install it anew."
    connect = [mapping(side.get("connect")).get("key") for side in (old, new)]
    if connect[0] and connect[0] != connect[1]:
        yield f"`app.connect.key` was {connect[0]}: installations of the Connect app upgrade by that key only."


def _kept_keys(plan: Plan) -> list[str]:
    kept = []
    if plan.kept_connect_key:
        key = plan.kept_connect_key
        kept.append(f"the app keeps its key on Connect, by which sites know it: the answer `connect_key` records {key}")
    if plan.kept_keys:
        listed = ", ".join(f"{place} {key}" for place, key in plan.kept_keys.items())
        kept.append(f"modules keep their keys, for what people have placed: the answer `keys` records {listed}")
    return kept


# --- Products and deployment ----------------------------------------------------------------------------------------


def _products(manifest: _Sides) -> Iterator[str]:
    """What an app in several products cannot take back. See Atlassian's page on several Atlassian apps."""
    old, new = (mapping(mapping(side.get("app")).get("compatibility")) for side in (manifest.before, manifest.after))
    if len(new) > 1 >= len(old):
        yield (
            f"an app for {' and '.join(sorted(new))} cannot go back to one product while it is installed anywhere, and "
            f"the Marketplace lists such apps only as paid ones; see {_SEVERAL_PRODUCTS}"
        )
    if len(old) > 1 and old.keys() - new.keys() and not manifest.problem:
        lines = ", ".join(
            f"{name}: {{ required: {str(fact.get('required', False)).lower()} }}" for name, fact in _pairs(old)
        )
        yield (
            f"{MANIFEST} loses `app.compatibility`, and Atlassian takes no app back to one product while it is "
            f"installed anywhere. To keep both, write `compatibility: {{ {lines} }}` into `app` again before you "
            f"deploy; see {_SEVERAL_PRODUCTS}"
        )


def _pairs(compatibility: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(str(name), mapping(fact)) for name, fact in compatibility.items()]


def _deploy(story: _Story) -> tuple[str, list[str]]:
    is_first = story.plan.before.get("target") == moves.CONNECT
    if story.plan.after.get("target") == moves.CONNECT:
        return "", [story.descriptor.problem] if story.descriptor.problem else []
    manifest = story.manifest
    if is_first:
        kind, reasons = rights.of_first(story.descriptor.before, manifest.after, story.facts["connect_scopes"])
    else:
        kind, reasons = rights.of_update(manifest.before, manifest.after)
    return kind, [*reasons, *([manifest.problem] if manifest.problem else [])]


def _commands(story: _Story, modules: Sequence[ModuleChange], kind: str) -> list[str]:
    before, after = story.plan.before, story.plan.after
    if after.get("target") == moves.CONNECT:
        return []
    if before.get("target") == moves.CONNECT:
        return ["forge register", "forge deploy"]
    products = people.new_products(before, after, story.facts)
    return rights.commands(kind, products) if modules or products or kind == rights.MAJOR else []
