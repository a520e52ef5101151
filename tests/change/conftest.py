"""What the tests of changes share."""

import pytest

from tests.support import interrupted
from tests.support.interrupted import Case
from tests.support.killing import Found, Killer
from tests.support.sandbox import Sandbox


@pytest.fixture
def box(git, tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.release("v1.0.0", {"a.txt": "a\n"})
    sandbox.release("v1.1.0", {"a.txt": "b\n", "new/b.txt": "b\n"})
    sandbox.make({"a.txt": "a\n"})
    return sandbox


@pytest.fixture
def prepared(git, tmp_path):
    """Prepares a case of ``interrupted``: returns what kills its command, the case, the folder before and after."""
    killer = Killer(tmp_path)

    def prepare(name: str) -> tuple[Killer, Case, Found, Found]:
        return killer, *interrupted.prepare(name, killer)

    yield prepare
    killer.let_go()
