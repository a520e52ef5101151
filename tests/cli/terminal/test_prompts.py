"""The wizard's prompts on terminals of many kinds: keys that stop, pasted text, narrow screens, no colors."""

import pytest
import yaml

from tests.support.commands import until
from tests.support.paths import BIN, QUESTIONS
from tests.support.terminal import BACK, CTRL_C, CTRL_D, CTRL_Z, DOWN, ENTER, ERASE, Terminal, paste

pytestmark = pytest.mark.usefixtures("terminal")

NAME = "What is the app called"
HOMES = list(QUESTIONS["target"]["choices"])

ASK_NAME = """
from bgscript.cli.terminal import prompts
judge = lambda words: "" if len(words) < 20 else "Must have at most 20 characters, and this has more than that."
with prompts.conversation():
    print("got", repr(prompts.text("What is the app called?", "Mine", judge)))
"""
ASK_HOME = f"""
from bgscript.cli.terminal import prompts
with prompts.conversation():
    print("got", prompts.choose("Where does the app run?", [(label, label[:4]) for label in {HOMES}], "Jira"))
"""


@pytest.fixture
def screen(tmp_path):
    terminals = []

    def start(*command, **settings):
        terminals.append(Terminal(tmp_path, *command, **settings))
        return terminals[-1]

    yield start
    for each in terminals:
        each.closes()


@pytest.fixture
def prompt(screen):
    """Shows one prompt, without the rest of bgscript."""
    return lambda code, **settings: screen(BIN / "python", "-c", code, **settings)


@pytest.fixture
def wizard(screen):
    return lambda *words, **settings: screen(BIN / "bgscript", "new", *words, **settings)


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(
    ("flags", "question"), [([], "Where does the app run"), (["--target=confluence", "--ui=ui-kit", "mine"], NAME)]
)
def test_stopped_at_a_question_it_makes_nothing(key, flags, question, wizard, tmp_path):
    stopped = wizard(*flags).answers(question, key)
    assert stopped.ends() == 130
    assert "error: stopped; nothing was written" in stopped.words()
    assert list(tmp_path.iterdir()) == []


def test_a_closed_terminal_stops_it_like_ctrl_c(screen, tmp_path):
    command = f'trap "" HUP; {BIN}/bgscript new mine 2>errors; echo $? >code'
    screen("sh", "-c", command).waits_for("Where does the app run").hangs_up()
    until(lambda: (tmp_path / "code").exists() and (tmp_path / "code").read_text())
    assert (tmp_path / "code").read_text() != "0\n"
    assert "error: stopped; nothing was written\n" in (tmp_path / "errors").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["code", "errors"]


def test_keys_typed_ahead_do_not_confirm_the_review(wizard, tmp_path):
    flags = ["--target=confluence", "--ui=ui-kit"]
    hasty = wizard("mine", *flags).answers(NAME, *[ENTER] * 8).answers("Create this project").waits_for("No, cancel")
    hasty.types(CTRL_C)
    assert hasty.ends() == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_it_leaves_the_terminal_as_it_was(key, screen, tmp_path):
    command = f"stty -g >before; {BIN}/bgscript new mine; stty -g >after"
    assert screen("sh", "-c", command).answers("Where does the app run", key).ends() == 0
    assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text()


def test_suspended_and_resumed_it_asks_on(screen):
    shell = screen("bash", "--norc", "--noediting", "-i", env={"PS1": "ready> "}).waits_for("ready>")
    shell.types(f"{BIN}/bgscript new mine", ENTER).answers("Where does the app run", CTRL_Z)
    shell.waits_for("Stopped").types("clear", ENTER, "fg", ENTER).answers("Where does the app run", DOWN)
    shell.waits_for("> Jira dashboard").types(CTRL_D).waits_for("nothing was written ready>")


def test_a_pasted_second_line_is_refused_and_the_next_key_takes_the_message_away(prompt):
    asked = prompt(ASK_NAME).answers(NAME, paste("one\ntwo\r\n")).waits_for("The 2 pasted lines were ignored.")
    asked.types("!")
    while "pasted" in asked.shown():
        asked.feed()
    asked.waits_for("called? Mine!").types(ENTER).waits_for("got 'Mine!'")


def test_a_pasted_line_with_its_line_break_waits_for_enter(prompt):
    asked = prompt(ASK_NAME).answers(NAME, ERASE, paste("Team Pulse\n"), "!").waits_for("called? Team Pulse!")
    asked.types(ENTER).waits_for("got 'Team Pulse!'")


def test_a_problem_is_shown_whole_on_a_narrow_terminal(prompt):
    asked = prompt(ASK_NAME, columns=40).answers(NAME, "x" * 20, ENTER)
    asked.waits_for("Must have at most 20 characters, and this has more than that. Ctrl-U clears the line")
    asked.types(ERASE, "short", ENTER).waits_for("got 'short'")


