"""What the tests of changes share."""

import pytest

from tests.support.sandbox import Sandbox


@pytest.fixture
def box(git, tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.release("v1.0.0", {"a.txt": "a\n"})
    sandbox.release("v1.1.0", {"a.txt": "b\n", "new/b.txt": "b\n"})
    sandbox.make({"a.txt": "a\n"})
    return sandbox


@pytest.fixture(scope="session")
def git() -> None:
    """This test starts git."""
