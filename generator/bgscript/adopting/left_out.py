"""The views that get no client, because somebody said so: their folder is given as empty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bgscript.adopting.app import App
from bgscript.adopting.chosen import Chosen
from bgscript.adopting.homes import Home
from bgscript.adopting.obstacles import Obstacle
from bgscript.adopting.views import names_of, why_none


@dataclass(frozen=True)
class LeftOut:
    """A view without a client; ``reason`` is what prevents one, empty if nothing does."""

    kind: str
    key: str
    reason: str


def leave_out(app: App, homes: Sequence[Home], chosen: Chosen) -> tuple[list[Home], list[LeftOut], list[Obstacle]]:
    """The host pages without those views; the views; and what prevents it: a page that has none left."""
    kept: list[Home] = []
    left: dict[str, LeftOut] = {}
    obstacles = []
    for home in homes:
        some = [module for module in home.views if any(chosen.sources.get(name) == "" for name in names_of(module))]
        for module in some:
            key = module.text("key")
            left[key] = LeftOut(str(module.steps[1]), key, why_none(app, home, module, chosen))
        views = [module for module in home.views if module not in some]
        kept.append(replace(home, views=views))
        if some and not views:
            reason = f"{home.name}: all of its views are left out, so its script would load for none"
            obstacles.append(Obstacle(reason, "keep one, or choose other host pages with --target and --also"))
    return kept, list(left.values()), obstacles
