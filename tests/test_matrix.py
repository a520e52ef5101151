"""Every pair of answers that can be given together, in as few projects as possible, each passing all its own checks.

The rows come from copier.yml: a new question or choice is in the matrix by itself. `pytest tests/test_matrix.py -s`
prints the table.
"""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import pytest
from conftest import BIN, TEMPLATES, install, run

from bgscript.questions import Given, Question, Questionnaire
from bgscript.report import replay

QUESTIONNAIRE = Questionnaire(TEMPLATES)
CHANCE = random.Random(1)  # the same rows in every run
TEXTS = [
    'It\'s {{ a }} "hard" <text>: 日本',
    "a-key-of-exactly-fifty-characters-which-is-the-most",
    "https://example.com/forge",
]


def values(question: Question) -> list:
    """The answers to try: every choice; for free text, the default and a difficult one, where it is valid."""
    if question.multiselect:
        return [(), *((value,) for value in question.values), tuple(question.values)]
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
        yield answers
        return
    question, *rest = rest
    if not applies(question.name, tuple(item for item in answers if item[0] not in TEXT_QUESTIONS)):
        yield from all_rows(rest, answers)
    elif question.name in TEXT_QUESTIONS:
        yield from all_rows(rest, (*answers, (question.name, CHANCE.choice(VALUES[question.name]))))
    else:
        for value in VALUES[question.name]:
            yield from all_rows(rest, (*answers, (question.name, value)))


@cache
def applies(name: str, answers: tuple) -> bool:
    question = next(question for question in QUESTIONNAIRE if question.name == name)
    return question.when is True or QUESTIONNAIRE.applies(question, context(dict(answers)))


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
class Outcome:
    seconds: float
    finding: str


@pytest.fixture(scope="module")
def outcomes(platform, tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix")

    def check(number_and_row):
        number, row = number_and_row
        start = time.perf_counter()
        words = replay(f"row-{number}", {name: list(v) if isinstance(v, tuple) else v for name, v in row.items()})
        made = run("sh", "-c", f"{BIN}/{words} --no-git", cwd=folder)
        done = (
            run(BIN / "npm", "run", "--silent", "check", cwd=install(folder / f"row-{number}"))
            if not made.code
            else made
        )
        finding = "" if done.code == 0 else done.out + done.err
        return Outcome(time.perf_counter() - start, finding)

    matrix = rows()
    with ThreadPoolExecutor(2) as pool:
        checked = list(pool.map(check, enumerate(matrix)))
    print_table(matrix, checked)
    return list(zip(matrix, checked, strict=True))


def print_table(matrix, checked):
    shown = [question.name for question in QUESTIONNAIRE if question.choices or question.type == "bool"]
    print("\n" + " | ".join(["row", *shown, "seconds", "findings"]))
    for number, (row, outcome) in enumerate(zip(matrix, checked, strict=True)):
        cells = [",".join(v) or "none" if isinstance(v := row.get(name, "–"), tuple) else str(v) for name in shown]
        print(" | ".join([str(number), *cells, f"{outcome.seconds:.1f}", "FAILED" if outcome.finding else "none"]))


def test_every_row_passes_its_own_checks(outcomes):
    """tsc, ESLint, the handshake in both orders, Atlassian's validator: without an error or a warning."""
    assert [(row, outcome.finding) for row, outcome in outcomes if outcome.finding] == []


def test_the_matrix_has_every_pair_of_homes_flavours_and_resolvers():
    matrix = rows()
    for one, other in combinations(["target", "ui", "resolver", "ci", "license"], 2):
        pairs = {(row[one], row[other]) for row in matrix}
        assert len(pairs) == len(VALUES[one]) * len(VALUES[other]), (one, other)
    for question in QUESTIONNAIRE:
        assert {row[question.name] for row in matrix if question.name in row} == set(VALUES[question.name])
