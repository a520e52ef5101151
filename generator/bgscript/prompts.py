"""Prompts on a terminal: a line of text, one of several choices, or any number of them.

They are built of prompt_toolkit's parts. Every text is wrapped at words to the terminal's width, also when the width
changes while the prompt is open. A terminal that cannot move its cursor gets the prompts of ``plain_prompts``.
"""

import os
import select
import sys
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from textwrap import wrap
from typing import Any

from prompt_toolkit.application import Application, get_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    AnyContainer,
    BufferControl,
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.lexers import SimpleLexer
from prompt_toolkit.output import create_output
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import is_dumb_terminal, suspend_to_background_supported

from bgscript import plain_prompts

Judge = Callable[[Any], str]
"""Says what is wrong with an answer, in a sentence; the empty string if nothing is."""

Options = Sequence[tuple[str, Any]]
"""What can be chosen: the words that people read, and the value that they stand for."""

BACK = plain_prompts.BACK

_QUIET_SECONDS = 0.2
_ROOM = 20  # columns that an answer gets at least, before it moves to a line of its own
_STYLE = Style.from_dict({"question": "bold", "answer": "ansicyan", "pointed": "bold", "problem": "ansired"})


def text(message: str, default: str, judge: Judge, problem: str = "") -> Any:
    """Ask for one line of text; gives a line that ``judge`` accepts, or ``BACK``. ``problem`` is shown at once."""
    if _is_plain():
        return plain_prompts.text(message, default, judge, problem)
    return _Text(message, default, judge, problem).run()


def choose(message: str, options: Options, current: Any = None, keys: Mapping[str, Any] | None = None) -> Any:
    """Ask for one of several values; gives it, or ``BACK``. ``keys`` are letters that choose a value at once."""
    if _is_plain():
        return plain_prompts.choose(message, options, current)
    return _Choose(message, options, current, keys or {}).run()


def check(message: str, options: Options, current: Sequence[Any], judge: Judge) -> Any:
    """Ask for any number of values; gives a list that ``judge`` accepts, or ``BACK``."""
    if _is_plain():
        return plain_prompts.check(message, options, current, judge)
    return _Check(message, options, current, judge).run()


def confirm(message: str, current: bool, yes: str = "Yes", no: str = "No") -> Any:
    """Ask for yes or no; gives True, False or ``BACK``."""
    return choose(message, [(yes, True), (no, False)], current, {"y": True, "n": False})


