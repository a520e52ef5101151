"""Lets copier render without needless work. This is the one place that changes a library for the whole process.

- **No git.** copier starts two dozen git processes to find file modes that a plain folder does not have. With an empty
  PATH it starts none; plumbum copies the environment at import, so its own ``local.env`` is set.
- **No compiling twice.** copier compiles each part of each path anew, about 830 times for 150 texts, and jinja2 has no
  cache for texts: ``Environment.from_string`` is replaced by one that has, see ``compiled``.
- **One context.** copier makes the context anew for each part of each path, 1,200 times, and it stays the same while
  files are rendered.
- **No garbage collection**, which would find nothing.

Tests in tests/template/test_quickly.py fail when copier makes one of these needless. docs/upstream.md has what copier
itself could do.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from bgscript.template.compiled import Compiled, shared

if TYPE_CHECKING:
    from jinja2 import Environment

_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def quickly(codes: Compiled | None = None) -> Iterator[None]:
    """Let copier run without needless work, one render at a time.

    Args:
        codes: compiled templates; by default, the user's own cache.
    """
    from jinja2 import Environment
    from plumbum import local

    kept = codes or shared()
    compile_anew = Environment.from_string
    made: dict[tuple[int, str], tuple[Environment, Any]] = {}

    def from_string(self: Environment, source: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(source, bool):
            raise TypeError("no template")  # as jinja2 does, but at once: copier tries each `when: false`
        if rest or named or type(source) is not str:
            return compile_anew(self, source, *rest, **named)
        if _is_constant(self, source):
            self.preprocess(source)
            return _Constant(source)
        self.bytecode_cache = self.bytecode_cache or kept  # for files, which jinja2 loads itself
        key = (id(self), source)
        if key in made:
            self.preprocess(source)  # this resets copier's `yield` tag
        else:
            made[key] = (self, kept.template(self, source))
        return made[key][1]

    with _ONE_AT_A_TIME:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            with _replaced(Environment, "from_string", from_string), local.env(PATH=""), _one_context():
                yield
        finally:
            if was_enabled:
                gc.enable()


@contextmanager
def _one_context() -> Iterator[None]:
    """While copier renders files, give it the context of the first one again.

    The methods are private: a copier that has others renders as slowly as it does alone.
    """
    from copier._main import Worker
    from copier._types import LazyDict

    make_context = getattr(Worker, "_render_context", None)
    render_files = getattr(Worker, "_render_template", None)
    if make_context is None or render_files is None:
        yield
        return

    def render_with_one_context(self: Worker) -> None:
        context = make_context(self)
        values = context["_copier_conf"]

        def known(_: Worker) -> dict[str, Any]:
            own = LazyDict({name: partial(values.get, name) for name in values})  # copier changes it for itself
            return {**context, "_copier_conf": own}

        with _replaced(Worker, "_render_context", known):
            render_files(self)

    with _replaced(Worker, "_render_template", render_with_one_context):
        yield


@contextmanager
def _replaced(owner: type, name: str, method: Any) -> Iterator[None]:
    kept = getattr(owner, name)
    setattr(owner, name, method)
    try:
        yield
    finally:
        setattr(owner, name, kept)


class _Constant:
    """A template without an expression, as most parts of paths are."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render(self, *_: Any, **__: Any) -> str:
        return self._text


def _is_constant(environment: "Environment", source: str) -> bool:
    marks = (environment.variable_start_string, environment.block_start_string, environment.comment_start_string)
    return not (
        any(mark in source for mark in ("\n", "\r", *marks))
        or environment.line_statement_prefix
        or environment.line_comment_prefix
    )
