"""The wizard on a real terminal: what it asks, in which order, and what the answers become."""

import pytest
import yaml

from tests.support import terminal
from tests.support.commands import tree
from tests.support.terminal import BACK, DOWN, ENTER, ERASE, UP

pytestmark = pytest.mark.usefixtures("terminal")

HOME, UI, FOLDER, NAME = FIRST = [
    "Where does the app run",
    "Which kind of user interface",
    "In which folder",
    "What is the app called",
]
DEFAULTS = "Take the defaults for the rest"
KEY, TITLE, *OTHERS = REST = [
    "Which short key",
    "Which title",
    "What does the app do",
    "Which Forge app",
    "Where do the server-side functions",
    "Does the app report",
    "Which service runs",
    "Which service proposes",
    "Under which license",
]
CREATE = "Create this project? > Yes"


@pytest.fixture
def wizard(tmp_path):
    terminals = []

    def start(*words, install=("--no-install",), **settings):
        terminals.append(terminal.bgscript(tmp_path, "new", *install, *words, **settings))
        return terminals[-1]

    yield start
    for each in terminals:
        each.closes()


def answers_of(project):
    return yaml.safe_load((project / ".copier-answers.yml").read_text())


def created(wizard):
    assert wizard.answers(CREATE, ENTER).ends() == 0, wizard.shown()
    return True


def test_the_defaults_for_the_rest_make_what_the_flags_make(wizard, bgscript, tmp_path):
    assert created(wizard().accepts(*FIRST, DEFAULTS))
    bgscript("new", "flags", "--yes", "--no-git", "--app-name=Team Pulse")
    assert tree(tmp_path / "team-pulse") == tree(tmp_path / "flags")


def test_every_question_accepted_makes_the_same(wizard, bgscript, tmp_path):
    assert created(wizard().accepts(*FIRST).answers(f"{DEFAULTS} (9 questions)", "n").accepts(*REST))
    bgscript("new", "flags", "--yes", "--no-git", "--app-name=Team Pulse")
    assert tree(tmp_path / "team-pulse") == tree(tmp_path / "flags")


def test_enter_pressed_twice_in_the_review_does_not_install_packages(wizard, tmp_path):
    screen = wizard("mine", install=()).accepts(HOME, UI, NAME, DEFAULTS).answers(CREATE, ENTER, ENTER)
    screen.answers("Install the npm packages now? > Yes", BACK).answers("Install the npm packages now? > Yes", "n")
    assert screen.ends() == 0
    assert not (tmp_path / "mine" / "node_modules").exists()


def test_flags_are_neither_asked_nor_counted(wizard, tmp_path):
    flags = ["--target=jira-issue", "--ci=none", "--ui=ui-kit", "--resolver=none"]
    screen = wizard("mine", *flags).accepts(NAME).answers(f"{DEFAULTS} (9 questions)", "n")
    screen.accepts(KEY, "Which title does the panel show", *OTHERS[:2])
    screen.accepts("Who may see the panel", "For whom does Jira show the panel", "Does the script start", *OTHERS[5:])
    assert created(screen)
    assert answers_of(tmp_path / "mine")["ci"] == "none"


def test_one_question_left_is_asked_at_once(wizard, tmp_path):
    flags = ["--target=home-dashboard", "--ui=ui-kit", "--app-name=Mine", "--app-key=mine", "--view-title=Mine"]
    flags += ["--description=Mine", "--app-id=ari:cloud:ecosystem::app/12345678-0000-0000-0000-000000000000"]
    screen = wizard("mine", *flags, "--resolver=none", "--ci=none", "--dependency-updates=none")
    assert created(screen.answers("Under which license", DOWN, ENTER))
    assert answers_of(tmp_path / "mine")["license"] == "MIT"


def test_further_views_are_shown_and_not_asked_for(wizard, tmp_path):
    screen = wizard("mine", "--view=sales=All sales").accepts(HOME, UI, NAME, DEFAULTS)
    assert created(screen.waits_for("Additional views sales (All sales)"))
    assert answers_of(tmp_path / "mine")["views"] == {"sales": "All sales"}


def test_a_template_without_first_questions_asks_them_all(tmp_path):
    """One that marks none in copier.yml; the folder comes first."""
    from bgscript.cli.terminal.wizard import Wizard
    from bgscript.template.questions import Questionnaire

    (tmp_path / "copier.yml").write_text("color: {type: str}\nshade: {type: str}\n")
    conversation = Wizard(Questionnaire(tmp_path), {}, None)
    asked = []
    while question := conversation._next():
        asked.append(question.name)
        conversation._settle(question.name)
    assert asked == ["path", "color", "shade"]


