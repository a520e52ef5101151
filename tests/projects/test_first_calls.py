"""The first calls that an owner adds, as the project's README tells them: applied from its text, then checked."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.commands import run, tree
from tests.support.golden import GOLDEN
from tests.support.layers import exhaustive
from tests.support.node import check, validate
from tests.support.paths import BIN
from tests.support.projects import install, is_forge, pretend_to_build

HOMES = {
    "confluence": ["--target=confluence", "--unlicensed-access=anonymous"],
    "jira-issue-ui-kit": ["--target=jira-issue", "--ui=ui-kit"],
}

CALL = r"### Call (?:Jira|Confluence)"
STORE = "### Store something"


@pytest.fixture
def project(bgscript, tmp_path, platform):
    """Makes a project, ready for its checks."""

    def make(*flags: str) -> Path:
        assert bgscript("new", "mine", "--yes", "--no-git", *flags).code == 0
        folder = install(tmp_path / "mine")
        if "--ui=ui-kit" not in flags and (folder / "manifest.yml").exists():
            pretend_to_build(folder)
        return folder

    return make


def blocks(project: Path, heading: str) -> list[tuple[str, str]]:
    """The examples in a section of the project's README: language and text."""
    section = re.split(heading + "\n", (project / "README.md").read_text())[1].split("\n## ")[0].split("\n### ")[0]
    return re.findall(r"```(\w+)\n(.*?)```", section, re.DOTALL)


def apply(project: Path, heading: str) -> None:
    """Do what the section says."""
    section = re.split(heading + "\n", (project / "README.md").read_text())[1]
    for package in re.findall(r"^\s*`npm install (\S+)@[\d.]+`", section):
        add_package(project, package)
    for language, text in blocks(project, heading):
        if language == "yaml":
            add_scopes(project / "manifest.yml", text)
        elif language == "ts":
            (project / "src" / "resolvers" / "index.ts").write_text(text)
        else:
            add_lines(project, text)


def add_package(project: Path, name: str) -> None:
    """What npm install writes. Nothing is downloaded: the package is among those of tests/platform."""
    assert (project / "node_modules" / name).exists()
    file = project / "package.json"
    package = json.loads(file.read_text())
    package["dependencies"][name] = json.loads((project / "node_modules" / name / "package.json").read_text())[
        "version"
    ]
    file.write_text(json.dumps(package, indent=2) + "\n")


def add_scopes(manifest: Path, text: str) -> None:
    before = manifest.read_text()
    if "\npermissions:\n" in before:
        text = text.replace("permissions:\n  scopes:\n", "")
    manifest.write_text(before + text)


def add_lines(project: Path, diff: str) -> None:
    """Insert the lines with a plus, each before the line that follows it in the example, or after the one above."""
    file, *lines = diff.splitlines()
    path = project / file.removeprefix(" // ")
    old = path.read_text().splitlines()
    at = 0
    for line in lines:
        if line.startswith("+"):
            old.insert(at, line[1:])
            at += 1
        elif line[1:] in old:
            at = old.index(line[1:]) + 1
        else:
            raise AssertionError(f"{path.name} has no line {line[1:]!r}")
    path.write_text("\n".join(old) + "\n")


def failures(project: Path, *programs: str) -> dict[str, str]:
    """What each of the project's own checks has to say, if it fails."""
    packages = project / "node_modules" / ".bin"
    commands = {
        "typecheck": [packages / "tsc", "--noEmit"],
        "lint": [packages / "eslint", "src", "tests"],
        "test": [packages / "vitest", "run"],
        "validate": [BIN / "node", "bgscript/scripts/validate.mjs"],
    }
    done = {name: run(*commands[name], cwd=project) for name in programs or commands}
    return {name: each.out + each.err for name, each in done.items() if each.code != 0}


@pytest.mark.exhaustive
def test_a_remote_calls_the_product_with_one_file_changed(project):
    folder = project("--target=confluence", "--ui=ui-kit", "--resolver=endpoint", "--remote-auth=user")
    before = tree(folder)
    apply(folder, CALL)
    after = tree(folder)
    assert {name for name in after if after[name] != before.get(name)} == {"src/resolvers/index.ts"}
    assert failures(folder) == {}


