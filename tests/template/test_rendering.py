"""What a template may do, and what one that bgscript does not understand is told."""

import json
from pathlib import Path

import pytest
import yaml

from bgscript.template.rendering import is_git_folder
from tests.support.commands import everything_below, run
from tests.support.paths import BIN
from tests.support.sandbox import ANSWERS, git, write
from tests.support.templates import HEAD, OWN_ANSWERS, QUESTIONS, hosted


@pytest.mark.parametrize("name", [".git", ".GIT", ".git.", ".git ", "git~1", ".g\u200cit", ".git::$INDEX_ALLOCATION"])
def test_a_name_that_some_file_system_takes_for_git_s_is_known(name):
    assert is_git_folder(name)


@pytest.mark.parametrize("name", [".github", ".gitignore", "git", "a.git", ".gitattributes", "git~10"])
def test_other_names_are_not(name):
    assert not is_git_folder(name)


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("mode", [[], ["--dry-run"], ["--json"]])
def test_a_template_cannot_write_into_git_s_folder(mode, called, tmp_path):
    """With a filter or a hook there, git would run what the template says."""
    planted = {
        "project/{{ '.git' }}/config": f'[filter "x"]\n\tclean = touch {tmp_path}/ran\n',
        "project/{{ '.Git' }}/hooks/post-commit": f"#!/bin/sh\ntouch {tmp_path}/ran\n",
        "project/.gitattributes": "* filter=x\n",
    }
    source = hosted(tmp_path / "template", planted)
    code, out, err = called("new", "app", "--yes", f"--template-source={source}", *mode)
    assert (code, "git would run commands from such a file" in err) == (3, True), (out, err)
    assert not (tmp_path / "ran").exists()
    assert everything_below(tmp_path / "here") == []


def test_every_path_is_listed(called):
    _, out, _ = called("new", "app", "--yes", "--dry-run", "--json")
    planned = [file["path"] for file in json.loads(out)["files"]]
    _, out, _ = called("new", "app", "--yes", "--json", "--no-git")
    made = [file["path"] for file in json.loads(out)["files"]]
    assert planned == made == sorted(path.relative_to("app").as_posix() for path in Path("app").rglob("*.*") if 0) or (
        planned
        == made
        == sorted(file.relative_to("app").as_posix() for file in Path("app").rglob("*") if file.is_file())
    )


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("link", ["secret.jinja", "copier.yml"])
def test_a_template_reads_nothing_outside_itself(link, called, tmp_path):
    (tmp_path / "secret").write_text(f"{HEAD}{QUESTIONS}" if link == "copier.yml" else "do not copy me")
    source = hosted(tmp_path / "template", {}, "app_name: {type: str, default: \"{% include 'secret.jinja' %}\"}\n")
    (source / link).unlink(missing_ok=True)
    (source / link).symlink_to(tmp_path / "secret")
    git("add", "--all", cwd=source)
    git("commit", "--quiet", "--message", "linked", cwd=source)
    git("tag", "--force", "v1.0.0", cwd=source)
    code, out, err = called("new", "app", "--yes", f"--template-source={source}")
    assert (code, "symbolic link to a file outside the template" in err) == (3, True)
    assert "do not copy me" not in out + err
    assert everything_below(tmp_path / "here") == []


