"""Adopted apps of every shape, edited and then updated: what their owners wrote stays, and what is newer arrives."""

import re

import pytest
import yaml

from bgscript.adopting.manifest import added_lines
from tests.support.adopting import NAMES, files_of, manifest, repository
from tests.support.commands import run_bgscript
from tests.support.layers import exhaustive_but
from tests.support.parts import copy_of_the_template
from tests.support.sandbox import commit, git, write

pytestmark = pytest.mark.usefixtures("git")

ON_WINDOWS = manifest("vanilla").replace("\n", "\r\n").removesuffix("\r\n").encode()
SHAPES = {
    **{name: (name, "", {}) for name in NAMES if name != "scripted"},
    "subfolder": ("cra", "apps/notes", {}),
    "comments": ("two-homes", "", {"manifest.yml": f"# Ours\n{manifest('two-homes')}\n# the end\n\n"}),
    "crlf": ("vanilla", "", {"manifest.yml": ON_WINDOWS}),
    "autocrlf": ("root-vite", "", {}),
}
"""By shape: the app, its folder in the repository, and files that are otherwise."""

HOMES = {"comments": 2, "two-homes": 2}

NEWER = {
    "part/*/client.js": ("/* eslint-disable */\n", "/* eslint-disable */\n// newer\n"),
    "part/*/script.js": ("/* eslint-disable */\n", "/* eslint-disable */\n// newer\n"),
    "part/manifest.yml.jinja": ("{% if is_ui_kit %}\n", "      newer: true\n{% if is_ui_kit %}\n"),
    "part/*/background/package.json.jinja": ('"private": true', '"private": true,\n  "license": "MIT"'),
    "partials/part/contract.ts.jinja": ("Only JSON", "Newer: only JSON"),
    "partials/part/data.jinja": (" * Yours: loads", " * Newer: loads"),
    "partials/part/sample.jinja": ("Yours: sample data", "Newer: sample data"),
}
"""What the second release changes: a text in each of these files of the template, and its newer form."""

EDITS = {
    "contract.ts": ("  value: number;\n", "  value: number;\n  owner: string; // ours\n"),
    "data.js": ("...sampleData, ", "...sampleData, owner: 'us', "),
    "data.ts": ("...sampleData, ", "...sampleData, owner: 'us', "),
    "package.json": ('    "yaml": ', '    "ours": "1.0.0",\n    "yaml": '),
}
"""What the owner changes, likewise, in each of these files of the part."""


@pytest.fixture(scope="module")
def template(git, tmp_path_factory):
    """The template with two releases."""
    folder = copy_of_the_template(tmp_path_factory.mktemp("releases") / "template")
    release(folder, "v1.0.0")
    for pattern, (old, new) in NEWER.items():
        (file,) = folder.glob(pattern)
        edit(file, old, new)
    release(folder, "v2.0.0")
    return folder


def release(folder, tag):
    git("init", "--quiet", cwd=folder)
    commit(folder, tag)
    git("tag", tag, cwd=folder)


def replaced(content, old, new):
    """Replace a text that is in a file once; the file keeps its line endings."""
    end = b"\r\n" if b"\r\n" in content else b"\n"
    old, new = (each.encode().replace(b"\n", end) for each in (old, new))
    assert content.count(old) == 1, old
    return content.replace(old, new)


def edit(file, old, new):
    file.write_bytes(replaced(file.read_bytes(), old, new))


def adopt(shape, top, template):
    """An app that has its script from the first release, committed."""
    name, where, changes = SHAPES[shape]
    app = top / where
    repository(name, top, where, changes)
    if shape == "autocrlf":  # as git for Windows does: CRLF in files, LF in commits
        git("config", "core.autocrlf", "true", cwd=top)
        git("rm", "--quiet", "-r", "--cached", ".", cwd=top)
        git("reset", "--quiet", "--hard", cwd=top)
        assert b"\r\n" in (app / "manifest.yml").read_bytes()
    done = run_bgscript("adopt", app, "-y", cwd=top.parent)
    assert done.code == 0, done.err
    answers = app / ".copier-answers.yml"
    text = re.sub("_src_path: .*", f"_src_path: {template}", answers.read_text())
    answers.write_text(re.sub("_commit: .*", "_commit: v1.0.0", text))
    commit(top, "adopted")
    return app


def work(app):
    """Do what an owner does: edits in the files of the part, a file beside them, another line in the manifest."""
    package = app / "background"
    sources = package / "src" if package.is_dir() else app / "src" / "background"
    for name, (old, new) in EDITS.items():
        for file in {sources / name, package / name}:
            if file.is_file():
                edit(file, old, new)
    if b"\r\n" in (app / "manifest.yml").read_bytes():  # then an editor saves whole files so
        for file in [*sources.glob("*.ts"), *package.glob("package.json")]:
            file.write_bytes(re.sub(rb"\r?\n", b"\r\n", file.read_bytes()))
    (data,) = sources.glob("data.*")
    end = "\r\n" if b"\r\n" in data.read_bytes() else "\n"
    write(sources, {f"labels{data.suffix}": f"export const labels = ['ours'];{end}"})
    edit(app / "manifest.yml", "runtime:", "# ours\n  runtime:")
    commit(app, "mine")


def newer(path, content):
    """A file of the part as the second release and its owner's edits make it."""
    *folders, name = path.split("/")
    is_of_the_part = "background" in folders and folders[-1] != "tests"
    for pattern, texts in NEWER.items():
        of_template = pattern.rpartition("/")[2].removesuffix(".jinja")
        if is_of_the_part and of_template in (name, name.partition(".")[0]):
            return replaced(content, *texts)
    return content


@pytest.mark.parametrize("shape", exhaustive_but(SHAPES, "crlf", "ui-kit-js"))
def test_an_update_brings_what_is_newer_and_keeps_all_that_is_the_owner_s(shape, template, tmp_path):
    top = tmp_path / "repository"
    app = adopt(shape, top, template)
    work(app)
    before = files_of(top)
    done = run_bgscript("update", app, cwd=tmp_path)
    assert done.code == 0, done.out + done.err
    assert ("npm --prefix background run check" if (app / "background").is_dir() else "bgscript check") in done.out
    after = files_of(top)

    prefix = f"{SHAPES[shape][1]}/".lstrip("/")
    answers, text = f"{prefix}.copier-answers.yml", f"{prefix}manifest.yml"
    others = before.keys() - {answers, text}
    assert {path: after.pop(path) for path in others} == {path: newer(path, before[path]) for path in others}
    changed = {
        path.rpartition("/")[2].partition(".")[0] for path in others if newer(path, before[path]) != before[path]
    }
    assert changed >= {"client", "script", "data", "sample"}

    assert after.keys() == {answers, text}
    release = {"_commit": "v2.0.0", "_commit_id": git("rev-parse", "v2.0.0^0", cwd=template)}
    assert yaml.safe_load(after[answers]) == yaml.safe_load(before[answers]) | release
    assert added_lines(before[text], after[text]) == (["      newer: true"] * HOMES.get(shape, 1), [])
    assert after[text].count(b"\r\n") == (after[text].count(b"\n") if b"\r\n" in before[text] else 0)
    assert after[text].endswith(b"\n") == before[text].endswith(b"\n")
