"""What ``update`` tells: which files changed, why, what is left to resolve, and how to go on or back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from shlex import quote
from typing import Any

from bgscript.change.steps import Outcome, Wording
from bgscript.cli.reports.new import Report
from bgscript.merging.trees import Merge
from bgscript.template.releases import without_credentials

_ACTIONS = {"A": "create", "D": "delete", "R": "rename"}


@dataclass
class UpdateReport(Report):
    """What an update did, or would do. ``changes`` tells what each release changed; ``diff`` is for a dry run.

    ``modules`` has those that came or went: ``key``, ``type`` and ``action``.
    """

    changes: list[dict[str, str]] = field(default_factory=list)
    modules: list[dict[str, str]] = field(default_factory=list)
    diff: str = ""


@dataclass
class BranchReport(UpdateReport):
    """What an update put on a branch. Both are empty if there was nothing to do, ``commit`` in a dry run as well."""

    branch: str = ""
    commit: str = ""


def report(
    result: Outcome,
    path: str,
    words: list[str],
    branch: str = "",
    command: str = "update",
    forms: tuple[type[UpdateReport], type[BranchReport]] = (UpdateReport, BranchReport),
) -> UpdateReport:
    """The report of an update, or of another change.

    Args:
        path: the project as the user named it.
        words: what to repeat it with: flags, and what stands before the path.
        branch: the one to put it on, if that was asked for.
        forms: what is made of it, and what if it is on a branch.
    """
    named, flags = ([word for word in words if word.startswith("--") == is_flag] for is_flag in (False, True))
    form = partial(forms[1], branch=branch if _is_change(result) else "", commit=result.commit)
    source = without_credentials(result.project.source)
    made = (form if branch else forms[0])(
        command=command,
        path=path,
        target=str((result.plan.after if result.plan else result.project.answers).get("target", "")),
        template={"version": result.new.version, "source": source, "from": result.old.version},
        warnings=result.plan.warnings if result.plan else [],
        replay=" ".join(map(quote, ["bgscript", *command.split(), *named, path, *flags])),
        changes=[asdict(note) for note in result.plan.notes] if result.plan else [],
        diff=result.diff,
    )
    if result.merge:
        made.files = _files(result.merge, result.project.prefix)
        made.conflicts = [name.removeprefix(result.project.prefix) for name in result.merge.conflicts]
        made.next = [] if result.diff else _next_on_branch(made, path, branch) if branch else _next(made, result, path)
    return made


def lines(made: UpdateReport, result: Outcome, *, dry_run: bool, more: Sequence[str] = ()) -> list[str]:
    """The report for people; ``more`` comes before the next steps."""
    on_branch = isinstance(made, BranchReport)
    if not result.merge or (on_branch and not _is_change(result)):
        return [current(made)]
    return [
        *([*made.diff.splitlines(), ""] if dry_run else []),
        _summary(made, result, dry_run=dry_run),
        "",
        *(f"  {file['action']}  {_name(file)}" for file in made.files),
        *_modules(made),
        *_reasons(made),
        *_conflicts(result.merge),
        *more,
        *(["", "Next:", *(f"  {command}" for command in made.next)] if made.next else []),
        *(["", "To undo:", f"  {_undo(made)}"] if made.files and not dry_run else []),
    ]


def current(made: UpdateReport) -> str:
    """The line for a project with nothing to do."""
    return f"{made.path} is current: template {made.template['version']}."


def line(made: UpdateReport, result: Outcome, *, dry_run: bool) -> str:
    """The report for people, where it is one of several: a line, with the files in conflict."""
    if not result.merge or not _is_change(result):
        return current(made)
    conflicts = f" ({', '.join(made.conflicts)})" if made.conflicts else ""
    return _summary(made, result, dry_run=dry_run) + conflicts


def _is_change(result: Outcome) -> bool:
    return result.merge is not None and result.merge.tree != result.project.tree


def _summary(made: UpdateReport, result: Outcome, *, dry_run: bool) -> str:
    branch = f" on branch {made.branch}" if isinstance(made, BranchReport) else ""
    old, new = made.template["from"], made.template["version"]
    step = f"to other answers, template {new}" if old == new else f"from template {old} to {new}"
    deed = f"{'Would bring' if dry_run else 'Brought'} {made.path}{branch} {step}"
    if wording := _wording(result):
        deed = f"{wording.planned if dry_run else wording.done} {made.path}{wording.where}{branch}"
    count = f"{len(made.files)} file{'s' * (len(made.files) != 1)}"
    conflicts = f", {len(made.conflicts)} in conflict" if made.conflicts else ""
    return f"{deed}: {count}{conflicts}." + (" Nothing was written." if dry_run else "")


def _wording(result: Outcome) -> Wording | None:
    return result.plan.wording if result.plan else None


def _files(merge: Merge, prefix: str) -> list[dict[str, Any]]:
    files = []
    for change in merge.changes:
        file = {"path": change.path.removeprefix(prefix), "action": _ACTIONS.get(change.status, "update")}
        files.append(file | ({"from": change.former.removeprefix(prefix)} if change.former else {}))
    return files


def _name(file: dict[str, Any]) -> str:
    return f"{file['from']} -> {file['path']}" if "from" in file else file["path"]


def _modules(made: UpdateReport) -> list[str]:
    width = max((len(module["type"]) for module in made.modules), default=0)
    lines = [f"  {module['action']}  {module['type']:{width}}  {module['key']}" for module in made.modules]
    return ["", "Modules, by their keys (the others keep theirs):", *lines] if lines else []


def _reasons(made: UpdateReport) -> list[str]:
    if not made.changes:
        return []
    return ["", "What is new:", *(line for note in made.changes for line in ["", note["version"], "", note["text"]])]


def _conflicts(merge: Merge) -> list[str]:
    return (
        [
            "",
            "Conflicts, where you and the template changed the same:",
            *(f"  {message.text}" for message in merge.messages),
        ]
        if merge.stages
        else []
    )


def _next(made: UpdateReport, result: Outcome, path: str) -> list[str]:
    if not made.files:
        return []
    go = [f"cd {quote(path)}"] if path != "." else []
    look = ["git mergetool    # or edit each file; `git checkout --ours FILE` keeps yours", "git add --all ."]
    packages = ["npm install"] if any(file["path"] == "package.json" for file in made.files) else []
    wording = _wording(result)
    show = [wording.look] if wording and wording.look else []
    steps = [*(look if made.conflicts else ["git diff --staged"]), *packages, *show, "npm run check"]
    title = wording.title if wording else f"Template {made.template['version']}"
    return [*go, *steps, f"git commit --message {quote(title)}"]


def _next_on_branch(made: UpdateReport, path: str, branch: str) -> list[str]:
    if not made.files:
        return []
    go = [f"cd {quote(path)}"] if path != "." else []
    if not made.conflicts:
        return [*go, f"git diff HEAD {quote(branch)}", f"git push origin {quote(branch)}"]
    edit = "# edit each file in conflict, then"
    return [*go, f"git switch {quote(branch)}", edit, "npm run check", "git commit --all --amend --no-edit"]


def _undo(made: UpdateReport) -> str:
    go = f"git -C {quote(made.path)}"
    if isinstance(made, BranchReport):
        return f"{go} branch --delete --force {quote(made.branch)}"
    settle = f"{go} add --update . && " if made.conflicts else ""  # git restores nothing that is unmerged
    return f"{settle}{go} restore --source=HEAD --staged --worktree -- ."
