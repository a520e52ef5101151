"""Folders as the user names them."""

import os
from pathlib import Path

from bgscript.system.errors import BgscriptError


def absolute(path: str | Path) -> Path:
    """A folder as the user named it, from the root, with no ``..`` in it and symbolic links as they are.

    Raises:
        BgscriptError: the current folder is gone, or the name has a null byte.
    """
    try:
        found = os.path.abspath(path)
    except OSError as error:
        raise BgscriptError(f"the current folder cannot be read: {error.strerror}", "cd to one that exists") from error
    if "\0" in found:
        raise BgscriptError(f"{path!r} cannot be a folder: it has a null byte")
    return Path(found)
