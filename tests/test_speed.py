"""How long it takes, as ratios measured in one run, because machines differ."""

import statistics
import subprocess
import time

import pytest
from conftest import BIN, TEMPLATES, environment, run


def seconds(words, cwd):
    start = time.perf_counter()
    subprocess.run(words, cwd=cwd, env=environment(cwd), check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - start


def ratio(ours, theirs, rounds):
    """Ours to theirs, both measured in turns; the median round, so that one hiccup of the machine does not decide."""
    return statistics.median(ours(turn) / theirs(turn) for turn in range(rounds))


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_take_at_most_three_times_bare_python(flag, tmp_path):
    measured = ratio(
        lambda _: seconds([BIN / "bgscript", flag], tmp_path),
        lambda _: seconds([BIN / "python", "-c", "pass"], tmp_path),
        rounds=25,
    )
    print(f"bgscript {flag}: {measured:.2f} times bare python")
    assert measured <= 3


def test_new_is_faster_than_copier_from_a_tagged_repository(tmp_path):
    repository = tmp_path / "template"
    subprocess.run(["cp", "-r", TEMPLATES, repository], check=True)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "first"], ["tag", "v1.0.0"]):
        assert run("git", *words, cwd=repository, env=environment(tmp_path)).code == 0
    copier = [BIN / "copier", "copy", "--quiet", "--defaults", f"git+file://{repository}"]
    measured = ratio(
        lambda turn: seconds([BIN / "bgscript", "new", f"ours-{turn}", "--yes"], tmp_path),
        lambda turn: seconds([*copier, f"theirs-{turn}"], tmp_path),
        rounds=7,
    )
    print(f"bgscript new --yes: {measured:.2f} times copier copy")
    assert measured <= 0.9


def test_only_what_is_needed_is_imported(tmp_path):
    def imported(*words):
        code = f"import sys; from bgscript.cli import main; main({list(words)!r})\nprint(*sys.modules, file=sys.stderr)"
        done = run(
            BIN / "python", "-c", f"try:\n {code.splitlines()[0]}\nfinally:\n {code.splitlines()[1]}", cwd=tmp_path
        )
        return set(done.err.split())

    assert not {"copier", "yaml", "jinja2", "prompt_toolkit"} & imported("--help")
    assert not {"copier", "jinja2", "prompt_toolkit"} & imported("targets")
