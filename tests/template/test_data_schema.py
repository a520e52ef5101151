"""The schema of data files says what the validators say, and never refuses what `bgscript new` accepts."""

import json
import random
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bgscript.system.errors import TemplateError, UsageError
from bgscript.template import templates
from bgscript.template.data_schema import data_schema
from bgscript.template.questions import Given, Questionnaire
from tests.support.golden import CASES
from tests.support.paths import TEMPLATES

ARI = "ari:cloud:ecosystem::app/0a1b2c3d-0000-4000-8000-00000000000f"
VALUES: dict = {
    "target": ["home-dashboard", "connect", "confluence", "jira-issue", "trello", 7],
    "shape": ["part", "app", "half"],
    "also": [[], ["confluence"], ["home-dashboard"], ["confluence", "confluence"], ["connect"], "confluence"],
    "key_home": ["jira-issue", "connect"],
    "ui": ["ui-kit", "uikit", None],
    "connect_location": [["dashboard"], [], ["footer"], "dashboard"],
    "experience": [["board"], ["all"], [], ["everywhere"]],
    "app_name": ["Team Pulse", "Équipe 🚀", "", " x", "x ", "a\tb", "a\nb", "a\n", "‮x", "a\u2028b", "x" * 101, 2026],
    "app_key": ["team-pulse", "a", "Team", "1a", "a_b", "a\n", "", "x" * 50, "x" * 51],
    "keys": [{"jira-issue/view": "my-panel"}, {"view": "x"}, {"jira-issue/view": "resolver"}, {"a/b": "a b"}, []],
    "view_title": ["Sales", "x" * 255, "x" * 256, True],
    "views": [{}, {"sales": "Sales"}, {"view": "x"}, {"Sales": "x"}, {"sales": ""}, {"sales": None}, {"nul": "x"},
              {"contract": "x"}, {"confluence-x": "x"}, {"x" * 24: "x"}, {"sales": 3}, ["sales"], {"yes": "x"}],
    "description": ["One line.", "", "x" * 1001],
    "scopes": [["read:jira-work"], ["READ"], ["read"], ["read:jira-work"] * 2, "read:jira-work", ["read:jira-wrok"],
               ["read:jira-work", "READ"], [None]],
    "app_id": [ARI, f"{ARI}0", f"{ARI}\n", "", 1],
    "connect_key": ["com.example.app", "a b", "x" * 91],
    "base_url": ["https://a.example.com", "https://localhost:65535", "http://a.com", "https://a.com/", "https://a.com:65536"],
    "remote_url": ["https://a.example.com:8443", "https://a.com/x", "https://-a.com", "https://a.com\n"],
    "resolver": ["function", "endpoint", "none", "lambda"],
    "remote_auth": [["user", "system"], ["admin"]],
    "ai_context": [True, "yes", 1],
    "store": ["sqlite", "postgres", "mysql"],
    "unlicensed_access": [["anonymous"], ["everybody"]],
    "display_condition": ["isAdmin", "isRoot"],
    "reload_on_refresh": [False, "no"],
    "package_manager": ["pnpm", "pip"],
    "in_workspace": [True, "yes"],
    "ci": ["bitbucket", False, "travis"],
    "dependency_updates": ["renovate", ""],
    "license": ["MIT", "GPL"],
    "owner_views": [["static/gadget", "."], [], ["static/gadget", "static/gadget"], ["../x"], ["/x"], ["a//b"],
                    ["a/./b"], ["a/"], [""], ["a\\b"], ["a\nb"], ["a\n"], ["..a/b.c", "@x/y z"], [3], "static/gadget"],
    "owner_calls": [{"jira-issue": "function:resolver"}, {"jira-issue": "endpoint:my_remote"}, {},
                    {"jira-issue": "resolver"}, {"jira-issue": "function:"},
                    {"jira-issue": "function:a\n"}, {"connect": "function:x"}, ["x"]],
    "script_resource": ["background", "background-2", "", "a b", "x" * 23, "x" * 24, "a\n"],
    "owner_language": ["js", "ts", "coffee"],
}  # fmt: skip
"""Values of each question, right and wrong ones."""

BESIDE: dict = {
    "also": {}, "key_home": {"also": ["jira-issue"]}, "connect_location": {"target": "connect"},
    "experience": {"target": "jira-global"}, "keys": {"target": "jira-issue"}, "base_url": {"target": "connect"},
    "remote_url": {"resolver": "endpoint"}, "remote_auth": {"resolver": "endpoint"}, "store": {"target": "connect"},
    "unlicensed_access": {"target": "confluence"}, "display_condition": {"target": "jira-issue"},
    "reload_on_refresh": {"target": "jira-issue"}, "owner_views": {"shape": "part"},
    "owner_calls": {"shape": "part", "target": "jira-issue"}, "script_resource": {"shape": "part"},
    "owner_language": {"shape": "part"},
}  # fmt: skip
"""The answers with which a question applies."""


