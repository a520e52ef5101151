"""What ends when: said wherever somebody chooses, the same everywhere."""

import json
import re
import shutil
import sys
from datetime import date

import pytest
import yaml

from bgscript.check import manifest
from bgscript.check.modules import MODULES
from bgscript.template import lifecycle, templates
from tests.support.commands import run
from tests.support.paths import BIN, ROOT, TARGETS, TEMPLATES
from tools import watch_changelog

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
    assert "Forge changelog, CHANGE-3454:" in done.out


def test_targets_as_json(bgscript):
    targets = {target["target"]: target for target in json.loads(bgscript("targets", "--json").out)["targets"]}
    assert targets["jira-dashboard"]["until"] == "2027-05-17"
    assert targets["home-dashboard"]["modules"][0]["source"]["url"].startswith("https://")
    assert targets["connect"]["until"] == "2027-01-31"
    assert targets["connect"]["modules"][0]["rests_on"] == ["CHANGE-3096", "CHANGE-3369", "CHANGE-3383"]


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


def test_every_fact_has_a_source_and_each_day_an_entry_or_an_announcement():
    every = watch_changelog.facts(FACTS)
    assert set(every) >= {*FACTS["modules"], *FACTS["connect"], *FACTS["runtimes"], *FACTS["apis"]}
    assert {fact["subject"] for fact in every.values()} == set(FACTS["subjects"])
    for name, fact in every.items():
        assert fact["source"]["url"].startswith("https://"), name
        assert all(re.fullmatch(r"CHANGE-\d+", number) for number in fact.get("rests_on", ())), name
        if "changelog" in fact["source"]["url"]:
            assert fact["rests_on"], name
    for name, module in FACTS["modules"].items():
        assert set(DAY.findall(module.get("ends", ""))) <= days_of(FACTS["connect"]), name


def test_every_date_in_a_text_is_one_of_the_file():
    """Templates take dates from it. What cannot, copier.yml's choices, README.md and docs/, has the same ones."""
    literal = {"copier.yml", "lifecycle.yml", "partials/licenses/Apache-2.0.jinja"}
    known = days_of(FACTS)
    for path in (path for path in TEMPLATES.rglob("*") if path.is_file()):
        days = set(DAY.findall(path.read_text()))
        assert not days or path.relative_to(TEMPLATES).as_posix() in literal, (path, days)
        assert "licenses" in path.parts or days <= known, path
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        assert set(DAY.findall(page.read_text())) <= known, page
    days = {f"{day.day} {day:%B %Y}" for day in map(date.fromisoformat, ("2027-01-31", "2027-05-17"))}
    assert days <= set(DAY.findall((TEMPLATES / "copier.yml").read_text()))


def test_check_s_runtimes_are_those_of_the_file(platform):
    """And the file has those of Atlassian's schema."""
    schema = json.loads((platform / "node_modules/@forge/manifest/out/schema/manifest-schema.json").read_text())
    assert (
        list(FACTS["runtimes"])
        == schema["definitions"]["AppSchema"]["properties"]["runtime"]["properties"]["name"]["enum"]
    )
    supported = [name for name, fact in FACTS["runtimes"].items() if fact["status"] == "supported"]
    assert supported == list(manifest._RUNTIMES)
    assert all("since" in fact for fact in FACTS["runtimes"].values() if fact["status"] != "supported")
    guests = [name for name, module in MODULES.items() if module.guests]
    assert sorted(FACTS["properties"]["unlicensedAccess"]["modules"]) == sorted(guests)


def test_check_tells_the_days_of_the_file(bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--no-git", "--target=jira-issue").code == 0
    manifest_file = tmp_path / "app" / "manifest.yml"
    manifest_file.write_text(manifest_file.read_text().replace("nodejs24.x", "nodejs20.x"))
    keep = "import { storage } from '@forge/api';\nexport const get = storage.get;\n"
    (tmp_path / "app" / "src" / "keep.ts").write_text(keep)
    (project,) = json.loads(bgscript("check", "app", "--json").out)["projects"]
    found = {each["code"]: each for each in project["findings"]}
    assert found["BG216"]["message"] == "Atlassian has not supported the runtime `nodejs20.x` since 6 May 2026."
    assert found["BG412"]["message"] == "Atlassian removed `storage` from `@forge/api` on 22 June 2026."
    assert found["BG412"]["hint"] == "Import it from `@forge/kvs`."


FEED = """Some page says:
<rss><channel>{}</channel></rss>"""
ITEM = (
    "<item><title>{title}</title><pubDate>{day} 01:00:00 GMT</pubDate><guid isPermaLink='false'>CHANGE-{number}</guid>"
    "<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
)


def feed(*items: tuple[int, str, str, str]) -> str:
    return FEED.format("".join(ITEM.format(number=n, day=day, title=title, text=text) for n, day, title, text in items))


def test_a_newer_entry_that_names_a_subject_waits_until_somebody_judges_it(tmp_path):
    known = FACTS["modules"]["webPanels"]["rests_on"][0].partition("-")[2]
    (tmp_path / "a.md").write_text(
        feed(
            (9001, "Mon, 30 Nov 2026", "Connect is extended again", "to 2028"),
            (9002, "Mon, 30 Nov 2026", "We connect the dots", "of nothing"),
            (9003, "Mon, 30 Nov 2026", "A follow-up", "of &lt;a href=&quot;…/#CHANGE-3454&quot;&gt;this&lt;/a&gt;"),
            (int(known), "Mon, 30 Nov 2026", "Connect", "known"),
        )
    )
    (tmp_path / "b.xml").write_text(feed((9001, "Tue, 01 Dec 2026", "Connect is extended once more", "to 2029")))
    entries = watch_changelog.read([tmp_path])
    assert len(entries) == 4
    found = watch_changelog.waiting(entries.values(), FACTS)
    assert {subject: [(each.number, each.title) for each in waits] for subject, waits in found.items()} == {
        "connect": [("CHANGE-9001", "Connect is extended once more")],
        "gadgets": [("CHANGE-9003", "A follow-up")],
    }
    judged = {**FACTS["subjects"]["connect"], "judged": ["CHANGE-9001"]}
    subjects = {**FACTS["subjects"], "connect": judged}
    assert set(watch_changelog.waiting(entries.values(), {**FACTS, "subjects": subjects})) == {"gadgets"}


def test_the_tool_fails_while_an_entry_waits(tmp_path):
    (tmp_path / "feed.md").write_text(feed((9001, "Mon, 30 Nov 2026", "Connect is extended again", "to 2028")))
    done = run(sys.executable, ROOT / "tools" / "watch_changelog.py", tmp_path, cwd=tmp_path)
    assert done.code == 1
    assert done.out == "connect:\n    CHANGE-9001  2026-11-30  Connect is extended again\n"
    (tmp_path / "feed.md").write_text(feed((9001, "Mon, 30 Nov 2026", "Something else", "at all")))
    assert run(sys.executable, ROOT / "tools" / "watch_changelog.py", tmp_path, cwd=tmp_path).code == 0


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
