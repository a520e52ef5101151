"""copier.yml is the one source: what it says is what flags, data files and help know, and what copier itself takes."""

import shutil
from typing import Any

import pytest
import yaml

from bgscript.system.errors import TemplateError, UsageError
from bgscript.template.questions import Given, Questionnaire, read_data, spell
from tests.support.commands import run, tree
from tests.support.layers import exhaustive_but
from tests.support.paths import BIN, ROOT, TARGETS, TEMPLATES

TEMPLATE = """
color:
  type: str
  choices: {Red: red, Dark blue: blue}
  default: red
shade:
  type: str
  default: "{{ color }}ish"
  validator: "{% if ' ' in shade %}must have no space{% endif %}"
layers:
  type: int
  default: 1
glossy:
  type: bool
  default: false
coats:
  type: str
  multiselect: true
  choices: [primer, varnish]
  default: []
  when: "{{ glossy }}"
is_red:
  type: bool
  default: "{{ color == 'red' }}"
  when: false
"""


@pytest.fixture
def questionnaire(tmp_path):
    (tmp_path / "copier.yml").write_text(TEMPLATE)
    return Questionnaire(tmp_path)


def given(**answers):
    return {name: Given(value, "--" + name) for name, value in answers.items()}


def test_defaults_follow_the_answers_before_them(questionnaire):
    answers = questionnaire.resolve(given(color="blue"), "app")
    assert answers == {"color": "blue", "shade": "blueish", "layers": 1, "glossy": False}


def test_a_question_applies_when_its_condition_holds(questionnaire):
    assert questionnaire.resolve(given(glossy=True, coats=["primer"]), "app")["coats"] == ["primer"]
    with pytest.raises(UsageError, match="--coats does not apply"):
        questionnaire.resolve(given(coats=["primer"]), "app")


def test_all_wrong_answers_are_reported_together(questionnaire):
    with pytest.raises(UsageError) as raised:
        questionnaire.resolve(given(color="rad", shade="a b", layers="many", glossy=1), "app")
    assert raised.value.problems == [
        "--color cannot be 'rad' (did you mean 'red'?); it is one of red, blue",
        "--shade must have no space",
        "--layers must be a whole number, not 'many'",
        "--glossy must be true or false, not 1",
    ]


KNOWN = """
_known:
  names:
    file: "{{ 'known.txt' if strict else '' }}"
    reason: it is not there; write it yourself
strict: {type: bool, default: true}
names: {type: yaml, default: "[]", validator: "{{ '' if names is sequence else 'must be a list' }}"}
"""


def test_names_that_the_template_does_not_know_are_refused_with_the_nearest(tmp_path):
    (tmp_path / "copier.yml").write_text(KNOWN)
    (tmp_path / "known.txt").write_text("# names\nread:work\nwrite:work\n")
    asked = Questionnaire(tmp_path)
    assert asked.resolve(given(names=["read:work"]), "app")["names"] == ["read:work"]
    assert asked.resolve(given(names=["x"], strict=False), "app")["names"] == ["x"]
    with pytest.raises(UsageError) as refused:
        asked.resolve(given(names=["read:wrok", "read:work", "# names"]), "app")
    expected = (
        "--names cannot have 'read:wrok' (did you mean 'read:work'?), '# names': it is not there; write it yourself"
    )
    assert str(refused.value) == expected
    # what a project has recorded may be newer than the template; what is added to it may not
    former = {"names": ["newer"]}
    assert asked.resolve(given(names=["newer", "read:work"]), "app", former)["names"] == ["newer", "read:work"]
    with pytest.raises(UsageError, match="cannot have 'other': "):
        asked.resolve(given(names=["newer", "other"]), "app", former)


def test_a_scope_that_forge_does_not_know_is_refused_and_connect_has_its_own():
    asked = Questionnaire(TEMPLATES)
    with pytest.raises(
        UsageError, match=r"--scopes cannot have 'read:jira-wrok' \(did you mean 'read:jira-work'\?\): Forge"
    ):
        asked.resolve(given(scopes=["read:jira-wrok"]), "app")
    assert asked.resolve(given(scopes=["read:jira-work"]), "app")["scopes"] == ["read:jira-work"]
    assert asked.resolve(given(target="connect", scopes=["READ"]), "app")["scopes"] == ["READ"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("_known: { color: known.txt }", "_known must give color a file and a reason"),
        ("_known: { coats: { file: none.txt, reason: r } }", "none.txt: No such file"),
        ("_known: { coats: { file: ../none.txt, reason: r } }", "a symbolic link to a file outside the template"),
    ],
)
def test_a_list_of_known_names_that_cannot_be_used_is_an_error_of_the_template(text, problem, tmp_path):
    (tmp_path / "template").mkdir()
    (tmp_path / "template" / "copier.yml").write_text(TEMPLATE + text)
    with pytest.raises(TemplateError, match=problem):
        Questionnaire(tmp_path / "template").resolve(given(glossy=True, coats=["primer"]), "app")