@pytest.mark.parametrize(
    ("home", "checks"),
    [("jira-issue-ui-kit", ["typecheck", "validate"]), *(exhaustive(home, []) for home in HOMES)],
)
def test_the_readme_s_calls_keep_every_check_green_without_a_test_of_the_owner_s(home, checks, project):
    folder = project(*HOMES[home])
    before = tree(folder)
    apply(folder, CALL)
    called = tree(folder)
    assert {name for name in called if called[name] != before.get(name)} == {
        *("package.json", "manifest.yml", "src/resolvers/index.ts")
    }
    apply(folder, STORE)
    stored = tree(folder)
    assert {name for name in stored if stored[name] != called.get(name)} == {
        *("package.json", "manifest.yml", "src/contract.ts", "src/resolvers/index.ts")
    }
    assert failures(folder, *checks) == {}


RESOLVERS = "export type Resolvers = {\n"
HANDLERS = "export const resolvers: Handlers = {\n"
TOTAL = """
import { expect, test } from 'vitest';
import '#bgscript/testFunctions';
import { handler } from '../src';

test('the second resolver is reached, and refuses a wrong payload', async () => {
  const call = (payload: object) => handler({ call: { functionKey: 'total', payload }, context: {} }, {});
  expect(await call({ id: 'todo' })).toBe(4);
  expect(await call({ id: 5 })).toMatchObject({ $callError: { kind: 'bad-request' } });
});
"""


@pytest.mark.exhaustive
def test_a_second_resolver_is_two_places_and_the_type_check_names_the_missing_one(project):
    folder = project("--target=home-dashboard")
    before = tree(folder)
    contract = folder / "src" / "contract.ts"
    total = "  total: (payload: { id: string }) => number;\n"
    contract.write_text(contract.read_text().replace(RESOLVERS, RESOLVERS + total))
    complaint = failures(folder, "typecheck")["typecheck"]
    assert complaint.startswith("src/resolvers/index.ts(")
    assert "'total'" in complaint
    assert complaint.count("error TS") == 1
    resolvers = folder / "src" / "resolvers" / "index.ts"
    total = "  total: (payload) => Promise.resolve(text(payload, 'id').length),\n"
    source = resolvers.read_text().replace(HANDLERS, HANDLERS + total)
    resolvers.write_text("import { text } from '#bgscript/functions';\n" + source)
    changed = {name for name, content in tree(folder).items() if content != before.get(name)}
    assert changed == {"src/contract.ts", "src/resolvers/index.ts"}
    (folder / "tests" / "total.test.ts").write_text(TOTAL)
    assert failures(folder, "typecheck", "lint", "test") == {}


@pytest.mark.parametrize(
    "flags",
    [["--target=home-dashboard"], ["--target=jira-issue", "--ui=ui-kit"], ["--target=connect"]],
)
@pytest.mark.exhaustive
def test_an_event_of_the_owner_s_is_two_places(flags, project):
    folder = project(*flags)
    before = tree(folder)
    heading = "## An event of your own"
    (_, contract), (_, effect) = blocks(folder, heading)
    add_lines(folder, contract)
    view = folder / "src" / "view" / "View.tsx"
    imports = "import { useEffect, useState } from 'react';\nimport { channel } from '#bgscript/events';\n"
    used = f"""
export function Selected() {{
  const [selected, setSelected] = useState<string>();
{effect}
  return selected;
}}

export const select = (id: string) => channel.emit('app.item-selected', {{ id }});
"""
    view.write_text(imports + view.read_text() + used)
    changed = {name for name, content in tree(folder).items() if content != before.get(name)}
    assert changed == {"src/contract.ts", "src/view/View.tsx"}
    assert failures(folder, "typecheck", "lint", "test") == {}


VISITORS = """
import { expect, test } from 'vitest';
import { forge } from '#bgscript/testFunctions';
import { handler } from '../src';

const visitor = { principal: { accountId: 'unidentified' } };
const member = (accountId: string) => ({ principal: { accountId } });
const keep = (note: string, runtime: object, context = {}) =>
  handler({ call: { functionKey: 'setNote', payload: { note } }, context }, runtime);

test('two anonymous visitors share nothing, because nothing of theirs is stored', async () => {
  const refused = { $callError: { kind: 'forbidden', message: 'Log in to keep a note.' } };
  expect(await keep('mine', visitor)).toEqual(refused);
  expect(await keep('mine', {}, { accountId: 'unidentified' })).toEqual(refused);
  expect(await keep('mine', member('whoever'), { accountType: 'anonymous' })).toEqual(refused);
  expect([...forge.stored]).toEqual([]);
});

test('two people keep notes of their own', async () => {
  await keep('a', member('one'));
  await keep('b', member('two'));
  expect([...forge.stored]).toEqual([['note:one', 'a'], ['note:two', 'b']]);
});
"""


