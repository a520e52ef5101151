"""What ends when: said wherever somebody chooses, the same everywhere."""

import json
import re
import shutil
from datetime import date

import pytest
import yaml

from bgscript.template import lifecycle, templates
from tests.support.commands import run
from tests.support.paths import BIN, ROOT, TARGETS, TEMPLATES

TEMPLATE = templates.current()


def test_every_target_has_its_modules_and_their_sources():
    assert [target.name for target in lifecycle.targets(TEMPLATE)] == list(TARGETS)
    for target in lifecycle.targets(TEMPLATE):
        for module in target.modules:
            assert module.status in ("supported", "preview", "deprecated")
            assert (module.status == "deprecated") == (module.until is not None)
            assert re.match(r"https://(community\.)?developer\.atlassian\.com/", module.source.url)


@pytest.mark.parametrize("target", [target for target in TARGETS if target != "connect"])
def test_the_generated_modules_are_the_ones_it_speaks_of(target, bgscript, tmp_path):
    bgscript("new", "project", "--yes", "--no-git", f"--target={target}")
    modules = yaml.safe_load((tmp_path / "project" / "manifest.yml").read_text())["modules"]
    assert [name for name in modules if name not in ("function", "endpoint")] == [
        m.name for m in lifecycle.target(TEMPLATE, target).modules
    ]


def test_the_generated_connect_modules_are_the_ones_it_speaks_of(bgscript, tmp_path):
    bgscript("new", "project", "--yes", "--no-git", "--target=connect")
    modules = json.loads((tmp_path / "project" / "atlassian-connect.json").read_text())["modules"]
    assert list(modules) == [module.name for module in lifecycle.target(TEMPLATE, "connect").modules]


def test_targets_prints_status_date_and_replacement(bgscript):
    done = bgscript("targets")
    assert "\njira-dashboard\n    deprecated, removed on 17 May 2027; choose home-dashboard instead\n" in done.out
    assert done.out.startswith("home-dashboard\n    supported since 22 September 2026\n")
    assert all(len(line) <= 80 for line in done.out.splitlines() if "https://" not in line)
    assert "Forge changelog, read on " in done.out


def test_targets_as_json(bgscript):
    targets = {target["target"]: target for target in json.loads(bgscript("targets", "--json").out)["targets"]}
    assert targets["jira-dashboard"]["until"] == "2027-05-17"
    assert targets["home-dashboard"]["modules"][0]["source"]["url"].startswith("https://")


def test_choosing_what_ends_warns(bgscript):
    assert bgscript("new", "a", "--yes", "--no-git", "--target=home-dashboard").err == ""
    assert bgscript("new", "b", "--yes", "--no-git", "--target=jira-dashboard").err == (
        "warning: jira:dashboardBackgroundScript, jira:dashboardGadget: "
        "deprecated, removed on 17 May 2027; choose home-dashboard instead\n"
    )


DAY = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d"
)
FACTS = yaml.safe_load((TEMPLATES / "lifecycle.yml").read_text())


def days_of(facts) -> set[str]:
    """The days and months in some part of lifecycle.yml, in words."""
    if isinstance(facts, date):
        return {f"{facts.day} {facts:%B %Y}", f"{facts:%B %Y}"}
    values = facts.values() if isinstance(facts, dict) else facts if isinstance(facts, list) else []
    return set().union(*map(days_of, values))


def test_every_date_has_a_source_that_somebody_read():
    for name, fact in {**FACTS["modules"], **FACTS["connect"]}.items():
        assert isinstance(fact["source"]["read"], date), name
        assert fact["source"]["url"].startswith("https://"), name
    for name, module in FACTS["modules"].items():
        assert set(DAY.findall(module.get("ends", ""))) <= days_of(FACTS["connect"]), name


def test_every_date_in_a_text_is_one_of_the_file():
    """Templates take dates from it. What cannot, copier.yml's choices and README.md, tells the same ones."""
    literal = {"copier.yml", "lifecycle.yml", "partials/licenses/Apache-2.0.jinja"}
    known = days_of(FACTS)
    for path in (path for path in TEMPLATES.rglob("*") if path.is_file()):
        days = set(DAY.findall(path.read_text()))
        assert not days or path.relative_to(TEMPLATES).as_posix() in literal, (path, days)
        assert "licenses" in path.parts or days <= known, path
    assert set(DAY.findall((ROOT / "README.md").read_text())) <= known


@pytest.mark.usefixtures("git")
def test_a_changed_date_changes_what_projects_tell(tmp_path):
    """Each text follows the file: the module's comment, both READMEs."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    file = tmp_path / "templates" / "lifecycle.yml"
    file.write_text(file.read_text().replace("2027-05-17", "2031-02-03").replace("2026-03-31", "2032-04-05"))
    for target, expected in {"jira-dashboard": "3 February 2031", "connect": "5 April 2032"}.items():
        words = ["copy", "--quiet", "--defaults", f"--data=target={target}", tmp_path / "templates", tmp_path / target]
        assert run(BIN / "copier", *words, cwd=tmp_path).code == 0
        readme = (tmp_path / target / "README.md").read_text()
        assert expected in readme
        assert not {"17 May 2027", "31 March 2026"} & set(DAY.findall(readme))
    assert "3 February 2031" in (tmp_path / "jira-dashboard" / "manifest.yml").read_text()


def test_nobody_is_told_to_install_what_jira_no_longer_installs(bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--no-git", "--target=connect").code == 0
    texts = [path.read_text() for path in (tmp_path / "app").rglob("*.md")] + [(ROOT / "README.md").read_text()]
    assert not any("development mode" in text for text in texts)
    assert "apps can no longer be installed privately" in " ".join(texts[0].split())
