"""BG209: a reference to something that is not defined.

Why: A module that names a function, endpoint, remote or resource that is not there cannot be deployed.

Wrong::

    resource: veiw
    …
    resources:
      - { key: view, path: build/view }

Right::

    resource: view
    …
    resources:
      - { key: view, path: build/view }
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG209"
LEVEL = ERROR
SUMMARY = "a reference to something that is not defined"
REMEDY = "Correct the key, or add the function, endpoint, remote or resource."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
