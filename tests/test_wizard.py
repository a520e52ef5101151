"""The wizard on a real terminal: 80 columns, 24 rows, keys in, screen out."""

import pexpect
import pyte
import pytest
import yaml
from conftest import BIN, environment, tree

UP, DOWN, ENTER, BACK, CTRL_C, ERASE = "\x1b[A", "\x1b[B", "\r", "\x1b[Z", "\x03", "\x15"


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(self, folder, *words):
        command = [str(BIN / "bgscript"), *map(str, words)]
        env = {**environment(folder), "TERM": "xterm-256color"}
        self.screen = pyte.HistoryScreen(80, 24, history=500)
        self.stream = pyte.Stream(self.screen)
        self.screen.write_process_input = lambda data: self.process.send(data)  # prompts ask where the cursor is
        self.process = pexpect.spawn(
            command[0], command[1:], cwd=str(folder), env=env, dimensions=(24, 80), encoding="utf-8", timeout=15
        )

    def waits_for(self, text):
        """Read until the screen shows a text below everything that was there when it was last waited for."""
        while text not in self.shown():
            self.feed()
        return self

    def feed(self):
        self.stream.feed(self.process.read_nonblocking(4096, timeout=15))

    def types(self, *keys):
        for key in keys:
            self.process.send(key)
        return self

    def answers(self, question, *keys):
        """Wait until a question is the last one on the screen, then type."""
        while question not in self.question():
            self.feed()
        return self.types(*keys)

    def question(self):
        questions = [line for line in self.shown().splitlines() if line.startswith("? ")]
        return questions[-1] if questions else ""

    def shown(self):
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def ends(self):
        try:
            while True:
                self.feed()
        except pexpect.EOF:
            self.process.wait()
            return self.process.exitstatus


@pytest.fixture
def wizard(tmp_path):
    terminals = []

    def start(*words):
        terminals.append(Terminal(tmp_path, "new", *words))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.process.close(force=True)


def answers_of(project):
    return yaml.safe_load((project / ".copier-answers.yml").read_text())


QUESTIONS = [
    "In which folder",
    "Where does the app live",
    "Which kind of user interface",
    "What is the app called",
    "Which short key",
    "Which title",
    "What does it do",
    "Which Forge app",
    "Where do the functions run",
    "Which service runs",
    "Which service proposes",
    "Under which license",
]


def accept(terminal, *questions):
    for question in questions:
        terminal.answers(question, ENTER)
    return terminal


def test_accepting_everything_makes_what_the_flags_make(wizard, bgscript, tmp_path):
    terminal = accept(wizard(), *QUESTIONS).waits_for("Make it?").types(ENTER)
    assert terminal.ends() == 0
    bgscript("new", "flags", "--yes", "--app-name=Team Pulse")
    assert tree(tmp_path / "team-pulse") == tree(tmp_path / "flags")


def test_flags_are_not_asked_again(wizard, tmp_path):
    terminal = wizard("mine", "--target=jira-issue", "--ci=none", "--ui=ui-kit", "--resolver=none")
    accept(terminal, "What is the app called", "Which short key", "Which title does the panel show", "What does it do")
    accept(terminal, "Which Forge app", "Does the script start again", "Which service proposes", "Under which license")
    terminal.waits_for("Make it?").types(ENTER)
    assert terminal.ends() == 0
    assert answers_of(tmp_path / "mine")["ci"] == "none"


def test_a_wrong_answer_is_refused_at_the_prompt(wizard, tmp_path):
    terminal = wizard("mine")
    accept(terminal, *QUESTIONS[1:4])
    terminal.answers("Which short key", ERASE, "Not A Key", ENTER).waits_for("Must begin with a small letter")
    terminal.types(ERASE, "a-key", ENTER)
    accept(terminal, *QUESTIONS[5:]).waits_for("Make it?").types(ENTER)
    assert terminal.ends() == 0
    assert answers_of(tmp_path / "mine")["app_key"] == "a-key"


def test_back_and_a_changed_name_takes_its_derived_answers_along(wizard, tmp_path):
    terminal = accept(wizard("mine"), *QUESTIONS[1:5])
    terminal.answers("Which title", BACK).answers("Which short key", BACK)
    terminal.answers("What is the app called", ERASE, "Other", ENTER)
    accept(terminal, *QUESTIONS[4:]).waits_for("Make it?").types(ENTER)
    assert terminal.ends() == 0
    answers = answers_of(tmp_path / "mine")
    assert (answers["app_name"], answers["app_key"], answers["view_title"]) == ("Other", "other", "Other")


def test_an_answer_that_was_typed_stays_when_the_name_changes(wizard, tmp_path):
    terminal = accept(wizard("mine"), *QUESTIONS[1:4])
    terminal.answers("Which short key", ERASE, "typed", ENTER)
    terminal.answers("Which title", BACK).answers("Which short key", BACK)
    terminal.answers("What is the app called", ERASE, "Other", ENTER)
    accept(terminal, *QUESTIONS[4:]).waits_for("Make it?").types(ENTER)
    assert terminal.ends() == 0
    assert answers_of(tmp_path / "mine")["app_key"] == "typed"


