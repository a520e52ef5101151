"""TypeScript and JavaScript as a syntax tree of tree-sitter, within a budget.

The parser recovers from errors, and on some texts that nobody writes that takes time or memory without bounds. Such a
text gets no tree, so that it counts as not known.
"""

from __future__ import annotations

import re
import sys
import zlib
from importlib import import_module
from time import process_time

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Parser, Tree

MOST_SECONDS = 0.3
_MOST_OPEN = 300
_MOST_OPEN_COMMENTS = 100
_BYTES_A_REPORT = 8
"""The parser reports its progress about every 20 bytes; much more often where it tries many ways at once."""
_REPORTS_A_LOOK = 32
"""To look at the clock takes longer than to parse those bytes."""
_MOST_REPETITION = 25
"""How many times smaller a text may become when it is compressed. What people write becomes 3 to 10 times smaller."""
_SMALL = 4_000
_CHUNK = 1_024  # a node asks for its text like this, too
_BRACKET = re.compile(rb"[()\[\]{}<>;]")
_CLOSES = {b")": b"(", b"]": b"[", b"}": b"{"}
_parsers: dict[bool, Parser] = {}
_MOST_TREES = 64
_trees: dict[tuple[bool, bytes], Tree] = {}
"""The latest trees: projects of one template have many files in common."""


def parse(data: bytes, *, jsx: bool) -> Tree | None:
    """Parse a text.

    Args:
        data: UTF-8, or nearly.
        jsx: whether elements can be in it; then ``<T>value`` is none of TypeScript's casts.

    Returns:
        The tree, which may have errors; None for a text that would take too long.
    """
    key = (jsx, data)
    if key not in _trees:
        tree = None if _is_hostile(data) else _parse(data, jsx=jsx)
        if tree is None:
            return None
        while len(_trees) >= _MOST_TREES:
            del _trees[next(iter(_trees))]
        _trees[key] = tree
    return _trees[key]


def _parse(data: bytes, *, jsx: bool) -> Tree | None:
    parser = _parsers.get(jsx) or _parser(jsx)
    start, reports = process_time(), 0
    most = 200 + len(data) // _BYTES_A_REPORT

    def ends(_offset: int, _has_error: bool) -> bool:
        nonlocal reports
        reports += 1
        return reports > most or (reports % _REPORTS_A_LOOK == 0 and process_time() - start > MOST_SECONDS)

    try:
        return parser.parse(lambda offset, _: data[offset : offset + _CHUNK], progress_callback=ends)
    except ValueError:  # it was ended
        parser.reset()
        return None


def _parser(jsx: bool) -> Parser:
    library, grammars = _binding("tree_sitter"), _binding("tree_sitter_typescript")
    language = grammars.language_tsx() if jsx else grammars.language_typescript()
    _parsers[jsx] = library.Parser(library.Language(language))
    return _parsers[jsx]


def _binding(package: str) -> Any:
    """The compiled module of a package. The package itself imports much, which takes longer than to parse a project."""
    from importlib.machinery import PathFinder

    found = PathFinder.find_spec(package)
    inner = PathFinder.find_spec(f"{package}._binding", found.submodule_search_locations) if found else None
    if inner is None or inner.loader is None or package in sys.modules:
        return import_module(package)
    module = inner.loader.create_module(inner)
    if module is None:
        return import_module(package)
    inner.loader.exec_module(module)
    return module


def _is_hostile(data: bytes) -> bool:
    """Whether it repeats itself all the time, or hundreds of brackets or comments are open at once."""
    if len(data) > _SMALL and len(zlib.compress(data, 1)) * _MOST_REPETITION < len(data):
        return True
    if data.count(b"/*") - data.count(b"*/") > _MOST_OPEN_COMMENTS:
        return True
    if all(data.count(bracket) <= _MOST_OPEN for bracket in (b"(", b"[", b"{", b"<")):
        return False
    depth = angles = 0
    for match in _BRACKET.finditer(data):
        bracket = match[0]
        if bracket == b"<":
            angles += 1
        elif bracket == b">":
            angles -= angles > 0
        elif bracket == b";":
            angles = 0
        elif bracket in _CLOSES:
            depth -= depth > 0
        else:
            depth += 1
        if depth > _MOST_OPEN or angles > _MOST_OPEN:
            return True
    return False
