"""BG234: a resource that a source names and that is not defined.

Why: `new Modal({ resource })` and `<Frame resource>` name a resource of the manifest; one that is not there opens an
error.

Wrong::

    new Modal({ resource: 'dialgo' }).open();

Right::

    new Modal({ resource: 'dialog' }).open(); // resources: - { key: dialog, path: … }
"""

from __future__ import annotations

from bgscript.check.findings import Problem, similar
from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG234"
LEVEL = ERROR
SUMMARY = "a resource that a source names and that is not defined"
REMEDY = "Correct the name, or add the resource to `resources`."
NEEDS = "named"


def check(context: Context) -> Iterator[Problem]:
    """Look for the resources that sources name."""
    defined = {item.text("key") for item in context.root.get("resources") or ()}
    for use in context.reading.named:
        if (wanted := use.name.split("/")[0]) not in defined:
            meant = similar(wanted, filter(None, defined))
            hint = f"Did you mean `{meant}`?" if meant else "Add a resource with this key to `resources`."
            yield Problem(context.at(use), f"There is no resource with the key `{wanted}`.", hint)
