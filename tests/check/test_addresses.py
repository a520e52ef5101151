"""Addresses that the manifest does not allow: `check` and a project's `npm run validate` find the same."""

import json
import random

import pytest
import yaml

from bgscript.check.egress import Address, Allowed
from bgscript.check.engine import Checker
from bgscript.check.findings import Spot
from bgscript.check.manifest import interpolate
from bgscript.documents.document import parse
from tests.support.commands import run
from tests.support.golden import GOLDEN
from tests.support.paths import BIN, PLATFORM, TEMPLATES

(PROGRAM,) = TEMPLATES.rglob("scripts/addresses.mjs")

MANIFEST = """\
app: { id: ari:cloud:ecosystem::app/11111111-1111-4111-8111-111111111111, runtime: { name: nodejs24.x } }
modules:
  jira:issuePanel:
    - { key: panel, title: A, icon: https://example.com/a.svg, resource: view, resolver: { function: resolver } }
  function:
    - { key: resolver, handler: index.handler }
resources:
  - { key: view, path: build/view }
permissions:
  external:
    fetch: { backend: [{ address: https://api.allowed.com }], client: ["*.allowed.org"] }
    images: [{ address: https://pictures.allowed.com }]
"""
INDEX = "import Resolver from '@forge/resolver';\nexport const handler = new Resolver().getDefinitions();\n"

SOURCES = {
    "fetch('https://a.example.com');": "src/index.ts:3 fetch.backend a.example.com",
    "fetch('https://a.example.com/b?c', { method: 'POST' });": "src/index.ts:3 fetch.backend a.example.com",
    "fetch(`https://a.example.com/${handler}`);": "src/index.ts:3 fetch.backend a.example.com",
    "fetch(`https://a.example.com${handler}`);": "",
    "fetch(`https://${handler}/`);": "",
    "const url = 'https://a.example.com/x';\nfetch(url);": "src/index.ts:4 fetch.backend a.example.com",
    "globalThis.fetch('https://a.example.com:8443/');": "src/index.ts:3 fetch.backend a.example.com",
    "import { fetch } from '@forge/api';\nfetch('https://a.com');": "src/index.ts:4 fetch.backend a.com",
    "import api from '@forge/api';\napi.fetch('https://a.com');": "src/index.ts:4 fetch.backend a.com",
    "import { fetch } from './own';\nfetch('https://a.example.com');": "",
    "function fetch(url: string) { return url; }\nfetch('https://a.example.com');": "",
    "const own = { fetch: (url: string) => url };\nown.fetch('https://a.example.com');": "",
    "fetch('https://api.allowed.com/x');": "",
    "fetch('https://x.allowed.org');": "",
    "fetch('https://allowed.org');": "src/index.ts:3 fetch.backend allowed.org",
    "fetch('https://api.atlassian.com/x');": "",
    "fetch('http://a.example.com');": "",
    "fetch('https://localhost/x');": "",
    "// fetch('https://a.example.com');\nconst text = \"fetch('https://a.example.com')\";": "",
}
VIEWS = {
    "fetch('https://a.example.com');": "src/view/index.tsx:1 fetch.client a.example.com",
    "export const a = <img src='https://a.example.com/a.png' />;": "src/view/index.tsx:1 images a.example.com",
    "export const a = <img src={`https://a.example.com/a.png`} />;": "src/view/index.tsx:1 images a.example.com",
    "export const a = <a href='https://a.example.com'>a</a>;": "",
    "export const a = <img src='https://pictures.allowed.com/a.png' />;": "",
    "export const a = <img src='https://secure.gravatar.com/a.png' />;": "",
    "import { load } from '../load';\nload();": "src/load.ts:1 fetch.client b.example.com",
    "import { load } from '#own/load';\nload();": "src/load.ts:1 fetch.client b.example.com",
}


@pytest.fixture
def project(tmp_path):
    def make(index=INDEX, view="export {};", manifest=MANIFEST):
        for name, text in {
            "manifest.yml": manifest,
            "package.json": '{ "imports": { "#own/*.css": "./src/*.css", "#own/*": "./src/*.ts" } }',
            "src/index.ts": index,
            "src/own.ts": "export const fetch = (url: string) => url;\n",
            "src/load.ts": "export const load = () => fetch('https://b.example.com/x');\n",
            "src/view/index.tsx": view,
        }.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        if not (tmp_path / "node_modules").exists():
            (tmp_path / "node_modules").symlink_to(PLATFORM / "node_modules")
            (tmp_path / "scripts").mkdir()
            (tmp_path / "scripts" / "addresses.mjs").write_text(PROGRAM.read_text())
        return tmp_path

    return make


