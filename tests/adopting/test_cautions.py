"""What adopt warns of. Each warning names the place."""

import pytest

from bgscript.adopting.chosen import Chosen
from tests.support.adopting import copy, found, manifest, refusals

VIEW = """\
import React, { useEffect, useState } from 'react';
import { events, invoke } from '@forge/bridge';

export default function App({ project }) {
  const [notes, setNotes] = useState(null);
  useEffect(() => {
    CALL
  }, []);
  return <p>{notes}</p>;
}
"""


def warnings(folder, chosen=None):
    return list(found(folder, chosen).warnings)


def test_an_app_without_anything_special_has_no_warning(tmp_path):
    assert warnings(copy("cra", tmp_path / "app")) == []


def test_errors_that_the_manifest_has(tmp_path):
    wrong = manifest("cra", ("      title: Notes\n", ""), ("    name: nodejs22.x", "    name: nodejs18.x"))
    [warning] = warnings(copy("cra", tmp_path / "app", {"manifest.yml": wrong}))
    assert warning.startswith(
        "manifest.yml has 2 errors already; checks fail until they are mended, see `bgscript check`: Line "
    )
    assert "`jira:issuePanel` needs `title`." in warning
    assert "nodejs18.x" in warning


def test_a_host_page_that_ends(tmp_path):
    [warning] = warnings(copy("vanilla", tmp_path / "app"))
    assert warning == (
        "jira:dashboardBackgroundScript, jira:dashboardGadget: deprecated, removed on 17 May 2027;"
        " choose home-dashboard instead"
    )


@pytest.mark.parametrize(
    ("resolver", "word"),
    [
        ("({ context }) => context.localId", "localId"),
        ("(request) => request.context.localId", "localId"),
        ("({ context: { localId } }) => localId", "localId"),
        ("({ context }) => load(context)", "localId"),
        ("notes", "localId"),
        ("({ context }) => context.extension.gadgetConfiguration?.limit", "gadgetConfiguration"),
        ("({ context }) => context.extension.config.limit", "the configuration of a view"),
    ],
)
def test_a_resolver_that_reads_the_context_of_a_view(resolver, word, tmp_path):
    source = f"""\
import Resolver from '@forge/resolver';

const load = (context) => [context.localId];
function notes(request) {{
  return load(request.context);
}}
const resolver = new Resolver();
resolver.define('getNotes', {resolver});
export const handler = resolver.getDefinitions();
"""
    [warning] = warnings(copy("cra", tmp_path / "app", {"src/index.js": source}))
    assert warning.startswith(
        f"the script's call of a resolver has another context than a view's: getNotes (src/index.js:8) reads {word},"
    )


def test_a_resolver_that_no_view_of_these_calls_may_read_what_it_likes(tmp_path):
    source = """\
import Resolver from '@forge/resolver';
const resolver = new Resolver();
resolver.define('getNotes', () => ['the localId is of no interest']); // nor is context.localId
resolver.define('other', ({ context }) => context.localId);
export const handler = resolver.getDefinitions();
"""
    assert warnings(copy("cra", tmp_path / "app", {"src/index.js": source})) == []


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("invoke('getNotes', { project }).then(setNotes);", "invoke('getNotes', { project })"),
        ("invoke('getNotes', { project: project.id }).then(setNotes);", "invoke('getNotes', { project: project.id })"),
        ("invoke('getNotes', project).then(setNotes);", "invoke('getNotes', project)"),
    ],
)
def test_a_call_with_a_parameter_of_the_view(call, shown, tmp_path):
    files = {"static/notes/src/App.js": VIEW.replace("CALL", call)}
    [warning] = warnings(copy("cra", tmp_path / "app", files))
    assert warning == (
        "the data is the same for all views of a page, and these calls pass what a view knows:"
        f" {shown} (static/notes/src/App.js:7); load what is common, take from `page` in data.* what the page is"
        " about, such as its issue, or let such a view call as before"
    )


@pytest.mark.parametrize(
    "call", ["invoke('getNotes');", "invoke('getNotes', {});", "invoke('getNotes', { limit: 5 });"]
)
def test_a_constant_is_no_parameter_of_the_view(call, tmp_path):
    assert warnings(copy("cra", tmp_path / "app", {"static/notes/src/App.js": VIEW.replace("CALL", call)})) == []


@pytest.mark.parametrize("event", ["app.request-data", "app.data-change"])
def test_events_of_the_handshake_that_are_in_use(event, tmp_path):
    files = {"static/notes/src/App.js": VIEW.replace("CALL", f"events.on('{event}', setNotes);")}
    [warning] = warnings(copy("cra", tmp_path / "app", files))
    assert warning.startswith(
        f"sources use the events of the handshake already: static/notes/src/App.js:7 ({event}); remove that"
    )


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"package.json": '{"lint-staged": {"*.js": "prettier --write"}}'}, "lint-staged"),
        ({"package.json": '{"devDependencies": {"husky": "9.0.0"}}'}, "husky"),
        ({".husky/pre-commit": "npx lint-staged\n"}, ".husky"),
        ({".lintstagedrc.json": "{}"}, ".lintstagedrc.json"),
        ({".pre-commit-config.yaml": "repos: []\n"}, ".pre-commit-config.yaml"),
    ],
)
def test_hooks_that_rewrite_files(files, name, tmp_path):
    [warning] = warnings(copy("cra", tmp_path / "app", files))
    assert warning.startswith(f"{name}: hooks that rewrite files at a commit would change the new ones")


