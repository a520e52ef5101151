"""The report of a change: which files changed, what it means for those who use the app, and how to go on or back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from shlex import quote
from typing import Any

from bgscript.change import parts
from bgscript.change.effects import Effects, ModuleChange
from bgscript.change.migrate.learned import Learned
from bgscript.change.steps import Change
from bgscript.cli.reports import migrate
from bgscript.cli.reports.new import Report
from bgscript.cli.reports.text import on_a_line, points, wrapped
from bgscript.merging.result import Merge
from bgscript.template.names import PART_FOLDER
from bgscript.template.releases import without_credentials

_ACTIONS = {"A": "create", "D": "delete", "R": "rename"}
_NEWS = 8
"""How many lines say what is new."""


@dataclass(frozen=True)
class Wording:
    """How a change is called: in a commit's title, and at the beginning of a sentence, done or only planned.

    ``where`` follows the project there. ``look`` is a command that shows the result, if there is one.
    """

    title: str
    done: str = ""
    planned: str = ""
    look: str = ""
    where: str = ""


@dataclass
class ChangeReport(Report):
    """What a change did, or would do. What is None is not part of the report.

    ``changes`` has what each release changed; ``diff`` is for a dry run; ``modules`` has those that come, go or have
    another key; ``imports`` has the owner's files whose imports follow files that have moved. ``deploy`` is ``minor``
    or ``major``, empty where there is nothing to deploy. ``branch`` and ``commit`` are for ``--branch``, the last five
    for ``migrate``.
    """

    changes: list[dict[str, str]] = field(default_factory=list)
    modules: list[dict[str, str]] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    diff: str = ""
    branch: str | None = None
    commit: str | None = None
    deploy: str = ""
    reasons: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    former: str | None = None
    carried: list[dict[str, Any]] | None = None
    dropped: list[dict[str, Any]] | None = None
    defaulted: list[dict[str, Any]] | None = None
    manual: list[str] | None = None

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        values = {part.name: getattr(self, part.name) for part in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


def report(
    change: Change,
    effects: Effects,
    wording: Wording,
    *,
    command: str,
    path: str,
    words: Sequence[str] = (),
    branch: str = "",
    learned: Learned | None = None,
    warnings: Sequence[str] = (),
) -> ChangeReport:
    """The report of a change.

    Args:
        command: what the user called, as ``add view``.
        path: the project as the user named it.
        words: what to repeat it with: flags, and arguments before the path.
        branch: the one to put it on, if that was asked for.
        learned: what is known of a move.
        warnings: those of the run.
    """
    plan = change.plan
    flags = [*(word for word in words if word.startswith("--")), *([f"--branch={branch}"] if branch else [])]
    named = [word for word in words if not word.startswith("--")]
    made = ChangeReport(
        command=command,
        path=path,
        target=str((plan.after if plan else change.project.answers).get("target", "")),
        template={
            "version": change.new.version,
            "source": without_credentials(change.project.source),
            "from": change.old.version,
        },
        warnings=[*warnings, *(plan.warnings if plan else []), *effects.warnings],
        replay=" ".join(map(quote, ["bgscript", *command.split(), *named, path, *flags])),
        changes=[asdict(note) for note in plan.notes] if plan else [],
        modules=[module.as_data() for module in effects.modules],
        diff=change.diff,
        deploy=effects.deploy,
        reasons=[*effects.reasons],
        users=[*(learned.users if learned else effects.users)],
        **(migrate.parts(learned) if learned else {}),
    )
    if branch:
        made.branch = "" if change.is_empty else branch
        made.commit = change.commit
    if change.merge:
        made.files = _files(change.merge, change.project.prefix)
        made.conflicts = [name.removeprefix(change.project.prefix) for name in change.merge.conflicts]
        made.imports = change.merge.imports
        made.next = _next(made, change, wording, effects)
    return made


def lines(made: ChangeReport, change: Change, effects: Effects, wording: Wording, *, dry_run: bool) -> list[str]:
    """The report for people."""
    if not change.merge or (made.branch is not None and change.is_empty):
        return [current(made, change)]
    return [
        *([*made.diff.splitlines(), ""] if dry_run else []),
        *on_a_line(summary(made, change, wording, dry_run=dry_run)),
        "",
        *(f"  {file['action']}  {_name(file)}" for file in made.files),
        *_imports(made.imports),
        *_modules(effects.modules),
        *_meaning(made, effects),
        *_conflicts(change.merge),
        *(["", "Next:", *(f"  {command}" for command in made.next)] if made.next else []),
        *(["", "To undo:", f"  {undo(made)}"] if made.files and not dry_run else []),
        *_news(made),
    ]


def current(made: ChangeReport, change: Change) -> str:
    """The line for a project with nothing to do."""
    return f"{name_of(made, change)} is current: template {made.template['version']}."


def line(made: ChangeReport, change: Change, wording: Wording, *, dry_run: bool) -> str:
    """The report for people, where it is one of several: a line, with the files in conflict."""
    if change.is_empty:
        return current(made, change)
    conflicts = f" ({', '.join(made.conflicts)})" if made.conflicts else ""
    return summary(made, change, wording, dry_run=dry_run) + conflicts


def name_of(made: ChangeReport, change: Change) -> str:
    """How a sentence calls a project: by the path that the user named, or by its folder's name if that has none."""
    is_named = Path(made.path).name not in ("", "..")
    return made.path if is_named else change.project.folder.name or made.path


