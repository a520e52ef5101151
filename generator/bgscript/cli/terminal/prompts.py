"""Prompts on a terminal: a line of text, one of several choices, or any number of them.

questionary draws the prompts and understands their keys. Added here: a key that goes back, a place for a problem, and
texts that are wrapped at words, also when the terminal's width changes while the prompt is open. A terminal that
cannot move its cursor gets the prompts of ``plain_prompts``.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from textwrap import wrap
from typing import Any

import questionary
from prompt_toolkit.application import create_app_session, get_app_session
from prompt_toolkit.filters import Condition
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import ConditionalContainer, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output import create_output
from prompt_toolkit.utils import is_dumb_terminal
from questionary.prompts.common import InquirerControl

from bgscript.cli.terminal import keyboard, plain_prompts

Judge = Callable[[Any], str]
"""Returns the problem of an answer as a sentence; empty if there is none."""

Options = Sequence[tuple[str, Any]]
"""What can be chosen: the text that people read, and the value that it means."""

BACK = plain_prompts.BACK

_ROOM = 20  # the least room for an answer behind a text; with less, it gets a line of its own
_STYLE = questionary.Style.from_dict(
    {"qmark": "ansidefault bold", "answer": "ansicyan nobold", "highlighted": "bold", "problem": "ansired"}
)


def text(message: str, default: str, judge: Judge, problem: str = "") -> Any:
    """Ask for one line of text; gives a line that ``judge`` accepts, or ``BACK``. ``problem`` is shown at once."""
    if is_dumb_terminal():
        return plain_prompts.text(message, default, judge, problem)
    asked = _Fitted(message, indent=2, room=max(_ROOM, len(default) + 1))
    question = questionary.text(asked, default, style=_STYLE, prompt_continuation="  ", reserve_space_for_menu=0)
    buffer = question.application.current_buffer
    prompt = _Prompt(question, lambda: buffer.text, judge, "Ctrl-U clears the line, Shift-Tab goes back.", problem)

    @prompt.keys.add("<bracketed-paste>", eager=True)
    def paste(event: KeyPressEvent) -> None:
        lines = event.data.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
        if len(lines) > 1:
            prompt.problem = f"The answer is one line. The {len(lines)} pasted lines were ignored."
        else:
            buffer.insert_text(lines[0])

    reply = prompt.run()
    return BACK if reply is BACK else _settled(message, reply, reply)


def choose(message: str, options: Options, current: Any = None, keys: str = "") -> Any:
    """Ask for one of several values; gives it, or ``BACK``. ``keys`` has a letter for each option that takes it."""
    if is_dumb_terminal():
        return plain_prompts.choose(message, options, current)
    values = [value for _, value in options]
    choices = [questionary.Choice(_Fitted(label, indent=3), number) for number, (label, _) in enumerate(options)]
    question = questionary.select(_Fitted(message, indent=2), choices, pointer=">", instruction=" ", style=_STYLE)
    control = _control(question)
    control.pointed_at = values.index(current) if current in values else 0
    prompt = _Prompt(question, lambda: control.pointed_at)

    def take(event: KeyPressEvent) -> None:
        control.pointed_at = keys.index(event.data.lower())
        prompt.accept(event)

    for key in keys + keys.upper():
        prompt.keys.add(key, eager=True)(take)
    reply = prompt.run()
    return BACK if reply is BACK else _settled(message, *options[reply])


def check(message: str, options: Options, current: Sequence[Any], judge: Judge) -> Any:
    """Ask for any number of values; gives a list that ``judge`` accepts, or ``BACK``."""
    if is_dumb_terminal():
        return plain_prompts.check(message, options, current, judge)
    choices = [
        questionary.Choice(_Fitted(label, indent=5), number, checked=value in current)
        for number, (label, value) in enumerate(options)
    ]
    asked = _Fitted(f"{message} Space selects.", indent=2)
    question = questionary.checkbox(asked, choices, pointer=">", instruction="", style=_STYLE)
    control = _control(question)

    def chosen() -> tuple[list[str], list[Any]]:
        pairs = [option for number, option in enumerate(options) if number in control.selected_options]
        return [label for label, _ in pairs], [value for _, value in pairs]

    reply = _Prompt(question, chosen, lambda chosen: judge(chosen[1])).run()
    return BACK if reply is BACK else _settled(message, ", ".join(reply[0]) or "None", reply[1])


def confirm(message: str, current: bool, yes: str = "Yes", no: str = "No") -> Any:
    """Ask for yes or no; gives True, False or ``BACK``."""
    return choose(message, [(yes, True), (no, False)], current, keys="yn")


def keys() -> str:
    """The keys that work in every prompt, in a sentence."""
    if is_dumb_terminal():
        return plain_prompts.KEYS
    return "Enter takes the answer, Ctrl-U clears a text, Shift-Tab goes back, Ctrl-C stops."


def width() -> int:
    """The columns of the terminal."""
    return max(10, get_app_session().output.get_size().columns)


def fill(words: str, first: str = "", rest: str = "") -> list[str]:
    """Wrap a text to the terminal's width, with an indent for the first line and one for the others."""
    return wrap(words, width(), initial_indent=first, subsequent_indent=rest) or [first]


