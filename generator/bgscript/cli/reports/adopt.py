"""The report of ``adopt``: what was added, and the two lines by which each view shows the shared data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from shlex import quote
from typing import Any

from bgscript.adopting.adopted import Found
from bgscript.adopting.cautions import ViewCalls
from bgscript.adopting.deploys import DeployLine
from bgscript.change.effects import Effects
from bgscript.change.steps import Change
from bgscript.cli.reports import change as changes
from bgscript.cli.reports.change import ChangeReport, Wording
from bgscript.cli.reports.text import on_a_line, points, wrapped
from bgscript.template.names import PART_FOLDER

_DATA_TEST = f"{PART_FOLDER}/tests/data.test.ts"
"""The test of what a Custom UI app loads."""


@dataclass(frozen=True)
class AdoptedFacts:
    """What a report of an app is derived from: what was found, the manifest's new lines, and where it is deployed."""

    found: Found
    lines: Sequence[str]
    deploys: Sequence[DeployLine]

    @property
    def is_custom_ui(self) -> bool:
        """Whether the script has a package of its own, which somebody has to build."""
        return self.found.answers.get("ui") == "custom-ui"

    @property
    def data_file(self) -> str:
        """The file in which the shared data is loaded."""
        ending = self.found.answers.get("owner_language", "ts")
        return f"{PART_FOLDER}/src/data.ts" if self.is_custom_ui else f"src/background/data.{ending}"

    @property
    def about_npm(self) -> str:
        """Why the script is built with npm where the owner's package manager is another one; empty elsewhere."""
        manager = self.found.app.manager()
        if manager == "npm" or not self.is_custom_ui:
            return ""
        return (
            f"{PART_FOLDER}/ is a package of its own and uses npm, which comes with Node.js, so it needs nothing of"
            f" your {manager} project and changes nothing there."
        )


@dataclass
class AdoptReport(ChangeReport):
    """What was added to an app.

    ``manifest`` has the lines that manifest.yml gets; ``connect`` has for each view its file and the lines to write
    there; ``left_out`` has the views that get no client, as somebody said, each with what prevents one, if anything;
    ``load`` has the file that loads the data, and what each view calls today; ``build`` has the command that builds
    the script, empty for UI Kit, the places before which it belongs, and why it uses npm, if the app uses another
    package manager; ``undo`` is a command.
    """

    manifest: list[str] = field(default_factory=list)
    connect: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    load: dict[str, Any] = field(default_factory=dict)
    build: dict[str, Any] = field(default_factory=dict)
    undo: str = ""

    def as_data(self) -> dict[str, Any]:
        """For ``--json``: an app has no former release."""
        data = super().as_data()
        return {**data, "template": {key: text for key, text in self.template.items() if key != "from"}}


def report(
    change: Change,
    effects: Effects,
    wording: Wording,
    facts: AdoptedFacts,
    path: str,
    branch: str,
    warnings: Sequence[str],
) -> AdoptReport:
    """The report of an app that has its script.

    Args:
        change: what was done.
        effects: what it means for a deploy.
        wording: how it is called.
        facts: what was found.
        path: the app as the user named it.
        branch: the one to put it on, if that was asked for.
        warnings: those of the run.
    """
    base = changes.report(
        change,
        effects,
        wording,
        command="adopt",
        path=path,
        words=[*_flags(facts), "--yes"],
        branch=branch,
        warnings=[*warnings, *facts.found.warnings],
    )
    made = AdoptReport(**vars(base))
    made.manifest = list(facts.lines)
    made.connect = [_connect(each) for each in facts.found.views]
    made.left_out = [{"view": each.key, "type": each.kind, "reason": each.reason} for each in facts.found.left_out]
    made.load = {"file": facts.data_file, "views": [_load(each) for each in facts.found.views]}
    places = [asdict(place) for place in facts.deploys] if facts.is_custom_ui else []
    command = changes.tools_of(change).build
    made.build = {"command": command, "before": places, "reason": facts.about_npm}
    made.undo = "" if change.diff or change.is_empty else _undo(made, facts)
    made.next = _next(made, change, effects, wording, facts)
    return made


def lines(made: AdoptReport, change: Change, wording: Wording, *, dry_run: bool) -> list[str]:
    """The report for people."""
    files = [file for file in made.files if file["path"] != "manifest.yml"]
    return [
        *([*made.diff.splitlines(), ""] if dry_run else []),
        *on_a_line(changes.summary(made, change, wording, dry_run=dry_run)),
        "",
        *(f"  {file['action']}  {file['path']}" for file in [*files, *(f for f in made.files if f not in files)]),
        *["", *wrapped(f"Lines in manifest.yml ({len(made.manifest)}; the others stay as they are):")],
        *(f"  + {line}" for line in made.manifest),
        *_connect_lines(made),
        *_left_out_lines(made),
        *_load_lines(made),
        *_build_lines(made),
        *(["", f"Deploy, a {made.deploy} version:", *points(made.reasons)] if made.deploy else []),
        *(["", "Next:", *(f"  {command}" for command in made.next)] if made.next else []),
        *_undo_lines(made),
        *["", "To repeat this:", f"  {made.replay}"],
    ]


def _flags(facts: AdoptedFacts) -> list[str]:
    answers, chosen = facts.found.answers, facts.found.chosen
    also = ",".join(answers.get("also") or [])
    return [
        f"--target={answers['target']}",
        *([f"--also={also}"] if also else []),
        *(f"--view-source={key}={folder}" for key, folder in chosen.sources.items()),
        *(f"--call={home}={key}" for home, key in chosen.calls.items()),
        f"--app-key={answers['app_key']}",
    ]


