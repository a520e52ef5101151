"""Rules of a Forge manifest that need nothing but the manifest itself."""

from __future__ import annotations

import re

from bgscript.check import values as v
from bgscript.check.document import Node, Unknown
from bgscript.check.findings import listed, similar
from bgscript.check.modules import MODULES, NEIGHBOURS, check_module, entries, known

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bgscript.check.findings import Collector

    Rule = Callable[[Node, Collector], None]

_SECTIONS = {
    *("app", "connectModules", "modules", "permissions", "resources", "remotes", "providers", "environment"),
    *("translations", "services", "overrides"),
}
_APP = {
    *("id", "runtime", "compatibility", "access", "licensing", "features", "connect", "storage", "package"),
    "name",  # Atlassian's validator warns of it and no more
}
_RUNTIMES = ("nodejs22.x", "nodejs24.x")
_ENDING = ("nodejs20.x",)
_APP_ID = re.compile(r"ari:cloud:ecosystem::app/\S+")
_VARIABLE = re.compile(r"\$\{([a-zA-Z_][a-zA-Z0-9_]*)\}")
_HTTPS = re.compile(r"https://[^\s/]+")
_OPERATIONS = ("storage", "other", "compute", "fetch")
_TOKENS = {"appUserToken": "read:app-user-token", "appSystemToken": "read:app-system-token"}
_CONNECT_KEY = re.compile(r"[a-zA-Z0-9._-]{1,90}")
_CORE_NAME = re.compile(r"[a-z]+:\w*background\w*", re.IGNORECASE)


def check_manifest(root: Node, report: Collector) -> None:
    """Run all rules of this module. ``root`` is a mapping."""
    interpolate(root)
    for rule in _RULES:
        rule(root, report)


def interpolate(root: Node) -> None:
    """Put the defaults of environment variables in, as Forge does; what has none is unknown."""
    variables = {}
    for item in root.get("environment", "variables") or ():
        name = item.value if isinstance(item.value, str) else item.text("key")
        default = item.get("default")
        variables[name] = str(default.value) if default is not None else None
    if not variables:
        return

    def value_of(match: re.Match[str]) -> str:
        found = variables.get(match[1], match[0])
        if found is None:
            raise LookupError
        return found

    for node in _all(root, set()):
        if isinstance(node.value, str) and "${" in node.value:
            try:
                node.value = _VARIABLE.sub(value_of, node.value)
            except LookupError:
                node.value = Unknown(node.value)


def _all(node: Node, seen: set[int]) -> Iterator[Node]:
    if id(node.value) in seen:  # an alias
        return
    yield node
    if isinstance(node.value, (dict, list)):
        seen.add(id(node.value))
        for child in node.value.values() if isinstance(node.value, dict) else node.value:
            yield from _all(child, seen)


# --- the whole ------------------------------------------------------------------------------------------------------


def _sections(root: Node, report: Collector) -> None:
    for name, node in root.items():
        if name not in _SECTIONS:
            meant = similar(name, _SECTIONS)
            hint = f"Did you mean `{meant}`?" if meant else "Remove it, or move it to the section that it belongs to."
            report.add("BG202", node, f"A manifest has no section `{name}`.", hint)
    if root.get("modules") is None and root.get("connectModules") is None:
        report.add("BG201", root, "The manifest has no `modules`.", "Add `modules:` with at least one module.")
    modules = root.get("modules")
    if modules is None:
        return
    if not isinstance(modules.value, dict) or not set(modules.value) - {"function", "endpoint"}:
        hint = "Add a module; with `connectModules` alone, leave `modules:` out."
        report.add("BG201", modules, "`modules` has no module.", hint)


def _app(root: Node, report: Collector) -> None:
    app = root.get("app")
    if app is None or not isinstance(app.value, dict):
        report.add("BG201", app or root, "The manifest has no `app`.", "Add `app:` with `id:` and `runtime:`.")
        return
    for name, node in app.items():
        if name not in _APP:
            meant = similar(name, _APP)
            hint = f"Did you mean `{meant}`?" if meant else "Remove it."
            report.add("BG202", node, f"`app` does not take `{name}`.", hint)
    identity = app.get("id")
    if identity is None:
        report.add("BG201", app, "`app` needs `id`.", "Run `forge register`, which writes it.")
    elif not isinstance(identity.value, Unknown) and not _APP_ID.search(str(identity.value)):
        message = f"`{identity.value}` is not the id of an app."
        report.add("BG204", identity, message, "Run `forge register`, which writes one: ari:cloud:ecosystem::app/…")
    _runtime(app, report)