def test_the_review_shows_all_and_lets_one_answer_be_changed(wizard, tmp_path):
    terminal = accept(wizard("mine"), *QUESTIONS[1:]).waits_for("Make it?")
    history = "\n".join("".join(line[x].data for x in range(80)) for line in terminal.screen.history.top)
    review = history + terminal.shown()
    for expected in (
        "app_key             mine",
        "resolver            function",
        " files in mine:",
        "manifest.yml",
        "supported since 22 September 2026",
    ):
        assert expected in review
    terminal.types(DOWN, DOWN, ENTER).answers("Where does the app live", DOWN, ENTER)
    terminal.answers("For whom does the gadget show", ENTER)
    terminal.waits_for("removed on 17 May 2027;").answers("Make it", ENTER)
    assert terminal.ends() == 0
    assert answers_of(tmp_path / "mine")["target"] == "jira-dashboard"


@pytest.mark.parametrize("keys", [(UP, ENTER), (CTRL_C,)])
def test_cancelled_in_the_review_it_makes_nothing(keys, wizard, tmp_path):
    terminal = accept(wizard("mine"), *QUESTIONS[1:]).waits_for("Make it?").types(*keys)
    assert terminal.ends() == 130
    assert "stopped; nothing was written" in terminal.shown()
    assert list(tmp_path.iterdir()) == []


def test_only_what_the_answers_before_it_call_for_is_asked(wizard, tmp_path):
    """Anonymous access is Confluence's; a server's address is for a server; both come up as soon as they matter."""
    terminal = accept(wizard("mine", "--target=confluence", "--app-name=Mine", "--ui=custom-ui"), *QUESTIONS[4:8])
    terminal.answers("Where do the functions run", DOWN, ENTER).answers("At which address", "http://x", ENTER)
    terminal.waits_for("Must be an https address").types(ERASE, "https://example.com", ENTER)
    terminal.answers("Who may run the script", DOWN, " ", ENTER)
    accept(terminal, "For whom does the script run", *QUESTIONS[9:]).waits_for("Make it?").types(ENTER)
    assert terminal.ends() == 0
    answers = answers_of(tmp_path / "mine")
    assert (answers["remote_url"], answers["unlicensed_access"]) == ("https://example.com", ["anonymous"])


def test_a_changed_answer_in_the_review_asks_what_it_makes_necessary(wizard, tmp_path):
    terminal = accept(wizard("mine", "--resolver=none", "--target=home-dashboard"), *QUESTIONS[2:8], *QUESTIONS[9:])
    terminal.waits_for("Make it?").types(DOWN, DOWN, ENTER).answers("Where does the app live", DOWN, DOWN, ENTER)
    terminal.answers("Does the script start again", "n").waits_for("Make it?").types(ENTER)
    assert terminal.ends() == 0
    answers = answers_of(tmp_path / "mine")
    assert (answers["target"], answers["reload_on_refresh"]) == ("jira-issue", False)


def test_the_wizard_asks_connect_its_own_questions(wizard, tmp_path):
    terminal = wizard("mine", "--target=connect", "--app-name=Mine").answers("Where in Jira", DOWN, " ", ENTER)
    accept(terminal, "Which short key", "Which title", "What does it do", "At which address")
    accept(terminal, "Where does the server keep", *QUESTIONS[9:])
    terminal.waits_for("Make it?").types(ENTER)
    assert terminal.ends() == 0
    answers = answers_of(tmp_path / "mine")
    assert (answers["connect_location"], answers["base_url"]) == (["dashboard"], "https://mine.example.com")


def test_a_wrong_flag_is_refused_before_anything_is_asked(wizard):
    terminal = wizard("mine", "--target=nowhere")
    assert terminal.ends() == 2
    assert "--target cannot be 'nowhere'" in terminal.shown()


def test_a_folder_in_use_is_refused_at_the_prompt(wizard, tmp_path):
    (tmp_path / "team-pulse").mkdir()
    (tmp_path / "team-pulse" / "mine.txt").touch()
    terminal = wizard().answers("In which folder", ENTER).waits_for("is not empty")
    terminal.types(ERASE, "other", ENTER).answers("Where does the app live", CTRL_C)
    assert terminal.ends() == 130


def test_update_asks_what_is_new(tmp_path, bgscript):
    """0.2.0 asks for a service that 0.1.0 did not know; what was answered is not asked again."""
    assert bgscript("new", "mine", "--yes", "--template-version=0.1.0", "--ci=none").code == 0
    terminal = Terminal(tmp_path, "update", "mine", "--ask", "--to=0.2.0")
    terminal.answers("Which service proposes", UP, UP, ENTER)
    assert terminal.ends() == 0
    answers = answers_of(tmp_path / "mine")
    assert (answers["dependency_updates"], answers["ci"]) == ("renovate", "none")
    assert (tmp_path / "mine" / "renovate.json").exists()
