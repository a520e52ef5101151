"""Rules about what the sources call: each API needs its scope, and a path that Atlassian removes is not called."""

from __future__ import annotations

import re
from datetime import date

from bgscript.check import scopes
from bgscript.check.findings import listed
from bgscript.check.remotes import scope_names
from bgscript.check.rules import NOTE
from bgscript.check.scan import end_of_call
from bgscript.check.uses import Use
from bgscript.template import lifecycle_file

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Protocol

    from bgscript.check.scan import Source
    from bgscript.documents.document import Node

    class Add(Protocol):
        """Notes a finding at a use."""

        def __call__(self, code: str, use: Use, message: str, hint: str, level: str = "") -> None: ...


WORDS = ("requestJira", "requestConfluence", "requestBitbucket", "@forge/kvs", "storage")
"""A source without any of them calls nothing that needs a scope."""
_PRODUCTS = {
    "requestJira": ("Jira", re.compile("jira|servicedesk|servicemanagement"), "read:jira-work"),
    "requestConfluence": ("Confluence", re.compile("confluence"), "read:page:confluence"),
    "requestBitbucket": ("Bitbucket", re.compile(":bitbucket$"), "read:repository:bitbucket"),
}
_REQUEST = re.compile(r"(?<![\w$])(requestJira|requestConfluence|requestBitbucket)\s*(?:<[^()]*>)?\(")
_STORAGE = re.compile(r"from\s*['\"]@forge/kvs['\"]")
_OLD_STORAGE = re.compile(r"import\s*\{[^}]*\bstorage\b[^}]*\}\s*from\s*['\"]@forge/api['\"]")
_PATH = re.compile(r"\s*(?:route)?\s*(['\"`])((?:\$\{[^{}`'\"]*\}|(?!\1)[^\\\n])*)\1\s*[,)]")
_METHOD = re.compile(r"\bmethod\s*:\s*['\"`](\w+)['\"`]")


def check_calls(root: Node, sources: list[Source], add: Add) -> None:
    """Note the calls of these sources for which the manifest has no scope, and those that Atlassian removes."""
    have = scope_names(root)
    told = set()
    for source in sources:
        if not re.search(r"['\"]@forge/(?:api|bridge|kvs)['\"]|/platform/product['\"]", source.code):
            continue
        for match in _REQUEST.finditer(source.blanked):
            product, pattern, example = _PRODUCTS[match[1]]
            use = Use(match[1], source, match.start())
            request = _request(source, match.end())
            if request:
                _check_gone(*request, use, add)
                if lacks := scopes.missing(*request, have):
                    message = f"`{' '.join(request)}` needs the scope{'s' * (len(lacks) > 1)} {listed(lacks, 'and')}."
                    add("BG406", use, message, _advice(lacks))
            elif match[1] not in told and not any(pattern.search(scope) for scope in have):
                told.add(match[1])
                message = f"`{match[1]}` needs a scope of {product}, and the manifest has none."
                add("BG406", use, message, _advice((example,)))
        if old := _OLD_STORAGE.search(source.code):
            _check_old_storage(Use("", source, old.start()), add)
        storage = _STORAGE.search(source.code) or old
        if storage and "storage:app" not in have and "storage" not in told:
            told.add("storage")
            message = "The storage of Forge needs the scope `storage:app`."
            add("BG406", Use("", source, storage.start()), message, _advice(("storage:app",)))


def _check_gone(method: str, path: str, use: Use, add: Add) -> None:
    if not (fate := scopes.gone(method, path)):
        return
    instead = f"`{fate.instead}`" if fate.instead.startswith("/") else fate.instead or "another API"
    if fate.day:
        is_or_was = "was" if date.fromisoformat(fate.day) <= date.today() else "is"
        source = f" ({fate.change})" if fate.change else ""
        day = lifecycle_file.in_words(fate.day)
        message = f"Atlassian's date for the removal of `{method} {path}` {is_or_was} {day}{source}."
        add("BG411", use, message, f"Use {instead}.")
    else:
        add("BG411", use, f"Atlassian has deprecated `{method} {path}`.", f"Use {instead}.", NOTE)


def _check_old_storage(use: Use, add: Add) -> None:
    fact = lifecycle_file.read_own()["apis"]["storage of @forge/api"]
    message = f"Atlassian removed `storage` from `@forge/api` on {lifecycle_file.in_words(fact['since'])}."
    add("BG412", use, message, f"Import it from `{fact['replacement']}`.")


def _advice(lacks: tuple[str, ...]) -> str:
    return f"Add {listed(lacks, 'and')} to `permissions.scopes`."


def _request(source: Source, offset: int) -> tuple[str, str] | None:
    """The method and path of a call, where both are written out; `{}` is what the code fills in."""
    end = end_of_call(source, offset)
    match = _PATH.match(source.code, offset)
    if not match or end is None:
        return None
    rest = source.code[offset:end]
    method = _METHOD.search(rest)
    if (re.search(r"\bmethod\b", rest) and not method) or re.search(r",\s*[A-Za-z_$][\w$.]*\s*$|\.\.\.", rest):
        return None  # computed
    path = re.sub(r"\$\{[^{}]*\}", scopes.HOLE, match[2]) if match[1] == "`" else match[2]
    return method[1].upper() if method else "GET", re.sub(r"[?#].*", "", path, flags=re.DOTALL)
