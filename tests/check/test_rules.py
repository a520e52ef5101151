"""Every rule has a folder here: ``wrong`` has a mistake, ``expected.txt`` what is found, and ``right`` has none of it.

``today.txt`` is the day on which a folder is checked, for rules about what ends. After a change:
``pytest tests/check/test_rules.py --update-golden``, then read the difference.
"""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bgscript.check import ends, explain
from bgscript.check.engine import _IS_THERE, Checker
from bgscript.check.levels import LEVELS
from bgscript.check.rules import REGISTRY, load

RULES = Path(__file__).parent / "rules"


def found(folder: Path) -> str:
    """All findings in a folder, one a line; what to do is on a line below."""
    lines = [
        f"{each.file}:{each.line}:{each.column}: {each.level} {each.code} {each.message}\n    {each.hint}\n"
        for each in Checker().check(str(folder)).findings
    ]
    text = "".join(lines).replace(str(folder), "PROJECT")
    return re.sub(r"the newest is \d+\.\d+\.\d+", "the newest is NEWEST", text)


@pytest.fixture
def folder(code, monkeypatch):
    """The folder of a rule, on its day."""
    day = RULES / code / "today.txt"
    if day.exists():
        pretended = date.fromisoformat(day.read_text().strip())

        class Day(date):
            @classmethod
            def today(cls):
                return pretended

        monkeypatch.setattr(ends, "date", Day)
    return RULES / code


@pytest.mark.parametrize("code", REGISTRY)
def test_a_mistake_is_found(code, folder, request):
    got, expected = found(folder / "wrong"), folder / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(got)
    assert got == expected.read_text()
    assert f" {load(code).LEVEL} {code} " in got or code in ("BG411",)


@pytest.mark.parametrize("code", REGISTRY)
def test_what_is_right_is_not(code, folder):
    assert code not in found(folder / "right")


def test_there_is_a_folder_for_each_rule_and_no_other():
    assert sorted(path.name for path in RULES.iterdir()) == sorted(REGISTRY)


@pytest.mark.parametrize("code", REGISTRY)
def test_a_rule_s_file_says_what_the_registry_says(code):
    rule, (module, needs) = load(code), REGISTRY[code]
    assert (code, needs) == (rule.CODE, rule.NEEDS)
    assert module.startswith(f"{code.lower()}_")
    assert rule.LEVEL in LEVELS
    assert needs == "noticed" or needs in _IS_THERE
    assert (rule.__doc__ or "").startswith(f"{code}: {rule.SUMMARY}.\n")
    assert all(explain.parts(rule))
    assert re.fullmatch(r"[^|\n]{10,120}", rule.SUMMARY)


def test_the_registry_is_in_order_and_has_every_file():
    assert list(REGISTRY) == sorted(REGISTRY)
    files = (Path(explain.__file__).parent / "rules").glob("bg*.py")
    assert sorted(file.stem for file in files) == [module for module, _ in REGISTRY.values()]


def test_a_rule_is_explained_by_its_file(bgscript):
    done = bgscript("check", "--explain", "bg405")
    assert done.code == 0
    assert done.out == f"{explain.text(load('BG405'))}\n"
    assert [part in done.out for part in explain.parts(load("BG405"))] == [True, False, False]  # examples are indented
    assert "    await events.on('answer', show);\n    await events.emit('ask');\n\nTo do: " in done.out


def test_an_unknown_code_is_refused(bgscript):
    done = bgscript("check", "--explain", "BG45")
    assert done.code == 2
    assert "did you mean 'BG405'" in done.err


def test_sarif_has_what_the_files_of_the_rules_say(bgscript, tmp_path):
    shutil.copytree(RULES / "BG405" / "wrong", tmp_path / "app")
    bgscript("check", "app", "--sarif", "out.sarif")
    rules = json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(REGISTRY)
    for rule in rules:
        why, wrong, right = explain.parts(load(rule["id"]))
        assert rule["fullDescription"]["text"] == why
        assert wrong in rule["help"]["markdown"]
        assert right in rule["help"]["markdown"]
        assert re.match(r"https://|urn:", rule["helpUri"])
