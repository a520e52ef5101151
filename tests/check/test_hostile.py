"""Folders that somebody made to break the check: it ends soon, and prints nothing that a terminal obeys."""

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from bgscript.check.engine import Checker
from bgscript.check.sources.grammar import parse
from bgscript.cli.output import visible, visible_json
from bgscript.documents import json_text, whole
from bgscript.documents.document import DocumentError
from tests.support.commands import run
from tests.support.golden import GOLDEN
from tests.support.paths import BIN, HANGS
from tests.support.small_app import BRIDGE, ISSUE, SCRIPT, VIEW, codes, forge

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
TERMINAL = "\x1b[2J\x1b[1;1Hno errors\x1b[8m \u202eevil\u2066 \x9b1m \x7f"


def seconds(work):
    before = time.process_time()
    work()
    return time.process_time() - before


# --- time -----------------------------------------------------------------------------------------------------------

REPEATED = [
    *("/* ", "import events ", "(", "[", "{", "`${", "`", "'\n", "<a>", "a<b,", "@a<b", "[>,`a`", "-;", "!;", ";-;?"),
    *(
        "events.emit('a');events.on('b', x);\n",
        "<<<<<<< x\n=======\n",
        "await >",
        "+{",
        "a?b:",
        "(a)=>",
        "/[",
        "\0",
        " ",
    ),
    *("const a = events;\n", "export * from './a';\n", "import { events } from '@forge/bridge';\n", "// from '", "if("),
]


@pytest.mark.parametrize("unit", REPEATED)
def test_400_kb_of_anything_take_less_than_a_second(unit, tmp_path):
    source = BRIDGE + unit * (399_000 // len(unit))
    project = forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=source)
    assert seconds(lambda: Checker().check(str(project))) < 1.5  # the machine of a test can be slow


def test_texts_that_repeat_nothing_end_too(tmp_path):
    chance = random.Random(18)
    parts = ["a<b{},", "-;", "`${{x{}", "/* {}", "async(;=>{}", "!a{}", "{{:case {}"]
    for part in parts:
        source = BRIDGE + "".join(part.format(chance.randrange(10**6)) for _ in range(4_000))
        project = forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=source)
        assert seconds(lambda project=project: Checker().check(str(project))) < 2


def test_a_source_that_is_not_parsed_makes_nothing_known(tmp_path):
    view = VIEW.replace("'ask'", "'aks'")
    assert set(codes(forge(tmp_path / "a", ISSUE, src__script_js=SCRIPT, src__view_js=view))) == {"BG401", "BG402"}
    broken = BRIDGE + "(" * 5_000
    assert parse(broken.encode(), jsx=True) is None
    files = {"src__script_js": SCRIPT, "src__view_js": view, "src__other_js": broken}
    assert codes(forge(tmp_path / "b", ISSUE, **files)) == []


def test_many_pairs_of_events_are_compared_in_linear_time(tmp_path):
    pairs = "".join(f"events.emit('a{number}');events.on('b{number}', x);\n" for number in range(5_000))
    project = forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=BRIDGE + pairs)
    assert seconds(lambda: Checker().check(str(project))) < 3


BOMB = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}' if n else 'x'] * 9)}]\n" for n in range(30))


@pytest.mark.parametrize("where", ["", "      displayConditions: { and: *a29 }\n", "      resolver: *a29\n"])
def test_an_alias_bomb_is_walked_once(where, tmp_path):
    manifest = BOMB + ISSUE.replace(
        "    - { key: panel,", f"{where and '    - key: x' + chr(10) + where}    - {{ key: panel,"
    )
    project = forge(tmp_path, manifest, src__script_js=SCRIPT, src__view_js=VIEW)
    assert seconds(lambda: Checker().check(str(project))) < 1


# --- files ----------------------------------------------------------------------------------------------------------

