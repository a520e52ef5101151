"""The host pages that an app's views are on, and those that get a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from bgscript.adopting.app import App
from bgscript.adopting.chosen import HOMES, Choice, Chosen
from bgscript.adopting.obstacles import Obstacle
from bgscript.check.modules import MODULES, NEIGHBOURS
from bgscript.importing.reading import Place
from bgscript.system.errors import nearest
from bgscript.template.lifecycle import Target

_CONNECT = "connect"
_GLOBAL = "jira-global"
_ISSUE = "jira:issue"
"""How modules of the issue view begin, with which a global script shares."""
_ELSEWHERE = ("Action", "Property", "Settings", "Validator", "Condition", "Function")
"""How modules end that show nothing of their own on the page of a script."""


@dataclass(frozen=True)
class Home:
    """A host page: its target, the module of its script, the scripts and the views that the app has there."""

    name: str
    module: str
    scripts: Sequence[Place]
    views: Sequence[Place]


def homes_of(app: App, targets: Sequence[Target]) -> list[Home]:
    """Every host page on Forge, with what the app has there."""
    modules = app.root.get("modules")
    kinds = [str(place.steps[-1]) for place in modules.children()] if modules else []
    found = []
    for target in targets:
        if target.name != _CONNECT:
            script = target.modules[0].name
            starts = (_ISSUE,) if target.name == _GLOBAL else NEIGHBOURS[MODULES[script].home]
            shown = [kind for kind in kinds if _is_view(kind, starts)]
            views = [entry for kind in shown for entry in app.root.entries("modules", kind)]
            found.append(Home(target.name, script, app.root.entries("modules", script), views))
    return found


def _is_view(kind: str, starts: tuple[str, ...]) -> bool:
    is_script = "ackgroundScript" in kind
    return kind.startswith(starts) and not is_script and not kind.endswith(_ELSEWHERE)


def choose(app: App, homes: Sequence[Home], chosen: Chosen) -> tuple[list[Home], list[Obstacle], list[Choice]]:
    """The host pages that get a script; what prevents it; and what is to be chosen, if there are several."""
    if chosen.homes:
        return _chosen(app, homes, chosen)
    paired = [home for home in homes if home.views and home.name != _GLOBAL]
    free = [home for home in paired if not home.scripts]
    if not paired:
        return [], [_no_view(app, homes)], []
    if not free:
        return [], [_has_script(app, home) for home in paired], []
    if len(free) == 1 or chosen.takes_defaults:
        return free, [], []
    options = [(f"{home.name} ({_listed(home.views)})", home.name) for home in free]
    names = [home.name for home in free]
    flag = f"--target {names[0]}, alone or with --also {','.join(names[1:])},"
    problem = f"several host pages can get a script: {', '.join(text for text, _ in options)}"
    return free, [], [Choice(HOMES, "", "Which host pages get a background script?", problem, flag, options, names)]


def left_alone(homes: Sequence[Home], chosen: Sequence[Home]) -> list[Home]:
    """The host pages with views and a script of the owner's, which stay as they are."""
    return [home for home in homes if home.scripts and home.views and home not in chosen]


def _chosen(app: App, homes: Sequence[Home], chosen: Chosen) -> tuple[list[Home], list[Obstacle], list[Choice]]:
    by_name = {home.name: home for home in homes}
    obstacles = []
    for name in chosen.homes:
        home = by_name.get(name)
        if name == _CONNECT:
            obstacles.append(Obstacle("--target connect: adopt is for Forge apps", f"choose {_names(homes)}"))
        elif home is None:
            reason = f"there is no target {name!r}{nearest(name, list(by_name))}"
            obstacles.append(Obstacle(reason, f"choose one of {', '.join(by_name)}"))
        elif not home.views:
            obstacles.append(_no_pair(homes, home))
        elif home.scripts:
            obstacles.append(_has_script(app, home))
    twice = [name for name in dict.fromkeys(chosen.homes) if list(chosen.homes).count(name) > 1]
    obstacles += [Obstacle(f"{name} is chosen twice", "name each target once") for name in twice]
    return [by_name[name] for name in dict.fromkeys(chosen.homes) if name in by_name], obstacles, []


def _names(homes: Sequence[Home]) -> str:
    names = [home.name for home in homes if home.views and not home.scripts]
    return f"one of {', '.join(names)}" if names else "an app with a view beside a script"


def _no_pair(homes: Sequence[Home], home: Home) -> Obstacle:
    kinds = "a module of the issue view" if home.name == _GLOBAL else f"a view beside {home.module}"
    reason = f"--target {home.name}: the app has no view that pairs with {home.module}"
    return Obstacle(reason, f"add {kinds} first, or choose {_names(homes)}")


def _no_view(app: App, homes: Sequence[Home]) -> Obstacle:
    if app.root.get("connectModules"):
        reason = "the manifest's modules are Connect's: no view of Forge's pairs with a script"
        hint = "`bgscript new PATH --from manifest.yml` makes a project for Forge of it; `bgscript migrate` moves one"
        return Obstacle(reason, hint)
    pages = ", ".join(dict.fromkeys(MODULES[home.module].home for home in homes if home.name != _GLOBAL))
    reason = "no view of the app is on a page where a script can run beside it"
    return Obstacle(reason, f"scripts are on these pages: {pages}; add a view there, or `bgscript new` makes an app")


def _has_script(app: App, home: Home) -> Obstacle:
    script = home.scripts[0]
    reason = f"{home.name} has a script already: {app.at(script)}, {home.module} {script.text('key')}"
    replace = "to replace it, take that module out of the manifest, commit, adopt, and move what it loads to data.ts"
    return Obstacle(reason, f"{replace}; to leave it, choose other host pages with --target and --also")


def _listed(views: Sequence[Place]) -> str:
    return ", ".join(f"{view.steps[1]} {view.text('key')}" for view in views)
