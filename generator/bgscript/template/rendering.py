"""Renders a template into a folder with copier, and checks the result before git or the user sees it."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bgscript.documents import yaml_file
from bgscript.system.errors import TemplateError
from bgscript.template.names import ANSWERS
from bgscript.template.quickly import quickly
from bgscript.template.templates import Template


def render(template: Template, answers: Mapping[str, Any], folder: Path) -> None:
    """Render a template into an empty folder. No program runs.

    Args:
        template: what to render.
        answers: complete and valid, see ``questions.Questionnaire.resolve``.
        folder: the folder for the files.

    Raises:
        TemplateError: copier refuses the template, an expression in it fails, it would write into ``.git``, or it has
            no answers file, which updates need.
    """
    from copier import Settings, run_copy
    from copier.errors import UnsafeTemplateError

    try:
        with quickly():
            run_copy(str(template.root), folder, dict(answers), settings=Settings(), defaults=True, quiet=True)
    except UnsafeTemplateError as error:
        problem = f"{template.name} wants to run code of its own, which bgscript never does: {_one_line(error)}"
        raise TemplateError(problem, "`copier copy --trust` does, if you trust it") from error
    except OSError as error:
        if not str(error.filename).startswith(str(template.root)):
            raise  # the disk is full, the folder cannot be written
        problem = f"{template.name} cannot be rendered: {_one_line(error)}"
        raise TemplateError(problem.replace(f"{template.root}/", ""), template.report_to) from error
    except Exception as error:  # an expression may raise anything
        problem = f"{template.name} cannot be rendered: {_place(template, error)}{_one_line(error)}"
        raise TemplateError(problem, template.report_to) from error
    _refuse_git_folders(template, folder)
    _record_source(template, folder / ANSWERS)


def _place(template: Template, error: Exception) -> str:
    """The file and line of a mistake, if jinja2 knows them. The path starts at the template's top."""
    line, file = getattr(error, "lineno", None), getattr(error, "filename", None) or getattr(error, "name", None)
    trace = error.__traceback__
    while trace:  # jinja2 puts the template's own lines into the traceback of an expression that fails
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(str(template.root)):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    shown = str(file).removeprefix(str(template.root)).lstrip("/") if file and file != "<template>" else ""
    return f"{shown}, line {line}: " if shown and line else ""


def _one_line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _refuse_git_folders(template: Template, folder: Path) -> None:
    """Refuse a file in a ``.git`` folder: a setting or a hook there would run a program of the template."""
    for path in sorted(folder.rglob("*")):
        if any(is_git_folder(part) for part in path.relative_to(folder).parts):
            name = path.relative_to(folder).as_posix()
            problem = f"{template.name} makes {name!r}: git would run commands from such a file"
            raise TemplateError(problem, template.report_to)


def is_git_folder(name: str) -> bool:
    """Whether some file system treats a name as ``.git``.

    Windows ignores case, trailing dots and spaces and what follows a colon, and knows ``git~1``; macOS ignores case and
    invisible characters. See ``is_ntfs_dotgit`` and ``is_hfs_dotgit`` in git's path.c and utf8.c.
    """
    visible = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    plain = re.split(r"[:\\]", visible, maxsplit=1)[0].rstrip(". ").casefold()
    return plain in (".git", "git~1")


def _record_source(template: Template, file: Path) -> None:
    """Record the template by its address, not by the folder that was rendered.

    The rest of the file stays as the template writes it.
    """
    if not file.is_file():
        problem = f"{template.name} writes no {ANSWERS}, which updates need"
        raise TemplateError(problem, template.report_to)
    text = file.read_text(encoding="utf-8")
    facts = {"_commit": template.release.tag, "_src_path": template.source}
    if not template.is_embedded and template.release.commit:
        facts["_commit_id"] = template.release.commit
    try:
        root = yaml.compose(text, Loader=yaml_file.LOADER)
    except yaml.YAMLError as error:
        problem = f"{template.name} writes an {ANSWERS} that is not valid YAML: {_one_line(error)}"
        raise TemplateError(problem, template.report_to) from error
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    spans = [(key.start_mark.index, value.end_mark.index) for key, value in pairs if key.value == "_src_path"]
    start, end = spans[0] if spans else (len(text), len(text))
    dumped = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=100_000)
    rest = text[end:].lstrip("\n") if spans else ""
    file.write_text(text[:start] + dumped + rest, encoding="utf-8", newline="\n")
