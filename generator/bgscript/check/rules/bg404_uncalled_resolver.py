"""BG404: a resolver that nobody calls.

Why: Everybody who can see the app can call a resolver, whether the app does or not.

Wrong::

    resolver.define('deleteAll', …); // nobody calls it

Right::

    # nothing
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import NOTE
from bgscript.check.sources.reading import first
from bgscript.documents.document import descend

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG404"
LEVEL = NOTE
SUMMARY = "a resolver that nobody calls"
REMEDY = "Remove it: everybody who can see the app can call it."
NEEDS = "defined"


def check(context: Context) -> Iterator[Problem]:
    """Compare what is defined with what is called: by the sources, and by consumers of the manifest."""
    reading = context.reading
    if not reading.called or not reading.is_known("called"):
        return
    called = {use.name for use in reading.called}
    for use in first(reading.defined):
        if use.name in called or reading.may_be("called", use.name):
            continue
        called |= {node.text("method") for node in descend(context.root) if isinstance(node.value, dict)}
        if use.name not in called:
            hint = "Remove it, or call it. Everybody who can see the app can call a resolver."
            yield Problem(context.at(use), f"Nothing in this app calls the resolver `{use.name}`.", hint)
