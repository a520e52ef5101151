"""``bgscript check``: mistakes made by a script, hostile files, and what users and programs get."""

import json
import os
import random
import re
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from check_mutants import MUTANTS
from conftest import BIN, GOLDEN, ROOT, pretend_to_build, run, validate
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from bgscript.check.modules import MODULES
from bgscript.check.project import Checker
from bgscript.check.rules import RULES
from bgscript.check.scan import Source

EXPECTED = {"BG501", "BG601", "BG602", "BG603"}
"""What golden projects may have: the placeholder, and modules that end."""


def check(project):
    return Checker().check(str(project))


def errors(findings):
    return [finding for finding in findings if finding.startswith("error")]


# --- mistakes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_a_new_project_has_no_findings_but_lifecycle_and_placeholder(name):
    assert {finding.code for finding in check(GOLDEN / name).findings} <= EXPECTED


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_a_built_project_has_none_either(name, tmp_path):
    project = shutil.copytree(GOLDEN / name, tmp_path / name)
    if "path: build/" in ((project / "manifest.yml").read_text() if (project / "manifest.yml").exists() else ""):
        pretend_to_build(project)
    assert {finding.code for finding in check(project).findings} <= EXPECTED


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_a_mistake_is_found_at_its_line(mutant, tmp_path):
    project = mutant.make(tmp_path / "project")
    found = [finding for finding in check(project).findings if finding.code == mutant.code]
    assert found, [(finding.code, finding.line, finding.message) for finding in check(project).findings]
    line = mutant.line(project, found[0].file)
    assert line in {finding.line for finding in found}
    assert all(finding.hint and finding.message.endswith(".") for finding in found)


def test_every_mistake_that_atlassian_refuses_is_refused(platform, tmp_path, capsys):
    """With Atlassian's validator over all mutants, in one process; `-s` prints the table."""
    made = [mutant.make(tmp_path / str(number)) for number, mutant in enumerate(MUTANTS)]
    full = validate([project for project in made if (project / "manifest.yml").exists()])
    missed = []
    for mutant, project in zip(MUTANTS, made, strict=True):
        ours = [finding for finding in check(project).findings if finding.code == mutant.code]
        refused = bool(errors(full.get(str(project), [])))
        theirs = ("refused" if refused else "silent") if str(project) in full else "not Forge"
        print(f"{mutant.kind:<18} {mutant.name:<34} {mutant.code} {ours[0].level if ours else 'MISSED':<8} {theirs}")
        if refused and not check(project).count("error"):
            missed.append(mutant.id)
    assert missed == []


def test_every_rule_has_a_mutant():
    without = set(RULES) - {mutant.code for mutant in MUTANTS}
    tested_below = {"BG101", "BG105", "BG217", "BG224", "BG233", "BG244", "BG405", "BG603"}
    assert without <= tested_below


@pytest.mark.parametrize("kind", MODULES)
def test_properties_that_check_knows_are_those_of_atlassian_s_schema(kind, platform):
    """A property that Atlassian adds fails here: `check` would call it a mistake."""
    schema = json.loads((platform / "node_modules/@forge/manifest/out/schema/manifest-schema.json").read_text())
    items = schema["definitions"]["ModuleSchema"]["properties"][kind]["items"]
    theirs = {name for form in items.get("oneOf", [items]) for name in form["properties"]}
    internal = {name for name in theirs if name.endswith("__i18n")} | {"renderRuntimeType", "resolvedResourceEntry"}
    assert theirs - internal <= set(MODULES[kind].properties)


# --- rules that a mutant does not show --------------------------------------------------------------------------------


def forge(folder, manifest, **files):
    """A Forge project that bgscript did not make."""
    head = "app:\n  id: ari:cloud:ecosystem::app/1\n  runtime: { name: nodejs24.x }\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.yml").write_text(head + manifest)
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_js", ".js")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


ISSUE = """\
modules:
  jira:issueViewBackgroundScript:
    - { key: script, resource: script, render: native }
  jira:issuePanel:
    - { key: panel, resource: view, render: native, title: Panel, icon: https://example.com/icon.svg }
resources:
  - { key: script, path: src/script.js }
  - { key: view, path: src/view.js }
"""
BRIDGE = "import { events, invoke } from '@forge/bridge';\n"
SCRIPT = BRIDGE + "events.on('ask', () => {\n  events.emit('tell', 1);\n});\n"
VIEW = BRIDGE + "events.on('tell', show);\nevents.emit('ask');\n"


