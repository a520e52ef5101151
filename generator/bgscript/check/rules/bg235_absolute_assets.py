"""BG235: a page whose assets have absolute addresses.

Why: Forge serves a resource from a folder, not from the root of a site: `/assets/index.js` is not found there, and
the frame stays empty. Vite writes such addresses unless it has `base: './'`.

Wrong::

    <script type="module" src="/assets/index.js"></script>

Right::

    <script type="module" src="./assets/index.js"></script>
"""

from __future__ import annotations

import os
import re

from bgscript.check.files import uses
from bgscript.check.findings import Problem, Spot
from bgscript.check.levels import WARNING
from bgscript.documents import regular

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG235"
LEVEL = WARNING
SUMMARY = "a page whose assets have absolute addresses"
REMEDY = 'Write relative addresses: `base: \'./\'` in Vite, `"homepage": "."` for Create React App.'
NEEDS = "resources"

_MOST_BYTES = 200_000
_PAGE = "index.html"
_ABSOLUTE = re.compile(
    rb"<(?:script|link|img)\b[^>]{0,500}?\s(?:src|href)\s{0,9}=\s{0,9}[\"']?(/(?![/])[^\"'\s>]{1,200})", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_VITE = ("vite.config.ts", "vite.config.js", "vite.config.mjs", "vite.config.mts", "vite.config.cjs")


def check(context: Context) -> Iterator[Problem]:
    """Look at the page of each built resource, and at Vite's configuration of those that are not built."""
    used = {key for key, _, _ in uses(context.root)}
    seen: set[str] = set()
    for resource in context.root.get("resources") or ():
        path = resource.text("path").strip("/")
        if not path or path in seen or resource.text("key") not in used or os.path.isabs(path) or "\0" in path:
            continue
        seen.add(path)
        page = _text(os.path.join(context.folder, path, _PAGE))
        if page is not None:
            yield from _page(f"{path}/{_PAGE}", page)
        elif "/" in path and not os.path.isdir(os.path.join(context.folder, path)):
            package = path.rsplit("/", 1)[0]
            yield from _vite(context.folder, package)
            yield from _create_react_app(context.folder, package)


def _page(name: str, page: bytes) -> Iterator[Problem]:
    if b"<base" in page.lower():
        return
    text = _COMMENT.sub(lambda match: re.sub(rb"[^\n]", b" ", match[0]), page)
    if match := _ABSOLUTE.search(text):
        address = match[1].decode("utf-8", "replace")
        line = page.count(b"\n", 0, match.start(1)) + 1
        column = match.start(1) - (page.rfind(b"\n", 0, match.start(1)) + 1) + 1
        message = f"The address `{address}` is absolute, so Forge does not find it in the resource."
        yield Problem(Spot(line, column, name), message, "Build with relative addresses: `base: './'` in Vite.")


def _vite(folder: str, package: str) -> Iterator[Problem]:
    """A package of its own whose Vite has no ``base``."""
    for name in _VITE:
        config = _text(os.path.join(folder, package, name))
        if config is None:
            continue
        if not re.search(rb"\bbase\b", config) and not _sets_base(folder, package):
            message = "Vite writes absolute addresses without `base`, and Forge does not find them in the resource."
            yield Problem(Spot(1, 1, f"{package}/{name}"), message, "Add `base: './'`.")
        return


def _create_react_app(folder: str, package: str) -> Iterator[Problem]:
    """A package of Create React App without ``homepage``."""
    text = _text(os.path.join(folder, package, "package.json")) or b""
    if b'"react-scripts"' in text and b'"homepage"' not in text and b"PUBLIC_URL" not in text:
        message = "Create React App writes absolute addresses without `homepage`, and Forge does not find them."
        yield Problem(Spot(1, 1, f"{package}/package.json"), message, 'Add `"homepage": "."`.')


def _sets_base(folder: str, package: str) -> bool:
    """Whether a script of the package gives the base on the command line."""
    return b"--base" in (_text(os.path.join(folder, package, "package.json")) or b"")


def _text(file: str) -> bytes | None:
    try:
        return regular.read(file, _MOST_BYTES)
    except OSError:
        return None
