"""`bgscript schema`: each is JSON Schema, allows what is right, and refuses what is wrong.

Of data files, see tests/template/test_data_schema.py. Every `--json` output of the whole test suite is held against the
schema of outputs, see tests/support/schemas.py.
"""

import argparse
import json
import shutil
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from bgscript.cli.main import COMMANDS
from bgscript.cli.parser import parser_for
from bgscript.system.session import Session
from tests.support.adopting import repository
from tests.support.golden import GOLDEN
from tests.support.paths import ROOT
from tests.support.sandbox import commit
from tests.support.schemas import outputs


def schema(called, kind):
    code, out, err = called("schema", kind)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("kind", ["data", "config", "output"])
def test_each_is_a_schema_on_standard_output(kind, called):
    assert schema(called, kind).schema["title"]


def test_an_unknown_kind_is_refused(called):
    code, out, err = called("schema", "outputs")
    assert (code, out) == (2, "")
    assert err == (
        "error: there is no schema of 'outputs' (did you mean 'output'?)\nhint: KIND is one of data, config, output\n"
    )
    assert called("schema")[0] == 2


# --- .bgscript.yml --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("", True),
        ("ignore: []", True),
        ("ignore: [{ code: BG601, reason: we move in March }]", True),
        ("ignore: [{ code: BG601, file: manifest.yml, reason: we move in March }]", True),
        ("ignore: [{ code: BG601 }]", False),
        ("ignore: [{ code: BG601, reason: ' ' }]", False),
        ("ignore: [{ reason: why }]", False),
        ("ignore: [{ code: BG999, reason: why }]", False),
        ("ignore: { code: BG601, reason: why }", False),
        ("ignored: []", False),
    ],
)
def test_settings_are_refused_where_check_reports_them(text, is_right, called, tmp_path):
    assert schema(called, "config").is_valid(yaml.safe_load(text) or {}) == is_right
    shutil.copytree(GOLDEN / "jira-dashboard", tmp_path / "app")
    (tmp_path / "app" / ".bgscript.yml").write_text(f"# yaml-language-server: $schema=.bgscript.schema.json\n{text}\n")
    _code, out, _ = called("check", tmp_path / "app", "--json")
    [project] = json.loads(out)["projects"]
    assert any(finding["code"] == "BG105" for finding in project["findings"]) != is_right


def test_a_misspelt_property_is_refused(called):
    wrong = {"ignore": [{"code": "BG601", "reason": "why", "files": "manifest.yml"}]}
    assert not schema(called, "config").is_valid(wrong)


def test_the_examples_of_the_pages_name_the_file_that_the_pages_say_how_to_write(called):
    config = schema(called, "config")
    text = (ROOT / "docs" / "guides" / "checking.md").read_text()
    assert "bgscript schema config > .bgscript.schema.json" in text
    [example] = [block for block in text.split("```yaml\n")[1:] if block.startswith("# yaml-language-server")]
    assert example.splitlines()[0] == "# yaml-language-server: $schema=.bgscript.schema.json"
    config.validate(yaml.safe_load(example.split("```")[0]))


# --- Outputs --------------------------------------------------------------------------------------------------------


def with_json():
    """Every command that has --json, as its outputs name it."""
    for name in COMMANDS:
        with Session() as session:
            parser = parser_for(name, COMMANDS, session)
            if name == "new":
                parser.parse_known_args(["new", "--yes", "x"])
            [commands] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
            yield from _named(name, commands.choices[name])


def _named(name, parser):
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for action in below:
        for kind, sub in action.choices.items():
            yield from _named(f"{name} {kind}", sub)
    if "--json" in parser._option_string_actions:
        yield name


@pytest.fixture(scope="module")
def seen(git, tmp_path_factory):
    """An output of every command, by its name."""
    from tests.support.commands import run_bgscript

    home = tmp_path_factory.mktemp("outputs")

    def run(*words):
        done = run_bgscript(*words, "--json", cwd=home)
        return json.loads(done.out)

    repository("cra", home / "other")
    found = [run("new", "app", "--yes"), run("adopt", "other", "--yes")]
    for words in (
        ("add", "view", "sales", "app"),
        ("remove", "view", "sales", "app"),
        ("add", "home", "confluence", "app"),
        ("remove", "home", "confluence", "app"),
        ("update", "app", "--set=license=MIT"),
        ("migrate", "app", "--to=jira-issue"),
    ):
        found.append(run(*words))
        commit(home / "app", words[0])
    found += [run("check", "app"), run("doctor", "app"), run("targets")]
    return {each["command"]: each for each in found}


