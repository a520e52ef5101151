"""The last doors of an adoption: a conflict, a lost line or a new finding, and nothing is written."""

import pytest

from bgscript.adopting import adopted
from bgscript.adopting.chosen import Chosen
from bgscript.change import adopt
from bgscript.check.engine import Checker
from bgscript.check.findings import Finding, Spot
from bgscript.system.errors import BgscriptError
from tests.support.adopting import files_of, repository
from tests.support.sandbox import git

pytestmark = pytest.mark.usefixtures("git")


def adopted_in(folder):
    with adopt.adopting(folder) as step:
        found = step.find(Chosen(takes_defaults=True))
        plan = step.plan(found)
        merge = step.merge(plan)
        step.check(found, merge)
        return step.apply(plan, merge, "Add a background script")


def check_refused(app, message):
    before = files_of(app)
    with pytest.raises(BgscriptError, match=message):
        adopted_in(app)
    assert (files_of(app), git("status", "--porcelain", "--ignored", cwd=app)) == (before, "")


def test_the_steps_adopt_an_app(tmp_path):
    app = repository("cra", tmp_path / "app")
    assert not adopted_in(app).is_empty
    assert (app / "background" / "src" / "data.ts").is_file()


def test_a_conflict(tmp_path, monkeypatch):
    app = repository("cra", tmp_path / "app", changes={"background/package.json": "{}\n"})
    monkeypatch.setattr(adopted, "_in_the_way", lambda *_: [])
    check_refused(app, "the app and its new script both have background/package.json")


def test_a_lost_line(tmp_path, monkeypatch):
    app = repository("cra", tmp_path / "app")
    monkeypatch.setattr(adopt, "added_lines", lambda *_: ([], ["    - key: notes-panel"]))
    check_refused(app, "manifest.yml would lose 1 line, such as '- key: notes-panel'; nothing was written")


@pytest.mark.parametrize("code", ["BG102", "BG229"])
def test_a_new_finding(code, tmp_path, monkeypatch):
    """Unless it follows from what somebody chose."""

    class Other(Checker):
        def check(self, path):
            project = super().check(path)
            project.all.append(Finding(code, "error", "manifest.yml", Spot(3), "It is wrong.", "Correct it."))
            return project

    app = repository("cra", tmp_path / "app")
    monkeypatch.setattr(adopt, "Checker", Other)
    if code == "BG229":
        assert not adopted_in(app).is_empty
    else:
        check_refused(app, "would find more; nothing was written: manifest.yml:3: BG102: It is wrong.")