def codes(project):
    return [finding.code for finding in check(project).findings]


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
        "const bus = events;\nbus.emit('ask'); bus.on('tell', show);\n",
        "/* events.on('nothing') */ events.on('tell', show);\nconst ASK = 'ask';\nevents.emit(ASK);\n",
        "events.on('tell', show);\nevents.emit(window.name || 'ask');\n",
        "events.on('JIRA_ISSUE_CHANGED', show); events.on('tell', show); events.emit('ask');\n",
        "events.onPublic('of another app', show); events.on('tell', show); events.emit('ask');\n",
        "const text = \"events.emit('asks')\"; events.on('tell', show); events.emit('ask');\n",
    ],
)
def test_names_that_are_computed_or_commented_out_are_left_alone(view, tmp_path):
    assert codes(forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=BRIDGE + view)) == []


RESOLVER = "import Resolver from '@forge/resolver';\nconst resolver = new Resolver();\n"


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
        ("export * from './a';", "run", None),
        ("module.exports = { run };", "run", None),
        ("// export const run = 1;\nexport const other = 1;", "run", False),
        ("const text = 'export const run';", "run", False),
    ],
)
def test_exports_are_found_or_not_known(code, name, exported, tmp_path):
    from bgscript.check.files import _exports

    (tmp_path / "a.js").write_text(code)
    assert _exports(str(tmp_path / "a.js"), name) is exported


def test_comments_and_strings_keep_their_places():
    text = "a('x//y'); // b('z')\nc(`/* ${d} */`); /* e\n('f') */ g('h')"
    source = Source("", text)
    assert len(source.code) == len(source.blanked) == len(text)
    assert "b(" not in source.code
    assert source.place(source.code.index("g(")) == (3, 10)


OTHERS = {
    "none": None,
    "other questions": "_commit: v1\n_src_path: gh:other/template\nproject_name: x\n",
    "some of our questions": "_src_path: gh:other/template\ntarget: home-dashboard\nproject: x\n",
    "our questions, with other answers": "_src_path: gh:other/template\ntarget: web\napp_key: x\n",
    "a list": "- target\n- app_key\n",
}
"""What stands in .copier-answers.yml of a project that bgscript did not make."""


def of_others(name, folder, answers):
    """A golden project as if another template had made it."""
    project = shutil.copytree(GOLDEN / name, folder)
    (project / ".copier-answers.yml").unlink()
    if answers:
        (project / ".copier-answers.yml").write_text(answers)
    return project


@pytest.mark.parametrize("answers", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("name", ["home-dashboard", "jira-issue-ui-kit", "connect"])
def test_our_layout_has_no_findings_in_a_project_of_somebody_else(name, answers, tmp_path):
    assert {finding.code for finding in check(of_others(name, tmp_path / name, answers)).findings} <= EXPECTED


@pytest.mark.parametrize("answers", OTHERS.values(), ids=OTHERS)
def test_what_only_our_layout_tells_is_silent_in_a_project_of_somebody_else(answers, tmp_path):
    """A call through our own module, an event on our own bus, an answer against the manifest, a folder to build."""
    projects = (
        shutil.copytree(GOLDEN / "jira-dashboard", tmp_path / "ours"),
        of_others("jira-dashboard", tmp_path / "theirs", answers),
    )
    for project in projects:
        data, view = project / "src" / "background" / "data.ts", project / "src" / "view" / "index.tsx"
        data.write_text(data.read_text().replace("'getData'", "'getDate'"))
        view.write_text(view.read_text() + "\nchannel.on('nobody-sends-this', () => {});\n")
        manifest = (project / "manifest.yml").read_text()
        (project / "manifest.yml").write_text(manifest.replace("path: build/view", "path: build/veiw"))
    ours, theirs = (check(project).findings for project in projects)
    assert {"BG401", "BG403", "BG223"} <= {finding.code for finding in ours}
    assert {finding.code for finding in theirs} <= EXPECTED
    hints = [[finding.hint for finding in found if finding.code == "BG601"] for found in (ours, theirs)]
    assert all("bgscript new NAME" in hint for hint in hints[1])
    assert not any("bgscript new NAME" in hint for hint in hints[0])


def test_names_of_our_own_modules_mean_nothing_in_an_app_of_somebody_else(tmp_path):
    view = (
        VIEW
        + "import { channel } from './channel';\nchannel.on('nobody sends this', show);\n"
        + "import { invoke as call } from '@forge/bridge';\ncall('getAll');\n"
    )
    script = SCRIPT + "import { invoke } from './platform/resolver';\ninvoke('on another server');\n"
    files = {"src__index_js": RESOLVER + "resolver.define('getAll', run);", "src__view_js": view}
    script = script.replace("events, invoke }", "events }")
    assert codes(forge(tmp_path, ISSUE, src__script_js=script, **files)) == []


# --- silenced -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("key: extra # bgscript-ignore BG227: it comes with the next release", []),
        ("key: extra # bgscript-ignore BG227", ["BG105", "BG227"]),
        ("key: extra # bgscript-ignore BG228: another one", ["BG227"]),
        ("key: extra # bgscript-ignore BG999: no such code", ["BG105", "BG227"]),
    ],
)
def test_a_comment_silences_a_finding_if_it_has_a_reason(comment, expected, tmp_path):
    manifest = f"{ISSUE}  - {comment}\n    path: src/view.js\n"
    assert sorted(codes(forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=VIEW))) == expected


