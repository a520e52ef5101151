"""What is generated can be deployed with the version of @forge/cli that the generated workflows use.

Each feature of @forge/cli that a manifest, a workflow or a README relies on has the version from which on it works.
"""

import re

import pytest
import yaml

from tests.support import golden
from tests.support.golden import CASES
from tests.support.paths import TEMPLATES

PINNED = re.search(r"'@forge/cli': '(\d+)\.(\d+)\.(\d+)'", (TEMPLATES / "partials/versions.jinja").read_text())
VERSION = tuple(map(int, PINNED.groups()))

FEATURES = {
    r"--approve\b": (13, 3, 0),  # CHANGE-3376
    r"runtime:\n +name: nodejs24\.x": (13, 2, 0),  # the schema of the @forge/manifest that it brings
}
VARIABLES_WORK = (13, 4, 0)
"""CHANGE-3402: 13.3.0 sends the manifest to Atlassian's check without the values of its variables."""
CHECK_BEGAN = (13, 3, 0)

FILES = ("manifest.yml", "README.md", ".github/workflows/deploy.yml", "bitbucket-pipelines.yml")
GENERATED = {
    f"{project}/{name}": text.decode()
    for project in CASES
    for name, text in golden.reviewed(project).items()
    if name in FILES
}


def uses_variables(manifest: str) -> bool:
    """Whether a manifest has variables: in its values, not in its comments."""
    values = yaml.safe_dump(yaml.safe_load(manifest))
    return "${" in values or "environment" in yaml.safe_load(manifest)


def is_deployable(manifest: str, version: tuple[int, ...] = VERSION) -> bool:
    return not (CHECK_BEGAN <= version < VARIABLES_WORK and uses_variables(manifest))


@pytest.mark.parametrize("feature", FEATURES)
def test_the_pinned_version_has_the_features_that_generated_files_use(feature):
    assert any(re.search(feature, text) for text in GENERATED.values()), "nothing uses it any more: take it out"
    assert FEATURES[feature] <= VERSION


def test_workflows_use_the_pinned_version_and_no_other():
    used = {file: set(re.findall(r"@forge/cli@(\S+)", text)) for file, text in GENERATED.items()}
    assert {file for file, versions in used.items() if versions} == {
        *(
            f"{project}/.github/workflows/deploy.yml"
            for project in CASES
            if f"{project}/.github/workflows/deploy.yml" in used
        ),
        "confluence/bitbucket-pipelines.yml",
    }
    assert set().union(*used.values()) == {".".join(PINNED.groups())}


@pytest.mark.parametrize("file", [file for file in GENERATED if file.endswith("manifest.yml")])
def test_manifests_have_no_variables_that_the_pinned_version_refuses(file):
    assert is_deployable(GENERATED[file])


@pytest.mark.parametrize("key", ["com.example.app", "it's", "1.20"])
@pytest.mark.parametrize("target", ["home-dashboard", "jira-dashboard", "confluence"])
def test_the_manifest_of_an_app_that_was_a_connect_app_has_its_key_as_it_is(target, key, bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", "--no-git", f"--target={target}", f"--connect-key={key}")
    assert done.code == (2 if "'" in key else 0)
    if done.code == 0:
        manifest = (tmp_path / "app/manifest.yml").read_text()
        assert is_deployable(manifest)
        assert yaml.safe_load(manifest)["app"]["connect"] == {"key": key}
        assert "variable of the\n  # manifest works here with @forge/cli 13.4 or newer" in manifest


def test_a_manifest_with_a_variable_is_seen():
    manifest = "app: { id: 'ari:cloud:ecosystem::app/${APP_ID}' }"
    assert [is_deployable(manifest, version) for version in ((13, 2, 0), (13, 3, 0), (13, 3, 9), (13, 4, 0))] == [
        *(True, False, False, True)
    ]
    assert is_deployable("# ${APP_ID}\napp: {}", (13, 3, 0))
