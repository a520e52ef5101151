"""Errors are sentences."""

import subprocess

import pytest

from tests.support.paths import TEMPLATES


@pytest.mark.usefixtures("git")
def test_a_bug_is_mentioned_in_one_place():
    listed = subprocess.run(
        ["git", "grep", "-c", "a bug in bgscript", "--", "generator"],
        cwd=TEMPLATES.parent,
        text=True,
        capture_output=True,
    )
    assert listed.stdout == "generator/bgscript/system/errors.py:1\n"
