"""Rules of projects that bgscript made: the answers against the manifest, the template's release, the placeholder."""

from __future__ import annotations

import os
import re

from bgscript.check.descriptor import locations
from bgscript.check.findings import Collector, Spot
from bgscript.check.modules import MODULES, entries, known
from bgscript.documents import regular
from bgscript.documents.document import DocumentError, Node, parse

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.context import Context
    from bgscript.check.ends import Lifecycle
    from bgscript.check.findings import Problem

FILE = ".copier-answers.yml"
_SOURCE = "git+bgscript::templates"
_LOCK = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "template", "templates.lock")
_MOST_BYTES = 100_000


def read_answers(folder: str, noticed: dict[str, list[Problem]]) -> Node | None:
    """The answers of a project that bgscript made; None for any other."""
    try:
        data = regular.read(os.path.join(folder, FILE), _MOST_BYTES)
    except OSError:
        return None
    if b"target" not in data or (b"bgscript" not in data and b"app_key" not in data):
        return None
    try:
        root = parse(data, FILE)
    except DocumentError as error:
        report = Collector(FILE, noticed)
        report.add(error.code, Spot(error.line, error.column), error.message, error.hint)
        return None
    return root if root.text("target") and root.get("app_key") is not None else None


def check_answers(context: Context, lifecycle: Lifecycle) -> None:
    """Compare the answers with the manifest or descriptor, and the template's release with the newest."""
    answers, root, path = context.answers, context.root, context.path
    if answers is None:
        return
    report = context.collector(FILE)
    _release(answers, path, report)
    modules = root.get("modules")
    present = set(modules.value) if modules is not None and isinstance(modules.value, dict) else set()
    _target(answers, lifecycle, present, path, report)
    if modules is None:
        return
    target = answers.text("target")
    if target == "connect":
        _connect(answers, modules, path, report)
    else:
        _homes(answers, root, lifecycle, path, report)
        _views(answers, root, path, report)
        _forge(answers, root, path, report)


def homes(answers: Node | None) -> list[str]:
    """The targets of a project of bgscript's, the main one first; nothing for others."""
    if answers is None:
        return []
    return [str(answers.text("target")), *(str(node.value) for node in _items(answers, "also"))]


def too_new(answers: Node | None) -> str:
    """Why not everything of a project is checked: its template is newer than this bgscript. Empty if it is not."""
    if answers is None or answers.text("_src_path") != _SOURCE:
        return ""
    version, releases = answers.text("_commit").removeprefix("v"), _releases()
    if not releases or _numbers(version) <= _numbers(releases[-1]):
        return ""
    return (
        f"it is derived from template {version}, newer than {releases[-1]}, the newest that this bgscript knows, so "
        "some rules may be missing; install a newer bgscript"
    )


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d{1,9}", version)[:3]]


def _releases() -> list[str]:
    """The versions of the template that this bgscript has, the newest last."""
    try:
        with open(_LOCK, encoding="utf-8") as stream:
            return [line.split()[0] for line in stream if line.strip() and not line.startswith("#")]
    except OSError:
        return []


def _release(answers: Node, path: str, report: Collector) -> None:
    node = answers.get("_commit")
    if node is None or answers.text("_src_path") != _SOURCE:
        return
    version, releases = str(node.value).removeprefix("v"), _releases()
    if version in releases[:-1]:
        message = f"The project is derived from template {version}; the newest is {releases[-1]}."
        report.add("BG502", node, message, f"Run `bgscript update {path}`.")


def _target(answers: Node, lifecycle: Lifecycle, present: set[str], path: str, report: Collector) -> None:
    node = answers.value["target"]
    script = next(iter(lifecycle.targets.get(str(node.value), [])), "")
    if not script or script in present:
        return
    now = [target for target, modules in lifecycle.targets.items() if modules[0] in present]
    message = f"The answer says `target: {node.value}`, but there is no `{script}`."
    hint = f"Add `{script}` again; `bgscript update` works from the answer."
    if _items(answers, "also"):
        hint = f"Restore it; `bgscript remove home {node.value}` takes it out."
    elif now:
        hint = f"To move the project, restore the module and run `bgscript migrate {path} --to {now[0]}`."
    report.add("BG503", node, message, hint)