def test_computed_facts_are_never_questions(questionnaire):
    assert "is_red" not in [question.name for question in questionnaire]
    with pytest.raises(UsageError, match="is_red does not apply"):
        questionnaire.resolve(given(is_red=False), "app")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("colour: red", "line 1: unknown question colour .did you mean 'color'"),
        ("- red", "it must hold `name: value` lines"),
        ("color: [red", r"line \d: "),
        ("is_red: true", "line 1: unknown question is_red"),
    ],
)
def test_a_data_file_that_cannot_be_meant_is_refused(text, problem, questionnaire, tmp_path):
    (tmp_path / "answers.yml").write_text(text)
    with pytest.raises(UsageError, match=problem):
        read_data(tmp_path / "answers.yml", questionnaire)


@pytest.mark.usefixtures("git")
def test_a_new_question_needs_no_python(bgscript, tmp_path):
    """A copied checkout with one more question in copier.yml: flag, help, data file and answers know it."""
    package = tmp_path / "checkout" / "generator" / "bgscript"
    shutil.copytree(ROOT / "generator" / "bgscript", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TEMPLATES, tmp_path / "checkout" / "templates")
    copier_yml = tmp_path / "checkout" / "templates" / "copier.yml"
    copier_yml.write_text(copier_yml.read_text() + "\nmascot:\n  type: str\n  help: Which animal?\n  default: otter\n")

    def checkout(*words):
        env = {"PYTHONPATH": str(package.parent)}
        return run(BIN / "python", "-m", "bgscript", "new", *words, cwd=tmp_path, env=env)

    assert "--mascot MASCOT" in checkout("--help").out
    assert checkout("zoo", "--yes", "--mascot=heron").code == 0
    assert yaml.safe_load((tmp_path / "zoo" / ".copier-answers.yml").read_text())["mascot"] == "heron"


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("target", exhaustive_but(TARGETS, "jira-issue", "connect"))
def test_plain_copier_makes_the_same_project(target, bgscript, tmp_path):
    """bgscript adds comfort, not meaning: its defaults are copier's, and so is every byte but the source's name."""
    assert bgscript("new", "team-pulse", "--yes", "--no-git", f"--target={target}").code == 0
    copier: list[Any] = [
        "copier",
        "copy",
        "--quiet",
        "--defaults",
        f"--data=target={target}",
        TEMPLATES,
        "other/team-pulse",
    ]
    assert run(BIN / copier[0], *copier[1:], cwd=tmp_path).code == 0
    ours, theirs = tree(tmp_path / "team-pulse"), tree(tmp_path / "other" / "team-pulse")
    answers = [yaml.safe_load(files.pop(".copier-answers.yml")) for files in (ours, theirs)]
    assert ours == theirs
    assert answers[0] == answers[1] | {"_src_path": "git+bgscript::templates", "_commit": answers[0]["_commit"]}


def test_a_template_names_the_flag_of_a_mapping(tmp_path):
    (tmp_path / "copier.yml").write_text("_pairs: {tones: --tone NAME=HUE}\ntones: {type: yaml, default: '{}'}\n")
    questionnaire = Questionnaire(tmp_path)
    (tones,) = questionnaire
    assert tones.parse(["sky=blue", "a=b=c"]) == {"sky": "blue", "a": "b=c"}
    assert spell(questionnaire, {"tones": {"sky": "blue", "a": "b=c"}}) == ["--tone=sky=blue", "--tone=a=b=c"]
    assert spell(questionnaire, {"tones": {}}) == []
    assert questionnaire.resolve({"tones": Given({"x": "y"}, "--tone")}, "app") == {"tones": {"x": "y"}}
    (tmp_path / "copier.yml").write_text("_pairs: {tones: tone}\ntones: {type: yaml, default: '{}'}\n")
    with pytest.raises(Exception, match="_pairs must give it a flag and its form, as in --view KEY=TITLE"):
        Questionnaire(tmp_path)


