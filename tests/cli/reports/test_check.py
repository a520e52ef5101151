"""The report of `bgscript check`, for people and for programs."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from bgscript.template.templates import locked
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


def test_every_format_says_the_same_of_each_finding(folder, bgscript):
    """Text, JSON and SARIF: the same place to the column, level, code, and sentences."""
    view = folder / "connect" / "src" / "background" / "data.ts"
    view.write_text("// é \U0001f600\n" + view.read_text().replace("'getData'", "'getDate'"))
    for name in ("confluence", "connect", "jira-dashboard"):
        text = bgscript("check", f"repos/{name}").out
        data = json.loads(bgscript("check", f"repos/{name}", "--json", "--sarif", "out.sarif").out)
        sarif = json.loads((folder.parent / "out.sarif").read_text())["runs"][0]["results"]
        shown = [parts.groups() for parts in re.finditer(r"^(\S+):(\d+):(\d+): (\w+) (BG\d+)$", text, re.MULTILINE)]
        told = [told_by_sarif(result) for result in sarif]
        assert len(shown) > 1
        assert [parts[:5] for parts in told] == shown
        findings = data["projects"][0]["findings"]
        assert [(f"repos/{name}/{each['file']}", str(each["line"]), str(each["column"])) for each in findings] == [
            parts[:3] for parts in shown
        ]
        assert [(each["level"], each["code"]) for each in findings] == [parts[3:] for parts in shown]
        assert [parts[5] for parts in told] == [f"{each['message']} {each['hint']}" for each in findings]
        words = " ".join(text.replace("→", "").split())
        assert all(each["message"] in words and each["hint"] in words for each in findings)


def told_by_sarif(result):
    place = result["locations"][0]["physicalLocation"]
    region = place["region"]
    path = unquote(place["artifactLocation"]["uri"])
    return (
        *(path, str(region["startLine"]), str(region["startColumn"]), result["level"], result["ruleId"]),
        result["message"]["text"],
    )


def test_places_are_those_of_the_text(folder, bgscript):
    """Lines and columns count from one, columns in letters: what is there is what the finding is about."""
    manifest = (folder / "confluence" / "manifest.yml").read_text().splitlines()
    [found] = [
        each
        for each in json.loads(bgscript("check", "repos/confluence", "--json").out)["projects"][0]["findings"]
        if each["code"] == "BG209"
    ]
    assert manifest[found["line"] - 1][found["column"] - 1 :].startswith("resource: veiw")


def test_a_hint_names_the_command_that_moves_the_project(folder, bgscript):
    done = bgscript("check", "repos/jira-dashboard", "--json")
    hints = [each["hint"] for each in json.loads(done.out)["projects"][0]["findings"] if each["code"] == "BG601"]
    command = re.search("`(bgscript .*?)`", hints[0].replace("`dashboards:backgroundScript`", ""))[1]
    assert "home-dashboard" in command
    assert "repos/jira-dashboard" in command


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("v0.1.0", f"    The project is derived from template 0.1.0; the newest is {locked()[-1].version}."),
        (
            "v99.1.0",
            f"app: it is derived from template 99.1.0, newer than {locked()[-1].version}, the newest that this "
            "bgscript knows, so some rules may be missing; install a newer bgscript.",
        ),
        (f"v{locked()[-1].version}", ""),
        ("v", ""),
    ],
)
def test_a_template_that_is_older_or_newer_than_this_bgscript_has_one_line(tag, line, called):
    shutil.copytree(GOLDEN / "home-dashboard", "app")
    answers = Path("app", ".copier-answers.yml")
    answers.write_text(re.sub(r"_commit: .*", f"_commit: {tag}", answers.read_text()))
    code, out, _ = called("check", "app")
    assert code == 0
    joined = re.sub(r"(?<=\S)\n(?=[a-z])(?!app)", " ", out)
    assert (line in joined) if line else ("template" not in out)
    assert joined.count("is derived from template") == bool(line)
