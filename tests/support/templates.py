"""Templates of somebody else."""

from pathlib import Path

from bgscript.template.templates import Release, Template
from tests.support.sandbox import git, write

HEAD = "_min_copier_version: '9.15.2'\n_subdirectory: project\n_envops: {undefined: jinja2.StrictUndefined}\n"

QUESTIONS = "app_name: {type: str, default: x}\n"

OWN_ANSWERS = {"project/{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml -}}"}


def hosted(folder: Path, files, questions=QUESTIONS, tag="v1.0.0") -> Path:
    """A template of somebody else's, in a git repository with one release."""
    folder.mkdir(parents=True)
    write(folder, {"copier.yml": HEAD + questions, **OWN_ANSWERS, **files})
    git("init", "--quiet", cwd=folder)
    git("add", "--all", "--force", cwd=folder)
    git("commit", "--quiet", "--message", "first", cwd=folder)
    git("tag", tag, cwd=folder)
    return folder


def tiny(folder: Path, files: int = 30) -> Template:
    """A template on disk that renders in no time."""
    contents = {f"project/{number}.txt": f"{number}\n" for number in range(files)}
    write(folder, {"copier.yml": HEAD + QUESTIONS, "project/deep/er.txt": "x\n", **OWN_ANSWERS, **contents})
    return Template(folder, Release("1.0.0", "v1.0.0"))