@pytest.mark.exhaustive
def test_two_anonymous_visitors_share_nothing_by_accident(project):
    folder = project("--target=confluence", "--unlicensed-access=anonymous")
    apply(folder, STORE)
    (folder / "tests" / "visitors.test.ts").write_text(VISITORS)
    assert failures(folder, "test") == {}


ASKS = "import { asUser, route } from '@forge/api';\n\nexport const ask = (id: string) =>\n  asUser().{};\n"


UNUSED = "remove it, or say in a comment on this line what it is for"
CASES = {
    "a product without any scope of it": (
        ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/${id}`)"),
        [],
        [
            "src/ask.ts:4 GET /rest/api/3/issue/{} is not allowed: "
            "add read:jira-work to permissions.scopes in manifest.yml"
        ],
    ),
    "a request that changes something, without a scope for that": (
        ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/${id}`, { method: 'PUT' })"),
        ["read:jira-work"],
        [
            "src/ask.ts:4 PUT /rest/api/3/issue/{} is not allowed: "
            "add write:jira-work to permissions.scopes in manifest.yml"
        ],
    ),
    "the scope of another product": (
        ASKS.replace("{}", "requestConfluence(route`/wiki/api/v2/pages/${id}`)"),
        ["read:jira-work"],
        [
            "src/ask.ts:4 GET /wiki/api/v2/pages/{} is not allowed: "
            "add read:page:confluence to permissions.scopes in manifest.yml",
            f"manifest.yml:4 nothing uses the scope read:jira-work: {UNUSED}",
        ],
    ),
    "a call from the browser": (
        "import { requestJira } from '@forge/bridge';\n\nexport const me = requestJira('/rest/api/3/myself');\n",
        ["read:jira-work"],
        [
            "src/ask.ts:3 GET /rest/api/3/myself is not allowed: "
            "add read:jira-user to permissions.scopes in manifest.yml"
        ],
    ),
    "storage": (
        "import { kvs } from '@forge/kvs';\n\nexport const load = () => kvs.get('key');\n",
        [],
        ["src/ask.ts:1 @forge/kvs needs a scope of storage: add storage:app to permissions.scopes in manifest.yml"],
    ),
    "a type is no use of storage": (
        "import type { kvs } from '@forge/kvs';\n\nexport type Store = typeof kvs;\n",
        ["storage:app"],
        [f"manifest.yml:4 nothing uses the scope storage:app: {UNUSED}"],
    ),
    "a scope with a reason, and a call in a comment": (
        "// requestJira('/rest/api/3/myself')\nimport '@forge/bridge';\n",
        ["storage:app # for the next release"],
        [],
    ),
    "a call from the owner's server": (
        ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/${id}`)").replace("@forge/api", "#bgscript/product"),
        [],
        [
            "src/ask.ts:4 GET /rest/api/3/issue/{} is not allowed: "
            "add read:jira-work to permissions.scopes in manifest.yml"
        ],
    ),
    "a path that is computed": (
        ASKS.replace("{}", "requestJira(id)"),
        [],
        ["src/ask.ts:4 requestJira needs a scope of Jira: add read:jira-work to permissions.scopes in manifest.yml"],
    ),
    "a path that needs no scope, and one that nobody documents": (
        ASKS.replace("{}", "requestJira(route`/rest/api/3/serverInfo`)")
        + "\nexport const other = () => asUser().requestJira(route`/rest/other/1.0/thing`);\n",
        [],
        [],
    ),
    "a granular set that is enough": (
        ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/${id}/attachments`, { method: 'POST', body: id })"),
        ["write:attachment:jira", "read:user:jira", "read:attachment:jira", "read:avatar:jira"],
        [],
    ),
    "a granular set that lacks one scope": (
        ASKS.replace("{}", "requestJira(route`/rest/api/3/priority/${id}`)"),
        ["write:priority:jira"],
        [
            "src/ask.ts:4 GET /rest/api/3/priority/{} is not allowed: "
            "add read:jira-work to permissions.scopes in manifest.yml"
        ],
    ),
    "a request that reads with POST": (
        ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/bulkfetch`, { method: 'POST', body: id })"),
        ["read:jira-work"],
        [],
    ),
    "a method that is computed, and one in the body": (
        ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/${id}`, { method: id })")
        + "\nexport const tell = (id: string) =>\n"
        "  asUser().requestJira(route`/rest/api/3/issue/${id}`, { body: JSON.stringify({ method: 'PUT' }) });\n",
        ["read:jira-work"],
        [],
    ),
    "a path that Atlassian removes": (
        ASKS.replace("{}", "requestJira(route`/rest/api/2/search?jql=${id}`)"),
        ["read:jira-work"],
        [
            "src/ask.ts:4 Atlassian's date for the removal of GET /rest/api/2/search is 2025-05-01 (CHANGE-2046): "
            "use /rest/api/3/search/jql"
        ],
    ),
    "a function that is not Forge's": ("const requestJira = (id: string) => id;\nrequestJira('mine');\n", [], []),
    "a scope of something that is not judged": ("export {};\n", ["read:me"], []),
}

