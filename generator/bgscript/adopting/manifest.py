"""The manifest of an app, and whether lines can be added to it without a change of any other."""

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from bgscript.adopting.homes import Home
from bgscript.adopting.obstacles import Obstacle
from bgscript.documents.yaml_file import LOADER
from bgscript.merging import manifest_merge
from bgscript.merging.key_merge import Conflict
from bgscript.template.names import MANIFEST
from bgscript.template.questions import Answers
from bgscript.template.rendering import render
from bgscript.template.templates import Template

_FORMS = {
    "anchor": "an anchor or alias, whose text is in several places at once",
    "tag": "a tag, which says what a value is",
}
"""What an event of YAML can have, and lines cannot be added beside."""

_PROBE = b"app:\n  id: theirs\n"


def base_of(rendered: bytes) -> bytes:
    """What both the owner's manifest and the rendered one start from: the app's id and nothing else."""
    app = yaml.load(rendered, Loader=LOADER)["app"]  # noqa: S506 - the safe one
    return f"app:\n  id: {app['id']}\n".encode()


def check_form(text: bytes, homes: Sequence[Home]) -> list[str]:
    """Why the script's lines cannot be added to a manifest; empty if they can."""
    modules = "".join(f"  {home.module}:\n    - key: probe-{home.name}\n      resource: probe\n" for home in homes)
    probe = _PROBE + f"modules:\n{modules}resources:\n  - key: probe\n    path: probe\n".encode()
    try:
        manifest_merge.merge(_PROBE, text, probe)
    except Conflict:
        return list(_reasons(text)) or [f"{MANIFEST} is written in a form to which no lines can be added"]
    return []


def by_hand(reasons: Sequence[str], template: Template, answers: Answers, folder: Path) -> list[Obstacle]:
    """The obstacles of a manifest's form, with the lines to add instead.

    Args:
        reasons: see ``check_form``.
        template: what the lines are rendered from.
        answers: its answers.
        folder: an empty folder to render in.
    """
    render(template, answers, folder)
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    lines = indent(text[text.index("\nmodules:") + 1 :].rstrip("\n"), "    ")
    hint = (
        f"write that out as plain lines, commit, and adopt again, which adds these lines; or add them by hand:\n{lines}"
    )
    return [Obstacle(reason, hint) for reason in reasons[:1]]


def added_lines(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """The lines that a manifest has more, and those that it has lost. A line with another end is another line."""
    ends = b"\r\n" if b"\r\n" in before else b"\n"
    old, new = (_lines(text if text.endswith(b"\n") else text + ends) for text in (before, after))
    added: list[str] = []
    lost: list[str] = []
    for kind, start, end, low, high in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lost += old[start:end]
            added += (line.rstrip("\r\n") for line in new[low:high])
    return added, lost


def _lines(text: bytes) -> list[str]:
    return text.decode("utf-8", "replace").splitlines(keepends=True)


def _reasons(text: bytes) -> Iterator[str]:
    """What of a manifest's form prevents new lines, and where."""
    if text.startswith(BOM_UTF8):
        yield f"{MANIFEST}:1: a byte order mark before the text"
    content = text.decode("utf-8-sig", "replace")
    for event in yaml.parse(content, Loader=LOADER):
        for name, what in _FORMS.items():
            if getattr(event, name, None) and event.start_mark:
                yield f"{MANIFEST}:{event.start_mark.line + 1}: {what}"
                return
    root = yaml.compose(content, Loader=LOADER)
    for name, node in _pairs(root):
        if name in ("modules", "resources"):
            for inner in [node, *(value for _, value in _pairs(node))]:
                if isinstance(inner, yaml.CollectionNode) and inner.flow_style:
                    line = inner.start_mark.line + 1
                    yield f"{MANIFEST}:{line}: `{name}` has entries in braces or brackets on one line"
                    return


def _pairs(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), value) for key, value in node.value)
