"""`bgscript adopt` as its user meets it: what it says, what it asks, and what other commands do with the result."""

import json
import re
import subprocess

import pytest

from tests.support import terminal as on_a_terminal
from tests.support.adopting import APPS, files_of, manifest, owners, repository
from tests.support.commands import run_bgscript
from tests.support.sandbox import commit, git, write

pytestmark = pytest.mark.usefixtures("git")


def test_the_whole_report(bgscript, tmp_path):
    repository("cra", tmp_path / "app")
    done = bgscript("adopt", "app", "-y")
    assert (done.code, done.err) == (0, "")
    head, _, rest = done.out.partition("\n\n")
    assert head == "Adopted app: 22 files."
    files, _, rest = rest.partition("\n\n")
    assert files.splitlines()[-1] == "  update  manifest.yml"
    assert (
        rest
        == """\
Lines in manifest.yml (8; the others stay as they are):
  +   jira:issueViewBackgroundScript:
  +     - key: issue-notes-background
  +       resource: background
  +       resolver:
  +         function: resolver
  +       shouldReloadOnRefresh: true
  +   - key: background
  +     path: background/build

Connect your views, each with two lines:
  static/notes/src/App.js, for jira:issuePanel notes-panel:
      import { useSharedData } from './background/useSharedData';
      const [state, reload] = useSharedData();
  `state.status` is waiting, ready or error; `state.data` is what the script has loaded. `reload()`
  loads it again; leave it out where nothing calls it.

Load the data, in background/src/data.ts, which returns a sample until then:
  notes-panel calls today:
      invoke('getNotes')    static/notes/src/App.js:7
  Its type is in contract.ts beside it, and sample.ts is of that type: change them, too.
  background/tests/data.test.ts answers your calls with the sample; write there what they get.

Build the script before each of these, from the folder of manifest.yml:
  .github/workflows/deploy.yml:8: - run: npx forge deploy --non-interactive -e production
  package.json:4: "scripts": { "deploy": "npm --prefix static/notes run build && forge deploy" },
    npm --prefix background install && npm --prefix background run build

Deploy, a minor version:
  - Only modules and resources change. Sites get the new version by themselves, without consent.

Next:
  cd app
  git diff --staged
  npm --prefix background install && npm --prefix background run build
  npm --prefix background run check
  git add .
  git commit --message 'Add a background script'
  forge deploy

To undo:
  git -C app clean -d -f -x --quiet -- background/node_modules background/build background/package-lock.json && \
git -C app restore --source=HEAD --staged --worktree -- .
  It takes back all else in this folder that is not committed, too.

To repeat this:
  bgscript adopt app --target=jira-issue --app-key=issue-notes --yes
"""
    )


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("vanilla", ["`state.status`"]),
        ("cra", ["`state.status`", "`reload()`"]),
        ("vite-tsx", ["`state.status`", "`reload()`", "`useSharedData<YourType>(…)`"]),
    ],
)
def test_what_the_lines_of_a_view_give(name, about, bgscript, tmp_path):
    repository(name, tmp_path / "app")
    words = bgscript("adopt", "app", "-y").out.partition("Connect your views")[2].partition("Load the data")[0]
    names = ["`state.status`", "`reload()`", "`useSharedData<YourType>(…)`", "`connect<YourType>(…)`"]
    assert [each for each in names if each in words] == about


def test_ui_kit_needs_no_build(bgscript, tmp_path):
    repository("ui-kit-js", tmp_path / "app")
    done = bgscript("adopt", "app", "-y", "--json")
    report = json.loads(done.out)
    assert report["build"] == {"command": "", "before": [], "reason": ""}
    assert report["load"]["file"] == "src/background/data.js"
    assert "bgscript check" in report["next"]
    assert not any("npm" in step for step in report["next"])