@contextmanager
def conversation() -> Iterator[None]:
    """Do not echo keys that are typed while no prompt is open; the next prompt reads them."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if is_dumb_terminal():
        yield
        return
    output = create_output()
    # The position of the cursor is not needed, and the terminal's reply would arrive among the keys.
    output.enable_cpr = False  # type: ignore[attr-defined]
    with keyboard.silent(), create_app_session(output=output):
        yield


def ignore_typed_ahead() -> None:
    """Discard the keys that were typed before the next prompt, until none comes for a moment.

    Raises:
        KeyboardInterrupt: the input has ended.
    """
    clear_typeahead(get_app_session().input)
    keyboard.discard()


def _control(question: questionary.Question) -> InquirerControl:
    """The list of choices in a prompt."""
    contents = (window.content for window in question.application.layout.find_all_windows())
    return next(content for content in contents if isinstance(content, InquirerControl))


def _settled(message: str, words: str, value: Any) -> Any:
    """Leave the question and its answer on the screen, in the place of the prompt; gives the value."""
    questionary.print(f"? {_Fitted(message, indent=2, room=len(words))}", "bold", end=" ")
    questionary.print(f"{_Fitted(words, indent=2)}", "ansicyan")
    return value


class _Fitted(str):
    """A text that is wrapped whenever questionary formats it, which is each time that it draws the prompt."""

    indent: int
    room: int

    def __new__(cls, words: str, indent: int, room: int = 0) -> "_Fitted":
        """``indent`` is the column at which the text begins; ``room`` is what an answer behind it needs."""
        self = super().__new__(cls, words)
        self.indent, self.room = indent, room
        return self

    def __str__(self) -> str:
        space = " " * self.indent
        # questionary puts up to two spaces behind a text.
        lines = wrap(self, width() - 2, initial_indent=space, subsequent_indent=space) or [space]
        if len(lines[-1]) + 1 + self.room > width():
            lines.append(space[1:])
        return "\n".join(lines)[self.indent :]


class _Prompt:
    """One of questionary's prompts, with the keys that leave it and a problem below it.

    The problem is not left to questionary: it cuts a long one off, and shows a checkbox's only where the terminal
    reports the cursor's position.
    """

    def __init__(
        self,
        question: questionary.Question,
        value: Callable[[], Any],
        judge: Judge = lambda _: "",
        advice: str = "Shift-Tab goes back.",
        problem: str = "",
    ) -> None:
        self.problem = problem
        self.keys = KeyBindings()
        self._question, self._value, self._judge, self._advice = question, value, judge, advice
        self.keys.add("enter", eager=True)(self.accept)
        self.keys.add("s-tab", eager=True)(lambda _: self._leave(BACK))
        for key in ("c-d", "<sigint>"):  # questionary itself understands Ctrl-C
            self.keys.add(key, eager=True)(lambda event: event.app.exit(exception=KeyboardInterrupt()))
        self.keys.add("c-z", eager=True)(lambda event: event.app.suspend_to_background())
        # A list has a hidden line of text, which pasted text would make visible; there is no history to search.
        for key in ("<bracketed-paste>", "c-r", "c-s"):
            self.keys.add(key, eager=True)(lambda _: None)

    def run(self) -> Any:
        """Show the prompt until its value is right; gives the value, or ``BACK``.

        Raises:
            KeyboardInterrupt: the user pressed Ctrl-C or Ctrl-D, or the terminal is gone.
        """
        app = self._question.application
        shown = Window(FormattedTextControl(self._problem_lines, "class:problem"), dont_extend_height=True)
        below = ConditionalContainer(shown, Condition(lambda: bool(self.problem)))
        app.layout = Layout(HSplit([app.layout.container, below]), app.layout.current_window)
        app.key_bindings = merge_key_bindings([app.key_bindings or KeyBindings(), self.keys])
        app.key_processor.before_key_press += self._forget_problem
        try:
            return self._question.unsafe_ask()
        except (EOFError, OSError):
            raise KeyboardInterrupt from None

    def accept(self, _: KeyPressEvent) -> None:
        """Leave with the prompt's value, if it is right."""
        value = self._value()
        self.problem = self._judge(value)
        if not self.problem:
            self._leave(value)

    def _leave(self, result: Any) -> None:
        self._question.application.erase_when_done = True
        self._question.application.exit(result=result)

    def _forget_problem(self, _: object) -> None:
        self.problem = ""

    def _problem_lines(self) -> str:
        return "\n".join([*fill(self.problem, "  ", "  "), *fill(self._advice, "  ", "  ")])
