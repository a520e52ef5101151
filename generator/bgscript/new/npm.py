"""Runs `npm install` in a new project, with its output visible."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bgscript.system.session import Session


def is_there() -> bool:
    """Whether npm is on PATH."""
    return shutil.which("npm") is not None


def installer(session: Session, *, quiet: bool) -> Callable[[Path], None]:
    """What installs a project's packages; a failure becomes a warning of the session.

    Args:
        quiet: keep npm's own output to itself, for programs that read stdout.
    """

    def install(project: Path) -> None:
        later = "the project was made without them; later: npm install"
        program = shutil.which("npm")
        if program is None:
            session.warnings.append(f"no packages were installed: npm is not on PATH; {later}")
            return
        words = [program, "install", "--no-fund", "--no-audit"]
        # npm reports on both streams: all of it goes to stderr, and stdout stays bgscript's own
        shown = subprocess.DEVNULL if quiet else sys.stderr
        try:
            done = subprocess.run(words, cwd=project, stdin=subprocess.DEVNULL, stdout=shown, stderr=shown)
        except OSError as error:
            session.warnings.append(f"no packages were installed: npm: {error.strerror}; {later}")
            return
        session.signals.check()
        if done.returncode:
            shutil.rmtree(project / "node_modules", ignore_errors=True)
            (project / "package-lock.json").unlink(missing_ok=True)
            session.warnings.append(f"no packages were installed: npm ended with {done.returncode}; {later}")

    return install