CHECK = """
import { checkCalls } from './bgscript/scripts/calls.mjs';
const line = ({ file, line, message }) => `${file}:${line} ${message}`;
const folders = process.argv.slice(1);
console.log(JSON.stringify(folders.map((folder) => checkCalls(folder).map(line))));
"""


def scope_findings(project: Path, folders: list[Path]) -> list[list[str]]:
    """What the project's own check finds in each folder."""
    done = run(BIN / "node", "--input-type=module", "-e", CHECK, *folders, cwd=project)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_a_scope_that_is_missing_and_one_that_nothing_uses_are_found(project, tmp_path):
    folders = [tmp_path / str(number) for number in range(len(CASES))]
    for folder, (source, scopes, _) in zip(folders, CASES.values(), strict=True):
        (folder / "src").mkdir(parents=True)
        (folder / "src" / "ask.ts").write_text(source)
        lines = "".join(f"    - {scope}\n" for scope in scopes)
        manifest = f"modules: {{}}\npermissions:\n  scopes:\n{lines}" if scopes else "modules: {}\n"
        (folder / "manifest.yml").write_text(manifest)
    found = scope_findings(project("--target=jira-issue", "--ui=ui-kit"), folders)
    assert dict(zip(CASES, found, strict=True)) == {name: expected for name, (_, _, expected) in CASES.items()}


