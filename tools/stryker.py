"""Breaks every place of what generated projects run, one after the other, and looks whether their own tests see it.

`python tools/stryker.py [WORD …]`, by hand before a release: with words, only the groups that contain one of them.
Stryker (https://stryker-mutator.io) makes the mutants, from npm, in a folder outside of this repository. What the tests
of the handshake do not see is given to the simulator of tests/platform, for each home.

Prints for each file how many of its mutants are seen, and each that nobody sees. tools/survivors.yml has a reason for
those that stay: one without a reason fails, and so does a group in which less than 95 % are seen. `--write` writes the
rates into that file. tools/stryker_groups.py says what is broken, and why the files that it prints first are not.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.commands import network  # noqa: E402
from tests.support.node import POSTGRES, REACT, install_packages, node  # noqa: E402
from tests.support.paths import BIN, PLATFORM  # noqa: E402
from tests.support.projects import install, make  # noqa: E402
from tools.stryker_groups import GROUPS, IN_NO_GROUP, Group, not_broken  # noqa: E402

WORK = Path(tempfile.gettempdir()) / "bgscript-stryker"
STRYKER = (
    "@stryker-mutator/core@10.1.1",
    "@stryker-mutator/vitest-runner@10.1.1",
    "typescript@5.9.3",  # the first one needs it, and does not say so
)
SURVIVORS = ROOT / "tools" / "survivors.yml"
LEAST = 95
FEW = 2
"""Percent of a group's mutants that must be seen; or so many may stay, in a small group."""

COPY = (
    ("bgscript/tests/until.ts", "LIMIT_MS = 20_000", "LIMIT_MS = 3_000"),
    ("bgscript/vite.mjs", "timeout ?? 20_000", "timeout ?? 4_000"),
    ("bgscript/tests/uikit.ts", " console,\n", " console,\n __stryker__: Reflect.get(globalThis, '__stryker__'),\n"),
)
"""Text of files, and what stands there instead in the copies that are broken. Tests give a busy machine 20 seconds to
show something, which a broken front end never does; a server gives a client that it refused one second to read why. And
UI Kit's front ends run in a realm of their own, without the switch with which Stryker chooses a mutant."""

SEEN, UNSEEN = {"Killed", "Timeout", "RuntimeError"}, {"Survived", "NoCoverage"}
"""Stryker's words; an error outside of a test ends the whole run. The others are mutants that do not compile."""


@dataclass(frozen=True)
class Mutant:
    """A place of a file, what stands there instead, and whether the project's tests see it."""

    file: str
    line: str
    """The line in which it begins, without its indentation."""
    number: int
    to: str
    text: str
    """The whole file."""
    is_seen: bool

    def __str__(self) -> str:
        return f"{self.line}  ->  {self.to}"


def mutants(report: Any) -> Iterator[Mutant]:
    """Those of a report of Stryker's."""
    for file, found in report["files"].items():
        lines = found["source"].splitlines(keepends=True)
        starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
        for each in found["mutants"]:
            if each["status"] not in SEEN | UNSEEN:
                continue
            start, end = (
                starts[place["line"] - 1] + place["column"] - 1
                for place in (each["location"]["start"], each["location"]["end"])
            )
            yield Mutant(
                file,
                lines[each["location"]["start"]["line"] - 1].strip(),
                each["location"]["start"]["line"],
                " ".join(each["replacement"].split())[:100],
                found["source"][:start] + each["replacement"] + found["source"][end:],
                each["status"] in SEEN,
            )


