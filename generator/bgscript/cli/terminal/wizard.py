"""Asks the questions on a terminal: the first ones, the rest on demand, and a review before anything is made.

A template marks its first questions in copier.yml (``_first``); without the mark, all are asked. An
accepted default is not stored as an answer, so it changes when an answer before it changes. An answer that
only a flag gives is shown where there is one, and not asked for.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any

from bgscript.cli.output import visible
from bgscript.cli.terminal import prompts
from bgscript.new.create import check_destination
from bgscript.system.errors import BgscriptError, Interrupted
from bgscript.template.questions import Answer, Answers, Given, Question, Questionnaire

_PATH = Question("path", help="In which folder?", default="team-pulse", label="folder")
"""The only prompt that is not a question of the template."""

_PATH_IN_TEMPLATES = "_folder_name"
"""copier's name for the folder, in ``_first`` and in defaults."""

_REST = Question("_rest")
"""Whether to take the defaults for the questions that are not among the first."""

_CREATE, _CHANGE, _FILES, _CANCEL = object(), object(), object(), object()
"""What can be done in the review."""


@dataclass(frozen=True)
class Description:
    """What would be made: the paths of its files, and sentences about the state of what was chosen."""

    files: Sequence[str]
    status: Sequence[str]


class Wizard:
    """One conversation about one project. ``path`` and ``answers`` are its result."""

    def __init__(self, questionnaire: Questionnaire, given: Mapping[str, Given], path: str | None) -> None:
        """Prepare to ask for what is missing.

        Args:
            given: answers from flags. They are not asked for, but the review can change them.
            path: the project's folder, if it is known.
        """
        self._questionnaire = questionnaire
        self._given = dict(given)
        if path is not None:
            self._given[_PATH.name] = Given(path, "PATH")
        self._settled = {*self._given, *(question.name for question in questionnaire if question.is_flag_only)}
        self._history: list[Sequence[str] | Question] = []  # names that were settled together, or a later change

    @property
    def path(self) -> str:
        """The project's folder, as the user wrote it."""
        return str(self._given[_PATH.name].value if _PATH.name in self._given else _PATH.default)

    @property
    def given(self) -> Mapping[str, Given]:
        """The answers that are not the template's defaults, by name."""
        return self._given

    @property
    def answers(self) -> Answers:
        """The answers to the questions that apply."""
        return {answer.question.name: answer.value for answer in self._applying() if answer.question is not _PATH}

    def run(self, describe: Callable[[], Description]) -> None:
        """Ask, and let the user review, until there is something to make.

        Args:
            describe: describes what the answers so far would make.

        Raises:
            Interrupted: the user cancelled.
            KeyboardInterrupt: the user pressed Ctrl-C or Ctrl-D.
        """
        with prompts.conversation():
            _print([*prompts.fill(prompts.keys()), ""])
            while True:
                question = self._next()
                if question is _REST:
                    self._ask_rest()
                elif question:
                    self._step(question)
                elif (reply := self._review(describe())) is _CREATE:
                    return
                elif reply is _CANCEL:
                    raise Interrupted
                elif reply is prompts.BACK:
                    self._back()
                elif self._ask(reply):
                    self._history.append(reply)

    def _step(self, question: Question) -> None:
        if self._ask(question):
            self._settle(question.name)
        else:
            self._back()

    def _ask_rest(self) -> None:
        rest = [question.name for question in self._unsettled()]
        message = f"Take the defaults for the rest ({len(rest)} questions)?"
        reply = prompts.confirm(message, True, yes="Yes, and review all answers", no="No, ask these questions too")
        if reply is prompts.BACK:
            self._back()
        else:
            self._settle(_REST.name, *(rest if reply else []))

    def _settle(self, *names: str) -> None:
        self._settled.update(names)
        self._history.append(names)

    def _back(self) -> None:
        """Take back the last step. An answer that was changed in the review is asked for again right away."""
        while self._history:
            step = self._history.pop()
            if not isinstance(step, Question):
                self._settled.difference_update(step)
                return
            if self._ask(step):
                self._history.append(step)
                return

    def _next(self) -> Question | None:
        """What to ask next: a question that nobody has answered, or whose answer another one has made wrong.

        Questions come in their order: the answer that made another one wrong comes before it, so Shift-Tab leads there.
        """
        settled = self._settled
        asked = [
            answer.question for answer in self._applying() if answer.problem or answer.question.name not in settled
        ]
        by_name = {question.name: question for question in asked}
        if first := [by_name[name] for name in self._first() if name in by_name]:
            return first[0]
        wrong = [question for question in asked if question.name in settled]
        if self._questionnaire.form.first and _REST.name not in settled and len(asked) > 1 and not wrong:
            return _REST
        return asked[0] if asked else None

    def _first(self) -> list[str]:
        """The names of the questions that are always asked, in their order."""
        names = [_PATH.name if name == _PATH_IN_TEMPLATES else name for name in self._questionnaire.form.first]
        return names if _PATH.name in names else [_PATH.name, *names]

    def _unsettled(self) -> list[Question]:
        return [answer.question for answer in self._applying() if answer.question.name not in self._settled]

    def _ask(self, question: Question) -> bool:
        """Ask one question, and keep the answer unless it is the default. False if the user wants to go back."""
        answers = self._evaluate()
        problems = {answer.question.name: answer.problem for answer in answers}
        context = {answer.question.name: answer.value for answer in answers} | {"_folder_name": _folder(self.path)}
        default = self._questionnaire.default(question, context)
        reply = _prompt(
            question,
            message=self._questionnaire.render(question.help, context) or f"{_label(question)}?",
            current=context[question.name],
            judge=lambda value: self._problem(question, value, context),
            problem=problems[question.name] if question.name in self._settled else "",
        )
        if reply is prompts.BACK:
            return False
        self._given.pop(question.name, None)
        if reply != default:
            self._given[question.name] = Given(reply, question.flag)
        return True

    def _problem(self, question: Question, value: Any, context: Mapping[str, Any]) -> str:
        if question is not _PATH:
            return self._questionnaire.problem(question, value, context)
        try:
            check_destination(Path(value))
        except BgscriptError as error:
            return f"cannot be used: {error.message}"
        return ""

    def _applying(self) -> list[Answer]:
        return [answer for answer in self._evaluate() if answer.applies]

    def _evaluate(self) -> list[Answer]:
        path = Answer(_PATH, self.path, applies=True, problem=self._problem(_PATH, self.path, {}))
        return [path, *self._questionnaire.evaluate(self._given, _folder(self.path))]

    def _review(self, description: Description) -> Any:
        """Show all answers; gives ``_CREATE``, ``_CANCEL``, ``BACK``, or the question whose answer is to change."""
        options = [
            ("Yes, create it", _CREATE),
            ("Change an answer", _CHANGE),
            (f"Show the {len(description.files)} files", _FILES),
            ("No, cancel", _CANCEL),
        ]
        while True:
            shown = [answer for answer in self._applying() if _is_worth_a_line(answer)]
            rows = [(_label(answer.question), _in_words(answer)) for answer in shown]
            status = [line for sentence in description.status for line in prompts.fill(sentence)]
            _print(["", *_table(rows), *status])
            prompts.ignore_typed_ahead()
            reply = prompts.choose("Create this project?", options)
            if reply is _CHANGE:
                reply = self._choose_change()
            elif reply is _FILES:
                _show_files(self.path, description.files)
                reply = None
            if reply is not None:
                return reply

    def _choose_change(self) -> Question | None:
        options = [
            (f"{_label(answer.question)}: {_in_words(answer)}", answer.question)
            for answer in self._applying()
            if not answer.question.is_flag_only
        ]
        reply = prompts.choose("Which answer?", options)
        return None if reply is prompts.BACK else reply


