"""What was found in the sources of a project."""

from __future__ import annotations

import re

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.sources.source import Source


class Use:
    """A name at a place in a source: an event, a resolver, a resource.

    ``end`` is where the call ends; ``block`` is where the function or block around it begins.
    """

    __slots__ = ("block", "end", "name", "offset", "source")

    def __init__(self, name: str, source: Source, offset: int, end: int = 0, block: int = 0) -> None:
        self.name = name
        self.source = source
        self.offset = offset
        self.end = end
        self.block = block


class Request:
    """A call of a product's REST API.

    ``product`` is ``Jira``, ``Confluence`` or ``Bitbucket``. ``path`` has ``{}`` for each part that is computed, and no
    query; it is empty if its beginning is computed. ``method`` is in upper case, and empty if it is computed. ``actor``
    is ``user`` or ``app``; it is empty if the call does not say whose rights it uses.
    """

    __slots__ = ("actor", "method", "offset", "path", "product", "source")

    def __init__(self, product: str, actor: str, method: str, path: str, source: Source, offset: int) -> None:
        self.product = product
        self.actor = actor
        self.method = method
        self.path = path
        self.source = source
        self.offset = offset

    @property
    def name(self) -> str:
        """The function that is called."""
        return f"request{self.product}"


class Reading:
    """What was found. ``unknown`` has the lists that are not complete: a name is computed, or handed on."""

    def __init__(self) -> None:
        self.sent: list[Use] = []
        self.heard: list[Use] = []
        self.called: list[Use] = []
        self.defined: list[Use] = []
        self.named: list[Use] = []
        """Resources that sources name."""
        self.requests: list[Request] = []
        self.stored: list[Use] = []
        """Where Forge's storage is imported, and from which package."""
        self.unknown: set[str] = set()
        self.is_complete = True
        """Whether all sources could be read."""
        self._patterns: dict[str, dict[str, re.Pattern[str]]] = {}
        self._seen: set[tuple[str, str, str, int]] = set()

    def add(self, kind: str, use: Use) -> None:
        """Note a use, once."""
        key = (kind, use.name, use.source.name, use.offset)
        if key not in self._seen:
            self._seen.add(key)
            getattr(self, kind).append(use)

    def add_pattern(self, kind: str, parts: list[str | None]) -> None:
        """Note a name of which only parts are known; without any of them, the list is not complete."""
        if not any(parts):
            self.unknown.add(kind)
        else:
            text = "".join(".*" if part is None else re.escape(part) for part in parts)
            self._patterns.setdefault(kind, {})[text] = re.compile(text, re.DOTALL)

    def may_be(self, kind: str, name: str) -> bool:
        """Whether a name that is partly computed can be this one."""
        return any(pattern.fullmatch(name) for pattern in self._patterns.get(kind, {}).values())

    def ask(self, request: Request) -> None:
        """Note a request, once."""
        key = (request.method, request.path, request.source.name, request.offset)
        if key not in self._seen:
            self._seen.add(key)
            self.requests.append(request)

    def is_known(self, kind: str) -> bool:
        """Whether a list has all there is."""
        return self.is_complete and kind not in self.unknown

    def sort(self) -> None:
        """Put each list into the order of files and places."""
        for found in (self.sent, self.heard, self.called, self.defined, self.named, self.stored, self.requests):
            found.sort(key=lambda each: (each.source.name, each.offset))


def first(uses: list[Use]) -> list[Use]:
    """The first use of each name."""
    found: dict[str, Use] = {}
    for use in uses:
        found.setdefault(use.name, use)
    return list(found.values())