LISTS = """
_lists: [names]
names: {type: yaml, default: "[]"}
coats: {type: str, multiselect: true, choices: [primer, varnish]}
towns: {type: str, multiselect: true, choices: [Bonn, New York, "Bath, Maine"]}
sizes: {type: int, multiselect: true, choices: [1, 2]}
"""


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("names", ["a:b,c:d"], ["a:b", "c:d"]),
        ("names", ["  a:b ,\tc:d\n"], ["a:b", "c:d"]),
        ("names", ["a:b c:d"], ["a:b", "c:d"]),
        ("names", ["a:b", "c:d, e:f"], ["a:b", "c:d", "e:f"]),
        ("names", ["[a:b, c:d]"], ["a:b", "c:d"]),
        ("names", [' ["a:b", "c:d"] ', "e:f"], ["a:b", "c:d", "e:f"]),
        ("names", ["- a:b\n- c:d\n"], ["a:b", "c:d"]),
        ("names", ["[a:b, 3]"], ["a:b", 3]),
        ("names", ["[a:b"], ["[a:b"]),
        ("names", ["-a"], ["-a"]),
        ("names", ["true"], ["true"]),
        ("names", [",, ,"], []),
        ("names", [""], []),
        ("names", ["[]"], []),
        ("coats", ["primer, varnish"], ["primer", "varnish"]),
        ("coats", ["primer varnish"], ["primer", "varnish"]),
        ("coats", ["[primer]", "varnish"], ["primer", "varnish"]),
        ("coats", ["primer;varnish"], ["primer;varnish"]),
        ("towns", ["New York, Bonn"], ["New York", "Bonn"]),
        ("towns", ["Bath, Maine", "Bonn"], ["Bath, Maine", "Bonn"]),
        ("towns", ['["Bath, Maine", Bonn]'], ["Bath, Maine", "Bonn"]),
        ("sizes", ["1 2"], [1, 2]),
        ("sizes", ["[1, 2]"], [1, 2]),
    ],
)
def test_every_list_is_given_in_every_form(name, words, value, tmp_path):
    (tmp_path / "copier.yml").write_text(LISTS)
    question = next(each for each in Questionnaire(tmp_path) if each.name == name)
    assert question.parse(words) == value
    if len(words) == 1:
        assert question.change(words[0]) == value


@pytest.mark.parametrize(
    ("name", "value", "flag"),
    [
        ("names", ["a:b", "c:d"], "--names=a:b,c:d"),
        ("names", [], "--names="),
        ("names", ["a b", "c,d"], '--names=["a b", "c,d"]'),
        ("names", ["[a"], "--names=[a"),
        ("names", [3], "--names=[3]"),
        ("towns", ["New York", "Bonn"], "--towns=New York,Bonn"),
        ("towns", ["Bath, Maine", "Bonn"], '--towns=["Bath, Maine", "Bonn"]'),
        ("sizes", [1, 2], "--sizes=1,2"),
    ],
)
def test_a_list_is_spelled_so_that_it_is_read_again(name, value, flag, tmp_path):
    (tmp_path / "copier.yml").write_text(LISTS)
    questionnaire = Questionnaire(tmp_path)
    assert spell(questionnaire, {name: value}) == [flag]
    question = next(each for each in questionnaire if each.name == name)
    assert question.parse([flag.partition("=")[2]]) == value


def test_a_list_of_texts_is_yaml(tmp_path):
    (tmp_path / "copier.yml").write_text("_lists: [name]\nname: {type: str}\n")
    with pytest.raises(TemplateError, match="question name: _lists is for questions of type yaml"):
        Questionnaire(tmp_path)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (
            {"scopes": ["read:jira-work", "reed", "READ"]},
            "cannot have 'reed', 'READ': a scope of Forge looks like read:jira-work",
        ),
        (
            {"scopes": ["read:jira-work", "storage:app", "read:jira-work"]},
            "cannot have 'read:jira-work' more than once",
        ),
        ({"scopes": [None, 3]}, "cannot have 'None', '3': a scope of Forge looks like read:jira-work"),
        ({"scopes": {"read:jira-work": 1}}, 'must be a list of scopes, as in ["read:jira-work"]'),
        ({"scopes": "READ", "target": "connect"}, 'must be a list of scopes, as in ["READ"]'),
        (
            {"scopes": ["READ", "read:jira-work"], "target": "connect"},
            "cannot have 'read:jira-work': Connect has READ, WRITE, DELETE, PROJECT_ADMIN, ADMIN, ACT_AS_USER, "
            "ACCESS_EMAIL_ADDRESSES",
        ),
    ],
)
def test_the_wrong_scopes_are_named(answers, problem):
    with pytest.raises(UsageError) as refused:
        Questionnaire(TEMPLATES).resolve(given(**answers), "app")
    assert refused.value.problems == [f"--scopes {problem}"]
