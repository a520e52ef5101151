"""Every pair of answers that can be given together, in as few projects as possible, each passing all its own checks.

The rows come from copier.yml: a new question or choice is in the matrix by itself. `pytest tests/test_matrix.py -s`
prints the table.
"""

import json
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from conftest import BIN, TEMPLATES, install, is_forge, pretend_to_build, run, tree, validate

from bgscript.questions import Given, Question, Questionnaire
from bgscript.report import replay

QUESTIONNAIRE = Questionnaire(TEMPLATES)
CODE = ("src/", "tests/", "server/", "remote/")
CHANCE = random.Random(1)  # the same rows in every run
TEXTS = [
    'It\'s {{ a }} "hard" <text>: 日本',
    "a-key-of-exactly-fifty-characters-which-is-the-most",
    "https://example.com/forge",
]


def values(question: Question) -> list:
    """The answers to try: every choice; for free text, the default and a difficult one, where it is valid."""
    if question.multiselect:
        some = [(), *((value,) for value in question.values), tuple(question.values)]
        return [value for value in some if not QUESTIONNAIRE.problem(question, list(value), context({}))]
    if question.choices:
        return question.values
    if question.type == "bool":
        return [True, False]
    default = QUESTIONNAIRE.default(question, context({}))
    return [text for text in [default, *TEXTS] if not QUESTIONNAIRE.problem(question, text, context({}))][:2]


TEXT_QUESTIONS = {question.name for question in QUESTIONNAIRE if not question.choices and question.type != "bool"}


def context(answers: dict) -> dict:
    given = {name: Given(list(value) if isinstance(value, tuple) else value, name) for name, value in answers.items()}
    evaluated = QUESTIONNAIRE.evaluate(given, "project")
    return {answer.question.name: answer.value for answer in evaluated} | {"_folder_name": "project"}


VALUES = {question.name: values(question) for question in QUESTIONNAIRE}


def all_rows(rest: tuple, answers: tuple = ()) -> Iterator[tuple]:
    """Every combination of choices that can be given together, each with some of the free texts."""
    if not rest:
        yield tuple((name, CHANCE.choice(VALUES[name]) if name in TEXT_QUESTIONS else value) for name, value in answers)
        return
    question, *rest = rest
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
    return question.when is True or QUESTIONNAIRE.applies(question, context(dict(answers)))


def is_valid(name: str, value, answers: tuple) -> bool:
    """Whether an answer goes with the ones before it: Confluence, for example, has no customers."""
    question = next(question for question in QUESTIONNAIRE if question.name == name)
    if not question.multiselect:
        return True
    answers = tuple(item for item in answers if item[0] not in TEXT_QUESTIONS)
    return not QUESTIONNAIRE.problem(question, list(value), context(dict(answers)))


def rows() -> list[dict]:
    """As few rows as a greedy search needs for every pair: always the row with the most that are still missing."""
    candidates = {row: set(combinations(row, 2)) for row in all_rows(tuple(QUESTIONNAIRE))}
    missing = set().union(*candidates.values())
    chosen = []
    while missing:
        chosen.append(max(candidates, key=lambda row: len(candidates[row] & missing)))
        missing -= candidates[chosen[-1]]
    return [dict(row) for row in chosen]


@dataclass
class Project:
    """One row, as a project. ``code`` is what its texts and its manifest leave the same: what tsc and the tests see."""

    row: dict
    folder: Path
    code: tuple
    seconds: float = 0.0
    checked_as: int | None = None
    findings: str = ""


@pytest.fixture(scope="module")
def projects(platform, tmp_path_factory) -> list[Project]:
    """Every row made and checked; of the rows that differ in nothing but texts and manifest, the first is built."""
    folder = tmp_path_factory.mktemp("matrix")
    made = [make(row, folder / f"row-{number}") for number, row in enumerate(rows())]
    first: dict[tuple, int] = {}
    for number, project in enumerate(made):
        project.checked_as = first.setdefault(project.code, number)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(check, (made[number] for number in first.values())))
    found = validate(project.folder for project in made if is_forge(project.folder))
    for project in made:
        findings = found[str(project.folder)] if is_forge(project.folder) else validate_descriptor(project.folder)
        project.findings = "\n".join(filter(None, [made[project.checked_as].findings, *findings]))
    print_table(made)
    return made


def make(row: dict, folder: Path) -> Project:
    answers = {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}
    done = run("sh", "-c", f"{BIN}/{replay(folder.name, QUESTIONNAIRE.spell(answers))} --no-git", cwd=folder.parent)
    assert done.code == 0, done.err
    files = {path: content for path, content in tree(install(folder)).items() if path.startswith(CODE)}
    code = {path: content for path, content in files.items() if not path.endswith(".html")}
    package = json.loads((folder / "package.json").read_text())
    if "build" in package["scripts"] and is_forge(folder):
        pretend_to_build(folder)
    return Project(row, folder, (json.dumps([package["dependencies"], package["scripts"]]), *sorted(code.items())))


def validate_descriptor(folder: Path) -> list[str]:
    return run(BIN / "node", "scripts/validate.mjs", cwd=folder).err.splitlines()


def check(project: Project) -> None:
    start = time.perf_counter()
    done = run(BIN / "npm", "run", "--silent", "check", cwd=project.folder)
    project.seconds = time.perf_counter() - start
    project.findings = "" if done.code == 0 else done.out + done.err


def print_table(projects: list[Project]) -> None:
    shown = [question.name for question in QUESTIONNAIRE if question.name not in TEXT_QUESTIONS]
    print("\n" + " | ".join(["row", *shown, "seconds", "findings"]))
    for number, project in enumerate(projects):
        cells = [in_words(project.row.get(name, "–")) for name in shown]
        seconds = f"{project.seconds:.1f}" if project.checked_as == number else f"code of {project.checked_as}"
        print(" | ".join([str(number), *cells, seconds, "FAILED" if project.findings else "none"]))


def in_words(value) -> str:
    return (",".join(value) or "none") if isinstance(value, tuple) else str(value)


def test_every_row_passes_its_own_checks(projects):
    """tsc, ESLint, the handshake in both orders, Atlassian's validator: without an error or a warning."""
    assert [(project.row, project.findings) for project in projects if project.findings] == []


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


def test_the_matrix_has_every_pair_that_can_be():
    """Counted apart from the search: wherever both questions apply at all, both answers meet."""
    matrix = rows()
    for one, other in combinations(QUESTIONNAIRE, 2):
        together = [(row[one.name], row[other.name]) for row in matrix if {one.name, other.name} <= row.keys()]
        values = [{pair[0] for pair in together}, {pair[1] for pair in together}]
        if together and one.name not in ("target", "connect_location") and other.name != "target":
            assert len(set(together)) == len(values[0]) * len(values[1]), (one.name, other.name)
    for question in QUESTIONNAIRE:
        assert {row[question.name] for row in matrix if question.name in row} == set(VALUES[question.name])
