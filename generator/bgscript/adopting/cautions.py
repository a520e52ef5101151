"""What the owner of an app should know before its script shares data. None of it prevents the script."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bgscript.adopting.app import App
from bgscript.adopting.calls import Call, Calls
from bgscript.adopting.homes import Home
from bgscript.adopting.packages import BRIDGE, add_command, package_at
from bgscript.adopting.views import View
from bgscript.check.findings import Finding
from bgscript.check.levels import ERROR
from bgscript.documents.surroundings import workspace_around
from bgscript.template.names import MANIFEST, PART_FOLDER

_HOOKS = ("lint-staged", "husky", "simple-git-hooks", "lefthook", "pre-commit")
_HOOK_FILES = (
    *(".husky", ".lintstagedrc", ".lintstagedrc.json", ".lintstagedrc.js", ".lintstagedrc.cjs", ".lintstagedrc.mjs"),
    *(".lintstagedrc.yml", ".lintstagedrc.yaml", "lint-staged.config.js", "lint-staged.config.mjs"),
    *("lint-staged.config.cjs", "lefthook.yml", ".pre-commit-config.yaml"),
)
_MOST = 5


@dataclass(frozen=True)
class ViewCalls:
    """A view, and what it calls."""

    view: View
    calls: Sequence[Call]

    @property
    def reads(self) -> list[Call]:
        """The calls that a script can make in its place: those that do not seem to change anything."""
        return [call for call in self.calls if not call.writes]


def cautions(
    app: App, left: Sequence[Home], found: Sequence[ViewCalls], calls: Calls, before: Sequence[Finding]
) -> list[str]:
    """Sentences about the app, in the order of their weight.

    Args:
        app: the app.
        left: host pages with a script of the owner's, which stay as they are.
        found: the views that get a client, with their calls.
        calls: all calls of the app.
        before: what ``check`` finds in the app as it is.
    """
    return [
        *_errors(before),
        *_own_scripts(app, left),
        *_contexts(found, calls),
        *_parameters(found),
        *_events(calls),
        *_bridges(app, found),
        *(_workspace(app) if any(not each.view.is_ui_kit for each in found) else []),
        *_jest(found),
        *_hooks(app),
    ]


def _errors(before: Sequence[Finding]) -> Iterator[str]:
    errors = [finding for finding in before if finding.level == ERROR and finding.file == MANIFEST]
    if errors:
        listed = " ".join(f"Line {each.line}: {each.message}" for each in errors[:_MOST])
        more = f" And {len(errors) - _MOST} more." if len(errors) > _MOST else ""
        count, they = (f"{len(errors)} errors", "they are") if len(errors) > 1 else ("1 error", "it is")
        yield f"{MANIFEST} has {count} already; checks fail until {they} mended, see `bgscript check`: {listed}{more}"


def _own_scripts(app: App, left: Sequence[Home]) -> Iterator[str]:
    for home in left:
        script = home.scripts[0]
        yield f"{home.name} keeps its own script, {script.text('key')} ({app.at(script)}), without the handshake"


def _contexts(found: Sequence[ViewCalls], calls: Calls) -> Iterator[str]:
    names = list(dict.fromkeys(call.name for each in found for call in each.reads))
    if reads := calls.of_a_view(names):
        yield (
            f"the script's call of a resolver has another context than a view's: {'; '.join(reads)}, which the script's"
            " call does not have; let such a view call it as before, or pass what it needs"
        )


def _parameters(found: Sequence[ViewCalls]) -> Iterator[str]:
    own = [f"{call.text} ({call.file}:{call.line})" for each in found for call in each.reads if call.has_own]
    if own := list(dict.fromkeys(own)):
        yield (
            f"the data is the same for all views of a page, and these calls pass what a view knows: {'; '.join(own)};"
            " load what is common, take from `page` in data.* what the page is about, such as its issue, or let such a"
            " view call as before"
        )


def _events(calls: Calls) -> Iterator[str]:
    if places := list(dict.fromkeys(calls.of_the_handshake())):
        yield (
            f"sources use the events of the handshake already: {', '.join(places)}; remove that when the view uses the"
            " client, or both answer"
        )


def _bridges(app: App, found: Sequence[ViewCalls]) -> Iterator[str]:
    for folder, package in {each.view.folder: each.view.package for each in found}.items():
        if package and not package.version(BRIDGE)[0]:
            command = add_command(app.manager(folder), folder, BRIDGE)
            yield f"{package.file} has no {BRIDGE}, which the client imports: {command}"


def _workspace(app: App) -> Iterator[str]:
    """A workspace that takes the script's package in: its packages are then installed with those of the others."""
    part = app.place / PART_FOLDER
    if taken := workspace_around(part, app.manager()):
        file, patterns = taken
        named = ", ".join(pattern.removeprefix("./") for pattern in patterns)
        path = part.relative_to(file.parent).as_posix()
        yield (
            f"{os.path.relpath(file, app.place)} has the workspaces {named}, so {PART_FOLDER}/ is one of"
            f' them: {app.manager()} installs its packages, too, and the lock file there changes; "!{path}" in the list'
            " leaves it out"
        )


def _jest(found: Sequence[ViewCalls]) -> Iterator[str]:
    """Tests that compile TypeScript alone: the client is a module in JavaScript."""
    views = {each.view.package.file: each.view for each in reversed(found) if each.view.package}
    for file, view in views.items():
        if view.package and "ts-jest" in view.package.dependencies:
            path = f"{view.client}/{'useSharedData' if view.has_hooks else 'client'}"
            yield (
                f"{file} has ts-jest, which by default compiles no JavaScript, so Jest does not read the client: in"
                f" tests of a view, replace {path} by jest.mock with a function of your own, or let Jest compile it"
            )


def _hooks(app: App) -> Iterator[str]:
    package = package_at(app.folder, "")
    named = [name for name in _HOOKS if package and (name in package.data or name in package.dependencies)]
    named += [name for name in _HOOK_FILES if app.has(name)]
    if named:
        yield (
            f"{', '.join(named)}: hooks that rewrite files at a commit would change the new ones, and updates then"
            " conflict; leave their folders out of formatters, or commit with `git commit --no-verify`"
        )
