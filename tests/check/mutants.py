"""Mistakes put into golden projects by a script, one each: what ``bgscript check`` has to find, and on which line."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.support.golden import GOLDEN
from tests.support.projects import pretend_to_build


@dataclass(frozen=True)
class Mutant:
    """A golden project with one change.

    ``old`` stands in ``file`` and becomes ``new``; ``^old`` is at the beginning of a line. ``at`` is in the line that
    the finding has to name, by default the first line of ``new``; ``2nd`` before it means the second such line,
    ``below`` the line after it.
    """

    kind: str
    name: str
    base: str
    file: str
    old: str
    new: str
    code: str
    at: str = ""

    @property
    def id(self) -> str:
        return f"{self.kind}: {self.name}"

    def make(self, folder: Path) -> Path:
        """The project, as if it had been built before the mistake was made."""
        project = shutil.copytree(GOLDEN / self.base, folder)
        manifest = project / "manifest.yml"
        if manifest.exists() and "path: build/" in manifest.read_text():
            pretend_to_build(project)
        if self.file:
            file = project / self.file
            text = file.read_text()
            assert self.old in text, f"{self.id}: {self.file} of {self.base} has no {self.old!r}"
            file.write_text(text.replace(self.old, self.new, 1))
        return project

    def line(self, project: Path, file: str) -> int:
        """The number of the line that the finding has to name."""
        wanted = self.at or self.new.strip("\n").split("\n")[0]
        lines = (project / file).read_text().split("\n")
        second, wanted = wanted.startswith("2nd "), wanted.removeprefix("2nd ")
        below, wanted = wanted.startswith("below "), wanted.removeprefix("below ")
        return [number for number, line in enumerate(lines, 1) if wanted in line][second] + below


M, D = "manifest.yml", "atlassian-connect.json"
HOME, HOME_KIT = "home-dashboard", "home-dashboard-ui-kit"
JIRA, JIRA_KIT = "jira-dashboard", "jira-dashboard-ui-kit"
ISSUE, ISSUE_KIT = "jira-issue", "jira-issue-ui-kit"
GLOBAL, GLOBAL_KIT = "jira-global", "jira-global-ui-kit"
CONF, CONF_KIT, CONNECT = "confluence", "confluence-ui-kit", "connect"
APP_ID = "  id: ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000\n"
LONG = "a-key-that-is-longer-than-23"
CONNECT_ON_FORGE = """  connect:
    key: team-pulse
    remote: connect
    authentication: jwt
"""
CONNECT_MODULES = """connectModules:
  jira:lifecycle:
    - key: lifecycle
      installed: /installed
  jira:jiraBackgroundScripts:
    - key: old-background
      location: { type: issue_view }
      url: /background
  jira:webPanels:
    - key: old-view
      name: { value: Old }
      location: atl.jira.view.issue.right.context
      url: /view

remotes:
  - key: connect
    baseUrl: https://example.com

permissions:
  scopes: ["read:connect-jira"]

