"""Asks the questions on a terminal: only those that apply, with a way back, and a review before anything is made.

An accepted default is not kept as an answer: it stays open, and follows when an answer before it changes.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import questionary
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

from bgscript.create import check_destination
from bgscript.errors import BgscriptError, Interrupted
from bgscript.questions import Answer, Answers, Given, Question, Questionnaire

_PATH = Question("path", help="In which folder?", default="team-pulse")
"""The one thing to know that is no question of the template."""

_BACK, _CREATE, _CANCEL = object(), object(), object()
"""What a prompt gives besides answers: Shift-Tab was pressed; the two ends of the review."""


class Wizard:
    """One conversation about one project. ``path`` and ``answers`` are its result."""

    def __init__(self, questionnaire: Questionnaire, given: Mapping[str, Given], path: str | None) -> None:
        """Prepare to ask for what is missing.

        Args:
            given: answers that came as flags: not asked for, but open to change in the review.
            path: the project's folder, if it is known.
        """
        self._questionnaire = questionnaire
        self._given = dict(given)
        if path is not None:
            self._given[_PATH.name] = Given(path, "PATH")
        self._settled = list(self._given)
        self._history: list[str] = []

    @property
    def path(self) -> str:
        """The project's folder, as the user wrote it."""
        return self._given[_PATH.name].value if _PATH.name in self._given else _PATH.default

    @property
    def answers(self) -> Answers:
        """The answers to the questions that apply."""
        return {answer.question.name: answer.value for answer in self._applying() if answer.question is not _PATH}

    def run(self, describe: Callable[[], Sequence[str]]) -> None:
        """Ask, and let the user review, until there is something to make.

        Args:
            describe: gives the lines that tell, in the review, what would be made.

        Raises:
            Interrupted: the user cancelled.
            KeyboardInterrupt: the user pressed Ctrl-C.
        """
        print("Enter takes the answer, Shift-Tab goes back, Ctrl-C stops.\n")
        while True:
            if question := self._next():
                self._step(question)
            elif (reply := self._review(describe())) is _CREATE:
                return
            elif reply is _CANCEL:
                raise Interrupted
            elif reply is _BACK:
                self._back()
            else:
                self._ask(reply)

    def _step(self, question: Question) -> None:
        if not self._ask(question):
            self._back()
        elif question.name not in self._settled:
            self._settled.append(question.name)
            self._history.append(question.name)

    def _back(self) -> None:
        if self._history:
            self._settled.remove(self._history.pop())

    def _next(self) -> Question | None:
        """The first question that nobody has answered, or whose answer another one has made wrong."""
        for answer in self._applying():
            if answer.problem or answer.question.name not in self._settled:
                return answer.question
        return None

    def _ask(self, question: Question) -> bool:
        """Put one question, and keep the answer unless it is the default; False if the user wants to go back."""
        answers = self._evaluate()
        context = {answer.question.name: answer.value for answer in answers} | {"_folder_name": _folder(self.path)}
        default = self._questionnaire.default(question, context)
        reply = _prompt(
            question,
            message=self._questionnaire.render(question.help, context),
            current=context[question.name],
            problem=lambda value: self._problem(question, value, context),
        )
        if reply is _BACK:
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
            return f"cannot be this: {error.message}"
        return ""

    def _applying(self) -> list[Answer]:
        return [answer for answer in self._evaluate() if answer.applies]

    def _evaluate(self) -> list[Answer]:
        path = Answer(_PATH, self.path, applies=True, problem=self._problem(_PATH, self.path, {}))
        return [path, *self._questionnaire.evaluate(self._given, _folder(self.path))]

    def _review(self, description: Sequence[str]) -> Any:
        applying = self._applying()
        width = max(len(answer.question.name) for answer in applying)
        print("\nReview\n")
        for answer in applying:
            print(f"  {answer.question.name.ljust(width)}  {_in_words(answer.value)}")
        print("\n" + "\n".join(description) + "\n")
        changes = [questionary.Choice(f"Change {answer.question.name}", answer.question) for answer in applying]
        choices = [questionary.Choice("Create", _CREATE), *changes, questionary.Choice("Cancel", _CANCEL)]
        return _run(questionary.select("Make it?", choices, qmark="?", instruction=" "))


def ask(questionnaire: Questionnaire, given: Mapping[str, Given], names: Sequence[str]) -> dict[str, Given]:
    """Ask the named questions of those that apply, one after the other; gives the answers, by name.

    Raises:
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    asked: dict[str, Given] = {}
    remaining = list(names)
    while remaining:
        answers = questionnaire.evaluate({**given, **asked}, "app")
        context = {answer.question.name: answer.value for answer in answers}
        if question := _named(answers, remaining.pop(0)):
            message = questionnaire.render(question.help, context)
            judge = partial(questionnaire.problem, question, context=context)
            reply = _prompt(question, message, context[question.name], judge)
            if reply is _BACK:
                remaining = list(names)
            else:
                asked[question.name] = Given(reply, question.flag)
    return asked


def _named(answers: Sequence[Answer], name: str) -> Question | None:
    return next((answer.question for answer in answers if answer.question.name == name and answer.applies), None)


def _prompt(question: Question, message: str, current: Any, problem: Callable[[Any], str]) -> Any:
    """Ask with the prompt that fits the question's type; gives a valid answer, or ``_BACK``."""

    def judge(value: Any) -> bool | str:
        return _sentence(problem(value)) or True

    labels = question.choices.items()
    if question.multiselect:
        options = [questionary.Choice(label, value, checked=value in current) for label, value in labels]
        return _run(questionary.checkbox(message, options, validate=judge, qmark="?"))
    if question.choices:
        options = [questionary.Choice(label, value) for label, value in labels]
        default = current if current in question.values else None
        return _run(questionary.select(message, options, default=default, qmark="?", instruction=" "))
    if question.type == "bool":
        return _run(questionary.confirm(message, default=current, qmark="?"))
    return _run(questionary.text(message, default=str(current), validate=judge, qmark="?"))


def _run(prompt: questionary.Question) -> Any:
    """Run a prompt that Shift-Tab leaves. questionary knows no way back of its own."""
    back = KeyBindings()

    @back.add("s-tab", eager=True)
    def _(event) -> None:
        event.app.exit(result=_BACK)

    application = prompt.application
    application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), back])
    return prompt.unsafe_ask()


def _folder(path: str) -> str:
    return Path(path).absolute().name


def _sentence(problem: str) -> str:
    return problem[:1].upper() + problem[1:]


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def confirm(message: str) -> bool:
    """Ask for a yes or no.

    Raises:
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    return bool(questionary.confirm(message, default=True, qmark="?").unsafe_ask())
