"""Adopted apps at work: built by their own bundler, judged by Atlassian's validator, in a browser."""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.adopting import NAMES, found, repository
from tests.support.commands import run, run_bgscript
from tests.support.golden import GOLDEN
from tests.support.handshake import ORDERS, PAGES, reasons
from tests.support.layers import exhaustive
from tests.support.node import node, validate
from tests.support.parts import give_packages
from tests.support.paths import BIN
from tests.support.projects import pretend_to_build
from tests.support.sandbox import write

pytestmark = pytest.mark.usefixtures("git")

NEW = [name for name in NAMES if name != "scripted"]

REACT = """\
import { createRoot } from 'react-dom/client';
LINE

function App() {
  USE
  const text = state.status === 'ready' ? state.data.items.map((item: { label: string }) => item.label).join(', ') : '';
  return (
    <p data-state={state.status} data-revision={state.revision} aria-busy={state.busy} onClick={reload}>
      {text || 'Loading'}
    </p>
  );
}

createRoot(document.getElementById('root')!).render(<App />);
"""

PLAIN = """\
LINE

const root = document.getElementById('clock');
connect((state) => {
  root.dataset.state = state.status;
  root.dataset.revision = String(state.revision);
  root.setAttribute('aria-busy', String(state.busy));
  root.textContent = state.status === 'ready' ? state.data.items.map((item) => item.label).join(', ') : 'Loading';
});
"""

DATA = """\
import { invoke } from '@forge/bridge';
import type { Load } from '#bgscript/script';
import type { SharedData } from './contract';

export const loadData: Load<SharedData> = async () => {
  const labels = (await invoke('RESOLVER')) as string[];
  return { loadedAt: new Date().toISOString(), items: labels.map((label) => ({ id: label, label, value: 1 })) };
};
"""

SHOWN = {
    "root-vite": ("src/main.jsx", ".", "getTeam", "src/resolvers/index.js"),
    "vite-tsx": ("static/widget/src/main.tsx", "static/widget", "getRegions", "src/index.ts"),
    "vanilla": ("static/clock/src/clock.js", "static/clock", "", ""),
}
"""The view's file, its package, the resolver that the script calls, and where the handler is."""

BUILT = [exhaustive(name) for name in SHOWN]


def adopt(name: str, top: Path) -> Path:
    app = repository(name, top / name)
    done = run_bgscript("adopt", app, "-y", cwd=top)
    assert done.code == 0, done.err
    return app


def connect(name: str, app: Path) -> None:
    """Do what the owner does: two lines in the view, and the call in data.ts."""
    view = found(repository(name, app.parent / "again" / name)).views[0].view
    file, _, resolver, _ = SHOWN[name]
    text = PLAIN if name == "vanilla" else REACT
    line, use = view.lines
    text = text.replace("LINE", line).replace("USE", use)
    if file.endswith(".jsx"):
        text = text.replace(": { label: string }", "").replace("')!)", "'))")
    write(app, {file: text})
    if resolver:
        write(app, {"background/src/data.ts": DATA.replace("RESOLVER", resolver)})


def build(name: str, app: Path, packages: Path) -> None:
    """Build view and script with the commands that their packages have."""
    for folder in (app / SHOWN[name][1], app / "background"):
        give_packages(folder, packages)
        done = run(BIN / "npm", "run", "--silent", "build", cwd=folder)
        assert done.code == 0, done.out + done.err


@pytest.mark.parametrize("names", [("two-homes", "ui-kit-ts"), exhaustive(tuple(NEW))], ids=["two", "all"])
def test_atlassian_s_validator_says_the_same_before_and_after(names, platform, tmp_path):
    before = {name: repository(name, tmp_path / "before" / name) for name in names}
    after = {name: adopt(name, tmp_path) for name in names}
    for folder in [*before.values(), *after.values()]:
        pretend_to_build(folder)
    said = validate([*before.values(), *after.values()])
    assert {name: said[str(folder)] for name, folder in after.items()} == {
        name: said[str(folder)] for name, folder in before.items()
    }


