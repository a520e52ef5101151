"""Merges JSON files by their keys: two sides that add dependencies are a conflict for lines, and none for people."""

import json
from collections.abc import Callable
from typing import Any

_ABSENT = object()


class Conflict(Exception):
    """Both sides changed the same key, or a file is no JSON object in a form that can be kept."""


def merge(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """Merge three versions of a JSON object, in the form of ours.

    Args:
        base: what both sides started from.
        ours: keeps its indent and line ends.
        theirs: the other side.

    Raises:
        Conflict: they cannot be merged without losing something.
    """
    dump = _form(ours)
    merged = _merge(*(_parse(text) for text in (base, ours, theirs)))
    return dump(merged)


def _merge(base: Any, ours: Any, theirs: Any) -> Any:
    if _same(ours, theirs) or _same(base, theirs):
        return ours
    if _same(base, ours):
        return theirs
    if not (isinstance(ours, dict) and isinstance(theirs, dict)):
        raise Conflict
    known = base if isinstance(base, dict) else {}
    merged = {key: _merge(*(side.get(key, _ABSENT) for side in (known, ours, theirs))) for key in _keys(ours, theirs)}
    return {key: value for key, value in merged.items() if value is not _ABSENT}


def _keys(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Ours in their order; a new one of theirs after the key that it follows there, or in its place by the alphabet."""
    keys = list(ours)
    in_order = keys == sorted(keys) and list(theirs) == sorted(theirs)
    before = None
    for key in theirs:
        if key not in ours:
            keys.insert(keys.index(before) + 1 if before is not None else 0, key)
        before = key
    return sorted(keys) if in_order else keys


def _same(one: Any, other: Any) -> bool:
    """Equal, and equal as JSON: true is not 1 there."""
    if one is _ABSENT or other is _ABSENT:
        return one is other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _parse(text: bytes) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates)
    except ValueError as error:
        raise Conflict from error


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise Conflict
    return dict(pairs)


def _form(text: bytes) -> Callable[[Any], bytes]:
    """How to write JSON as this file does.

    Raises:
        Conflict: it has a form that would be lost, such as comments or aligned values.
    """
    value = _parse(text)
    for indent in (2, 4, "\t", 3, 8):
        for end in ("\n", "\r\n", ""):

            def dump(content: Any, indent: int | str = indent, end: str = end) -> bytes:
                lines = json.dumps(content, indent=indent, ensure_ascii=False)
                return ((lines.replace("\n", end) if end else lines) + end).encode()

            if isinstance(value, dict) and dump(value) == text:
                return dump
    raise Conflict
