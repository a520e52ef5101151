"""What the command line refuses before any work: wrong words, missing answers, unusable data files."""

import json

import pytest

from bgscript.cli.main import COMMANDS


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
                "https://example.com/",
                "https://example.com:65536",
                "https://example..com",
            )
        ),
        *(
            (["--target=connect", f"--base-url={url}"], ["--base-url must be an https address"])
            for url in (
                "http://example.com",
                "https://example.com/",
                "https://example.com/app",
                "https://example.com:0x",
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


@pytest.mark.parametrize("columns", [40, 80])
def test_help_fits_on_the_terminal(columns, called, monkeypatch):
    """But for the values of an option, and commands to copy, which are not broken."""
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, err = called("--help")
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= columns
    assert [
        line.split()[0] for line in out.split("commands:\n")[1].split("\n\n")[0].splitlines() if line[2] != " "
    ] == [*COMMANDS]
    for command in COMMANDS:
        description = called(command, "--help")[1].split("\n\n")[1]
        assert max(map(len, description.splitlines())) <= columns, command
