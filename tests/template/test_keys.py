"""What names become in keys: lowercase Latin letters, digits and dashes, whichever letters a name has."""

import unicodedata
from collections import defaultdict
from typing import Any

import pytest
import yaml
from jinja2 import FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment

from bgscript.template.questions import Given, Questionnaire
from tests.support.paths import TEMPLATES

WITHOUT_PARTS = {
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "þ": "th", "đ": "d", "ð": "d"},
    **{"ł": "l", "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i", "ƒ": "f"},
}
"""Letters that Unicode does not take apart, and how they are written without them."""


def of_unicode() -> dict[str, str]:
    """Lowercase Latin letters, as far as Vietnamese, by what is left of them without their marks."""
    found = defaultdict(str)
    for code in [*range(0xAA, 0x250), *range(0x1E00, 0x1F00)]:
        letter = chr(code)
        if letter.lower() != letter or unicodedata.category(letter) != "Ll":
            continue
        parts = unicodedata.normalize("NFKD", letter)
        plain = WITHOUT_PARTS.get(letter) or "".join(part for part in parts if not unicodedata.combining(part))
        if plain.isascii() and plain.isalpha():
            found[plain] += letter
    return dict(found)


def test_the_template_s_table_is_what_unicode_says():
    environment = SandboxedEnvironment(loader=FileSystemLoader(TEMPLATES))
    environment.filters["regex_replace"] = lambda text, *_: text
    partial: Any = environment.get_template("partials/keys.jinja").module
    assert partial.plain == of_unicode()


KEYS = {
    "Ünïcode": "unicode",
    unicodedata.normalize("NFD", "Ünïcode"): "unicode",
    "ÜNÏCODE": "unicode",
    "Straße 7": "strasse-7",
    "Łódź — Ærø": "lodz-aero",
    "Cà phê Việt": "ca-phe-viet",
    "İstanbul": "istanbul",
    "Émile": "emile",
    "Team Pulse 2": "team-pulse-2",
    "2 Teams": "app-2-teams",
    "Команда": "background-app",
    "日本 App": "app",
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_keeps_the_letters_of_a_name(name):
    answers = Questionnaire(TEMPLATES).resolve({"app_name": Given(name, "--app-name")}, "folder")
    assert answers["app_key"] == KEYS[name]


def test_the_name_of_a_folder_becomes_the_same_key():
    answers = Questionnaire(TEMPLATES).resolve({}, "ünïcode_app")
    assert (answers["app_name"], answers["app_key"]) == ("Ünïcode App", "unicode-app")


def test_copier_s_own_evaluation_derives_the_same_keys(bgscript, tmp_path):
    """The file that copier renders has the key that bgscript has printed."""
    done = bgscript("new", "app", "--yes", "--no-git", "--app-name=Ünïcode")
    assert "--app-key=unicode" in done.out
    assert "key: unicode-view" in (tmp_path / "app" / "manifest.yml").read_text()
    assert yaml.safe_load((tmp_path / "app" / ".copier-answers.yml").read_text())["app_key"] == "unicode"
