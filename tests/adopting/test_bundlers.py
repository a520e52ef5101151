"""Adopted apps with the bundlers that they have: Forge's for UI Kit, Create React App's (React 16), Vite (React 19).

Each is adopted, gets its owner's two lines, is built, and is shown in Chromium with the real bridge.
"""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.adopting import found, repository
from tests.support.commands import run, run_bgscript
from tests.support.golden import GOLDEN
from tests.support.handshake import ORDERS, PAGES, reasons
from tests.support.node import node
from tests.support.parts import give_packages
from tests.support.paths import BIN
from tests.support.sandbox import write

pytestmark = [pytest.mark.usefixtures("git"), pytest.mark.exhaustive]

BODY = """\
IMPORTS
LINE

function App() {
  USE
  void reload;
  const text = state.status === 'ready' ? state.data.items.map((each) => each.label).join(', ') : 'Loading';
  return (
    <ROOT data-state={state.status} data-revision={state.revision} aria-busy={state.busy}>
      {text}
    </ROOT>
  );
}

END
"""

UI_KIT = (
    "import React from 'react';\nimport ForgeReconciler, { Box } from '@forge/react';",
    "Box",
    "ForgeReconciler.render(<App />);",
)
REACT_16 = (
    "import React, { version } from 'react';",
    "p",
    "if (!version.startsWith('16.')) throw new Error(version);\n\nexport default App;",
)
REACT_19 = (
    "import { version } from 'react';\nimport { createRoot } from 'react-dom/client';",
    "p",
    "if (!version.startsWith('19.')) throw new Error(version);\n\n"
    "createRoot(document.getElementById('root')!).render(<App />);",
)

DATA = """\
import { invoke } from '@forge/bridge';
TYPES
export const loadData = async () => {
  const said = await invoke('RESOLVER');
  const labels = Array.isArray(said) ? said : [said];
  return { loadedAt: new Date().toISOString(), items: labels.map((label) => ({ id: label, label, value: 1 })) };
};
"""

APPS = {
    "cra": ("static/notes/src/App.js", REACT_16, "getNotes", "src/index.js", "jira-issue"),
    "vite-tsx": ("static/widget/src/main.tsx", REACT_19, "getRegions", "src/index.ts", "home-dashboard"),
    "ui-kit-js": ("src/frontend/index.jsx", UI_KIT, "getNews", "src/index.js", "confluence"),
    "ui-kit-ts": ("src/frontend/index.tsx", UI_KIT, "getNews", "src/index.ts", "jira-dashboard"),
}
"""The view's file, how it is written, the resolver that the script calls, where its handler is, and its target."""


def adopted(name: str, top: Path) -> Path:
    """An adopted app with its owner's two lines, and the call in data.ts."""
    file, (imports, root, end), resolver, _, _ = APPS[name]
    view = next(each.view for each in found(repository(name, top / "again")).views)
    app = repository(name, top / name)
    done = run_bgscript("adopt", app, "-y", cwd=top)
    assert done.code == 0, done.err
    text = BODY
    for word, by in zip(("IMPORTS", "LINE", "USE", "ROOT", "END"), (imports, *view.lines, root, end), strict=True):
        text = text.replace(word, by)
    typed = file.endswith(".tsx")
    write(app, {file: text.replace("(each)", "(each: { label: string })") if typed else text})
    [data] = [*app.glob("background/src/data.*"), *app.glob("src/background/data.*")]
    text = DATA.replace("RESOLVER", resolver).replace("TYPES", "")
    data.write_text(text.replace("(label)", "(label: string)") if data.suffix == ".ts" else text)
    return app


def give(folder: Path, platform: Path, bundlers: Path, react: int) -> None:
    """Install packages, with a React of the app's own; links lead to those of the tests."""
    packages = folder / "node_modules"
    packages.mkdir()
    own = {"react": f"react-{react}", "react-dom": f"react-dom-{react}"}
    for name, folder_of_it in own.items():
        shutil.copytree(bundlers / "node_modules" / folder_of_it, packages / name)
    for path in (platform / "node_modules").iterdir():
        if path.name not in (*own, "scheduler", ".bin", ".package-lock.json"):
            (packages / path.name).symlink_to(path)
    if not (packages / "react-dom" / "node_modules" / "scheduler").exists():
        shutil.copytree(bundlers / "node_modules" / "scheduler", packages / "scheduler")
    shutil.copytree(platform / "node_modules" / ".bin", packages / ".bin", symlinks=True)
    for link in (packages / ".bin").iterdir():
        target = (platform / "node_modules" / ".bin" / link.name).resolve()
        link.unlink()
        link.symlink_to(target)
    (packages / ".bin" / "react-scripts").symlink_to(bundlers / "react-scripts.cjs")


def build(name: str, app: Path, platform: Path, bundlers: Path) -> None:
    """Build the view with the bundler of the app, and the script with its own."""
    if name.startswith("ui-kit"):
        give_packages(app, platform)
        view = APPS[name][0]
        script = next((app / "src" / "background").glob("index.*sx")).relative_to(app).as_posix()
        spec = {"resources": {"background": script, "view": view}, "folder": str(app / "built")}
        done = run(BIN / "node", bundlers / "forge.cjs", json.dumps(spec), cwd=app)
        assert done.code == 0, done.out + done.err
        for page in (app / "built").glob("*/index.html"):
            with_renderer(page)
        return
    folder = app / APPS[name][0].partition("/src/")[0]
    give(folder, platform, bundlers, 16 if name == "cra" else 19)
    give_packages(app / "background", platform)
    for each in (folder, app / "background"):
        done = run(BIN / "npm", "run", "--silent", "build", cwd=each)
        assert done.code == 0, done.out + done.err
    built = next(path for path in (folder / "build", folder / "dist") if path.is_dir())
    shutil.copytree(built, app / "built" / "view")
    shutil.copytree(app / "background" / "build", app / "built" / "background")


def with_renderer(page: Path) -> None:
    """What the host adds to UI Kit: an element, and what renders into it."""
    text = page.read_text()
    assert "<body>" in text
    text = text.replace("<body>", '<body><div id="root"></div>')
    script = '<script type="module" src="/preview/uikit.js"></script>'
    page.write_text(text.replace("<script", f"{script}<script", 1))


def host_folder(name: str, app: Path, folder: Path) -> Path:
    """The built app in the folders in which the host of the tests looks for it."""
    shutil.copytree(app / "built", folder / "build")
    shutil.copytree(GOLDEN / "home-dashboard-ui-kit" / "bgscript" / "preview", folder / "bgscript" / "preview")
    shutil.copy(app / "manifest.yml", folder)
    (folder / "src").mkdir()
    handler = json.dumps(str(app / APPS[name][3]))
    (folder / "src" / "index.ts").write_text(f"export {{ handler }} from {handler};\n")
    return folder


@pytest.mark.parametrize("name", APPS)
def test_script_and_view_meet_in_a_browser_in_both_orders(name, platform, bundlers, chromium, tmp_path):
    app = adopted(name, tmp_path)
    build(name, app, platform, bundlers)
    folder = host_folder(name, app, tmp_path / "page")
    project = {"name": name, "dir": str(folder), "pages": PAGES[APPS[name][4]]}
    spec = {"projects": [project], "orders": ORDERS[:6], "runs": 2, "delivery": ["async", "sync"], "parallel": 4}
    results = [json.loads(line) for line in node("browser.mjs", spec).splitlines()]
    assert len(results) == 12
    assert {(each["order"], each["delivery"]): reasons(each) for each in results if each["failures"]} == {}