def confirm(message: str) -> bool:
    """Ask for yes or no, where there is nothing to go back to."""
    with prompts.conversation():
        prompts.ignore_typed_ahead()
        while (reply := prompts.confirm(message, True)) is prompts.BACK:
            pass
    return bool(reply)


def _show_files(path: str, files: Sequence[str]) -> None:
    _print(["", *prompts.fill(f"{len(files)} files in {path}:"), *_columns(files)])
    prompts.choose("These are the files.", [("Back to the answers", None)])


def ask(questionnaire: Questionnaire, given: Mapping[str, Given], names: Sequence[str]) -> dict[str, Given]:
    """Ask the named questions of those that apply, one after the other; gives the answers, by name.

    Raises:
        KeyboardInterrupt: the user pressed Ctrl-C or Ctrl-D.
    """
    with prompts.conversation():
        return _ask_each(questionnaire, given, names)


def _ask_each(questionnaire: Questionnaire, given: Mapping[str, Given], names: Sequence[str]) -> dict[str, Given]:
    asked: dict[str, Given] = {}
    remaining = list(names)
    while remaining:
        answers = questionnaire.evaluate({**given, **asked}, "app")
        context = {answer.question.name: answer.value for answer in answers}
        if question := _named(answers, remaining.pop(0)):
            message = questionnaire.render(question.help, context) or f"{_label(question)}?"
            judge = partial(questionnaire.problem, question, context=context)
            reply = _prompt(question, message, context[question.name], judge)
            if reply is not prompts.BACK:
                asked[question.name] = Given(reply, question.flag)
            else:
                previous = asked.popitem()[0] if asked else question.name
                remaining = list(names[names.index(previous) :])
    return asked


