"""Merges three versions of a value as JSON and YAML have it: mappings by name and, where that is wanted, lists.

A list of mappings is merged by what each has as ``key``; a list of plain values as a set, in order. Every other list is
one value.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

ABSENT = object()
"""Represents a missing value."""


class Conflict(Exception):
    """Both sides changed the same value, or the form of a file cannot be kept."""


def merge(base: Any, ours: Any, theirs: Any, *, lists: bool) -> Any:
    """Merge three versions of a value. New entries of their side keep their position.

    Args:
        base: what both sides started from.
        ours, theirs: the two sides.
        lists: whether lists are merged too.

    Raises:
        Conflict: both sides changed the same value.
    """
    return _merge(base, ours, theirs, _Rules(lists=lists, keeps_parts=lists))


def same(one: Any, other: Any) -> bool:
    """Equal as JSON, where true is not 1."""
    if one is ABSENT or other is ABSENT:
        return one is other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def by_name(value: Any, other: Any = ABSENT) -> dict[str, Any] | None:
    """The parts of a value, each by the name by which it is found in ``other``; None if it is merged as one value."""
    return next((parts for form in _FORMS if (parts := form(value)) is not None and form(other) is not None), None)


@dataclass(frozen=True)
class _Rules:
    """How values merge: whether lists do, and whether a mapping that their side dropped keeps what ours added to it.

    Where it does not, the mapping goes as it was, or there is a conflict.
    """

    lists: bool
    keeps_parts: bool

    @property
    def in_a_list(self) -> "_Rules":
        """The rules for an entry of a list, which goes as a whole."""
        return replace(self, keeps_parts=False)


def _merge(base: Any, ours: Any, theirs: Any, rules: _Rules) -> Any:
    """See ``merge``."""
    if same(ours, theirs) or same(base, theirs):
        return ours
    if same(base, ours):
        return theirs
    is_list = isinstance(ours, list)
    if ours is ABSENT or (theirs is ABSENT and not rules.keeps_parts) or (is_list and not rules.lists):
        raise Conflict
    mine, others = by_name(ours, theirs), by_name(theirs, ours) if theirs is not ABSENT else {}
    if mine is None or others is None:
        raise Conflict
    known = (by_name(base, ours) if base is not ABSENT else None) or {}
    inner = rules.in_a_list if is_list else rules
    merged = {
        name: _merge(known.get(name, ABSENT), mine.get(name, ABSENT), others.get(name, ABSENT), inner)
        for name in _order(known, mine, others, alphabet=not rules.lists)
    }
    left = {name: value for name, value in merged.items() if value is not ABSENT}
    if theirs is ABSENT and not left:
        return ABSENT
    return [*left.values()] if is_list else left


# --- Forms of a value -----------------------------------------------------------------------------------------------


def _names(value: Any) -> dict[str, Any] | None:
    return {} if value is ABSENT else value if isinstance(value, dict) else None


def _keyed(value: Any) -> dict[str, Any] | None:
    return _list(value, lambda item: item.get("key") if isinstance(item, dict) else None)


def _set(value: Any) -> dict[str, Any] | None:
    return _list(value, lambda item: None if isinstance(item, (dict, list)) else json.dumps(item))


def _list(value: Any, name: Callable[[Any], Any]) -> dict[str, Any] | None:
    """The items of a list by their names; None if one has no name, or two have the same."""
    items = [] if value is ABSENT else value
    if not isinstance(items, list):
        return None
    named = [(name(item), item) for item in items]
    if any(not isinstance(found, str) for found, _ in named) or len(dict(named)) < len(named):
        return None
    return dict(named)


_FORMS: tuple[Callable[[Any], dict[str, Any] | None], ...] = (_names, _keyed, _set)


# --- The order of names ---------------------------------------------------------------------------------------------


def _order(
    known: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], *, alphabet: bool
) -> list[str]:
    """All names, ours in their order. A new one of theirs comes after its predecessor there, or by the alphabet."""
    template = _with_gaps(list(known), list(theirs))
    names = list(ours)
    for index, name in enumerate(template):
        if name not in names and name not in known:
            names.insert(_place(template, index, names, known), name)
    if alphabet and list(ours) == sorted(ours) and list(theirs) == sorted(theirs):
        names.sort()
    return [*names, *(name for name in template if name not in names)]


def _with_gaps(known: list[str], theirs: list[str]) -> list[str]:
    """The names of the template before and after its step; a new one is behind those that it replaces."""
    names, place = list(known), 0
    for name in theirs:
        if name not in known:
            while place < len(names) and names[place] not in theirs:
                place += 1
            names.insert(place, name)
        place = names.index(name) + 1
    return names


def _place(template: list[str], index: int, names: list[str], known: Mapping[str, Any]) -> int:
    """Where a new name goes among ours: between those that are its neighbours in the template, if they are there."""
    following = template[index + 1 : index + 2]
    if following and following[0] in names and following[0] not in known:
        return names.index(following[0])
    for name in reversed(template[:index]):
        if name in names:
            return names.index(name) + 1
    return next((names.index(name) for name in template[index + 1 :] if name in names), 0)
