"""Where sources import UI Kit 1."""

from __future__ import annotations

from bgscript.check.findings import Spot

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.sources.modules import Modules

_PACKAGE = "@forge/ui"


def imports(modules: Modules) -> Iterator[Spot]:
    """The imports of ``@forge/ui``; texts and comments that look like one are left out."""
    for source in modules.sources.values():
        if _PACKAGE.encode() not in source.code:
            continue
        for specifier, offset in source.specifiers:
            path = source.path(offset) if specifier == _PACKAGE else ()
            if any(node.type in ("import_statement", "export_statement", "arguments") for node in path):
                yield Spot(*source.place(offset), file=source.name)
                break
