"""Variants of what rules look at: a mistake is found in each form, and nothing in what is allowed."""

import json
import shutil
from pathlib import Path

import pytest

from bgscript.check.engine import Checker
from tests.support.locks import LOCKS
from tests.support.small_app import BRIDGE, ISSUE, RESOLVER, SCRIPT, VIEW, codes, forge

VARIABLES = """\
app:
  id: ${APP_ID}
  runtime: { name: "${RUNTIME}", memoryMB: "${MEMORY}" }
modules:
  jira:issuePanel:
    - key: panel-${STAGE}
      title: ${TITLE}
      icon: ${ICON}
      resource: main
      allowMultiple: ${MANY}
      displayConditions: { isAdmin: "${ADMIN}" }
      unlicensedAccess: [ "${WHO}" ]
      resolver: { function: "${RESOLVER}" }
  function:
    - { key: resolver, handler: "${HANDLER}" }
resources:
  - { key: main, path: "${FOLDER}" }
remotes:
  - { key: backend, baseUrl: "${URL}" }
"""


@pytest.mark.parametrize("declared", ["", "environment:\n  variables: [APP_ID, TITLE, MANY]\n"])
def test_a_value_that_only_a_deploy_knows_is_not_judged(declared, tmp_path):
    (tmp_path / "manifest.yml").write_text(VARIABLES + declared)
    assert codes(tmp_path) == []


def test_a_property_with_such_a_value_is(tmp_path):
    (tmp_path / "manifest.yml").write_text(VARIABLES.replace("memoryMB", "memoryMb"))
    assert codes(tmp_path) == ["BG202"]


BUILT = ISSUE.replace("key: view, path: src/view.js", "key: view, path: static/view/build").replace(
    "resource: view, render: native", "resource: view"
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"static__view__vite.config.ts": "export default defineConfig({ plugins: [react()] });"}, ["BG235"]),
        ({"static__view__vite.config.ts": "export default defineConfig({ base: './' });"}, []),
        (
            {
                "static__view__vite.config.js": "export default {}",
                "static__view__package.json": '"vite build --base=./"',
            },
            [],
        ),
        ({"static__view__package.json": '{ "dependencies": { "react-scripts": "5" } }'}, ["BG235"]),
        ({"static__view__package.json": '{ "homepage": ".", "dependencies": { "react-scripts": "5" } }'}, []),
        ({"static__view__build__index.html": '<link href="/static/css/main.css" rel="stylesheet">'}, ["BG235"]),
        ({"static__view__build__index.html": "<base href='./'><script src='/assets/a.js'></script>"}, []),
        ({"static__view__build__index.html": "<script src='//cdn.example.com/a.js'></script>"}, []),
        ({"static__view__build__index.html": "<!-- <script src='/a.js'></script> --><script src='a.js'></script>"}, []),
    ],
)
def test_addresses_of_assets_are_relative(files, expected, tmp_path):
    files = {"src__script_js": SCRIPT, "static__view__src__view_js": VIEW, **files}
    assert codes(forge(tmp_path, BUILT, **files)) == expected


ALLOWED = "permissions:\n  external:\n    fetch:\n      backend: [{ address: ADDRESS }]\n"


@pytest.mark.parametrize(
    ("code", "allowed", "expected"),
    [
        ("fetch('https://api.example.com/a')", "", ["BG413"]),
        ("fetch(`https://api.example.com/${id}`)", "", ["BG413"]),
        ("const url = 'https://api.example.com';\nfetch(url)", "", ["BG413"]),
        ("globalThis.fetch('https://api.example.com')", "", ["BG413"]),
        ("fetch('https://api.example.com/a')", "https://api.example.com", []),
        ("fetch('https://api.example.com/a')", "api.example.com", []),
        ("fetch('https://api.example.com/a')", "'*.example.com'", []),
        ("fetch('https://api.example.com/a')", "'*'", []),
        ("fetch('https://example.com/a')", "'*.example.com'", ["BG413"]),
        ("fetch('https://api.example.com/a')", "https://example.com", ["BG413"]),
        ("fetch('https://api.atlassian.com/me')", "", []),
        ("fetch('/rest/a')", "", []),
        ("fetch(window.name)", "", []),
        ("const fetch = (url) => url;\nfetch('https://api.example.com')", "", []),
        ("// fetch('https://api.example.com')", "", []),
        ("cache.fetch('https://api.example.com')", "", []),
    ],
)
def test_an_address_that_is_not_allowed_is_found(code, allowed, expected, tmp_path):
    manifest = ISSUE + (ALLOWED.replace("ADDRESS", allowed) if allowed else "")
    assert codes(forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=f"{VIEW}{code}\n")) == expected