def test_the_questions_follow_no_link_out_of_a_template_folder_either(tmp_path):
    from bgscript.system.errors import TemplateError
    from bgscript.template.questions import Questionnaire

    (tmp_path / "secret").write_text("do not copy me")
    write(tmp_path / "t", {"copier.yml": "app_name: {type: str, default: \"{% include 'link' %}\"}\n"})
    (tmp_path / "t" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(TemplateError, match="outside the template"):
        Questionnaire(tmp_path / "t").resolve({}, "app")


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize(
    ("questions", "files", "message"),
    [
        (
            "app_name: {type: str}\nhelp: {type: str, default: x}\n",
            {},
            "question help: --help is an option of bgscript",
        ),
        ("json: {type: bool, default: true}\n", {}, "question json: --json is an option of bgscript"),
        ("git: {type: bool, default: true}\n", {}, "question git: --git is an option of bgscript"),
        ("data: x\n", {}, "question data: --data is an option of bgscript"),
        ("yes: x\n", {}, "question True: its name must be an identifier"),
        ("dry_run: x\n", {}, "question dry_run: --dry-run is an option"),
        ("a: {type: date, default: x}\n", {}, "question a: bgscript does not know the type 'date'"),
        ("a: {type: str, default: x, secret: true}\n", {}, "question a: secret answers are not supported"),
        ("a: {type: str, choices: '{{ b }}'}\n", {}, "question a: computed choices are not supported"),
        ("a: {type: str, default: '{{ nobody }}'}\n", {}, "question a: UndefinedError: 'nobody' is undefined"),
        ("a: {type: int, default: '{{ 1 / 0 }}'}\n", {}, "question a: ZeroDivisionError"),
        ("a: {type: str, when: '{{ nobody }}'}\n", {}, "question a: UndefinedError"),
        ("a: {type: str, validator: '{% if %}'}\n", {}, "question a: copier.yml, line 1: TemplateSyntaxError"),
        ("a: !include other.yml\n", {}, "copier.yml: could not determine a constructor for the tag '!include'"),
        ("- a\n", {}, "copier.yml: "),
        (QUESTIONS, {"project/a.txt.jinja": "one\n{{ nobody }}"}, "project/a.txt.jinja, line 2: UndefinedError"),
        (QUESTIONS, {"project/a.txt.jinja": "\n\n{{ 1 / 0 }}"}, "project/a.txt.jinja, line 3: ZeroDivisionError"),
        (QUESTIONS, {"project/a.txt.jinja": "{% if %}"}, "project/a.txt.jinja, line 1: TemplateSyntaxError"),
        (QUESTIONS + "_tasks: [touch ran]\n", {}, "wants to run code of its own, which bgscript never does"),
        (QUESTIONS + "_min_copier_version: '99'\n", {}, "cannot be rendered: UnsupportedVersionError"),
        (QUESTIONS, {next(iter(OWN_ANSWERS)): None, "project/a.txt": "a"}, f"writes no {ANSWERS}"),
        (QUESTIONS, {next(iter(OWN_ANSWERS)): None, "a.txt": "a"}, "cannot be rendered: FileNotFoundError"),
        ("up: ../../up\n", {"project/{{ up }}.txt": "x"}, "cannot be rendered: ForbiddenPathError"),
        ("up: /tmp/up\n", {"project/{{ up }}.txt": "x"}, "cannot be rendered: ForbiddenPathError"),
        (QUESTIONS, {"lifecycle.yml": "modules: 3\n"}, "lifecycle.yml: "),
    ],
)
def test_a_template_that_bgscript_does_not_understand_is_named(questions, files, message, called, tmp_path):
    source = tmp_path / "template"
    source.mkdir()
    write(source, {"copier.yml": HEAD + questions, **OWN_ANSWERS})
    write(source, files)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "1"], ["tag", "v1.0.0"]):
        git(*words, cwd=source)
    code, out, err = called("new", "app", "--yes", f"--template-source={source}")
    assert (code, out) == (3, ""), err
    assert message in err
    assert err.splitlines()[0].count(f"the template at {source}, v1.0.0 ") == 1, "address and release"
    assert "a bug in bgscript" not in err
    assert "install bgscript again" not in err
    assert "bgscript." not in err.replace("of bgscript.", ""), "no temporary path"
    assert everything_below(tmp_path / "here") == []


@pytest.mark.usefixtures("git")
def test_the_types_of_copier_are_understood(called, tmp_path):
    questions = """
count: {type: int, default: 3}
share: {type: float, default: 0.5}
whole: {type: yaml, default: {a: [1, 2]}}
plain: {type: json, default: '{"b": null}'}
where: {type: path, default: src}
bare: 7
pairs: {type: str, choices: [[One, 1st], [Two, 2nd]], default: 2nd}
target: {type: str, default: somewhere-else}
"""
    source = hosted(tmp_path / "template", {"project/a.txt.jinja": "{{ count + 1 }} {{ whole.a[1] }}"}, questions)
    code, out, err = called("new", "app", "--yes", f"--template-source={source}", "--share=2", "--plain=[1]")
    assert (code, err) == (0, "")
    recorded = yaml.safe_load(Path("app", ANSWERS).read_text())
    expected = {
        "count": 3,
        "share": 2.0,
        "whole": {"a": [1, 2]},
        "plain": [1],
        "where": "src",
        "bare": 7,
        "pairs": "2nd",
    }
    assert {name: recorded[name] for name in expected} == expected
    assert Path("app/a.txt").read_text() == "4 2"
    replay = out.partition("To recreate this project:\n")[2].replace("\\\n", "").replace("new app", "new again")
    assert run("sh", "-c", f"{BIN}/{replay.strip()}", cwd=Path.cwd()).code == 0
    assert Path("again", ANSWERS).read_text() == Path("app", ANSWERS).read_text()
    code, _, err = called("new", "other", "--yes", f"--template-source={source}", "--count=many")
    assert (code, "--count must be a whole number, not 'many'" in err) == (2, True)
