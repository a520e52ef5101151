"""What goes wrong says so in one line, ends with the right code, and leaves nothing behind."""

import json
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import BIN, environment


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        (["--traget=x"], ["unknown option --traget (did you mean '--target'?)"]),
        (
            ["--target=jira-dashbord", "--app-key=A b", "--licence=MIT", "--ci=travis"],
            [
                "unknown option --licence (did you mean '--license'?)",
                "--target cannot be 'jira-dashbord' (did you mean 'jira-dashboard'?); "
                "it is one of home-dashboard, jira-dashboard, jira-issue, jira-global, confluence, connect",
                "--app-key must begin with a lowercase letter, followed by lowercase letters, digits and dashes only",
                "--ci cannot be 'travis'; it is one of github, bitbucket, none",
            ],
        ),
        (
            ["--app-key=../up"],
            ["--app-key must begin with a lowercase letter, followed by lowercase letters, digits and dashes only"],
        ),
        (
            ["--app-key=/etc"],
            ["--app-key must begin with a lowercase letter, followed by lowercase letters, digits and dashes only"],
        ),
        (["--app-name="], ["--app-name must not be empty"]),
        (["--app-name=two\nlines"], ["--app-name must be one line without control characters"]),
        (["--app-id=mine"], ["--app-id must be a Forge app ARI"]),
        (["--app-name"], ["argument --app-name: expected one argument"]),
        (
            ["--unlicensed-access=anonymous"],
            ["--unlicensed-access is not for home-dashboard: Atlassian takes it only on"],
        ),
        (
            ["--target=confluence", "--unlicensed-access=anonymous,customer"],
            ["--unlicensed-access cannot name customer in Confluence: customers are users of Jira Service Management"],
        ),
        (
            ["--target=dashboards:filter"],
            ["--target cannot be dashboards:filter: it is in Atlassian's Early Access Program, and no package on npm"],
        ),
        (["--target=jira-global", "--experience="], ["--experience must name at least one"]),
        (
            ["--target=jira-global", "--experience=all,board"],
            ["--experience must name all alone, without other pages"],
        ),
        (["--target=jira-global", "--experience=backlog"], ["--experience cannot be 'backlog'"]),
        (["--experience=all"], ["--experience is only for --target=jira-global"]),
        (["--target=confluence", "--ai-context"], ["--ai-context is only for --target=home-dashboard"]),
        (["--resolver=none", "--ai-context"], ["--ai-context needs --resolver=function"]),
        (["--target=confluence", "--unlicensed-access=guests"], ["--unlicensed-access cannot be 'guests'"]),
        (
            ["--display-condition=isAdmin"],
            ["--display-condition is not for home-dashboard: Atlassian's validator checks"],
        ),
        (["--no-reload-on-refresh"], ["--reload-on-refresh is not for home-dashboard: only the issue view"]),
        (["--target=connect", "--ui=ui-kit"], ["--ui goes with Forge: Connect has no UI Kit"]),
        (["--target=connect", "--connect-location="], ["--connect-location must name at least one"]),
        (["--target=connect", "--connect-location=issue-view"], ["--connect-location cannot be 'issue-view' (did you"]),
        (
            ["--target=connect", "--connect-location=dashboard", "--reload-on-refresh", "--resolver=none"],
            ["--resolver goes with Forge", "--reload-on-refresh is not for connect"],
        ),
        (
            ["--remote-url=https://example.com", "--ui=uikit", "--target=confluence", "--reload-on-refresh"],
            [
                "--ui cannot be 'uikit' (did you mean 'ui-kit'?); it is one of custom-ui, ui-kit",
                "--remote-url goes with --resolver=endpoint, not with function",
                "--reload-on-refresh is not for confluence",
            ],
        ),
        (["--remote-auth=user"], ["--remote-auth goes with --resolver=endpoint, not with function"]),
        (["--target=connect", "--remote-auth=user"], ["--remote-auth goes with --resolver=endpoint, which is for"]),
        (["--resolver=endpoint", "--remote-auth=none"], ["--remote-auth cannot be 'none'"]),
        *(
            (["--resolver=endpoint", f"--remote-url={url}"], ["--remote-url must be an https address"])
            for url in (
                "http://example.com",
                "https://",
                "https://a b",
                "https://example.com/?a=1",
                "ftp://example.com",
                "https://example.com/path",
            )
        ),
        (["another"], ["unexpected argument 'another'"]),
        (["--data=none.yml"], ["--data none.yml: No such file or directory"]),
    ],
)
def test_wrong_usage_is_reported_together(words, errors, bgscript, tmp_path):
    done = bgscript("new", "team-pulse", "--yes", *words)
    assert done.code == 2
    assert done.out == ""
    lines = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert len(lines) == len(errors)
    for line, error in zip(lines, errors, strict=True):
        assert line.startswith(f"error: {error}")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_command_gets_the_nearest(bgscript):
    done = bgscript("nwe")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: unknown command 'nwe' (did you mean 'new'?)")


