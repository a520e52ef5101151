"""BG604: UI Kit 1, which no longer works.

Why: UI Kit 1 does not work since 28 February 2025: its modules name a function, and its code imports `@forge/ui`.

Wrong::

    jira:issuePanel:
      - key: panel
        function: main

    import ForgeUI, { render } from '@forge/ui';

Right::

    jira:issuePanel:
      - key: panel
        resource: main
        render: native

    import ForgeReconciler from '@forge/react';
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR, WARNING
from bgscript.check.sources.uikit1 import imports
from bgscript.template import lifecycle_file

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG604"
LEVEL = ERROR
SUMMARY = "UI Kit 1, which no longer works"
REMEDY = "Move to UI Kit: a `resource` with `render: native`, and `@forge/react`."
NEEDS = "ui-kit-1"


def check(context: Context) -> Iterator[Problem]:
    """Look for sources that import ``@forge/ui``, else for views that name a function."""
    fact = context.lifecycle.apis["UI Kit 1"]
    since = f"UI Kit 1, which has not worked since {lifecycle_file.in_words(fact['since'])}."
    hint = f"Move to UI Kit: a `resource` with `render: native`, and `{fact['replacement']}`."
    imported = list(imports(context.modules))
    level = "" if _has_functions_as_views(context) else WARNING  # the import may be left over
    for place in imported:
        yield Problem(place, f"`@forge/ui` is {since}", hint, level)
    for kind, entry in () if imported else context.known:
        node = entry.get("function")
        if node is not None and entry.get("resource") is None:
            yield Problem(node, f"A `function` as the view of `{kind}` is {since}", hint, WARNING)


def _has_functions_as_views(context: Context) -> bool:
    """Whether a module of a product is a function without a resource."""
    modules = context.root.get("modules")
    return any(
        entry.get("function") is not None and entry.get("resource") is None
        for kind, node in (modules.items() if modules is not None else ())
        if ":" in kind or kind == "macro"
        for entry in node
    )
