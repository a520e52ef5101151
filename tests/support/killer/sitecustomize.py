"""Kills the Python that runs it, at the file operation or start of a program that the environment names.

Python itself reports each operation before it happens. Only those that change something below a
folder count, and not what is rendered in a shelter, where nobody would miss it.
"""

import os
import re
import signal
import sys

_CHANGES = {"os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "subprocess.Popen"}
_RENDERED = re.compile(r"/\.bgscript\.[^/]+/(old|new|releases|template|merge|project)[^/]*/")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

below, limit, log = (os.environ.get(f"KILLER_{name}", "") for name in ("BELOW", "AT", "LOG"))
count = 0


def _is_counted(event: str, arguments: tuple) -> bool:
    if event == "subprocess.Popen":
        return "git" in str(arguments[0])
    if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITES):
        return False
    paths = [os.fsdecode(name) for name in arguments if isinstance(name, (str, bytes, os.PathLike))]
    return any(path.startswith(below) and not _RENDERED.search(path) for path in paths)


def _hook(event: str, arguments: tuple) -> None:
    global count
    if (event not in _CHANGES and event != "open") or not _is_counted(event, arguments):
        return
    count += 1
    if limit and count == int(limit):
        os.kill(os.getpid(), signal.SIGKILL)
    if not limit:
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)  # elsewhere, so it does not count
        os.write(descriptor, f"{count} {event} {arguments!r}\n".encode())
        os.close(descriptor)


if below:
    sys.addaudithook(_hook)
