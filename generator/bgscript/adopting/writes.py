"""Which calls seem to change something, so that no script should repeat them to load data."""

import re
from typing import TYPE_CHECKING

from bgscript.check.sources.calls import arguments
from bgscript.check.sources.names import FUNCTIONS
from bgscript.check.sources.nodes import parameters, unwrap
from bgscript.check.sources.source import Exhausted, field, words

if TYPE_CHECKING:
    from tree_sitter import Node

    from bgscript.check.sources.source import Source

_VERBS = {
    *("add", "apply", "approve", "archive", "assign", "cancel", "clear", "close", "complete", "create", "delete"),
    *("destroy", "disable", "edit", "enable", "insert", "link", "mark", "move", "patch", "persist", "post", "put"),
    *("reject", "remove", "rename", "reorder", "replace", "reset", "restore", "save", "send", "set", "store", "submit"),
    *("toggle", "transition", "unassign", "unlink", "update", "upload", "upsert", "write"),
}
"""What the names of functions that change something begin with."""
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_READS = ("GET", "HEAD", "")
_ASKS = re.compile(r"/(?:search|jql|graphql|bulkfetch|match|evaluate|eval|parse|pick|list)\b")
"""Paths to which a question is posted."""
_AROUND = {"await_expression", "parenthesized_expression", "as_expression", "non_null_expression", "unary_expression"}
_THEN = ("then", "catch", "finally")


def says_so(name: str) -> bool:
    """Whether the name of a resolver begins with a verb for changing something."""
    found = _WORDS.match(name.rpartition(".")[2].rpartition(":")[2].lstrip("_-"))
    return found is not None and found[0].lower() in _VERBS


def sends(method: str, path: str) -> bool:
    """Whether a request changes something, as its method says."""
    return method not in _READS and not (method == "POST" and _ASKS.search(path))


def is_unused(source: "Source", offset: int) -> bool:
    """Whether nothing uses what the call at an offset returns."""
    try:
        path = source.path(offset)
    except Exhausted:
        return False
    at = next((index for index in range(len(path) - 1, -1, -1) if path[index].type == "call_expression"), 0)
    while at > 0:
        around = path[at - 1]
        if around.type == "expression_statement":
            return True
        if around.type == "member_expression" and words(field(around, "property")) in _THEN:
            call = path[at - 2]
            if call.type != "call_expression" or _takes(around, call):
                return False
            at -= 2
        elif around.type in _AROUND:
            at -= 1
        else:
            return False
    return False


def _takes(member: "Node", call: "Node") -> bool:
    """Whether the function after ``.then`` takes what the call before it returns."""
    given = arguments(call) if words(field(member, "property")) == "then" else []
    function = unwrap(given[0]) if given else None
    return function is not None and (function.type not in FUNCTIONS or bool(parameters(function)))
