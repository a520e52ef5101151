"""A disk that fills up at any moment: as before, or whole; and with space again, the next run works."""

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.interrupted import CASES, check, look
from tests.support.killing import Found, Killer


@contextmanager
def small_disk(folder: Path, size: int):
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder]
    if subprocess.run(words, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def run_on_a_disk_with(space: int, killer: Killer, name: str, before: Found, after: Found) -> int:
    """Run a command on a disk with so many kilobytes left; its exit code."""
    case = CASES[name]
    with small_disk(killer.folder, 40_000):
        shutil.copytree(killer.root / "kept", killer.folder, symlinks=True, dirs_exist_ok=True)
        filler = killer.folder / "filler"
        left = shutil.disk_usage(killer.folder).free // 1024
        filler.write_bytes(b"\0" * max(left - space, 0) * 1024)
        done = killer.run(case.words)
        filler.unlink()
        assert "a bug in bgscript" not in done.err
        assert "Traceback" not in done.err
        now = look(killer, case)
        if done.code == case.code and now != after:
            assert "warning: " in done.err, "without its first commit, which it says"
            return done.code
        assert now == (after if done.code == case.code else before), (space, done)
        check(killer, case, before, after, f"{space} KB left")
        return done.code


@pytest.mark.parametrize("name", ["update", "new, in a folder"])
def test_a_disk_that_is_full(name, prepared):
    killer, case, before, after = prepared(name)
    codes = [run_on_a_disk_with(space, killer, name, before, after) for space in (0, 100, 20_000)]
    assert (codes[0] in (1, 3), codes[-1]) == (True, case.code)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", CASES)
def test_a_disk_that_fills_up_anywhere(name, prepared):
    killer, case, before, after = prepared(name)
    codes, space = [], 0
    while not codes or (codes[-5:] != [case.code] * 5 and space < 20_000):
        codes.append(run_on_a_disk_with(space, killer, name, before, after))
        space += 16 if space < 800 else space // 10
    assert {1, case.code} <= {*codes} <= {1, 3, case.code}  # 3: a template that cannot be copied
