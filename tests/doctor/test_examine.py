"""`bgscript doctor`: the tools, with programs in place of the real ones, and the project."""

import json
import os
import re
import shutil
import time

import pytest

from bgscript.doctor import programs
from bgscript.doctor.examined import NODE, OLDEST_NODE
from bgscript.template.templates import current
from tests.support.golden import GOLDEN
from tests.support.paths import BIN, HANGS
from tests.support.terminal import Terminal

NEWEST = current().version
FINE = {"node": "echo v24.3.0", "git": "echo git version 2.47.1", "forge": "echo 13.3.0"}
"""Programs with which nothing is missing: what each one's script does."""
AS_IT_IS = ""
"""The script of a program that a test has made itself."""
LOGIN = {"FORGE_EMAIL": "me@example.com", "FORGE_API_TOKEN": "secret-token"}


@pytest.fixture
def path(tmp_path):
    """Makes a folder with programs, which is all of PATH."""

    def make(**scripts):
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        for name, script in {**FINE, **scripts}.items():
            if script == AS_IT_IS:
                continue
            if script is None:
                (folder / name).unlink(missing_ok=True)
                continue
            (folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (folder / name).chmod(0o755)
        return {"PATH": f"{folder}"}

    return make


@pytest.fixture
def examined(called, monkeypatch, path):
    """The results of a run in this process, by name, and its exit code."""
    monkeypatch.setattr(programs, "LIMIT", HANGS)

    def run(folder=".", login=LOGIN, **scripts):
        for name, value in {**path(**scripts), **login}.items():
            monkeypatch.setenv(name, value)
        code, out, err = called("doctor", folder, "--json")
        assert err == ""
        data = json.loads(out)
        assert (data["command"], data["path"]) == ("doctor", str(folder))
        return code, {check["name"]: (check["level"], check["message"], check["hint"]) for check in data["checks"]}

    return run


@pytest.fixture
def project(tmp_path):
    """A project of the newest template, with `changes` to its files."""

    def make(name="home-dashboard", **changes):
        folder = tmp_path / name
        shutil.copytree(GOLDEN / name, folder)
        answers = folder / ".copier-answers.yml"
        answers.write_text(re.sub(r"_commit: .*", f"_commit: v{NEWEST}", answers.read_text()))
        for file, (old, new) in changes.items():
            path = folder / file.replace("__", "/").replace("_dot_", ".")
            path.write_text(path.read_text().replace(old, new))
        return folder

    return make


def test_outside_a_project_only_the_tools_are_examined(examined):
    code, found = examined()
    assert code == 0
    assert list(found) == ["bgscript", "Node.js", "git", "Forge CLI", "login"]
    assert [level for level, _, _ in found.values()] == ["ok"] * 5
    assert found["Node.js"][1] == "24.3.0"
    assert found["bgscript"][1].startswith(f"{NEWEST}, with template {NEWEST}, on Python 3.")


@pytest.mark.parametrize(
    ("program", "script", "level", "message", "remedy"),
    [
        ("node", None, "error", "not on PATH", "install Node.js 24"),
        ("node", "echo v22.11.0", "error", "22.11.0 is too old; 22.12 or newer is needed", "install Node.js 24"),
        ("node", "echo v22.12.0", "note", "22.12.0; .nvmrc names 24", "install Node.js 24"),
        ("node", "echo v26.0.0", "note", "26.0.0; .nvmrc names 24", "install Node.js 24"),
        ("node", "exit 3", "error", "ended with 3 when asked for its version", "install Node.js 24"),
        ("node", "echo hello", "error", "prints no version", "install Node.js 24"),
        ("git", None, "error", "not on PATH", "install git 2.38 or newer"),
        ("git", "echo git version 2.37.9", "error", "2.37.9 is too old; 2.38 or newer is needed", "install git 2.38"),
        ("git", "echo git version 2.38.0.windows.1", "ok", "2.38.0", ""),
        ("forge", None, "note", "not on PATH; only deploying needs it", "npm install --global @forge/cli"),
        ("forge", "echo 12.9.0", "ok", "12.9.0", ""),
        (
            "forge",
            "echo 12.8.1",
            "error",
            "12.8.1 no longer works: Atlassian ended 12.8 and older on 11 May 2026",
            "npm install --global @forge/cli",
        ),
        ("forge", "exit 1", "error", "ended with 1 when asked for its version", "npm install --global @forge/cli"),
    ],
)
def test_a_program_that_is_missing_or_too_old(program, script, level, message, remedy, examined, project):
    code, found = examined(project(), **{program: script})
    name = {"node": "Node.js", "forge": "Forge CLI"}.get(program, program)
    assert found[name][:2] == (level, message)
    assert found[name][2].startswith(remedy)
    assert bool(found[name][2]) == bool(remedy)
    assert code == (1 if level == "error" else 0)


def test_the_versions_of_node_are_those_of_new_projects():
    package = json.loads((GOLDEN / "home-dashboard" / "package.json").read_text())
    assert package["engines"]["node"] == f">={'.'.join(map(str, OLDEST_NODE))}"
    assert (GOLDEN / "home-dashboard" / ".nvmrc").read_text().strip() == NODE


def test_git_is_needed_by_projects_of_bgscript(examined, project):
    folder = project()
    (folder / ".copier-answers.yml").unlink()
    assert examined(folder, git=None)[0] == 0
    assert examined(git=None)[1]["git"][0] == "note"


@pytest.mark.parametrize("child", ["sleep 600", "(sleep 600 &) ; sleep 600", "trap '' TERM INT; sleep 600"])
def test_a_program_that_hangs_is_ended_with_its_children(child, examined, monkeypatch):
    monkeypatch.setattr(programs, "LIMIT", 0.3)
    start = time.monotonic()
    code, found = examined(forge=child.replace("sleep", shutil.which("sleep") or ""))
    assert found["Forge CLI"][:2] == ("error", "did not answer within 0.3 seconds")
    assert code == 1
    assert time.monotonic() - start < 500


def test_the_version_of_an_installed_forge_is_read_without_starting_it(examined, tmp_path, path):
    package = tmp_path / "lib" / "@forge" / "cli"
    (package / "out" / "bin").mkdir(parents=True)
    (package / "package.json").write_text('{"name": "@forge/cli", "version": "12.8.0"}')
    (package / "out" / "bin" / "cli.js").write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
    (package / "out" / "bin" / "cli.js").chmod(0o755)
    path(forge=None)
    (tmp_path / "programs" / "forge").symlink_to(package / "out" / "bin" / "cli.js")
    _, found = examined(forge=AS_IT_IS)
    assert found["Forge CLI"][:2] == ("error", "12.8.0 no longer works: Atlassian ended 12.8 and older on 11 May 2026")
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize(
    ("login", "level", "message"),
    [
        (LOGIN, "ok", "FORGE_EMAIL and FORGE_API_TOKEN are set; whether they are valid was not tried"),
        ({"FORGE_EMAIL": "me"}, "note", "FORGE_EMAIL is set, and FORGE_API_TOKEN is not; Forge needs both"),
        ({"FORGE_API_TOKEN": "x"}, "note", "FORGE_API_TOKEN is set, and FORGE_EMAIL is not; Forge needs both"),
        ({}, "note", "not known: Forge keeps logins in the system's keychain, which was not opened"),
    ],
)
def test_the_login_is_what_the_environment_has(login, level, message, examined):
    code, found = examined(login=login)
    assert (code, *found["login"][:2]) == (0, level, message)
    assert "secret-token" not in str(found)


def test_a_connect_app_needs_no_forge(examined, project):
    code, found = examined(project("connect"), forge=None, login={})
    assert (code, {"Forge CLI", "login"} & set(found)) == (0, set())


# --- The project ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "level", "message", "remedy"),
    [
        ("", "", "ok", f"{NEWEST}, the newest", ""),
        (f"v{NEWEST}", "v0.1.0", "note", f"0.1.0; the newest is {NEWEST}", "bgscript update "),
        (f"v{NEWEST}", "v99.0.0", "error", f"99.0.0 is newer than {NEWEST}, the newest", "install a newer bgscript"),
        (f"_commit: v{NEWEST}", "", "error", ".copier-answers.yml has no _commit", "git log -p"),
        ("_commit:", "_commit: [", "error", ".copier-answers.yml, line ", "git log -p"),
        (
            "git+bgscript::templates",
            "https://me:secret@git.example.com/t.git",
            "ok",
            f"v{NEWEST} of https://git.example.com/t.git; bgscript update ",
            "",
        ),
    ],
)
def test_the_template_s_release_against_this_bgscript(old, new, level, message, remedy, examined, project):
    code, found = examined(project(**{"_dot_copier-answers_dot_yml": (old, new)} if old else {}))
    assert found["template"][0] == level
    assert found["template"][1].startswith(message)
    assert found["template"][2].startswith(remedy)
    assert code == (1 if level == "error" else 0)


