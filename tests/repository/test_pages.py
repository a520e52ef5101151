"""The site in docs/: it builds without a warning, its links lead somewhere, and its generated pages are current."""

import json
import re
import shutil
import tomllib

import pytest
from markdown_it import MarkdownIt

from tests.support.commands import run
from tests.support.node import node
from tests.support.paths import BIN, ROOT

DOCS = ROOT / "docs"
PAGES = {path.relative_to(DOCS).as_posix(): path.read_text() for path in sorted(DOCS.rglob("*.md"))}
MARKDOWN = MarkdownIt("commonmark").enable("table")
COMMAND = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["poe"]["tasks"]["docs"]["cmd"]


def build(folder):
    """Run the documented command in a copy of what it reads."""
    for name in ("docs", "zensical.toml", "CONTRIBUTING.md", "tools/site"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


def site(folder):
    return run(BIN / "zensical", *COMMAND.split()[1:], cwd=folder)


def test_the_site_builds_without_a_warning_and_has_every_page(tmp_path):
    done = site(build(tmp_path))
    assert (done.code, "No issues found" in done.out + done.err) == (0, True), done.out + done.err
    made = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.html")}
    assert made - {"404.html"} == {name.replace(".md", ".html") for name in PAGES}


def test_the_site_works_from_a_folder_without_a_server(chromium, tmp_path):
    site(build(tmp_path))
    pages = [name.replace(".md", ".html") for name in PAGES]
    seen = json.loads(node("site.mjs", {"site": str(tmp_path / "site"), "pages": pages, "search": "migrate"}))
    assert (seen["asked"], seen["wide"]) == ([], [])
    assert "Moving to another host page" in seen["found"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("docs/index.md", "(tutorial.md)", "(tutorials.md)"),
        ("docs/tutorial.md", "index.md#install", "index.md#installing"),
        ("docs/guides/preview.md", "images/preview.png", "images/previews.png"),
        ("zensical.toml", "guides/views.md", "guides/view.md"),
        ("docs/contributing.md", "CONTRIBUTING.md", "CONTRIBUTE.md"),
    ],
)
def test_a_dead_link_or_a_missing_page_fails(file, old, new, tmp_path):
    path = build(tmp_path) / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert (site(tmp_path).code, dead_links(tmp_path)) != (0, [])


def dead_links(folder) -> list[str]:
    """Links and entries of the navigation whose file is not there."""
    docs = folder / "docs"
    found = [(docs / name, link) for name in PAGES for link in links((docs / name).read_text())]
    dead = [f"{page.name}: {link}" for page, link in found if not (page.parent / link.split("#")[0]).exists()]
    return dead + [name for name in navigation(folder) if not (docs / name).is_file()]


def links(text: str) -> list[str]:
    """The relative links and pictures of a page."""
    children = [child for token in MARKDOWN.parse(text) for child in token.children or []]
    found = [child.attrs.get("href") or child.attrs.get("src") for child in children]
    return [str(link) for link in found if link and not re.match(r"[a-z]+:|#", str(link))]


def navigation(folder) -> list[str]:
    """The pages in the site's navigation."""
    return re.findall(r'= "([\w/-]+\.md)" \}', (folder / "zensical.toml").read_text())


def test_every_page_is_in_the_navigation_once_and_no_link_is_dead():
    assert sorted(navigation(ROOT)) == sorted(PAGES)
    assert dead_links(ROOT) == []


def test_every_page_has_one_title_and_lines_that_can_be_read():
    for name, text in PAGES.items():
        if name != "contributing.md":
            assert len(re.findall(r"^# ", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)) == 1, name
        prose = re.sub(r"```.*?```|^\|.*?$|^!.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
        assert [line for line in prose.splitlines() if len(line) > 100 and "](" not in line] == [], name


def test_every_decision_says_what_why_and_at_what_cost():
    listed = set(links(PAGES["decisions/index.md"]))
    decisions = {name.removeprefix("decisions/"): text for name, text in PAGES.items() if name.startswith("decisions/")}
    assert listed == set(decisions) - {"index.md"}
    for name in listed:
        assert re.findall(r"^## (.+)", decisions[name], re.MULTILINE) == ["Why", "What it costs"]
        assert len(decisions[name].split()) < 300


def test_the_generated_pages_are_current(tools):
    assert {name: PAGES[f"reference/{name}"] for name in tools.pages()} == tools.pages()


def test_the_generated_pages_have_every_command_question_and_target(tools, bgscript):
    assert tools.output_of("--help").count("\n  new ") == 1
    commands = re.findall(r"^## (.+)", PAGES["reference/commands.md"], re.MULTILINE)
    assert commands == [" ".join(name) for name in tools.command_names()]
    assert {"new", "update", "add view", "remove home", "check", "completion"} <= set(commands)
    flags = re.findall(r"^\| `(--[a-z-]+)`", PAGES["reference/questions.md"], re.MULTILINE)
    assert {"--target", "--view", "--app-key", "--connect-location"} <= set(flags)
    help_text = bgscript("new", "--help").out
    assert [flag for flag in flags if flag not in help_text] == []


def test_the_page_of_rules_has_every_rule_with_its_level_and_finding(bgscript, tmp_path):
    bgscript("check", ".", "--sarif=rules.sarif")  # of nothing: the file has all rules all the same
    rules = json.loads((tmp_path / "rules.sarif").read_text())["runs"][0]["tool"]["driver"]["rules"]
    rows = re.findall(r"^\| \W*(BG\d+).*? \| (\w+) \| (.+?) \| (.+?) \|$", PAGES["reference/rules.md"], re.MULTILINE)
    assert [(code, level, f"{finding[:1].upper()}{finding[1:]}.") for code, level, finding, _ in rows] == [
        (rule["id"], rule["defaultConfiguration"]["level"], rule["shortDescription"]["text"]) for rule in rules
    ]
    assert all(remedy for *_, remedy in rows)
    assert re.findall(r"^## (BG\d+)$", PAGES["reference/rules.md"], re.MULTILINE) == [rule["id"] for rule in rules]


@pytest.fixture(scope="module")
def tools():
    """The module that writes the generated pages."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("pages", ROOT / "tools" / "pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
