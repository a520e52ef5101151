"""Random manifests that both sides have edited: merged as their values say, with the owner's lines as they were."""

import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bgscript.merging.key_merge import Conflict
from bgscript.merging.manifest_merge import merge

TYPES = ["jira:issuePanel", "jira:globalPage", "macro", "function", "trigger"]
SCOPES = ["read:jira-work", "write:jira-work", "storage:app", "read:me"]
TEXTS = ["Team Pulse", "on", "1", "a # b", "it's", 'say "so"', "", "x: y", "é"]
ABSENT = object()


# --- Values ---------------------------------------------------------------------------------------------------------


def manifest(random: Random) -> dict:
    types = random.sample(TYPES, random.randint(1, 4))
    made = {
        "app": {"id": "ari", "runtime": {"name": "nodejs24.x", "memoryMB": 256}},
        "modules": {name: [item(random, key) for key in random.sample("abcd", random.randint(1, 3))] for name in types},
        "resources": [{"key": key, "path": f"src/{key}"} for key in random.sample("abcd", random.randint(1, 3))],
        "permissions": {"scopes": random.sample(SCOPES, random.randint(1, 3)), "external": {"images": ["a.com"]}},
    }
    return {name: made[name] for name in random.sample(list(made), random.randint(2, 4))}


def item(random: Random, key: str) -> dict:
    more = {"title": random.choice(TEXTS), "resolver": {"function": "f"}, "rules": [{"when": 1}, {"when": 2}]}
    return {"key": key} | {name: more[name] for name in random.sample(list(more), random.randint(0, 3))}


def edit(random: Random, value: dict, mark: str) -> dict:
    """A few things that somebody does to a manifest."""
    value = json.loads(json.dumps(value))
    for number in range(random.randint(1, 3)):
        node, steps = value, random.randint(0, 3)
        for _ in range(steps):
            inner = list(node.values()) if isinstance(node, dict) else node
            containers = [part for part in inner if isinstance(part, (dict, list)) and part]
            node = random.choice(containers) if containers else node
        act(random, node, f"{mark}{number}")
    return value


def act(random: Random, node: dict | list, mark: str) -> None:
    action = random.choice(["add", "add", "drop", "change"])
    if isinstance(node, list):
        kind = node[0] if node else ""
        new = {"key": mark, "handler": mark} if isinstance(kind, dict) and "key" in kind else mark
        if action == "drop" and len(node) > 1:
            node.pop(random.randrange(len(node)))
        elif not (isinstance(kind, dict) and "when" in kind):
            node.insert(random.randint(0, len(node)), new)
        else:
            node.append({"when": mark})
        return
    names = [name for name in node if name != "key"]
    if action == "drop" and len(names) > 1:
        del node[random.choice(names)]
    elif action == "change" and (plain := [name for name in names if not isinstance(node[name], (dict, list))]):
        node[random.choice(plain)] = random.choice([mark, 7, True, *TEXTS])
    else:
        pairs = list(node.items())
        start = 1 if "key" in node else 0  # an item begins with its key
        pairs.insert(random.randint(start, len(pairs)), (f"new-{mark}", random.choice([mark, [mark], {"x": mark}])))
        node.clear()
        node.update(pairs)


def expected(base: Any, ours: Any, theirs: Any, *, whole: bool = False) -> Any:
    """The merge of values as the README tells it, written down once more."""
    if plain(ours) == plain(theirs) or plain(base) == plain(theirs):
        return ours
    if plain(base) == plain(ours):
        return theirs
    named = [names(side) for side in (base, ours, theirs)]
    if ours is ABSENT or (theirs is ABSENT and whole) or None in named[1:] or kind(ours) != kind(theirs, kind(ours)):
        raise Conflict
    known = named[0] if kind(base, kind(ours)) == kind(ours) and named[0] else {}
    sides, is_whole = (known, *named[1:]), whole or isinstance(ours, list)
    merged = {
        name: expected(*(side.get(name, ABSENT) for side in sides), whole=is_whole)
        for name in [*named[1], *(name for name in [*named[2], *known] if name not in named[1])]
    }
    left = {name: value for name, value in merged.items() if value is not ABSENT}
    if not left:
        if theirs is ABSENT:
            return ABSENT
        raise Conflict
    return list(left.values()) if isinstance(ours, list) else left


