"""Prompts for a terminal that cannot move its cursor (``TERM=dumb``): line by line, choices by number.

Screen readers handle these better than a list that is drawn again at every key.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bgscript.cli.output import visible

BACK = object()
"""What a prompt returns instead of an answer when the user wants to go back."""

KEYS = "Enter takes the answer in brackets, < goes back, Ctrl-C stops."


def text(message: str, default: str, judge: Callable[[Any], str], problem: str = "") -> Any:
    """Ask for one line of text; see ``prompts.text``."""
    if problem:
        print(visible(problem))
    return _until_right(lambda: _read(f"{message} [{default}] ") or default, judge)


def choose(message: str, options: Sequence[tuple[str, Any]], current: Any = None) -> Any:
    """Ask for one of several values; see ``prompts.choose``."""
    values = [value for _, value in options]
    _list(message, options)
    default = values.index(current) + 1 if current in values else 1
    reply = _until_right(
        lambda: _read(f"Number [{default}]: ") or str(default),
        lambda word: "" if _numbers(word, len(values), most=1) else f"Type a number from 1 to {len(values)}.",
    )
    return BACK if reply is BACK else values[int(reply) - 1]


def check(message: str, options: Sequence[tuple[str, Any]], current: Sequence[Any], judge: Callable[[Any], str]) -> Any:
    """Ask for any number of values; see ``prompts.check``."""
    values = [value for _, value in options]
    _list(message, options)
    default = ",".join(str(index + 1) for index, value in enumerate(values) if value in current) or "none"

    def chosen(word: str) -> list[Any]:
        return [] if word == "none" else [values[number - 1] for number in sorted(_numbers(word, len(values)))]

    def judge_word(word: str) -> str:
        if word != "none" and not _numbers(word, len(values)):
            return f"Type numbers from 1 to {len(values)} with commas between them, or: none"
        return judge(chosen(word))

    reply = _until_right(lambda: _read(f"Numbers, with commas, or none [{default}]: ") or default, judge_word)
    return BACK if reply is BACK else chosen(reply)


def _list(message: str, options: Sequence[tuple[str, Any]]) -> None:
    print(visible(message))
    for number, (label, _) in enumerate(options, 1):
        print(visible(f"  {number}. {label}"))


def _numbers(word: str, last: int, most: int | None = None) -> set[int]:
    """The numbers in a reply; none if something else is in it, or too many of them."""
    parts = [part.strip() for part in word.split(",")]
    if not all(part.isascii() and part.isdigit() and 1 <= int(part) <= last for part in parts):
        return set()
    return set() if most and len(parts) > most else {int(part) for part in parts}


def _until_right(ask: Callable[[], str], judge: Callable[[str], str]) -> Any:
    while True:
        reply = ask()
        if reply == "<":
            return BACK
        if not (problem := judge(reply)):
            return reply
        print(visible(problem))


def _read(prompt: str) -> str:
    try:
        return input(visible(prompt)).strip()
    except (EOFError, OSError):
        raise KeyboardInterrupt from None