def test_pictures_are_addresses_too_and_what_forge_does_not_run_is_left_alone(tmp_path):
    files = {"src__script_js": SCRIPT, "server__index_js": "fetch('https://api.example.com');\n"}
    view = VIEW + 'export const A = () => <img src="https://pictures.example.com/a.png" alt="" />;\n'
    manifest = ISSUE.replace("src/view.js", "src/view.jsx")
    project = forge(tmp_path / "a", manifest, **files)
    (project / "src" / "view.jsx").write_text(view)
    assert codes(project) == ["BG413"]
    (project / "manifest.yml").write_text(
        (project / "manifest.yml").read_text()
        + "permissions:\n  external:\n    images: [{ address: https://pictures.example.com }]\n"
    )
    assert codes(project) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("new Modal({ resource: 'extra' }).open();", []),
        ("const options = { resource: 'extra', size: 'small' };\nnew Modal(options).open();", []),
        ("const KEY = 'extra';\nnew Modal({ resource: KEY }).open();", []),
        ("new Modal({ resource: 'extra', onClose }).open();", []),
        ("new Modal({ ...options }).open();", []),
        ("new Modal({ resource: name() }).open();", []),
        ("new Modal({ resource: null, size: 'small' }).open();", ["BG227"]),
        ("new Modal({ resource: 'other' }).open();", ["BG227", "BG234"]),
        ("class Modal2 {}\nnew Modal2({ resource: 'extra' });", ["BG227"]),
    ],
)
def test_a_resource_that_a_source_names_is_used(code, expected, tmp_path):
    manifest = f"{ISSUE}  - {{ key: extra, path: src/extra.js }}\n"
    view = VIEW.replace("{ events", "{ Modal, events") + code
    files = {"src__script_js": SCRIPT, "src__view_js": view, "src__extra_js": "export {};\n"}
    assert sorted(codes(forge(tmp_path, manifest, **files))) == expected


def test_a_frame_names_a_resource(tmp_path):
    manifest = f"{ISSUE}  - {{ key: extra, path: src/extra.js }}\n".replace("src/view.js", "src/view.jsx")
    project = forge(tmp_path, manifest, src__script_js=SCRIPT, src__extra_js="export {};\n")
    frame = "import { Frame } from '@forge/react';\nexport const A = () => <Frame resource=\"extra\" />;\n"
    (project / "src" / "view.jsx").write_text(frame + VIEW)
    assert codes(project) == []


def test_a_resolver_that_a_consumer_names_is_called(tmp_path):
    consumer = "  consumer:\n    - { key: work, queue: q, resolver: { function: run, method: work } }\n"
    function = "  function:\n    - { key: run, handler: index.handler }\n"
    manifest = ISSUE.replace("resources:", f"{consumer}{function}resources:")
    index = RESOLVER + "resolver.define('work', run);\nresolver.define('a', run);\nexport const handler = resolver;\n"
    files = {"src__index_js": index, "src__script_js": SCRIPT, "src__view_js": VIEW + "invoke('a');\n"}
    assert codes(forge(tmp_path, manifest, **files)) == []


