"""Rules of a Forge manifest about servers: endpoints, remotes, their tokens, and ``app.connect``."""

from __future__ import annotations

import re

from bgscript.check import values as v
from bgscript.check.findings import similar
from bgscript.check.modules import entries
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.findings import Collector

_OPERATIONS = ("storage", "other", "compute", "fetch")
TOKENS = {"appUserToken": "read:app-user-token", "appSystemToken": "read:app-system-token"}
"""The tokens that a remote can get, and the scope of each."""
_CONNECT_KEY = re.compile(r"[a-zA-Z0-9._-]{1,90}")


def _remotes(root: Node, report: Collector) -> None:
    keys = []
    for remote in root.get("remotes") or ():
        key = remote.get("key")
        if key is None:
            report.add("BG205", remote, "A remote needs `key`.", "Add `key:`.")
        else:
            v.short_key("key", key, report)
            keys.append(key.value)
        for operation in remote.get("operations") or ():
            v.one_of(*_OPERATIONS)("operations", operation, report)
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


def tokens(root: Node) -> Iterator[tuple[str, Node]]:
    """The tokens that endpoints and remotes ask for."""
    for callee in [*entries(root, "endpoint"), *(root.get("remotes") or ())]:
        for token in TOKENS:
            node = callee.get("auth", token)
            enabled = node.get("enabled") if node is not None else None
            if node is not None and enabled is not None and enabled.value is True:
                yield token, node


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
    for name, node in modules.items():
        if name.endswith(":lifecycle") and isinstance(node.value, list) and len(node.value) > 1:
            report.add("BG251", node, f"`{name}` takes one element only.", "Join them.")


RULES = (_remotes, _connect)