def test_two_bridges_are_found_in_a_lock_file_and_in_what_is_installed(examined, project):
    folder = project()
    assert "bridge" not in examined(folder)[1]
    modules = folder / "node_modules"
    for where, version in {"@forge/bridge": "7.2.0", "@forge/dashboards-bridge": "0.1.20"}.items():
        (modules / where).mkdir(parents=True)
        (modules / where / "package.json").write_text(json.dumps({"name": where, "version": version}))
    assert examined(folder)[1]["bridge"] == ("ok", "one copy of @forge/bridge, 7.2.0", "")
    second = modules / "@forge/dashboards-bridge/node_modules/@forge/bridge"
    second.mkdir(parents=True)
    (second / "package.json").write_text('{"version": "5.17.0"}')
    code, found = examined(folder)
    assert (code, found["bridge"][:2]) == (
        0,
        (
            "note",
            "two copies are installed: 5.17.0 in node_modules/@forge/dashboards-bridge/node_modules/@forge/bridge"
            " and 7.2.0 in node_modules/@forge/bridge",
        ),
    )
    assert '"overrides"' in found["bridge"][2]
    shutil.rmtree(modules)
    packages = {
        "node_modules/@forge/bridge": {"version": "7.2.0"},
        "node_modules/x/node_modules/@forge/bridge": {"version": "5.17.0"},
    }
    (folder / "package-lock.json").write_text(json.dumps({"packages": packages}))
    assert found["bridge"][0] == "note"
    assert examined(folder)[1]["bridge"][1].startswith(
        "package-lock.json: `@forge/bridge` is installed in the versions"
    )


