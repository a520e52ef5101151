"""What tools/stryker.py breaks: files of reviewed projects, each with the tests that are about it."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.golden import CASES, reviewed  # noqa: E402


@dataclass(frozen=True)
class Group:
    """Files of a reviewed project, and its tests that look at them, both without the ending."""

    name: str
    project: str
    folder: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    homes: tuple[str, ...] = ()
    """The projects in which the simulator looks at what the tests do not see."""

    def sources(self, project: Iterable[str]) -> list[str]:
        """The paths of its files in a project, of which all paths are given."""
        endings = ("ts", "tsx")
        named = [f"{self.folder}/{file}.{ending}" for file in self.files for ending in endings]
        return sorted(set(named) & set(project))


HANDSHAKE = ("script", "view", "protocol", "load", "pageLoads", "reloading", "limit", "answers", "dataSets", "report")
FOLDERS = RUNTIME, PLATFORM_SIDE, SERVER = "bgscript/runtime", "bgscript/platform", "bgscript/server"
HOMES = ("home-dashboard", "jira-issue", "jira-global", "connect")
JIRA = ("jira-dashboard", "jira-global", "jira-issue")
REMOTE, UI_KIT = "confluence-ui-kit", "home-dashboard-ui-kit"
FRONT_END = ("showView", "showEdit", "Boundary", "Problem", "useConfigured", "useSharedData")
SEVERAL_HOMES = tuple(f"context.{home}" for home in ("confluence", "home-dashboard", *JIRA))
GROUPS = (
    Group("handshake", "home-dashboard", RUNTIME, HANDSHAKE, ("handshake", "runtime", "edges"), HOMES),
    Group("hooks", "home-dashboard", RUNTIME, ("useEvent", "useOwnData"), ("runtimeHooks",)),
    Group("payload", "home-dashboard", RUNTIME, ("callError", "payload"), ("payload", "invoke")),
    Group(
        "functions",
        "home-dashboard",
        PLATFORM_SIDE,
        ("caller", "handler", "refusal", "resolver"),
        ("invoke", "handler"),
    ),
    Group("views", "home-dashboard", RUNTIME, FRONT_END, ("frontEnds", "settings", "runtimeHooks")),
    Group(
        "page",
        "home-dashboard",
        PLATFORM_SIDE,
        ("config", "context", "events", "Link", "links", "theme"),
        ("config", "links", "platform", "runtimeHooks", "theme"),
    ),
    Group("script", "confluence", RUNTIME, ("startScript",), ("frontEnds",)),
    Group("uikit-views", UI_KIT, RUNTIME, ("showView", "showEdit", "Problem"), ("uikit", "settings")),
    Group("uikit-script", REMOTE, RUNTIME, ("startScript",), ("uikit",)),
    Group("connect-views", "connect", RUNTIME, ("showView",), ("frontEnds",)),
    Group(
        "connect-page",
        "connect",
        PLATFORM_SIDE,
        ("ap", "context", "events", "resolver", "theme"),
        ("platform", "frontEnds", "edges"),
    ),
    Group("connect-routes", "connect", PLATFORM_SIDE, ("product",), ("product",)),
    Group("connect-sites", "connect", SERVER, ("seal", "installations"), ("keys", "store", "conformance")),
    Group("connect-install-keys", "connect", SERVER, ("installKeys",), ("installKeys",)),
    Group("connect-tokens", "connect", SERVER, ("auth", "lifecycle"), ("tokens", "conformance")),
    Group("connect-config", "connect", SERVER, ("config", "environment"), ("environment", "variables")),
    Group("connect-http", "connect", SERVER, ("http", "stop"), ("http", "operation", "server")),
    Group(
        "connect-app",
        "connect",
        SERVER,
        ("app", "errors", "log", "metrics"),
        ("operation", "conformance"),
    ),
    Group("connect-api", "connect", SERVER, ("api", "body", "headers", "limit"), ("operation", "conformance")),
    Group("connect-run", "connect", SERVER, ("run", "fetch"), ("server",)),
    Group("connect-product", "connect", SERVER, ("product", "jira"), ("product", "jira")),
    Group("connect-pages", "connect", SERVER, ("pages", "assets", "platform"), ("conformance", "start")),
    Group("connect-store", "connect", SERVER, ("store/sqlite", "store/migrations"), ("store", "locked")),
    Group("remote-tokens", REMOTE, SERVER, ("token", "forge", "platform"), ("conformance", "forge")),
    Group("remote-keys", REMOTE, SERVER, ("keySet",), ("keySet",)),
    Group(
        "connect-postgres",
        "connect-postgres",
        SERVER,
        ("store/postgres", "store/migrations"),
        ("store", "keys", "conformance"),
    ),
    Group("remote-calls", REMOTE, PLATFORM_SIDE, ("resolver",), ("invoke", "call")),
    Group("remote-config", REMOTE, SERVER, ("config",), ("environment",)),
    Group("server-main", "connect", SERVER, ("main",), ("main",)),
    Group("postgres-config", "connect-postgres", SERVER, ("config",), ("environment", "variables")),
    Group("issue-script", "jira-issue", RUNTIME, ("startScript",), ("frontEnds", "changes")),
    Group("issue-page", "jira-issue", PLATFORM_SIDE, ("changes", "context"), ("changes", "platform")),
    Group("issue-uikit-script", "jira-issue-ui-kit", RUNTIME, ("startScript",), ("uikit", "changes")),
    Group(
        "gadget-views",
        "jira-dashboard",
        RUNTIME,
        ("showEdit", "showView", "useRefresh"),
        ("frontEnds", "settings", "useRefresh"),
    ),
    Group(
        "gadget-page",
        "jira-dashboard",
        PLATFORM_SIDE,
        ("config", "context", "refresh"),
        ("config", "platform", "refresh"),
    ),
    Group(
        "gadget-uikit-views",
        "jira-dashboard-ui-kit",
        RUNTIME,
        ("showEdit", "showView"),
        ("uikit", "settings", "useRefresh"),
    ),
    Group("global-page", "jira-global", PLATFORM_SIDE, ("context",), ("platform",)),
    Group("confluence-page", "confluence", PLATFORM_SIDE, ("context",), ("platform",)),
    Group("uikit-plain-view", REMOTE, RUNTIME, ("showView",), ("uikit",)),
    Group(
        "homes-page",
        "several-homes",
        PLATFORM_SIDE,
        (*SEVERAL_HOMES, "changes", "config", "config.home-dashboard", "context", "refresh"),
        ("homes", "platform", "changes", "config.home-dashboard", "refresh"),
    ),
    Group(
        "homes-views",
        "several-homes",
        RUNTIME,
        ("showEdit", "showEdit.home-dashboard", "showEdit.jira-dashboard"),
        ("frontEnds", "settings.home-dashboard", "settings.jira-dashboard"),
    ),
)
"""What is broken, each with the tests that are about it: to run all of them for each mutant takes hours."""

TYPES, NAMES = "It has types only.", "It only hands on what other files export."
IN_NO_GROUP = {
    "bgscript/runtime/editProps.ts": TYPES,
    "bgscript/runtime/handshake.ts": NAMES,
    "bgscript/runtime/resolvers.ts": TYPES,
    "bgscript/server/no-qs/index.js": "Nobody calls it: it stands for what parses forms, which no server here takes.",
    "bgscript/server/no-qs/package.json": "It is data.",
    "bgscript/server/store/index.ts": NAMES,
    "bgscript/server/store/store.ts": TYPES,
}
"""The files of these folders that nobody breaks, with the reason."""


def not_broken() -> dict[str, list[str]]:
    """The paths of all files that are in no group, each with the projects that have them so.

    A file is in a group when one of its projects has the same bytes there.
    """
    trees = {name: reviewed(name) for name in CASES}
    broken = {trees[group.project][path] for group in GROUPS for path in group.sources(trees[group.project])}
    left: dict[str, list[str]] = {}
    for name, tree in trees.items():
        for path, content in tree.items():
            if path.startswith(tuple(f"{each}/" for each in FOLDERS)) and content not in broken:
                left.setdefault(path, []).append(name)
    return left