def summary(made: ChangeReport, change: Change, wording: Wording, *, dry_run: bool) -> str:
    """The sentence about the whole change."""
    branch = f" on branch {made.branch}" if made.branch is not None else ""
    old, new = made.template["from"], made.template["version"]
    step = f"to other answers, template {new}" if change.old == change.new else f"from template {old} to {new}"
    name = name_of(made, change)
    deed = f"{'Would bring' if dry_run else 'Brought'} {name}{branch} {step}"
    if wording.done:
        deed = f"{wording.planned if dry_run else wording.done} {name}{wording.where}{branch}"
    count = f"{len(made.files)} file{'s' * (len(made.files) != 1)}"
    conflicts = f", {len(made.conflicts)} in conflict" if made.conflicts else ""
    return f"{deed}: {count}{conflicts}." + (" Nothing was written." if dry_run else "")


# --- Files and modules ----------------------------------------------------------------------------------------------


def _files(merge: Merge, prefix: str) -> list[dict[str, Any]]:
    files = []
    for change in merge.changes:
        file = {"path": change.path.removeprefix(prefix), "action": _ACTIONS.get(change.status, "update")}
        files.append(file | ({"from": change.former.removeprefix(prefix)} if change.former else {}))
    return files


def _name(file: dict[str, Any]) -> str:
    return f"{file['from']} -> {file['path']}" if "from" in file else file["path"]


def _imports(files: Sequence[str]) -> list[str]:
    if not files:
        return []
    return ["", *wrapped("Your files whose imports follow files that have moved:"), *(f"  {name}" for name in files)]


def _modules(modules: Sequence[ModuleChange]) -> list[str]:
    width = max((len(module.type) for module in modules), default=0)
    shown = [
        f"  {module.action}  {module.type:{width}}  {f'{module.former} -> ' if module.former else ''}{module.key}"
        for module in modules
    ]
    return ["", *wrapped("Modules, by their keys (the others keep theirs):"), *shown] if shown else []


def _meaning(made: ChangeReport, effects: Effects) -> list[str]:
    """What a deploy needs and what people see: of a move always, of other changes where there is something to know."""
    if made.former is not None:
        return migrate.lines(made)
    if not (effects.commands or effects.users):
        return []
    deploy = ["", f"Deploy, a {made.deploy} version:", *points(made.reasons)] if made.deploy else []
    return [*deploy, *(["", "What people will see:", *points(made.users)] if made.users else [])]


def _conflicts(merge: Merge) -> list[str]:
    if not merge.stages:
        return []
    heading = "Conflicts, where you and the template changed the same:"
    return ["", *wrapped(heading), *(f"  {message.text}" for message in merge.messages)]


