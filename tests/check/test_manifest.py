"""Manifests that are none, and folders that cannot be read: a finding or a sentence, and the rest goes on."""

import json
import random
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml

from tests.support.commands import run
from tests.support.golden import GOLDEN
from tests.support.paths import BIN
from tests.support.small_app import ISSUE, SCRIPT, VIEW, check, codes, forge

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
    ids=lambda value: repr(value)[:40],
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
    forge(tmp_path / "app", manifest, src__a_js="export const b = 1;")
    done = bgscript("check", "app")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("app has no background script. The rules for every app were checked.\n")


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
from bgscript.check.rules import load_all
from bgscript.template import lifecycle_file
from bgscript.cli.main import main
load_all()
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