FILES = [
    *("manifest.yml", "atlassian-connect.json", ".copier-answers.yml", ".bgscript.yml", "package.json"),
    *("package-lock.json", "src/index.js", "src/x.ts", "build/view/index.html", "vite.config.js"),
]


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_is_not_waited_for(name, tmp_path):
    project = forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=VIEW)
    file = project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    done = subprocess.run(
        [BIN / "bgscript", "check", project], capture_output=True, timeout=HANGS, text=True, check=False
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode in (0, 5)


def test_a_source_that_is_a_pipe_is_a_note(tmp_path):
    project = forge(tmp_path, ISSUE, src__script_js=SCRIPT, src__view_js=VIEW)
    os.mkfifo(project / "src" / "x.ts")
    [finding] = Checker().check(str(project)).findings
    assert (finding.code, finding.level, finding.file) == ("BG101", "note", "src/x.ts")


def test_folders_can_be_deep(request):
    folder = tempfile.mkdtemp()  # pytest cannot remove it
    request.addfinalizer(lambda: subprocess.run(["rm", "-rf", folder], check=True))
    deep = "all/" + "/".join(["a"] * 1_200)
    subprocess.run(["mkdir", "-p", f"{folder}/{deep}", f"{folder}/all/good"], check=True)
    for place in (deep, "all/good"):
        shutil.copy(GOLDEN / "home-dashboard" / "manifest.yml", f"{folder}/{place}")
    done = run(BIN / "bgscript", "check", "all", "--json", cwd=folder)
    assert (done.code, len(json.loads(done.out)["projects"])) == (5, 2)


def test_links_that_lead_out_are_not_followed(tmp_path, bgscript):
    forge(tmp_path / "outside", ISSUE, src__script_js=SCRIPT, src__view_js=VIEW)
    forge(tmp_path / "all" / "good", ISSUE, src__script_js=SCRIPT, src__view_js=VIEW)
    (tmp_path / "all" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "all" / "good" / "src" / "more").symlink_to(tmp_path / "outside")
    done = bgscript("check", "all", "--json")
    assert [each["path"] for each in json.loads(done.out)["projects"]] == ["all/good"]
    assert bgscript("check", "all/link", "--json").code == 0  # the user named it


# --- output ---------------------------------------------------------------------------------------------------------


def hostile(folder):
    """A project with a control character wherever there can be a text."""
    shutil.copytree(GOLDEN / "jira-issue", folder)
    manifest = (folder / "manifest.yml").read_text()
    quoted = json.dumps(TERMINAL)
    manifest = manifest.replace("key: team-pulse-view", f"key: {quoted}").replace("path: build/view", f"path: {quoted}")
    (folder / "manifest.yml").write_text(f"{manifest}\n{quoted}: {quoted}\n")
    view = folder / "src" / "view" / "View.tsx"
    bus = f"import {{ events }} from '@forge/bridge';\nvoid events.emit({json.dumps('x' + TERMINAL)});\n"
    view.write_text(bus + view.read_text())
    answers = folder / ".copier-answers.yml"
    answers.write_text(
        answers.read_text().replace("target: jira-issue", f"target: jira-issue\nviews: {{ {quoted}: x }}")
    )


@pytest.mark.parametrize("flags", [(), ("--json",), ("--sarif", "out.sarif")])
def test_nothing_that_a_terminal_obeys_is_printed(flags, tmp_path, bgscript):
    hostile(tmp_path / "app")
    done = bgscript("check", "app", *flags)
    assert done.code == 5
    assert not HIDDEN.search(done.out + done.err)
    if "--json" in flags:
        messages = [each["message"] for each in json.loads(done.out)["projects"][0]["findings"]]
        assert any(TERMINAL in message for message in messages)
    elif not flags:
        assert "\\x1b[2J" in done.out
    else:
        assert not HIDDEN.search((tmp_path / "out.sarif").read_text())


@pytest.mark.parametrize(
    "words",
    [
        ("update", "app"),
        ("migrate", "app", "--to=x"),
        ("new", "x\x1b[2J"),
        ("add", "view", "x\x9b", "app"),
        ("chek\x1b",),
    ],
)
def test_no_command_prints_it(words, tmp_path, bgscript):
    hostile(tmp_path / "app")
    done = bgscript(*words)
    assert done.code
    assert not HIDDEN.search(done.out + done.err)


def test_what_is_hidden_is_escaped_and_nothing_else():
    assert visible("a\tb\nc é 🚀 \x1b[2J\u202e\udcff\r") == "a\tb\nc é 🚀 \\x1b[2J\\u202e\\xff\\x0d"
    assert json.loads(visible_json(json.dumps("é\x9b\u202e\U000e0041", ensure_ascii=False))) == "é\x9b\u202e\U000e0041"


def test_a_name_that_is_no_utf_8_is_printed_and_written(tmp_path):
    folder = os.fsencode(tmp_path) + b"/d/\xffx"
    Path(os.fsdecode(folder)).mkdir(parents=True)
    shutil.copy(GOLDEN / "home-dashboard" / "manifest.yml", folder + b"/manifest.yml")
    (tmp_path / "o.sarif").write_text("before")
    done = run(BIN / "bgscript", "check", "d", "--sarif", "o.sarif", cwd=tmp_path)
    assert done.code == 5
    assert "d/\\xffx" in done.out
    place = json.loads((tmp_path / "o.sarif").read_text())["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "d/%FFx/manifest.yml"
    data = json.loads(run(BIN / "bgscript", "check", "d", "--json", cwd=tmp_path).out)
    assert os.fsencode(data["projects"][0]["path"]) == b"d/\xffx"


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "out.sarif"
    file.write_text("before")

    def names():
        return [path.name for path in tmp_path.iterdir()]

    file.chmod(0o640)

    def fail(*_):
        raise OSError("no space")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="no space"):
            whole.write(str(file), "after")
    assert (file.read_text(), names()) == ("before", ["out.sarif"])
    whole.write(str(file), "after")
    assert (file.read_text(), file.stat().st_mode & 0o777, names()) == ("after", 0o640, ["out.sarif"])


# --- JSON -----------------------------------------------------------------------------------------------------------


def plain(node):
    if isinstance(node.value, dict):
        return {name: plain(each) for name, each in node.value.items()}
    return [plain(each) for each in node.value] if isinstance(node.value, list) else node.value


VALUES = [
    None,
    True,
    False,
    0,
    -1.5e-7,
    12345678901234567890,
    "",
    'a "quoted" \\ /',
    "é🚀\ud800\t",
    [],
    {},
    [[], {}],
    {"": {}},
]


def test_json_is_read_as_python_reads_it():
    chance = random.Random(6)

    def value(level):
        kind = chance.random()
        if level > 4 or kind < 0.5:
            return chance.choice(VALUES)
        if kind < 0.75:
            return [value(level + 1) for _ in range(chance.randrange(4))]
        return {f"k{n}\n": value(level + 1) for n in range(chance.randrange(4))}

    for number in range(400):
        made = value(0)
        text = json.dumps(made, indent=chance.choice([None, 1, "\t"]), ensure_ascii=bool(number % 2))
        assert plain(json_text.read(f" {text}\n", "a.json")) == made


def test_json_knows_its_places():
    root = json_text.read('{\n  "a": [1,\n    {"b": "x"}],\n  "é": 2, "c": null\n}', "a.json")
    inner = root.value["a"].value[1]
    assert [(node.line, node.column) for node in (root, root.value["a"], inner, inner.value["b"], root.value["c"])] == [
        *((1, 1), (2, 3), (3, 5), (3, 6), (4, 11)),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        *(("", (1, 1)), ("{", (1, 2)), ('{"a": 1,}', (1, 9)), ('{"a" 1}', (1, 6)), ("[1 2]", (1, 4)), ("[1,]", (1, 4))),
        *(("{'a': 1}", (1, 2)), ('{"a": 01}', (1, 7)), ('{"a": "\n"}', (1, 7)), ("[] []", (1, 4)), ("nul", (1, 1))),
        *(('{"a": 1,\n "a": 2}', (2, 2)), ("[" * 200, (1, 101)), ('"\\x"', (1, 1)), ("// a\n{}", (1, 1))),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text, place):
    with pytest.raises(DocumentError) as caught:
        json_text.read(text, "a.json")
    assert (caught.value.line, caught.value.column) == place
    if "a" not in text[:1] and text != '{"a": 1,\n "a": 2}' and len(text) < 100:
        with pytest.raises(ValueError):  # noqa: PT011 - Python refuses it, too
            json.loads(text)


def test_a_deep_document_of_json_is_refused_without_recursion():
    with pytest.raises(DocumentError, match="nested"):
        json_text.read('{"a":' * 100_000, "a.json")
