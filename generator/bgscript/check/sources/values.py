"""The values that are followed through sources: the bridge and its parts, resolvers, calls of products.

A value is a tuple whose first item says what it is:

``module``      all of a package: its name
``events``      the bus; ``send`` and ``hear`` are its functions, ``hear-any`` hears all events
``invoke``      calls a resolver; ``make-invoke`` makes such a function
``Resolver``    the class; ``resolver`` an instance, ``define`` its function; ``make-resolver`` takes all at once
``as``          what ``asUser()`` gives: whose rights; ``request`` calls a product: its name, whose rights
``modal``       opens a resource; ``frame`` shows one
``AP``          Connect's bridge; ``AP.require`` gives its parts to a function
``field``       an object: the name of a member, and its value
``returns``     a function, and the value that it returns; ``then`` passes a value to a callback
``pick``        a member of a value that a parameter names: its position, its property, and the value
``class``       a class, and the value of its instances
``wrap``        a function that passes an argument on: to what, which one, which property of it, and more
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Value = tuple[Any, ...]

BRIDGE, RESOLVER, API, KVS, REACT = (*("@forge/bridge", "@forge/resolver", "@forge/api", "@forge/kvs", "@forge/react"),)
EVENTS, SEND, HEAR, HEAR_ANY = ("events",), ("send",), ("hear",), ("hear-any",)
INVOKE, DEFINE, INSTANCE = ("invoke",), ("define",), ("resolver",)
_REQUESTS = {"requestJira": "Jira", "requestConfluence": "Confluence", "requestBitbucket": "Bitbucket"}
_MEMBERS: dict[Value, dict[str, Value]] = {
    ("module", BRIDGE): {
        "events": EVENTS,
        "invoke": INVOKE,
        "makeInvoke": ("make-invoke",),
        "Modal": ("modal",),
        **{name: ("request", product, "user") for name, product in _REQUESTS.items()},
    },
    ("module", RESOLVER): {"default": ("Resolver",), "Resolver": ("Resolver",), "makeResolver": ("make-resolver",)},
    ("module", API): {
        "asUser": ("returns", ("as", "user")),
        "asApp": ("returns", ("as", "app")),
        **{name: ("request", product, "") for name, product in _REQUESTS.items()},
    },
    ("module", REACT): {"Frame": ("frame",)},
    EVENTS: {
        **{"emit": SEND, "on": HEAR, "once": HEAR},
        **{"onAny": HEAR_ANY, "onceAny": HEAR_ANY},
    },
    INSTANCE: {"define": DEFINE},
    ("AP",): {"events": EVENTS, "require": ("AP.require",)},
    ("window",): {"AP": ("AP",)},
    **{
        ("as", actor): {name: ("request", product, actor) for name, product in _REQUESTS.items()}
        for actor in ("user", "app")
    },
}
PACKAGES = (BRIDGE, RESOLVER, API, REACT)
_FUNCTIONS = {"send", "hear", "hear-any", "invoke", "define", "wrap", "request", "returns", "make-invoke"}
_LOSES = {
    "events": ("sent", "heard"),
    "AP": ("sent", "heard"),
    "AP.require": ("sent", "heard"),
    "send": ("sent",),
    "hear": ("heard",),
    "hear-any": ("heard",),
    "invoke": ("called",),
    "make-invoke": ("called",),
    "Resolver": ("defined",),
    "resolver": ("defined",),
    "define": ("defined",),
    "define-all": ("defined",),
    "make-resolver": ("defined",),
    "modal": ("named",),
    "frame": ("named",),
}
_HOLDERS = ("field", "returns", "then", "class", "pick")
_MOST_LEVELS = 6


def names(value: Value) -> Iterator[tuple[str, Value]]:
    """The members of a value that are followed."""
    yield from _MEMBERS.get(value, {}).items()


def member(value: Value, name: str) -> Value | None:
    """A member of a value; None for one that is not followed."""
    if value[0] == "field":
        return value[2] if value[1] == name else None
    if value[0] == "module" and name == "default":
        return _MEMBERS[value].get("default", value)
    if name == "then" and value[0] in ("module", "field", "AP", "events"):
        return ("then", value)
    return _MEMBERS.get(value, {}).get(name)


def is_function(value: Value) -> bool:
    """Whether a value is called: its own members, such as ``bind``, are not followed."""
    return value[0] in _FUNCTIONS


def instance(value: Value) -> Value | None:
    """What ``new`` makes of a value."""
    if value[0] == "Resolver" or value == ("module", RESOLVER):
        return INSTANCE
    return value[1] if value[0] == "class" else None


def is_deep(value: Value) -> bool:
    """Whether a value is nested deeper than what is followed."""
    level = 0
    while value[0] in _HOLDERS:
        value, level = value[-1], level + 1
    return level > _MOST_LEVELS


def loses(value: Value) -> tuple[str, ...]:
    """Which lists are not complete if nobody knows where a value goes."""
    while value[0] in _HOLDERS:
        value = value[-1]
    if value == ("module", BRIDGE):
        return ("sent", "heard", "called", "named")
    if value == ("module", RESOLVER):
        return ("defined",)
    if value == ("module", REACT):
        return ("named",)
    return _LOSES.get(value[1] if value[0] == "wrap" else value[0], ())
