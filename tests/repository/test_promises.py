"""The list of promises: what it names is there, and CONTRIBUTING.md has the same. tools/mutants.py runs it."""

import re

import pytest

from tests.support.paths import ROOT
from tools.promises import PROMISES


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.text)
def test_the_mistake_can_be_made_and_its_test_is_there(promise):
    assert (ROOT / promise.file).read_text().count(promise.old) == 1
    file, _, name = promise.test.partition("::")
    test = re.search(
        rf"((?:^@.*\n|^    .*\n|^\).*\n)*)^def {name.partition('[')[0]}\(", (ROOT / file).read_text(), re.M
    )
    assert test, promise.test
    assert "pytest.mark.exhaustive\n" not in test[1]


def test_contributing_has_the_same_list():
    rows = re.findall(r"^\| (.+?) \| `(.+?)` \|$", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    assert rows == [(promise.text, promise.test.removeprefix("tests/")) for promise in PROMISES]