def _named(answers: Sequence[Answer], name: str) -> Question | None:
    asked = (answer.question for answer in answers if answer.applies and not answer.question.is_flag_only)
    return next((question for question in asked if question.name == name), None)


def _prompt(question: Question, message: str, current: Any, judge: prompts.Judge, problem: str = "") -> Any:
    """Ask with the prompt that fits the question's type; gives a valid answer, or ``BACK``."""

    def sentence(value: Any) -> str:
        return _sentence(judge(value))

    options = list(question.choices.items())
    if question.multiselect:
        return prompts.check(message, options, current, sentence)
    if options:
        return prompts.choose(message, options, current)
    if question.type == "bool":
        return prompts.confirm(message, current)
    reply = prompts.text(
        message, _in_one_line(current), lambda words: sentence(question.parse(words)), _sentence(problem)
    )
    return reply if reply is prompts.BACK else question.parse(reply)


def _in_one_line(value: Any) -> str:
    """An answer as it can be typed again: text as it is, anything else as JSON, which YAML includes."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _folder(path: str) -> str:
    return Path(path).absolute().name


def _is_worth_a_line(answer: Answer) -> bool:
    """Whether the review shows an answer: not an empty or usual one to what the wizard does not ask."""
    return not answer.question.is_flag_only or bool(answer.value and answer.value != answer.question.usual)


def _label(question: Question) -> str:
    return question.label[:1].upper() + question.label[1:]


def _sentence(problem: str) -> str:
    """A problem as a sentence; see ``questions.Answer.problem``."""
    return f"{problem[:1].upper()}{problem[1:].rstrip('.')}." if problem else ""


def _in_words(answer: Answer) -> str:
    """An answer in the words of its question's choices."""
    if isinstance(answer.value, bool) and not answer.question.choices:
        return "Yes" if answer.value else "No"
    if answer.question.pair and isinstance(answer.value, dict):
        return ", ".join(f"{key} ({_in_one_line(value)})" for key, value in answer.value.items()) or "None"
    labels = {_in_one_line(value): label for label, value in answer.question.choices.items()}
    values = [_in_one_line(value) for value in (answer.value if answer.question.multiselect else [answer.value])]
    return ", ".join(labels.get(value, value) for value in values) or "None"


def _table(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Lay out labels and texts in two columns. Both are wrapped, so that nothing is cut off on a narrow terminal."""
    total = prompts.width()
    left = min(max(len(label) for label, _ in rows), total // 3)
    lines = []
    for label, words in rows:
        columns = wrap(label, left), wrap(words, total - left - 2)
        lines += [f"{a.ljust(left)}  {b}".rstrip() for a, b in zip_longest(*columns, fillvalue="")]
    return lines


def _columns(words: Sequence[str]) -> list[str]:
    """Lay out words in as many columns as fit on the terminal, reading downwards."""
    width = max(map(len, words), default=0) + 2
    rows = -(-len(words) // max(1, (prompts.width() - 2) // width))
    return ["  " + "".join(word.ljust(width) for word in words[row::rows]).rstrip() for row in range(rows)]


def _print(lines: Sequence[str]) -> None:
    print(visible("\n".join(lines)), flush=True)