def test_without_a_terminal_a_missing_answer_is_named(bgscript, tmp_path):
    done = bgscript("new", "team-pulse", "--target=confluence")
    assert done.code == 2
    assert "error: no answer to --ui, --app-name, --app-key" in done.err
    assert "--target" not in done.err
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_a_missing_path_is_named(bgscript):
    done = bgscript("new", "--yes")
    assert (done.code, "PATH is missing" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("tilte: x", "answers.yml, line 1: unknown question tilte (did you mean 'view_title'?)"),
        ("app_name: 2026", "app_name in answers.yml must be text, not 2026"),
        ("ci: no", "ci in answers.yml must be text, not False"),
        ("target: [confluence]", "target in answers.yml must be text, not ['confluence']"),
    ],
)
def test_a_data_file_with_a_wrong_key_or_type_is_refused(data, error, bgscript, tmp_path):
    (tmp_path / "answers.yml").write_text(data)
    done = bgscript("new", "team-pulse", "--yes", "--data=answers.yml")
    assert (done.code, done.err.splitlines()[0]) == (2, f"error: {error}")
    assert not (tmp_path / "team-pulse").exists()


def test_an_error_is_json_too(bgscript):
    done = bgscript("new", "team-pulse", "--yes", "--json", "--ci=travis")
    error = json.loads(done.out)["error"]
    assert (error["code"], "--ci" in error["message"], bool(error["hint"])) == (2, True, True)


def test_a_folder_in_use_is_left_alone(bgscript, tmp_path):
    (tmp_path / "team-pulse").mkdir()
    (tmp_path / "team-pulse" / "notes.txt").write_text("mine")
    done = bgscript("new", "team-pulse", "--yes")
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        f"error: {tmp_path}/team-pulse is not empty: it has notes.txt",
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["team-pulse", "notes.txt"]


@pytest.mark.parametrize("dangling", [True, False])
def test_a_symbolic_link_in_the_way_is_refused(dangling, bgscript, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    if not dangling:
        elsewhere.mkdir()
    (tmp_path / "team-pulse").symlink_to(elsewhere)
    done = bgscript("new", "team-pulse", "--yes")
    assert (done.code, "is a symbolic link to" in done.err) == (1, True)
    assert not dangling or not elsewhere.exists()


def test_a_file_in_the_way_is_refused(bgscript, tmp_path):
    (tmp_path / "taken").write_text("mine")
    for path in ("taken", "taken/below"):
        done = bgscript("new", path, "--yes")
        assert (done.code, done.err.count("error: "), "Traceback" in done.err) == (1, 1, False)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_an_unwritable_folder_is_named(bgscript):
    done = bgscript("new", "/proc/team-pulse", "--yes")
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        "error: cannot write /proc/team-pulse: No such file or directory",
    )


def test_a_disk_that_fills_up_leaves_nothing_behind(bgscript, tmp_path):
    def small_files_only():
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))

    done = bgscript("new", "deep/er/team-pulse", "--yes", preexec_fn=small_files_only)
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        f"error: cannot write {tmp_path}/deep/er/team-pulse: File too large",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("script", "warning"),
    [
        (None, "no git repository was made: git is not installed; later: cd"),
        ("echo git version 2.20.1", "no git repository was made: git 2.20 is older than 2.27; later: cd"),
        (
            '[ "$*" != "${*% commit *}" ] && { echo "fatal: empty ident name" >&2; exit 128; }; '
            "echo git version 2.45.0",
            "the first commit was left out: git commit: empty ident name; later: cd",
        ),
    ],
)
def test_without_a_usable_git_the_project_is_made_all_the_same(script, warning, bgscript, tmp_path):
    shim = tmp_path / "shim"
    shim.mkdir()
    if script:
        (shim / "git").write_text(f"#!/bin/sh\n{script}\n")
        (shim / "git").chmod(0o755)
    done = bgscript("new", "team-pulse", "--yes", env={"PATH": str(shim)})
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert done.err.startswith(f"warning: {warning}")
    assert (tmp_path / "team-pulse" / "manifest.yml").exists()
    assert not (tmp_path / "team-pulse" / ".git").exists()


def wait_until_listening(process):
    """Until then the interpreter is still starting, and answers a signal in its own way."""
    caught = 0
    while not caught & 1 << (signal.SIGTERM - 1) and process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = int(status.partition("SigCgt:\t")[2].split()[0], 16)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_at_any_moment_it_leaves_a_whole_project_or_nothing(number, tmp_path):
    whole, stopped = None, 0
    for trial in range(20):
        folder = tmp_path / f"{number}-{trial}"
        folder.mkdir()
        words = [BIN / "bgscript", "new", "a/b", "--yes"]
        process = subprocess.Popen(
            words, cwd=folder, env=environment(folder), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        wait_until_listening(process)
        time.sleep(trial * 0.025)
        process.send_signal(number)
        err = process.communicate(timeout=20)[1]
        left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if ".git/" not in f"{path}/"}
        if process.returncode == 0:
            whole = whole or left
            assert left == whole
        else:
            assert (process.returncode, err, left) == (130, "error: stopped; nothing was written\n", set())
            stopped += 1
    assert stopped >= 3, "hardly a signal came in time to be answered"
    assert whole is None or len(whole) > 40


def test_a_reader_that_leaves_early_is_no_traceback(tmp_path):
    command = f"'{BIN / 'bgscript'}' new team-pulse --yes --dry-run | head -n 1"
    done = subprocess.run(command, shell=True, cwd=tmp_path, env=os.environ, capture_output=True, text=True)
    assert done.stderr == ""
