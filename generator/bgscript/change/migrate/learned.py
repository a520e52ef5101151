"""What a move's report says besides what every change says: answers, and what is left to do by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Any

from bgscript.change import effects, homes, people, sources
from bgscript.change.effects import Effects
from bgscript.change.migrate import leftovers
from bgscript.change.migrate.answers import Move
from bgscript.change.moves import CONNECT
from bgscript.change.plan import Plan
from bgscript.change.project import Project
from bgscript.change.sources import mapping
from bgscript.merging.result import Merge, contents
from bgscript.template.names import DESCRIPTOR

_NO_ANSWERS = ("also", "key_home")
"""Questions whose defaults say nothing to anybody."""


@dataclass(frozen=True)
class Learned:
    """What is known of a move. Answers are given as ``question`` and ``value``.

    ``users`` are sentences about what people see, ``manual`` about what is left to do by hand.
    """

    effects: Effects
    former: str
    carried: Sequence[dict[str, Any]]
    dropped: Sequence[dict[str, Any]]
    defaulted: Sequence[dict[str, Any]]
    users: Sequence[str]
    manual: Sequence[str]


def learn(move: Move, project: Project, plan: Plan, merge: Merge, path: str) -> Learned:
    """Learn what there is to report of a move, while the sides of its merge are there.

    Args:
        path: the project as the user named it.
    """
    found = effects.learn(project, plan, merge)
    carried = [each for each in move.carried if plan.after.get(each.question) == each.value]
    ends = people.ends(plan.after, move.targets, f" {quote(path)}" if path != "." else "")
    return Learned(
        found,
        move.old,
        [each.as_data() for each in carried],
        _dropped(move, plan),
        _defaulted(plan),
        [*found.users, *ends],
        _manual(move, project, plan, merge),
    )


def _dropped(move: Move, plan: Plan) -> list[dict[str, Any]]:
    """Answers that mean something in the old target only."""
    carried = [each for each in move.carried if plan.after.get(each.question) == each.value]
    used = {each.source.split(" ")[0] for each in carried} | {each.question for each in carried}
    used |= {"connect_location"} if _has_all_locations(move, plan) else set()
    used |= {"base_url"} if "remote_url" in plan.after else set()
    gone = [name for name in plan.before if name not in plan.after and name not in used]
    return [{"question": name, "value": plan.before[name]} for name in gone] + move.partly_dropped


def _defaulted(plan: Plan) -> list[dict[str, Any]]:
    """Answers of the new target that nobody gave."""
    return [
        {"question": name, "value": value}
        for name, value in plan.after.items()
        if name not in plan.before and plan.origins[name] == "default" and name not in _NO_ANSWERS
    ]


def _has_all_locations(move: Move, plan: Plan) -> bool:
    """Whether each of Connect's locations has a target now."""
    places, keepers = move.facts["locations"], move.facts["keepers"]
    now = {*homes.of(plan.after)}
    locations = plan.before.get("connect_location", [])
    return all({places[name]["home"], keepers.get(name)} & now for name in locations if name in places)


# --- What is left to do by hand -------------------------------------------------------------------------------------


def _manual(move: Move, project: Project, plan: Plan, merge: Merge) -> list[str]:
    conflicts = [name.removeprefix(project.prefix) for name in merge.conflicts]
    is_connect = move.old == CONNECT
    products = (people.products(each, move.facts) for each in (plan.before, plan.after))
    return [
        *leftovers.files(leftovers.edits(project, merge), conflicts, move.wish.to),
        *leftovers.flavours(plan.before, plan.after),
        *leftovers.products(*products, is_connect=is_connect),
        *_without_place(move),
        *(_left_by_connect(move, project, plan, merge, conflicts) if is_connect else []),
    ]


def _without_place(move: Move) -> list[str]:
    """Locations that no target of the new ones takes over."""
    places = move.facts["locations"]
    return [
        f"Nothing takes the place of Connect's location {name}. `--set also={places[name]['home']}` moves it, too."
        for name in move.without_place
    ]


def _left_by_connect(move: Move, project: Project, plan: Plan, merge: Merge, conflicts: list[str]) -> list[str]:
    versions = dict(contents(merge, [project.prefix + DESCRIPTOR]))
    template = versions[project.prefix + DESCRIPTOR][0][1]
    descriptor = mapping(sources.values(template, DESCRIPTOR)) if template else {}
    found = leftovers.of_connect(descriptor, move.document, move.facts, homes.of(plan.after))
    if move.lost_path and plan.after.get("resolver") == "endpoint":
        address = plan.after["remote_url"]
        found.append(
            f"Your server had the path {move.lost_path}. Forge calls {address}/api/<resolver> without it: "
            "let the server, or the proxy before it, answer there."
        )
    if DESCRIPTOR in conflicts:
        found.append(f"When {DESCRIPTOR} has nothing more that you need: `git rm {DESCRIPTOR}`.")
    return [*found, *_lost_items(move, plan), *move.facts["connect_steps"]]


def _lost_items(move: Move, plan: Plan) -> list[str]:
    """How people keep what they have placed, for as long as the target lasts that can keep it."""
    found = []
    for location, keeper in move.facts["keepers"].items():
        target = move.targets.get(keeper)
        now = homes.of(plan.after)
        if location not in plan.before.get("connect_location", []) or keeper in now or not target:
            continue
        lost = f"Dashboard items that people have placed are lost, because {now[0]} cannot replace them."
        also = ",".join([*now[1:], keeper])
        kept = (
            f" With `--set also={also}` the app is in {keeper}, too, where `connectKeys` keeps them. "
            f"{keeper} is {target.end}."
        )
        # a script that runs everywhere runs on these dashboards, too, and two scripts would answer by turns
        found.append(lost if "jira-global" in now else lost + kept)
    return found
