"""What a script and its views do, in small apps of somebody else."""

import pytest

from bgscript.check.sources import Modules
from tests.support.golden import GOLDEN
from tests.support.small_app import BRIDGE, ISSUE, RESOLVER, SCRIPT, VIEW, check, codes, forge


def test_a_small_app_of_somebody_else_has_no_findings(tmp_path):
    assert codes(forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=VIEW)) == []


def test_a_request_before_its_listener_is_found(tmp_path):
    view = BRIDGE + "events.emit('ask');\nevents.on('tell', show);\n"
    [finding] = check(forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=view)).findings
    assert (finding.code, finding.file, finding.line, finding.column) == ("BG405", "src/view.js", 2, 1)


@pytest.mark.parametrize(
    "view",
    [
        "const all = { on: events.on };\nevents.emit(names.ask);\n",
        "// events.emit('asks')\nevents.on('tell', show); events.emit(`${prefix}ask`);\n",
        "const bus = events;\nbus.on('tell', show); bus.emit('ask');\n",
        "/* events.on('nothing') */ events.on('tell', show);\nconst ASK = 'ask';\nevents.emit(ASK);\n",
        "events.on('tell', show);\nevents.emit(window.name || 'ask');\n",
        "events.on('JIRA_ISSUE_CHANGED', show); events.on('tell', show); events.emit('ask');\n",
        "events.onPublic('of another app', show); events.on('tell', show); events.emit('ask');\n",
        "const text = \"events.emit('asks')\"; events.on('tell', show); events.emit('ask');\n",
    ],
)
def test_names_that_are_computed_or_commented_out_are_left_alone(view, tmp_path):
    assert codes(forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=BRIDGE + view)) == []


@pytest.mark.parametrize(
    ("define", "call", "expected"),
    [
        ("resolver.define('getAll', run);", "invoke('getAll');", []),
        ("resolver.define('getAll', run);", "invoke('getall');", ["BG403", "BG404"]),
        ("resolver.define(name, run);", "invoke('getall');", []),
        ("resolver.define('getAll', run);", "invoke(name);", []),
        ("resolver.define('getAll', run);", "const call = { invoke };\ninvoke('getAll');", []),
        ("for (const name in all) resolver.define(name, run);\nresolver.define('b', run);", "invoke('c');", ["BG404"]),
    ],
)
def test_resolvers_are_compared_with_calls(define, call, expected, tmp_path):
    files = {"src__index_js": RESOLVER + define, "src__script_js": SCRIPT, "src__view_js": VIEW + call}
    assert codes(forge(tmp_path, ISSUE, **files)) == expected


def test_a_project_that_has_not_been_built_is_not_refused(tmp_path):
    manifest = ISSUE.replace(", render: native", "").replace("src/script.js", "static/script/build")
    manifest = manifest.replace("src/view.js", "static/view/build")
    project = forge(tmp_path, manifest, static__script__src__a_js=SCRIPT, static__view__src__a_js=VIEW)
    assert codes(project) == []
    (project / "static" / "view" / "build").mkdir()
    assert codes(project) == ["BG224"]


def test_a_build_folder_with_another_name_is_a_note(tmp_path):
    manifest = (
        ISSUE.replace(", render: native", "").replace("src/script.js", "script/www").replace("src/view.js", "view/www")
    )
    files = {"script__src__a_js": SCRIPT, "view__src__a_js": VIEW, "package.json": '{"scripts": {"build": "vite"}}'}
    assert set(codes(forge(tmp_path, manifest, **files))) == {"BG233"}


def test_a_remote_that_stores_has_to_say_where(tmp_path):
    remote = "remotes:\n  - { key: a, baseUrl: https://example.com, operations: [storage], storage: {} }\n"
    assert codes(forge(tmp_path, ISSUE + remote, src__script_js=SCRIPT, src__view_js=VIEW)) == ["BG244"]


def test_an_environment_variable_stands_for_its_default(tmp_path):
    manifest = (
        ISSUE.replace("key: panel", "key: '${PANEL}'")
        + "environment:\n  variables:\n    - { key: PANEL, default: script }\n"
    )
    assert codes(forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=VIEW)) == ["BG207"]
    manifest = manifest.replace("{ key: PANEL, default: script }", "PANEL")
    assert codes(forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=VIEW)) == []


def test_a_property_that_nobody_documents_is_a_note(tmp_path):
    manifest = ISSUE.replace("title: Panel", "title: Panel, placement: top")
    [finding] = check(forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=VIEW)).findings
    assert (finding.code, finding.level, finding.line) == ("BG217", "note", 8)


def test_a_module_that_is_gone_is_an_error(tmp_path, monkeypatch):
    from datetime import date

    from bgscript.check import ends

    class Later(date):
        @classmethod
        def today(cls):
            return cls(2027, 5, 17)

    monkeypatch.setattr(ends, "date", Later)
    found = {(finding.code, finding.level) for finding in check(GOLDEN / "jira-dashboard").findings}
    assert ("BG603", "error") in found


@pytest.mark.parametrize(
    ("code", "name", "exported"),
    [
        ("export const run = 1;", "run", True),
        ("export async function run() {}", "run", True),
        ("const a = 1;\nexport { a as run };", "run", True),
        ("exports.run = a;", "run", True),
        ("export * from 'a-library';", "run", None),
        ("module.exports = { run };", "run", True),
        ("module.exports = make({ run });", "run", None),
        ("// export const run = 1;\nexport const other = 1;", "run", False),
        ("const text = 'export const run';", "run", False),
        ("export const run = (;", "other", None),
    ],
)
def test_exports_are_found_or_not_known(code, name, exported, tmp_path):
    (tmp_path / "a.js").write_text(code)
    modules = Modules(str(tmp_path))
    assert modules.has(modules.add(str(tmp_path / "a.js"), "a.js"), name) is exported