def run_stryker(group: Group, project: Path) -> list[Mutant]:
    """All mutants of a group. Stryker works in a copy of the project."""
    config = {
        "testRunner": "vitest",
        "plugins": [str(WORK / "stryker/node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
        "mutate": group.sources(str(each.relative_to(project)) for each in (project / group.folder).rglob("*.ts*")),
        "vitest": {"configFile": "vitest.stryker.mjs", "related": False},
        "reporters": ["progress-append-only", "json"],
        "jsonReporter": {"fileName": "stryker.json"},
        "coverageAnalysis": "perTest",
        "concurrency": 2,
        "timeoutMS": 8_000,
    }
    (project / "stryker.config.json").write_text(json.dumps(config))
    tests = [f"bgscript/tests/{each}.test.{{ts,tsx}}" for each in group.tests]
    (project / "vitest.stryker.mjs").write_text(
        "import { mergeConfig } from 'vitest/config';\nimport own from './vite.config.mjs';\n"
        f"export default mergeConfig(own, {json.dumps({'test': {'include': tests}})});\n"
    )
    program = WORK / "stryker/node_modules/@stryker-mutator/core/bin/stryker.js"
    subprocess.run([BIN / "node", program, "run"], cwd=project, env=network(), check=True)
    return list(mutants(json.loads((project / "stryker.json").read_text())))


def unseen_by_simulator(group: Group, survivors: Sequence[Mutant]) -> set[Mutant]:
    """Those of the handshake that no schedule finds, in any home."""
    if not (group.homes and survivors):
        return set(survivors)
    projects = [{"name": each, "dir": str(project_of(each)), "json": each == "connect"} for each in group.homes]
    given = [{"file": each.file, "text": each.text, "index": index} for index, each in enumerate(survivors)]
    *left, _ = node("mutants.mjs", {"projects": projects, "mutants": given}).splitlines()
    return {survivors[json.loads(line)["index"]] for line in left}


def project_of(name: str) -> Path:
    """A reviewed project with its packages, changed as COPY says."""
    folder = WORK / name
    if not folder.exists():
        install(make(name, folder))
        for path, before, after in changes_of(folder):
            (folder / path).write_text((folder / path).read_text().replace(before, after))
    return folder


def changes_of(project: Path) -> list[tuple[str, str, str]]:
    """Those of COPY that are about files of this project."""
    return [each for each in COPY if (project / each[0]).exists() and each[1] in (project / each[0]).read_text()]


def reasons(group: Group) -> dict[str, set[str]]:
    """What tools/survivors.yml says of a group: the mutants that may stay, by file."""
    known: dict[str, dict[str, list[str]]] = yaml.safe_load(SURVIVORS.read_text())[group.name]["survivors"]
    return {file: {each for some in by_reason.values() for each in some} for file, by_reason in known.items()}


def judge(group: Group, found: Sequence[Mutant], unseen: set[Mutant]) -> bool:
    """Print what came of a group; whether enough is seen, and each other mutant has a reason."""
    known, all_of, unseen_of = (
        reasons(group),
        Counter(each.file for each in found),
        Counter(each.file for each in unseen),
    )
    for file, count in sorted(all_of.items()):
        print(f"{group.name}  {file}  {count - unseen_of[file]} of {count}")
    nameless = [each for each in unseen if str(each) not in known.get(each.file, set())]
    for each in sorted(nameless, key=lambda mutant: (mutant.file, mutant.number)):
        print(f"  no reason: {each.file}:{each.number}  {each}")
    for file in known:
        for name in sorted(known[file] - {str(each) for each in unseen if each.file == file}):
            print(f"  seen by now: {file}  {name}")
    rate = 100 * (1 - len(unseen) / len(found))
    print(f"{group.name}: {rate:.1f} % of {len(found)}", flush=True)
    return (rate >= LEAST or len(unseen) <= FEW) and not nameless


def write_rates(group: Group, found: Iterable[Mutant], unseen: Iterable[Mutant]) -> None:
    """Write how many are seen into tools/survivors.yml."""
    text = SURVIVORS.read_text()
    content = yaml.safe_load(text)
    all_of, unseen_of = Counter(each.file for each in found), Counter(each.file for each in unseen)
    content[group.name]["seen"] = {
        file: f"{count - unseen_of[file]} of {count}" for file, count in sorted(all_of.items())
    }
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    SURVIVORS.write_text(head + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1_000))


def name_the_rest() -> bool:
    """Print which files nobody breaks; whether each has a reason."""
    left = not_broken()
    for path, projects in sorted(left.items()):
        print(f"in no group: {path}  {IN_NO_GROUP.get(path) or 'no reason, in ' + ', '.join(projects)}")
    return left.keys() <= IN_NO_GROUP.keys()


def main() -> int:
    """Break everything that was asked for; gives the exit code."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    chosen = [each for each in GROUPS if not words or any(word in each.name for word in words)]
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "stryker").mkdir(parents=True)
    install_packages(PLATFORM)
    install_packages(REACT)
    install_packages(POSTGRES)
    subprocess.run(
        [BIN / "npm", "install", "--prefix", WORK / "stryker", "--no-audit", "--no-fund", *STRYKER],
        env=network(),
        check=True,
    )
    fine = name_the_rest()
    for group in chosen:
        found = run_stryker(group, project_of(group.project))
        unseen = unseen_by_simulator(group, [each for each in found if not each.is_seen])
        fine = judge(group, found, unseen) and fine
        if "--write" in sys.argv:
            write_rates(group, found, unseen)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
