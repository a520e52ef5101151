"""What the tests of moving share: an owner's edits in every file of theirs, and a move in this process."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bgscript.change.migrate.answers import Wish, answers
from bgscript.change.migrate.learned import learn
from bgscript.change.steps import Change, changing
from bgscript.cli.reports.change import ChangeReport, Wording, report
from tests.support.projects import render
from tests.support.sandbox import commit, git

PERMISSIONS = """\
permissions: # agreed with the security team
  scopes:
    - read:jira-work
    # for the nightly report
    - "storage:app"
  external:
    fetch:
      backend:
        - address: 'https://api.example.com'
          category: analytics
          inScopeEUD: false
"""
TRIGGER = """\
  trigger: # mine
    - key: my-trigger
      function:   mine
      events: [avi:jira:created:issue]
"""
FUNCTION = """\
    # mine, too
    - key: mine
      handler: mine.run
"""


def edited(manifest: str) -> str:
    """The manifest as an owner has it: permissions next to the last resource, an own module, an own function."""
    for place in ("      handler: index.handler\n", "  function:\n"):
        assert manifest.count(place) == 1
    manifest = manifest.replace("      handler: index.handler\n", f"      handler: index.handler\n{FUNCTION}")
    return manifest.replace("  function:\n", f"{TRIGGER}  function:\n") + PERMISSIONS


INSERTED = {
    "src/contract.ts": [
        ("export interface SharedData {\n", "  mine?: string;\n"),
        ("export interface Events {\n", "  'app.mine': { text: string };\n"),
        ("export type Resolvers = {\n", "  getMine: (payload: unknown) => string;\n"),
    ],
    "src/resolvers/index.ts": [
        ("export const resolvers: Handlers = {\n", "  getMine: (payload) => Promise.resolve(String(payload)),\n")
    ],
    "src/sample.ts": [("  loadedAt: '2026-01-01T09:00:00.000Z',\n", "  mine: 'mine',\n")],
    "package.json": [('  "scripts": {\n', '    "mine": "node mine.mjs",\n'), ('  "dependencies": {\n', "{dependency}")],
}
"""What stands behind which line. Dependencies are sorted, as npm leaves them."""

APPENDED = {
    "src/background/data.ts": "\nexport const MINE = 1;\n",
    "src/view/View.tsx": "\nexport const mine = 1;\n",
    "src/view/view.css": "\n.mine {\n  color: red;\n}\n",
    "tests/resolvers.test.ts": "\n// mine\n",
    "README.md": "\n## Mine\n\nMy section.\n",
}
OWN = {
    "src/mine.ts": "export const run = () => {};\n",
    "tests/mine.test.ts": "import { expect, test } from 'vitest';\n\ntest('mine', () => {\n  expect(1).toBe(1);\n});\n",
    "docs/mine.md": "# Mine\n",
}


def edit(project: Path) -> None:
    """Edit every file of the owner's that the project has, and add some."""
    for name, places in INSERTED.items():
        file = project / name
        text = file.read_text()
        for line, own in places:
            assert text.count(line) == 1, (name, line)
            text = text.replace(line, line + own.replace("{dependency}", '    "@mine/thing": "1.2.3",\n'))
        file.write_text(text)
    for name, own in APPENDED.items():
        if (project / name).exists():
            with (project / name).open("a") as end:
                end.write(own)
    for name, own in OWN.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(own)
    manifest = project / "manifest.yml"
    if manifest.exists():
        manifest.write_text(edited(manifest.read_text()))


def missing(project: Path) -> list[str]:
    """The edits that a project has lost."""
    parts = [(name, own) for name, places in INSERTED.items() for _, own in places]
    parts += [*APPENDED.items(), *OWN.items(), ("manifest.yml", PERMISSIONS), ("manifest.yml", TRIGGER)]
    parts += [("manifest.yml", FUNCTION), ("package.json", '"@mine/thing": "1.2.3"')]
    return [
        name
        for name, own in parts
        if own != "{dependency}" and (project / name).exists() and own not in (project / name).read_text()
    ]


@dataclass(frozen=True)
class Moved:
    """A move that was made."""

    outcome: Change
    report: ChangeReport

    @property
    def conflicts(self) -> list[str]:
        return self.report.conflicts


def repository(answers: Mapping[str, object], folder: Path) -> Path:
    """A committed project."""
    project = render(answers, folder)
    git("init", "--quiet", cwd=project)
    commit(project, "made")
    return project


def move(project: Path, to: str, *, keep_old: bool = False, dry_run: bool = False, **given: str) -> Moved:
    """Move a project, as `bgscript migrate app` does."""
    with changing(project, dry_run=dry_run) as step:
        moving = answers(step, Wish(to, keep_old, given), "app")
        plan = step.plan(moving.given)
        merge = step.merge(plan)
        learned = learn(moving, step.project, plan, merge, "app")
        done = step.apply(plan, merge, f"Move to {to}")
    made = report(done, learned.effects, Wording(f"Move to {to}"), command="migrate", path="app", learned=learned)
    return Moved(done, made)


def tree(project: Path) -> str:
    """What git calls the committed content."""
    return git("rev-parse", "HEAD^{tree}", cwd=project)


def words(text: str) -> str:
    """A text without its line breaks, to look for a sentence."""
    return re.sub(r"\s+", " ", text)
