"""An adopted app's own ESLint and Prettier say what they said before: of its own files, and nothing of the new ones."""

import json

import pytest

from tests.support.adopting import files_of, repository
from tests.support.commands import run, run_bgscript
from tests.support.layers import exhaustive_but
from tests.support.parts import give_packages
from tests.support.paths import BIN
from tests.support.sandbox import commit

pytestmark = pytest.mark.usefixtures("git")

ESLINT = """\
import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';

const files = ['**/*.{ts,tsx}'];
const strict = [...typescript.configs.strictTypeChecked, ...typescript.configs.stylisticTypeChecked];
const plain = [{ languageOptions: { parser: typescript.parser } }];
const typed = { languageOptions: { parserOptions: { projectService: true } } };
export default [
  js.configs.recommended,
  { files: ['**/*.{js,jsx}'], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
  ...(STRICT ? [...strict, typed] : plain).map((each) => ({ ...each, files })),
  { plugins: { 'react-hooks': hooks }, rules: hooks.configs.recommended.rules },
];
"""
"""A configuration at the root, which knows no globals: neither those of browsers nor those of Node.js."""

PRETTIER = ["{}\n", '{ "useTabs": true, "semi": false, "printWidth": 60, "quoteProps": "consistent" }\n']
SHAPES = ("cra", "vite-tsx", "ui-kit-js", "ui-kit-ts")


def problems(app, platform):
    """What ESLint finds: file, rule and message."""
    program = platform / "node_modules" / "eslint" / "bin" / "eslint.js"
    done = run(BIN / "node", program, ".", "--format=json", cwd=app)
    assert done.code in (0, 1), done.err
    return {
        (each["filePath"].removeprefix(f"{app}/"), found["ruleId"], found["message"])
        for each in json.loads(done.out)
        for found in each["messages"]
    }


def unformatted(app, platform):
    """The files that Prettier would change."""
    program = platform / "node_modules" / "prettier" / "bin" / "prettier.cjs"
    done = run(BIN / "node", program, "--list-different", ".", cwd=app)
    assert done.code in (0, 1), done.err
    return set(done.out.splitlines())


@pytest.mark.parametrize("name", exhaustive_but(SHAPES, "ui-kit-js"))
def test_eslint_and_prettier_of_the_app_find_nothing_in_what_is_new(name, platform, tmp_path):
    app = repository(name, tmp_path / "app", changes={".gitignore": "node_modules\n", ".prettierrc.json": PRETTIER[0]})
    give_packages(app, platform)
    commit(app, "with packages")
    theirs = files_of(app).keys() | {"eslint.config.mjs"}
    done = run_bgscript("adopt", app, "-y", cwd=tmp_path)
    assert done.code == 0, done.err
    if (app / "background").is_dir():
        give_packages(app / "background", platform)
        built = run(BIN / "npm", "--prefix", "background", "run", "--silent", "build", cwd=app)
        assert built.code == 0, built.err

    # a warning by default: this file has nothing that these rules find
    unused = "Unused eslint-disable directive (no problems were reported)."
    expected = {(path, None, unused) for path in files_of(app) if path.endswith("background/useSharedData.js")}
    assert len(expected) == 1
    for is_strict in ("false", "true") if name.endswith(("tsx", "ts")) else ("false",):
        (app / "eslint.config.mjs").write_text(ESLINT.replace("STRICT", is_strict))
        assert {each for each in problems(app, platform) if each[0] not in theirs} == expected
    for settings in PRETTIER:
        (app / ".prettierrc.json").write_text(settings)
        assert unformatted(app, platform) <= theirs
    (app / ".prettierrc.json").write_text(PRETTIER[0])
    assert "manifest.yml" not in unformatted(app, platform)
