"""Measures how long the commands take, beside other programs, as one table of CPU time.

`python tools/bench.py [ROUNDS]`, 15 rounds by default. The programs take turns, so that what else the machine does
meets all of them. A figure is the median, with the time of all processes that a command starts. cookiecutter is
measured where it is installed (`pip install cookiecutter`).
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PYTHON = [str(BIN / "python")]
BGSCRIPT = [str(BIN / "bgscript")]
COPIER = [str(BIN / "copier")]

Command = tuple[str, Callable[[Path], Sequence[str]]]
"""A name, and the words of one round, which runs in a new folder."""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for title, commands in groups(root):
            show(title, measure(commands, root, rounds))


def groups(root: Path) -> list[tuple[str, list[Command]]]:
    """What is compared; the first of a group is what the others are set against."""
    template, project = tagged_template(root), old_project(root)
    new = [
        ("python -c 'import copier'", lambda _: [*PYTHON, "-c", "import copier"]),
        ("copier copy, of a tagged repository", lambda _: [*COPIER, "copy", "-q", "--defaults", template, "app"]),
        ("bgscript new -y", lambda _: [*BGSCRIPT, "new", "app", "-y"]),
        ("bgscript new -y --no-git", lambda _: [*BGSCRIPT, "new", "app", "-y", "--no-git"]),
        *cookiecutter(root),
    ]
    return [
        (
            "Start",
            [
                ("python -c pass", lambda _: [*PYTHON, "-c", "pass"]),
                ("bgscript --version", lambda _: [*BGSCRIPT, "--version"]),
                ("bgscript --help", lambda _: [*BGSCRIPT, "--help"]),
                ("bgscript targets", lambda _: [*BGSCRIPT, "targets"]),
                ("copier --version", lambda _: [*COPIER, "--version"]),
            ],
        ),
        ("A new project", new),
        (
            "An update, with another answer",
            [
                ("copier update", in_copy_of(project, [*COPIER, "update", "-q", "--defaults", "--data=license=MIT"])),
                ("bgscript update", in_copy_of(project, [*BGSCRIPT, "update", "--set=license=MIT"])),
            ],
        ),
        ("A move of the newest release to another home", moves(root, "jira-dashboard")),
        ("A move from Connect to Forge", moves(root, "connect")),
    ]


def moves(root: Path, target: str) -> list[Command]:
    """Copier's command that changes an answer, and bgscript's."""
    run([*BGSCRIPT, "new", target, "-y", f"--target={target}"], root)
    plain = [*COPIER, "update", "-q", "--defaults", "--data=target=home-dashboard"]
    return [
        ("copier update", in_copy_of(root / target, plain)),
        ("bgscript migrate", in_copy_of(root / target, [*BGSCRIPT, "migrate", "--to=home-dashboard"])),
    ]


def cookiecutter(root: Path) -> list[Command]:
    """A template of two files: what another generator takes at the very least."""
    if not (BIN / "cookiecutter").exists():
        return []
    template = root / "cookies"
    (template / "{{cookiecutter.name}}").mkdir(parents=True)
    (template / "cookiecutter.json").write_text('{"name": "app"}')
    for name in ("a.txt", "b.txt"):
        (template / "{{cookiecutter.name}}" / name).write_text("{{cookiecutter.name}}\n")
    words = [str(BIN / "cookiecutter"), "--no-input", str(template)]
    return [("cookiecutter, of two files", lambda _: words)]


def tagged_template(root: Path) -> str:
    """This checkout's template as a git repository with a release; gives its address."""
    shutil.copytree(ROOT / "templates", root / "template")
    for words in (["init", "-q"], ["add", "--all"], ["commit", "-q", "-m", "first"], ["tag", "v1.0.0"]):
        run(["git", *words], root / "template")
    return f"git+file://{root / 'template'}"


def old_project(root: Path) -> Path:
    """A project of the oldest release, with a commit of its owner's."""
    oldest = next(
        line
        for line in (ROOT / "generator/bgscript/template/templates.lock").read_text().splitlines()
        if line[0] != "#"
    )
    run([*BGSCRIPT, "new", "project", "-y", f"--template-version={oldest.split()[0]}"], root)
    (root / "project" / "src" / "view" / "mine.ts").write_text("export {};\n")
    run(["git", "add", "--all"], root / "project")
    run(["git", "commit", "-q", "-m", "mine"], root / "project")
    return root / "project"


def in_copy_of(project: Path, words: Sequence[str]) -> Callable[[Path], Sequence[str]]:
    def prepare(folder: Path) -> Sequence[str]:
        shutil.copytree(project, folder, dirs_exist_ok=True)
        return words

    return prepare


def measure(commands: Sequence[Command], root: Path, rounds: int) -> dict[str, float]:
    """The median CPU time of each command, in seconds."""
    times: dict[str, list[float]] = {name: [] for name, _ in commands}
    for number in range(rounds + 1):
        for name, prepare in commands:
            folder = Path(tempfile.mkdtemp(dir=root))
            words = prepare(folder)
            before = cpu()
            run(words, folder)
            if number > 0:  # the first round fills the caches
                times[name].append(cpu() - before)
            shutil.rmtree(folder)
    return {name: statistics.median(taken) for name, taken in times.items()}


def cpu() -> float:
    """Seconds of CPU time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(words: Sequence[str], folder: Path) -> None:
    identity = {
        f"GIT_{who}_{what}": "bench@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    env = {**os.environ, **identity, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder.parent)}
    subprocess.run(words, cwd=folder, env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL)


def show(title: str, medians: dict[str, float]) -> None:
    first = next(iter(medians.values()))
    sys.stdout.write(f"\n{title:<40}{'CPU':>10}{'times the first':>18}\n")
    for name, seconds in medians.items():
        sys.stdout.write(f"  {name:<38}{seconds * 1000:>7.0f} ms{seconds / first:>18.2f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