def test_an_answer_takes_the_place_of_its_prompt(prompt):
    asked = prompt(ASK_HOME, columns=40).answers("Where does the app run", ENTER).waits_for("got Jira")
    assert asked.shown() == "? Where does the app run?\n  Jira dashboard, removed on 17 May\n  2027\ngot Jira"


def test_the_terminal_is_not_asked_for_its_cursor(prompt):
    """Its reply could come late, and be read as typed keys."""
    assert "\x1b[6n" not in prompt(ASK_NAME).answers(NAME, ENTER).waits_for("got 'Mine'").sent


def test_what_is_pasted_into_a_list_is_ignored(prompt):
    asked = prompt(ASK_HOME).answers("Where does the app run", paste("pasted\r\n"), DOWN).waits_for("> Jira issue view")
    assert "pasted" not in asked.shown()
    asked.types(ENTER).waits_for("got Jira")


@pytest.mark.parametrize("columns", [80, 40, 24])
def test_no_choice_is_cut_off(columns, prompt):
    asked = prompt(ASK_HOME, columns=columns)
    for label in HOMES:
        asked.waits_for(label)
    assert "removed on 17 May 2027" in asked.words()
    asked.waits_for("> Jira").types("k", ENTER).waits_for("got Home")


def test_a_list_longer_than_the_screen_follows_the_pointer(prompt):
    asked = prompt(ASK_HOME, columns=40, rows=5).waits_for("> Jira")
    asked.types(*[DOWN] * (len(HOMES) - 2)).waits_for("> Connect in Jira").types(ENTER).waits_for("got Conn")


def test_a_resized_terminal_shows_the_whole_prompt_again(prompt):
    asked = prompt(ASK_HOME).waits_for(HOMES[-1])
    asked.resizes(40, 24).answers("Where does the app run").waits_for(HOMES[-1])
    asked.types(DOWN).waits_for("> Jira issue view").types(ENTER).waits_for("got Jira")


def test_what_the_encoding_lacks_is_escaped(prompt):
    code = ASK_NAME.replace("prompts.conversation():", "prompts.conversation():\n    print('Löwe')")
    asked = prompt(code, env={"PYTHONIOENCODING": "ascii"}).answers(NAME, ENTER).waits_for("got 'Mine'")
    assert "L\\xf6we" in asked.shown()


def test_no_color_is_respected(prompt):
    plain = prompt(ASK_HOME, env={"NO_COLOR": "1"}).answers("Where does the app run", ENTER).waits_for("got Jira")
    colored = prompt(ASK_HOME).answers("Where does the app run", ENTER).waits_for("got Jira")
    assert ("\x1b[0;36m" in plain.sent, "\x1b[0;36m" in colored.sent) == (False, True)


def test_a_terminal_that_cannot_move_its_cursor_is_asked_line_by_line(wizard, tmp_path):
    flags = [
        "--no-install",
        "--app-name=Mine",
        "--resolver=none",
        "--ci=none",
        "--dependency-updates=none",
        "--license=none",
    ]
    asked = wizard("mine", *flags, env={"TERM": "dumb"}).waits_for("< goes back").waits_for("Number [1]:")
    last = len(HOMES)
    asked.types(f"{last + 1}\n").waits_for(f"Type a number from 1 to {last}.").types(f"{last}\n")
    asked.waits_for("Where in Jira?").waits_for("none [1,2]:").types("none\n").waits_for("Must name at least one.")
    asked.types("<\n").waits_for("Where does the app run? 1. Home dashboard").types(f"{last}\n")
    asked.waits_for("Where in Jira?").types("2\n").waits_for("Take the defaults").types("\n")
    asked.waits_for("In Jira The issue view").waits_for("Create this project?").waits_for("Number [1]:").types("\n")
    assert asked.ends() == 0, asked.everything()
    assert "\x1b" not in asked.sent
    answers = yaml.safe_load((tmp_path / "mine" / ".copier-answers.yml").read_text())
    assert (answers["target"], answers["connect_location"]) == ("connect", ["issue_view"])


def test_shift_tab_leaves_every_kind_of_prompt(prompt):
    code = """
from bgscript.cli.terminal import prompts
with prompts.conversation():
    text = prompts.text("First?", "", lambda _: "never right")
    several = prompts.check("Second?", [("One", 1)], [], lambda _: "never right")
    print("got", [each is prompts.BACK for each in (text, several, prompts.confirm("Third?", True))])
"""
    asked = prompt(code).answers("First?", BACK).answers("Second?", ENTER).waits_for("never right").types(BACK)
    asked.answers("Third?", BACK).waits_for("got [True, True, True]")