@pytest.mark.parametrize(
    ("code", "scopes", "expected"),
    [
        ("const get = (path) => api.asUser().requestJira(path);\nget(route`/rest/api/3/myself`);", "", ["BG406"]),
        (
            "const get = (path) => api.asUser().requestJira(path);\nget(route`/rest/api/3/myself`);",
            "read:jira-user",
            [],
        ),
        ("const as = api.asApp();\nas.requestJira(route`/rest/api/3/myself`);", "", ["BG406"]),
        ("api.asApp().requestJira(assumeTrustedRoute('/rest/api/3/myself'));", "", ["BG406"]),
        ("const { requestJira } = api.asUser();\nrequestJira('/rest/api/3/' + 'myself');", "", ["BG406"]),
        ("api.asUser().requestJira(path());", "", ["BG406"]),
        ("api.asUser().requestJira(path());", "read:jira-work", []),
        ("other.requestJira(route`/rest/api/3/myself`);", "", []),
    ],
)
def test_calls_of_a_product_are_followed(code, scopes, expected, tmp_path):
    manifest = ISSUE + (f"permissions:\n  scopes: ['{scopes}']\n" if scopes else "")
    index = f"import api, {{ route, assumeTrustedRoute }} from '@forge/api';\n{code}\n"
    files = {"src__index_js": index, "src__script_js": SCRIPT, "src__view_js": VIEW}
    assert codes(forge(tmp_path, manifest, **files)) == expected


@pytest.mark.parametrize("kind", LOCKS)
def test_every_lock_file_is_read(kind, tmp_path):
    project = forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=VIEW)
    name, text = LOCKS[kind]
    (project / name).write_text(text)
    assert codes(project) == ["BG414"]
    (project / name).write_text(text.replace("5.17.0", "7.2.0"))
    assert codes(project) == []


DESCRIPTOR = {"key": "a", "baseUrl": "https://example.com", "authentication": {"type": "none"}, "modules": {}}


@pytest.mark.parametrize(
    ("more", "product"),
    [
        ({"contexts": ["account"], "modules": {"webPanels": []}, "scopes": ["repository"]}, "Bitbucket"),
        ({"modules": {"repoPages": []}, "baseUrl": "http://example.com"}, "Bitbucket"),
        ({"scopes": ["pullrequest:write"]}, "Bitbucket"),
        ({"modules": {"webItems": [{"location": "org.bitbucket.commit.summary.info"}]}}, "Bitbucket"),
        ({"modules": {"webPanels": [{"key": "a"}]}, "scopes": ["READ", "SPACE_ADMIN"]}, "Confluence"),
        ({"modules": {"dynamicContentMacros": []}, "scopes": ["SPACE_ADMIN"]}, "Confluence"),
        ({"modules": {"spaceToolsTabs": []}}, "Confluence"),
    ],
)
def test_a_descriptor_for_another_product_is_not_judged(more, product, tmp_path, bgscript):
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "atlassian-connect.json").write_text(json.dumps({**DESCRIPTOR, **more}))
    done = bgscript("check", "app")
    assert done.code == 0
    assert f"is for {product}" in done.out.replace("\n", " ")
    assert "no findings" in done.out


def test_a_manifest_of_something_else_is_not_judged(tmp_path, bgscript):
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "manifest.yml").write_text("applications:\n  - name: web\n    memory: 512M\n")
    done = bgscript("check", "app")
    assert (done.code, "not a manifest of Forge's" in done.out.replace("\n", " ")) == (0, True)


def test_any_app_is_checked(tmp_path):
    project = tmp_path / "app"
    shutil.copytree(Path(__file__).parent / "rules" / "BG604" / "right", project)
    manifest = project / "manifest.yml"
    text = "app: { id: ari:cloud:ecosystem::app/1 }\nmodules:\n  jira:globalPage: [{ key: a, title: A, resource: b }]\n"
    manifest.write_text(text)
    found = Checker().check(str(project))
    assert [(each.code, each.message) for each in found.findings] == [("BG201", "`app` needs `runtime`.")]


def test_names_that_are_not_imported_mean_nothing(tmp_path):
    view = BRIDGE.replace("events, ", "") + "const events = new Map();\nevents.on?.('nothing');\ninvoke2('nothing');\n"
    script = SCRIPT + "events.on('tell', console.log);\nevents.emit('ask');\n"
    assert codes(forge(tmp_path, ISSUE, src__script_js=script, src__view_js=view)) == []
