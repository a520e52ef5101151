"""Mistakes put into golden projects are found, and nothing in a project without mistakes."""

import re
import shutil
from pathlib import Path

import pytest

from tests.check.mutants import MUTANTS
from tests.support.golden import GOLDEN
from tests.support.node import validate
from tests.support.projects import pretend_to_build
from tests.support.small_app import EXPECTED, check, errors


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_a_new_project_has_no_findings_but_lifecycle_and_placeholder(name):
    assert {finding.code for finding in check(GOLDEN / name).findings} <= EXPECTED


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_a_built_project_has_none_either(name, tmp_path):
    project = shutil.copytree(GOLDEN / name, tmp_path / name)
    if "path: build/" in ((project / "manifest.yml").read_text() if (project / "manifest.yml").exists() else ""):
        pretend_to_build(project)
    assert {finding.code for finding in check(project).findings} <= EXPECTED


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_a_mistake_is_found_at_its_line(mutant, tmp_path):
    project = mutant.make(tmp_path / "project")
    found = [finding for finding in check(project).findings if finding.code == mutant.code]
    assert found, [(finding.code, finding.line, finding.message) for finding in check(project).findings]
    line = mutant.line(project, found[0].file)
    assert line in {finding.line for finding in found}
    assert all(finding.hint and finding.message.endswith(".") for finding in found)


def test_every_mistake_that_atlassian_refuses_is_refused(platform, tmp_path, capsys):
    """With Atlassian's validator over all mutants, in one process; `-s` prints the table."""
    made = [mutant.make(tmp_path / str(number)) for number, mutant in enumerate(MUTANTS)]
    full = validate([project for project in made if (project / "manifest.yml").exists()])
    missed = []
    for mutant, project in zip(MUTANTS, made, strict=True):
        ours = [finding for finding in check(project).findings if finding.code == mutant.code]
        refused = bool(errors(full.get(str(project), [])))
        theirs = ("refused" if refused else "silent") if str(project) in full else "not Forge"
        print(f"{mutant.kind:<18} {mutant.name:<34} {mutant.code} {ours[0].level if ours else 'MISSED':<8} {theirs}")
        if refused and not check(project).count("error"):
            missed.append(mutant.id)
    assert missed == []


def test_public_manifests_are_listed_without_their_text():
    lines = Path(__file__).with_name("public_manifests.txt").read_text().splitlines()
    places = [line for line in lines if not line.startswith("#")]
    assert len(places) > 30
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+ \S+ \S+ \S+(?: .*)?", line) for line in places)
