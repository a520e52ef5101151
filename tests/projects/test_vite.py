"""An owner's ``vite.config.mjs`` does the same for build, preview and tests."""

import json
import re
import shutil

import pytest

from tests.support.commands import run
from tests.support.golden import GOLDEN
from tests.support.layers import exhaustive_but
from tests.support.node import node
from tests.support.paths import BIN
from tests.support.projects import scripts

PAGES = [
    name
    for name in sorted(path.name for path in GOLDEN.iterdir())
    if "build.mjs" in scripts(GOLDEN / name).get("build", "")
]
WAYS = ["build", "preview", "tests"]
FILES = {
    "vite.config.mjs": """\
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { bgscript } from './bgscript/vite.mjs';

const shared = fileURLToPath(new URL('./src/shared', import.meta.url));
/** As Tailwind's plugin does: it writes styles where a style sheet asks for them, of what it finds below `root`. */
const utilities = {
  name: 'utilities',
  enforce: 'pre',
  configResolved({ root }) { utilities.root = root; },
  transform(code, id) {
    if (!id.split('?')[0].endsWith('.css')) return null;
    return code.replace('@utilities;', `.root-${utilities.root.replace(/.*[\\\\/]/, '')} { letter-spacing: 3px; }`);
  },
};

export default defineConfig({
  plugins: [bgscript(), utilities],
  define: { __DEFINED__: '"defined"' },
  resolve: { alias: { '@': '/src', '~shared': shared } },
});
""",
    "postcss.config.mjs": """\
const step = { postcssPlugin: 'step', Declaration(found) { found.value = found.value.replace('step()', '8px'); } };

export default { plugins: [step] };
""",
    ".env": "VITE_GREETING=Good morning\nSECRET=not for people\n",
    "src/shared/word.ts": "export const word = 'from an alias';\n",
    "src/shared/base.css": ".base { color: red; }\n",
    "src/shared/look.css": "@import '@/shared/base.css';\n.look { padding: step(); }\n@utilities;\n",
    "src/shared/card.module.css": ".card { margin: step(); }\n",
    "src/probe/index.html": '<!doctype html><head><script type="module" src="./index.ts"></script></head>\n',
    "src/probe/index.ts": """\
import '~shared/look.css';
import { word } from '@/shared/word';
import { word as same } from '~shared/word';
import styles from '@/shared/card.module.css';

const { VITE_GREETING, SECRET } = import.meta.env;
Object.assign(globalThis, { probe: { VITE_GREETING, SECRET, word, same, defined: __DEFINED__, ...styles } });
""",
}


@pytest.fixture
def probe(installed, tmp_path):
    """What each way makes of the probe, in a project with these files."""

    def make(name, changed=None, ways=WAYS):
        project = tmp_path / name
        if not project.exists():
            shutil.copytree(installed[name], project, symlinks=True)
        for path, text in {**FILES, **(changed or {})}.items():
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(text)
        return json.loads(node("vite.mjs", {"projects": [{"name": name, "dir": str(project)}], "ways": ways}))[name]

    return make


@pytest.mark.parametrize("name", exhaustive_but(PAGES, "home-dashboard"))
def test_variables_aliases_and_styles_are_the_same_in_build_preview_and_tests(name, probe):
    found = probe(name)
    card = found["build"]["values"].pop("card")
    assert re.fullmatch(r"_card_\w+", card)
    values = {
        "VITE_GREETING": "Good morning",
        "word": "from an alias",
        "same": "from an alias",
        "defined": "defined",
    }
    rules = [
        f".{card}{{margin:8px}}",
        ".base{color:red}",
        ".look{padding:8px}",
        f".root-{name}{{letter-spacing:3px}}",
    ]
    assert found.pop("build") == {"values": values, "rules": sorted(rules)}
    others = {"values": values | {"card": card}, "rules": sorted(rules)}
    assert found == {"preview": others, "tests": others}


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["connect", "confluence-ui-kit"])
def test_the_build_of_a_server_reads_the_same_settings(name, installed, tmp_path):
    project = shutil.copytree(installed[name], tmp_path / name, symlinks=True)
    for path, text in FILES.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)
    resolvers = project / "src/resolvers/index.ts"
    resolvers.write_text("import { word } from '@/shared/word';\n" + resolvers.read_text() + "\nconsole.log(word);\n")
    done = run(BIN / "node", "bgscript/scripts/build-server.mjs", cwd=project)
    assert done.code == 0, done.err
    built = "".join(file.read_text() for file in (project / "build/server").rglob("*.*js"))
    assert ("from an alias" in built, "@/shared" in built) == (True, False)


def test_a_front_end_is_one_folder_that_names_its_own_files_only(built):
    for name in ("view", "background"):
        page = (built["home-dashboard"] / "build" / name / "index.html").read_text()
        named = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert named
        for path in named:
            assert re.fullmatch(r"\./assets/[\w.-]+", path)
            assert (built["home-dashboard"] / "build" / name / path).is_file()
        assert not (built["home-dashboard"] / "build" / name / "src").exists()