def test_every_command_with_json_is_seen_and_allowed(seen):
    names = list(with_json())
    assert {"new", "update", "add view", "remove home", "migrate", "check", "doctor", "targets"} <= set(names)
    assert sorted(seen) == sorted(names)
    for each in seen.values():
        outputs().validate(each)


def test_other_forms_of_an_output_are_allowed(bgscript, git, tmp_path):
    """`run_bgscript` holds each against the schema."""
    shutil.copytree(GOLDEN / "jira-dashboard", tmp_path / "old")
    assert bgscript("new", "a", "--yes", "--dry-run", "--json").code == 0
    assert bgscript("new", "b", "--yes", "--from=old/manifest.yml", "--json").code == 0
    assert bgscript("new", "b", "--yes", "--ci=travis", "--json").code == 2
    assert bgscript("update", "b", "nowhere", "--json").code == 1
    assert bgscript("update", "b", "--set=ci=none", "--dry-run", "--json").code == 0
    assert bgscript("add", "view", "sales", "b", "--branch=sales", "--json").code == 0
    assert bgscript("migrate", "b", "--to=home-dashboard", "--branch=move", "--json").code == 0
    assert bgscript("check", "b", "old", "--json").code == 0
    (tmp_path / "empty").mkdir()
    assert bgscript("check", "empty", "--json").code == 1


def changes(value, path=()):
    """Documents that differ from a right one in one place: a property is missing, unknown, or of another type."""
    if isinstance(value, dict):
        yield {**value, "unknown": 1}
        for name, item in value.items():
            yield {key: kept for key, kept in value.items() if key != name}
            yield from ({**value, name: changed} for changed in changes(item))
    elif isinstance(value, list):
        yield {"not": "a list"}
        for index, item in enumerate(value[:1]):
            yield from ([*value[:index], changed, *value[index + 1 :]] for changed in changes(item))
    else:
        yield ["another type"]


OPTIONAL = {"from", "branch", "commit", "warnings", "not_carried", "findings"}


@pytest.mark.parametrize("command", [*with_json()])
def test_wrong_outputs_are_refused(command, seen):
    document, count = seen[command], 0
    for wrong in changes(document):
        if _has_only_less(wrong, document) or _is_any_value(wrong, document):
            continue
        count += 1
        assert not outputs().is_valid(wrong), json.dumps(wrong)[:2_000]
    assert count > 10


def _has_only_less(wrong, right) -> bool:
    """Whether a document lacks only what may be missing."""
    if isinstance(wrong, dict) and isinstance(right, dict) and wrong.keys() <= right.keys():
        return (right.keys() - wrong.keys() <= OPTIONAL) and all(
            wrong[name] == right[name] or _has_only_less(wrong[name], right[name]) for name in wrong
        )
    if isinstance(wrong, list) and isinstance(right, list) and len(wrong) == len(right):
        return all(one == other or _has_only_less(one, other) for one, other in zip(wrong, right, strict=True))
    return False


def _is_any_value(wrong, right) -> bool:
    """Whether only the `value` of an answer differs, which can be anything."""
    if isinstance(wrong, dict) and isinstance(right, dict) and wrong.keys() == right.keys():
        different = [name for name in right if wrong[name] != right[name]]
        return different == ["value"] or (bool(different) and all(_is_any_value(wrong[n], right[n]) for n in different))
    if isinstance(wrong, list) and isinstance(right, list) and len(wrong) == len(right):
        return all(one == other or _is_any_value(one, other) for one, other in zip(wrong, right, strict=True))
    return False


def test_a_wrong_error_is_refused():
    right = {"error": {"code": 2, "message": "x", "hint": ""}}
    assert outputs().is_valid(right)
    for wrong in [*changes(right), {"error": {"code": 7, "message": "x", "hint": ""}}, {}, []]:
        assert not outputs().is_valid(wrong)


def test_the_page_of_outputs_has_right_examples():
    text = Path(ROOT / "docs" / "reference" / "output.md").read_text()
    examples = [block.split("```")[0] for block in text.split("```json\n")[1:]]
    assert len(examples) >= 2
    for example in examples:
        outputs().validate(json.loads(example))
