"""Installs a new project's packages, with the output of its package manager visible."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bgscript.system.session import Session

LOCK_FILES = {"npm": "package-lock.json", "pnpm": "pnpm-lock.yaml", "yarn": "yarn.lock", "bun": "bun.lock"}
"""What each package manager writes."""

MAY_WRITE_ITS_LOCK_FILE = {"YARN_ENABLE_IMMUTABLE_INSTALLS": "false"}
"""A new project has none; in CI, Yarn refuses to write one (https://yarnpkg.com/configuration/yarnrc)."""


def is_there(manager: str) -> bool:
    """Whether a package manager is on PATH."""
    return shutil.which(manager) is not None


def installer(session: Session, manager: str, *, quiet: bool) -> Callable[[Path], None]:
    """What installs a project's packages; a failure becomes a warning of the session.

    Args:
        manager: the package manager.
        quiet: keep its own output to itself, for programs that read stdout.
    """

    def install(project: Path) -> None:
        later = f"the project was made without them; later: {manager} install"
        program = shutil.which(manager)
        if program is None:
            session.warnings.append(f"no packages were installed: {manager} is not on PATH; {later}")
            return
        words = [program, "install", *(["--no-fund", "--no-audit"] if manager == "npm" else [])]
        # npm reports on both streams: all of it goes to stderr, and stdout stays bgscript's own
        shown = subprocess.DEVNULL if quiet else sys.stderr
        try:
            done = subprocess.run(
                words,
                cwd=project,
                env={**os.environ, **MAY_WRITE_ITS_LOCK_FILE},
                stdin=subprocess.DEVNULL,
                stdout=shown,
                stderr=shown,
            )
        except OSError as error:
            session.warnings.append(f"no packages were installed: {manager}: {error.strerror}; {later}")
            return
        session.signals.check()
        if done.returncode:
            shutil.rmtree(project / "node_modules", ignore_errors=True)
            (project / LOCK_FILES[manager]).unlink(missing_ok=True)
            session.warnings.append(f"no packages were installed: {manager} ended with {done.returncode}; {later}")

    return install
