"""The table of scopes, its two matchers, and what Atlassian's validator knows of it."""

import json
import random
import re

import pytest

from bgscript.check import scopes
from tests.support.commands import run
from tests.support.paths import BIN, PLATFORM, TEMPLATES
from tools import derive_scopes, scope_names

TABLE = json.loads((TEMPLATES / "scopes.json").read_text())
SETS = [tuple(TABLE["scopes"][index] for index in one) for one in TABLE["sets"]]
OPERATIONS = {
    (method, path): [SETS[int(one)] for one in sets]
    for path, entries in TABLE["paths"].items()
    for method, *sets in map(str.split, entries)
}
FILLED = ("ABC-1", "10000", "{}", "x.y", "a b")


def test_every_documented_set_is_enough_and_no_part_of_one_is():
    """Zero false findings: for each operation and each of its sets; every scope that is left out is missed."""
    tried = 0
    for (method, path), sets in OPERATIONS.items():
        for filled in FILLED:
            call = path.replace("{}", filled)
            assert bool(scopes.missing(method, call, [])) == bool(sets), (method, call)
            for one in sets:
                tried += 1
                assert scopes.missing(method, call, one) == (), (method, call, one)
                for scope in one:
                    rest = [each for each in one if each != scope]
                    if not any(set(other) <= set(rest) for other in sets):
                        assert scopes.missing(method, call, rest) != (), (method, call, rest)
    assert tried > 8_000


def test_scopes_of_two_sets_do_not_add_up():
    classic, granular = scopes.needed("GET", "/rest/api/3/issue/{}")
    assert scopes.missing("GET", "/rest/api/3/issue/{}", granular[2:]) == classic
    assert scopes.missing("GET", "/rest/api/3/issue/{}", [*granular[1:], "write:jira-work"]) == classic
    attach = scopes.needed("POST", "/rest/api/3/issue/{}/attachments")[1]
    assert scopes.missing("POST", "/rest/api/3/issue/{}/attachments", attach) == ()