def kind(value, other=None):
    if value is ABSENT or value == []:
        return other
    if isinstance(value, dict):
        return "names"
    return "keys" if isinstance(value, list) and isinstance(value[0], dict) else "set"


def names(value):
    if value is ABSENT or isinstance(value, dict):
        return {} if value is ABSENT else value
    if not isinstance(value, list):
        return None
    if all(isinstance(part, dict) for part in value):
        found = {part.get("key"): part for part in value}
        return None if None in found or len(found) < len(value) else found
    found = {json.dumps(part): part for part in value}
    return None if len(found) < len(value) or any(isinstance(part, (dict, list)) for part in value) else found


def plain(value):
    return None if value is ABSENT else json.dumps(value, sort_keys=True)


def unordered(value):
    """A value without the order of lists that are merged."""
    if isinstance(value, dict):
        return {name: unordered(part) for name, part in value.items()}
    if isinstance(value, list) and names(value) is not None:
        return {name: unordered(part) for name, part in names(value).items()}
    return value


# --- Texts ----------------------------------------------------------------------------------------------------------


@dataclass
class Style:
    """How somebody writes YAML. Comments belong to paths, so that two versions have the same at the same place."""

    name: str
    seed: int
    indent: int = 2
    dash: int = 2
    line_break: str = "\n"
    comments: Counter = field(default_factory=Counter)
    quiet: bool = False

    def dice(self, path: str) -> int:
        return Random(f"{self.seed}{path}").randrange(12)

    def text(self, value: dict) -> bytes:
        return "".join(f"{line}{self.line_break}" for line in self.lines(value, "", 0)).encode()

    def lines(self, value, path: str, column: int) -> list[str]:
        space = " " * column
        if isinstance(value, dict):
            found = []
            for name, part in value.items():
                below = f"{path}/{name}"
                found += [*self.lead(below, space), *self.entry(f"{space}{name}:", part, below, column + self.indent)]
            return found
        found = []
        for number, part in enumerate(value):
            name = number if not isinstance(part, dict) else part.get("key", number)
            below = f"{path}/{name if isinstance(part, dict) else part}"
            if isinstance(part, dict):
                inner = self.lines(part, below, column + 2)
                first = next(i for i, line in enumerate(inner) if line.strip() and not line.lstrip().startswith("#"))
                inner[first] = f"{space}- {inner[first].lstrip()}"
                found += [*self.lead(below, space), *inner[first:]]
            else:
                found += [*self.lead(below, space), f"{space}- {self.scalar(part, below)}{self.trailer(below)}"]
        return found

    def entry(self, head: str, part, path: str, column: int) -> list[str]:
        if isinstance(part, (dict, list)) and part:
            inner = column - self.indent + self.dash if isinstance(part, list) else column
            return [f"{head}{self.trailer(path)}", *self.lines(part, path, inner)]
        text = json.dumps(part) if isinstance(part, (dict, list)) else self.scalar(part, path)
        return [f"{head} {text}{self.trailer(path)}"]

    def scalar(self, value, path: str) -> str:
        if isinstance(value, str) and (
            self.dice(path) < 3 or not value or set(value) & set("#'\":é1") or value == "on"
        ):
            return (
                json.dumps(value, ensure_ascii=False) if self.dice(path) % 2 else "'" + value.replace("'", "''") + "'"
            )
        return json.dumps(value) if not isinstance(value, str) else value

    def lead(self, path: str, space: str) -> list[str]:
        if self.quiet:
            return []
        return {0: [f"{space}# {self.name} {path}"], 1: [""]}.get(self.dice(path + "lead"), [])

    def trailer(self, path: str) -> str:
        return f" # {self.name} at {path}" if self.dice(path + "trailer") == 0 and not self.quiet else ""