def test_a_wrong_answer_is_refused_at_the_prompt(wizard, tmp_path):
    screen = wizard("mine").accepts(HOME, UI, NAME).answers(DEFAULTS, "n")
    screen.answers(KEY, ERASE, "Not A Key", ENTER).waits_for("Must begin with a lowercase letter")
    screen.waits_for("Ctrl-U clears the line, Shift-Tab goes back.").types(ERASE)
    while "Must begin" in screen.shown():
        screen.feed()
    assert created(screen.types("a-key", ENTER).accepts(TITLE, *OTHERS))
    assert answers_of(tmp_path / "mine")["app_key"] == "a-key"


def test_back_and_a_changed_name_takes_its_derived_answers_along(wizard, tmp_path):
    screen = wizard("mine").accepts(HOME, UI, NAME).answers(DEFAULTS, "n").accepts(KEY)
    screen.answers(TITLE, BACK).answers(KEY, BACK).answers(DEFAULTS, BACK)
    assert created(screen.answers(NAME, ERASE, "Other", ENTER).accepts(DEFAULTS))
    answers = answers_of(tmp_path / "mine")
    assert (answers["app_name"], answers["app_key"], answers["view_title"]) == ("Other", "other", "Other")


def test_an_answer_that_was_typed_stays_when_the_name_changes(wizard, tmp_path):
    screen = wizard("mine").accepts(HOME, UI, NAME).answers(DEFAULTS, "n").answers(KEY, ERASE, "typed", ENTER)
    screen.answers(TITLE, BACK).answers(KEY, BACK).answers(DEFAULTS, BACK)
    screen.answers(NAME, ERASE, "Other", ENTER)
    assert created(screen.answers(f"{DEFAULTS} (9 questions)", ENTER))
    assert answers_of(tmp_path / "mine")["app_key"] == "typed"


def test_back_from_the_review_leads_to_the_question_about_the_defaults(wizard, tmp_path):
    screen = wizard("mine").accepts(HOME, UI, NAME, DEFAULTS).answers(CREATE, BACK).answers(DEFAULTS, "n")
    assert created(screen.answers(KEY, ERASE, "other", ENTER).accepts(TITLE, *OTHERS))
    assert answers_of(tmp_path / "mine")["app_key"] == "other"


def test_back_from_the_first_question_stays_there(wizard):
    screen = wizard("mine").answers(HOME, BACK, DOWN, ENTER).answers(UI, BACK)
    screen.answers(HOME).waits_for("> Jira dashboard, removed")


REVIEW = """\
Folder       mine
Target       Home dashboard, replaces Jira dashboards
Interface    Custom UI, a page in React
Name         Mine
Key          mine
Title        Mine
Description  Shows what its background script shares.
Forge app    ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000
Functions    On Forge
AI           No
Checks       GitHub Actions
Updates      None
License      None, all rights reserved
home-dashboard: supported since 22 September 2026
? Create this project?
 > Yes, create it
   Change an answer
   Show the """


def test_the_review_shows_the_answers_in_words_above_the_choice(wizard):
    screen = wizard("mine").accepts(HOME, UI, NAME, DEFAULTS).waits_for("No, cancel")
    assert REVIEW in screen.shown()


def test_the_review_fits_on_a_narrow_terminal(wizard):
    screen = wizard("mine", columns=40).accepts(HOME, UI, NAME, DEFAULTS).waits_for("No, cancel")
    lines = screen.shown().splitlines()
    assert "Description  Shows what its background\n             script shares.\n" in screen.shown()
    assert lines[-5:-3] == ["? Create this project?", " > Yes, create it"]
    assert [line for line in lines if line.startswith(("Folder ", "Target ", "License "))] == [
        "Folder       mine",
        "Target       Home dashboard, replaces",
        "License      None, all rights reserved",
    ]


def test_the_files_are_behind_one_more_key(wizard):
    screen = wizard("mine").accepts(HOME, UI, NAME, DEFAULTS).waits_for("No, cancel")
    assert "manifest.yml" not in screen.everything()
    screen.answers(CREATE, DOWN, DOWN, ENTER).waits_for("Back to the answers")
    assert " files in mine:" in screen.everything()
    assert "manifest.yml" in screen.everything()
    assert created(screen.types(ENTER))


def test_the_review_lets_one_answer_be_changed_and_warns_of_what_ends(wizard, tmp_path):
    screen = wizard("mine").accepts(HOME, UI, NAME, DEFAULTS).answers(CREATE, DOWN, ENTER)
    screen.answers("Which answer", DOWN, ENTER).answers(HOME, DOWN, ENTER).answers(
        "For whom does Jira show the gadget", ENTER
    )
    screen.waits_for("deprecated, removed on 17 May 2027;")
    assert created(screen)
    assert answers_of(tmp_path / "mine")["target"] == "jira-dashboard"