@pytest.fixture(scope="module")
def ready(platform, tmp_path_factory):
    """Makes an adopted app, with its owner's two lines, built. Each is made once."""
    made = {}

    def make(name: str) -> Path:
        if name not in made:
            app = adopt(name, tmp_path_factory.mktemp("ready"))
            connect(name, app)
            build(name, app, platform)
            made[name] = app
        return made[name]

    return make


@pytest.mark.parametrize("name", BUILT)
def test_it_builds_with_its_own_bundler_and_its_part_passes_its_checks(name, ready):
    app = ready(name)
    assert (app / "background" / "build" / "index.html").is_file()
    for script in ("typecheck", "validate"):
        done = run(BIN / "npm", "--prefix", "background", "run", "--silent", script, cwd=app)
        assert done.code == 0, done.out + done.err


@pytest.mark.exhaustive
def test_the_tests_of_the_part_pass_before_its_owner_does_anything(platform, tmp_path):
    app = adopt("cra", tmp_path)
    give_packages(app / "background", platform)
    done = run(BIN / "npm", "--prefix", "background", "run", "--silent", "check", cwd=app)
    assert done.code == 0, done.out + done.err


@pytest.mark.exhaustive
def test_ui_kit_passes_its_owner_s_strict_compiler(platform, tmp_path):
    app = adopt("ui-kit-ts", tmp_path)
    give_packages(app, platform)
    view = app / "src" / "frontend" / "index.tsx"
    shown = found(repository("ui-kit-ts", tmp_path / "again")).views[0].view
    line, use = shown.lines
    text = view.read_text().replace("import { invoke } from '@forge/bridge';", line)
    body = f"{use}\n  return <Text>{{state.status === 'ready' ? state.data.items.length : reload.name}}</Text>;\n}};"
    head, _, tail = text.partition("  const [news")
    view.write_text(f"{head}  {body}{tail.partition('};')[2]}".replace("React, { useEffect, useState }", "React"))
    done = run(BIN / "node", platform / "node_modules" / "typescript" / "bin" / "tsc", "--noEmit", cwd=app)
    assert (done.code, done.out) == (0, "")
    bad = view.read_text().replace("useSharedData();", "useSharedData(5);")
    view.write_text(bad)
    done = run(BIN / "node", platform / "node_modules" / "typescript" / "bin" / "tsc", "--noEmit", cwd=app)
    assert "error TS2345" in done.out


def page(name: str, app: Path, folder: Path) -> Path:
    """The built script and view in the folders in which the host of the tests looks for them."""
    shutil.copytree(app / "background" / "build", folder / "build" / "background")
    shutil.copytree(app / SHOWN[name][1] / "dist", folder / "build" / "view")
    shutil.copytree(GOLDEN / "jira-issue" / "bgscript" / "preview", folder / "bgscript" / "preview")
    shutil.copy(app / "manifest.yml", folder)
    (folder / "src").mkdir()
    (folder / "src" / "index.ts").write_text(f"export {{ handler }} from {json.dumps(str(app / SHOWN[name][3]))};\n")
    return folder


@pytest.mark.exhaustive
def test_script_and_view_meet_in_a_browser_in_every_order(ready, chromium, tmp_path):
    name = "root-vite"
    project = {"name": name, "dir": str(page(name, ready(name), tmp_path / "page")), "pages": PAGES["jira-issue"]}
    spec = {"projects": [project], "orders": ORDERS[:6], "runs": 2, "delivery": ["async", "sync"], "parallel": 4}
    results = [json.loads(line) for line in node("browser.mjs", spec).splitlines()]
    assert len(results) == 12
    assert {(each["order"], each["delivery"]): reasons(each) for each in results if each["failures"]} == {}