def test_a_comment_on_the_line_above_works_too(tmp_path):
    manifest = f"{ISSUE}  # bgscript-ignore BG227: later\n  - {{ key: extra, path: src/view.js }}\n"
    assert codes(forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=VIEW)) == []


def test_a_file_silences_findings_if_it_has_reasons(tmp_path):
    project = shutil.copytree(GOLDEN / "jira-dashboard", tmp_path / "app")
    (project / ".bgscript.yml").write_text(
        "ignore:\n  - { code: BG601, reason: we move in March }\n  - { code: BG501 }\n"
    )
    assert sorted(codes(project)) == ["BG105", "BG501"]


# --- bad input ------------------------------------------------------------------------------------------------------

DEEP = "app: " + "[" * 5_000 + "]" * 5_000
BOMB = "a: &a [x, x]\n" + "".join(
    f"{c}: &{c} [*{p}, *{p}, *{p}]\n" for p, c in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "BG102"),
        (b"\n# nothing\n", "BG102"),
        (b"- modules\n", "BG102"),
        (b"modules: [\n", "BG102"),
        (b"modules: {}\nmodules: {}\n", "BG103"),
        (b"app: " + b"x" * 10_000_000, "BG101"),
        (DEEP.encode(), "BG102"),
        ("\n".join(" " * n + "a:" for n in range(600)).encode().replace(b"a:", b"app:"), "BG102"),
        (b"modules: &a\n  x: *a\n", "BG102"),
        ("modules: {}\napp: {}\n".encode("utf-16"), "BG101"),
        ("modules: {}\napp: {}\n".encode("utf-16-be"), None),
        (b"app: \xff\n", "BG101"),
        (b"app:\n<<<<<<< HEAD\n  id: a\n=======\n>>>>>>> b\n", "BG104"),
        (b"? [a]\n: app:\n", "BG102"),
        (b"modules: !!python/object:os.system {}\n", None),
        (b"\x00\x01\x02app:", "BG102"),
    ],
)
def test_a_manifest_that_is_none_is_a_finding(content, code, tmp_path, bgscript):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "manifest.yml").write_bytes(content)
    done = bgscript("check", "app")
    assert "Traceback" not in done.err + done.out
    if code:
        assert done.code == 5
        assert f"error {code}" in done.out


def test_aliases_and_a_byte_order_mark_are_read(tmp_path):
    text = ISSUE.replace("title: Panel", "title: &name Panel, displayConditions: &when { isAdmin: true }")
    project = forge(tmp_path, text, src__script_js=SCRIPT, src__view_js=VIEW)
    manifest = project / "manifest.yml"
    manifest.write_bytes(b"\xef\xbb\xbf" + manifest.read_bytes())
    assert codes(project) == []
    manifest.write_text(BOMB + manifest.read_text(encoding="utf-8-sig"))
    assert set(codes(project)) == {"BG202"}


def test_a_manifest_without_a_script_is_told_in_one_sentence(tmp_path, bgscript):
    page = "modules:\n  jira:globalPage:\n    - { key: page, function: main, title: Page }\n"
    manifest = f"{page}  function:\n    - {{ key: main, handler: a.b }}\n"
    forge(tmp_path / "app", manifest)
    done = bgscript("check", "app")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("app has no background script.\n")


def test_what_cannot_be_read_does_not_stop_the_rest(tmp_path, bgscript):
    forge(tmp_path / "all" / "good", ISSUE, src__script_js=SCRIPT, src__view_js=VIEW)
    (tmp_path / "all" / "loop").symlink_to(tmp_path / "all")
    (tmp_path / "all" / "self").symlink_to("self")
    (tmp_path / "all" / "folder" / "manifest.yml").mkdir(parents=True)
    (tmp_path / "all" / "broken").mkdir()
    (tmp_path / "all" / "broken" / "manifest.yml").write_text("modules: [")
    done = bgscript("check", "all", "--json")
    assert done.code == 5
    found = {
        project["path"]: [each["code"] for each in project["findings"]] for project in json.loads(done.out)["projects"]
    }
    assert found == {"all/good": [], "all/broken": ["BG102"], "all/folder": ["BG101"]}


