"""Merges JSON files by their keys: two sides that add dependencies would conflict by lines."""

import json
from collections.abc import Callable
from typing import Any

from bgscript.merging import key_merge
from bgscript.merging.key_merge import Conflict


def merge(base: bytes, ours: bytes, theirs: bytes, *, lists: bool = False) -> bytes:
    """Merge three versions of a JSON object, in the form of ours.

    Args:
        base: what both sides started from.
        ours: keeps its indent and line ends.
        theirs: the other side.
        lists: merge lists, too, see ``key_merge``; otherwise each is one value.

    Raises:
        Conflict: they cannot be merged without losing something.
    """
    dump = _form(ours)
    return dump(key_merge.merge(*(_parse(text) for text in (base, ours, theirs)), lists=lists))


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
    """The settings to write JSON in the form of this file.

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
