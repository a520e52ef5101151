"""What people who use the app will see, and what ends when."""

from collections.abc import Mapping
from typing import Any

from bgscript.lifecycle import Target
from bgscript.migrate.moves import CONNECT, homes


def sentences(before: Mapping[str, Any], after: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """What people see of each home that goes, stays or is new.

    Args:
        before, after: the answers.
        facts: the template's moves.yml.
    """
    old, new = homes(before), homes(after)
    leaves = [home for home in old if home not in new]
    comes = [home for home in new if home not in old]
    pairs = [facts["pairs"].get(first, {}).get(second) for first in old for second in comes]
    found = [pair for pair in pairs if pair]
    said = [sentence for pair in found for sentence in pair["says"]]
    if any(pair.get("instead") for pair in found) and len(leaves) == len(comes) == 1:
        return said
    return [
        *(facts["leaving"][home] for home in leaves if home in facts["leaving"]),
        *(facts["staying"][home] for home in old if home in new),
        *(facts["arriving"][home] for home in comes if home in facts["arriving"]),
        *said,
        *(
            f"The app has to be installed in {product}: an installation in another product is not one there."
            for product in new_products(before, after, facts)
        ),
    ]


def new_products(before: Mapping[str, Any], after: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """The products in which the app has to be installed now, and had not to before."""
    known, now = ({facts["products"][home] for home in homes(answers)} for answers in (before, after))
    return sorted(now - known)


def ends(before: Mapping[str, Any], after: Mapping[str, Any], targets: Mapping[str, Target], path: str) -> list[str]:
    """The end of each home that ends, and what to do then."""
    old, new = homes(before), homes(after)
    found = []
    for home in [*new, *(home for home in old if home not in new)]:
        target = targets.get(home)
        if not target or not target.until:
            continue
        status = target.status.partition(";")[0]
        if home not in new:
            found.append(f"{home} is {status}. The app is no longer in it.")
        elif len(new) > 1 and home != CONNECT:
            found.append(f"{home} is {status}. Then `bgscript remove home {home}{path}` ends it here, too.")
        else:
            found.append(f"{home} is {status}. Choose {target.successor} instead, if you can.")
    return found
