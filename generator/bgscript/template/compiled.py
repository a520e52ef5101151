"""Jinja templates that were compiled before: their code, kept in the user's cache folder.

jinja2's compiler is what takes most of the time when a project is made. Its result depends on the source, on the
environment's options, and on the versions of Python, jinja2 and the extensions: the keys are derived from all of them,
and an entry that does not fit is not found. jinja2 has such caches itself (``BytecodeCache``), for files; this one also
holds texts, as names of files and defaults of questions are.

The code in the cache runs, so only a folder and a file of the user's own are read, which nobody else may write. A cache
that cannot be read or written is left out: it is never the reason why a command fails. ``BGSCRIPT_CACHE`` names another
folder; empty, it turns the cache off.
"""

import atexit
import hashlib
import marshal
import os
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, Template
from jinja2.bccache import Bucket

_MOST = 16_000_000
"""How many bytes a cache file may have; a larger one is begun anew."""


class Compiled(BytecodeCache):
    """The code of templates, by keys; read from one file, and written to it at the end if there is more."""

    def __init__(self, file: Path | None) -> None:
        """Read a cache.

        Args:
            file: where it is; None for one that lasts as long as the process.
        """
        self._file = file
        self._codes = _read(file) if file else {}
        self._is_new = False

    def template(self, environment: Environment, source: str) -> Template:
        """What ``environment.from_string(source)`` returns."""
        key = _key(environment, "", source)
        if (code := self._codes.get(key)) is None:
            code = self._keep(key, environment.compile(source))
        else:
            environment.preprocess(source)  # extensions keep a state, which compiling would have reset
        return environment.template_class.from_code(environment, code, environment.make_globals(None), None)

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Used by jinja2's loaders: the code of a file, with the file's path in it, for messages."""
        bucket = Bucket(environment, _key(environment, name, source), "")
        code = self._codes.get(bucket.key)
        if code is not None:
            environment.preprocess(source, name, filename)
            bucket.code = code.replace(co_filename=filename or "<template>")
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Used by jinja2's loaders: keep the code of a file."""
        if bucket.code is not None:
            self._keep(bucket.key, bucket.code)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Not used: ``get_bucket`` has the code."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Not used: ``set_bucket`` keeps the code."""

    def _keep(self, key: str, code: CodeType) -> CodeType:
        self._codes[key] = code
        self._is_new = True
        return code

    def save(self) -> None:
        """Write what is new, whole or not at all."""
        if not (self._file and self._is_new):
            return
        content = marshal.dumps(self._codes)
        aside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            _make_private(self._file.parent)
            aside.write_bytes(content if len(content) < _MOST else marshal.dumps({}))
            aside.chmod(0o600)
            aside.replace(self._file)
            self._is_new = False
        except OSError:
            with suppress(OSError):
                aside.unlink(missing_ok=True)


@cache
def shared() -> Compiled:
    """The cache of this user and these versions, for the whole process; saved when that ends."""
    folder = _folder()
    compiled = Compiled(folder / f"templates-{_versions()}" if folder else None)
    atexit.register(compiled.save)
    return compiled


def _folder() -> Path | None:
    """The user's cache folder, see the XDG base directories; None where there is none."""
    if "BGSCRIPT_CACHE" in os.environ:
        return Path(os.environ["BGSCRIPT_CACHE"]) if os.environ["BGSCRIPT_CACHE"] else None
    home = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    if home and Path(home).is_absolute():
        return Path(home, "bgscript")
    try:
        return Path.home() / ".cache" / "bgscript"
    except RuntimeError:  # the user has no home directory
        return None


def _read(file: Path) -> dict[str, Any]:
    try:
        if not (_is_private(file.parent) and _is_private(file)):
            return {}
        codes = marshal.loads(file.read_bytes())  # noqa: S302 - nobody else can write this file
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return codes if isinstance(codes, dict) else {}


def _is_private(path: Path) -> bool:
    """Whether nobody but the user may write a file or folder. Windows has no such modes."""
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return False
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_private(folder):
        raise PermissionError(f"{folder} can be written by others")


def _versions() -> str:
    """What identifies the versions of Python, jinja2 and copier: their files, since metadata takes longer."""
    from importlib.util import find_spec

    found = [sys.version]
    for name in ("jinja2", "jinja2_ansible_filters", "copier"):
        spec = find_spec(name)
        origin = spec.origin if spec else None
        if origin:
            state = os.stat(origin)  # noqa: PTH116 - faster
            found += [origin, str(state.st_mtime_ns), str(state.st_size)]
    return hashlib.sha256("\0".join(found).encode()).hexdigest()[:16]


def _key(environment: Environment, name: str, source: str) -> str:
    return hashlib.sha256("\0".join((_options(environment), name, source)).encode()).hexdigest()


_OPTIONS = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline", "optimized", "is_async"),
    *("sandboxed", "intercepted_binops", "intercepted_unops"),
)
"""What the generated code depends on, besides classes."""

_KNOWN: dict[int, tuple[Environment, str]] = {}


def _options(environment: Environment) -> str:
    """The options of an environment, as a text. An environment does not change while it is used here."""
    known = _KNOWN.get(id(environment))
    if known and known[0] is environment:
        return known[1]
    facts = [type(environment).__qualname__, environment.undefined.__qualname__, str(environment.autoescape)]
    facts += [str(getattr(environment, name, None)) for name in _OPTIONS] + sorted(environment.extensions)
    text = "\0".join(facts)
    _KNOWN[id(environment)] = (environment, text)
    return text
