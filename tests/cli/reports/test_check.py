"""The report of `bgscript check`, for people and for programs."""

import json
import re
import shutil

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from tests.support.golden import GOLDEN


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
