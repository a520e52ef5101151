"""git-remote-bgscript: lets git, and so plain copier, read the releases embedded in bgscript.

git runs it for addresses like ``bgscript::templates``, talks to it by lines on stdin and stdout, and has it put objects
into the repository that ``GIT_DIR`` names. See gitremote-helpers(7).
"""

import subprocess
import sys
from collections.abc import Iterable

from bgscript.template.templates import BUNDLE, locked

_NAME = "templates"


def main() -> int:
    """Answer git until it has no more commands; returns the process's exit code."""
    name = sys.argv[2] if len(sys.argv) > 2 else ""
    if name != _NAME:
        return _fail(f"bgscript has no {name!r}, only bgscript::{_NAME}")
    if not locked() or not BUNDLE.exists():
        return _fail("this bgscript has no releases; install it again")
    try:
        return _converse(line.rstrip("\n") for line in sys.stdin)
    except (BrokenPipeError, KeyboardInterrupt):
        return 1


def _converse(lines: Iterable[str]) -> int:
    fetching = False
    for line in lines:
        command = line.partition(" ")[0]
        if command == "capabilities":
            _say("fetch", "option", "")
        elif command == "option":
            _say("unsupported")
        elif command == "list":
            _say(*_references(), "")
        elif command == "fetch":
            fetching = True
        elif not line and fetching:
            # git asks for commits one by one; the bundle has them all, and git skips known ones
            if _unbundle():
                return 1
            fetching = False
            _say("")
        elif not line:
            return 0
        else:
            return _fail(f"git asked for {command!r}, which is not supported: these releases are read-only")
    return 0


def _references() -> list[str]:
    releases = locked()
    return [
        "@refs/heads/main HEAD",
        f"{releases[-1].commit} refs/heads/main",
        *(f"{release.commit} refs/tags/v{release.version}" for release in releases),
    ]


def _unbundle() -> int:
    # git reads stdout, and would take the output of `git bundle` for answers
    return subprocess.run(["git", "bundle", "unbundle", str(BUNDLE)], stdout=subprocess.DEVNULL).returncode


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _fail(reason: str) -> int:
    sys.stderr.write(f"error: {reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
