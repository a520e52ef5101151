"""BG403: a call of a resolver that is not defined.

Why: The call fails with an error of Forge's.

Wrong::

    invoke('getDate'); // resolver.define('getData', …)

Right::

    invoke('getData'); // resolver.define('getData', …)
"""

from __future__ import annotations

from bgscript.check.findings import Problem, similar
from bgscript.check.levels import ERROR
from bgscript.check.sources.reading import first

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG403"
LEVEL = ERROR
SUMMARY = "a call of a resolver that is not defined"
REMEDY = "Correct the name, or define the resolver."
NEEDS = "called"


def check(context: Context) -> Iterator[Problem]:
    """Compare what is called with what is defined, if anything is: the app may have its resolvers elsewhere."""
    reading = context.reading
    if not reading.defined or not reading.is_known("defined"):
        return
    defined = {use.name for use in reading.defined}
    for use in first(reading.called):
        if use.name in defined or reading.may_be("defined", use.name):
            continue
        if context.is_connect or not context.is_left_over(use.source):
            meant = similar(use.name, defined)
            hint = f"Did you mean `{meant}`?" if meant else "Define a resolver with this name."
            yield Problem(context.at(use), f"There is no resolver `{use.name}`.", hint)
