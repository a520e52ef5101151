"""Tiny templates and projects for the tests of updating: what goes in and what comes out stands on one screen."""

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bgscript.change.steps import Change, changing
from tests.support.commands import Done, environment, run, run_bgscript
from tests.support.paths import BIN

ANSWERS = ".copier-answers.yml"
_QUESTIONS = "name: {type: str, default: x}\n"
_HEADER = "_min_copier_version: '9.15.0'\n_subdirectory: project\n_envops: {keep_trailing_newline: true}\n"


@dataclass(frozen=True)
class Link:
    """A symbolic link, in the place of a file's content."""

    target: str


@dataclass(frozen=True)
class Script:
    """An executable file, in the place of a file's content."""

    content: str


Content = str | bytes | Link | Script | None
Files = Mapping[str, Content]


def write(folder: Path, files: Files) -> None:
    """Write files; None removes one."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.unlink(missing_ok=True)
            path.symlink_to(content.target)
            continue
        text = content.content if isinstance(content, Script) else content
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(0o755 if isinstance(content, Script) else 0o644)


def git(*words: str | Path, cwd: Path, check: bool = True) -> str:
    """Run git as a user would."""
    done = subprocess.run(["git", *words], cwd=cwd, env=environment(cwd.parent), capture_output=True, text=True)
    assert not check or done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str) -> None:
    git("add", "--all", "--force", ".", cwd=folder)
    git("commit", "--quiet", "--allow-empty", "--message", message, cwd=folder)


@dataclass
class Sandbox:
    """A template with some releases, and a project made of its first one."""

    root: Path
    where: str = "project"
    repository: Path = field(init=False)

    def __post_init__(self) -> None:
        self.repository = self.root / "repository"

    @property
    def template(self) -> Path:
        return self.root / "template"

    @property
    def project(self) -> Path:
        return self.repository / self.where

    def release(
        self, tag: str, files: Files, questions: str = _QUESTIONS, notes: str = "", facts: Files | None = None
    ) -> None:
        """Make a release of exactly these files; ``facts`` are beside copier.yml."""
        if not self.template.exists():
            git("init", "--quiet", self.template.name, cwd=self.root)
        git("rm", "-rfq", "--ignore-unmatch", ".", cwd=self.template)
        answers = {
            "project/{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml(sort_keys=false) -}}"
        }
        own = {"copier.yml": _HEADER + questions, **answers, **(facts or {})}
        write(self.template, own | {f"project/{name}": content for name, content in files.items()})
        commit(self.template, f"{tag}\n\n{notes}")
        git("tag", tag, cwd=self.template)

    def make(self, files: Files, answers: str = "name: x\n", config: Mapping[str, str] | None = None) -> None:
        """Make the project as `copier copy` makes it of the first release, in a repository with one commit."""
        self.project.mkdir(parents=True)
        git("init", "--quiet", cwd=self.repository)
        for name, value in (config or {}).items():
            git("config", name, value, cwd=self.repository)
        head = f"_commit: v1.0.0\n_src_path: {self.template}\n"
        write(self.project, {**files, ANSWERS: head + answers})
        commit(self.repository, "made")

    def edit(self, files: Files) -> None:
        """Do what the user does, and commit it."""
        write(self.project, files)
        commit(self.repository, "mine")

    def bgscript(self, *flags: str | Path, **settings) -> Done:
        return run_bgscript("update", self.project, *flags, cwd=self.root, **settings)

    def copier(self, *flags: str | Path) -> Done:
        return run(BIN / "copier", "update", "--defaults", *flags, cwd=self.project, env={"HOME": str(self.root)})


@dataclass(frozen=True)
class State:
    """What somebody finds in a project: files, and the user's and the template's side of what is unmerged."""

    files: Mapping[str, Content]
    ours: Mapping[str, bytes]
    theirs: Mapping[str, bytes]


def state(project: Path) -> State:
    files: dict[str, Content] = {}
    for base, folders, names in os.walk(project):
        folders[:] = [name for name in folders if name != ".git"]
        for name in [*names, *(folder for folder in folders if Path(base, folder).is_symlink())]:
            path = Path(base, name)
            key = path.relative_to(project).as_posix()
            if path.is_symlink():
                files[key] = Link(str(path.readlink()))
            else:
                content = path.read_bytes()
                files[key] = Script(content.decode()) if os.access(path, os.X_OK) and b"\0" not in content else content
    return State(files, *(_stage(project, number) for number in (2, 3)))


def _stage(project: Path, number: int) -> dict[str, bytes]:
    listed = git("ls-files", "--unmerged", "-z", cwd=project)
    entries = [entry.split("\t", 1) for entry in listed.split("\0") if entry]
    return {
        path: subprocess.run(["git", "cat-file", "blob", facts.split()[1]], cwd=project, capture_output=True).stdout
        for facts, path in entries
        if facts.endswith(f" {number}")
    }


def lost(before: State, made: Mapping[str, Content], after: State) -> list[str]:
    """What the user had done to a project, in ``before``, and nobody finds in ``after``.

    Args:
        before: the project as the user had it.
        made: the files as the template had made them.
        after: the project as it is now; what an unmerged file's own side still has is not lost.
    """
    kept = [*(_bytes(content) for content in after.files.values()), *after.ours.values()]
    lines = {line for content in kept for line in _lines(content)}
    former = {line for content in made.values() for line in _lines(_bytes(content))}
    missing = []
    for path, content in before.files.items():
        if path == ANSWERS or (path in made and _bytes(made[path]) == _bytes(content)):
            continue
        own = _bytes(content)
        if b"\0" in own or isinstance(content, Link):
            missing += [] if own in kept else [f"{path} (whole)"]
        else:
            own_lines = [line for line in _lines(own) if line not in former]
            missing += [f"{path}: {line.decode(errors='replace')}" for line in own_lines if line not in lines]
    gone = [path for path in made if path not in before.files and path in after.files and path not in after.theirs]
    return missing + [f"{path} (came back)" for path in gone]


def _lines(content: bytes) -> list[bytes]:
    """Lines as people compare them: whatever ends them, and without the comma after an entry of a list."""
    return [line.rstrip(b"\r,") for line in content.split(b"\n")]


def _bytes(content: Content) -> bytes:
    if isinstance(content, Link):
        return b"-> " + os.fsencode(content.target)
    text = content.content if isinstance(content, Script) else content
    return text if isinstance(text, bytes) else (text or "").encode()


Setup = Callable[[Sandbox], None]


TEXT = "".join(f"line {number}\n" for number in range(1, 13))

MINE, THEIRS = TEXT.replace("line 10\n", "mine\n"), TEXT.replace("line 2\n", "template's\n")

BOTH, CLASH = MINE.replace("line 2\n", "template's\n"), TEXT.replace("line 2\n", "mine\n")

MARKED = TEXT.replace("line 2\n", "<<<<<<< yours\nmine\n=======\ntemplate's\n>>>>>>> template-1.1.0\n")


def edited_sandbox(root, mine=MINE, where="project"):
    """A project with an edit, and a newer release with another one, a new file and a reason."""
    root.mkdir(exist_ok=True)
    box = Sandbox(root, where)
    box.release("v1.0.0", {"a.txt": TEXT})
    box.release("v1.1.0", {"a.txt": THEIRS, "new/b.txt": "b\n"}, notes="- Line 2 is better.")
    box.make({"a.txt": TEXT})
    box.edit({"a.txt": mine})
    return box


def undo_of(report: str) -> str:
    """The command that a report gives to take the change back."""
    return report.partition("\nTo undo:\n  ")[2].partition("\n")[0]


def everything(sandbox):
    """All that an update that did not happen must leave alone: files, times, index, objects."""
    return {
        str(path): (path.lstat().st_mtime_ns, path.read_bytes())
        for path in sandbox.repository.rglob("*")
        if path.is_file() and path.name != "index" and "objects" not in path.parts
    } | {"status": git("status", "--porcelain", cwd=sandbox.repository)}


def changed(project: Path, answers: Mapping[str, str], branch: str = "") -> Change:
    """Change answers of a project in this process, as `bgscript update --set` does."""
    with changing(project, to="", branch=branch) as step:
        plan = step.plan(step.set(answers))
        return step.apply(plan, step.merge(plan), "Other answers")
