"""What copier does without help. A test that fails says that a copier has come which needs it no more."""

import shutil
import sys

import pytest
from copier import Settings, run_copy
from copier._main import Worker

from bgscript.template.compiled import Compiled
from bgscript.template.quickly import quickly
from tests.support.commands import run, tree

PART = "{{ 'part' }}"


@pytest.fixture
def template(tmp_path):
    """A template with several files and folders whose names are expressions."""
    for name in "abc":
        folder = tmp_path / "template" / PART / f"{{{{ '{name}' }}}}"
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(3):
            (folder / f"{number}.txt.jinja").write_text("{{ 1 + 1 }}\n")
    (tmp_path / "template" / "{% yield each from [1, 2] %}{{ each }}{% endyield %}.txt.jinja").write_text(
        "{{ each }}\n"
    )
    return tmp_path / "template"


def rendered(template, folder):
    run_copy(str(template), folder, settings=Settings(), defaults=True, quiet=True)
    return tree(folder)


COUNTING = """
import sys
from collections import Counter
from copier import Settings, run_copy
from jinja2 import Environment
from bgscript.template.compiled import Compiled
from bgscript.template.quickly import quickly

template, folder, part = sys.argv[1:]
counts, compile_it = Counter(), Environment.compile

def counting(self, source, *rest, **named):
    counts[str(source)] += 1
    return compile_it(self, source, *rest, **named)

Environment.compile = counting
run_copy(template, folder + "/plain", settings=Settings(), defaults=True, quiet=True)
print(counts[part])
counts.clear()
with quickly(Compiled(None)):
    run_copy(template, folder + "/quick", settings=Settings(), defaults=True, quiet=True)
print(counts[part])
"""
"""In a process of its own: other tests make rendering quicker in theirs."""


def test_copier_makes_the_same_context_for_each_part_of_each_path(template, tmp_path, monkeypatch):
    """With the answers file, whose name copier looks up in the context, and empties there for itself."""
    (template / "{{ _copier_conf.answers_file }}.jinja").write_text("{{ _copier_answers | to_nice_yaml }}\n")
    (template / "copier.yml").write_text("name: Ada\n")
    (template / "{{ name }}.jinja").write_text("{{ name }} {{ _copier_phase }} {{ _folder_name }}\n")
    made: list[Worker] = []
    make = Worker._answers_to_remember

    def counting(self):
        made.append(self)
        return make(self)

    monkeypatch.setattr(Worker, "_answers_to_remember", counting)
    plain = rendered(template, tmp_path / "plain" / "folder")
    assert len(made) > 30, "copier makes the context once now: one_context of bgscript.template.quickly is needless"
    made.clear()
    with quickly(Compiled(None)):
        assert rendered(template, tmp_path / "quick" / "folder") == plain
    assert len(made) < 10
    assert plain["Ada"] == b"Ada render folder\n"
    assert b"name: Ada" in plain[".copier-answers.yml"]


@pytest.mark.usefixtures("git")
def test_copier_compiles_the_same_text_again_and_again(template, tmp_path):
    done = run(sys.executable, "-c", COUNTING, template, tmp_path, PART, cwd=tmp_path)
    assert done.code == 0, done.err
    plain, quick = map(int, done.out.split())
    assert plain > 1, "copier compiles a text once now: bgscript.template.quickly is needless"
    assert quick == 1
    assert tree(tmp_path / "plain") == tree(tmp_path / "quick")


def test_copier_starts_git_for_a_plain_folder(template, tmp_path, monkeypatch):
    log, shim = tmp_path / "git.log", tmp_path / "shim"
    shim.mkdir()
    log.touch()
    (shim / "git").write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {shutil.which("git")} "$@"\n')
    (shim / "git").chmod(0o755)
    from plumbum import local

    with local.env(PATH=f"{shim}:/usr/bin:/bin"):
        plain = rendered(template, tmp_path / "plain")
        assert log.read_text(), "copier starts no git for a plain folder now: the empty PATH is needless"
        log.write_text("")
        with quickly(Compiled(None)):
            assert rendered(template, tmp_path / "quick") == plain
    assert log.read_text() == ""


def test_a_name_that_yields_is_reset_on_a_hit(template, tmp_path):
    """copier's tag keeps a state in the environment, which compiling a text resets."""
    compiled = Compiled(None)
    with quickly(compiled):
        first = rendered(template, tmp_path / "first")
        assert rendered(template, tmp_path / "second") == first
    assert {"1.txt", "2.txt", "part/a/0.txt"} <= set(first)
