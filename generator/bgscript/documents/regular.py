"""Reads regular files only. To open a pipe waits for somebody who writes to it, and a device may have no end."""

from __future__ import annotations

import os
import stat

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read(path: str | os.PathLike[str], most: int) -> bytes:
    """The first bytes of a file, at most ``most`` + 1, so that a larger one can be known.

    Raises:
        OSError: there is no such file, it cannot be read, or is not a regular one.
    """
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is not a regular file")
        parts, wanted = [], most + 1
        while wanted > 0 and (part := stream.read(wanted)):
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)