def keys() -> str:
    """The keys that work in every prompt, in a sentence."""
    if _is_plain():
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
    """Keep off the screen what is typed while no prompt is open; the next prompt reads it."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if _is_plain():
        yield
        return
    terminal = sys.stdin.fileno()
    before, silent = termios.tcgetattr(terminal), termios.tcgetattr(terminal)
    silent[0] &= ~termios.ICRNL  # Enter stays Enter
    silent[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(terminal, termios.TCSADRAIN, silent)
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal can be gone
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def ignore_typed_ahead() -> None:
    """Forget the keys that were typed before the next prompt is shown, until none came for a moment.

    Raises:
        KeyboardInterrupt: the input has ended.
    """
    clear_typeahead(get_app_session().input)
    terminal = sys.stdin.fileno()
    termios.tcflush(terminal, termios.TCIFLUSH)
    while select.select([terminal], [], [], _QUIET_SECONDS)[0]:
        if not os.read(terminal, 1024):
            raise KeyboardInterrupt


def _is_plain() -> bool:
    return is_dumb_terminal()


class _Prompt:
    """What all prompts share: the question, a problem below it, and the keys that leave it."""

    advice = "Shift-Tab goes back."

    def __init__(self, message: str, judge: Judge, problem: str = "") -> None:
        self.message = message
        self.judge = judge
        self.problem = problem
        self.keys = KeyBindings()
        for key in ("enter", "c-j"):  # the second is what Enter gives where a terminal translates it
            self.keys.add(key, eager=True)(self._accept)
        self.keys.add("s-tab", eager=True)(self._back)
        for key in ("c-c", "c-d", "<sigint>"):
            self.keys.add(key, eager=True)(self._stop)
        self.keys.add("c-z", filter=Condition(suspend_to_background_supported))(self._suspend)

    @property
    def value(self) -> Any:
        raise NotImplementedError

    def body(self) -> list[AnyContainer]:
        """What the user works on, and the question above it."""
        raise NotImplementedError

    def run(self) -> Any:
        """Show the prompt until it is answered.

        Raises:
            KeyboardInterrupt: the user pressed Ctrl-C or Ctrl-D, or the terminal is gone.
        """
        output = create_output()
        # The position of the cursor is not needed, and the terminal's reply would arrive among the keys.
        output.enable_cpr = False  # type: ignore[attr-defined]
        problem = Window(FormattedTextControl(self._problem_lines), dont_extend_height=True, wrap_lines=True)
        shown = ConditionalContainer(problem, Condition(lambda: bool(self.problem)) & ~is_done)
        application: Application[Any] = Application(
            Layout(HSplit([*self.body(), shown])), key_bindings=self.keys, style=_STYLE, output=output
        )
        application.key_processor.before_key_press += self._forget_problem
        try:
            return application.run()
        except (EOFError, OSError):
            raise KeyboardInterrupt from None

    def _accept(self, event: KeyPressEvent) -> None:
        value = self.value
        self.problem = self.judge(value)
        if not self.problem:
            event.app.exit(result=value)

    def _back(self, event: KeyPressEvent) -> None:
        event.app.erase_when_done = True
        event.app.exit(result=BACK)

    def _stop(self, event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    def _suspend(self, event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    def _forget_problem(self, _: object) -> None:
        self.problem = ""

    def _problem_lines(self) -> StyleAndTextTuples:
        lines = [*fill(self.problem, "  ", "  "), *fill(self.advice, "  ", "  ")]
        return [("class:problem", "\n".join(lines))]


class _Text(_Prompt):
    advice = "Ctrl-U clears the line, Shift-Tab goes back."

    def __init__(self, message: str, default: str, judge: Judge, problem: str) -> None:
        super().__init__(message, judge, problem)
        self._room = max(_ROOM, len(default) + 1)
        self._buffer = Buffer(document=Document(default), multiline=False)
        self.keys.add("<bracketed-paste>", eager=True)(self._paste)

    @property
    def value(self) -> str:
        return self._buffer.text

    def body(self) -> list[AnyContainer]:
        before = BeforeInput(lambda: [("class:question", self._question()[-1])])
        above = Window(
            FormattedTextControl(lambda: [("class:question", "\n".join(self._question()[:-1]))]),
            dont_extend_height=True,
        )
        line = Window(
            BufferControl(self._buffer, input_processors=[before], lexer=SimpleLexer("class:answer")),
            wrap_lines=True,
            dont_extend_height=True,
            get_line_prefix=lambda _, wrapped: "  " if wrapped else "",
        )
        return [ConditionalContainer(above, Condition(lambda: len(self._question()) > 1)), line]

    def _question(self) -> list[str]:
        """The lines of the question. The answer begins behind the last one."""
        lines = fill(self.message, "? ", "  ")
        if len(lines[-1]) + 1 + self._room <= width():
            return [*lines[:-1], lines[-1] + " "]
        return [*lines, "  "]

    def _paste(self, event: KeyPressEvent) -> None:
        lines = event.data.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
        if len(lines) > 1:
            self.problem = f"The answer is one line. The {len(lines)} lines that you pasted were left out."
        else:
            self._buffer.insert_text(lines[0])


class _Choose(_Prompt):
    def __init__(self, message: str, options: Options, current: Any, keys: Mapping[str, Any]) -> None:
        super().__init__(message, lambda _: "")
        self._options = options
        values = [value for _, value in options]
        self._pointed = values.index(current) if current in values else 0
        for key, step in (("up", -1), ("c-p", -1), ("k", -1), ("down", 1), ("c-n", 1), ("j", 1)):
            self.keys.add(key, eager=True)(self._mover(step))
        for key, value in keys.items():
            for each in {key.lower(), key.upper()}:
                self.keys.add(each, eager=True)(self._taker(values.index(value)))

    @property
    def value(self) -> Any:
        return self._options[self._pointed][1]

    def body(self) -> list[AnyContainer]:
        question = Window(FormattedTextControl(self._question), dont_extend_height=True, wrap_lines=True)
        options = Window(
            FormattedTextControl(self._lines, focusable=True, show_cursor=False),
            dont_extend_height=True,
            wrap_lines=True,
        )
        return [question, ConditionalContainer(options, ~is_done)]

    def _question(self) -> StyleAndTextTuples:
        lines = fill(self._asked(), "? ", "  ")
        if not is_done():
            return [("class:question", "\n".join(lines))]
        answer = self._answered()
        if len(lines[-1]) + 1 + len(answer) <= width():
            return [("class:question", "\n".join(lines)), ("class:answer", " " + answer)]
        return [("class:question", "\n".join(lines)), ("class:answer", "\n" + "\n".join(fill(answer, "  ", "  ")))]

    def _asked(self) -> str:
        return self.message

    def _answered(self) -> str:
        return self._options[self._pointed][0]

    def _mark(self, value: Any) -> str:
        return ""

    def _lines(self) -> StyleAndTextTuples:
        lines: StyleAndTextTuples = []
        for index, (label, value) in enumerate(self._options):
            first = ("> " if index == self._pointed else "  ") + self._mark(value)
            rows = "\n".join(fill(label, first, " " * len(first)))
            if index == self._pointed:
                lines += [("[SetCursorPosition]", ""), ("class:pointed", rows)]
            else:
                lines.append(("", rows))
            lines.append(("", "\n"))
        return lines[:-1]

    def _mover(self, step: int) -> Callable[[KeyPressEvent], None]:
        def move(event: KeyPressEvent) -> None:
            self._pointed = (self._pointed + step) % len(self._options)

        return move

    def _taker(self, index: int) -> Callable[[KeyPressEvent], None]:
        def take(event: KeyPressEvent) -> None:
            self._pointed = index
            self._accept(event)

        return take


class _Check(_Choose):
    def __init__(self, message: str, options: Options, current: Sequence[Any], judge: Judge) -> None:
        super().__init__(message, options, None, {})
        self.judge = judge
        self._checked = [value for _, value in options if value in current]
        self.keys.add("space", eager=True)(self._toggle)

    @property
    def value(self) -> list[Any]:
        return [value for _, value in self._options if value in self._checked]

    def _asked(self) -> str:
        return self.message if is_done() else f"{self.message} Space selects."

    def _answered(self) -> str:
        return ", ".join(label for label, value in self._options if value in self._checked) or "None"

    def _mark(self, value: Any) -> str:
        return "[x] " if value in self._checked else "[ ] "

    def _toggle(self, event: KeyPressEvent) -> None:
        value = self._options[self._pointed][1]
        if value in self._checked:
            self._checked.remove(value)
        else:
            self._checked.append(value)
