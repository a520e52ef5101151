"""A user's own defaults for `bgscript new`."""

import json
import os
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from bgscript.cli import defaults
from tests.support import terminal
from tests.support.commands import environment, tree
from tests.support.sandbox import git, write
from tests.support.terminal import ENTER


@pytest.fixture
def settings(tmp_path):
    """Writes the file, in the home directory that tests have."""

    def write_file(text):
        file = tmp_path / ".config" / "bgscript" / "defaults.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    return write_file


def answers(project):
    return yaml.safe_load((project / ".copier-answers.yml").read_text())


def new(called, *words):
    return called("new", "app", "--yes", "--no-git", *words)


def test_they_are_used_and_printed_as_flags_and_the_replay_needs_no_file(called, settings, tmp_path):
    settings("license: MIT\nci: bitbucket\n")
    code, out, err = new(called, "--json")
    assert (code, err) == (0, "")
    made = answers(Path("app"))
    assert (made["license"], made["ci"]) == ("MIT", "bitbucket")
    replay = shlex.split(json.loads(out)["replay"])
    assert {"--license=MIT", "--ci=bitbucket"} <= set(replay)
    settings("license: Apache-2.0\n")
    before = tree(Path("app"))
    os.rename("app", "first")  # noqa: PTH104
    assert called(*replay[1:], "--no-git")[0] == 0
    assert tree(Path("app")) == before


def test_a_package_manager_is_used_and_the_usual_one_is_named_against_it(called, settings):
    settings("package_manager: pnpm\n")
    code, out, _ = new(called, "--json")
    assert (code, answers(Path("app"))["package_manager"]) == (0, "pnpm")
    assert "--package-manager=pnpm" in shlex.split(json.loads(out)["replay"])
    code, out, _ = called("new", "other", "--yes", "--no-git", "--package-manager=npm", "--json")
    assert (code, answers(Path("other"))["package_manager"]) == (0, "npm")
    assert "--package-manager=npm" in shlex.split(json.loads(out)["replay"])


def test_a_data_file_and_a_flag_override_them(called, settings):
    settings("license: MIT\nci: bitbucket\n")
    Path("data.yml").write_text("ci: none\n")
    assert new(called, "--data=data.yml", "--license=none")[0] == 0
    made = answers(Path("app"))
    assert (made["license"], made["ci"]) == ("none", "none")