def test_a_changed_answer_in_the_review_asks_what_it_makes_necessary(wizard, tmp_path):
    screen = wizard("mine", "--resolver=none", "--target=home-dashboard").accepts(UI, NAME, DEFAULTS)
    screen.answers(CREATE, DOWN, ENTER).answers("Which answer", DOWN, ENTER).answers(HOME, DOWN, DOWN, ENTER)
    screen.accepts("Who may see the panel", "For whom does Jira show the panel")
    assert created(screen.answers("Does the script start again", "n"))
    answers = answers_of(tmp_path / "mine")
    assert (answers["target"], answers["reload_on_refresh"]) == ("jira-issue", False)


def test_back_leads_from_the_review_to_the_answer_changed_last(wizard):
    screen = wizard("mine", "--ui=ui-kit").accepts(HOME, NAME, DEFAULTS).answers(CREATE, DOWN, ENTER)
    screen.answers("Which answer", BACK).answers(CREATE, DOWN, ENTER)
    screen.answers("Which answer", DOWN, DOWN, ENTER).answers(UI, UP, ENTER)
    screen.answers(CREATE, BACK).answers(UI, BACK).answers(DEFAULTS, BACK).answers(NAME)


@pytest.mark.parametrize("keys", [(UP, ENTER), (terminal.CTRL_C,), (terminal.CTRL_D,)])
def test_cancelled_in_the_review_it_makes_nothing(keys, wizard, tmp_path):
    screen = wizard("mine").accepts(HOME, UI, NAME, DEFAULTS).answers(CREATE, *keys)
    assert screen.ends() == 130
    assert "stopped; nothing was written" in screen.words()
    assert list(tmp_path.iterdir()) == []


def test_only_what_the_answers_before_it_call_for_is_asked(wizard, tmp_path):
    """Anonymous access is Confluence's; a server's address is for a server; both come up as soon as they matter."""
    screen = wizard("mine", "--target=confluence", "--app-name=Mine", "--ui=custom-ui").answers(DEFAULTS, "n")
    screen.accepts(*REST[:4]).answers("Where do the server-side functions", DOWN, ENTER)
    screen.answers("At which address", ERASE, "http://x", ENTER).waits_for("Must be an https address")
    screen.types(ERASE, "https://example.com", ENTER).answers("With which tokens", ENTER)
    screen.answers("Who may run the script", DOWN, DOWN, " ", ENTER)
    assert created(screen.accepts("For whom does the script run", *REST[6:]))
    answers = answers_of(tmp_path / "mine")
    assert (answers["remote_url"], answers["unlicensed_access"]) == ("https://example.com", ["anonymous"])


def test_the_wizard_asks_connect_for_its_location_first(wizard, tmp_path):
    screen = wizard("mine").answers(HOME, UP, ENTER).answers("Where in Jira", " ", DOWN, " ", ENTER)
    screen.waits_for("Must name at least one.").types(" ", ENTER)
    assert created(screen.accepts(NAME, DEFAULTS))
    answers = answers_of(tmp_path / "mine")
    assert (answers["connect_location"], answers["base_url"]) == (["issue_view"], "https://mine.example.com")


def test_a_wrong_flag_is_refused_before_anything_is_asked(wizard):
    screen = wizard("mine", "--target=nowhere")
    assert screen.ends() == 2
    assert "--target cannot be 'nowhere'" in screen.words()


def test_a_folder_in_use_is_refused_at_the_prompt(wizard, tmp_path):
    (tmp_path / "team-pulse").mkdir()
    (tmp_path / "team-pulse" / "mine.txt").touch()
    screen = wizard().accepts(HOME, UI).answers(FOLDER, ENTER).waits_for("is not empty")
    screen.types(ERASE, "other", ENTER).answers(NAME, terminal.CTRL_C)
    assert screen.ends() == 130


def test_a_folder_in_use_that_was_given_is_asked_for(wizard, tmp_path):
    (tmp_path / "mine").touch()
    screen = wizard("mine", "--ui=ui-kit").accepts(HOME).answers(FOLDER).waits_for("is a file.")
    screen.types(ERASE, "other", ENTER).answers(NAME, terminal.CTRL_C)
    assert screen.ends() == 130


def test_update_asks_what_is_new(tmp_path, bgscript):
    """0.2.0 asks for a service that 0.1.0 did not know; what was answered is not asked again."""
    assert bgscript("new", "mine", "--yes", "--template-version=0.1.0", "--ci=none").code == 0
    screen = terminal.bgscript(tmp_path, "update", "mine", "--ask", "--to=0.2.0")
    screen.answers("Which service proposes", UP, UP, ENTER)
    assert screen.ends() == 0
    answers = answers_of(tmp_path / "mine")
    assert (answers["dependency_updates"], answers["ci"]) == ("renovate", "none")
    assert (tmp_path / "mine" / "renovate.json").exists()
