"""Completion of commands, flags and values: in each shell that this machine has."""

import shutil
import subprocess

import pexpect
import pytest

from tests.support.commands import environment, run
from tests.support.paths import BIN, HANGS

CASES = {
    "bgscript n": {"new"},
    "bgscript new --targ": {"--target"},
    "bgscript new --fr": {"--from"},
    "bgscript new app --target j": {"jira-dashboard", "jira-issue"},
    "bgscript new --vie": {"--view", "--view-title"},
    "bgscript add ": {"view", "home", "--help", "-h"},
    "bgscript add view --ti": {"--title"},
    "bgscript remove view --dr": {"--dry-run"},
    "bgscript update --off": {"--offline"},
    "bgscript update --set ci=b": {"ci=bitbucket"},
    "bgscript completion z": {"zsh"},
    "bgscript unknown --x": set(),
}


@pytest.mark.parametrize("line", CASES)
def test_what_a_shell_is_told(line, tmp_path):
    """The protocol that all scripts speak: variables in, words on file descriptor 8."""
    asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line, "COMP_POINT": str(len(line))}
    words = ["sh", "-c", f"'{BIN}/bgscript' 8>&1 9>/dev/null 1>/dev/null 2>&1"]
    done = subprocess.run(words, cwd=tmp_path, env={**environment(tmp_path), **asked}, capture_output=True, text=True)
    found = {word.strip() for word in done.stdout.split("\n")} - {""}
    assert {word for word in found if "jira-global" not in word} == CASES[line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_script_asks_bgscript(shell, bgscript):
    done = bgscript("completion", shell)
    assert (done.code, done.err) == (0, "")
    assert "bgscript" in done.out
    assert "_ARGCOMPLETE" in done.out


def test_an_unknown_shell_is_named(bgscript):
    done = bgscript("completion", "zhs")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: unknown shell 'zhs' (did you mean 'zsh'?)")
    assert bgscript("completion").code == 2


START = {
    "bash": (["--norc", "-i"], 'eval "$(bgscript completion bash)"'),
    "zsh": (["-f", "-i"], 'autoload -U compinit && compinit -u && eval "$(bgscript completion zsh)"'),
    "fish": (["--no-config", "-i"], "bgscript completion fish | source"),
}


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("shell", [shell for shell in START if shutil.which(shell)])
def test_the_tab_key_completes_in_the_shell_itself(shell, tmp_path):
    """What is completed is run, so that the effect is there to see: `bgscript completion fi<Tab>` prints fish's."""
    words, load = START[shell]
    env = {**environment(tmp_path), "TERM": "dumb" if shell != "fish" else "xterm", "HOME": str(tmp_path)}
    terminal = pexpect.spawn(shell, words, env=env, cwd=tmp_path, encoding="utf-8", timeout=HANGS, dimensions=(40, 200))
    terminal.sendline(load)
    terminal.sendline("echo rea''dy")
    terminal.expect("ready\r")
    terminal.send("bgscript completion fi\t")
    terminal.expect("fish", timeout=HANGS)
    terminal.sendline("> out; echo do''ne")
    terminal.expect("done\r")
    terminal.sendline("exit")
    terminal.expect(pexpect.EOF)
    terminal.wait()
    assert "__fish_bgscript_complete" in (tmp_path / "out").read_text()


def test_help_of_every_command_is_shown(tmp_path):
    for command in ("new", "update", "targets", "completion"):
        for flag in ("--help", "-h"):
            done = run(BIN / "bgscript", command, flag, cwd=tmp_path)
            assert (done.code, done.err) == (0, ""), done.err
            assert done.out.startswith(f"usage: bgscript {command}")
    assert "What is the app called? (default: App)" in run(BIN / "bgscript", "new", "-yh", cwd=tmp_path).out
