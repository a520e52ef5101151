"""Makes each mistake of tools/promises.py, one after the other, and runs the test that must find it.

The files are changed where they are, as the real command has to run with the mistake, and are put back. A file with
changes that are not committed is refused. `python tools/mutants.py` makes all of them, in some minutes; `--quick`
leaves out those whose test starts Node; with words, only the promises that contain one of them.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.promises import PROMISES, Promise  # noqa: E402


def is_killed(promise: Promise) -> bool:
    """Whether the promise's test fails with the mistake.

    Raises:
        ValueError: the text is not in the file exactly once, or pytest ran no test.
    """
    file = ROOT / promise.file
    before = file.read_text()
    if before.count(promise.old) != 1:
        raise ValueError(f"{promise.file} must have {promise.old!r} once")
    words = [sys.executable, "-m", "pytest", "-n0", "-q", "--no-header", "-m", "not exhaustive", "-x", promise.test]
    try:
        file.write_text(before.replace(promise.old, promise.new))
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    finally:
        file.write_text(before)
    if done.returncode not in (0, 1):
        raise ValueError(f"pytest could not run {promise.test}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 1


def main() -> int:
    """Make the mistakes, print a line for each; gives the exit code."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    chosen = [each for each in PROMISES if not words or any(word in each.text for word in words)]
    if "--quick" in sys.argv:
        chosen = [each for each in chosen if not each.starts_node]
    files = sorted({each.file for each in chosen})
    changed = subprocess.run(["git", "status", "--porcelain", "--", *files], cwd=ROOT, capture_output=True, text=True)
    if changed.stdout:
        sys.stderr.write(f"commit first what is changed:\n{changed.stdout}")
        return 2
    survived = 0
    for promise in chosen:
        killed = is_killed(promise)
        survived += not killed
        print(f"{'killed  ' if killed else 'SURVIVED'}  {promise.text}  {promise.test}", flush=True)
    print(f"{len(chosen) - survived} of {len(chosen)} killed")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