def test_validate_tells_of_scopes_and_fails(project):
    folder = project("--target=jira-issue", "--ui=ui-kit")
    assert failures(folder, "validate") == {}
    (folder / "src" / "ask.ts").write_text(ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/${id}`)"))
    assert failures(folder, "validate") == {
        "validate": "src/ask.ts:4 error: GET /rest/api/3/issue/{} is not allowed: "
        "add read:jira-work to permissions.scopes in manifest.yml\n"
    }


def test_tokens_for_a_remote_are_asked_for_with_their_scopes_or_not_at_all(bgscript, tmp_path, project):
    expected = {
        "": [],
        "user": ["read:app-user-token", "read:jira-work"],
        "user,system": ["read:app-system-token", "read:app-user-token", "read:jira-work"],
    }
    folders, broken = [], []
    for auth, scopes in expected.items():
        folder = tmp_path / f"auth-{auth}"
        flags = ["--target=jira-issue", "--ui=ui-kit", "--resolver=endpoint", f"--remote-auth={auth}"]
        assert bgscript("new", folder, "--app-key=mine", "--yes", "--no-git", *flags).code == 0
        manifest = (folder / "manifest.yml").read_text()
        assert re.findall(r"^    - (read:.*)$", manifest, re.MULTILINE) == scopes
        assert ("auth:" in manifest, "route:" in manifest) == (bool(auth), False)
        folders.append(folder)
        for scope in scopes:
            broken.append(tmp_path / f"{auth}-without-{scope}".replace(":", "-"))
            broken[-1].mkdir()
            (broken[-1] / "manifest.yml").write_text(manifest.replace(f"    - {scope}\n", ""))
    assert validate(folders) == {str(folder): [] for folder in folders}
    found = scope_findings(project("--target=jira-issue"), folders + broken)
    assert found[: len(folders)] == [[], [], []]
    assert all("auth: " in findings[0] for findings in found[len(folders) :])


MORE = {
    "home-dashboard": ("      <footer>\n", '      <p>More</p>\n      <button type="button">Details</button>\n'),
    "connect": ("      <footer>\n", '      <p>More</p>\n      <button type="button">Details</button>\n'),
    "home-dashboard-ui-kit": (
        '    <Stack space="space.150">\n',
        "      <Text>More</Text>\n      <Button onClick={() => undefined}>Details</Button>\n",
    ),
}
"""By project: a line of View.tsx, and what the owner adds behind it."""


@pytest.mark.exhaustive
def test_more_on_the_page_breaks_no_test(platform, tmp_path):
    projects = {name: install(shutil.copytree(GOLDEN / name, tmp_path / name)) for name in MORE}
    for name, (line, more) in MORE.items():
        view = projects[name] / "src" / "view" / "View.tsx"
        source = view.read_text()
        assert source.count(line) == 1
        view.write_text(source.replace(line, line + more))
    found = check(projects, ["test"])
    assert {name: lines for name, lines in found.items() if lines["test"]} == {}


PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle cx="4" cy="4" r="4"/></svg>\n'


@pytest.mark.exhaustive
def test_a_view_may_have_a_picture_and_a_module_of_styles(platform, tmp_path):
    """Vite knows both; the compiler has to know them, too."""
    projects = {
        name: install(shutil.copytree(GOLDEN / name, tmp_path / name)) for name in ("home-dashboard", "connect")
    }
    for folder in projects.values():
        view = folder / "src" / "view"
        (view / "logo.svg").write_text(PICTURE)
        (view / "mine.module.css").write_text(".mine {\n  color: red;\n}\n")
        imports = "import logo from './logo.svg';\nimport styles from './mine.module.css';\n"
        source = (view / "View.tsx").read_text()
        more = '      <footer>\n        <img src={logo} alt="" className={styles.mine} />\n'
        assert source.count("      <footer>\n") == 1
        (view / "View.tsx").write_text(imports + source.replace("      <footer>\n", more))
    tools = ["typecheck", "lint", "build", "test"]
    assert check(projects, tools) == {name: {tool: [] for tool in tools} for name in projects}


IMPORTERS = ("View.tsx", "Edit.tsx", "data.ts")
ELSEWHERE = {"functions.ts", "product.ts", "testFunctions.ts", "testScript.ts", "testView.ts"}
"""What runs on the server only, or in tests."""


@pytest.mark.exhaustive
def test_an_owner_s_file_may_import_all_that_a_project_offers(platform, tmp_path):
    """The project's own tests stay green, although what calls the host looks for it when it is imported."""
    projects = {golden.name: install(shutil.copytree(golden, tmp_path / golden.name)) for golden in GOLDEN.iterdir()}
    for folder in projects.values():
        offered = [file for file in sorted((folder / "bgscript").glob("*.ts")) if file.name not in ELSEWHERE]
        lines = "".join(f"import '#bgscript/{file.stem}';\n" for file in offered)
        if is_forge(folder):
            lines = f"import '@forge/bridge';\n{lines}"
        edited = [file for name in IMPORTERS for file in (folder / "src").glob(f"*/{name}")]
        assert len(edited) >= 2
        for file in edited:
            file.write_text(lines + file.read_text())
    found = check(projects, ["test"])
    assert {name: lines for name, lines in found.items() if lines["test"]} == {}


WITH_STATE = "import { useState } from 'react';\nimport { channel } from '#bgscript/events';\n"
RECIPES = {
    "## A second data set": """
import {{ useSharedData }} from '#bgscript/view';

export function Sprint() {{
  {0}
  if (sprint.status !== 'ready') return reloadSprint.name;
  return `${{sprint.data.name}}: ${{sprint.data.daysLeft}}`;
}}
""",
    "## Load again by itself": "export const saved = (id: string) => channel.emit('app.item-saved', {{ id }});\n",
    "## A (?:view|widget|gadget|panel) with its own question": """
import {{ useOwnData }} from '#bgscript/view';

const search = (text: string) => Promise.resolve([text]);

export function Hits({{ text }}: {{ text: string }}) {{
  {0}
  if (hits.status !== 'ready') return searchAgain.name;
  return hits.data.join();
}}
""",
    "## An event of your own": "",
    "### The same with a hook, and events that come too early": """
import {{ useEvent }} from '#bgscript/view';

export function Details() {{
  const [selected, setSelected] = useState<string>();
  {0}
  return selected;
}}
""",
}
"""By section of the README: what is added to View.tsx to use the section's last example."""


@pytest.mark.parametrize("names", [["home-dashboard"], exhaustive(["jira-issue-ui-kit", "connect"])], ids=", ".join)
def test_the_recipes_of_the_readme_keep_every_check_green_all_of_them_at_once(names, platform, tmp_path):
    projects = {name: install(shutil.copytree(GOLDEN / name, tmp_path / name)) for name in names}
    for folder in projects.values():
        before = tree(folder)
        added = ""
        for section, component in RECIPES.items():
            examples = blocks(folder, section)
            for text in (text for language, text in examples if language == "diff"):
                add_lines(folder, text)
            added += component.format(examples[-1][1].strip())
        view = folder / "src" / "view" / "View.tsx"
        view.write_text(WITH_STATE + view.read_text() + added)
        assert {name for name, content in tree(folder).items() if content != before.get(name)} == {
            *("src/contract.ts", "src/background/data.ts", "src/view/View.tsx")
        }
    tools = ["typecheck", "lint", "test"]
    assert check(projects, tools) == {name: {tool: [] for tool in tools} for name in projects}


THROWS = "throw new Error('mine');"
BROKEN = {
    "View": ("src/view/View.tsx", "export function View(", "view"),
    "configure": ("src/config.ts", "export function configure(", "view"),
    "parseConfig": ("src/config.ts", "export function parseConfig(", "view"),
    "Edit": ("src/edit/Edit.tsx", "export function Edit(", "edit"),
    "parseConfig in the settings": ("src/config.ts", "export function parseConfig(", "edit"),
}
"""Functions of the owner's that render: the file, how the function begins, and the front end that then has an error."""

DOM = """// @vitest-environment happy-dom
import { screen } from '@testing-library/dom';
import { expect, test, vi } from 'vitest';
import { start } from '#bgscript/testView';

test('people read that there was an error, and can try again', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  if ('FRONT' === 'view') await start('background');
  await start('FRONT');
  expect((await screen.findByRole('alert')).textContent).toMatch(/error in this app/);
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});
"""
NO_DOM = """
import { expect, test, vi } from 'vitest';
import { resolving, start } from '#bgscript/testView';
import { sampleData } from '../src/sample';

const editor = { onProductSave: vi.fn(), onSaveError: vi.fn(), updateConfig: vi.fn() };

test('people read that there was an error, and can try again', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  if ('FRONT' === 'view') await start('background', resolving(() => Promise.resolve(sampleData)));
  const shown = await start('FRONT', { getWidgetEditApi: () => editor });
  await vi.waitFor(() => expect(shown.text()).toMatch(/error in this app/), 20_000);
  expect(shown.button('Try again')).toBeTruthy();
});
"""


@pytest.mark.parametrize(
    "goldens",
    [["home-dashboard"], exhaustive(["jira-dashboard", "home-dashboard-ui-kit", "jira-dashboard-ui-kit"])],
    ids=", ".join,
)
def test_an_error_in_a_function_that_renders_is_shown_in_its_place(goldens, platform, tmp_path):
    projects = {}
    for golden in goldens:
        for function, (file, begin, front) in BROKEN.items():
            name = f"{golden}-{function.lower().replace(' ', '-')}"
            folder = projects[name] = install(shutil.copytree(GOLDEN / golden, tmp_path / name))
            source = (folder / file).read_text()
            head, body = source.split(begin)
            signature, rest = body.split(" {\n", 1)
            (folder / file).write_text(f"{head}{begin}{signature} {{\n  {THROWS}\n{rest}")
            for test in [*(folder / "tests").glob("*.test.ts*"), *(folder / "bgscript" / "tests").glob("*.test.ts*")]:
                test.unlink()
            text = NO_DOM if golden.endswith("ui-kit") else DOM
            (folder / "tests" / "broken.test.ts").write_text(text.replace("FRONT", front))
    found = check(projects, ["test"])
    assert {name: lines for name, lines in found.items() if lines["test"]} == {}
