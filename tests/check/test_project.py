"""What only our own layout tells is silent in a project of somebody else."""

import shutil

import pytest

from tests.support.golden import GOLDEN
from tests.support.small_app import EXPECTED, ISSUE, RESOLVER, SCRIPT, VIEW, check, codes, forge

OTHERS = {
    "none": None,
    "other questions": "_commit: v1\n_src_path: gh:other/template\nproject_name: x\n",
    "some of our questions": "_src_path: gh:other/template\ntarget: home-dashboard\nproject: x\n",
    "our questions, with other answers": "_src_path: gh:other/template\ntarget: web\napp_key: x\n",
    "a list": "- target\n- app_key\n",
}
"""What stands in .copier-answers.yml of a project that bgscript did not make."""


def of_others(name, folder, answers):
    """A golden project as if another template had made it."""
    project = shutil.copytree(GOLDEN / name, folder)
    (project / ".copier-answers.yml").unlink()
    if answers:
        (project / ".copier-answers.yml").write_text(answers)
    return project


@pytest.mark.parametrize("answers", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("name", ["home-dashboard", "jira-issue-ui-kit", "connect"])
def test_our_layout_has_no_findings_in_a_project_of_somebody_else(name, answers, tmp_path):
    assert {finding.code for finding in check(of_others(name, tmp_path / name, answers)).findings} <= EXPECTED


@pytest.mark.parametrize("answers", OTHERS.values(), ids=OTHERS)
def test_what_only_our_layout_tells_is_silent_in_a_project_of_somebody_else(answers, tmp_path):
    """An answer against the manifest, a folder to build. Calls and events are followed in any app."""
    projects = (
        shutil.copytree(GOLDEN / "jira-dashboard", tmp_path / "ours"),
        of_others("jira-dashboard", tmp_path / "theirs", answers),
    )
    for project in projects:
        data, view = project / "src" / "background" / "data.ts", project / "src" / "view" / "index.tsx"
        data.write_text(data.read_text().replace("'getData'", "'getDate'"))
        bus = "import { channel } from '#bgscript/events';\n"
        view.write_text(bus + view.read_text() + "\nchannel.on('nobody-sends-this', () => {});\n")
        manifest = (project / "manifest.yml").read_text()
        (project / "manifest.yml").write_text(manifest.replace("path: build/view", "path: build/veiw"))
    ours, theirs = (check(project).findings for project in projects)
    assert {"BG401", "BG403", "BG223"} <= {finding.code for finding in ours}
    assert {finding.code for finding in theirs} <= {"BG401", "BG403", "BG404", *EXPECTED}
    hints = [[finding.hint for finding in found if finding.code == "BG601"] for found in (ours, theirs)]
    assert all("bgscript new NAME" in hint for hint in hints[1])
    assert not any("bgscript new NAME" in hint for hint in hints[0])


def test_names_of_our_own_modules_mean_nothing_in_an_app_of_somebody_else(tmp_path):
    view = (
        VIEW
        + "import { channel } from './channel';\nchannel.on('nobody sends this', show);\n"
        + "import { invoke as call } from '@forge/bridge';\ncall('getAll');\n"
    )
    script = SCRIPT + "import { invoke } from './platform/resolver';\ninvoke('on another server');\n"
    files = {"src__index_js": RESOLVER + "resolver.define('getAll', run);", "src__view_js": view}
    script = script.replace("events, invoke }", "events }")
    assert codes(forge(tmp_path, ISSUE, src__script_js=script, **files)) == []
