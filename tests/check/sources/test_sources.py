"""Small apps, one way of writing sources each, and what ``check`` finds in them.

The sources of a case are in its folder, with ``expected.txt``, which is empty for a correct app; the manifest is the
same for all. After a change: ``pytest tests/check/sources/test_sources.py --update-golden``, then read the difference.
"""

import shutil
from pathlib import Path

import pytest

from bgscript.check.engine import Checker

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "cases").iterdir())


@pytest.mark.parametrize("name", CASES)
def test_what_sources_do_is_understood(name, tmp_path, request):
    case = HERE / "cases" / name
    project = shutil.copytree(case, tmp_path / "app", ignore=shutil.ignore_patterns("expected.txt"))
    shutil.copy(HERE / "manifest.yml", project)
    findings = Checker().check(str(project)).findings
    got = "".join(f"{each.file}:{each.line}:{each.column}: {each.code} {each.message}\n" for each in findings)
    if request.config.getoption("--update-golden"):
        (case / "expected.txt").write_text(got)
    assert got == (case / "expected.txt").read_text()


def test_there_are_right_and_wrong_ones():
    texts = [(HERE / "cases" / name / "expected.txt").read_text() for name in CASES]
    assert len([text for text in texts if not text]) > 60
    assert len([text for text in texts if text]) > 20