ASK = """
import { checkAddresses } from './scripts/addresses.mjs';
for (const { file, line, message } of checkAddresses()) console.log(`${file}:${line} ${message}`);
"""


def theirs(folder):
    """What the project's program finds."""
    (folder / "ask.mjs").write_text(ASK)
    done = run(BIN / "node", "ask.mjs", cwd=folder)
    assert (done.code, done.err) == (0, "")
    found = [line.split() for line in done.out.splitlines()]
    return [f"{line[0]} {line[-3].removeprefix('permissions.external.')} {line[3].rstrip(':')}" for line in found]


def ours(folder):
    """What check finds."""
    found = [each for each in Checker().check(str(folder)).findings if each.code == "BG413"]
    return [
        f"{each.file}:{each.line} {each.hint.split('`')[3].removeprefix('permissions.external.')}"
        f" {each.message.split('`')[1]}"
        for each in found
    ]


@pytest.mark.parametrize("source", SOURCES)
def test_in_a_function(source, project, platform):
    folder = project(index=INDEX + source + "\n")
    assert (ours(folder), theirs(folder)) == ([SOURCES[source]] if SOURCES[source] else [],) * 2


@pytest.mark.parametrize("source", VIEWS)
def test_in_a_view(source, project, platform):
    folder = project(view=source + "\n")
    assert (ours(folder), theirs(folder)) == ([VIEWS[source]] if VIEWS[source] else [],) * 2


EXTERNALS = [
    None,
    {"fetch": {"backend": ["api.example.com"]}},
    {"fetch": {"client": [{"address": "https://API.example.com:8443/x"}]}},
    {"fetch": {"backend": ["*.example.com"], "client": ["https://other.com"]}},
    {"fetch": {"backend": ["*"]}},
    {"fetch": {"backend": [{"remote": "backend"}]}},
    {"fetch": {"backend": [{"remote": "none"}]}},
    {"fetch": {"backend": ["${HOST}"]}},
    {"fetch": {"backend": ["https://${KNOWN}"]}},
    {"images": ["https://api.example.com/*"]},
    {"images": [{"address": "*.example.com"}], "fetch": {"backend": []}},
    {"configurable": {"fetch": True}},
]
HOSTS = [
    *(
        "api.example.com",
        "API.example.com",
        "example.com",
        "a.api.example.com",
        "other.com",
        "known.com",
        "notexample.com",
    ),
    *("my.atlassian.net", "atlassian.com.evil.com", "secure.gravatar.com", "bitbucket.org", "remote.com"),
]
MATCH = """
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { allowedBy, readManifest } from './scripts/addresses.mjs';
const { texts, hosts } = JSON.parse(readFileSync('ask.json', 'utf8'));
console.log(JSON.stringify(texts.map((text) => {
  const allowed = allowedBy(readManifest(text));
  return ['fetch', 'images'].map((kind) => hosts.map((host) => allowed(kind, host)));
})));
"""


def test_both_matchers_say_the_same(project, platform):
    folder, chance = project(), random.Random(7)
    texts = []
    for external in EXTERNALS:
        for providers in (None, {"auth": []}):
            parts = {
                "permissions": {"external": external} if external else None,
                "remotes": [{"key": "backend", "baseUrl": "https://remote.com/x"}],
                "environment": {"variables": ["HOST", {"key": "KNOWN", "default": "known.com"}]},
                "providers": providers,
            }
            texts.append(yaml.safe_dump({name: part for name, part in parts.items() if part}))
    chance.shuffle(texts)
    (folder / "ask.json").write_text(json.dumps({"texts": texts, "hosts": HOSTS}))
    (folder / "ask.mjs").write_text(MATCH)
    done = run(BIN / "node", "ask.mjs", cwd=folder)
    assert done.code == 0, done.err
    seen = set()
    for text, answers in zip(texts, json.loads(done.out), strict=True):
        root = parse(text.encode(), "manifest.yml")
        interpolate(root)
        allowed = Allowed(root)
        for kind, found in zip(("fetch", "images"), answers, strict=True):
            expected = [allowed.has(Address(host, "", kind, "", Spot())) for host in HOSTS]
            assert found == expected, (text, kind)
            seen.update(expected)
    assert seen == {True, False}


def test_a_generated_project_has_none(platform):
    for name in ("home-dashboard", "home-dashboard-ui-kit"):
        assert ours(GOLDEN / name) == []
