"""Files that `bgscript new --from` cannot use: one sentence each."""

import json
import os

import pytest
import yaml

from bgscript.importing.app import left_in
from bgscript.system.errors import UsageError
from tests.support.apps import CONNECT, GADGETS, REMOTE, SAMPLES, adopt, leaves, source

DEEP = "app: " + "[" * 5_000 + "]" * 5_000

BOMB = "app: {}\nmodules: &a [x, x]\n" + "".join(
    f"{after}: &{after} [*{before}, *{before}, *{before}]\n"
    for before, after in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n# nothing\n", "is empty"),
        (b"- a\n", "no Forge manifest"),
        (b"name: a\n", "no Forge manifest"),
        (b"app: text\nmodules: text\n", "none of its modules"),
        (b"app: {}\nmodules: [1, 2]\n", "none of its modules"),
        (b"app: {\n", "manifest.yml:2: manifest.yml is not valid"),
        (b"app: {}\nmodules: {}\nmodules: {}\n", "manifest.yml:3: `modules` is a duplicate key"),
        (b"app: {}\n---\napp: {}\n", "another document"),
        (b"app: " + b"x" * 10_000_000, "is larger than"),
        (DEEP.encode(), "nested more than"),
        (BOMB.encode(), "none of its modules"),
        (b"app: &a\n  b: *a\n", "alias that contains itself"),
        ("app: {}\n".encode("utf-16"), "is not UTF-8"),
        (b"app: \xff\n", "is not UTF-8"),
        (b"app:\n<<<<<<< HEAD\n  id: a\n=======\n>>>>>>> b\n", "conflict markers"),
        (b"\x00\x01app:", "is not valid"),
        (b"modules: {}\nother: " + b"9" * 6_000, "none of its modules"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_file_that_is_none_is_one_sentence(content, sentence, tmp_path, bgscript):
    (tmp_path / "manifest.yml").write_bytes(content)
    done = bgscript("new", "made", "--yes", "--from=manifest.yml")
    errors = [line for line in done.err.splitlines() if line.startswith("error")]
    assert (done.code, done.out, len(errors)) == (2, "", 1), done.err
    assert sentence in errors[0]
    assert not (tmp_path / "made").exists()


def test_a_place_that_is_no_file_is_one_sentence(tmp_path, bgscript):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for number in (1, 2):
        source(tmp_path / "all" / f"app{number}", "manifest.yml", REMOTE)
    both = source(tmp_path / "both", "manifest.yml", REMOTE).parent
    source(both, "atlassian-connect.json", json.dumps(CONNECT))
    for name, sentence in {
        "nowhere": "No such file",
        "loop": "symbolic links",
        "empty": "there is no manifest.yml and no atlassian-connect.json in it",
        "pipe": "neither a file nor a folder",
        "all": "all/app1, all/app2",
        "both": "it has manifest.yml and atlassian-connect.json",
        "": "",
    }.items():
        done = bgscript("new", "made", "--yes", f"--from={name}")
        assert done.code == 2, done
        assert sentence in done.err
        assert "Traceback" not in done.err


def test_aliases_and_a_byte_order_mark_are_read(tmp_path, bgscript):
    (tmp_path / "manifest.yml").write_bytes(
        b"\xef\xbb\xbf" + f"{GADGETS}{BOMB.partition('app: {}')[2]}".replace("modules: &a", "x: &a").encode()
    )
    done = bgscript("new", "made", "--yes", "--no-git", "--json", "--from=manifest.yml")
    listed = {each["property"] for each in json.loads(done.out)["not_carried"]}
    assert {"b", "q", "x"} <= listed


ODD = [
    None,
    True,
    0,
    1.5,
    "",
    "../..",
    "${X}",
    "{{ x }}",
    [],
    {},
    [[]],
    [{}],
    {"a": 1},
    {"i18n": 1},
    [None],
    "a" * 5_000,
]


def test_no_value_anywhere_makes_it_fail(tmp_path):
    """Any value in any place: refused in a sentence or taken, and every value accounted for."""
    import random

    chance = random.Random(20261122)
    bases = [yaml.safe_load(text) if name.endswith("yml") else json.loads(text) for name, text, _ in SAMPLES.values()]
    for _ in range(200):
        document = json.loads(json.dumps(chance.choice(bases)))
        for _ in range(chance.randint(1, 3)):
            put(document, json.loads(json.dumps(chance.choice(ODD))), chance)
        file = source(
            tmp_path, "atlassian-connect.json" if "baseUrl" in document else "manifest.yml", json.dumps(document)
        )
        chosen = chance.choice([{}, {"target": "connect"}, {"target": "home-dashboard"}, {"target": "jira-issue"}])
        try:
            facts, answers, questionnaire = adopt(file, **chosen)
        except UsageError:
            continue
        left = left_in(facts, {**answers, **chosen}, questionnaire, tmp_path / "none")
        places = [fact.place.property for fact in facts.said if fact.place and fact.holds({**answers, **chosen})]
        told = [*(each.property for each in left), *places]
        for way, _ in leaves(document):
            assert any(way == each or way.startswith((f"{each}.", f"{each}[")) for each in told), (way, told)


def put(document, value, chance):
    while True:
        names = list(document) if isinstance(document, dict) else list(range(len(document)))
        if not names:
            return
        name = chance.choice(names)
        if isinstance(document[name], (dict, list)) and document[name] and chance.random() < 0.8:
            document = document[name]
            continue
        document[name] = value
        return
