"""What can be said of Windows without one: commands where Python lacks what it lacks there, see support/windows.py."""

import pytest

from tests.support import terminal, windows
from tests.support.commands import run, tree
from tests.support.paths import BIN, ROOT
from tests.support.sandbox import commit, git
from tests.support.terminal import ENTER

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def on_windows(tmp_path):
    """A run of the command. Its locks differ from those of real runs, so it has temporary files of its own."""
    script, temporary = ROOT / "tests" / "support" / "windows.py", tmp_path / "temporary"
    temporary.mkdir()
    env = {"TMPDIR": str(temporary)}
    return lambda *words: run(BIN / "python", script, *words, cwd=tmp_path, env=env)


def test_a_project_is_made_changed_and_checked(on_windows, bgscript, tmp_path):
    made = on_windows("new", "app", "--yes")
    assert (made.code, made.err) == (0, "")
    assert on_windows("add", "view", "sales", "app").code == 0
    commit(tmp_path / "app", "views")
    assert on_windows("update", "app", "--set=license=MIT").code == 0
    commit(tmp_path / "app", "license")
    assert on_windows("migrate", "app", "--to=jira-issue", "--dry-run").code == 0
    assert on_windows("check", "app").code == 0
    assert "a bug in bgscript" not in on_windows("doctor", "app").out
    assert bgscript("new", "other", "--yes", "--view=sales=Sales", "--license=MIT", "--app-name=App").code == 0
    assert tree(tmp_path / "app").keys() == tree(tmp_path / "other").keys()


def test_a_repository_with_files_is_filled(on_windows, tmp_path):
    """Files are moved one by one, and none is replaced, without hard links that do not follow links."""
    repository = tmp_path / "app"
    repository.mkdir()
    git("init", "--quiet", cwd=repository)
    (repository / "notes.txt").write_text("mine\n")
    assert on_windows("new", "app", "--yes").code == 0
    assert (repository / "notes.txt").read_text() == "mine\n"
    assert (repository / "manifest.yml").is_file()


WIZARD = """
import asyncio, subprocess, sys
from types import SimpleNamespace
from bgscript.cli.terminal import keyboard
keyboard.termios = None
typed = list("xx")
sys.modules["msvcrt"] = SimpleNamespace(kbhit=lambda: typed, getwch=typed.pop)
from bgscript.cli.main import main
code = main(sys.argv[1:])
assert not typed, "keys that were typed ahead are discarded"
sys.exit(code)
"""


@pytest.mark.usefixtures("terminal")
def test_the_wizard_needs_no_termios(tmp_path):
    """prompt_toolkit has a console of its own for Windows; here it has the one of POSIX."""
    screen = terminal.Terminal(tmp_path, BIN / "python", "-c", WIZARD, "new", "app", "--no-install", "--no-git")
    screen.accepts("Where does the app run", "Which kind of user interface", "What is the app called")
    screen.accepts("Take the defaults for the rest").answers("Create this project? > Yes", ENTER)
    assert screen.ends() == 0, screen.shown()
    assert (tmp_path / "app" / "manifest.yml").is_file()


def test_the_page_names_what_is_simulated():
    page = (ROOT / "docs" / "guides" / "windows.md").read_text()
    assert "has not been tried on Windows itself" in " ".join(page.split())
    names = [*windows.MODULES, *windows.FLAGS, "test_windows.py"]
    assert [name for name in names if f"`{name}`" not in page] == []
