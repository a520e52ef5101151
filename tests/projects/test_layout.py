"""The two parts of a project: what is the owner's, and bgscript/ with what bgscript keeps current."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.support.golden import GOLDEN
from tests.support.layers import exhaustive_but
from tests.support.node import check
from tests.support.projects import install

IN_FULL = ["home-dashboard", "home-dashboard-ui-kit", "connect"]
"""One of each flavour."""
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
SETTINGS = {"tsconfig.json": 5, "eslint.config.mjs": 6, "vite.config.mjs": 6}
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


CODE = {".ts", ".tsx", ".js", ".mjs"}
MISTAKE = "\nif (false) nobodyKnowsThis();\n"
"""One that the compiler finds and one that ESLint finds, in TypeScript as in JavaScript."""


def code(project):
    """Everything that is written in TypeScript or JavaScript, settings included."""
    found = (path for path in project.rglob("*") if path.suffix in CODE and "node_modules" not in path.parts)
    return sorted(path.relative_to(project).as_posix() for path in found)


@pytest.mark.parametrize("name", exhaustive_but(IN_FULL, "home-dashboard"))
def test_no_file_is_outside_of_what_the_compiler_and_eslint_read(name, platform, tmp_path):
    project = install(shutil.copytree(GOLDEN / name, tmp_path / "project"))
    for file in code(project):
        with (project / file).open("a") as end:
            end.write(MISTAKE)
    found = check({name: project}, ["typecheck", "lint"])[name]
    for tool, sign in (("typecheck", "TS2304"), ("lint", "no-constant-condition")):
        lines = [line for line in found[tool] if sign in line]
        assert sorted({line.split("/project/")[1].split(":")[0] for line in lines}) == code(project), tool


@pytest.mark.parametrize("name", PROJECTS)
def test_no_file_is_exempt_from_the_compiler(name):
    for file in code(GOLDEN / name):
        text = (GOLDEN / name / file).read_text()
        assert not re.search(r"@ts-(ignore|nocheck|expect-error)|eslint-disable", text), file


@pytest.mark.parametrize("name", IN_FULL)
def test_code_and_styles_are_not_exempt_from_prettier(name):
    lines = (GOLDEN / name / ".prettierignore").read_text().splitlines()
    assert [line for line in lines if Path(line).suffix in {*CODE, ".css"}] == []