def test_the_report_for_programs(bgscript, tmp_path):
    repository("two-homes", tmp_path / "app")
    done = bgscript("adopt", "app", "--target=jira-issue", "--also=confluence", "--app-key=team", "--json")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert report["command"] == "adopt"
    assert set(report["template"]) == {"version", "source"}
    assert [module["key"] for module in report["modules"]] == ["team-background", "team-confluence-background"]
    assert {module["action"] for module in report["modules"]} == {"create"}
    assert (report["deploy"], report["conflicts"]) == ("minor", [])
    assert len(report["manifest"]) == 13
    assert [(each["view"], each["type"], each["file"]) for each in report["connect"]] == [
        ("notes-panel", "jira:issuePanel", "static/notes/src/App.js"),
        ("notes-feed", "confluence:homepageFeed", "static/feed/src/App.js"),
    ]
    assert report["load"]["views"][1] == {
        "view": "notes-feed",
        "calls": [{"text": "invoke('getFeed')", "file": "static/feed/src/App.js", "line": 7, "writes": False}],
    }
    assert report["replay"] == ("bgscript adopt app --target=jira-issue --also=confluence --app-key=team --yes")
    assert report["undo"].endswith(" && git -C app restore --source=HEAD --staged --worktree -- .")


def test_undo_takes_back_what_npm_and_the_build_made_too(tmp_path):
    app = repository("two-homes", tmp_path / "app", changes={".gitignore": "node_modules\n"})
    report = json.loads(run_bgscript("adopt", "-y", "--json", cwd=app).out)
    made = ["node_modules/vite/index.js", "build/index.html", "package-lock.json"]
    write(app, {f"background/{name}": "made\n" for name in made} | {"static/notes/src/App.js": "// mine\n"})
    assert report["undo"].startswith("git clean ")
    subprocess.run(report["undo"], shell=True, check=True, cwd=app)
    assert git("status", "--porcelain", "--ignored", cwd=app) == ""
    assert not [path for path in (app / "background").rglob("*") if path.is_file()]
    assert run_bgscript("adopt", "-y", cwd=app).code == 0


def test_the_commit_of_the_next_steps_has_what_its_owner_wrote(bgscript, tmp_path):
    app = repository("ui-kit-js", tmp_path / "app")
    report = json.loads(bgscript("adopt", "app", "-y", "--json").out)
    write(app, {"src/background/data.js": "export const loadData = () => Promise.resolve([]);\n"})
    commands = [each for each in report["next"] if each.startswith(("cd ", "git add", "git commit"))]
    subprocess.run(" && ".join(commands), shell=True, check=True, cwd=tmp_path)
    assert git("status", "--porcelain", cwd=app) == ""


def test_what_changes_something_is_no_call_to_load_with(bgscript, tmp_path):
    text = (APPS / "cra" / "static" / "notes" / "src" / "App.js").read_text()
    text += "export const remove = (id) => invoke('deleteNote', { id });\n"
    repository("cra", tmp_path / "app", changes={"static/notes/src/App.js": text})
    done = bgscript("adopt", "app", "-y")
    line = len(text.splitlines())
    assert done.err == ""  # what stays in the view may pass what it likes
    assert (
        f"""\
  notes-panel calls today:
      invoke('getNotes')    static/notes/src/App.js:7
    These seem to change something, so they stay in the view:
      invoke('deleteNote', {{ id }})    static/notes/src/App.js:{line}
"""
        in done.out
    )


def test_a_folder_without_a_name_is_called_by_its_own(tmp_path):
    app = repository("cra", tmp_path / "team-notes")
    assert run_bgscript("adopt", "-y", cwd=app).out.startswith("Adopted team-notes: 22 files.\n")
    commit(app, "adopted")
    assert run_bgscript("update", cwd=app).out.startswith("team-notes is current: template ")
    assert run_bgscript("update", "static/..", cwd=app).out.startswith("team-notes is current: ")
    assert run_bgscript("update", "../team-notes", cwd=app).out.startswith("../team-notes is current: ")


def test_the_summary_is_one_line_where_it_is_no_terminal(bgscript, tmp_path):
    repository("ui-kit-js", tmp_path / "a" / ("long-" * 20))
    done = bgscript("adopt", f"a/{'long-' * 20}", "-y")
    assert done.out.splitlines()[0] == f"Adopted a/{'long-' * 20}: 12 files."


