"""What is installed: the wheel, on its own, makes a project."""

import subprocess
import sys
import venv
import zipfile

import pytest

from bgscript.template.templates import BUNDLE, LOCK
from tests.support.commands import run, tree
from tests.support.paths import BIN, ROOT, TEMPLATES


@pytest.mark.usefixtures("git")
def test_the_wheel_holds_the_whole_template_and_makes_the_same_project(bgscript, tmp_path):
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT], check=True, capture_output=True)
    wheel = next(tmp_path.glob("bgscript-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        prefix = "bgscript/templates/"
        packed = {n.removeprefix(prefix): archive.read(n) for n in archive.namelist() if n.startswith(prefix)}
        assert {f"bgscript/template/{file.name}" for file in (BUNDLE, LOCK)} <= set(archive.namelist())
    assert packed == tree(TEMPLATES)

    # its own environment, with this one's packages for dependencies: nothing of the checkout is on its path
    venv.create(tmp_path / "venv", symlinks=True)
    site = next((tmp_path / "venv" / "lib").glob("python3*")) / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(f"{here}\n")
    done = run(tmp_path / "venv" / "bin" / "python", "-m", "bgscript", "new", "installed", "--yes", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    bgscript("new", "checkout", "--yes", "--app-name=Installed")
    assert tree(tmp_path / "installed") == tree(tmp_path / "checkout")


def test_the_command_is_on_path(tmp_path):
    assert run(BIN / "bgscript", "--version", cwd=tmp_path).out.startswith("bgscript ")
