"""Derives templates/scopes.json, the scopes that a REST call needs, from Atlassian's OpenAPI documents.

    python tools/derive_scopes.py 2026-07-21=jira.json 2026-05-27=software.json … --before jira-2024.json …
    python tools/derive_scopes.py … --compare other-scopes.json      prints what another table says differently

The documents, in any order, each with its day, are those that https://developer.atlassian.com links as "OpenAPI" on the
reference of each API: Jira v3, Jira Software, Jira Service Management, Confluence v1, Confluence v2. Never commit them,
only the table. `--before` are older copies: what only they have is no longer documented.

How the documents are read:

- `x-atlassian-oauth2-scopes` lists sets of scopes; `security` is used where it is absent. A call needs all scopes of
  one set; scopes of several sets do not add up.
- An operation that names no scopes, or an empty set beside others, is in the table without a set. Nothing is said about
  it.
- An operation goes away if `x-changes` or its description says so, or if it is deprecated as a whole: a deprecated
  operation some of whose parameters are deprecated may mean only these.
- What replaces it is the link after "use" in its description, or the same path of an API that replaces the whole.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "templates" / "scopes.json"
_METHODS = ("get", "put", "post", "delete", "patch")
_UNKNOWN_TO_FORGE = {"read:confluence-content"}
"""Scopes that the documents name and Forge's validator refuses: a set with one is last, so that it is never advised."""
_SUCCESSORS = {
    "": {
        "/rest/servicedeskapi/insight/workspace": "/rest/servicedeskapi/assets/workspace",
        "/wiki/api/v2/pages/{}/children": "/wiki/api/v2/pages/{}/direct-children",
        "/wiki/rest/api/content/{}/descendant": "/wiki/api/v2/pages/{}/descendants",
        "/wiki/rest/api/content/{}/descendant/{}": "/wiki/api/v2/pages/{}/descendants",
        "/wiki/rest/api/group": "/wiki/rest/api/group/by-id",
        "/wiki/rest/api/group/by-name": "/wiki/rest/api/group/by-id",
        "/wiki/rest/api/group/member": "/wiki/rest/api/group/{}/membersByGroupId",
        "/wiki/rest/api/group/user": "/wiki/rest/api/group/userByGroupId",
        "/wiki/rest/api/group/{}": "/wiki/rest/api/group/by-id",
        "/wiki/rest/api/group/{}/member": "/wiki/rest/api/group/{}/membersByGroupId",
    },
    "CHANGE-767": {"/rest/api/3/resolution": "/rest/api/3/resolution/search"},
    "CHANGE-1304": {"/rest/api/3/issue/createmeta": "/rest/api/3/issue/createmeta/{}/issuetypes"},
    "CHANGE-2046": {
        "/rest/api/3/search": "/rest/api/3/search/jql",
        "/rest/api/3/expression/eval": "/rest/api/3/expression/evaluate",
    },
    "CHANGE-3082": {"/rest/api/3/field/{}/context/defaultValue": "/rest/api/3/field/{}/context/defaultValues"},
}
"""What replaces a path, where its description does not say it, by the entry of the changelog."""
_NEWER_APIS = {"/rest/agile/1.0/": "/rest/software/1.0/"}
_NEWER_PRODUCT_APIS = {
    "/wiki/rest/api/content/": "Confluence's v2 API",
    "/wiki/rest/api/inlinetasks/": "Confluence's v2 API",
}
_CHANGE = re.compile(r"CHANGE-\d+")
_REMOVED_ON = re.compile(r"will be removed on \[?(\w+ \d{1,2}, \d{4})")
_DEPRECATED = re.compile(
    r"(?:\bDeprecated\b|\b(?:operation|endpoint|API) is deprecated\b)[ :,*.]*(?:please )?use\b", re.IGNORECASE
)
_USE = re.compile(r"\b(?:[Uu]se|using|from) \[\s*([^\]]*?)\s*\]\(([^)]*)\)")
_NEAR = 300
"""In how many characters after the word that it goes away a description names what replaces an operation."""


@dataclass
class Operation:
    """One method of one path: its sets of scopes, and, if it goes away, when, by which entry, and what replaces it."""

    sets: list[tuple[str, ...]]
    gone: tuple[str, str, str] | None = None