def _connect(each: ViewCalls) -> dict[str, Any]:
    view = each.view
    return {"view": view.key, "type": view.kind, "file": view.file, "lines": view.lines}


def _load(each: ViewCalls) -> dict[str, Any]:
    calls = [{"text": call.text, "file": call.file, "line": call.line, "writes": call.writes} for call in each.calls]
    return {"view": each.view.key, "calls": calls}


def _next(made: AdoptReport, change: Change, effects: Effects, wording: Wording, facts: AdoptedFacts) -> list[str]:
    if change.diff or not made.files:
        return []
    go = [f"cd {quote(made.path)}"] if made.path != "." else []
    tools = changes.tools_of(change)
    build = [tools.build] if tools.build else []
    if made.branch is not None:
        branch = quote(made.branch)
        merged = ["# when the branch is merged:", *build, *effects.commands] if build or effects.commands else []
        return [*go, f"git diff HEAD {branch}", f"git push origin {branch}", *merged]
    commit = ["git add .", f"git commit --message {quote(wording.title)}"]  # with what its owner wrote meanwhile
    return [*go, "git diff --staged", *build, tools.check, *commit, *effects.commands]


def _undo(made: AdoptReport, facts: AdoptedFacts) -> str:
    """The command that takes everything back, and what npm and the build add to the script's package."""
    undo = changes.undo(made)
    if made.branch is not None or not facts.is_custom_ui:
        return undo
    later = [f"{PART_FOLDER}/{name}" for name in ("node_modules", "build", "package-lock.json")]
    # first: git removes a folder with the last of its files
    return f"{changes.git_in(made.path)} clean -d -f -x --quiet -- {' '.join(later)} && {undo}"


# --- The sections for people ----------------------------------------------------------------------------------------


def _connect_lines(made: AdoptReport) -> list[str]:
    found = ["", "Connect your views, each with two lines:"]
    for file in dict.fromkeys(each["file"] for each in made.connect):
        views = [each for each in made.connect if each["file"] == file]
        named = ", ".join(f"{each['type']} {each['view']}" for each in views)
        found += [*wrapped(f"{file}, for {named}:", "  "), *(f"      {line}" for line in views[0]["lines"])]
    return [*found, *wrapped(_about_state(made.connect), "  ")]


def _about_state(views: Sequence[dict[str, Any]]) -> str:
    """What the lines of the views give, as far as one of them uses it."""
    about = "`state.status` is waiting, ready or error; `state.data` is what the script has loaded."
    with_hooks = [each for each in views if "reload" in each["lines"][1]]
    if with_hooks:
        about += " `reload()` loads it again; leave it out where nothing calls it."
    if any(each["file"].endswith((".ts", ".tsx")) for each in views):
        name = "useSharedData" if with_hooks else "connect"
        about += f" In TypeScript, `{name}<YourType>(…)` gives the data a type; without one, it is `any`."
    return about


def _undo_lines(made: AdoptReport) -> list[str]:
    if not made.undo:
        return []
    all_else = "It takes back all else in this folder that is not committed, too."
    note = [] if made.branch is not None else wrapped(all_else, "  ")
    return ["", "To undo:", f"  {made.undo}", *note]


def _left_out_lines(made: AdoptReport) -> list[str]:
    if not made.left_out:
        return []
    why = [each["reason"] or f"{each['type']} {each['view']}, which could have one" for each in made.left_out]
    return ["", "Left out, without a client:", *points(why)]


def _load_lines(made: AdoptReport) -> list[str]:
    found = ["", *wrapped(f"Load the data, in {made.load['file']}, which returns a sample until then:")]
    views: dict[tuple[str, ...], list[str]] = {}
    for each in made.load["views"]:
        views.setdefault(tuple(_call_lines(each["calls"])), []).append(each["view"])
    for (today, *calls), names in views.items():
        found += [*wrapped(f"{', '.join(names)} {'calls' if len(names) == 1 else 'call'} {today}", "  "), *calls]
    if made.load["file"].endswith(".ts"):
        types = "Its type is in contract.ts beside it, and sample.ts is of that type: change them, too."
        tests = f" {_DATA_TEST} answers your calls with the sample; write there what they get."
        found += wrapped(types + (tests if made.build["command"] else ""), "  ")
    return found


def _call_lines(calls: Sequence[dict[str, Any]]) -> list[str]:
    """How the sentence about a view's calls ends, and the calls: those that load data, and then the others."""

    def shown(*, writes: bool) -> list[str]:
        named = [call for call in calls if call["writes"] is writes]
        return [f"      {call['text']}    {call['file']}:{call['line']}" for call in named]

    loading, writing = shown(writes=False), shown(writes=True)
    stay = wrapped("These seem to change something, so they stay in the view:", "    ") if writing else []
    return ["today:" if loading else "nothing today that loads data.", *loading, *stay, *writing]


def _build_lines(made: AdoptReport) -> list[str]:
    if not made.build["command"]:
        return ["", *wrapped("Build: Forge bundles the script; there is nothing to do.")]
    where = [f"  {place['file']}:{place['line']}: {place['text']}" for place in made.build["before"]]
    before = (
        "before each of these, from the folder of manifest.yml:"
        if where
        else "before each `forge deploy`; none is in a script or workflow here:"
    )
    why = wrapped(made.build["reason"], "  ") if made.build["reason"] else []
    return ["", *wrapped(f"Build the script {before}"), *where, f"    {made.build['command']}", *why]