def test_views_that_call_the_same_have_one_list(bgscript, tmp_path):
    status = "      status:\n        type: badge\n        value:\n          label: '1'\n"
    module = f"    - key: glance\n      title: N\n      label: N\n{status}      resource: main\n"
    glance = f"  jira:issueGlance:\n{module}      resolver:\n        function: resolver\n  function:\n"
    text = manifest("cra", ("  function:\n", glance))
    repository("cra", tmp_path / "app", changes={"manifest.yml": text})
    done = bgscript("adopt", "app", "-y")
    assert "\n  notes-panel, glance call today:\n      invoke('getNotes')    static/notes" in done.out
    assert done.out.count("invoke('getNotes')") == 1


def test_the_command_that_repeats_it_does_the_same(bgscript, tmp_path):
    moved = manifest("two-homes", ("static/feed/build", "built/feed"))
    flags = ["--target=confluence", "--view-source=notes-feed=static/feed", "--call=confluence=resolver", "--app-key=a"]
    repository("two-homes", tmp_path / "one", changes={"manifest.yml": moved})
    repository("two-homes", tmp_path / "two", changes={"manifest.yml": moved})
    first = json.loads(bgscript("adopt", "one", *flags, "--json").out)
    again = first["replay"].replace("adopt one", "adopt two").split()[1:]
    assert bgscript(*again).code == 0
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_a_view_that_two_scripts_share_has_one_place(bgscript, tmp_path):
    repository("cra", tmp_path / "app")
    done = bgscript("adopt", "app", "--target=jira-issue", "--also", "jira-global", "--json")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert [each["view"] for each in report["connect"]] == ["notes-panel"]
    assert [each["type"] for each in report["modules"]] == [
        "jira:issueViewBackgroundScript",
        "jira:globalBackgroundScript",
    ]


# --- Wrong usage ----------------------------------------------------------------------------------------------------


def test_what_is_ambiguous_needs_a_flag_without_a_terminal(bgscript, tmp_path):
    app = repository("two-homes", tmp_path / "app")
    done = bgscript("adopt", "app")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: several host pages can get a script: jira-issue (jira:issuePanel notes-panel),"
        " confluence (confluence:homepageFeed notes-feed); there is no terminal to ask on;"
        " --target jira-issue, alone or with --also confluence, answers it, --yes takes the default\n"
        "hint: nothing was written; bgscript adopt --help lists the options\n"
    )
    assert git("status", "--porcelain", cwd=app) == ""
    assert bgscript("adopt", "app", "--target=confluence").code == 0


@pytest.mark.parametrize(
    ("flags", "errors"),
    [
        (
            ["--also= jira-issue ,confluence", "--also=[jira-global]"],
            ["--also jira-issue,confluence,jira-global needs --target, which names the first host page"],
        ),
        (["--also=confluence"], ["--also confluence needs --target, which names the first host page"]),
        (["--also=", "--target=jira-issue"], ["--also needs at least one target, as in --also confluence"]),
        (["--view-source=notes"], ["--view-source notes must be KEY=FOLDER"]),
        (["--call", "=resolver"], ["--call =resolver must be TARGET=FUNCTION"]),
        (["--app-key=", "--ui=ui-kit"], ["unexpected", "--app-key needs a key, as in --app-key team-pulse"]),
        (["--branch="], ["--branch needs a name"]),
    ],
)
def test_wrong_arguments(flags, errors, bgscript, tmp_path):
    done = bgscript("adopt", "app", "-y", *flags)
    assert (done.code, done.out) == (2, "")
    lines = [line.removeprefix("error: ") for line in done.err.splitlines() if line.startswith("error: ")]
    assert len(lines) == len(errors)
    assert all(line.startswith(start) for line, start in zip(lines, errors, strict=True) if start != "unexpected")


def test_a_refusal_for_programs(bgscript, tmp_path):
    repository("scripted", tmp_path / "app")
    done = bgscript("adopt", "app", "-y", "--json")
    assert done.code == 2
    assert json.loads(done.out)["error"]["message"].startswith("jira-issue has a script already")


def test_a_folder_that_is_not_there(bgscript):
    done = bgscript("adopt", "nowhere", "-y")
    assert (done.code, done.err.splitlines()[1]) == (1, "hint: is the path right?")