CALLS = {
    ("GET", "/rest/api/3/issue/{}"): ("read:jira-work",),
    ("get", "/rest/api/2/issue/ABC-1?fields=summary"): ("read:jira-work",),
    ("GET", "/rest/api/latest/issue/ABC-{}/"): ("read:jira-work",),
    ("POST", "/rest/api/3/issue/bulkfetch"): ("read:jira-work",),
    ("POST", "/rest/api/3/issue/{}/attachments"): ("write:jira-work",),
    ("GET", "/rest/api/3/search/jql{}"): ("read:jira-work",),
    ("GET", "/rest/api/3/search/jql{}&maxResults={}"): ("read:jira-work",),
    ("GET", "/rest/api/3/group/member"): ("manage:jira-configuration",),
    ("GET", "/rest/agile/latest/board/{}/issue"): ("read:board-scope:jira-software", "read:issue-details:jira"),
    ("GET", "/wiki/api/v2/pages/{}"): ("read:page:confluence",),
    ("GET", "/rest/api/3/serverInfo"): (),  # needs none
    ("POST", "/rest/api/3/permissions/check"): (),  # an empty set is enough
    ("GET", "/rest/api/3/{}"): (),  # may be several segments
    ("GET", "/rest/api/3/nothing/{}"): (),
    ("OPTIONS", "/rest/api/3/issue/{}"): (),
    ("GET", "https://example.com/rest/api/3/issue/1"): (),
    ("GET", ""): (),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_call_lacks(call):
    method, path = call
    assert scopes.missing(method, path, []) == CALLS[call]


def test_what_is_filled_in_decides_between_operations_or_nothing_is_said():
    """`search{}` is `search` with a query, or a longer name: any documented set of either is enough."""
    known = scopes.needed("GET", "/rest/api/3/project/{}x")
    assert set(known) >= set(scopes.needed("GET", "/rest/api/3/project/{}"))
    assert scopes.gone("GET", "/rest/api/3/search{}").instead == "/rest/api/3/search/jql"
    assert scopes.gone("GET", "/rest/api/3/issue/{}x") is None


def test_what_atlassian_removes_is_known_with_what_replaces_it():
    removed = scopes.gone("POST", "/rest/api/2/search")
    assert (removed.day, removed.change, removed.instead) == ("2025-05-01", "CHANGE-2046", "/rest/api/3/search/jql")
    assert scopes.gone("GET", "/rest/api/3/search/jql") is None
    assert scopes.gone("GET", "/wiki/rest/api/content/{}").instead == "Confluence's v2 API"
    for name, (_, _, instead) in TABLE["gone"].items():
        assert not instead.startswith("/") or instead in TABLE["paths"], name
        assert (
            instead.startswith("/")
            or name.startswith(("PUT /rest/api/3/mypref", "DELETE /rest/api/3/mypref"))
            or ("fieldconfig" in name or "/wiki/" in name)
        ), name


def variants() -> list[list[str]]:
    """Tens of thousands of calls: every operation in several spellings, and mutants of them, known and unknown."""
    chance = random.Random(18)
    methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]
    words = sorted({segment for _, path in OPERATIONS for segment in path.split("/") if segment})
    calls = []
    for method, path in OPERATIONS:
        for filled in (*FILLED, "{}x", "x{}", "{}{}", "a{}b"):
            calls.append([method, path.replace("{}", filled)])
        calls.append([method.lower(), path.replace("/rest/api/3", "/rest/api/latest") + "?a=/b{}"])
        calls.append([chance.choice(methods), path.replace("/rest/api/3", "/rest/api/2") + "/"])
        calls += [[method, path + "{}"], [method, path + "{}&limit={}"]]
        for _ in range(20):
            segments = path.split("/")
            place = chance.randrange(1, len(segments))
            change = chance.choice(
                [chance.choice(words), "{}", "x", "", segments[place] + "{}", "{}" + segments[place]]
            )
            segments[place : place + chance.choice([0, 1, 1])] = [change]
            calls.append([chance.choice([method, *methods]), "/".join(segments)])
    return calls


ASK = """
import { readFileSync } from 'node:fs';
import { gone, missing, needed } from './scopes.mjs';
console.log(JSON.stringify(JSON.parse(readFileSync('calls.json', 'utf8')).map(([method, path, scopes]) =>
  [needed(method, path), missing(method, path, scopes), gone(method, path) ?? null])));
"""


def test_both_matchers_say_the_same(tmp_path, platform):
    """Python's and the project's, over all of it."""
    for file in ("scopes.mjs", "scopes.json"):
        (source,) = [*TEMPLATES.rglob(f"scripts/{file}"), TEMPLATES / file][:1]
        (tmp_path / file).write_text(source.read_text())
    chance = random.Random(3)
    calls = [[*call, [*chance.sample(TABLE["scopes"], 12), "read:jira-work"]] for call in variants()]
    (tmp_path / "ask.mjs").write_text(ASK)
    (tmp_path / "calls.json").write_text(json.dumps(calls))
    done = run(BIN / "node", "ask.mjs", cwd=tmp_path)
    assert done.code == 0, done.err
    said = json.loads(done.out)
    known = 0
    for (method, path, have), (sets, lacks, fate) in zip(calls, said, strict=True):
        ours = scopes.gone(method, path)
        assert [list(one) for one in scopes.needed(method, path)] == sets, (method, path)
        assert list(scopes.missing(method, path, have)) == lacks, (method, path)
        assert (vars(ours) if ours else None) == fate, (method, path)
        known += bool(sets)
    print(f"\n{len(calls)} calls, {known} of them known")
    assert known > len(calls) / 4


def test_forge_knows_every_scope_of_the_table(platform):
    known = json.loads((PLATFORM / "node_modules/@forge/manifest/out/scopes/shipyard-scopes.json").read_text())
    unknown = set(TABLE["scopes"]) - set(known)
    assert unknown == derive_scopes._UNKNOWN_TO_FORGE
    for (method, path), sets in OPERATIONS.items():
        if any(unknown & set(one) for one in sets):
            assert not unknown & set(scopes.missing(method, path, []))


