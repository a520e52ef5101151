"""`bgscript new` with flags: what it makes, what it prints, and how it ends."""

import json
import shlex
import shutil

import pytest
import yaml

from bgscript import __version__
from tests.support.commands import run, tree
from tests.support.paths import BIN


@pytest.mark.usefixtures("git")
def test_tells_what_it_made_and_what_comes_next(bgscript, tmp_path):
    done = bgscript("new", "team-pulse", "--yes", "--target=confluence", "--app-name=Team's Pulse")
    assert done == type(done)(
        0,
        f"""\
Made team-pulse: {len(tree(tmp_path / "team-pulse"))} files for confluence, template {__version__}.

Next:
  cd team-pulse
  npm install
  npm run check

To recreate this project:
  bgscript new team-pulse --yes \\
    --target=confluence \\
    --ui=custom-ui \\
    --app-name='Team'"'"'s Pulse' \\
    --app-key=team-s-pulse \\
    --view-title='Team'"'"'s Pulse' \\
    --description='Shows what its background script shares.' \\
    --app-id=ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000 \\
    --resolver=function \\
    --unlicensed-access='' \\
    --display-condition=none \\
    --ci=github \\
    --dependency-updates=none \\
    --license=none
""",
        "",
    )


@pytest.mark.usefixtures("git")
def test_json_is_one_object_that_says_the_same(bgscript, tmp_path):
    done = bgscript("new", "team-pulse", "--yes", "--json", "--target=jira-dashboard")
    result = json.loads(done.out)
    assert list(result) == [
        *("command", "path", "target", "template", "files"),
        *("warnings", "conflicts", "next", "replay"),
    ]
    assert result["template"] == {"version": __version__, "source": "git+bgscript::templates"}
    assert {file["path"] for file in result["files"]} == set(tree(tmp_path / "team-pulse"))
    assert {file["action"] for file in result["files"]} == {"create"}
    assert "17 May 2027" in result["warnings"][0]


@pytest.mark.usefixtures("git")
def test_the_replay_command_makes_the_same_project(bgscript, tmp_path):
    flags = ['--app-name=It\'s {{ a }} "test" -- $HOME', "--description=--yes", "--ci=none"]
    flags += ["--target=jira-dashboard", "--also=confluence,home-dashboard"]
    done = bgscript("new", "one", "--yes", "--json", *flags)
    replay = shlex.split(json.loads(done.out)["replay"].replace("new one", "new two"))
    assert run(BIN / replay[0], *replay[1:], cwd=tmp_path).code == 0
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize(
    "words",
    [
        ["--target=jira-dashboard", "--also=confluence,home-dashboard", "--view=a=A, b=c", "--view=b=it's"],
        ["--scopes=[read:jira-work, 'write:jira-work']", "--scopes=storage:app read:me", "--no-ai-context"],
        ["--scopes=storage:app", "--key=home-dashboard/view=mine"],
        ["--resolver=endpoint", "--remote-auth=user,system", "--connect-key=com.example.X"],
        ["--target=connect", "--scopes=[READ]", "--key=dashboard/view=mine", "--no-reload-on-refresh"],
    ],
)
def test_the_readme_and_the_report_have_the_same_command_and_it_makes_the_same_answers(words, bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", "--json", *words)
    assert done.code == 0, done.err
    readme = (tmp_path / "app" / "README.md").read_text()
    told = readme.split("recreates the project:\n\n```sh\n")[1].split("\n```\n")[0].replace("\\\n", " ")
    command = shlex.split(told)

    def answers_by(*flags):
        (tmp_path / "again").mkdir(exist_ok=True)
        made = run(BIN / "bgscript", "new", "again/app", "--no-git", *flags, cwd=tmp_path)
        assert made.code == 0, made.err
        project = tmp_path / "again" / "app"
        found = yaml.safe_load((project / ".copier-answers.yml").read_text())
        shutil.rmtree(project)
        return found

    original = yaml.safe_load((tmp_path / "app" / ".copier-answers.yml").read_text())
    assert answers_by(*command[3:]) == original
    assert answers_by(*shlex.split(json.loads(done.out)["replay"])[3:]) == original


@pytest.mark.usefixtures("git")
def test_the_readme_has_the_command_that_makes_the_project(bgscript, tmp_path):
    bgscript(
        "new",
        "team-pulse",
        "--yes",
        "--no-git",
        "--app-name=It's ``` -x",
        "--target=confluence",
        "--unlicensed-access=",
    )
    readme = (tmp_path / "team-pulse" / "README.md").read_text()
    command = shlex.split(readme.split("recreates the project:\n\n```sh\n")[1].split("\n```\n")[0].replace("\\\n", " "))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert run(BIN / command[0], *command[1:], cwd=elsewhere).code == 0
    assert tree(elsewhere / "it-s-x") == tree(tmp_path / "team-pulse")


def test_the_answers_that_adopt_gives_are_none_of_new_s(bgscript, tmp_path):
    (tmp_path / "part.yml").write_text("shape: part\nowner_language: js\n")
    done = bgscript("new", "app", "--yes", "--data=part.yml")
    why = "is not an answer for `new`: `bgscript adopt` sets it, in an app that exists"
    assert (done.code, [line for line in done.err.splitlines() if why in line]) == (
        2,
        [f"error: shape in part.yml {why}", f"error: owner_language in part.yml {why}"],
    )
    assert bgscript("new", "app", "--yes", "--shape=part").code == 2
    assert "--shape" not in bgscript("new", "--help").out
    assert not (tmp_path / "app").exists()


def test_a_project_s_own_answers_file_is_a_data_file(bgscript, tmp_path):
    bgscript("new", "one", "--yes", "--no-git", "--target=confluence", "--license=MIT")
    bgscript("new", "two", "--yes", "--no-git", "--data=one/.copier-answers.yml", "--license=none")
    answers = yaml.safe_load((tmp_path / "two" / ".copier-answers.yml").read_text())
    assert (answers["target"], answers["app_key"], answers["license"]) == ("confluence", "one", "none")


def test_dry_run_lists_every_file_with_its_size_and_writes_nothing(bgscript, tmp_path):
    planned = bgscript("new", "team-pulse", "--yes", "--no-git", "--dry-run")
    assert list(tmp_path.iterdir()) == []
    bgscript("new", "team-pulse", "--yes", "--no-git")
    files = tree(tmp_path / "team-pulse")
    lines = [line.split() for line in planned.out.splitlines()[: len(files)]]
    assert {path: int(size) for size, path in lines} == {path: len(content) for path, content in files.items()}
    assert "Nothing was written" in planned.out


def test_the_current_folder_stays_the_same_folder(bgscript, tmp_path):
    before = tmp_path.stat().st_ino
    assert bgscript("new", ".", "--yes", "--no-git", "--app-name=Here").code == 0
    assert tmp_path.stat().st_ino == before
    assert (tmp_path / "manifest.yml").exists()


def test_in_the_folder_itself_there_is_no_step_to_go_there(bgscript, tmp_path):
    (tmp_path / "here").mkdir()
    done = run(BIN / "bgscript", "new", ".", "--yes", "--no-git", cwd=tmp_path / "here")
    assert (done.code, "cd ." in done.out) == (0, False)
    assert "Next:\n  npm install\n  npm run check\n" in done.out
    assert (tmp_path / "here" / "manifest.yml").exists()