def _runtime(app: Node, report: Collector) -> None:
    runtime = app.get("runtime")
    if runtime is None or not isinstance(runtime.value, dict):
        hint = f"Add `runtime:` with `name: {_RUNTIMES[-1]}`."
        report.add("BG201", runtime or app, "`app` needs `runtime`.", hint)
        return
    for each, node in runtime.items():
        if each not in ("name", "architecture", "memoryMB"):
            meant = similar(each, ("name", "architecture", "memoryMB"))
            hint = f"Did you mean `{meant}`?" if meant else "Remove it."
            report.add("BG202", node, f"`runtime` does not take `{each}`.", hint)
    if architecture := runtime.get("architecture"):
        v.one_of("x86_64", "arm64")("architecture", architecture, report)
    memory = runtime.get("memoryMB")
    if memory is not None and (isinstance(memory.value, bool) or not isinstance(memory.value, int | float)):
        v.wrong("memoryMB", memory, "a number", report)
    name = runtime.get("name")
    if name is None:
        report.add("BG201", runtime, "`runtime` needs `name`.", f"Add `name: {_RUNTIMES[-1]}`.")
    elif name.value in _ENDING:
        message = f"Atlassian is about to end the runtime `{name.value}`."
        report.add("BG216", name, message, f"Write `name: {_RUNTIMES[-1]}`.")
    elif name.value not in _RUNTIMES and not isinstance(name.value, Unknown):
        message = f"Forge does not run `{name.value}`, or does not any more."
        report.add("BG210", name, message, f"Write `name: {_RUNTIMES[-1]}`.")


def _modules(root: Node, report: Collector) -> None:
    modules = root.get("modules")
    for name, node in modules.items() if modules is not None else ():
        if name in MODULES:
            if not isinstance(node.value, list) or not node.value:
                v.wrong(name, node, "a list with at least one module", report)
            for entry in node:
                check_module(name, entry, report)
        elif (name.startswith("dashboards:") and name != "dashboards:filter") or _CORE_NAME.fullmatch(name):
            meant = similar(name, MODULES)
            hint = f"Did you mean `{meant}`?" if meant else f"The scripts are {listed(_scripts())}."
            report.add("BG214", node, f"There is no module `{name}`.", hint)
        elif meant := next((known for known in MODULES if known.lower() == name.lower()), ""):
            report.add("BG214", node, f"There is no module `{name}`.", f"Did you mean `{meant}`?")


def _scripts() -> list[str]:
    return [name for name, module in MODULES.items() if module.is_script]


# --- keys and references --------------------------------------------------------------------------------------------


def _keys(root: Node, report: Collector) -> None:
    seen: dict[object, tuple[str, Node]] = {}
    for section in ("modules", "connectModules"):
        for kind, node in (root.get(section) or Node({}, 1, 1)).items():
            for entry in node:
                key = entry.get("key")
                if key is None or isinstance(key.value, (Unknown, dict, list)):
                    continue
                if key.value in seen:
                    other, first = seen[key.value]
                    message = f"The key `{key.value}` is taken: `{other}` on line {first.line} has it."
                    hint = "Give one of the two another key. Keys are unique across all modules and functions."
                    report.add("BG207", key, message, hint)
                else:
                    seen[key.value] = (kind, key)


def _functions(root: Node, report: Collector) -> None:
    for entry in entries(root, "function"):
        key = entry.get("key")
        if key is None:
            report.add("BG205", entry, "A function needs `key`.", "Add `key:`.")
        else:
            v.short_key("key", key, report)
        if entry.get("handler") is None:
            report.add("BG205", entry, "A function needs `handler`.", "Add `handler: file.export`.")
        for name, node in entry.items():
            if name not in _FUNCTION:
                meant = similar(name, _FUNCTION)
                hint = f"Did you mean `{meant}`?" if meant else "Remove it."
                report.add("BG202", node, f"A function does not take `{name}`.", hint)


_FUNCTION = {
    *("key", "handler", "cleanup", "outboundAuthContainerId", "functions", "providers", "timeoutSeconds"),
    "runtime",
}


def _references(root: Node, report: Collector) -> None:
    defined = {kind: [entry.text("key") for entry in entries(root, kind)] for kind in ("function", "endpoint")}
    defined["resource"] = [resource.text("key") for resource in root.get("resources") or ()]
    for _, entry in known(root):
        for holder in (entry, *(child for _, child in entry.items() if isinstance(child.value, dict))):
            for kind in ("function", "endpoint", "resource"):
                _reference(kind, holder, defined[kind], report)
        ai = entry.get("aiContext", "data")
        if ai is not None:
            _reference("function", ai, defined["function"], report)
            _reference("endpoint", ai, defined["endpoint"], report)


