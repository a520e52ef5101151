"""`bgscript update` against plain `copier update`, on the same project, in the same run."""

import shutil
import statistics
import time

from conftest import BIN, run
from updating import commit, git

from bgscript.templates import locked

ROUNDS = 7
MOST = 0.6


def test_it_takes_at_most_three_fifths_of_what_copier_takes(bgscript, tmp_path):
    """From the oldest release to the newest, with another answer, so that there is something to do in any case."""
    made = bgscript("new", "project", "--yes", f"--template-version={locked()[0].version}")
    assert made.code == 0
    (tmp_path / "project" / "src" / "view" / "mine.ts").write_text("export {};\n")
    commit(tmp_path / "project", "mine")
    home = {"HOME": str(tmp_path)}
    times = {"bgscript": [], "copier": []}
    for number in range(ROUNDS):
        for name, words in {
            "bgscript": (BIN / "bgscript", "update", "--set=license=MIT"),
            "copier": (BIN / "copier", "update", "--defaults", "--data=license=MIT"),
        }.items():
            project = shutil.copytree(tmp_path / "project", tmp_path / f"{name}-{number}")
            start = time.perf_counter()
            done = run(*words, cwd=project, env=home)
            times[name].append(time.perf_counter() - start)
            assert (done.code, (project / "LICENSE").exists()) == (0, True), done.err
            assert git("status", "--porcelain", cwd=project) != ""
    ratio = statistics.median(times["bgscript"]) / statistics.median(times["copier"])
    print(f"\nbgscript {statistics.median(times['bgscript']):.2f} s, copier {statistics.median(times['copier']):.2f} s")
    assert ratio <= MOST, times
