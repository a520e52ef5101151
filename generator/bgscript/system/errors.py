"""The errors of bgscript, as one tree, and the exit code of each::

    BgscriptError      1    it failed: files, git
    ├── UsageError     2    wrong usage or answers, all of them together
    ├── TemplateError  3    a template that cannot be reached or understood, or is newer than this bgscript
    └── Interrupted  130    stopped by the user; nothing is left behind

``cli.main`` is the one place that prints them.
"""

import os
from collections.abc import Sequence


class BgscriptError(Exception):
    """Something that could not be done.

    ``message`` names the problem and its cause; ``hint``, if there is one, says what to do.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BgscriptError):
    """Wrong usage: ``problems`` has one sentence for each thing that is wrong."""

    exit_code = 2

    def __init__(self, problems: Sequence[str], hint: str = "") -> None:
        super().__init__("; ".join(problems), hint)
        self.problems = list(problems)


class TemplateError(BgscriptError):
    """A template that cannot be reached or understood, or that needs a newer bgscript."""

    exit_code = 3


class Interrupted(BgscriptError):
    """The user stopped it."""

    exit_code = 130

    def __init__(self, message: str = "stopped; nothing was written") -> None:
        super().__init__(message)


def unexpected(error: Exception) -> str:
    """The message for an exception that bgscript should never raise."""
    return f"a bug in bgscript: {type(error).__name__}: {error}"


def from_system(error: OSError) -> BgscriptError:
    """An error of the operating system, with the name of its file."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
    return BgscriptError(": ".join(filter(None, [name, error.strerror or str(error)])))


def nearest(word: str, known: Sequence[str]) -> str:
    """``" (did you mean 'x'?)"`` with the most similar known word, or the empty string."""
    from difflib import get_close_matches

    match = get_close_matches(word, known, n=1, cutoff=0.5)
    return f" (did you mean {match[0]!r}?)" if match else ""
