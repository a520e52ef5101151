"""What ends when: said wherever somebody chooses, the same everywhere."""

import json
import re

import pytest
import yaml
from conftest import TARGETS, TEMPLATES

from bgscript import lifecycle, templates

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
    bgscript("new", "project", "--yes", f"--target={target}")
    modules = yaml.safe_load((tmp_path / "project" / "manifest.yml").read_text())["modules"]
    assert [name for name in modules if name not in ("function", "endpoint")] == [
        m.name for m in lifecycle.target(TEMPLATE, target).modules
    ]


def test_the_generated_connect_modules_are_the_ones_it_speaks_of(bgscript, tmp_path):
    bgscript("new", "project", "--yes", "--target=connect")
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
    assert bgscript("new", "a", "--yes", "--target=home-dashboard").err == ""
    assert bgscript("new", "b", "--yes", "--target=jira-dashboard").err == (
        "warning: jira:dashboardBackgroundScript, jira:dashboardGadget: "
        "deprecated, removed on 17 May 2027; choose home-dashboard instead\n"
    )


def test_the_template_tells_the_same_dates():
    """A date in the template is the one of a module in lifecycle.yml, in the wizard's label and the README alike."""
    known = " ".join(target.status for target in lifecycle.targets(TEMPLATE))
    known += " since 31 March 2026"  # in the README of a Connect app, beside the other dates of the same announcement
    pages = [path for path in TEMPLATES.rglob("*") if path.name == "copier.yml" or path.suffix == ".jinja"]
    days = {day for page in pages for day in re.findall(r"(?:\d{1,2} )?[A-Z][a-z]+ 20\d\d", page.read_text())}
    assert {day for day in days if day not in known} <= {"January 2004"}  # of the Apache license
    for target in lifecycle.targets(TEMPLATE):
        if target.until:
            assert any(day in target.status for day in days)
