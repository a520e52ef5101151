"""Parts of apps that exist, as `bgscript adopt` renders them, and small apps for them."""

import re
import shutil
from pathlib import Path

from tests.support.paths import TEMPLATES
from tests.support.projects import render

COMPILED = ("client.js", "client.d.ts", "useSharedData.js", "useSharedData.d.ts", "script.js", "script.d.ts")
"""The files that tools/client.py makes: the same bytes in each part."""

CUSTOM_UI = {
    **{"shape": "part", "target": "jira-issue", "also": ["confluence"], "app_name": "Sprint Health"},
    **{"owner_views": ["static/panel", "."], "script_resource": "background-2", "owner_language": "js"},
    "owner_calls": {"jira-issue": "function:resolver", "confluence": "endpoint:remote"},
}

UI_KIT = {"shape": "part", "target": "jira-dashboard", "ui": "ui-kit", "app_name": "Sprint Health"}

PARTS = {
    "custom-ui": CUSTOM_UI,
    "ui-kit": {**UI_KIT, "owner_language": "ts", "owner_calls": {"jira-dashboard": "endpoint:remote"}},
    "ui-kit-js": {**UI_KIT, "owner_language": "js", "target": "jira-global", "experience": ["board", "issue-view"]},
}
"""Their answers."""

MANIFEST = """\
app:
  id: ari:cloud:ecosystem::app/0a1b2c3d-0000-4000-8000-00000000000f
  runtime:
    name: nodejs24.x
modules:
  jira:issuePanel:
    - key: panel # the owner's
      resource: main
      title: Sprint health
      icon: https://developer.atlassian.com/platform/forge/images/icons/issue-panel-icon.svg
  function:
    - key: resolver
      handler: index.handler
resources:
  - key: main
    path: static/panel/build
"""
"""An app's own, before."""


def compiled(name: str) -> Path:
    """One of the compiled files, in the template."""
    (found,) = (TEMPLATES / "part").glob(f"*/{name}")
    return found


def app_with_part(folder: Path) -> Path:
    """An app in Custom UI that has a part. Its views are not built."""
    render({**CUSTOM_UI, "also": [], "owner_calls": {"jira-issue": "function:resolver"}}, folder)
    rendered = (folder / "manifest.yml").read_text()
    _, modules, resources = re.split(r"^modules:\n|^resources:\n", rendered, flags=re.MULTILINE)
    own = MANIFEST.replace("modules:\n", f"modules:\n{modules.rstrip()}\n")
    (folder / "manifest.yml").write_text(own + resources)
    (folder / "src").mkdir(exist_ok=True)
    (folder / "src" / "index.js").write_text("export const handler = () => undefined;\n")
    return folder


def give_packages(folder: Path, packages: Path) -> None:
    """Install the packages of a folder, by a link to those of tests/platform."""
    (folder / "node_modules").symlink_to(packages / "node_modules")


def copy_of_the_template(folder: Path) -> Path:
    """The template, for changes."""
    shutil.copytree(TEMPLATES, folder)
    return folder