def _news(made: ChangeReport) -> list[str]:
    """What is new, in a few lines, and where to read all of it."""
    if not made.changes:
        return []
    items = [first for note in reversed(made.changes) for first in _items(note["text"])]
    if not items:
        return []
    rest = len(items) - _NEWS
    versions = " and ".join(note["version"] for note in made.changes)
    address = made.template["source"].removeprefix("git+")
    history = f"git clone --quiet {quote(address)} template-notes && git -C template-notes log"
    more = [f"  … and {rest} more."] if rest > 0 else []
    return [
        "",
        f"New in {versions}:",
        *points(items[:_NEWS]),
        *more,
        *wrapped("To read all of it:", ""),
        f"  {history}",
    ]


def _items(text: str) -> list[str]:
    """The points of a release's notes, each in its first sentence: first those that say what to do."""
    todo: list[str] = []
    others: list[str] = []
    items = others
    for each in text.splitlines():
        if each.startswith("#"):
            items = todo if each.strip("# ") == "Upgrading" else others
        elif each.startswith("- "):
            items.append(each[2:])
        elif each.strip() and items and each.startswith(" "):
            items[-1] += f" {each.strip()}"
        elif each.strip():
            items.append(each.strip())
    return [_first_sentence(item) for item in [*todo, *others]]


def _first_sentence(text: str) -> str:
    head, stop, _ = text.partition(". ")
    return f"{head}." if stop else text


# --- How to go on, and back -----------------------------------------------------------------------------------------


def _next(made: ChangeReport, change: Change, wording: Wording, effects: Effects) -> list[str]:
    if change.diff or not made.files:
        return []
    go = [f"cd {quote(made.path)}"] if made.path != "." else []
    tools = tools_of(change)
    if made.branch is not None:
        return [*go, *_next_on_branch(made, effects, tools)]
    look = ["git mergetool    # or edit each file; `git checkout --ours FILE` keeps yours", "git add --all ."]
    packages = [tools.install] if any(file["path"] == tools.packages for file in made.files) else []
    show = [wording.look.replace("npm", tools.manager, 1)] if wording.look and tools.manager else []
    steps = [*(look if made.conflicts else ["git diff --staged"]), *packages, *show, tools.check]
    return [*go, *steps, f"git commit --message {quote(wording.title)}", *effects.commands]


@dataclass(frozen=True)
class Tools:
    """Commands for a project's folder, the file that lists its packages, and what runs its preview, if it has one.

    ``build`` installs and builds the script of a part, where that is a package of its own.
    """

    check: str
    build: str = ""
    install: str = ""
    packages: str = ""
    manager: str = ""


def tools_of(change: Change) -> Tools:
    """Those of the project after the change. A part has a package of its own in Custom UI, and none in UI Kit."""
    answers = change.plan.after if change.plan else change.project.answers
    if parts.is_part(answers):
        if not parts.has_package(answers):
            return Tools("bgscript check")
        own = f"npm --prefix {PART_FOLDER}"
        install = f"{own} install"
        return Tools(f"{own} run check", f"{install} && {own} run build", install, f"{PART_FOLDER}/package.json")
    manager = str(answers.get("package_manager", "npm"))
    return Tools(f"{manager} run check", "", f"{manager} install", "package.json", manager)


def _next_on_branch(made: ChangeReport, effects: Effects, tools: Tools) -> list[str]:
    branch = quote(made.branch or "")
    if not made.conflicts:
        merged = ["# when the branch is merged:", *effects.commands] if effects.commands else []
        return [f"git diff HEAD {branch}", f"git push origin {branch}", *merged]
    edit = "# edit each file in conflict, then"
    return [f"git switch {branch}", edit, tools.check, "git commit --all --amend --no-edit"]


def git_in(path: str) -> str:
    """How git is called for a folder."""
    return "git" if path == "." else f"git -C {quote(path)}"


def undo(made: ChangeReport) -> str:
    """The command that takes a change back."""
    go = git_in(made.path)
    if made.branch is not None:
        return f"{go} branch --delete --force {quote(made.branch)}"
    settle = f"{go} add --update . && " if made.conflicts else ""  # git restores nothing that is unmerged
    return f"{settle}{go} restore --source=HEAD --staged --worktree -- ."