def test_the_template_knows_every_scope_that_forge_knows(platform):
    """After a change of @forge/manifest: `python tools/scope_names.py`."""
    assert scope_names.NAMES.read_text() == scope_names.text()


DOCUMENT = {
    "info": {"title": "An API"},
    "servers": [{"url": "https://{your-domain}/wiki/api/v2"}],
    "paths": {
        "/pages/{id}": {
            "get": {
                "x-atlassian-oauth2-scopes": [
                    {"state": "Current", "scopes": ["read:b", "read:a"]},
                    {"state": "Beta", "scopes": ["read:c"]},
                ],
                "security": [{"OAuth2": ["read:d"]}],
            },
            "put": {"security": [{"basicAuth": []}, {"OAuth2": ["write:d"]}, {}]},
            "delete": {},
            "patch": {
                "x-atlassian-oauth2-scopes": [
                    {"state": "Current", "scopes": []},
                    {"state": "Beta", "scopes": ["read:permission"]},
                ],
            },
            "parameters": [],
        },
        "/old": {
            "get": {"deprecated": True, "description": "Deprecated, use [ Pages](#api-pages-id-get) that is new."},
            "post": {"deprecated": True, "parameters": [{"deprecated": True}]},
            "put": {
                "description": "This will be removed on [June 1, 2026](…/#CHANGE-7); use [Other](https://e.x) instead."
            },
            "delete": {
                "deprecated": True,
                "x-changes": [{"type": "removed", "effective": "2025-05-01", "details": "…/#CHANGE-8"}],
            },
            "patch": {"x-changes": [{"type": "removed", "effective": "2025-05-01"}]},
        },
    },
}


def test_the_tool_reads_the_documents(tmp_path):
    older = {**DOCUMENT, "paths": {"/gone/{x}": {"get": {"deprecated": True}}, "/old": {"get": {}}}}
    (tmp_path / "new.json").write_text(json.dumps(DOCUMENT))
    (tmp_path / "old.json").write_text(json.dumps(older))
    table = derive_scopes.derive([("2026-07-21", tmp_path / "new.json")], [tmp_path / "old.json"])
    read = {name.replace("/wiki/api/v2", ""): (each.sets, each.gone) for name, each in table.operations.items()}
    assert read == {
        "GET /pages/{}": ([("read:a", "read:b"), ("read:c",)], None),
        "PUT /pages/{}": ([("write:d",)], None),
        "DELETE /pages/{}": ([], None),
        "PATCH /pages/{}": ([], None),  # an empty set is enough
        "GET /old": ([], ("", "", "/wiki/api/v2/pages/{}")),
        "POST /old": ([], None),  # a parameter of it is deprecated
        "PUT /old": ([], ("2026-06-01", "CHANGE-7", "Other")),
        "DELETE /old": ([], ("2025-05-01", "CHANGE-8", "")),
        "PATCH /old": ([], None),  # a part of it was removed
        "GET /gone/{}": ([], ("", "", "")),
    }
    text = table.text()
    (tmp_path / "table.json").write_text(text)
    assert derive_scopes.differences(table.operations, tmp_path / "table.json") == []
    assert '  "/wiki/api/v2/pages/{}": ["DELETE","GET 2 0","PATCH","PUT 1"]' in text.splitlines()
    assert json.loads(text)["documents"] == ["An API, 2026-07-21"]


def test_the_table_has_one_path_a_line_and_stays_small():
    text = (TEMPLATES / "scopes.json").read_text()
    assert len(text) < 80_000
    assert all(re.fullmatch(r'  "/\S*": \[.*\],?', line) for line in text.splitlines() if line.startswith('  "/'))
    assert len(TABLE["paths"]) == sum(line.startswith('  "/') for line in text.splitlines())
