"""Which scopes a REST call needs, and which calls Atlassian removes: a matcher over templates/scopes.json.

The table is derived from Atlassian's OpenAPI documents by tools/derive_scopes.py. A project's ``scripts/scopes.mjs`` is
this module in JavaScript; tests/test_scopes.py holds the two together.

A call is a method and a path. In the path, `{}` is what the code fills in: `/rest/api/3/issue/{}/comment`. What the
table does not know has no scopes and is not removed, so nothing is said about it.
"""

from __future__ import annotations

import os
import re

from bgscript.template import lifecycle_file

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    Scopes = tuple[str, ...]
    Tree = dict[str, Any]  # segments of paths; below "" the sets of each method

NAME = "scopes.json"
HOLE = "{}"
_VERSIONS = (
    (re.compile(r"^/rest/api/(?:2|latest)(?=/)"), "/rest/api/3"),
    (re.compile(r"^/rest/(agile|software)/latest(?=/)"), r"/rest/\1/1.0"),
)


class Gone:
    """That a call goes away: the day, as ISO 8601, the entry of the changelog, and what replaces it; each can be ""."""

    def __init__(self, day: str, change: str, instead: str) -> None:
        self.day = day
        self.change = change
        self.instead = instead


def needed(method: str, path: str) -> list[Scopes]:
    """The sets of scopes of which a call needs one, as a whole; none where Atlassian documents none.

    Args:
        method: the HTTP method, in any case.
        path: the path with `{}` for what is filled in; a query is ignored.
    """
    table = _table()
    sets: dict[Scopes, None] = {}
    for operation in _operations(method, path):
        numbers = table.operations[operation]
        if not numbers:  # one of the operations that this can be needs no scope
            return []
        sets.update((table.sets[number], None) for number in numbers)
    return list(sets)


def missing(method: str, path: str, scopes: Collection[str]) -> Scopes:
    """The fewest scopes that a call lacks beside those that the app has; none if nothing is known to be missing."""
    lacks = [tuple(scope for scope in each if scope not in scopes) for each in needed(method, path)]
    return min(lacks, key=len, default=())


def gone(method: str, path: str) -> Gone | None:
    """Whether Atlassian removes or has deprecated a call, whatever is filled in."""
    found = [_table().gone.get(operation) for operation in _operations(method, path)]
    return Gone(*found[0]) if found and found[0] and all(found) else None


class _Table:
    def __init__(self, facts: dict[str, Any]) -> None:
        names = facts["scopes"]
        self.sets: list[Scopes] = [tuple(names[index] for index in one) for one in facts["sets"]]
        self.gone: dict[str, list[str]] = facts["gone"]
        self.operations: dict[str, list[int]] = {}
        self.tree: Tree = {}
        for path, entries in facts["paths"].items():
            leaf = self.tree
            for segment in path[1:].split("/"):
                leaf = leaf.setdefault(segment, {})
            leaf[""] = path
            for method, *numbers in map(str.split, entries):
                self.operations[f"{method} {path}"] = [int(number) for number in numbers]


def _table() -> _Table:
    """The table, read when the first call asks."""
    if not _read:
        import json  # most projects need no table

        with open(os.path.join(lifecycle_file.folder(), NAME), encoding="utf-8") as stream:
            _read.append(_Table(json.load(stream)))
    return _read[0]


_read: list[_Table] = []


def _operations(method: str, path: str) -> list[str]:
    """The documented operations that a call can be: one, or all where a filled-in part decides between them."""
    table = _table()
    segments = _segments(path)
    found = (f"{method.upper()} {known}" for known in _paths(table.tree, segments))
    known = [operation for operation in found if operation in table.operations]
    return known[:1] if known and _is_certain(segments, known[0].split("/")[1:]) else known


def _segments(path: str) -> list[str]:
    """The segments of a path, in the version that the table has."""
    plain = "/" + "/".join(filter(None, re.sub(r"[?#].*", "", path, flags=re.DOTALL).split("/")))
    for pattern, version in _VERSIONS:
        plain = pattern.sub(version, plain)
    return plain[1:].split("/")


def _paths(tree: Tree, segments: list[str]) -> Iterator[str]:
    """The documented paths that these segments can be, the likeliest first."""
    if not segments:
        if "" in tree:
            yield tree[""]
        return
    for name in _branches(tree, segments[0], is_last=len(segments) == 1):
        yield from _paths(tree[name], segments[1:])


def _branches(tree: Tree, segment: str, *, is_last: bool) -> Iterator[str]:
    literals = [name for name in tree if name not in ("", HOLE)]
    if segment == HOLE and HOLE not in tree:
        yield from () if is_last else literals  # the last one may be several segments
    elif segment in tree:
        yield segment
    elif HOLE in segment:
        pattern = re.compile(".*".join(map(re.escape, segment.split(HOLE))))
        query = segment.split(HOLE)[0] if is_last else ""  # `search{}`, where a query is filled in
        yield from (name for name in literals if name == query or pattern.fullmatch(name))
    if HOLE in tree and segment != HOLE:
        yield HOLE


def _is_certain(segments: list[str], known: list[str]) -> bool:
    """Whether everything that is filled in is a parameter."""
    return all(HOLE not in ours or ours == theirs == HOLE for ours, theirs in zip(segments, known, strict=True))
