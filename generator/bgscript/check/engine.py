"""Checks projects: reads their documents, runs the rules whose input is there, and gives the findings."""

from __future__ import annotations

import os

from bgscript.check import answers as ours
from bgscript.check.context import Context
from bgscript.check.descriptor import SCRIPTS, check_connect_modules, check_descriptor, product
from bgscript.check.ends import Lifecycle, check_ends
from bgscript.check.findings import Collector, Finding, Problem, Spot, start_comparing
from bgscript.check.levels import LEVELS
from bgscript.check.modules import MODULES, known
from bgscript.check.rules import REGISTRY, load
from bgscript.documents import regular
from bgscript.documents.document import MOST_BYTES, DocumentError, Node, Unknown, parse
from bgscript.documents.walk import DESCRIPTOR, MANIFEST

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Noticed = dict[str, list[Problem]]

_ABOUT_NAMES = ("BG202", "BG203", "BG215", "BG217", "BG307")
"""Rules that are about the name of a property, whatever its value is."""
_CONNECT_VIEWS = ("jiraDashboardItems", "webPanels")

_IS_THERE: dict[str, Callable[[Context], object]] = {
    "manifest": lambda context: not context.is_connect,
    "descriptor": lambda context: context.is_connect,
    "modules": lambda context: not context.is_connect and context.has("modules"),
    "widgets": lambda context: context.has("modules", "dashboards:widget"),
    "scripts": lambda context: not context.is_connect and context.scripts,
    "resources": lambda context: not context.is_connect and context.has("resources"),
    "functions": lambda context: context.has("modules", "function"),
    "remotes": lambda context: context.has("remotes") or context.has("modules", "endpoint"),
    "connect": lambda context: context.has("connectModules"),
    "external": lambda context: context.has("permissions", "external"),
    "unread": lambda context: context.modules.skipped,
    "conflicts": lambda context: any(b"<<<<<<< " in source.text for source in context.modules.sources.values()),
    "sent": lambda context: context.reading.sent,
    "heard": lambda context: context.reading.heard,
    "called": lambda context: context.reading.called and _has_resolvers(context),
    "defined": lambda context: context.reading.defined and _has_resolvers(context),
    "named": lambda context: not context.is_connect and context.reading.named,
    "requests": lambda context: not context.is_connect and (context.reading.requests or context.reading.stored),
    "stored": lambda context: not context.is_connect and context.reading.stored,
    "addresses": lambda context: not context.is_connect and context.has_addresses,
    "locks": lambda context: not context.is_connect and context.lock_files,
    "ui-kit-1": lambda context: not context.is_connect and context.may_be_ui_kit_1,
    "answers": lambda context: context.answers is not None,
}
"""What a rule can need beside what the passes notice."""


def _has_resolvers(context: Context) -> bool:
    return not context.is_connect or context.is_ours


