"""Runs bgscript where Python is, as far as it can be, as it is on Windows: a program, started as `python windows.py …`.

Modules, functions and signals that only POSIX has are gone; folders cannot be opened; hard links follow links. What it
does not simulate: the file system's rules, the console, and programs of Windows. See docs/guides/windows.md.
"""

import asyncio  # noqa: F401 - the standard library decides at import on which system it is
import fcntl
import os
import shutil
import signal
import subprocess  # noqa: F401
import sys
import tempfile  # noqa: F401
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import copier  # noqa: F401 - other packages know Windows themselves, and see the real system here

MODULES = ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource")
FUNCTIONS = ("geteuid", "getuid", "getegid", "getgid", "fchmod", "fchown", "chown", "lchown", "killpg", "setsid")
FLAGS = ("O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_CLOEXEC")
SIGNALS = ("SIGHUP", "SIGKILL", "SIGTSTP", "SIGCONT", "SIGQUIT", "SIGWINCH")

_open, _link = os.open, os.link


def open_file(path, flags, *mode, dir_fd=None):
    if dir_fd is not None:
        raise NotImplementedError("dir_fd unavailable on this platform")
    if Path(path).is_dir():
        raise PermissionError(13, "Permission denied", str(path))
    return _open(path, flags, *mode)


def link(source, target, *, follow_symlinks=True):
    if not follow_symlinks:
        raise NotImplementedError("link: follow_symlinks unavailable on this platform")
    _link(source, target)


def locking(descriptor, _mode, _count):
    """A lock on a file, which `fcntl` makes here; a file that somebody has locked is refused as there."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise PermissionError(error.errno, "Permission denied") from error


def simulate() -> None:
    modules: dict[str, Any] = sys.modules
    for name in MODULES:
        modules[name] = None  # to import it fails
    for holder, names in ((os, (*FUNCTIONS, *FLAGS, "fork", "mkfifo", "statvfs")), (signal, SIGNALS)):
        for name in names:
            if hasattr(holder, name):
                delattr(holder, name)
    patched: Any = os
    patched.open, patched.link = open_file, link
    libraries: Any = shutil
    libraries._use_fd_functions = False  # rmtree, as there
    modules["msvcrt"] = SimpleNamespace(LK_NBLCK=2, locking=locking, kbhit=lambda: False)


if __name__ == "__main__":
    simulate()
    from bgscript.cli.main import main

    sys.exit(main(sys.argv[1:]))
