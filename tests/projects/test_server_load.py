"""What only a running server shows: that it bears load, and that what it has acknowledged survives its own death."""

import json
import re
import subprocess

import pytest

from tests.support.commands import network, run
from tests.support.paths import BIN, HANGS, PLATFORM


def program(name, *words):
    done = subprocess.run(
        [BIN / "node", PLATFORM / "connect" / name, *map(str, words)], capture_output=True, text=True, timeout=HANGS
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.exhaustive
def test_killed_in_the_middle_of_installs_it_loses_none_that_it_acknowledged(built):
    log = program("kill.mjs", "--dir", built["connect"], "--rounds", 5)
    assert log.count("0 lost; integrity: ok") == 5
    assert "no acknowledged change was lost" in log


@pytest.mark.exhaustive
def test_it_bears_two_hundred_clients_for_half_a_minute(built):
    log = program("load.mjs", "--dir", built["connect"], "--seconds", 30, "--clients", 200)
    assert "errors: 0 " in log
    heap = [float(number) for number in re.findall(r"heap (\d+(?:\.\d+)?)", log)]
    assert len(heap) >= 2, log
    assert heap[-1] <= heap[0] * 1.25 + 2, "memory is not flat"


@pytest.mark.usefixtures("node")
@pytest.mark.exhaustive
@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_it_brings_at_most_sixty_five_packages(store, bgscript, tmp_path):
    """As npm resolves them from the registry, the override of package.json in force."""
    assert bgscript("new", "app", "--yes", "--target=connect", f"--store={store}", "--no-git").code == 0
    words = [BIN / "npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--omit=dev"]
    done = subprocess.run(words, cwd=tmp_path / "app", env=network(), capture_output=True, text=True, timeout=HANGS)
    assert done.returncode == 0, done.stderr
    packages = json.loads((tmp_path / "app" / "package-lock.json").read_text())["packages"]
    production = [
        path for path, package in packages.items() if path.startswith("node_modules/") and not package.get("dev")
    ]
    print(f"{store}: {len(production)} production packages")
    assert 5 < len(production) <= (65 if store == "sqlite" else 80)


def test_what_is_missing_to_start_is_named(built):
    done = run(BIN / "npm", "start", "--silent", cwd=built["connect"])
    assert done.code == 1
    assert "APP_BASE_URL is missing" in done.err
    assert "APP_SECRET_KEYS is missing" in done.err
    assert "at " not in done.err.replace("at which", "")
