"""What a command costs, in things that can be counted: processes, imports, compiled templates.

How long a command takes is no test, because machines differ: `python tools/bench.py` measures that.
"""

import shutil

import pytest

from bgscript.template.templates import locked
from tests.support.commands import environment, run
from tests.support.layers import exhaustive_but
from tests.support.paths import BIN, TARGETS
from tests.support.sandbox import commit


@pytest.fixture
def git_calls(tmp_path):
    """A PATH on which each git is counted, also those that git itself starts; gives it, and a list of the calls."""
    log, shim = tmp_path / "git.log", tmp_path / "shim"
    shim.mkdir()
    log.touch()
    (shim / "git").write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {shutil.which("git")} "$@"\n')
    (shim / "git").chmod(0o755)
    return {"PATH": f"{shim}:{environment(tmp_path)['PATH']}"}, lambda: log.read_text().splitlines()


@pytest.mark.usefixtures("git")
def test_new_starts_git_four_times(bgscript, git_calls):
    path, calls = git_calls
    assert bgscript("new", "team-pulse", "--yes", env=path).code == 0
    print(*calls(), sep="\n")
    assert len(calls()) == 4


def test_new_without_a_repository_starts_no_git(bgscript, git_calls):
    path, calls = git_calls
    assert bgscript("new", "team-pulse", "--yes", "--no-git", env=path).code == 0
    assert calls() == []


UPDATE = 26
"""The journal looks once more before it writes: at files, at HEAD, at what nobody may touch."""


@pytest.mark.usefixtures("git")
def test_update_starts_git_a_few_times_whatever_there_is_to_merge(bgscript, git_calls, tmp_path):
    """Plain copier starts 155 and more."""
    path, calls = git_calls
    made = bgscript("new", "project", "--yes", f"--template-version={locked()[0].version}")
    assert made.code == 0
    (tmp_path / "project" / "src" / "view" / "mine.ts").write_text("export {};\n")
    commit(tmp_path / "project", "mine")
    done = bgscript("update", "project", "--set=license=MIT", env=path)
    assert done.code == 0
    print(len(calls()), *calls(), sep="\n")
    assert len(calls()) <= UPDATE


IMPORTED = """
import sys
from bgscript.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (
            ["--help"],
            {"copier", "yaml", "jinja2", "questionary", "prompt_toolkit", "typing", "dataclasses", "subprocess"},
        ),
        (
            ["--version"],
            {"copier", "yaml", "jinja2", "questionary", "prompt_toolkit", "typing", "dataclasses", "subprocess"},
        ),
        (["targets"], {"copier", "jinja2", "questionary", "prompt_toolkit"}),
        (["new", "project", "--yes", "--no-git"], {"bgscript.cli.terminal.wizard", "bgscript.template.git_remote"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_only_what_is_needed_is_imported(words, unwanted, tmp_path):
    done = run(BIN / "python", "-c", IMPORTED, *words, cwd=tmp_path)
    assert not unwanted & set(done.err.splitlines()[-1].split())


COMPILED = """
import sys
from collections import Counter
import jinja2
compiled = Counter()
really_compile = jinja2.Environment.compile
def compile(self, source, *args, **kwargs):
    compiled[source] += 1
    return really_compile(self, source, *args, **kwargs)
jinja2.Environment.compile = compile
from bgscript.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print(compiled.total(), len(compiled), file=sys.stderr)
"""


MOST_COMPILATIONS = 265
"""It was more than a thousand, when copier compiled every part of every path anew. bgscript and copier each compile the
conditions of questions, in environments of their own."""


@pytest.mark.parametrize("target", exhaustive_but(TARGETS, "home-dashboard"))
def test_new_compiles_few_templates(target, tmp_path):
    words = ("new", "project", "--yes", "--no-git", f"--target={target}")
    done = run(BIN / "python", "-c", COMPILED, *words, cwd=tmp_path)
    total, distinct = map(int, done.err.splitlines()[-1].split())
    print(f"{target}: {total} compilations of {distinct} texts")
    assert total <= MOST_COMPILATIONS