class CheckedProject:
    """A project and what was found. ``path`` is as the user gave it; ``about`` says what was not checked, and why."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.scripts: list[str] = []
        self.views: list[str] = []
        self.ends: list[dict[str, str]] = []
        self.all: list[Finding] = []
        self.about = ""

    @property
    def findings(self) -> list[Finding]:
        """Those that count, worst first."""
        return [finding for finding in self.all if not finding.reason]

    def count(self, level: str) -> int:
        """How many findings of a level count."""
        return sum(finding.level == level for finding in self.findings)

    def add(self, noticed: Noticed) -> None:
        """Make findings of problems that no context has."""
        for code, problems in noticed.items():
            self.all += [_finding(code, problem, problem.file) for problem in problems]

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

    def check(self, path: str) -> CheckedProject:
        """Check a folder that has a manifest or a descriptor."""
        start_comparing()
        project = CheckedProject(path)
        noticed: Noticed = {}
        answers = ours.read_answers(path, noticed)
        if answers is not None and answers.text("target") not in self._facts().targets:
            answers = None  # another template's: it happens to have questions of the same names
        project.add(noticed)
        project.about = ours.too_new(answers)
        for name in (MANIFEST, DESCRIPTOR):
            if os.path.lexists(os.path.join(path, name)):
                self._check_file(project, name, answers)
        if project.all:
            from bgscript.check.ignores import apply_ignores

            apply_ignores(project)
        project.all.sort(key=lambda each: (LEVELS.index(each.level), each.file, each.line, each.column, each.code))
        return project

    def _check_file(self, project: CheckedProject, name: str, answers: Node | None) -> None:
        noticed: Noticed = {}
        report = Collector(name, noticed)
        root = _read(project.path, name, report)
        if root is None:
            project.add(noticed)
        elif name == MANIFEST:
            self._check_manifest(project, root, answers)
        else:
            self._check_connect(project, root, answers)

    def _check_manifest(self, project: CheckedProject, root: Node, answers: Node | None) -> None:
        if answers is None and not _is_forge(root):
            project.about = f"{MANIFEST} is not a manifest of Forge's, so it was not checked"
            return
        connect = root.get("connectModules")
        old = [
            (name, node)
            for name in (SCRIPTS, *_CONNECT_VIEWS)
            if connect is not None and (node := connect.get(f"jira:{name}")) is not None
        ]
        kinds = list(dict.fromkeys(kind for kind, _ in known(root)))
        project.scripts += [*(kind for kind in kinds if MODULES[kind].is_script), *(n for n, _ in old if n == SCRIPTS)]
        views = [kind for kind in kinds if not MODULES[kind].is_script]
        project.views += [*views, *(n for n, _ in old if n != SCRIPTS)]
        context = Context(project.path, MANIFEST, root, answers, self._facts(), is_connect=False)
        from bgscript.check.files import check_files
        from bgscript.check.manifest import check_manifest

        report = context.collector()
        check_manifest(root, report)
        check_files(context, report)
        check_connect_modules(root, report)
        modules = [(kind, root.value["modules"].value[kind]) for kind in kinds]
        self._run(project, context, [*modules, *old])

    def _check_connect(self, project: CheckedProject, root: Node, answers: Node | None) -> None:
        modules = root.get("modules")
        names = [name for name, _ in modules.items()] if modules is not None else []
        is_ours = answers is not None and answers.text("target") == "connect"
        project.scripts += [name for name in names if name == SCRIPTS]
        project.views += [name for name in names if name in _CONNECT_VIEWS]
        if (other := product(root)) != "Jira" and not project.scripts:
            project.about = f"{DESCRIPTOR} is for {other}; only descriptors for Jira are checked"
            return
        context = Context(project.path, DESCRIPTOR, root, answers if is_ours else None, self._facts(), is_connect=True)
        check_descriptor(root, context.collector())
        found = [(name, modules.value[name]) for name in names if name in (SCRIPTS, *_CONNECT_VIEWS)] if modules else []
        self._run(project, context, found)

    def _run(self, project: CheckedProject, context: Context, modules: list[tuple[str, Node]]) -> None:
        """Look at what ends, and at the answers; then run the rules."""
        facts = self._facts()
        homes = ours.homes(context.answers)
        project.ends += check_ends(context, modules, homes)
        if context.answers is not None:
            ours.check_answers(context, facts)
        project.all += run_rules(context)

    def _facts(self) -> Lifecycle:
        if self._lifecycle is None:
            self._lifecycle = Lifecycle.read()
        return self._lifecycle


def run_rules(context: Context) -> list[Finding]:
    """The findings of all rules whose input is there."""
    there: dict[str, bool] = {}
    found: list[Finding] = []
    for code, (_, needs) in REGISTRY.items():
        if needs == "noticed":
            is_there = code in context.noticed
        else:
            if needs not in there:
                there[needs] = bool(_IS_THERE[needs](context))
            is_there = there[needs] or code in context.noticed
        if is_there:
            problems = [problem for problem in load(code).check(context) if not _only_a_deploy_knows(code, problem)]
            found += [_finding(code, problem, problem.file or context.file) for problem in problems]
    return found


def _only_a_deploy_knows(code: str, problem: Problem) -> bool:
    """Whether a problem is about a value with a variable that has no default."""
    return isinstance(getattr(problem.place, "value", None), Unknown) and code not in _ABOUT_NAMES


def _finding(code: str, problem: Problem, file: str) -> Finding:
    level = problem.level or load(code).LEVEL
    return Finding(code, level, file, problem.place, problem.message, problem.hint)


def _read(path: str, name: str, report: Collector) -> Node | None:
    """The document of a project; None, with a problem noticed, if it cannot be read."""
    try:
        root = parse(regular.read(os.path.join(path, name), MOST_BYTES), name)
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}."
        report.add("BG101", Spot(), message, "Make it a file that you can read.")
    except DocumentError as error:
        report.add(error.code, Spot(error.line, error.column), error.message, error.hint)
    else:
        if isinstance(root.value, dict):
            return root
        message = f"{name} must hold `name: value` lines."
        report.add("BG102", root, message, "Write it as Atlassian's reference shows.")
    return None


def _is_forge(root: Node) -> bool:
    """Whether a manifest is one of Forge's: others use the name, too."""
    app, modules = root.get("app"), root.get("modules")
    names = [name for name, _ in modules.items()] if modules is not None else []
    if any(":" in name or name in ("function", "endpoint", "trigger", "scheduledTrigger") for name in names):
        return True
    if app is not None and isinstance(app.value, dict):
        return any(name in app.value for name in ("id", "runtime", "connect"))
    return root.get("connectModules") is not None
