"""The two parts of a project: what is the owner's, and bgscript/ with what bgscript keeps current."""

import re
import shutil
from collections import Counter

import pytest

from tests.support.golden import GOLDEN
from tests.support.node import check
from tests.support.projects import install

PROJECTS = sorted(path.name for path in GOLDEN.iterdir())
YOURS = {
    "manifest.yml",
    "atlassian-connect.json",
    "package.json",
    "README.md",
    "AGENTS.md",
    "Dockerfile",
    ".prettierrc.json",
}
"""Beside src/ and tests/: what owners change as they like."""
SETTINGS = {"tsconfig.json": 5, "eslint.config.mjs": 5, "vite.config.mjs": 5}
"""How many lines the settings of an owner may have that extend those of bgscript/."""
ENTRY = re.compile(r"src/(?!resolvers)[\w-]+/index\.tsx?|src/index\.ts")
IMPORT = re.compile(r"""(?:from|import|mock\(|@import)\s*\(?['"]([^'"]+)['"]""")


def files(name):
    """The files of a project outside bgscript/, by their paths."""
    found = {path.relative_to(GOLDEN / name).as_posix(): path for path in (GOLDEN / name).rglob("*") if path.is_file()}
    return {path: file for path, file in found.items() if not path.startswith("bgscript/")}


def is_yours(path):
    return path.startswith(("src/", "tests/")) or path in {*YOURS, *SETTINGS}


@pytest.mark.parametrize("name", PROJECTS)
def test_most_files_outside_bgscript_are_the_owner_s(name):
    outside = files(name)
    share = sum(map(is_yours, outside)) / len(outside)
    print(f"{name}: {len(outside)} files, {share:.0%}")
    assert share >= 0.6
    assert len(outside) <= 40
    assert name != "home-dashboard" or len(outside) <= 38


@pytest.mark.parametrize("name", PROJECTS)
def test_an_owner_s_file_imports_short_names_only(name):
    """So that nothing below the top of bgscript/ is named by a file that it does not belong to."""
    for path, file in files(name).items():
        if not path.startswith(("src/", "tests/")) or file.suffix not in (".ts", ".tsx", ".css"):
            continue
        for specifier in IMPORT.findall(file.read_text()):
            assert not re.search(r"\.\./bgscript", specifier), (path, specifier)
            if specifier.startswith("#"):
                short = specifier.removeprefix("#")
                assert (GOLDEN / name / (short if short.endswith(".css") else f"{short}.ts")).is_file(), (
                    path,
                    specifier,
                )
                assert short.count("/") == 1, (path, specifier)


@pytest.mark.parametrize("name", PROJECTS)
def test_each_name_is_exported_by_one_file_at_the_top(name):
    """`bgscript update` replaces an import of a moved module by that of the file that exports the name."""
    exported = Counter()
    for file in (GOLDEN / name / "bgscript").glob("*.ts"):
        lines = [line for line in file.read_text().splitlines() if not line.startswith(("/**", " *"))]
        assert all(re.fullmatch(r"export (type )?\{[^}]+\} from '\./[\w/.]+';", line) for line in lines), file.name
        for names, module in re.findall(r"export (?:type )?\{ ([^}]+) \} from '([^']+)';", file.read_text()):
            assert [*(GOLDEN / name / "bgscript").glob(f"{module}.ts*")], (file.name, module)
            exported.update(names.split(", "))
    assert [each for each, count in exported.items() if count > 1] == []


@pytest.mark.parametrize("name", PROJECTS)
def test_entries_and_settings_are_short(name):
    for path, file in files(name).items():
        lines = len(file.read_text().splitlines()) if ENTRY.fullmatch(path) or path in SETTINGS else 0
        assert lines <= SETTINGS.get(path, 7), path


JAVASCRIPT = ("bgscript/preview/home.js", "bgscript/preview/server.mjs", "bgscript/scripts/validate.mjs")


def test_eslint_covers_the_javascript_of_ours(platform, tmp_path):
    project = install(shutil.copytree(GOLDEN / "home-dashboard", tmp_path / "project"))
    for name in JAVASCRIPT:
        with (project / name).open("a") as end:
            end.write("nobodyKnowsThis();\n")
    found = check({"project": project}, ["lint"])["project"]["lint"]
    assert sorted(line.split("/project/")[1].split(":")[0] for line in found) == sorted(JAVASCRIPT)
