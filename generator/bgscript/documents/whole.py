"""Writes a file whole or not at all."""

from __future__ import annotations

import os


def write(file: str, text: str) -> None:
    """Write a text to a file of its own beside, and put it in the place of the old one.

    A link is followed. What is no regular file, such as a pipe, is written to as it is.

    Raises:
        OSError: it cannot be written; then the old file is as it was.
    """
    data = text.encode("utf-8", "backslashreplace")
    target = os.path.realpath(file)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as stream:
            stream.write(data)
        return
    mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else None
    beside = f"{target}.{os.getpid()}.new"
    try:
        with open(beside, "xb") as stream:
            stream.write(data)
        if mode is not None:
            os.chmod(beside, mode)
        os.replace(beside, target)
    except BaseException:
        if os.path.lexists(beside):
            os.unlink(beside)
        raise
