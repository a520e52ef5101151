"""A move while it is made: the answers for the plan, and what can be learned of the merge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any

from bgscript.change import homes
from bgscript.change.migrate import answers, leftovers, moves, people, rights, sources
from bgscript.change.migrate.moves import CONNECT, Wish
from bgscript.change.project import Project
from bgscript.change.steps import Plan
from bgscript.cli.reports.change import BranchReport, UpdateReport
from bgscript.cli.reports.migrate import MigrateReport
from bgscript.documents.document import DocumentError
from bgscript.merging import trees as merges
from bgscript.merging.trees import Merge
from bgscript.system.errors import UsageError
from bgscript.template import lifecycle
from bgscript.template.question import Given
from bgscript.template.questions import Questionnaire
from bgscript.template.templates import Release, Template

_NO_ANSWERS = ("also", "key_home")
"""Questions whose defaults tell nobody anything."""


@dataclass
class Findings:
    """What a move's report tells, see ``report.MigrateReport``; ``steps`` are commands for after the commit."""

    carried: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    defaulted: list[dict[str, Any]] = field(default_factory=list)
    deploy: str = rights.MINOR
    reasons: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    manual: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


class Migration:
    """One move. ``change`` and ``look`` are called while it is made, in this order; then ``findings`` is complete."""

    def __init__(self, folder: Path, path: str, wish: Wish) -> None:
        """Prepare a move.

        Args:
            folder: the project's.
            path: the project as the user named it.
        """
        self.wish = wish
        self.findings = Findings()
        self.old = ""
        self._folder, self._path = folder, path
        self._document: dict[str, Any] = {}

    def change(self, questions: Questionnaire, recorded: Mapping[str, Any]) -> dict[str, Given]:
        """The answers that change; see ``bgscript.change.steps.Change``.

        Raises:
            UsageError: the move cannot be made.
            BgscriptError: the manifest or descriptor is broken.
        """
        facts = moves.read(questions.root)
        if facts is None or "connect_key" not in {question.name for question in questions}:
            problem = f"{self._folder} cannot be moved: {questions.name} is older than this command"
            raise UsageError([problem], f"update it first: bgscript update {quote(self._path)}")
        self._facts, self.old = facts, str(recorded["target"])
        is_connect = self.old == CONNECT
        self._targets = {each.name: each for each in lifecycle.targets(_template(questions))}
        ends = self._targets[CONNECT].end if CONNECT in self._targets else ""
        answers.refuse(self.wish, questions, recorded, ends)
        name = sources.DESCRIPTOR if is_connect else sources.MANIFEST
        self._document = sources.committed(self._folder, name)
        self._answers = answers.NewAnswers(self.wish, recorded, facts)
        if is_connect:
            self._answers.from_connect(self._document)
        else:
            self._answers.from_forge()
        self._answers.settle(questions, self._folder.name)
        return self._answers.given

    def look(self, project: Project, plan: Plan, merge: Merge) -> None:
        """Learn what there is to tell, while the sides of the merge are still there."""
        names = (sources.MANIFEST, sources.DESCRIPTOR)
        versions = dict(merges.contents(merge, [project.prefix + name for name in names]))
        manifest, descriptor = ([text for _, text in versions[project.prefix + name]] for name in names)
        conflicts = [name.removeprefix(project.prefix) for name in merge.conflicts]
        self._tell_answers(plan)
        # a file with conflict markers says nothing: the template's side is the best guess
        is_settled = sources.MANIFEST not in conflicts
        self._tell_deploy(plan, manifest[3 if is_settled else 2], is_settled=is_settled)
        self.findings.users = [
            *people.sentences(plan.before, plan.after, self._facts),
            *people.ends(plan.after, self._targets, f" {quote(self._path)}" if self._path != "." else ""),
        ]
        self.findings.manual = [
            *leftovers.files(leftovers.edits(project, merge), conflicts, self.wish.to),
            *leftovers.flavours(plan.before, plan.after),
            *leftovers.products(
                *(people.products(each, self._facts) for each in (plan.before, plan.after)),
                is_connect=self.old == CONNECT,
            ),
            *self._without_place(),
            *(self._left_by_connect(plan, descriptor[0], conflicts) if self.old == CONNECT else []),
        ]

    def complete(self, made: UpdateReport) -> None:
        """Tell what was learned."""
        if not isinstance(made, MigrateReport):
            return
        found = self.findings
        made.former = self.old
        made.carried, made.dropped, made.defaulted = found.carried, found.dropped, found.defaulted
        made.deploy, made.reasons = found.deploy, found.reasons
        made.users, made.manual = found.users, found.manual
        if made.next and not isinstance(made, BranchReport):
            made.next = [*made.next, *found.steps]

    def _tell_answers(self, plan: Plan) -> None:
        carried = [found for found in self._answers.carried if plan.after.get(found.question) == found.value]
        used = {found.source.split(" ")[0] for found in carried} | {found.question for found in carried}
        used |= {"connect_location"} if self._has_all_locations(plan) else set()
        used |= {"base_url"} if "remote_url" in plan.after else set()
        self.findings.carried = [found.as_data() for found in carried]
        self.findings.dropped = [
            {"question": name, "value": value}
            for name, value in plan.before.items()
            if name not in plan.after and name not in used
        ] + self._answers.partly_dropped
        self.findings.defaulted = [
            {"question": name, "value": value}
            for name, value in plan.after.items()
            if name not in plan.before and plan.origins[name] == "default" and name not in _NO_ANSWERS
        ]

    def _has_all_locations(self, plan: Plan) -> bool:
        """Whether each of Connect's locations has a home now."""
        places, keepers = self._facts["locations"], self._facts["keepers"]
        now = {*homes.of(plan.after)}
        locations = plan.before.get("connect_location", [])
        return all({places[name]["home"], keepers.get(name)} & now for name in locations if name in places)

    def _tell_deploy(self, plan: Plan, manifest: bytes, *, is_settled: bool) -> None:
        found = self.findings
        try:
            after = sources.mapping(sources.values(manifest, sources.MANIFEST))
        except DocumentError:  # a conflict that git's lines have hidden
            after, is_settled = {}, False
        if self.old == CONNECT:
            found.deploy, found.reasons = rights.of_first(self._document, after, self._facts["connect_scopes"])
            found.steps = ["forge register", "forge deploy"]
        else:
            found.deploy, found.reasons = rights.of_update(self._document, after)
            products = people.new_products(plan.before, plan.after, self._facts)
            found.steps = rights.commands(found.deploy, products)
        if not is_settled:
            found.reasons.append("manifest.yml is in conflict, so this may change when you resolve it.")

    def _left_by_connect(self, plan: Plan, template: bytes, conflicts: list[str]) -> list[str]:
        descriptor = sources.mapping(sources.values(template, sources.DESCRIPTOR)) if template else {}
        found = leftovers.of_connect(descriptor, self._document, self._facts, homes.of(plan.after))
        if self._answers.lost_path and plan.after.get("resolver") == "endpoint":
            address = plan.after["remote_url"]
            found.append(
                f"Your server had the path {self._answers.lost_path}. Forge calls {address}/api/<resolver> without it: "
                "let the server, or what stands before it, answer there."
            )
        if sources.DESCRIPTOR in conflicts:
            found.append(f"When {sources.DESCRIPTOR} has nothing more that you need: `git rm {sources.DESCRIPTOR}`.")
        return [*found, *self._lost_items(plan), *self._facts["connect_steps"]]

    def _lost_items(self, plan: Plan) -> list[str]:
        """How people keep what they have placed, for as long as the home lasts that can keep it."""
        found = []
        for location, keeper in self._facts["keepers"].items():
            target = self._targets.get(keeper)
            now = homes.of(plan.after)
            if location not in plan.before.get("connect_location", []) or keeper in now or not target:
                continue
            lost = f"Dashboard items that people have placed are lost, because {now[0]} cannot replace them."
            also = ",".join([*now[1:], keeper])
            kept = (
                f" With `--set also={also}` the app lives in {keeper}, too, where `connectKeys` keeps them. "
                f"{keeper} is {target.end}."
            )
            # a script that runs everywhere runs on these dashboards, too, and two scripts would answer by turns
            found.append(lost if "jira-global" in now else lost + kept)
        return found

    def _without_place(self) -> list[str]:
        """Locations that no home of the new ones takes over."""
        places = self._facts["locations"]
        return [
            f"Nothing takes the place of Connect's location {name}. `--set also={places[name]['home']}` moves it, too."
            for name in self._answers.without_place
        ]


def _template(questions: Questionnaire) -> Template:
    return Template(questions.root, Release("", ""))