AS_ANOTHER_USER = """
import contextlib, io, os, sys
from bgscript.template import lifecycle_file
from bgscript.cli.main import main
own = lifecycle_file.read_own()
lifecycle_file.read_own = lambda: own  # another user may not reach the files of this bgscript
if os.geteuid() == 0:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(sys.argv[1:])  # so that all is imported: another user may not reach this Python
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(sys.argv[1:]))
"""
"""Runs bgscript as somebody for whom permissions count: root reads everything."""


def test_what_nobody_may_read_is_a_sentence(request):
    everywhere = Path(tempfile.mkdtemp())  # pytest's own folders are root's
    request.addfinalizer(lambda: shutil.rmtree(everywhere))
    everywhere.chmod(0o755)
    forge(everywhere / "all" / "good", ISSUE, src__script_js=SCRIPT, src__view_js=VIEW)
    (forge(everywhere / "all" / "file", ISSUE) / "manifest.yml").chmod(0)
    (everywhere / "all" / "folder").mkdir(mode=0)
    alone = run(BIN / "python", "-c", AS_ANOTHER_USER, "check", "all/folder", cwd=everywhere)
    assert (alone.code, alone.out, alone.err) == (1, "", "warning: all/folder: Permission denied\n")
    done = run(BIN / "python", "-c", AS_ANOTHER_USER, "check", "all", "--json", cwd=everywhere)
    assert done.code == 5
    data = json.loads(done.out)
    found = {each["path"]: [finding["code"] for finding in each["findings"]] for each in data["projects"]}
    assert (found, data["warnings"]) == ({"all/file": ["BG101"], "all/good": []}, ["all/folder: Permission denied"])


def test_a_folder_without_a_project_is_told(tmp_path, bgscript):
    (tmp_path / "empty").mkdir()
    done = bgscript("check", "empty")
    assert (done.code, done.out) == (1, "")
    assert "manifest.yml" in done.err


def test_wrong_usage(bgscript):
    assert bgscript("check", "nowhere").code == 2
    assert "did you mean '--strict'" in bgscript("check", "--strct").err


ODD = [None, True, 0, 1.5, "", "x", "../..", "${X}", [], {}, [[]], [{}], {"a": 1}, {"i18n": 1}, [None], "a" * 5_000]


def test_no_value_anywhere_makes_it_fail(tmp_path):
    """Any value in any place: 1,500 manifests and descriptors."""
    chance = random.Random(20261121)
    bases = [
        yaml.safe_load((GOLDEN / name / "manifest.yml").read_text())
        for name in ("jira-global-ui-kit", "confluence-ui-kit", "home-dashboard-ui-kit")
    ]
    bases.append(json.loads((GOLDEN / "connect" / "atlassian-connect.json").read_text()))
    for number in range(1_500):
        document = json.loads(json.dumps(chance.choice(bases)))
        for _ in range(chance.randint(1, 3)):
            put(document, json.loads(json.dumps(chance.choice(ODD))), chance)
        name = "atlassian-connect.json" if "baseUrl" in document or number % 9 == 0 else "manifest.yml"
        for old in ("atlassian-connect.json", "manifest.yml"):
            (tmp_path / old).unlink(missing_ok=True)
        (tmp_path / name).write_text(json.dumps(document))
        shutil.copy(GOLDEN / "jira-issue" / ".copier-answers.yml", tmp_path)
        check(tmp_path)


def put(document, value, chance):
    """Put a value in some place of a document."""
    while True:
        names = list(document) if isinstance(document, dict) else list(range(len(document)))
        if not names:
            return
        name = chance.choice(names)
        if isinstance(document[name], (dict, list)) and document[name] and chance.random() < 0.75:
            document = document[name]
            continue
        document[name] = value
        return


def seconds(folder, cwd):
    """The processor's time. A fork's would not be counted."""
    before = os.times()
    assert run(BIN / "bgscript", "check", folder, cwd=cwd).code == 0
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_a_hundred_projects_take_less_than_five_seconds_in_linear_time(tmp_path):
    for count in (1, 25, 100):
        for number in range(count):
            shutil.copytree(GOLDEN / "jira-issue", tmp_path / str(count) / str(number))
    one, some, all_ = (seconds(str(count), tmp_path) for count in (1, 25, 100))
    print(f"1: {one:.2f} s, 25: {some:.2f} s, 100: {all_:.2f} s of CPU")
    assert all_ < 5
    assert (all_ - one) / 99 < 2 * (some - one) / 24


