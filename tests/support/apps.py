"""Existing apps, to make projects from."""

import json
import re
from typing import Any

from bgscript.importing.app import answers_in, facts_in
from bgscript.template import templates
from bgscript.template.questions import Given, Questionnaire

APP_ID = "ari:cloud:ecosystem::app/11111111-2222-4333-8444-555555555555"

GADGETS = f"""\
app:
  id: {APP_ID}
  runtime: {{ name: nodejs22.x }}
  licensing: {{ enabled: true }}
modules:
  jira:dashboardBackgroundScript:
    - key: oldScript_1
      resource: everything
      render: native
      resolver: &main {{ function: main }}
  jira:dashboardGadget:
    - key: sales.gadget
      title: Sales
      description: What we sold.
      thumbnail: https://example.com/icon.png
      resource: everything
      render: native
      resolver: *main
      displayConditions: {{ isAdmin: true }}
      refreshable: true
  jira:globalPage:
    - {{ key: page, title: Page, resource: everything, render: native, layout: native }}
    - {{ key: more, title: More, resource: everything, render: native, layout: native }}
  function:
    - {{ key: main, handler: index.handler }}
resources:
  - {{ key: everything, path: src/all.tsx }}
permissions:
  scopes: [read:jira-work, storage:app]
  external: {{ fetch: {{ backend: [https://api.example.com] }} }}
"""

REMOTE = f"""\
app:
  id: {APP_ID}
  runtime: {{ name: nodejs24.x, memoryMB: 512 }}
  connect: {{ key: com.Example_app }}
modules:
  jira:issueViewBackgroundScript:
    - {{ key: time-background, resource: script, resolver: {{ endpoint: api }}, shouldReloadOnRefresh: false }}
  jira:issuePanel:
    - key: time-view
      title: Time
      icon: https://example.com/icon.svg
      resource: panel
      resolver: {{ endpoint: api }}
      displayConditions: {{ isLoggedIn: true }}
      unlicensedAccess: [unlicensed, customer]
  endpoint:
    - {{ key: api, remote: server, auth: {{ appUserToken: {{ enabled: true }} }} }}
remotes:
  - {{ key: server, baseUrl: "https://time.example.com", operations: [storage, compute] }}
resources:
  - {{ key: script, path: static/script }}
  - {{ key: panel, path: static/panel }}
permissions:
  scopes: {{ "read:app-user-token": null, "read:jira-work": {{ allowImpersonation: true }}, "write:jira-work": {{}} }}
"""

GLOBAL = """\
app: { runtime: { name: nodejs24.x } }
modules:
  jira:globalBackgroundScript:
    - { key: a-background, resource: s, render: native, experience: [board, dashboard] }
  jira:issuePanel:
    - { key: a-view, title: { i18n: panel.title }, icon: x, resource: v, render: native }
translations: { resources: [{ key: en-US, path: en.json }], fallback: { default: en-US } }
resources: [{ key: s, path: s.tsx }, { key: v, path: v.tsx }]
"""

CONFLUENCE = """\
app: { runtime: { name: nodejs24.x } }
modules:
  confluence:backgroundScript:
    - { key: news-background, resource: s, unlicensedAccess: [anonymous], displayConditions: { isAdmin: false } }
  confluence:homepageFeed:
    - { key: news-view, title: News, resource: v, viewportSize: large }
resources: [{ key: s, path: s }, { key: v, path: v }]
"""

CONNECT: dict[str, Any] = {
    "key": "time-app",
    "name": "Time app",
    "description": "Shows time.",
    "baseUrl": "https://time.example.com/jira",
    "vendor": {"name": "Us", "url": "https://example.com"},
    "authentication": {"type": "jwt"},
    "apiMigrations": {"signed-install": True, "gdpr": True},
    "lifecycle": {"installed": "/installed", "enabled": "/on"},
    "scopes": ["READ", "ACT_AS_USER"],
    "modules": {
        "jiraBackgroundScripts": [
            {"key": "s1", "url": "/s1", "location": {"type": "issue_view", "shouldReloadOnRefresh": False}},
        ],
        "webPanels": [
            {
                **{"key": "p1", "url": "/p1", "location": "atl.jira.view.issue.right.context", "weight": 5},
                "name": {"value": "Time spent", "i18n": "time.spent"},
                "conditions": [{"condition": "user_is_admin"}],
            },
            {"key": "p2", "url": "/p2", "location": "atl.jira.proj.config", "name": {"value": "Settings"}},
        ],
        "webhooks": [{"event": "jira:issue_created", "url": "/hook"}],
    },
}

SAMPLES = {
    "gadgets": ("manifest.yml", GADGETS, []),
    "remote": ("manifest.yml", REMOTE, []),
    "global": ("manifest.yml", GLOBAL, []),
    "confluence": ("manifest.yml", CONFLUENCE, []),
    "connect": ("atlassian-connect.json", json.dumps(CONNECT, indent=2), []),
    "to-forge": ("atlassian-connect.json", json.dumps(CONNECT, indent=2), ["--target=jira-issue"]),
    "moved": ("manifest.yml", GADGETS, ["--target=home-dashboard"]),
    "view-only": (
        "manifest.yml",
        re.sub(r"  jira:dashboardB(.|\n)*?(?=  jira)", "", GADGETS).replace("*main", "{}"),
        [],
    ),
    "hybrid": (
        "manifest.yml",
        "app: { id: x, runtime: { name: nodejs24.x }, connect: { key: old-app, remote: r } }\n"
        f"connectModules: {json.dumps({f'jira:{name}': value for name, value in CONNECT['modules'].items()})}\n"
        "remotes: [{ key: r, baseUrl: https://example.com }]\n",
        [f"--app-id={APP_ID}"],
    ),
}


def source(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def adopt(path, **chosen):
    """The answers and what was left, without a process; the project lies beside the file."""
    template = templates.current()
    questionnaire = Questionnaire(template.root)
    others = {name: Given(value, name) for name, value in chosen.items()}
    facts = facts_in(str(path), template, questionnaire, chosen)
    found = answers_in(facts, questionnaire, others, "app")
    return facts, {name: given.value for name, given in found.items()}, questionnaire


def leaves(value, way=""):
    """Every value of a document that is no mapping or list with something in it, and the way to it."""
    if isinstance(value, dict) and value:
        for name, child in value.items():
            yield from leaves(child, f"{way}.{name}" if way else name)
    elif isinstance(value, list) and value:
        for number, child in enumerate(value):
            yield from leaves(child, f"{way}[{number}]")
    else:
        yield way, value
