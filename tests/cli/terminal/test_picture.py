"""The picture of the wizard in README.md and the tutorial: the real wizard, on a terminal that is drawn."""

import re

import pytest

from tests.support import terminal
from tests.support.paths import ROOT
from tests.support.picture import svg

pytestmark = pytest.mark.usefixtures("terminal")

PICTURE = ROOT / "docs" / "images" / "wizard.svg"
ALT = "bgscript new asks where the app runs, which user interface it has, and its name; then it shows all answers"


def drawn(tmp_path) -> str:
    """The review of a conversation in which somebody has accepted every default."""
    screen = terminal.bgscript(tmp_path, "new", "--no-install", columns=84, rows=60)
    screen.accepts(
        "Where does the app run", "Which kind of user interface", "In which folder", "What is the app called"
    )
    screen.accepts("Take the defaults for the rest").waits_for("Create this project?").waits_for("No, cancel")
    picture = svg(screen.screen, "bgscript new", ALT)
    screen.closes()
    return picture


def without_counts(picture: str) -> str:
    """How many files a project has changes with every release of the template."""
    return re.sub(r'textLength="[\d.]+">Show the \d+ files', "Show the files", picture)


def test_the_picture_is_what_the_wizard_shows(tmp_path, pytestconfig):
    picture = drawn(tmp_path)
    if pytestconfig.getoption("--update-golden"):
        PICTURE.write_text(picture)
    assert without_counts(PICTURE.read_text()) == without_counts(picture)


def test_it_can_be_read_without_being_seen_and_is_in_the_pages():
    text = re.sub(r"<[^>]+>", " ", PICTURE.read_text())
    assert {"Create", "this", "project?", "Team", "Pulse"} <= set(text.split())
    assert len(PICTURE.read_text()) < 30_000
    for page, link in {"README.md": "docs/images/wizard.svg", "docs/tutorial.md": "images/wizard.svg"}.items():
        assert f"]({link})" in (ROOT / page).read_text(), page