"""


def _connect(name: str, code: str, at: str, *edits: tuple[str, str]) -> Mutant:
    """A manifest with a Connect app in it, and a mistake there."""
    app, modules = CONNECT_ON_FORGE, CONNECT_MODULES
    for old, new in edits:
        assert old in app + modules, old
        app, modules = app.replace(old, new, 1), modules.replace(old, new, 1)
    new = app.join(["", "  runtime:\n    name: nodejs24.x\n    memoryMB: 256\n    architecture: arm64\n\n"]) + modules
    old = "  runtime:\n    name: nodejs24.x\n    memoryMB: 256\n    architecture: arm64\n\n"
    return Mutant("app.connect", name, ISSUE, M, old, new, code, at)


MUTANTS = [
    # keys
    Mutant("key", "characters", HOME, M, "key: team-pulse-view", "key: team.pulse.view", "BG206"),
    Mutant("key", "a number", HOME, M, "key: team-pulse-view", "key: 42", "BG206"),
    Mutant("key", "resource, characters", HOME, M, "  - key: edit", "  - key: edit me", "BG206"),
    Mutant("key", "resource, too long", HOME, M, "  - key: edit", f"  - key: {LONG}", "BG206"),
    Mutant("key", "function, too long", HOME, M, "- key: resolver", f"- key: {LONG}", "BG206"),
    Mutant("key", "remote, too long", CONF_KIT, M, "- key: backend", f"- key: {LONG}", "BG206"),
    Mutant(
        "key",
        "two modules",
        HOME,
        M,
        "key: team-pulse-view",
        "key: team-pulse-background",
        "BG207",
        "2nd key: team-pulse-background",
    ),
    Mutant(
        "key", "module and function", HOME, M, "key: team-pulse-view", "key: resolver", "BG207", "2nd - key: resolver"
    ),
    Mutant(
        "key",
        "two resources",
        HOME,
        M,
        "  - key: edit",
        "  - key: view\n    path: build/view\n  - key: edit",
        "BG208",
        "2nd - key: view",
    ),
    # required, unknown and wrong
    Mutant(
        "required", "key", HOME, M, "    - key: team-pulse-view\n      resource: view", "    - resource: view", "BG205"
    ),
    Mutant("required", "title", HOME, M, "      title: 'Team Pulse'\n", "", "BG205", "key: team-pulse-view"),
    Mutant(
        "required",
        "description",
        JIRA,
        M,
        "      description: 'Shows what its background script shares.'\n",
        "",
        "BG205",
        "key: team-pulse-view",
    ),
    Mutant(
        "required",
        "thumbnail",
        JIRA_KIT,
        M,
        "      thumbnail: https://developer.atlassian.com/platform/forge/images/icons/issue-panel-icon.svg\n",
        "",
        "BG205",
        "key: team-pulse-view",
    ),
    Mutant(
        "required",
        "icon",
        ISSUE,
        M,
        "      icon: https://developer.atlassian.com/platform/forge/images/icons/issue-panel-icon.svg\n",
        "",
        "BG205",
        "key: team-pulse-view",
    ),
    Mutant(
        "required",
        "resource of a script",
        HOME,
        M,
        "      resource: background\n",
        "",
        "BG205",
        "key: team-pulse-background",
    ),
    Mutant("required", "resource of a feed", CONF, M, "      resource: view\n", "", "BG205", "key: team-pulse-view"),
    Mutant(
        "required",
        "resource of edit",
        JIRA,
        M,
        "        resource: edit\n",
        "        render: default\n",
        "BG205",
        "      edit:",
    ),
    Mutant("required", "handler", HOME, M, "      handler: index.handler\n", "", "BG205", "- key: resolver"),
    Mutant("required", "path of a resource", HOME, M, "    path: build/edit\n", "", "BG205", "  - key: edit"),
    Mutant("required", "app.id", HOME, M, APP_ID, "", "BG201", "app:"),
    Mutant("required", "app", HOME, M, "app:\n", "environment:\n  variables: []\nap:\n", "BG201", "environment:"),
    Mutant(
        "required",
        "runtime",
        HOME,
        M,
        "  runtime:\n    name: nodejs24.x\n    memoryMB: 256\n    architecture: arm64\n",
        "",
        "BG201",
        "app:",
    ),
    Mutant("required", "modules", HOME, M, "modules:\n", "modules: {}\nold:\n", "BG201"),
    Mutant("value", "render", HOME_KIT, M, "      render: native", "      render: natvie", "BG204"),
    Mutant("value", "app.id", HOME, M, APP_ID, "  id: my-app\n", "BG204"),
    Mutant("value", "title is a list", ISSUE, M, "title: 'Team Pulse'", "title: [Team Pulse]", "BG204"),
    Mutant("value", "title is empty", HOME, M, "title: 'Team Pulse'", 'title: ""', "BG204"),
    Mutant("value", "flag", ISSUE, M, "shouldReloadOnRefresh: true", "shouldReloadOnRefresh: sometimes", "BG204"),
    Mutant("value", "YAML 1.1's yes", ISSUE, M, "shouldReloadOnRefresh: true", "shouldReloadOnRefresh: yes", "BG204"),
    Mutant(
        "value",
        "resolver",
        HOME,
        M,
        "        function: resolver",
        "        handler: resolver",
        "BG204",
        "      resolver:",
    ),
    Mutant("value", "architecture", HOME, M, "architecture: arm64", "architecture: arm", "BG204"),
    Mutant("value", "memory", HOME, M, "memoryMB: 256", "memoryMB: lots", "BG204"),
    Mutant(
        "value",
        "modules that are no list",
        HOME,
        M,
        "    - key: team-pulse-background\n      resource: background\n      resolver:\n        function: resolver\n",
        "      key: team-pulse-background\n      resource: background\n",
        "BG204",
        "dashboards:backgroundScript:",
    ),
    Mutant("refused", "a section", HOME, M, "resources:\n", "resourses:\n", "BG202"),
    Mutant("refused", "in app", HOME, M, "  runtime:", "  scopes: []\n  runtime:", "BG202"),
    Mutant(
        "refused",
        "in a resource",
        HOME,
        M,
        "    path: build/edit",
        "    path: build/edit\n    tunel: {}",
        "BG202",
        "tunel",
    ),
    Mutant(
        "refused",
        "in a function",
        HOME,
        M,
        "      handler: index.handler",
        "      handler: index.handler\n      timeout: 5",
        "BG202",
        "timeout",
    ),
    Mutant("refused", "in a remote", CONF_KIT, M, "    operations:", "    operation: []\n    operations:", "BG202"),
    Mutant(
        "strict dashboards",
        "displayConditions",
        HOME,
        M,
        "      resource: view",
        "      resource: view\n      displayConditions: { isAdmin: true }",
        "BG202",
        "displayConditions",
    ),
    Mutant(
        "strict dashboards",
        "refreshable",
        HOME,
        M,
        "      resource: view",
        "      resource: view\n      refreshable: false",
        "BG202",
        "refreshable",
    ),
    Mutant("strict dashboards", "a typo in a script", HOME, M, "      resolver:", "      resovler:", "BG202"),
    Mutant("strict dashboards", "i18n title", HOME, M, "title: 'Team Pulse'", "title: { i18n: title }", "BG204"),
    Mutant(
        "strict dashboards",
        "an entry as resource",
        HOME,
        M,
        "      resource: view",
        "      resource: view/main",
        "BG206",
    ),
    Mutant("misspelt", "Jira script", ISSUE, M, "shouldReloadOnRefresh:", "shouldReloadOnRefesh:", "BG203"),
    Mutant("misspelt", "Jira view", ISSUE, M, "      title:", "      allowMultipel: true\n      title:", "BG203"),
    Mutant("misspelt", "gadget", JIRA, M, "      refreshable: false", "      refreshble: false", "BG203"),
    Mutant("misspelt", "Confluence script", CONF, M, "      unlicensedAccess:", "      unlicencedAccess:", "BG203"),
    Mutant("misspelt", "Confluence view", CONF, M, "      title:", "      viewportsize: small\n      title:", "BG203"),
    Mutant(
        "misspelt",
        "inside edit",
        JIRA_KIT,
        M,
        "        render: native\n      displayConditions",
        "        rendr: native\n      displayConditions",
        "BG203",
        "rendr",
    ),
    Mutant("module", "misspelt", JIRA, M, "  jira:dashboardGadget:", "  jira:dashboardgadget:", "BG214"),
    Mutant(
        "module", "plural", ISSUE, M, "  jira:issueViewBackgroundScript:", "  jira:issueViewBackgroundScripts:", "BG214"
    ),
    Mutant("module", "dashboards:gadget", HOME, M, "  dashboards:widget:", "  dashboards:gadget:", "BG214"),
    # references
    Mutant("reference", "function", HOME, M, "        function: resolver", "        function: resolvr", "BG209"),
    Mutant("reference", "endpoint", CONF_KIT, M, "        endpoint: remote", "        endpoint: remot", "BG209"),
    Mutant("reference", "resource", HOME, M, "      resource: view", "      resource: veiw", "BG209"),
    Mutant("reference", "resource of edit", JIRA, M, "        resource: edit", "        resource: edti", "BG209"),
    Mutant(
        "reference",
        "function of aiContext",
        HOME_KIT,
        M,
        "          function: ai-context",
        "          function: ai-contxt",
        "BG209",
    ),
    Mutant("reference", "remote", CONF_KIT, M, "      remote: backend", "      remote: backnd", "BG209"),
    # files
    Mutant("path", "build folder", HOME, M, "path: build/view", "path: build/veiw", "BG223"),
    Mutant("path", "source file", HOME_KIT, M, "path: src/view/index.tsx", "path: src/view/main.tsx", "BG223"),
    Mutant("path", "no folder at all", HOME, M, "path: build/view", "path: pages/view", "BG223"),
    Mutant("handler", "file", HOME, M, "handler: index.handler", "handler: main.handler", "BG231"),
    Mutant("handler", "form", HOME, M, "handler: index.handler", "handler: handler", "BG231"),
    Mutant("handler", "exports nothing", HOME, M, "handler: index.handler", "handler: index.run", "BG232"),
    Mutant(
        "handler",
        "no longer exported",
        HOME,
        "src/index.ts",
        "export const handler =",
        "const handler =",
        "BG232",
        "handler: index.handler",
    ),
    Mutant(
        "native",
        "with a folder",
        HOME,
        M,
        "      resource: view",
        "      resource: view\n      render: native",
        "BG221",
        "render: native",
    ),
    Mutant(
        "native",
        "missing",
        HOME_KIT,
        M,
        "      resource: view\n      render: native",
        "      resource: view",
        "BG222",
        "      resource: view",
    ),
    Mutant(
        "native",
        "missing in edit",
        HOME_KIT,
        M,
        "        resource: edit\n        render: native",
        "        resource: edit",
        "BG222",
        "        resource: edit",
    ),
    Mutant("edit", "missing", HOME, M, "      edit:\n        resource: edit\n", "", "BG225", "key: team-pulse-view"),
    Mutant(
        "resource",
        "the same for script and view",
        HOME,
        M,
        "      resource: view",
        "      resource: background",
        "BG226",
        "2nd resource: background",
    ),
    Mutant(
        "resource",
        "unused",
        ISSUE,
        M,
        "    path: build/view",
        "    path: build/view\n  - key: edit\n    path: build/view",
        "BG227",
        "key: edit",
    ),
    # conditions, access, experience, runtime
    Mutant("conditions", "gadget", JIRA_KIT, M, "isAdmin: true", "isAdmn: true", "BG212"),
    Mutant("conditions", "panel", GLOBAL_KIT, M, "isLoggedIn: true", "isLogedIn: true", "BG212"),
    Mutant(
        "conditions",
        "Confluence",
        CONF,
        M,
        "      unlicensedAccess:",
        "      displayConditions: { isSpaceAdmn: true }\n      unlicensedAccess:",
        "BG212",
    ),
    Mutant("conditions", "type", JIRA_KIT, M, "isAdmin: true", "isAdmin: always", "BG212"),
    Mutant("conditions", "nested", JIRA_KIT, M, "isAdmin: true", "not: { isAdmn: true }", "BG212"),
    Mutant(
        "conditions",
        "unchecked by Atlassian",
        CONF,
        M,
        "      title:",
        "      displayConditions: { isAdmn: true }\n      title:",
        "BG218",
    ),
    Mutant(
        "access",
        "script of an issue view",
        ISSUE,
        M,
        "      shouldReload",
        "      unlicensedAccess: [anonymous]\n      shouldReload",
        "BG211",
    ),
    Mutant("access", "feed", CONF, M, "      title:", "      unlicensedAccess: [anonymous]\n      title:", "BG211"),
    Mutant("access", "customer in Confluence", CONF, M, "        - anonymous", "        - customer", "BG211"),
    Mutant(
        "access",
        "widget",
        HOME,
        M,
        "      resource: view",
        "      resource: view\n      unlicensedAccess: [anonymous]",
        "BG211",
        "unlicensedAccess",
    ),
    Mutant("access", "panel, unknown", GLOBAL_KIT, M, "        - customer", "        - costumer", "BG211"),
    Mutant(
        "experience",
        "missing",
        GLOBAL,
        M,
        "      experience:\n        - issue-view\n",
        "",
        "BG205",
        "key: team-pulse-background",
    ),
    Mutant("experience", "unknown", GLOBAL, M, "        - issue-view", "        - issue_view", "BG213"),
    Mutant(
        "experience", "empty", GLOBAL, M, "      experience:\n        - issue-view", "      experience: []", "BG213"
    ),
    Mutant(
        "experience",
        "all and another",
        GLOBAL,
        M,
        "        - issue-view",
        "        - issue-view\n        - all",
        "BG213",
        "experience:",
    ),
    Mutant(
        "experience", "text", GLOBAL, M, "      experience:\n        - issue-view", "      experience: all", "BG213"
    ),
    Mutant("runtime", "ended", HOME, M, "name: nodejs24.x", "name: nodejs18.x", "BG210"),
    Mutant("runtime", "sandbox", HOME, M, "name: nodejs24.x", "name: sandbox", "BG210"),
    Mutant("runtime", "ending", HOME, M, "name: nodejs24.x", "name: nodejs20.x", "BG216"),
    Mutant("runtime", "without a name", HOME, M, "    name: nodejs24.x\n", "", "BG201", "  runtime:"),
    Mutant(
        "internal",
        "renderRuntimeType",
        ISSUE,
        M,
        "      shouldReload",
        "      renderRuntimeType: iframe\n      shouldReload",
        "BG215",
    ),
    Mutant("translations", "missing", ISSUE, M, "title: 'Team Pulse'", "title: { i18n: title }", "BG253"),
    # remotes, tokens, Connect on Forge
    Mutant(
        "remote",
        "without an address",
        CONF_KIT,
        M,
        "    baseUrl: 'https://example.com'\n",
        "",
        "BG241",
        "- key: backend",
    ),
    Mutant("remote", "http", CONF_KIT, M, "https://example.com", "http://example.com", "BG241"),
    Mutant("remote", "operation", CONF_KIT, M, "      - compute", "      - computing", "BG204"),
    Mutant(
        "token",
        "without a scope of the product",
        CONF_KIT,
        M,
        "      remote: backend",
        "      remote: backend\n      auth: { appUserToken: { enabled: true } }",
        "BG242",
        "auth:",
    ),
    Mutant(
        "token",
        "without its scope",
        CONF_KIT,
        M,
        "      remote: backend\n",
        "      remote: backend\n      auth: { appSystemToken: { enabled: true } }\n\npermissions:\n  scopes: [read:space:confluence]\n",
        "BG243",
        "auth:",
    ),
    _connect("without a remote", "BG251", "  connect:", ("    remote: connect\n", "")),
    _connect("unknown remote", "BG251", "    remote: conect", ("    remote: connect\n", "    remote: conect\n")),
    _connect("key", "BG251", "    key: team pulse", ("    key: team-pulse\n", "    key: team pulse\n")),
    _connect("without read:connect-jira", "BG252", "connectModules:", ('["read:connect-jira"]', '["read:jira-work"]')),
    _connect("location", "BG303", "issue-view", ("type: issue_view", "type: issue-view")),
    _connect("context parameters", "BG304", "issue.key", ("url: /background", "url: '/background?issue={issue.key}'")),
    _connect(
        "lifecycle address",
        "BG305",
        "installed: http",
        ("installed: /installed", "installed: https://example.com/installed"),
    ),
    _connect("module", "BG214", "jiraBackgroundScript:", ("jira:jiraBackgroundScripts:", "jira:jiraBackgroundScript:")),
    Mutant(
        "app.connect",
        "authentication without modules",
        ISSUE,
        M,
        "  runtime:",
        "  connect: { key: old, authentication: jwt }\n  runtime:",
        "BG251",
        "connect:",
    ),
    # documents
    Mutant(
        "document",
        "broken YAML",
        HOME,
        M,
        "      resource: view\n",
        "      resource: view\n     bad: [\n",
        "BG102",
        "bad: [",
    ),
    Mutant("document", "a tab", HOME, M, "      resource: view\n", "\tresource: view\n", "BG102", "\tresource"),
    Mutant(
        "document",
        "a key twice",
        HOME,
        M,
        "      title: 'Team Pulse'\n",
        "      title: 'Team Pulse'\n      resource: view\n",
        "BG103",
        "2nd resource: view",
    ),
    Mutant(
        "document",
        "conflict markers",
        HOME,
        M,
        "      title: 'Team Pulse'\n",
        '<<<<<<< HEAD\n      title: "A"\n=======\n      title: "B"\n>>>>>>> other\n',
        "BG104",
    ),
    Mutant(
        "document",
        "a key twice in a descriptor",
        CONNECT,
        D,
        '  "name": "Team Pulse",',
        '  "name": "Team Pulse",\n  "key": "again",',
        "BG103",
        '"again"',
    ),
    Mutant(
        "document",
        "broken JSON",
        CONNECT,
        D,
        '  "name": "Team Pulse",',
        '  "name": "Team Pulse"',
        "BG102",
        '"description"',
    ),
    # pairs
    Mutant(
        "pair",
        "script without a view",
        CONF,
        M,
        re.search(r"  confluence:homepageFeed:\n(?:    .*\n)+", (GOLDEN / CONF / M).read_text())[0],
        "",
        "BG228",
        "key: team-pulse-background",
    ),
    Mutant(
        "pair",
        "view without a script",
        ISSUE,
        M,
        "  jira:issueViewBackgroundScript:",
        "  confluence:backgroundScript:",
        "BG229",
        "key: team-pulse-view",
    ),
    # descriptor
    Mutant("descriptor", "location", CONNECT, D, '"type": "issue_view"', '"type": "issue-view"', "BG303"),
    Mutant(
        "descriptor",
        "location as text",
        CONNECT,
        D,
        '"location": {\n          "type": "dashboard"\n        }',
        '"location": "dashboard"',
        "BG303",
    ),
    Mutant(
        "descriptor",
        "context parameters",
        CONNECT,
        D,
        '"url": "/background/dashboard"',
        '"url": "/background?id={dashboard.id}"',
        "BG304",
    ),
    Mutant(
        "descriptor",
        "absolute url",
        CONNECT,
        D,
        '"url": "/background/dashboard"',
        '"url": "https://example.com/background"',
        "BG304",
    ),
    Mutant("descriptor", "http", CONNECT, D, '"baseUrl": "https:', '"baseUrl": "http:', "BG302"),
    Mutant(
        "descriptor",
        "lifecycle address",
        CONNECT,
        D,
        '"installed": "/installed"',
        '"installed": "https://example.com/installed"',
        "BG305",
    ),
    Mutant("descriptor", "no installed", CONNECT, D, '    "installed": "/installed",\n', "", "BG305", '"lifecycle"'),
    Mutant(
        "descriptor",
        "no url",
        CONNECT,
        D,
        ',\n        "url": "/background/dashboard"',
        "",
        "BG301",
        'below "jiraBackgroundScripts"',
    ),
    Mutant(
        "descriptor",
        "key of a module",
        CONNECT,
        D,
        '"key": "team-pulse-issue-view"',
        '"key": "team_pulse_view"',
        "BG306",
    ),
    Mutant(
        "descriptor",
        "two keys",
        CONNECT,
        D,
        '"key": "team-pulse-issue-view"',
        '"key": "team-pulse-issue-background"',
        "BG309",
        '2nd "team-pulse-issue-background"',
    ),
    Mutant("descriptor", "misspelt property", CONNECT, D, '"thumbnailUrl"', '"thumbnailURI"', "BG307"),
    Mutant("descriptor", "misspelt module", CONNECT, D, '"jiraBackgroundScripts"', '"jiraBackgroundScript"', "BG214"),
    Mutant(
        "descriptor", "misspelt in location", CONNECT, D, '"shouldReloadOnRefresh"', '"shouldReloadOnRefesh"', "BG307"
    ),
    Mutant("descriptor", "scope", CONNECT, D, '"scopes": []', '"scopes": ["REED"]', "BG308"),
    Mutant(
        "descriptor",
        "no base URL",
        CONNECT,
        D,
        '  "baseUrl": "https://team-pulse.example.com",\n',
        "",
        "BG301",
        "{",
    ),
    Mutant(
        "descriptor",
        "script without a view",
        "connect-postgres",
        D,
        '"webPanels"',
        '"generalPages"',
        "BG228",
        'below "jiraBackgroundScripts"',
    ),
    # sources
    Mutant(
        "event",
        "sent to nobody",
        HOME,
        "bgscript/runtime/startScript.ts",
        "reportUncaught();",
        "void channel.emit('team.changed' as never, {} as never);",
        "BG402",
    ),
    Mutant(
        "event",
        "heard from nobody",
        HOME,
        "bgscript/runtime/startScript.ts",
        "reportUncaught();",
        "void channel.on('team.changed' as never, () => undefined);",
        "BG401",
    ),
    Mutant(
        "event",
        "in Connect",
        CONNECT,
        "bgscript/runtime/startScript.ts",
        "reportUncaught();",
        "void channel.emit('team.changed' as never, {} as never);",
        "BG402",
    ),
    Mutant(
        "resolver",
        "called, not defined",
        HOME,
        "src/background/data.ts",
        "invoke('getData')",
        "invoke('getDate')",
        "BG403",
    ),
    Mutant(
        "resolver",
        "defined, not called",
        HOME,
        "src/resolvers/index.ts",
        "  getData: () =>",
        "  getMore: () => Promise.resolve({}),\n  getData: () =>",
        "BG404",
    ),
    Mutant(
        "resolver", "in Connect", CONNECT, "src/background/data.ts", "invoke('getData')", "invoke('getdata')", "BG403"
    ),
    Mutant(
        "scope",
        "requestJira",
        HOME,
        "src/background/data.ts",
        "export const loadData",
        "import { requestJira } from '@forge/bridge';\nexport const me = () => requestJira('/rest/api/3/myself');\nexport const loadData",
        "BG406",
        "requestJira('/rest",
    ),
    Mutant(
        "scope",
        "removed",
        HOME,
        "src/background/data.ts",
        "export const loadData",
        "import { requestJira } from '@forge/bridge';\nexport const me = () => requestJira(`/rest/api/3/search?jql=${1}`);\n"
        "export const loadData",
        "BG411",
        "requestJira(`/rest",
    ),
    Mutant(
        "import",
        "storage of @forge/api",
        HOME,
        "src/resolvers/index.ts",
        "import type { Handlers }",
        "import { storage } from '@forge/api';\nimport type { Handlers }",
        "BG412",
    ),
    Mutant(
        "scope",
        "storage",
        HOME,
        "src/resolvers/index.ts",
        "import type { Handlers }",
        "import kvs from '@forge/kvs';\nimport type { Handlers }",
        "BG406",
    ),
    Mutant(
        "merge",
        "in a source",
        HOME,
        "src/background/data.ts",
        "export const loadData",
        "<<<<<<< HEAD\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> other\nexport const loadData",
        "BG104",
    ),
    # projects of bgscript
    Mutant("answers", "target", HOME, ".copier-answers.yml", "target: home-dashboard", "target: jira-issue", "BG503"),
    Mutant("answers", "flavour", HOME, ".copier-answers.yml", "ui: custom-ui", "ui: ui-kit", "BG503"),
    Mutant("answers", "resolver", HOME, ".copier-answers.yml", "resolver: function", "resolver: none", "BG503"),
    Mutant(
        "answers",
        "reload",
        ISSUE,
        M,
        "shouldReloadOnRefresh: true",
        "shouldReloadOnRefresh: false",
        "BG503",
        "reload_on_refresh",
    ),
    Mutant("answers", "experience", GLOBAL, M, "        - issue-view", "        - board", "BG503", "experience"),
    Mutant("template", "behind", HOME, ".copier-answers.yml", "_commit: v0.0.0", "_commit: v0.1.0", "BG502"),
    Mutant("placeholder", "id", HOME, "", "", "", "BG501", "id: ari"),
    Mutant("lifecycle", "gadget", JIRA, "", "", "", "BG601", "jira:dashboardGadget:"),
    Mutant("lifecycle", "Connect", CONNECT, "", "", "", "BG602", "jiraBackgroundScripts"),
]
