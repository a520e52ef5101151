"""The allowed values of modules: one function for each kind, which takes the node and the run, and reports findings."""

from __future__ import annotations

import re

from bgscript.check.findings import listed, similar
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bgscript.check.findings import Collector

    Check = Callable[[str, Node, Collector], None]

KEY = re.compile(r"[a-zA-Z0-9_-]+")
MOST_KEY_LETTERS = 23
_ENTRY = re.compile(r"[a-zA-Z0-9_-]{1,23}/[a-zA-Z0-9_-]{1,23}")
_I18N = re.compile(r"[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*")


def wrong(name: str, node: Node, expected: str, report: Collector) -> None:
    """Report a value that is not allowed."""
    report.add("BG204", node, f"`{name}` must be {expected}.", f"Write {expected} here.")


def text(most: int) -> Check:
    """Text of a length from 1."""

    def check(name: str, node: Node, report: Collector) -> None:
        if isinstance(node.value, Unknown):
            return
        if not isinstance(node.value, str) or not 1 <= len(node.value) <= most:
            wrong(name, node, f"text of 1 to {most} characters", report)

    return check


def title(most: int, *, link: bool = False) -> Check:
    """Text, or the key of a translation."""
    plain = text(most)

    def check(name: str, node: Node, report: Collector) -> None:
        if not isinstance(node.value, dict):
            plain(name, node, report)
        elif link and "href" in node.value and "text" in node.value:
            return
        elif set(node.value) != {"i18n"} or not _I18N.fullmatch(node.text("i18n")):
            wrong(name, node, "text, or `i18n:` with the key of a translation", report)

    return check


def flag(name: str, node: Node, report: Collector) -> None:
    if not isinstance(node.value, bool):
        wrong(name, node, "`true` or `false`", report)


def one_of(*values: str) -> Check:
    """One of some words."""

    def check(name: str, node: Node, report: Collector) -> None:
        if node.value in values or isinstance(node.value, Unknown):
            return
        meant = similar(str(node.value), values)
        hint = f"Did you mean `{meant}`?" if meant else f"Write {listed(values)}."
        report.add("BG204", node, f"`{name}` must be {listed(values)}.", hint)

    return check


def key(name: str, node: Node, report: Collector) -> None:
    """The key of a module."""
    if isinstance(node.value, Unknown):
        return
    if not isinstance(node.value, str) or not KEY.fullmatch(node.value):
        message = f"The key `{node.value}` has characters that Atlassian refuses."
        report.add("BG206", node, message, "Use letters, digits, `-` and `_` only; put a number in quotes.")


def short_key(name: str, node: Node, report: Collector) -> None:
    """The key of a function, resource or remote, or a reference to a resource."""
    key(name, node, report)
    if isinstance(node.value, str) and len(node.value) > MOST_KEY_LETTERS:
        message = f"The key `{node.value}` has {len(node.value)} characters; at most {MOST_KEY_LETTERS} are allowed."
        report.add("BG206", node, message, "Choose a shorter key, and change what refers to it.")


def resource(name: str, node: Node, report: Collector) -> None:
    """The key of a resource."""
    short_key(name, node, report)


def resource_or_entry(name: str, node: Node, report: Collector) -> None:
    """The key of a resource, or of an entry in it: ``key/entry``."""
    if isinstance(node.value, str) and "/" in node.value and not isinstance(node.value, Unknown):
        if not _ENTRY.fullmatch(node.value):
            message = f"`{node.value}` is not a reference to an entry of a resource."
            report.add("BG206", node, message, "Write `resource/entry`, with at most 23 characters each.")
    else:
        short_key(name, node, report)


def reference(name: str, node: Node, report: Collector) -> None:
    """The key of a function or an endpoint."""
    if isinstance(node.value, Unknown):
        return
    if not isinstance(node.value, str) or not KEY.fullmatch(node.value) or len(node.value) > 255:
        wrong(name, node, "the key of a module: letters, digits, `-` and `_`", report)


def callee(name: str, node: Node, report: Collector) -> None:
    """A function or an endpoint, as ``{ function: key }``."""
    if not isinstance(node.value, dict) or len(node.value) != 1 or not set(node.value) <= {"function", "endpoint"}:
        wrong(name, node, "either `function:` or `endpoint:` with a key", report)
        return
    for each, value in node.items():
        reference(each, value, report)


def mapping(
    required: dict[str, Check], optional: dict[str, Check] | None = None, one_of: tuple[str, ...] = ()
) -> Check:
    """A mapping that has to have some names, and one of ``one_of``. Others are ignored, as Atlassian does."""
    known = {**required, **(optional or {})}

    def check(name: str, node: Node, report: Collector) -> None:
        if not isinstance(node.value, dict):
            wrong(name, node, f"a mapping with {listed(required or known)}", report)
            return
        for each in required:
            if each not in node.value:
                report.add("BG205", node, f"`{name}` needs `{each}`.", f"Add `{each}:` below `{name}:`.")
        if one_of and not any(each in node.value for each in one_of):
            report.add("BG205", node, f"`{name}` needs `{one_of[0]}`.", f"Add `{one_of[0]}:` below `{name}:`.")
        for each, value in node.items():
            if each in known:
                known[each](each, value, report)
            elif meant := similar(each, known):
                report.add("BG203", value, f"`{each}` is not a property of `{name}`.", f"Did you mean `{meant}`?")

    return check


def texts(name: str, node: Node, report: Collector) -> None:
    if not isinstance(node.value, list) or not all(isinstance(item.value, str) for item in node):
        wrong(name, node, "a list of texts", report)


def anything(name: str, node: Node, report: Collector) -> None:
    """What nobody checks."""


def a_mapping(name: str, node: Node, report: Collector) -> None:
    if not isinstance(node.value, dict):
        wrong(name, node, "a mapping", report)


def experience(name: str, node: Node, report: Collector) -> None:
    """On which pages of Jira a global script runs."""
    known = ("all", "board", "dashboard", "issue-view")
    values = [item.value for item in node]
    if not isinstance(node.value, list) or not values:
        message = "`experience` must be a list with at least one page."
        report.add("BG213", node, message, f"Write a list of {listed(known)}, for example `experience: [issue-view]`.")
    for item in node:
        if item.value not in known:
            meant = similar(str(item.value), known)
            hint = f"Did you mean `{meant}`?" if meant else f"Write {listed(known)}."
            report.add("BG213", item, f"`{item.value}` is not an experience.", hint)
    if "all" in values and len(values) > 1:
        message = "`all` must be the only experience."
        report.add("BG213", node, message, "Remove `all`, or remove the others.")


def unlicensed(name: str, node: Node, report: Collector) -> None:
    """Who without a license may load a module of Confluence's."""
    _visitors(node, ("unlicensed", "anonymous"), "error", report)


def unlicensed_in_jira(name: str, node: Node, report: Collector) -> None:
    """The same for issue panels, whose values Atlassian's validator does not check."""
    _visitors(node, ("unlicensed", "customer", "anonymous"), "warning", report)


def _visitors(node: Node, known: Collection[str], level: str, report: Collector) -> None:
    if not isinstance(node.value, list):
        message = "`unlicensedAccess` must be a list."
        report.add("BG211", node, message, f"Write a list of {listed(known)}.", level)
    for item in node:
        if item.value not in known:
            message = f"`unlicensedAccess` does not take `{item.value}` here."
            report.add("BG211", item, message, f"Write {listed(known)}.", level)