def decorated(random: Random, text: bytes) -> bytes:
    """The text with comments of the owner's, each on a line of its own, between lines."""
    lines = text.decode().splitlines(keepends=True)
    line_break = "\r\n" if lines[0].endswith("\r\n") else "\n"
    for number in range(random.randint(0, 2)):
        lines.insert(random.randint(0, len(lines)), f"{random.choice(['', '  ', '    '])}# mine, {number}{line_break}")
    return "".join(lines).encode()


OUTCOMES: Counter[str] = Counter()


def examples(count: int):
    """Run a test with so many random manifests; the same ones each time."""
    how = settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    values = given(st.integers(0, 10**9), st.booleans(), st.booleans())
    return lambda test: how(values(test))


@examples(150)
def test_a_merge_says_what_a_merge_of_the_values_says(seed, has_own_style, has_comments):
    says_what_the_values_say(seed, has_own_style, has_comments)


@pytest.mark.exhaustive
@examples(600)
def test_a_merge_says_what_a_merge_of_the_values_says_whatever_they_are(seed, has_own_style, has_comments):
    says_what_the_values_say(seed, has_own_style, has_comments)


def says_what_the_values_say(seed: int, has_own_style: bool, has_comments: bool) -> None:
    random = Random(seed)
    base = manifest(random)
    ours, theirs = edit(random, base, "o"), edit(random, base, "t")
    template = Style("template", random.randrange(99), quiet=not has_comments)
    own = Style("template", template.seed, dash=template.dash, quiet=template.quiet)
    if has_own_style:
        own = Style("owner", random.randrange(99), 4, 0, random.choice(["\n", "\r\n"]), quiet=not has_comments)
    texts = template.text(base), own.text(ours), template.text(theirs)
    if has_comments:
        texts = texts[0], decorated(random, texts[1]), texts[2]
    assert [yaml.safe_load(text) for text in texts] == [base, ours, theirs]
    try:
        meant = unordered(expected(base, ours, theirs))
    except Conflict:
        meant = None
    try:
        merged = merge(*texts)
    except Conflict:
        OUTCOMES["conflict in the values" if meant is None else "left to git's lines"] += 1
        assert meant is None or has_comments or has_own_style
        return
    OUTCOMES["merged"] += 1
    assert unordered(yaml.safe_load(merged)) == meant
    old, mine, new, now = (Counter(text.split(b"\n")) for text in (*texts, merged))
    assert [line for line in mine - now if b"# mine" in line] == []
    if not has_own_style:
        assert mine - now <= old - new
        assert now - mine <= new - old
    try:
        back = merge(texts[2], merged, texts[0])
    except Conflict:
        OUTCOMES["back: left to git's lines"] += 1
        return
    OUTCOMES["back: byte-equal" if back == texts[1] else "back: the same, in another order"] += 1
    same_again = unordered(yaml.safe_load(back)) == unordered(ours)  # not if both sides had done the same
    if same_again and not has_own_style and not paths(base) - paths(theirs):
        assert back == texts[1]


def paths(value, path: str = "") -> set[str]:
    """Everything that is somewhere in a value."""
    parts = names(value) if isinstance(value, (dict, list)) else None
    inner = [paths(part, f"{path}/{name}") for name, part in (parts or {}).items()]
    return {path, *(found for part in inner for found in part)}


def test_most_of_it_is_merged():
    if not OUTCOMES:
        pytest.skip("runs behind the test above")
    print(f"\n{dict(OUTCOMES)}")
    assert OUTCOMES["left to git's lines"] < OUTCOMES["merged"] / 5
