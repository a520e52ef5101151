"""What people who use the app will see, and what ends when."""

from collections.abc import Mapping
from typing import Any

from bgscript.change import homes
from bgscript.template.lifecycle import Target


def sentences(before: Mapping[str, Any], after: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """What people see of each target that goes, stays or is new.

    Args:
        before, after: the answers.
        facts: the template's moves.yml.
    """
    old, new = homes.of(before), homes.of(after)
    leaves = [home for home in old if home not in new]
    comes = [home for home in new if home not in old]
    pairs = {(first, second): facts["pairs"].get(first, {}).get(second, {}) for first in old for second in comes}
    named = {home for pair, fact in pairs.items() if fact.get("instead") for home in pair}
    return [
        *(facts["leaving"][home] for home in leaves if home in facts["leaving"] and home not in named),
        *(facts["staying"][home] for home in old if home in new and home not in named),
        *(facts["arriving"][home] for home in comes if home not in named),
        *(sentence for fact in pairs.values() for sentence in fact.get("says", [])),
        *(f"The app has to be installed in {product}." for product in new_products(before, after, facts)),
    ]


def products(answers: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """The products in which an app with these answers is installed."""
    return sorted({facts["products"][home] for home in homes.of(answers) if home in facts["products"]})


def new_products(before: Mapping[str, Any], after: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """The products in which the app has to be installed now, and had not to before."""
    known = products(before, facts)
    return [product for product in products(after, facts) if product not in known]


def ends(after: Mapping[str, Any], targets: Mapping[str, Target], path: str) -> list[str]:
    """The end of each target that ends, and what to do then.

    Args:
        path: what names the project in a command, after a space; empty for the current folder.
    """
    now = homes.of(after)
    found = []
    for home in now:
        target = targets.get(home)
        if not target or not target.until:
            continue
        then = f"`bgscript remove home {home}{path}` takes it out then."
        instead = f"`bgscript migrate{path} --to {target.successor}` moves it."
        found.append(f"{home} is {target.end}. {then if len(now) > 1 else instead}")
    return found