# --- On a terminal --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("terminal")
def test_only_what_is_ambiguous_is_asked(tmp_path):
    moved = manifest("two-homes", ("static/notes/build", "built/notes"))
    app = repository("two-homes", tmp_path / "app", changes={"manifest.yml": moved})
    screen = on_a_terminal.bgscript(tmp_path, "adopt", "app", columns=120, rows=60)
    screen.answers("Which host pages get a background script?", on_a_terminal.DOWN, " ", on_a_terminal.ENTER)
    screen.answers("In which folder are the sources of notes-panel", "static/notes", on_a_terminal.ENTER)
    assert screen.ends() == 0, screen.everything()
    assert "--target=jira-issue --view-source=notes-panel=static/notes" in screen.everything().replace("\n", "")
    assert (app / "static" / "notes" / "src" / "background" / "client.js").is_file()
    assert not (app / "static" / "feed" / "src" / "background").exists()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("columns", [40, 80])
def test_no_word_is_broken_on_a_terminal(columns, tmp_path):
    file = "static/widget/src/App.tsx"
    text = "import { invoke } from '@forge/bridge';\nexport const load = (id) => invoke('getRegion', { id });\n"
    app = repository("vite-tsx", tmp_path / "app", changes={file: text, ".husky/pre-commit": "npx lint-staged\n"})
    imported = (app / "static/widget/src/main.tsx").read_text()
    write(app, {"static/widget/src/main.tsx": f"import {{ load }} from './App';\nvoid load;\n{imported}"})
    commit(app, "more")
    screen = on_a_terminal.bgscript(tmp_path, "adopt", "app", "-y", columns=columns, rows=200)
    assert screen.ends() == 0
    lines = [line.rstrip("\r") for line in screen.sent.split("\n")]
    is_prose = re.compile(r"(warning: |         )\S|  (`state|It takes)|(Load|Build|Lines)").match
    prose = [line for line in lines if is_prose(line)]
    assert len([line for line in prose if line.startswith("warning: ")]) == 2
    assert len(prose) > 8
    assert max(map(len, prose)) <= columns
    words = " ".join(" ".join(prose).split())
    assert "the data is the same for all views of a page, and these calls pass what a view knows" in words


# --- What others do with it -----------------------------------------------------------------------------------------


@pytest.fixture
def adopted(bgscript, tmp_path):
    app = repository("two-homes", tmp_path / "app")
    assert bgscript("adopt", "app", "--target=jira-issue").code == 0
    commit(app, "adopted")
    return app


def test_views_cannot_be_added_or_removed(adopted, bgscript):
    for words in (("add", "view", "sales"), ("remove", "view", "sales")):
        done = bgscript(*words, "app")
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(
            "error: app is an app with a script that was added to it: its views are its owner's\n"
        )
        assert "--set 'owner_views=" in done.err


def test_it_cannot_be_moved(adopted, bgscript):
    done = bgscript("migrate", "app", "--to=confluence")
    assert (done.code, done.out) == (2, "")
    assert "migrate cannot move its views\n" in done.err
    assert "`bgscript add home confluence app`" in done.err


def test_a_host_page_can_be_added_and_removed(adopted, bgscript):
    before = files_of(adopted)
    done = bgscript("add", "home", "confluence", "app")
    assert done.code == 0, done.err
    assert "confluence gets its script alone: its views are yours" in done.err
    assert "npm --prefix background run check" in done.out
    after = files_of(adopted)
    assert owners(before, {**after, ".copier-answers.yml": before[".copier-answers.yml"]}) == []
    assert b"confluence:backgroundScript:\n    - key: issue-notes-confluence-background\n" in after["manifest.yml"]
    commit(adopted, "more")
    done = bgscript("remove", "home", "confluence", "app")
    assert done.code == 0, done.err
    assert "your views there stay" in done.err
    assert files_of(adopted)["manifest.yml"] == before["manifest.yml"]


def test_answers_can_be_changed_later(adopted, bgscript):
    done = bgscript("update", "app", "--set", 'owner_views=["static/notes", "static/feed"]')
    assert done.code == 0, done.err
    assert (adopted / "static" / "feed" / "src" / "background" / "useSharedData.js").is_file()
    assert "npm --prefix background run check" in done.out


def test_check_and_doctor_know_it(adopted, bgscript):
    [project] = json.loads(bgscript("check", "app", "--json").out)["projects"]
    # the feed is on a page that was not chosen
    assert [finding["code"] for finding in project["findings"]] == ["BG229"]
    assert bgscript("doctor", "app", "--json").out