def test_it_imports_neither_the_template_s_engine_nor_the_questions(tmp_path):
    run_it = "from bgscript.cli.main import main; main(['check', sys.argv[1]])"
    code = f"import sys; {run_it}; print(*sys.modules, file=sys.stderr)"
    done = run(BIN / "python", "-c", code, GOLDEN / "home-dashboard", cwd=tmp_path)
    loaded = set(done.err.split())
    assert (
        not {"copier", "jinja2", "prompt_toolkit", "bgscript.template.questions", "subprocess", "json", "dataclasses"}
        & loaded
    )
    assert not {"pathlib", "typing", "shutil", "difflib"} & loaded


# --- what users and programs get ------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Golden projects, two of them with mistakes."""
    for base in ("home-dashboard", "jira-dashboard", "connect", "confluence"):
        shutil.copytree(GOLDEN / base, tmp_path / "repos" / base)
    manifest = tmp_path / "repos" / "confluence" / "manifest.yml"
    manifest.write_text(manifest.read_text().replace("resource: view", "resource: veiw"))
    return tmp_path / "repos"


def test_a_table_has_the_worst_first_in_80_columns(folder, bgscript):
    done = bgscript("check", "repos")
    assert done.code == 5
    lines = done.out.splitlines()
    assert max(map(len, lines)) <= 80
    order = [line.split()[0] for line in lines if line.startswith("repos/") and " error " not in line]
    assert order == ["repos/confluence", "repos/jira-dashboard", "repos/connect", "repos/home-dashboard"]
    assert "2027-05-17" in done.out
    assert lines[-2].startswith("4 projects: 1 error, ")


def test_exit_codes(folder, bgscript):
    assert bgscript("check", "repos/home-dashboard").code == 0
    assert bgscript("check", "repos/home-dashboard", "--strict").code == 5
    assert bgscript("check", "repos/confluence").code == 5


def test_json_has_the_promised_shape(folder, bgscript):
    data = json.loads(bgscript("check", "repos/jira-dashboard", "--json").out)
    assert list(data) == ["command", "projects"]
    [project] = data["projects"]
    assert list(project) == ["path", "modules", "ends", "findings"]
    assert project["modules"] == ["jira:dashboardBackgroundScript", "jira:dashboardGadget"]
    assert project["ends"][0] == {"module": "jira:dashboardBackgroundScript", "date": "2027-05-17"}
    assert list(project["findings"][0]) == ["code", "level", "file", "line", "column", "message", "hint"]


def test_sarif_is_valid(folder, bgscript):
    (folder / "connect" / ".bgscript.yml").write_text("ignore: [{ code: BG602, reason: it moves in March }]\n")
    assert bgscript("check", "repos", "--sarif", "out.sarif").code == 5
    data = json.loads((folder.parent / "out.sarif").read_text())
    Sarif.model_validate(data)
    [run] = data["runs"]
    result = next(each for each in run["results"] if each["ruleId"] == "BG209")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "repos/confluence/manifest.yml"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "BG209"
    assert [each["ruleId"] for each in run["results"] if "suppressions" in each] == ["BG602"]
    data["runs"][0]["results"][0]["level"] = "bad"
    with pytest.raises(ValueError, match="level"):
        Sarif.model_validate(data)


def test_a_hint_names_the_command_that_moves_the_project(folder, bgscript):
    done = bgscript("check", "repos/jira-dashboard", "--json")
    hints = [each["hint"] for each in json.loads(done.out)["projects"][0]["findings"] if each["code"] == "BG601"]
    command = re.search("`(bgscript .*?)`", hints[0].replace("`dashboards:backgroundScript`", ""))[1]
    assert "home-dashboard" in command
    assert "repos/jira-dashboard" in command


def test_readme_has_every_code():
    readme = (ROOT / "README.md").read_text()
    rows = dict(re.findall(r"^\| (BG\d{3}) \| (error|warning|note) \|", readme, re.MULTILINE))
    assert rows == {code: level for code, (level, _) in RULES.items()}


def test_public_manifests_are_listed_without_their_text():
    lines = (ROOT / "tests" / "public_manifests.txt").read_text().splitlines()
    places = [line for line in lines if not line.startswith("#")]
    assert len(places) > 30
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+ \S+ \S+ \S+(?: .*)?", line) for line in places)
