"""Display conditions: the names that each module takes, and their types, as Atlassian's validator checks them."""

from __future__ import annotations

from bgscript.check.findings import listed, similar
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Mapping

    from bgscript.check.findings import Collector
    from bgscript.check.values import Check

_FLAG, _TEXT, _TEXTS, _MAPPING = "true or false", "text", "text or a list of texts", "a mapping"
_EDITIONS = ("advanced", "free", "standard")
_RIGHTS = ("ADMINISTER", "EDIT", "EXPORT", "REMOVE", "SET_PERMISSIONS", "VIEW")
_ENTITIES = ("space", "content", "issue", "issueType", "project", "app", "user", "attachment")
_MOST_LEVELS = 10

_COMMON = {
    **dict.fromkeys(("appIsLicensed", "hasAppAccess", "isAdmin", "isLoggedIn", "isSiteAdmin"), _FLAG),
    "appEdition": _EDITIONS,
    "permissions": _MAPPING,
    **dict.fromkeys(("entityPropertyContainsAll", "entityPropertyContainsAny"), "entity"),
    **dict.fromkeys(("entityPropertyEqualTo", "entityPropertyExists"), "entity"),
}
_JIRA = {
    **_COMMON,
    **dict.fromkeys(("canAdministerJira", "canAdministerProjects", "hasCoreAccess", "hasServiceDeskAccess"), _FLAG),
    **dict.fromkeys(("hasServiceManagementAccess", "hasSoftwareAccess", "jiraTimeTrackingProviderEnabled"), _FLAG),
    "hasGlobalPermission": _TEXT,
    "jiraExpression": _TEXT,
    "timeTrackingProviderEnabled": _MAPPING,
}
_ISSUE_FLAGS = """
    canAddComments canAssignIssues canBeAssignedToIssues canBrowseUsers canCloneIssues canCreateAttachments
    canCreateChildren canCreateSubtasks canDeleteAllAttachments canDeleteAllComments canDeleteAllWorklogs
    canDeleteIssues canDeleteOwnAttachments canDeleteOwnComments canDeleteOwnWorklogs canEditAllComments
    canEditAllWorklogs canEditIssues canEditOwnComments canEditOwnWorklogs canLinkIssues canLogWork canManageWatchers
    canModifyReporters canMoveIssues canScheduleIssues canUseServiceManagementAgentFeatures canViewDevTools
    canViewWatchers isProjectAdmin isProjectArchived
"""
CONFLUENCE = {
    **_COMMON,
    **dict.fromkeys(("isSpaceAdmin", "userIsExternalCollaborator"), _FLAG),
    **dict.fromkeys(("hasPagePermission", "hasSpacePermission"), _RIGHTS),
    "entityPropertyContainsAnyUserGroup": "entity",
    **dict.fromkeys(("entityPropertyContainsContext", "entityPropertyEqualToContext"), "entity"),
}
"""Conditions of ``confluence:backgroundScript``, and what each takes."""
DASHBOARD = _JIRA
"""Conditions of ``jira:dashboardGadget``."""
ISSUE = {
    **_JIRA,
    **dict.fromkeys(_ISSUE_FLAGS.split(), _FLAG),
    **dict.fromkeys(("hasIssuePermission", "hasProjectPermission"), _TEXT),
    **dict.fromkeys(("issueId", "issueKey", "issueType"), _TEXTS),
    **dict.fromkeys(("projectId", "projectKey", "projectName", "projectType"), _TEXTS),
}
"""Conditions of ``jira:issuePanel``."""
_OPERATORS = {"and", "or", "not"}


def conditions(known: Mapping[str, object], *, lists: bool = True) -> Check:
    """Conditions of a module.

    Args:
        known: the names, and what each takes.
        lists: whether an operator takes a list of conditions.
    """

    def check(name: str, node: Node, report: Collector) -> None:
        if node.value is None or (isinstance(node.value, bool) and not node.value):
            return
        if not isinstance(node.value, dict):
            _refuse(node, "`displayConditions` must be a mapping.", "Write `name: value` lines.", report)
            return
        walk(node, 0, report, set())

    def walk(node: Node, level: int, report: Collector, seen: set[tuple[int, int]]) -> None:
        key = (id(node.value), level)
        if isinstance(node.value, (dict, list)) and key in seen:  # an alias
            return
        seen.add(key)
        if level >= _MOST_LEVELS:
            _refuse(node, f"The conditions are nested {_MOST_LEVELS} levels deep.", "Use fewer levels.", report)
        elif isinstance(node.value, list) and lists:
            for item in node:
                walk(item, level, report, seen)
        elif isinstance(node.value, list):
            _refuse(
                node, "An operator takes a mapping here, not a list.", "Write `name: value` lines below it.", report
            )
        elif isinstance(node.value, dict):
            for name, value in node.items():
                if name in _OPERATORS:
                    walk(value, level + 1, report, seen)
                else:
                    judge(name, value, report)

    def judge(name: str, node: Node, report: Collector) -> None:
        if name not in known:
            meant = similar(name, [*known, *_OPERATORS])
            hint = f"Did you mean `{meant}`?" if meant else "Remove it, or use a condition of Atlassian's reference."
            _refuse(node, f"`{name}` is not a display condition of this module.", hint, report)
            return
        kind = known[name]
        if not _fits(kind, node) and not isinstance(node.value, Unknown):
            expected = listed(kind) if isinstance(kind, tuple) else str(kind)
            expected = "a mapping with `entity` and `propertyKey`" if kind == "entity" else expected
            _refuse(node, f"The condition `{name}` takes {expected}.", f"Write {expected}.", report)

    return check


def unchecked(name: str, node: Node, report: Collector) -> None:
    """Conditions that Atlassian's validator accepts without a check."""
    if not isinstance(node.value, dict):
        _refuse(node, "`displayConditions` must be a mapping.", "Write `name: value` lines.", report)
        return
    known = {*CONFLUENCE, *ISSUE, *_OPERATORS}
    for each, value in node.items():
        if each not in known and (meant := similar(each, known)):
            message = (
                f"`{each}` is not a display condition, and Atlassian does not check the conditions of this module."
            )
            report.add("BG218", value, message, f"Did you mean `{meant}`?")


def _fits(kind: object, node: Node) -> bool:
    value = node.value
    if isinstance(kind, tuple):
        return value in kind
    if kind == _FLAG:
        return isinstance(value, bool)
    if kind == _TEXT:
        return isinstance(value, str)
    if kind == _TEXTS:
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item.value, str) for item in node))
    if kind == "entity":
        return isinstance(value, dict) and node.text("entity") in _ENTITIES and bool(node.text("propertyKey"))
    return isinstance(value, dict)


def _refuse(node: Node, message: str, hint: str, report: Collector) -> None:
    report.add("BG212", node, message, hint)
