"""Manifests merged by what they say: what goes in and what comes out, byte for byte."""

import pytest

from bgscript.merging.key_merge import Conflict
from bgscript.merging.manifest_merge import merge
from tests.support.sandbox import Sandbox, git

BASE = """\
app:
  id: ari

modules:
  dashboards:widget: # new in 2026
    - key: view
      title: "Team Pulse"
  function:
    - key: resolver
      handler: index.handler

# made by `npm run build`
resources:
  - key: view
    path: build/view
"""
THEIRS = """\
app:
  id: ari

modules:
  jira:dashboardGadget: # ends in 2027
    - key: view
      title: "Team Pulse"
      refreshable: false # see README.md
  function:
    - key: resolver
      handler: index.handler

resources:
  - key: view
    path: src/view.tsx
"""


def merged(base: str, ours: str, theirs: str) -> str:
    return merge(base.encode(), ours.encode(), theirs.encode()).decode()


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


OWNERS = {
    "permissions behind the last resource": ("", "permissions:\n  scopes:\n    - storage:app\n"),
    "permissions at the top": ("app:\n", "permissions: {scopes: [storage:app]}\n\napp:\n"),
    "a module": ("  function:\n", "  trigger:\n  - key:   mine\n    events: [ 'a:b' ]\n  function:\n"),
    "a function": (
        "      handler: index.handler\n",
        "      handler: index.handler\n    - {key: mine, handler: mine.run}\n",
    ),
    "a resource": ("", "  - key: mine\n    path: build/mine\n"),
    "a property of the app": ("  id: ari\n", "  id: ari\n  licensing: # sold\n    enabled: true\n"),
    "a comment at the end": ("", "\n# The end.\n"),
    "a comment over a key": ("modules:\n", "# What it has:\nmodules: \n"),
    "a comment behind a value": ("      handler: index.handler\n", "      handler: index.handler   # mine\n"),
    "quotes": ("  id: ari\n", "  id: 'ari'\n"),
    "a block scalar": ("app:\n", "notes: |+\n  one # no comment\n\n\napp:\n"),
    "a text of several lines": ("app:\n", 'notes: "one\n  two"\n\napp:\n'),
    "a document's mark": ("app:\n", "%YAML 1.1\n---\napp:\n"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("place", "mine"), OWNERS.values(), ids=OWNERS)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_the_owner_wrote_stays_byte_for_byte_and_comes_back_so(place, mine, line_break):
    def edited(text: str) -> str:
        return (text.replace(place, mine, 1) if place else text + mine).replace("\n", line_break)

    there = merged(BASE, edited(BASE), THEIRS)
    assert there == edited(THEIRS)
    assert merged(THEIRS, there, BASE) == edited(BASE)


def test_what_the_owner_wrote_without_a_last_line_break_gets_none():
    ours = BASE.removesuffix("\n") + "  # the last\npermissions:\n  scopes:\n    - storage:app"
    there = merged(BASE, ours, THEIRS)
    assert there.endswith("    path: src/view.tsx  # the last\npermissions:\n  scopes:\n    - storage:app")
    assert merged(THEIRS, there, BASE) == ours
    assert merged("a: 1\n", "a: 1", "a: 1\nb: 1\n") == "a: 1\nb: 1"


def test_removing_a_home_keeps_the_owner_s_module_in_it():
    mine = "    - key: mine # an own widget\n      title: Mine\n"
    ours = changed(BASE, ('      title: "Team Pulse"\n', f'      title: "Team Pulse"\n{mine}'))
    head = "  dashboards:widget: # new in 2026\n"
    assert merged(BASE, ours, THEIRS) == changed(THEIRS, ("modules:\n", f"modules:\n{head}{mine}"))


def test_lists_of_plain_values_are_sets():
    base = "scopes:\n  - a\n  - b\n"
    ours = "scopes:\n  - mine # why\n  - b\n  - a\n"
    theirs = "scopes:\n  - a\n  - c\n"
    assert merged(base, ours, theirs) == "scopes:\n  - mine # why\n  - c\n  - a\n"  # c came in the place of b


def test_both_sides_add_permissions():
    ours = BASE + "permissions:\n  scopes:\n    - mine\n"
    theirs = changed(
        BASE, ("modules:\n", "permissions:\n  scopes:\n    - ours\n  external:\n    images: []\n\nmodules:\n")
    )
    there = merged(BASE, ours, theirs)
    assert there == BASE + "permissions:\n  scopes:\n    - ours\n    - mine\n  external:\n    images: []\n"


def test_a_comment_of_the_template_s_goes_and_one_of_the_owner_s_stays():
    base = "# template\na: 1\nb: 1\n"
    assert merged(base, "# mine\n# template\na: 1\nb: 2\n", "a: 1\nb: 1\nc: 1\n") == "# mine\na: 1\nb: 2\nc: 1\n"


CONFLICTS = {
    "the same value": ("a: 1\n", "a: 2\n", "a: 3\n"),
    "1 and '1'": ("a: 0\n", "a: 1\n", "a: '1'\n"),
    "an item that the template removed": (
        "m:\n  - key: a\n  - key: b\n",
        "m:\n  - key: a\n    x: 1\n  - key: b\n",
        "m:\n  - key: b\n",
    ),
    "a property of an item that the template removed": (
        "m:\n  - key: a\n    edit:\n      x: 1\n",
        "m:\n  - key: a\n    edit:\n      x: 1\n      y: 1\n",
        "m:\n  - key: a\n    z: 1\n",
    ),
    "an item that the owner removed": (
        "m:\n  - key: a\n    x: 1\n  - key: b\n",
        "m:\n  - key: b\n",
        "m:\n  - key: a\n    x: 2\n  - key: b\n",
    ),
    "the same new key": ("a: 1\n", "a: 1\nb: 1\n", "a: 1\nb: 2\n"),
    "a list without keys": ("a:\n  - x: 1\n", "a:\n  - x: 1\n  - y: 1\n", "a:\n  - x: 2\n"),
    "keys twice in a list": ("a:\n  - key: 1\n", "a:\n  - key: 1\n  - key: 1\n", "a:\n  - key: 2\n"),
    "a mapping and a list": ("a: 1\n", "a:\n  b: 1\n", "a:\n  - b\n"),
    "a comment of the owner's in what goes": ("a: 1\nb:\n  c: 1\n", "a: 1\nb:\n  # why\n  c: 1\n", "a: 2\n"),
    "the last of a list": ("a:\n  - x\n  - y\n", "a:\n  - x\n", "a:\n  - y\n"),
    "flow style": ("a: {b: 1, c: 1}\n", "a: {b: 2, c: 1}\n", "a: {b: 1, c: 2}\n"),
    "a comment behind a value": ("a: 1 # x\nb: 1\n", "a: 1 # mine\nb: 2\n", "a: 1 # new\nb: 1\n"),
}


@pytest.mark.parametrize(("base", "ours", "theirs"), CONFLICTS.values(), ids=CONFLICTS)
def test_is_left_to_git_s_lines(base, ours, theirs):
    with pytest.raises(Conflict):
        merged(base, ours, theirs)


ODD = {
    "an anchor": "a: &x 1\nb: *x\n",
    "an alias in an item": "a:\n  - &x {b: 1}\nc: 1\n",
    "a merge key": "a: &x {b: 1}\nc:\n  <<: {d: 1}\n",
    "equal keys": "a: 1\na: 2\n",
    "a tag": "a: !!str 1\n",
    "two documents": "a: 1\n---\nb: 1\n",
    "a tab": "a:\n\tb: 1\n",
    "a byte order mark": "\ufeffa: 1\n",
    "a lone carriage return": "a: 1\rb: 1\n",
    "a question mark": "? a\n: 1\n",
    "a list at the top": "- a\n",
    "flow style at the top": "{a: 1}\n",
    "nothing": "",
    "no YAML": "a: [\n",
    "depth": "".join(f"{' ' * depth}a:\n" for depth in range(60)) + " " * 60 + "b\n",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
@pytest.mark.parametrize("side", [0, 1, 2])
def test_what_cannot_be_cut_is_left_to_git_s_lines(side, text):
    texts = ["a: 1\n", "a: 1\nb: 1\n", "a: 1\nc: 1\n"]
    texts[side] = text
    with pytest.raises(Conflict):
        merged(*texts)


def test_bytes_that_are_no_text_are_left_to_git_s_lines():
    with pytest.raises(Conflict):
        merge(b"a: 1\n", b"a: 1\nb: \xff\n", b"a: 2\n")


# --- In an update -----------------------------------------------------------------------------------------------------


@pytest.fixture
def box(git, tmp_path):
    return Sandbox(tmp_path)


def update(box: Sandbox, old: str, mine: str, new: str, name: str = "manifest.yml"):
    box.release("v1.0.0", {name: old})
    box.release("v1.1.0", {name: new})
    box.make({name: old})
    box.edit({name: mine})
    done = box.bgscript()
    return done.code, (box.project / name).read_text()


def test_an_update_merges_a_manifest_by_what_it_says(box):
    assert update(box, BASE, BASE + "permissions: {}\n", THEIRS) == (0, THEIRS + "permissions: {}\n")


def test_a_merge_by_lines_that_git_takes_for_clean_is_not_trusted(box):
    """By lines, the file would have `permissions` twice, and Forge refuses that."""
    mine = BASE + "permissions:\n  scopes:\n    - mine\n"
    new = changed(BASE, ("modules:\n", "permissions:\n  scopes:\n    - ours\n\nmodules:\n"))
    assert update(box, BASE, mine, new) == (0, BASE + "permissions:\n  scopes:\n    - ours\n    - mine\n")


def test_where_neither_can_merge_the_file_has_both_sides(box):
    mine = BASE + "permissions:\n  x: 1\n"
    new = changed(BASE, ("modules:\n", "permissions:\n  x: 2\n\nmodules:\n"))
    assert update(box, BASE, mine, new) == (4, f"<<<<<<< yours\n{mine}=======\n{new}>>>>>>> template-1.1.0\n")
    assert git("diff", "--name-only", "--diff-filter=U", cwd=box.project) == "project/manifest.yml"


def test_a_value_that_both_changed_is_shown_in_the_file(box):
    mine, new = (changed(BASE, ('"Team Pulse"', title)) for title in ("mine", "new"))
    code, text = update(box, BASE, mine, new)
    conflict = "<<<<<<< yours\n      title: mine\n=======\n      title: new\n>>>>>>> template-1.1.0\n"
    assert (code, text) == (4, changed(BASE, ('      title: "Team Pulse"\n', conflict)))


DESCRIPTOR = """\
{
  "scopes": [],
  "modules": {
    "webPanels": [
      {
        "key": "view",
        "url": "/view"
      }
    ]
  }
}
"""


def test_the_lists_of_a_descriptor_are_merged_by_key_and_as_sets(box):
    mine = changed(
        DESCRIPTOR,
        ('"scopes": []', '"scopes": [\n    "READ"\n  ]'),
        ('"/view"\n      }', '"/view"\n      },\n      {\n        "key": "mine"\n      }'),
    )
    new = changed(DESCRIPTOR, ("      {\n", '      {\n        "key": "new"\n      },\n      {\n'), ('"/view"', '"/v"'))
    both = changed(mine, ("[\n      {\n", '[\n      {\n        "key": "new"\n      },\n      {\n'), ('"/view"', '"/v"'))
    assert update(box, DESCRIPTOR, mine, new, "atlassian-connect.json") == (0, both)


def test_lists_of_other_json_files_are_one_value(box):
    """Their order may mean something."""
    old, mine, new = ('{\n  "extends": [\n    "a"' + more + "\n  ]\n}\n" for more in ("", ',\n    "b"', ',\n    "c"'))
    assert update(box, old, mine, new, "renovate.json")[0] == 4
