"""What is recorded of a template, and shown: its address, its release, and no credentials."""

import os
import shutil
from pathlib import Path

import pytest
import yaml

from bgscript.template import templates
from tests.support.paths import TEMPLATES
from tests.support.sandbox import ANSWERS, git
from tests.support.templates import hosted


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("name", ["plain", "a: b", "a #b", "two\nlines", "it's", "é 日本", "-dash", "'quoted'"])
@pytest.mark.parametrize("tag", ["v1.0.0", "1.10", "1.0"])
def test_what_is_recorded_reads_back(name, tag, called, tmp_path):
    source = hosted(tmp_path / name, {"project/a.txt": "a\n"}, tag=tag)
    if "\n" in name and shutil.which("git") is None:
        pytest.skip("never")
    code, _, err = called("new", "app", "--yes", f"--template-source={source}")
    assert code == 0, err
    recorded = yaml.safe_load(Path("app", ANSWERS).read_text())
    assert (recorded["_commit"], recorded["_src_path"]) == (tag, str(source))
    if "\n" not in name:
        assert called("update", "app")[0] == 0


@pytest.mark.usefixtures("git")
def test_a_relative_bundle_is_recorded_from_the_root(called, tmp_path):
    source = hosted(tmp_path / "template", {"project/a.txt": "a\n"})
    git("bundle", "create", "--quiet", tmp_path / "here" / "t.bundle", "--all", cwd=source)
    assert called("new", "app", "--yes", "--template-source=t.bundle")[0] == 0
    assert yaml.safe_load(Path("app", ANSWERS).read_text())["_src_path"] == str(tmp_path / "here" / "t.bundle")
    os.chdir("app")
    assert called("update")[0] == 0


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("address", ["https://me:hush@127.0.0.1:1/t.git", "git+https://hush@127.0.0.1:1/t.git"])
def test_credentials_are_not_shown(address, called):
    code, out, err = called("new", "app", "--yes", f"--template-source={address}")
    assert (code, "hush" in out + err) == (3, False)
    assert "127.0.0.1:1/t.git" in err


def test_credentials_are_not_recorded():
    from bgscript.template.releases import without_credentials

    assert without_credentials("https://me:hush@git.example.com/t.git") == "https://git.example.com/t.git"
    assert without_credentials("ssh://git:hush@git.example.com/t.git") == "ssh://git@git.example.com/t.git"
    assert without_credentials("git@git.example.com:a/t.git") == "git@git.example.com:a/t.git"
    assert without_credentials("https://git.example.com/@scope/t.git") == "https://git.example.com/@scope/t.git"


def test_the_paths_of_the_template_are_short():
    longest = max((path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*")), key=len)
    assert len(longest) <= 95, longest


def test_the_templates_root_is_what_is_released():
    assert templates.current().root == TEMPLATES
