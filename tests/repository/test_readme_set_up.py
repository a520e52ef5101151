"""README's commands make a project beside this checkout, never in it: there it would be part of this repository."""

import re

from tests.support.paths import ROOT


def test_the_first_examples_make_the_project_beside_the_checkout():
    readme = (ROOT / "README.md").read_text()
    installs = [line for line in readme.splitlines() if line.startswith("pip install ") and "bgscript new" in line]
    made = [re.findall(r"bgscript new (\S+)", line) for line in installs]
    assert made
    assert all(path.startswith("../") for paths in made for path in paths)
