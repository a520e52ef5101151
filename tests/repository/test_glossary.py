"""Texts use the field's words: none of a dialect that only this repository speaks."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.support.golden import GOLDEN
from tests.support.paths import ROOT, TEMPLATES
from tools import pages

EVERYWHERE = {
    r"\b(tell|tells|telling|told)\b": "report, print, show, say",
    r"\bwins? over\b": "overrides",
    r"\bgo(es)? by\b": "is identified by",
    r"\bmade of\b": "is derived from",
    r"\bstands?\b(?!-)": "is",
    r"\bfurther\b": "additional",
    r"\bapps? lives?\b|\blives? (in|there|on)\b|\b(can|does it) live\b": "is, runs",
    r"\bof a way\b|\bthe way (to|from|through|of)\b|\bin the way\b|\b(this|another|same) way\b": "path, how",
}
"""What no text says, and what to say instead."""

READ_FIRST = {
    r"\bways?\b": "path, how",
    r"\bwords?\b": "arguments, text",
    r"\bhomes?\b": "target for the option, host page for the place, home directory for the user's",
}
"""What help, pages and questions do not say either; code uses some of these for names."""

NAMES = re.compile(
    r"`[^`]*`|```.*?```|three-way|under way|home[- ]directory|home-dashboard|homepage|home page|home dashboard"
    r"|Atlassian Home|Home dashboards?|under Home|bgscript (add|remove) home|^(add|remove) home$|^## (add|remove) home|https?://\S+"
    r"|@param \{[^}]*\} \w+|@(?:import|returns|type|typedef)\b[^\n]*|--[\w-]+( [A-Z]+\b)?|\[[^\]]*\]\([^)]*\)",
    re.DOTALL | re.MULTILINE,
)
"""Code, addresses, and names of others: they are what they are."""


def without_names(text: str) -> str:
    return NAMES.sub(lambda found: "\n" * found[0].count("\n"), text)


def faults(text: str, rules: dict[str, str]) -> list[str]:
    """Each place with what is wrong: `3: told (report, print, show, say)`."""
    found = []
    for rule, better in rules.items():
        for match in re.finditer(rule, text, re.IGNORECASE):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{line}: {match[0]} ({better})")
    return found


# --- The program ----------------------------------------------------------------------------------------------------


def prose(file: Path) -> str:
    """Comments and strings of a module, docstrings included, each at its line."""
    source = file.read_text(encoding="utf-8")
    lines = [""] * (source.count("\n") + 2)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and "noqa" not in token.string:
            lines[token.start[0]] += f" {token.string}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            for number, line in enumerate(node.value.splitlines(), start=node.lineno):
                lines[min(number, len(lines) - 1)] += f" {line}"
    return "\n".join(lines[1:])


@pytest.mark.parametrize(
    "package", sorted(path.name for path in (ROOT / "generator" / "bgscript").iterdir() if path.is_dir())
)
def test_no_text_of_the_program_has_them(package):
    folder = ROOT / "generator" / "bgscript" / package
    found = {
        str(file.relative_to(ROOT)): wrong
        for file in sorted(folder.rglob("*.py"))
        if (wrong := faults(without_names(prose(file)), EVERYWHERE))
    }
    assert found == {}


def messages(file: Path) -> Iterator[str]:
    """The strings of a module that may be printed: those with a space, without docstrings and regular expressions."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in alone:
            continue
        if " " in node.value.strip() and not re.search(r"\(\?|\(\w+\|", node.value):
            yield node.value


def test_no_message_has_them():
    folder = ROOT / "generator" / "bgscript"
    found = [
        f"{file.relative_to(folder)}: {text[:60]}: {wrong}"
        for file in sorted(folder.rglob("*.py"))
        for text in messages(file)
        if (wrong := faults(without_names(text), {**EVERYWHERE, **READ_FIRST}))
    ]
    assert found == []


def helps() -> Iterator[tuple[str, str]]:
    yield "bgscript", pages.output_of("--help")
    for name in pages.command_names():
        yield " ".join(name), pages.output_of(*name, "--help")


@pytest.mark.parametrize(("command", "text"), [pytest.param(*each, id=each[0]) for each in helps()])
def test_no_help_has_them(command, text):
    own_name = text.replace(command, "").replace("KIND", "")  # `add home` is what a command is called
    listed = re.sub(r"^ +home +", "", own_name, flags=re.MULTILINE)
    assert faults(without_names(listed), {**EVERYWHERE, **READ_FIRST}) == []


# --- Questions ------------------------------------------------------------------------------------------------------


def test_no_question_has_them():
    form = yaml.safe_load((TEMPLATES / "copier.yml").read_text(encoding="utf-8"))
    asked = {name: spec for name, spec in form.items() if isinstance(spec, dict) and not name.startswith("_")}
    texts = {name: [_plain(spec.get("help", "")), *(spec.get("choices") or {})] for name, spec in asked.items()}
    for name in ("_labels", "_reasons"):
        for question, text in form[name].items():
            texts[question] = [*texts[question], _plain(text)]
    found = {
        name: wrong
        for name, each in texts.items()
        if (wrong := faults(without_names("\n".join(map(str, each))), {**EVERYWHERE, **READ_FIRST}))
    }
    assert found == {}


def _plain(text: str) -> str:
    """A text without its expressions, but with what they show."""
    return re.sub(
        r"\{[{%].*?[%}]\}", lambda found: "\n".join(re.findall(r"'([^']+)'", found[0])), text, flags=re.DOTALL
    )


# --- Generated projects ---------------------------------------------------------------------------------------------

COMMENT = re.compile(
    r"""^\s*/\*.*?\*/ | (?<![:'"`/])//[ ][^\n]* | ^\s*\#[^\n]* | <!--.*?-->
    | ^\s*(?:test|describe|it)(?:\.each\(\w+\))?\((['"`])(?P<title>.*?)\1,""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
"""Comments of all languages in a project, and titles of tests."""

FOR_OTHERS = re.compile(r"LICENSE|\.json$|\.svg$|Dockerfile|\.ya?ml$|ignore$")
"""Files with little prose, or with that of others."""


def generated(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each text file of a golden tree with what a person reads in it."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or FOR_OTHERS.search(file.name):
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".md":
            yield file, text
        else:
            yield file, "\n".join(found["title"] or found[0] for found in COMMENT.finditer(text))


@pytest.mark.parametrize("project", sorted(path.name for path in GOLDEN.iterdir() if path.is_dir()))
def test_no_generated_text_has_them(project):
    found = {
        str(file.relative_to(GOLDEN)): wrong
        for file, text in generated(GOLDEN / project)
        if (wrong := faults(without_names(text), {**EVERYWHERE, **READ_FIRST}))
    }
    assert found == {}


# --- Pages ----------------------------------------------------------------------------------------------------------

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_has_them(page):
    rules = EVERYWHERE if page.name == "CONTRIBUTING.md" else {**EVERYWHERE, **READ_FIRST}
    assert faults(without_names(page.read_text(encoding="utf-8")), rules) == []


# --- The test itself ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A flag wins over it, as told.", 2),
        ("It goes by its key, and is made of the key.", 2),
        ("A further view stands in the file.", 2),
        ("The app lives in Jira.", 1),
        ("A three-way merge in your home directory, of `bgscript add home`.", 0),
        ("The home, in other words.", 2),
    ],
)
def test_a_fault_is_found(text, count):
    assert len(faults(without_names(text), {**EVERYWHERE, **READ_FIRST})) == count