def test_a_package_without_the_bridge(tmp_path):
    package = '{"dependencies": {"react": "18.0.0"}, "scripts": {"build": "vite build"}}'
    [warning] = warnings(copy("cra", tmp_path / "app", {"static/notes/package.json": package}))
    assert warning == (
        "static/notes/package.json has no @forge/bridge, which the client imports:"
        " npm install --prefix static/notes @forge/bridge"
    )


def test_a_script_of_the_owner_on_another_page(tmp_path):
    both = manifest(
        "two-homes",
        ("\n  function:\n", "\n  confluence:backgroundScript:\n    - key: own\n      resource: feed\n  function:\n"),
    )
    app = copy("two-homes", tmp_path / "app", {"manifest.yml": both})
    assert found(app).answers["target"] == "jira-issue"
    assert warnings(app) == ["confluence keeps its own script, own (manifest.yml:18), without the handshake"]
    assert warnings(app, Chosen(["jira-issue"])) == warnings(app)


@pytest.mark.parametrize(
    ("workspaces", "is_taken"),
    [
        ('["*"]', True),
        ('["./*"]', True),
        ('{"packages": ["*"]}', True),
        ('["static/*"]', False),
        ('["*", "!background"]', False),
        ('"*"', False),
    ],
)
def test_a_workspace_that_takes_the_script_in(workspaces, is_taken, tmp_path):
    app = copy("cra", tmp_path / "app", {"package.json": f'{{"workspaces": {workspaces}}}'})
    found_warnings = warnings(app)
    assert len(found_warnings) == is_taken
    assert all(each.startswith("package.json has the workspaces *, so background/ is one") for each in found_warnings)


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("pnpm", "pnpm --dir static/notes add @forge/bridge"),
        ("yarn", "yarn --cwd static/notes add @forge/bridge"),
        ("bun", "bun add --cwd static/notes @forge/bridge"),
    ],
)
def test_commands_for_the_app_s_packages_are_those_of_its_own_package_manager(manager, command, tmp_path):
    """Which a folder around the app may name."""
    package = '{"dependencies": {"react": "18.0.0"}, "scripts": {"build": "vite build"}}'
    (tmp_path / "package.json").write_text(f'{{"packageManager": "{manager}@1.0.0"}}')
    [warning] = warnings(copy("cra", tmp_path / "apps" / "app", {"static/notes/package.json": package}))
    assert warning.endswith(f" which the client imports: {command}")
    old = '{"dependencies": {"@forge/bridge": "2.0.0"}, "scripts": {"build": "vite build"}}'
    [problem] = refusals(copy("cra", tmp_path / "apps" / "old", {"static/notes/package.json": old}))
    assert f"; `{command}@latest`, try the app, and commit it" in problem


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"pnpm-workspace.yaml": "packages: ['static/*']\n"}, ""),
        ({"pnpm-workspace.yaml": "packages: ['*']\n"}, "pnpm-workspace.yaml has the workspaces *,"),
        ({"yarn.lock": "", "package.json": '{"workspaces": ["b*"]}'}, "package.json has the workspaces b*,"),
        ({"../pnpm-workspace.yaml": "packages: ['**']\n"}, "../pnpm-workspace.yaml has the workspaces **,"),
        ({"../package.json": '{"workspaces": ["app"]}'}, ""),
    ],
)
def test_a_workspace_of_any_package_manager_in_any_folder(files, says, tmp_path):
    app = copy("cra", tmp_path / "app", files)
    where = "app/" if any(name.startswith("../") for name in files) else ""
    assert [(each.partition(" so ")[0], f'; "!{where}background" in the list' in each) for each in warnings(app)] == (
        [(says, True)] if says else []
    )


def test_tests_that_compile_typescript_alone(tmp_path):
    own = (
        '{"dependencies": {"@forge/bridge": "^7.0.0", "react": "^18.0.0"}, "scripts": {"build": "react-scripts build"},'
    )
    file = "static/notes/package.json"
    [warning] = warnings(copy("cra", tmp_path / "app", {file: f'{own} "devDependencies": {{"ts-jest": "^29.0.0"}}}}'}))
    assert warning.startswith("static/notes/package.json has ts-jest, which by default compiles no JavaScript, ")
    assert "replace static/notes/src/background/useSharedData by jest.mock" in warning
    assert warnings(copy("cra", tmp_path / "other", {file: f'{own} "devDependencies": {{"jest": "^29.0.0"}}}}'})) == []
