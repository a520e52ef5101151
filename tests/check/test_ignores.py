"""Findings that are silenced, with a reason."""

import shutil

import pytest

from tests.support.golden import GOLDEN
from tests.support.small_app import ISSUE, SCRIPT, VIEW, codes, forge


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("key: extra # bgscript-ignore BG227: it comes with the next release", []),
        ("key: extra # bgscript-ignore BG227", ["BG105", "BG227"]),
        ("key: extra # bgscript-ignore BG228: another one", ["BG227"]),
        ("key: extra # bgscript-ignore BG999: no such code", ["BG105", "BG227"]),
    ],
)
def test_a_comment_silences_a_finding_if_it_has_a_reason(comment, expected, tmp_path):
    manifest = f"{ISSUE}  - {comment}\n    path: src/view.js\n"
    assert sorted(codes(forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=VIEW))) == expected


def test_a_comment_on_the_line_above_works_too(tmp_path):
    manifest = f"{ISSUE}  # bgscript-ignore BG227: later\n  - {{ key: extra, path: src/view.js }}\n"
    assert codes(forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=VIEW)) == []


def test_a_file_silences_findings_if_it_has_reasons(tmp_path):
    project = shutil.copytree(GOLDEN / "jira-dashboard", tmp_path / "app")
    (project / ".bgscript.yml").write_text(
        "ignore:\n  - { code: BG601, reason: we move in March }\n  - { code: BG501 }\n"
    )
    assert sorted(codes(project)) == ["BG105", "BG501"]
