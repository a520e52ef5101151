"""The first calls that an owner adds, as the project's README tells them: applied from its text, then checked."""

import json
import re
from pathlib import Path

import pytest
from conftest import BIN, install, pretend_to_build, run, tree

HOMES = {
    "home-dashboard": ["--target=home-dashboard"],
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
    (package,) = re.findall(r"^\s*`npm install (\S+)@[\d.]+`", section)
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
    package["dependencies"][name] = json.loads((project / "node_modules" / name / "package.json").read_text())["version"]
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
    commands = {
        "typecheck": [BIN / "npx", "tsc", "--noEmit"],
        "lint": [BIN / "npx", "eslint", "src", "tests"],
        "test": [BIN / "npx", "vitest", "run"],
        "validate": [BIN / "node", "scripts/validate.mjs"],
    }
    done = {name: run(*commands[name], cwd=project) for name in programs or commands}
    return {name: each.out + each.err for name, each in done.items() if each.code != 0}


@pytest.mark.parametrize("home", HOMES)
def test_the_readme_s_calls_keep_every_check_green_without_a_test_of_the_owner_s(home, project):
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
    assert failures(folder) == {}


def test_a_second_resolver_is_two_places_and_the_type_check_names_the_missing_one(project):
    folder = project("--target=home-dashboard")
    before = tree(folder)
    contract = folder / "src" / "contract.ts"
    contract.write_text(contract.read_text().replace(RESOLVERS, RESOLVERS + "  total: (payload: { id: string }) => number;\n"))
    complaint = failures(folder, "typecheck")["typecheck"]
    assert complaint.startswith("src/resolvers/index.ts(") and "'total'" in complaint
    assert complaint.count("error TS") == 1
    resolvers = folder / "src" / "resolvers" / "index.ts"
    resolvers.write_text(resolvers.read_text().replace(HANDLERS, HANDLERS + "  total: (payload) => Promise.resolve(text(payload, 'id').length),\n"))
    resolvers.write_text("import { text } from '../runtime/payload';\n" + resolvers.read_text())
    changed = {name for name, content in tree(folder).items() if content != before.get(name)}
    assert changed == {"src/contract.ts", "src/resolvers/index.ts"}
    (folder / "tests" / "total.test.ts").write_text(TOTAL)
    assert failures(folder, "typecheck", "lint", "test") == {}


RESOLVERS = "export type Resolvers = {\n"
HANDLERS = "export const resolvers: Handlers = {\n"
TOTAL = """
import { expect, test } from 'vitest';
import './forge';
import { handler } from '../src';

test('the second resolver is reached, and refuses a wrong payload', async () => {
  const call = (payload: object) => handler({ call: { functionKey: 'total', payload }, context: {} }, {});
  expect(await call({ id: 'todo' })).toBe(4);
  expect(await call({ id: 5 })).toMatchObject({ $callError: { kind: 'bad-request' } });
});
"""


VISITORS = """
import { expect, test } from 'vitest';
import { forge } from './forge';
import { handler } from '../src';

const visitor = { principal: { accountId: 'unidentified' } };
const member = (accountId: string) => ({ principal: { accountId } });
const keep = (note: string, runtime: object, context = {}) =>
  handler({ call: { functionKey: 'setNote', payload: { note } }, context }, runtime);

test('two anonymous visitors share nothing, because nothing of theirs is stored', async () => {
  const refused = { $callError: { kind: 'unauthorised', message: 'Log in to keep a note.' } };
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


def test_two_anonymous_visitors_share_nothing_by_accident(project):
    folder = project("--target=confluence", "--unlicensed-access=anonymous")
    apply(folder, STORE)
    (folder / "tests" / "visitors.test.ts").write_text(VISITORS)
    assert failures(folder, "test") == {}


SCOPES = "permissions:\n  scopes:\n"
ASKS = "import { asUser, route } from '@forge/api';\n\nexport const ask = (id: string) =>\n  asUser().{};\n"


@pytest.mark.parametrize(
    ("source", "scopes", "finding"),
    [
        (
            ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/${id}`)"),
            [],
            "src/ask.ts:4 error: requestJira needs a scope of Jira: "
            "add read:jira-work to permissions.scopes in manifest.yml",
        ),
        (
            ASKS.replace("{}", "requestJira(route`/rest/api/3/issue/${id}`, { method: 'PUT' })"),
            ["read:jira-work"],
            "src/ask.ts:4 error: PUT /rest/api/3/issue/ needs the scope write:jira-work: "
            "add write:jira-work to permissions.scopes in manifest.yml",
        ),
        (
            ASKS.replace("{}", "requestConfluence(route`/wiki/api/v2/pages/${id}`)"),
            ["read:jira-work"],
            "src/ask.ts:4 error: requestConfluence needs a scope of Confluence: "
            "add read:space:confluence to permissions.scopes in manifest.yml\n"
            "manifest.yml:30 error: nothing uses the scope read:jira-work: "
            "remove it, or say in a comment on this line what it is for",
        ),
        (
            "import { requestJira } from '@forge/bridge';\n\nexport const me = () => requestJira('/rest/api/3/myself');\n",
            ["read:jira-work"],
            "src/ask.ts:3 error: GET /rest/api/3/myself needs the scope read:jira-user: "
            "add read:jira-user to permissions.scopes in manifest.yml",
        ),
        (
            "import { kvs } from '@forge/kvs';\n\nexport const load = () => kvs.get('key');\n",
            [],
            "src/ask.ts:1 error: @forge/kvs needs a scope of storage: "
            "add storage:app to permissions.scopes in manifest.yml",
        ),
        (
            "import type { kvs } from '@forge/kvs';\n\nexport type Store = typeof kvs;\n",
            ["storage:app"],
            "manifest.yml:30 error: nothing uses the scope storage:app: "
            "remove it, or say in a comment on this line what it is for",
        ),
        ("// requestJira('/rest/api/3/myself')\nexport {};\n", ["storage:app # for the next release"], ""),
        (ASKS.replace("{}", "requestJira(route`/rest/api/3/myself`, { body: id })"), ["read:user:jira"], ""),
        ("const requestJira = (id: string) => id;\nrequestJira('not Forge\\'s');\n", [], ""),
    ],
)
def test_validate_finds_a_scope_that_is_missing_and_one_that_nothing_uses(source, scopes, finding, project):
    folder = project("--target=jira-issue", "--ui=ui-kit")
    (folder / "src" / "ask.ts").write_text(source)
    manifest = folder / "manifest.yml"
    if scopes:
        manifest.write_text(manifest.read_text() + SCOPES + "".join(f"    - {scope}\n" for scope in scopes))
    found = failures(folder, "validate").get("validate", "").strip()
    assert re.sub(r"(manifest.yml):\d+", r"\1:30", found) == finding


def test_tokens_for_a_remote_are_asked_for_with_their_scopes_or_not_at_all(project):
    for auth, scopes in [
        ("", []),
        ("user", ["read:app-user-token", "read:jira-work"]),
        ("user,system", ["read:app-system-token", "read:app-user-token", "read:jira-work"]),
    ]:
        folder = project("--target=jira-issue", "--ui=ui-kit", "--resolver=endpoint", f"--remote-auth={auth}")
        manifest = (folder / "manifest.yml").read_text()
        assert re.findall(r"^    - (read:.*)$", manifest, re.MULTILINE) == scopes
        assert ("auth:" in manifest, "route:" in manifest) == (bool(auth), False)
        assert failures(folder, "validate") == {}
        for scope in scopes:
            (folder / "manifest.yml").write_text(manifest.replace(f"    - {scope}\n", ""))
            assert re.search(r"manifest.yml:\d+ error: auth: ", failures(folder, "validate")["validate"])
        (folder / "manifest.yml").unlink()
        run("rm", "-r", folder, cwd=folder.parent)