@pytest.fixture(scope="module")
def questionnaire():
    return Questionnaire(templates.current().root)


@pytest.fixture(scope="module")
def schema(questionnaire):
    found = data_schema(questionnaire)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def accepts(questionnaire, answers) -> bool:
    """Whether `new` takes these answers."""
    try:
        questionnaire.resolve({name: Given(value, name) for name, value in answers.items()}, "app")
    except UsageError:
        return False
    return True


def test_every_question_is_in_it(questionnaire, schema):
    names = [question.name for question in questionnaire]
    assert list(schema.schema["properties"]) == names
    assert names == [name for name in names if name in VALUES], "give VALUES some for a new question"


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_refused_where_the_validator_refuses_it(name, questionnaire, schema):
    verdicts = set()
    for value in VALUES[name]:
        answers = {**BESIDE.get(name, {}), name: value}
        if value == ["READ"]:
            answers["target"] = "connect"
        assert schema.is_valid(answers) == accepts(questionnaire, answers), answers
        verdicts.add(schema.is_valid(answers))
    assert verdicts == {True, False}


@pytest.mark.parametrize(
    "answers",
    [
        {"target": "confluence", "base_url": "https://a.example.com"},
        {"base_url": "https://a.example.com"},
        {"target": "connect", "ui": "ui-kit"},
        {"target": "connect", "also": ["confluence"]},
        {"target": "connect", "resolver": "function"},
        {"remote_url": "https://a.example.com"},
        {"resolver": "none", "remote_auth": ["user"]},
        {"resolver": "endpoint", "ai_context": True},
        {"target": "jira-issue", "also": ["jira-issue"]},
        {"also": ["home-dashboard"]},
        {"app_nam": "x"},
        {"owner_views": ["static/gadget"]},
        {"shape": "app", "owner_language": "js"},
        {"shape": "part", "ui": "ui-kit", "owner_views": ["static/gadget"]},
        {"shape": "part", "views": {"sales": "Sales"}},
        {"shape": "part", "license": "MIT"},
        {"target": "connect", "scopes": ["read:jira-work"]},
        {"target": "connect", "scopes": ["READ", "read:jira-work"]},
        {"target": "jira-issue", "scopes": ["READ"]},
        {"scopes": ["READ"]},
    ],
)
def test_answers_that_do_not_go_together_are_refused(answers, questionnaire, schema):
    assert not schema.is_valid(answers)
    assert set(answers) - set(VALUES) or not accepts(questionnaire, answers)


def test_it_never_refuses_what_new_accepts(questionnaire, schema):
    chance, accepted = random.Random(22), 0
    for _ in range(2_000):
        names = ["target", *chance.sample(sorted(VALUES), chance.randint(1, 4))]
        answers = {name: chance.choice(VALUES[name]) for name in names}
        if accepts(questionnaire, answers):
            accepted += 1
            assert schema.is_valid(answers), answers
    print(f"{accepted} of 2000 documents are accepted")
    assert accepted > 50


def test_editors_complete_every_scope_that_new_accepts(questionnaire, schema):
    """An enum has the names, and the list is small enough for each editor that loads it."""
    names = schema.schema["properties"]["scopes"]["items"]["enum"]
    known = [line for line in (TEMPLATES / "scope-names.txt").read_text().splitlines() if not line.startswith("#")]
    assert names[7:] == known
    assert all(accepts(questionnaire, {"target": "connect", "scopes": [name]}) for name in names[:7])
    assert accepts(questionnaire, {"scopes": known})
    assert len(json.dumps(schema.schema)) < 50_000


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_answers_of_every_golden_project_are_accepted(name, schema):
    import yaml

    from tests.support.golden import GOLDEN

    file = Path(GOLDEN / name / ".copier-answers.yml")
    schema.validate(yaml.safe_load(file.read_text()))


def test_a_template_without_schema_and_one_with_a_wrong_one(tmp_path):
    questions = "color: {type: str, choices: [red, blue]}\nlayers: {type: int, default: 1}\nany: {type: yaml}\n"
    (tmp_path / "copier.yml").write_text(questions)
    found = Draft202012Validator(data_schema(Questionnaire(tmp_path)))
    assert found.is_valid({"color": "red", "layers": 2, "any": {"x": 1}, "_commit": "v1"})
    assert not any(map(found.is_valid, [{"color": "green"}, {"layers": "2"}, {"layers": 1.5}, {"size": 1}, []]))
    (tmp_path / "copier.yml").write_text(f'{questions}_schema: {{color: "{{% if true %}}{{"}}\n')
    with pytest.raises(TemplateError, match="cannot be used"):
        data_schema(Questionnaire(tmp_path))