def _reference(kind: str, holder: Node, defined: list[str], report: Collector) -> None:
    node = holder.get(kind)
    if node is None or not isinstance(node.value, str) or isinstance(node.value, Unknown):
        return
    wanted = node.value.split("/")[0] if kind == "resource" else node.value
    if wanted not in defined:
        meant = similar(wanted, filter(None, defined))
        where = "to `resources`" if kind == "resource" else f"to `{kind}` of `modules`"
        hint = (
            f"Did you mean `{meant}`?"
            if meant
            else f"Add {'a' if kind != 'endpoint' else 'an'} {kind} with this key {where}."
        )
        report.add("BG209", node, f"There is no {kind} with the key `{wanted}`.", hint)


def _pairs(root: Node, report: Collector) -> None:
    """Scripts without views, and views without scripts."""
    found = known(root)
    kinds = [name for name, _ in (root.get("modules") or Node({}, 1, 1)).items()]
    scripts = [(kind, entry) for kind, entry in found if MODULES[kind].is_script]
    for kind, entry in scripts:
        home = MODULES[kind].home
        others = [other for other in kinds if other not in MODULES or not MODULES[other].is_script]
        if not any(other.startswith(NEIGHBOURS[home]) for other in others):
            message = f"`{kind}` has no view: no module of this app is on the {home} beside it."
            report.add("BG228", entry, message, f"Add {listed(_views(home))}, or remove the script.")
    for kind, entry in found:
        if MODULES[kind].is_script:
            continue
        homes = {MODULES[script].home for script, _ in scripts}
        if scripts and MODULES[kind].home not in homes and "pages of Jira" not in homes:
            message = f"This app has a background script, but none on the page of `{kind}`."
            script = next(name for name in _scripts() if MODULES[name].home == MODULES[kind].home)
            report.add("BG229", entry, message, f"Add `{script}` if this view is to share its data.")


def _views(home: str) -> list[str]:
    views = [name for name, module in MODULES.items() if module.home == home and not module.is_script]
    return views or ["jira:issuePanel"]


def _edit(root: Node, report: Collector) -> None:
    for entry in entries(root, "dashboards:widget"):
        if entry.get("edit") is None:
            message = "Atlassian Home requires `edit` of a widget, though its validator does not."
            report.add("BG225", entry, message, "Add `edit:` with a resource of its own.")


# --- endpoints, remotes, Connect ------------------------------------------------------------------------------------


def _remotes(root: Node, report: Collector) -> None:
    keys = []
    for remote in root.get("remotes") or ():
        key = remote.get("key")
        if key is None:
            report.add("BG205", remote, "A remote needs `key`.", "Add `key:`.")
        else:
            v.short_key("key", key, report)
            keys.append(key.value)
        _base_url(remote, report)
        for operation in remote.get("operations") or ():
            v.one_of(*_OPERATIONS)("operations", operation, report)
        operations = [item.value for item in remote.get("operations") or ()]
        if (
            "storage" in operations
            and remote.get("storage", "inScopeEUD") is None
            and remote.get("storage") is not None
        ):
            report.add(
                "BG244", remote.value["storage"], "`storage` needs `inScopeEUD`.", "Add `inScopeEUD: true` or `false`."
            )
        for name, node in remote.items():
            if name not in _REMOTE:
                meant = similar(name, _REMOTE)
                hint = f"Did you mean `{meant}`?" if meant else "Remove it."
                report.add("BG202", node, f"A remote does not take `{name}`.", hint)
    for endpoint in entries(root, "endpoint"):
        remote_key = endpoint.get("remote")
        if remote_key is None and endpoint.get("service") is None:
            report.add("BG205", endpoint, "An endpoint needs `remote`.", "Add `remote:` with the key of a remote.")
        elif remote_key is not None and remote_key.value not in keys and not isinstance(remote_key.value, Unknown):
            meant = similar(str(remote_key.value), map(str, keys))
            hint = f"Did you mean `{meant}`?" if meant else "Add a remote with this key to `remotes`."
            report.add("BG209", remote_key, f"There is no remote with the key `{remote_key.value}`.", hint)


_REMOTE = {"key", "baseUrl", "operations", "auth", "storage", "configurable"}


def _base_url(remote: Node, report: Collector) -> None:
    url = remote.get("baseUrl")
    if url is None and remote.get("configurable") is None:
        report.add("BG241", remote, "A remote needs `baseUrl`.", "Add `baseUrl:` with an https address.")
        return
    urls = (
        [url] if url is not None and not isinstance(url.value, dict) else [node for _, node in (url or remote).items()]
    )
    for node in urls if url is not None else ():
        if isinstance(node.value, str) and not isinstance(node.value, Unknown):
            if not _HTTPS.match(node.value) and "{" not in node.value:
                message = f"Forge calls remotes by https only, not `{node.value}`."
                report.add("BG241", node, message, "Write an address that begins with https://.", "warning")
        elif not isinstance(node.value, str):
            report.add("BG241", node, "`baseUrl` must be an address.", "Write an address that begins with https://.")


