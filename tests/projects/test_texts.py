"""Free text from hostile hands: refused with a reason, or right in every file that it reaches."""

import json
from html.parser import HTMLParser

import pytest
import yaml
from markdown_it import MarkdownIt

from bgscript.new import create
from bgscript.template import templates
from bgscript.template.questions import Given, Questionnaire
from tests.support.paths import TARGETS
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
def plain(tmp_path_factory):
    """The structure of each home's README where the texts are nothing special."""
    return {target: blocks(readme("Plain", target, tmp_path_factory.mktemp("plain"))) for target in TARGETS}


@pytest.mark.parametrize("text", TAKEN)
@pytest.mark.parametrize("target", ["home-dashboard", "connect"])
def test_no_text_is_markup_in_a_readme(text, target, plain, tmp_path):
    """A reader of Markdown shows it as it was given, and finds the same headings, lists, tables as in any README."""
    found = readme(text, target, tmp_path)
    assert blocks(found) == plain[target]
    shown = [token for token in MARKDOWN.parse(found) if token.type == "inline"]
    assert [plain_text(token) for token in shown[:2]] == [text, text]


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


def readme(text, target, folder):
    given = {"target": Given(target, "")} | {
        name: Given(text, name) for name in ("app_name", "view_title", "description")
    }
    given["app_key"] = Given("app", "")
    template = templates.current()
    answers = Questionnaire(template.root).resolve(given, "app")
    create.create(template, answers, folder / "app", git=False)
    return (folder / "app" / "README.md").read_text()


def blocks(markdown):
    return [token.type for token in MARKDOWN.parse(markdown)]


def plain_text(token):
    assert {child.type for child in token.children} <= {"text", "text_special"}, token.content
    return "".join(child.content for child in token.children)
