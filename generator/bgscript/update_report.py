"""What ``update`` tells: which files changed, why, what is left to resolve, and how to go on or back."""

from dataclasses import asdict, dataclass, field
from shlex import quote
from typing import Any

from bgscript.merge import Merge
from bgscript.releases import without_credentials
from bgscript.report import Report
from bgscript.update import Outcome

_ACTIONS = {"A": "create", "D": "delete", "R": "rename"}


@dataclass
class UpdateReport(Report):
    """What an update did, or would do. ``changes`` tells what each release changed; ``diff`` is for a dry run."""

    changes: list[dict[str, str]] = field(default_factory=list)
    diff: str = ""


def report(result: Outcome, path: str, words: list[str]) -> UpdateReport:
    """The report of an update.

    Args:
        path: the project as the user named it.
        words: the flags to repeat it with.
    """
    source = without_credentials(result.project.source)
    made = UpdateReport(
        command="update",
        path=path,
        target=str((result.plan.after if result.plan else result.project.answers).get("target", "")),
        template={"version": result.new.version, "source": source, "from": result.old.version},
        warnings=result.plan.warnings if result.plan else [],
        replay=" ".join(["bgscript update", quote(path), *map(quote, words)]),
        changes=[asdict(note) for note in result.plan.notes] if result.plan else [],
        diff=result.diff,
    )
    if result.merge:
        made.files = _files(result.merge, result.project.prefix)
        made.conflicts = [name.removeprefix(result.project.prefix) for name in result.merge.conflicts]
        made.next = [] if result.diff else _next(made, path)
    return made


def lines(made: UpdateReport, result: Outcome, *, dry_run: bool) -> list[str]:
    """The report for people."""
    if not result.merge:
        return [f"{made.path} is current: template {made.template['version']}."]
    return [
        *([*made.diff.splitlines(), ""] if dry_run else []),
        _summary(made, dry_run=dry_run),
        "",
        *(f"  {file['action']}  {_name(file)}" for file in made.files),
        *_reasons(made),
        *_conflicts(result.merge),
        *(["", "Next:", *(f"  {command}" for command in made.next)] if made.next else []),
        *(["", "To undo:", f"  {_undo(made)}"] if made.files and not dry_run else []),
    ]


def _summary(made: UpdateReport, *, dry_run: bool) -> str:
    old, new = made.template["from"], made.template["version"]
    step = f"to other answers, template {new}" if old == new else f"from template {old} to {new}"
    count = f"{len(made.files)} file{'s' * (len(made.files) != 1)}"
    conflicts = f", {len(made.conflicts)} in conflict" if made.conflicts else ""
    return f"{'Would bring' if dry_run else 'Brought'} {made.path} {step}: {count}{conflicts}." + (
        " Nothing was written." if dry_run else ""
    )


def _files(merge: Merge, prefix: str) -> list[dict[str, Any]]:
    files = []
    for change in merge.changes:
        file = {"path": change.path.removeprefix(prefix), "action": _ACTIONS.get(change.status, "update")}
        files.append(file | ({"from": change.former.removeprefix(prefix)} if change.former else {}))
    return files


def _name(file: dict[str, Any]) -> str:
    return f"{file['from']} -> {file['path']}" if "from" in file else file["path"]


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


def _next(made: UpdateReport, path: str) -> list[str]:
    if not made.files:
        return []
    go = [f"cd {quote(path)}"] if path != "." else []
    look = ["git mergetool    # or edit each file; `git checkout --ours FILE` keeps yours", "git add --all ."]
    packages = ["npm install"] if any(file["path"] == "package.json" for file in made.files) else []
    steps = [*(look if made.conflicts else ["git diff --staged"]), *packages, "npm run check"]
    return [*go, *steps, f"git commit --message 'Template {made.template['version']}'"]


def _undo(made: UpdateReport) -> str:
    go = f"git -C {quote(made.path)}"
    settle = f"{go} add --update . && " if made.conflicts else ""  # git restores nothing that is unmerged
    return f"{settle}{go} restore --source=HEAD --staged --worktree -- ."