@dataclass
class Table:
    """All operations by `GET /path`, where a parameter is `{}`."""

    operations: dict[str, Operation] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The table as templates/scopes.json has it: one path a line."""
        scopes = sorted({scope for each in self.operations.values() for one in each.sets for scope in one})
        number = {scope: index for index, scope in enumerate(scopes)}
        sets = sorted(
            {one for each in self.operations.values() for one in each.sets},
            key=lambda one: (len(one), [number[scope] for scope in one]),
        )
        place = {one: str(index) for index, one in enumerate(sets)}
        paths: dict[str, list[str]] = {}
        for name, each in sorted(self.operations.items(), key=lambda item: item[0].split()[::-1]):
            method, path = name.split()
            paths.setdefault(path, []).append(" ".join([method, *(place[one] for one in each.sets)]))
        gone = {name: each.gone for name, each in sorted(self.operations.items()) if each.gone}
        members = {
            "documents": self.documents,
            "scopes": scopes,
            "sets": [[number[scope] for scope in one] for one in sets],
        }
        lines = [f" {json.dumps(name)}: {_compact(value)}" for name, value in members.items()]
        lines += [_block("paths", paths), _block("gone", gone)]
        return "{\n" + ",\n".join(lines) + "\n}\n"


def derive(newest: list[tuple[str, Path]], before: list[Path]) -> Table:
    """The table of some documents.

    Args:
        newest: the newest copy of each document, with its day.
        before: older copies.
    """
    table = Table()
    for day, file in newest:
        document = json.loads(file.read_text(encoding="utf-8"))
        table.operations |= _read(document)
        table.documents.append(f"{document['info']['title']}, {day}")
    for file in before:
        for name, operation in _read(json.loads(file.read_text(encoding="utf-8"))).items():
            table.operations.setdefault(name, operation)
    for name, operation in table.operations.items():
        _complete(name, operation, table.operations)
    table.documents.sort()
    return table


def _read(document: dict[str, Any]) -> dict[str, Operation]:
    servers = document.get("servers") or [{"url": ""}]
    prefix = re.sub(r"^(?:\w+:)?//[^/]*", "", servers[0]["url"]).rstrip("/")
    anchors = {
        f"api-{re.sub(r'[{}]', '', path).strip('/').replace('/', '-')}-{method}": _path(prefix + path)
        for path, method, _ in _operations(document)
    }
    return {
        f"{method.upper()} {_path(prefix + path)}": Operation(_sets(details), _gone(details, anchors))
        for path, method, details in _operations(document)
    }


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, details in methods.items():
            if method in _METHODS:
                yield path, method, details


def _path(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path).replace("/rest/api/2/", "/rest/api/3/")


def _sets(details: dict[str, Any]) -> list[tuple[str, ...]]:
    listed = [entry["scopes"] for entry in details.get("x-atlassian-oauth2-scopes") or ()]
    if any(listed) and not all(listed):
        return []
    if not listed:
        listed = [scopes for each in details.get("security") or () for scopes in each.values()]
    sets = dict.fromkeys(tuple(sorted(set(scopes))) for scopes in listed if scopes)
    return sorted(sets, key=lambda one: bool(_UNKNOWN_TO_FORGE & set(one)))


def _gone(details: dict[str, Any], anchors: dict[str, str]) -> tuple[str, str, str] | None:
    text = details.get("description") or ""
    says_so = _REMOVED_ON.search(text) or _DEPRECATED.search(text)
    instead = _instead(text[says_so.start() : says_so.end() + _NEAR], anchors) if says_so else ""
    removed = [change for change in details.get("x-changes") or () if change.get("type") == "removed"]
    if removed and details.get("deprecated"):  # otherwise only a part of it was removed
        return removed[0]["effective"], _change(removed[0].get("details", "")), instead
    if found := _REMOVED_ON.search(text):
        return datetime.strptime(found[1], "%B %d, %Y").date().isoformat(), _change(text), instead
    is_whole = details.get("deprecated") and not any(each.get("deprecated") for each in details.get("parameters") or ())
    return ("", "", instead) if is_whole or says_so else None


def _change(text: str) -> str:
    return "".join(_CHANGE.findall(text)[:1])


def _instead(text: str, anchors: dict[str, str]) -> str:
    """The path that a link after "use" leads to, or the link's text if it leads out of the document."""
    found = _USE.search(text)
    return anchors.get(found[2].partition("#")[2], found[1].strip("`")) if found else ""


def _complete(name: str, operation: Operation, all_operations: dict[str, Operation]) -> None:
    """Put in what replaces a path where its own description does not say it."""
    if operation.gone is None or operation.gone[2]:
        return
    method, path = name.split()
    day, change, _ = operation.gone
    instead = _SUCCESSORS.get(change, {}).get(path, "")
    for old, new in _NEWER_APIS.items():
        if path.startswith(old) and f"{method} {new}{path[len(old) :]}" in all_operations:
            instead = new + path[len(old) :]
    instead = instead or next((new for old, new in _NEWER_PRODUCT_APIS.items() if path.startswith(old)), "")
    operation.gone = day, change, instead


def differences(ours: dict[str, Operation], file: Path) -> list[str]:
    """What another table of this form says differently, a line for each operation."""
    other = json.loads(file.read_text(encoding="utf-8"))
    theirs = {}
    for path, entries in other["paths"].items():
        for method, *sets in map(str.split, entries):
            theirs[f"{method} {path}"] = {tuple(other["scopes"][i] for i in other["sets"][int(one)]) for one in sets}
    lines = [f"only here: {name}" for name in sorted(ours.keys() - theirs.keys())]
    lines += [f"only there: {name}" for name in sorted(theirs.keys() - ours.keys())]
    for name in sorted(ours.keys() & theirs.keys()):
        there = {tuple(sorted(one)) for one in theirs[name]}
        if there != set(ours[name].sets):
            lines.append(f"other scopes: {name}: here {ours[name].sets}, there {sorted(there)}")
    gone = other.get("gone", {})
    for name in sorted({name for name, each in ours.items() if each.gone} ^ set(gone)):
        lines.append(f"goes away only {'there' if name in gone else 'here'}: {name}")
    return lines


def _block(name: str, members: dict[str, Any]) -> str:
    lines = [f"  {json.dumps(key)}: {_compact(value)}" for key, value in members.items()]
    return f" {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n }"


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _dated(argument: str) -> tuple[str, Path]:
    day, _, file = argument.partition("=")
    return date.fromisoformat(day).isoformat(), Path(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="+", type=_dated, metavar="DAY=FILE")
    parser.add_argument("--before", nargs="*", default=[], type=Path)
    parser.add_argument("--compare", type=Path, help="print what this table says differently, and write nothing")
    options = parser.parse_args()
    table = derive(options.documents, options.before)
    if options.compare:
        print("\n".join(differences(table.operations, options.compare)))
        return
    TABLE.write_text(table.text(), encoding="utf-8")
    print(f"{TABLE.relative_to(ROOT)}: {len(table.operations)} operations", file=sys.stderr)


if __name__ == "__main__":
    main()
