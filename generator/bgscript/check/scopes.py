"""Rules about what the sources call: each API needs its scope."""

from __future__ import annotations

import re

from bgscript.check.remotes import scope_names
from bgscript.check.scan import end_of_call
from bgscript.check.uses import Use

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Callable

    from bgscript.check.scan import Source
    from bgscript.documents.document import Node

    Add = Callable[[str, Use, str, str], None]

WORDS = ("requestJira", "requestConfluence", "requestBitbucket", "@forge/kvs", "storage")
"""A source without any of them calls nothing that needs a scope."""
_PRODUCTS = {
    "requestJira": ("Jira", re.compile("jira|servicedesk|servicemanagement"), "read:jira-work"),
    "requestConfluence": ("Confluence", re.compile("confluence"), "read:page:confluence"),
    "requestBitbucket": ("Bitbucket", re.compile(":bitbucket$"), "read:repository:bitbucket"),
}
_REQUEST = re.compile(r"(?<![\w$])(requestJira|requestConfluence|requestBitbucket)\s*(?:<[^()]*>)?\(")
_STORAGE = re.compile(r"from\s*['\"]@forge/kvs['\"]|import\s*\{[^}]*\bstorage\b[^}]*\}\s*from\s*['\"]@forge/api['\"]")
_PATHS = (
    (
        re.compile(r"GET /rest/api/[23]/(issue|search|project)\b"),
        r"read:(jira-work|issue.*:jira|project.*:jira)$",
        "read:jira-work",
    ),
    (
        re.compile(r"(POST|PUT|DELETE) /rest/api/[23]/issue\b"),
        r"(write|delete):(jira-work|issue.*:jira|.*:jira)$",
        "write:jira-work",
    ),
    (re.compile(r"GET /rest/api/[23]/(myself|user)\b"), r"read:(jira-user|user.*:jira)$", "read:jira-user"),
    (re.compile(r"GET /wiki/api/v2/spaces\b"), r"read:space:confluence$", "read:space:confluence"),
    (re.compile(r"GET /wiki/api/v2/pages\b"), r"read:page:confluence$", "read:page:confluence"),
    (re.compile(r"(POST|PUT) /wiki/api/v2/pages\b"), r"write:page:confluence$", "write:page:confluence"),
)


def check_scopes(root: Node, sources: list[Source], add: Add) -> None:
    """Note the calls of these sources for which the manifest has no scope."""
    scopes = scope_names(root)
    told = set()
    for source in sources:
        if not re.search(r"['\"]@forge/(?:api|bridge|kvs)['\"]|/platform/product['\"]", source.code):
            continue
        for match in _REQUEST.finditer(source.blanked):
            product, pattern, example = _PRODUCTS[match[1]]
            use = Use(match[1], source, match.start())
            if not any(pattern.search(scope) for scope in scopes):
                if match[1] not in told:
                    told.add(match[1])
                    message = f"`{match[1]}` needs a scope of {product}, and the manifest has none."
                    add("BG406", use, message, f"Add `{example}`, or what the call needs, to `permissions.scopes`.")
            elif wanted := _missing_scope(source, match.end(), scopes):
                request, scope = wanted
                add(
                    "BG406",
                    use,
                    f"`{request}` needs the scope `{scope}`.",
                    f"Add `{scope}` to `permissions.scopes`.",
                )
        if (storage := _STORAGE.search(source.code)) and "storage:app" not in scopes:
            message = "The storage of Forge needs the scope `storage:app`."
            if "storage" not in told:
                told.add("storage")
                add("BG406", Use("", source, storage.start()), message, "Add `storage:app` to `permissions.scopes`.")


def _missing_scope(source: Source, offset: int, scopes: list[str]) -> tuple[str, str] | None:
    """The request of a call and the scope that it lacks, where the request is written out."""
    end = end_of_call(source, offset)
    match = re.compile(r"\s*(?:route)?\s*(['\"`])([^'\"`$?]*)").match(source.code, offset)
    if not match or end is None:
        return None
    rest = source.code[offset:end]
    method = re.search(r"\bmethod\s*:\s*['\"`](\w+)['\"`]", rest)
    if (re.search(r"\bmethod\b", rest) and not method) or re.search(r",\s*[A-Za-z_$][\w$.]*\s*$|\.\.\.", rest):
        return None  # computed
    request = f"{method[1].upper() if method else 'GET'} {match[2]}"
    for pattern, accepted, scope in _PATHS:
        if pattern.match(request):
            return None if any(re.match(accepted, name) for name in scopes) else (request, scope)
    return None
