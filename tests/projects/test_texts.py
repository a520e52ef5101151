"""Free text from hostile hands: refused with a reason, or right in every file that it reaches."""

import json
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import yaml
from markdown_it import MarkdownIt

from bgscript.template import rendering, templates
from bgscript.template.questions import Given, Questionnaire
from tests.support.paths import TARGETS, TEMPLATES
from tests.support.projects import render
from tests.support.texts import TAKEN

REFUSED = {
    "two\nlines": "must be one line",
    "tab\there": "must be one line",
    "nul\x01": "must be one line",
    "c1\x85": "must be one line",
    "line\u2028separator": "must be one line",
    "\u202egnissim": "bidirectional control",
    "isolate\u2066": "bidirectional control",
    "\ufeffbom": "valid Unicode",
    " ": "must not be empty",
    " padded": "must not begin or end with a space",
    "x" * 101: "must have at most 100 characters, not 101",
}


class Title(HTMLParser):
    """The text of <title>, and the tags that are there."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        if self.tags[-1:] == ["title"] and not self.text:
            self.text = data


@pytest.mark.parametrize("text", REFUSED)
def test_refused_with_the_reason(text, bgscript, tmp_path):
    done = bgscript("new", "team-pulse", "--yes", f"--app-name={text}")
    assert (done.code, REFUSED[text] in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_are_no_text_are_refused(bgscript):
    done = bgscript("new", "team-pulse", "--yes", b"--app-name=\xff\xfe".decode(errors="surrogateescape"))
    assert (done.code, "--app-name must be valid Unicode" in done.err, "Traceback" in done.err) == (2, True, False)


@pytest.mark.parametrize("text", TAKEN)
def test_right_in_every_file(text, bgscript, tmp_path):
    flags = [f"--app-name={text}", f"--view-title={text}", f"--description={text}", "--license=MIT", "--no-git"]
    done = bgscript("new", "project", "--yes", *flags)
    assert (done.code, done.err) == (0, "")
    project = tmp_path / "project"
    widget = yaml.safe_load((project / "manifest.yml").read_text())["modules"]["dashboards:widget"][0]
    assert (widget["title"], widget["description"]) == (text, text)
    assert json.loads((project / "package.json").read_text())["description"] == text
    answers = yaml.safe_load((project / ".copier-answers.yml").read_text())
    assert (answers["app_name"], answers["view_title"], answers["description"]) == (text, text, text)
    plain = ["html", "head", "meta", "meta", "title", "link", "script", "body", "div"]
    title = Title((project / "src" / "view" / "index.html").read_text())
    assert (title.text, title.tags) == (text, plain)
    assert f"the authors of {text}\n" in (project / "LICENSE").read_text()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The template with the README alone, which is enough to read it."""
    root = tmp_path_factory.mktemp("template")
    for file in TEMPLATES.rglob("*"):
        path = file.relative_to(TEMPLATES)
        if file.is_file() and (path.parts[0] != "project" or "README.md" in file.name or "answers_file" in file.name):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, root / path)
    return replace(templates.current(), root=root)


@pytest.fixture(scope="module")
def plain(page, tmp_path_factory):
    """The structure of each home's README where the texts are nothing special."""
    return {target: blocks(readme(page, "Plain", target, tmp_path_factory.mktemp(target))) for target in TARGETS}


@pytest.mark.parametrize("text", TAKEN)
@pytest.mark.parametrize("target", ["home-dashboard", "connect"])
def test_no_text_is_markup_in_a_readme(text, target, page, plain, tmp_path):
    """A reader of Markdown shows it as it was given, and finds the same headings, lists, tables as in any README."""
    found = readme(page, text, target, tmp_path)
    assert blocks(found) == plain[target]
    shown = [token for token in MARKDOWN.parse(found) if token.type == "inline"]
    assert [plain_text(token) for token in shown[:2]] == [text, text]


def test_the_readme_alone_is_the_one_of_the_whole_project(page, tmp_path):
    whole = render({"target": "connect", "app_name": "Whole", "app_key": "app"}, tmp_path / "app")
    assert readme(page, "Whole", "connect", tmp_path / "alone", others=False) == (whole / "README.md").read_text()


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


def readme(page, text, target, folder, others=True):
    names = ("app_name", "view_title", "description") if others else ("app_name",)
    given = {"target": Given(target, ""), "app_key": Given("app", "")} | {name: Given(text, name) for name in names}
    answers = Questionnaire(page.root).resolve(given, "app")
    (folder / "app").mkdir(parents=True)
    rendering.render(page, answers, folder / "app")
    return (folder / "app" / "README.md").read_text()


def blocks(markdown):
    return [token.type for token in MARKDOWN.parse(markdown)]


def plain_text(token):
    assert {child.type for child in token.children} <= {"text", "text_special"}, token.content
    return "".join(child.content for child in token.children)
