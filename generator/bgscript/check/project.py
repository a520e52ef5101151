"""One project: its documents, its rules, its findings."""

from __future__ import annotations

import os

from bgscript.check import answers as ours
from bgscript.check.descriptor import SCRIPTS, check_connect_modules, check_descriptor
from bgscript.check.ends import Lifecycle, check_ends
from bgscript.check.findings import Collector, Finding, Spot
from bgscript.check.modules import MODULES, known
from bgscript.check.rules import LEVELS
from bgscript.documents.document import DocumentError, Node, parse
from bgscript.documents.walk import DESCRIPTOR, MANIFEST

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any

_CONNECT_VIEWS = ("jiraDashboardItems", "webPanels")


class Project:
    """A project and what was found. ``path`` is as the user gave it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.scripts: list[str] = []
        self.views: list[str] = []
        self.ends: list[dict[str, str]] = []
        self.all: list[Finding] = []

    @property
    def findings(self) -> list[Finding]:
        """Those that count, worst first."""
        return [finding for finding in self.all if not finding.reason]

    def count(self, level: str) -> int:
        """How many findings of a level count."""
        return sum(finding.level == level for finding in self.findings)

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "path": self.path,
            "modules": [*self.scripts, *self.views],
            "ends": self.ends,
            "findings": [finding.as_data() for finding in self.findings],
        }


class Checker:
    """Checks projects; what all of them need is read once."""

    def __init__(self) -> None:
        self._lifecycle: Lifecycle | None = None

    def check(self, path: str) -> Project:
        """Check a folder that has a manifest or a descriptor."""
        project = Project(path)
        answers = ours.read_answers(path, project.all)
        if answers is not None and answers.text("target") not in self._facts().targets:
            answers = None  # another template's: it happens to have questions of the same names
        for name in (MANIFEST, DESCRIPTOR):
            if os.path.lexists(os.path.join(path, name)):
                self._check_file(project, name, answers)
        if project.all:
            from bgscript.check.ignores import apply_ignores

            apply_ignores(path, project.all)
        project.all.sort(key=lambda each: (LEVELS.index(each.level), each.file, each.line, each.column, each.code))
        return project

    def _check_file(self, project: Project, name: str, answers: Node | None) -> None:
        report = Collector(name, project.all)
        try:
            with open(os.path.join(project.path, name), "rb") as stream:
                root = parse(stream.read(1_000_001), name)
        except OSError as error:
            message = f"{name} cannot be read: {error.strerror or error}."
            report.add("BG101", Spot(), message, "Make it a file that you can read.")
            return
        except DocumentError as error:
            report.add(error.code, Spot(error.line, error.column), error.message, error.hint)
            return
        if not isinstance(root.value, dict):
            report.add(
                "BG102", root, f"{name} must hold `name: value` lines.", "Write it as Atlassian's reference shows."
            )
        elif name == MANIFEST:
            self._check_manifest(project, root, answers, report)
        else:
            self._check_connect(project, root, answers, report)

    def _check_manifest(self, project: Project, root: Node, answers: Node | None, report: Collector) -> None:
        found = known(root)
        connect = root.get("connectModules")
        old = [
            (name, node)
            for name in (SCRIPTS, *_CONNECT_VIEWS)
            if connect is not None and (node := connect.get(f"jira:{name}")) is not None
        ]
        kinds = list(dict.fromkeys(kind for kind, _ in found))
        project.scripts += [*(kind for kind in kinds if MODULES[kind].is_script), *(n for n, _ in old if n == SCRIPTS)]
        project.views += [
            *(kind for kind in kinds if not MODULES[kind].is_script),
            *(n for n, _ in old if n != SCRIPTS),
        ]
        if not found and not old and answers is None and not _resembles(root):
            return
        from bgscript.check.behaviour import check_sources
        from bgscript.check.files import check_files
        from bgscript.check.manifest import check_manifest

        check_manifest(root, report)
        check_files(root, project.path, is_ours=answers is not None, report=report)
        check_connect_modules(root, report)
        ours.check_placeholder(root, report)
        modules = [(kind, root.value["modules"].value[kind]) for kind in kinds]
        self._check_rest(project, root, [*modules, *old], answers, report)
        check_sources(
            project.path, root, is_ours=answers is not None, is_connect=False, findings=project.all, file=MANIFEST
        )

    def _check_connect(self, project: Project, root: Node, answers: Node | None, report: Collector) -> None:
        modules = root.get("modules")
        names = [name for name, _ in modules.items()] if modules is not None else []
        is_ours = answers is not None and answers.text("target") == "connect"
        project.scripts += [name for name in names if name == SCRIPTS]
        project.views += [name for name in names if name in _CONNECT_VIEWS]
        if not project.scripts and not project.views and not is_ours and not _resembles(root):
            return
        from bgscript.check.behaviour import check_sources

        check_descriptor(root, report)
        found = [(name, modules.value[name]) for name in names if name in (SCRIPTS, *_CONNECT_VIEWS)] if modules else []
        self._check_rest(project, root, found, answers if is_ours else None, report)
        check_sources(project.path, root, is_ours=is_ours, is_connect=True, findings=project.all, file=DESCRIPTOR)

    def _check_rest(
        self, project: Project, root: Node, modules: list[tuple[str, Node]], answers: Node | None, report: Collector
    ) -> None:
        facts = self._facts()
        is_ours, homes = answers is not None, ours.homes(answers)
        project.ends += check_ends(modules, root, project.path, facts, is_ours=is_ours, homes=homes, report=report)
        if answers is not None:
            ours.check_answers(answers, root, facts, project.path, project.all)

    def _facts(self) -> Lifecycle:
        if self._lifecycle is None:
            self._lifecycle = Lifecycle.read()
        return self._lifecycle


def _resembles(root: Node) -> bool:
    """Whether a manifest has a module that ``check`` knows, or a misspelt one, which is reported."""
    modules = [root.get("modules"), root.get("connectModules")]
    names = [name.lower() for node in modules if node is not None for name, _ in node.items()]
    return any("backgroundscript" in name or name.startswith("dashboards:") for name in names)