def test_what_ends_is_named_with_its_day_and_a_remedy(examined, project):
    folder = project("jira-dashboard")
    code, found = examined(folder)
    level, message, hint = found["end of life"]
    assert (code, level, "17 May 2027" in message) == (0, "note", True)
    assert f"bgscript migrate {folder} --to home-dashboard" in hint
    (folder / ".bgscript.yml").write_text("ignore: [{ code: BG601, reason: it moves in March }]\n")
    assert examined(folder)[1]["end of life"] == found["end of life"]


def test_a_module_that_was_removed_is_an_error(examined, project, monkeypatch):
    from datetime import date

    from bgscript.check import ends

    class Later(date):
        @classmethod
        def today(cls):
            return date(2027, 6, 1)

    monkeypatch.setattr(ends, "date", Later)
    code, found = examined(project("jira-dashboard"))
    assert (code, found["end of life"][0]) == (1, "error")
    assert found["end of life"][1].startswith("Atlassian removed")


def test_a_project_of_somebody_else_has_no_template(examined, project):
    folder = project()
    (folder / ".copier-answers.yml").unlink()
    (folder / "package.json").write_text("[" * 100_000)
    code, found = examined(folder)
    assert (code, "template" in found, found["end of life"][0]) == (0, False, "ok")


# --- The command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 80])
def test_a_line_for_each_with_its_remedy_in_the_terminal_s_width(columns, called, monkeypatch, path, project):
    folder = project("jira-dashboard")
    for name, value in {**path(forge=None, node="echo v24.0.0"), "COLUMNS": str(columns)}.items():
        monkeypatch.setenv(name, value)
    code, out, err = called("doctor", os.path.relpath(folder))
    assert (code, err) == (0, "")
    joined = re.sub(r"\n {7}", " ", out).splitlines()
    assert joined[1] == "ok     Node.js: 24.0.0"
    assert joined[3] == "note   Forge CLI: not on PATH; only deploying needs it → npm install --global @forge/cli"
    assert joined[-2:] == ["", "4 notes."]
    long = [line for line in out.splitlines() if len(line) > columns]
    assert all(" " not in line.strip() for line in long)


def test_a_path_that_is_no_folder_is_an_error(called):
    assert called("doctor", "nowhere") == (
        1,
        "",
        "error: nowhere is not a folder\nhint: name a project's folder, or leave the path out\n",
    )
    assert called("doctor", "--jsn")[0] == 2


@pytest.mark.parametrize("file", [".copier-answers.yml", "package.json", ".nvmrc", "manifest.yml", "package-lock.json"])
@pytest.mark.parametrize(
    "content", ["pipe", "folder", b"\xff\xfe\0", b"{" * 200_000, b""], ids=["pipe", "folder", "binary", "deep", "empty"]
)
def test_a_file_that_cannot_be_used_is_no_traceback_and_no_hang(file, content, examined, project):
    folder = project()
    (folder / file).unlink(missing_ok=True)
    if content == "pipe":
        os.mkfifo(folder / file)
    elif content == "folder":
        (folder / file).mkdir()
    else:
        (folder / file).write_bytes(content)
    code, found = examined(folder)
    assert code in (0, 1)
    assert {"Node.js", "git"} <= set(found)


PATIENT = f"""
import sys
from bgscript.doctor import programs
programs.LIMIT = {HANGS}
from bgscript.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.usefixtures("terminal")
def test_nothing_is_asked_on_a_terminal(tmp_path, path):
    terminal = Terminal(tmp_path, BIN / "python", "-c", PATIENT, "doctor", env={**path(), **LOGIN})
    assert terminal.ends() == 0
    assert "Nothing is missing." in terminal.shown()