def _tokens(root: Node, report: Collector) -> None:
    scopes = scope_names(root)
    callees = [*entries(root, "endpoint"), *(root.get("remotes") or ())]
    for callee in callees:
        for token, scope in _TOKENS.items():
            node = callee.get("auth", token)
            if node is None or not node.get("enabled") or node.value["enabled"].value is not True:
                continue
            if not [name for name in scopes if name not in _TOKENS.values()]:
                hint = "Add one to `permissions.scopes`, or remove `auth` if the server calls no product."
                report.add("BG242", node, f"`{token}` needs a scope of the product that the token is for.", hint)
            if scope not in scopes:
                report.add(
                    "BG243", node, f"`{token}` needs the scope `{scope}`.", f"Add `{scope}` to `permissions.scopes`."
                )


def scope_names(root: Node) -> list[str]:
    """The scopes of a manifest, which may be a list or a mapping."""
    scopes = root.get("permissions", "scopes")
    if scopes is None:
        return []
    if isinstance(scopes.value, dict):
        return list(scopes.value)
    return [item.value for item in scopes if isinstance(item.value, str)]


def _connect(root: Node, report: Collector) -> None:
    connect, modules = root.get("app", "connect"), root.get("connectModules")
    key = connect.get("key") if connect is not None else None
    if connect is not None and key is None:
        report.add("BG251", connect, "`app.connect` needs `key`.", "Add `key:` with the key of the Connect app.")
    elif key is not None and not isinstance(key.value, Unknown) and not _CONNECT_KEY.fullmatch(str(key.value)):
        message = f"`{key.value}` is no key of a Connect app."
        report.add("BG251", key, message, "Use letters, digits, `-`, `.` and `_`, at most 90.")
    if connect is not None and (wrong := connect.get("authentication")) is not None:
        v.one_of("jwt")("authentication", wrong, report)
        if modules is None:
            hint = "Remove `authentication`, or add `connectModules`."
            report.add("BG251", wrong, "`app.connect.authentication` needs `connectModules`.", hint)
    for name, node in connect.items() if connect is not None else ():
        if name not in ("key", "remote", "authentication"):
            report.add("BG202", node, f"`app.connect` does not take `{name}`.", "Remove it.")
    if modules is not None:
        _connect_remote(root, connect, modules, report)


def _connect_remote(root: Node, connect: Node | None, modules: Node, report: Collector) -> None:
    remote = connect.get("remote") if connect is not None else None
    remotes = {item.text("key"): item for item in root.get("remotes") or ()}
    if remote is None:
        message = "`connectModules` need `app.connect.remote`."
        report.add("BG251", connect or modules, message, "Add `remote:` with the key of a remote.")
    elif str(remote.value) not in remotes and not isinstance(remote.value, Unknown):
        meant = similar(str(remote.value), remotes)
        hint = f"Did you mean `{meant}`?" if meant else "Add a remote with this key to `remotes`."
        report.add("BG251", remote, f"There is no remote with the key `{remote.value}`.", hint)
    elif isinstance(remote.value, str) and remote.value in remotes and remotes[remote.value].get("configurable"):
        report.add("BG251", remote, "The remote of Connect modules cannot be configurable.", "Give it a `baseUrl`.")
    if any(name.startswith("jira:") for name, _ in modules.items()) and not any(
        scope.endswith(":connect-jira") for scope in scope_names(root)
    ):
        hint = "Add `read:connect-jira` to `permissions.scopes`."
        report.add("BG252", modules, "Connect modules of Jira need the scope `read:connect-jira`.", hint)
    for name, node in modules.items():
        if name.endswith(":lifecycle") and isinstance(node.value, list) and len(node.value) > 1:
            report.add("BG251", node, f"`{name}` takes one element only.", "Join them.")


def _translations(root: Node, report: Collector) -> None:
    if root.get("translations") is not None:
        return
    for kind, entry in known(root):
        for name in ("title", "description"):
            node = entry.get(name)
            if node is not None and isinstance(node.value, dict) and "i18n" in node.value and not MODULES[kind].strict:
                hint = "Add `translations:` with a file for each language, or write the text itself."
                report.add("BG253", node, f"`{name}` is translated, but the manifest has no `translations`.", hint)


_RULES: tuple[Rule, ...] = (
    *(_sections, _app, _modules, _keys, _functions, _references, _pairs, _edit, _remotes, _tokens, _connect),
    _translations,
)
