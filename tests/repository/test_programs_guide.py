"""docs/guides/programs.md: its example runs, and prints what a reader expects."""

import re
import sys

import pytest

from tests.support.commands import run
from tests.support.paths import BIN, ROOT

EXAMPLE = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "guides" / "programs.md").read_text(), re.DOTALL)


@pytest.mark.usefixtures("git")
def test_the_example_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(BIN), prepend=":")
    assert EXAMPLE
    done = run(sys.executable, "-c", EXAMPLE[1], cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    made, *findings, refused = done.out.splitlines()
    assert re.fullmatch(r"0 confluence \d+", made)
    assert findings == ["warning BG501 manifest.yml:2"]
    assert refused.startswith("2 ")
    assert "nowhere" in refused
