"""Every pair of answers that can be given together, in as few projects as possible, each passing all its own checks.

The rows come from copier.yml: a new question or choice is in the matrix by itself.
`pytest --all tests/projects/test_matrix.py -s` prints the table.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from bgscript.template.questions import Given, Question, Questionnaire
from tests.support.commands import tree
from tests.support.node import check
from tests.support.paths import TEMPLATES
from tests.support.projects import Projects, install, is_forge, pretend_to_build, render, scripts

QUESTIONNAIRE = Questionnaire(TEMPLATES)
LISTS = ("also", "key_home", "views", "keys", "scopes", "connect_key")
"""Lists of homes, views, keys and scopes have tests of their own: test_homes.py, test_views.py,
tests/importing, tests/change/migrate. So have parts, whose questions only commands answer: test_parts.py."""
ASKED = [question for question in QUESTIONNAIRE if question.name not in LISTS and not question.is_for_commands]
OF_WHOLE_APPS = "{{ not is_part }}"
"""The condition of questions that each app here is asked: evaluating it 200,000 times takes minutes."""
CODE = ("src/", "tests/", "bgscript/")
CHANCE = random.Random(1)  # the same rows in every run
TEXTS = [
    'It\'s {{ a }} "hard" <text>: 日本',
    "a-key-of-exactly-fifty-characters-which-is-the-most",
    "ari:cloud:ecosystem::app/${APP_ID}",
    "https://${HOST}",
]


def values(question: Question) -> list:
    """The answers to try: every choice; for free text, the default and a difficult one, where it is valid."""
    if question.multiselect:
        some = [(), *((value,) for value in question.values), tuple(question.values)]
        return [value for value in some if not QUESTIONNAIRE.problem(question, list(value), context())]
    if question.choices:
        return question.values
    if question.type == "bool":
        return [True, False]
    default = QUESTIONNAIRE.default(question, context())
    return [text for text in [default, *TEXTS] if not QUESTIONNAIRE.problem(question, text, context())][:2]


TEXT_QUESTIONS = {question.name for question in ASKED if not question.choices and question.type != "bool"}


@cache
def context(answers: tuple = ()) -> dict:
    given = {name: Given(list(value) if isinstance(value, tuple) else value, name) for name, value in answers}
    evaluated = QUESTIONNAIRE.evaluate(given, "project")
    return {answer.question.name: answer.value for answer in evaluated} | {"_folder_name": "project"}


VALUES = {question.name: values(question) for question in ASKED}


def all_rows(rest: tuple, answers: tuple = ()) -> Iterator[tuple]:
    """Every combination of choices that can be given together, each with some of the free texts."""
    if not rest:
        yield tuple((name, CHANCE.choice(VALUES[name]) if name in TEXT_QUESTIONS else value) for name, value in answers)
        return
    question, rest = rest[0], rest[1:]
    if not applies(question.name, tuple(item for item in answers if item[0] not in TEXT_QUESTIONS)):
        yield from all_rows(rest, answers)
    elif question.name in TEXT_QUESTIONS:
        yield from all_rows(rest, (*answers, (question.name, "one of them")))
    else:
        for value in VALUES[question.name]:
            if is_valid(question.name, value, answers):
                yield from all_rows(rest, (*answers, (question.name, value)))


@cache
def applies(name: str, answers: tuple) -> bool:
    question = next(question for question in QUESTIONNAIRE if question.name == name)
    return question.when in (True, OF_WHOLE_APPS) or QUESTIONNAIRE.applies(question, context(answers))


def is_valid(name: str, value, answers: tuple) -> bool:
    """Whether an answer goes with the ones before it: Confluence, for example, has no customers."""
    question = next(question for question in QUESTIONNAIRE if question.name == name)
    if not question.multiselect:
        return True
    return not QUESTIONNAIRE.problem(question, list(value), context(answers))


@cache
def rows() -> list[dict]:
    """As few rows as a greedy search needs for every pair: always the row with the most that are still missing.

    A set of pairs is a number, with one bit for each pair: the search takes a second instead of twenty.
    """
    bits: dict[tuple, int] = {}
    candidates = {
        row: sum(1 << bits.setdefault(pair, len(bits)) for pair in combinations(row, 2))
        for row in all_rows(tuple(ASKED))
    }
    missing = (1 << len(bits)) - 1
    chosen = []
    while missing:
        chosen.append(max(candidates, key=lambda row: (candidates[row] & missing).bit_count()))
        missing &= ~candidates[chosen[-1]]
    return [dict(row) for row in chosen]


@dataclass
class Project:
    """One row, as a project. ``code`` is what its texts and its manifest leave the same: what tsc and the tests see.

    ``checked_as`` is the first row with the same code.
    """

    row: dict
    folder: Path
    code: tuple
    checked_as: int = 0


@pytest.fixture(scope="module")
def projects(platform, shared) -> list[Project]:
    """Every row, made."""
    names = [f"row-{number}" for number in range(len(rows()))]
    folders = Projects(names, shared / "matrix", lambda name, folder: make(rows()[names.index(name)], folder))
    made = [Project(row, folder, code(folder)) for row, folder in zip(rows(), folders.values(), strict=True)]
    first: dict[tuple, int] = {}
    for number, project in enumerate(made):
        project.checked_as = first.setdefault(project.code, number)
    return made


def make(row: dict, folder: Path) -> None:
    render({name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}, folder)
    install(folder)
    if is_forge(folder) and "build" in scripts(folder):
        pretend_to_build(folder)


def code(folder: Path) -> tuple:
    files = {path: content for path, content in tree(folder).items() if path.startswith(CODE)}
    package = json.loads((folder / "package.json").read_text())
    needs = json.dumps([package["dependencies"], package["scripts"]])
    return (needs, *sorted(item for item in files.items() if not item[0].endswith(".html")))


def in_words(value) -> str:
    return (",".join(value) or "none") if isinstance(value, tuple) else str(value)


def print_table(projects: list[Project], findings: list[dict]) -> None:
    shown = [question.name for question in ASKED if question.name not in TEXT_QUESTIONS]
    print("\n" + " | ".join(["row", *shown, "code", "findings"]))
    for number, (project, found) in enumerate(zip(projects, findings, strict=True)):
        cells = [in_words(project.row.get(name, "–")) for name in shown]
        same = "its own" if project.checked_as == number else f"as row {project.checked_as}"
        print(" | ".join([str(number), *cells, same, "FAILED" if any(found.values()) else "none"]))


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "tools",
    [
        pytest.param(["typecheck", "lint"], marks=pytest.mark.xdist_group("matrix, code")),
        pytest.param(["build", "test"], marks=pytest.mark.xdist_group("matrix")),
        pytest.param(["validate"], marks=pytest.mark.xdist_group("matrix")),
    ],
    ids="-".join,
)
def test_every_row_passes_its_own_checks(tools, projects):
    """Without an error or a warning; of the rows that differ in nothing but texts and manifest, the first one."""
    chosen = range(len(projects)) if tools == ["validate"] else {project.checked_as for project in projects}
    found = check({f"row-{number}": projects[number].folder for number in chosen}, tools)
    findings = [
        found.get(f"row-{number}") or found[f"row-{project.checked_as}"] for number, project in enumerate(projects)
    ]
    print_table(projects, findings)
    assert [
        (project.row, lines) for project, lines in zip(projects, findings, strict=True) if any(lines.values())
    ] == []


@pytest.mark.exhaustive
@pytest.mark.xdist_group("matrix")
def test_module_keys_are_valid_and_unique_whatever_the_app_is_called(projects):
    for project in projects:
        if not is_forge(project.folder):
            continue  # its own checks hold the keys against Connect's rules
        manifest = yaml.safe_load((project.folder / "manifest.yml").read_text())
        keys = [module["key"] for modules in manifest["modules"].values() for module in modules]
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-zA-Z0-9_-]+", key) for key in keys)
        short = [*manifest["resources"], *manifest.get("remotes", []), *manifest["modules"].get("function", [])]
        assert max(len(item["key"]) for item in short) <= 23


@pytest.mark.exhaustive
def test_the_matrix_has_every_pair_that_can_be():
    """Counted apart from the search: wherever both questions apply at all, both answers meet."""
    matrix = rows()
    for one, other in combinations(ASKED, 2):
        together = [(row[one.name], row[other.name]) for row in matrix if {one.name, other.name} <= row.keys()]
        values = [{pair[0] for pair in together}, {pair[1] for pair in together}]
        if together and one.name not in ("target", "connect_location") and other.name != "target":
            assert len(set(together)) == len(values[0]) * len(values[1]), (one.name, other.name)
    for question in ASKED:
        assert {row[question.name] for row in matrix if question.name in row} == set(VALUES[question.name])