def _homes(answers: Node, root: Node, lifecycle: Lifecycle, path: str, report: Collector) -> None:
    """Every target that the answers name has its script. Additional scripts may be the owner's own."""
    for home in _items(answers, "also"):
        script = next(iter(lifecycle.targets.get(str(home.value), [])), "")
        if script and not entries(root, script):
            message = f"The answer `also` names {home.value}, but there is no `{script}`."
            hint = f"Restore it; `bgscript remove home {home.value} {path}` takes it out."
            report.add("BG503", home, message, hint)
    key_home = answers.get("key_home")
    if key_home is None:
        return
    for script in lifecycle.targets.get(str(key_home.value), [])[:1]:
        keys = [entry.text("key") for entry in entries(root, script)]
        if f"{answers.text('app_key')}-{key_home.value}-background" in keys:
            message = (
                f"The answer says `key_home: {key_home.value}`, but keys of `{script}` have the target's name in them."
            )
            report.add("BG503", key_home, message, "Restore the keys: placed views are known by them.")


def _views(answers: Node, root: Node, path: str, report: Collector) -> None:
    """Every additional view has its resource."""
    resources = {item.text("key") for item in root.get("resources") or ()}
    views = answers.get("views")
    for key, title in views.items() if views is not None and isinstance(views.value, dict) else ():
        if key not in resources:
            message = f"The answer `views` names {key}, but there is no resource with this key."
            report.add("BG503", title, message, f"Restore it; `bgscript remove view {key} {path}` takes it out.")


def _items(answers: Node, name: str) -> list[Node]:
    node = answers.get(name)
    return list(node) if node is not None and isinstance(node.value, list) else []


def _forge(answers: Node, root: Node, path: str, report: Collector) -> None:
    scripts = [entry for kind, entry in known(root) if MODULES[kind].is_script]
    if not scripts:
        return
    native = {entry.text("render") == "native" for entry in scripts}
    _differs(answers, "ui", {"ui-kit" if each else "custom-ui" for each in native}, path, report)
    resolvers: set[object] = set()
    for entry in scripts:
        resolver = entry.get("resolver")
        resolvers.add(next((name for name, _ in resolver.items()), "none") if resolver is not None else "none")
    _differs(answers, "resolver", resolvers, path, report)
    for entry in entries(root, "jira:issueViewBackgroundScript"):
        reload = entry.get("shouldReloadOnRefresh")
        if reload is not None and isinstance(reload.value, bool):
            _differs(answers, "reload_on_refresh", {reload.value}, path, report)
    for entry in entries(root, "jira:globalBackgroundScript"):
        _lists(answers, "experience", {str(item.value) for item in entry.get("experience") or ()}, path, report)


def _connect(answers: Node, modules: Node, path: str, report: Collector) -> None:
    _lists(answers, "connect_location", set(locations(modules)), path, report)


def _differs(answers: Node, name: str, found: set[object], path: str, report: Collector) -> None:
    node = answers.get(name)
    if node is None or len(found) != 1 or isinstance(node.value, (dict, list)) or node.value in found:
        return
    now = _word(next(iter(found)))
    message = f"The answer says `{name}: {_word(node.value)}`, but the project has `{now}`."
    report.add("BG503", node, message, f"Restore it, or run `bgscript update {path} --set {name}={now}`.")


def _lists(answers: Node, name: str, found: set[object], path: str, report: Collector) -> None:
    node = answers.get(name)
    if node is None:
        return
    values = {str(item.value) for item in node} if isinstance(node.value, list) else {str(node.value)}
    if values != found:
        now = ",".join(sorted(map(str, found)))
        message = (
            f"The answer says `{name}: {', '.join(sorted(map(str, values)))}`, but the project has `{now or 'none'}`."
        )
        report.add("BG503", node, message, f"Restore it, or run `bgscript update {path} --set {name}={now}`.")


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
