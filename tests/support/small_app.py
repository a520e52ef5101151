"""Small apps of somebody else, and what `bgscript check` finds in them."""

from bgscript.check.engine import Checker

EXPECTED = {"BG501", "BG601", "BG602", "BG603"}
"""What golden projects may have: the placeholder, and modules that end."""


def check(project):
    return Checker().check(str(project))


def errors(findings):
    return [finding for finding in findings if finding.startswith("error")]


def forge(folder, manifest, **files):
    """A Forge project that bgscript did not make."""
    head = "app:\n  id: ari:cloud:ecosystem::app/1\n  runtime: { name: nodejs24.x }\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.yml").write_text(head + manifest)
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_js", ".js")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


ISSUE = """\
modules:
  jira:issueViewBackgroundScript:
    - { key: script, resource: script, render: native }
  jira:issuePanel:
    - { key: panel, resource: view, render: native, title: Panel, icon: https://example.com/icon.svg }
resources:
  - { key: script, path: src/script.js }
  - { key: view, path: src/view.js }
"""

BRIDGE = "import { events, invoke } from '@forge/bridge';\n"

SCRIPT = BRIDGE + "events.on('ask', () => {\n  events.emit('tell', 1);\n});\n"

VIEW = BRIDGE + "events.on('tell', show);\nevents.emit('ask');\n"


def codes(project):
    return [finding.code for finding in check(project).findings]


RESOLVER = "import Resolver from '@forge/resolver';\nconst resolver = new Resolver();\n"