def test_no_defaults_leaves_them_out_and_is_repeated(called, settings):
    settings("license: MIT\n")
    code, out, _ = new(called, "--no-defaults", "--json")
    assert (code, answers(Path("app"))["license"]) == (0, "none")
    assert "--no-defaults" in json.loads(out)["replay"].split()
    settings("nonsense: [")
    assert called("new", "other", "--yes", "--no-git", "--no-defaults")[0] == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# mine\nlicence: MIT\n", "line 2: unknown key licence (did you mean 'license'?)"),
        ("target: confluence\n", "line 1: unknown key target"),
        ("ci: github\nlicense: GPL\n", "line 2: license cannot be 'GPL'; it is one of none, MIT, Apache-2.0"),
        ("license: [MIT]\n", "line 1: license must be text, not ['MIT']"),
        ("template_source: 3\n", "line 1: template_source must be an address, not 3"),
        ("template_source:\n", "line 1: template_source must be an address, not None"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(text, problem, called, settings):
    file = settings(text)
    code, out, err = new(called)
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == f"error: {file}, {problem}"
    assert not Path("app").exists()


@pytest.mark.parametrize("text", ["license: {\n", "- license\n", "license: MIT\nlicense: none\n", "\0"])
def test_a_file_that_cannot_be_read_is_one_sentence(text, called, settings):
    file = settings(text)
    code, _, err = new(called)
    assert code == 2
    assert err.startswith(f"error: {file} cannot be used: ")
    assert err.splitlines()[1:] == ["hint: --no-defaults leaves the file out"]


def test_all_problems_are_reported_together(called, settings):
    file = settings("license: GPL\n")
    _, _, err = new(called, "--ci=travis")
    assert [line.partition(" cannot")[0] for line in err.splitlines()[:2]] == [
        "error: --ci",
        f"error: {file}, line 1: license",
    ]


def test_a_folder_in_the_place_of_the_file(called, settings):
    file = settings("")
    file.unlink()
    file.mkdir()
    code, _, err = new(called)
    assert (code, err.splitlines()[0]) == (2, f"error: {file} cannot be read: Is a directory")


# --- Where the file is ----------------------------------------------------------------------------------------------


def test_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, expected in {
        "": tmp_path / ".config",
        str(tmp_path / "xdg"): tmp_path / "xdg",
        "relative": tmp_path / ".config",  # as the specification says
    }.items():
        monkeypatch.setenv("XDG_CONFIG_HOME", name)
        assert defaults.location() == expected / "bgscript" / "defaults.yml"


def test_where_it_is_on_windows(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    assert defaults.location() == tmp_path / "Roaming" / "bgscript" / "defaults.yml"
    monkeypatch.setenv("APPDATA", "")
    assert defaults.location() is None


def test_tests_do_not_read_those_of_a_developer(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "developer"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "developer"))
    own = environment(tmp_path / "home")
    assert (own["HOME"], own["XDG_CONFIG_HOME"], own["APPDATA"]) == (str(tmp_path / "home"), "", "")


# --- A template's address -------------------------------------------------------------------------------------------


@pytest.fixture
def hosted(git_is_started, tmp_path):
    """A template of a company, with a question that bgscript's own has, and without the other one."""
    folder = tmp_path / "hosted"
    questions = "_subdirectory: project\nlicense: {type: str, choices: [none, MIT]}\ncolor: {type: str, default: red}\n"
    write(
        folder,
        {
            "copier.yml": questions,
            "project/{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers|to_nice_yaml }}",
            "project/a.txt.jinja": "{{ color }}\n",
        },
    )
    git("init", "--quiet", cwd=folder)
    git("add", ".", cwd=folder)
    git("commit", "--quiet", "-m", "x", cwd=folder)
    git("tag", "v1.0.0", cwd=folder)
    return folder


@pytest.fixture
def git_is_started(git):
    """The fixture `git` has the name of a helper here."""


def test_a_template_s_address_is_used_and_printed(called, hosted, settings):
    settings(f"template_source: {hosted}\nlicense: MIT\nci: bitbucket\n")
    code, out, err = new(called, "--color=blue", "--json")
    assert (code, err) == (0, "")
    replay = shlex.split(json.loads(out)["replay"])
    assert {f"--template-source={hosted}", "--template-version=1.0.0", "--license=MIT"} <= set(replay)
    assert answers(Path("app"))["license"] == "MIT"
    assert "ci" not in answers(Path("app"))  # this template does not ask for it
    assert new(called, "--no-defaults", "--color=blue")[0] == 2


def test_the_embedded_template_can_be_named_and_its_replay_leaves_them_out(called, hosted, settings):
    settings(f"template_source: {hosted}\n")
    code, out, _ = new(called, "--template-source=git+bgscript::templates", "--json")
    assert code == 0
    assert "--no-defaults" in json.loads(out)["replay"].split()


def test_an_address_that_cannot_be_read_is_named_with_its_line(called, settings, tmp_path):
    file = settings(f"license: MIT\ntemplate_source: {tmp_path}/nowhere\n")
    code, _, err = new(called)
    assert code == 3
    assert f"{file}, line 2: template_source names it; --no-defaults leaves it out" in err


# --- On a terminal --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("columns", [40, 80])
def test_the_wizard_does_not_ask_for_them_and_the_review_names_them(columns, settings, tmp_path):
    settings("license: MIT\nci: none\n")
    screen = terminal.bgscript(tmp_path, "new", "mine", "--no-install", "--no-git", columns=columns, rows=40)
    screen.accepts("Where does the app run", "Which kind of user interface", "What is the app called")
    screen.answers("Take the defaults for the rest (7 questions)", ENTER)
    screen.waits_for("Create this project?")
    assert "License MIT" in screen.words()
    file = str(tmp_path / ".config" / "bgscript" / "defaults.yml")
    shown = "".join(screen.everything().split())
    assert f"From{file}:license,ci(--no-defaultsleavesthemout)" in shown
    screen.types(ENTER)
    assert screen.ends() == 0
    assert "--license=MIT" in screen.words()
    assert answers(tmp_path / "mine")["license"] == "MIT"
