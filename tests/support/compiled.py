"""Templates that are compiled once in a process.

A rendering takes two thirds of its time to compile 200 templates, the same ones each time. What is compiled depends on
the text and on the environment's syntax alone, so tests may keep it. The golden trees are rendered by the real command.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

import pytest
import yaml
from copier._user_data import DEFAULT_DATA, AnswersMap
from jinja2 import Environment

_COMPILED: dict[tuple[Any, ...], CodeType] = {}


@contextmanager
def compiled_once() -> Iterator[None]:
    """Keep what jinja2 compiles, and use it for the same text in any environment with the same syntax."""
    compile_anew = Environment.compile

    def compile_(self: Environment, source: Any, name: Any = None, filename: Any = None, *rest: Any) -> Any:
        if rest or not isinstance(source, str):
            return compile_anew(self, source, name, filename, *rest)
        key = (type(self), tuple(self.extensions), _syntax(self), source, name, filename)
        if key in _COMPILED:
            self.preprocess(source, name, filename)  # this resets copier's `yield` tag
        else:
            _COMPILED[key] = compile_anew(self, source, name, filename)
        return _COMPILED[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_)
        patch.setattr(AnswersMap, "combined", property(_combined))
        patch.setattr(yaml, "SafeLoader", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        yield


def _combined(self: AnswersMap) -> dict[str, Any]:
    """All answers of a project, as copier combines them, without a ``ChainMap``: it does so 2,000 times."""
    external = {"_external_data": self.external}
    return {**DEFAULT_DATA, **external, **self.user_defaults, **self.last, **self.metadata, **self.init, **self.user}


def _syntax(environment: Environment) -> tuple[Any, ...]:
    return (
        environment.block_start_string,
        environment.variable_start_string,
        environment.comment_start_string,
        environment.keep_trailing_newline,
        environment.trim_blocks,
        environment.lstrip_blocks,
        environment.undefined,
    )
