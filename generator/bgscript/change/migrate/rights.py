"""Whether a version needs an administrator's consent, by Atlassian's rules, from the manifests before and after."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bgscript.change.migrate.sources import mapping, texts

MINOR, MAJOR = "minor", "major"
_APPROVE = "forge deploy --approve MAJOR_VERSION_RULE"


def commands(kind: str, products: Sequence[str]) -> list[str]:
    """What deploys a version of this kind, brings it to a site of one's own, and into products that are new to it."""
    upgrade = [_APPROVE, "forge install --upgrade"] if kind == MAJOR else ["forge deploy"]
    return [*upgrade, *(f"forge install --product {product}" for product in products)]


def of_update(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The kind of a version that follows another one of a Forge app, and the reasons."""
    reasons = [
        *_scopes(before, after),
        *_egress(before, after),
        *_remotes(before, after),
        *_endpoints(before, after),
        *_others(before, after),
    ]
    if reasons:
        consent = "An administrator of each site has to consent; until then the site keeps the old version."
        return MAJOR, [*reasons, consent]
    return MINOR, ["Only modules and resources change. Sites get the new version by themselves, without consent."]


def of_first(
    descriptor: Mapping[str, Any], after: Mapping[str, Any], known: Mapping[str, Any]
) -> tuple[str, list[str]]:
    """The kind of the first Forge version of a Connect app.

    Other rules hold for it: it may have remotes and ordinary egress, but no more rights than Connect's scopes gave.

    Args:
        known: what Connect's scopes are on Forge.
    """
    granted = _granted(texts(descriptor.get("scopes")), known)
    covered = {scope for name in granted for scope in mapping(known.get(name)).get("forge", [])}
    wanted = set(scopes(after))
    reasons = [
        f"The scope {scope} is more than Connect's scopes gave ({', '.join(sorted(granted)) or 'none'})."
        for scope in sorted(wanted - covered)
    ]
    if analytics := [address for address, category in _addresses(after) if category == "analytics"]:
        reasons.append(f"Data for analytics leaves Atlassian: {', '.join(analytics)}.")
    if descriptor.get("enableLicensing") and not mapping(mapping(after.get("app")).get("licensing")).get("enabled"):
        reasons.append("The Connect app was paid, and the manifest has no `app.licensing.enabled: true`.")
    if reasons:
        return MAJOR, [*reasons, "An administrator of each site has to consent; until then it keeps the Connect app."]
    what = (
        f"asks for no more than Connect's scopes gave: {', '.join(sorted(wanted))}" if wanted else "asks for no scope"
    )
    rule = "For the first Forge version of a Connect app that is what counts, so no administrator has to consent."
    return MINOR, [f"The new version {what}.", rule]


def scopes(manifest: Mapping[str, Any]) -> list[str]:
    """The scopes of a manifest, which stand in a list or as names of a mapping."""
    return texts(mapping(manifest.get("permissions")).get("scopes"))


def _granted(names: list[str], known: Mapping[str, Any]) -> set[str]:
    upper = [name.upper() for name in names]
    return {scope for name in upper for scope in [name, *mapping(known.get(name)).get("includes", [])]}


def _scopes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = set(scopes(before)), set(scopes(after))
    for scope in sorted(new - old):
        yield f"The scope {scope} is new."
    for scope in sorted(old - new):
        yield f"The scope {scope} is gone; removing one counts, too."


def _egress(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Addresses that are new, or are used for something else."""
    for address, category in sorted(set(_addresses(after)) - set(_addresses(before))):
        yield f"The app may send data to {address}{f' for {category}' if category else ''}."
    old, new = (texts_below(mapping(side.get("permissions")).get("content")) for side in (before, after))
    for option in sorted(new - old):
        yield f"permissions.content allows {option}."


def _addresses(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    return list(_addresses_below(mapping(manifest.get("permissions")).get("external")))


def _addresses_below(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if isinstance(address := value.get("address") or value.get("remote"), str):
            yield address, str(value.get("category") or "")
            return
        for part in value.values():
            yield from _addresses_below(part)
    elif isinstance(value, list):
        for part in value:
            yield from [(part, "")] if isinstance(part, str) else _addresses_below(part)


def texts_below(value: Any) -> set[str]:
    """All texts in a structure."""
    if isinstance(value, (dict, list)):
        parts = value.values() if isinstance(value, dict) else value
        return {text for part in parts for text in texts_below(part)}
    return {value} if isinstance(value, str) else set()


def _remotes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Remotes that are new or elsewhere. To remove one needs no consent."""
    old, new = (_by_key(side.get("remotes")) for side in (before, after))
    for key, remote in new.items():
        if key not in old:
            yield f"The remote {key} is new: the app calls {_words(remote.get('baseUrl'))}."
        elif remote.get("baseUrl") != old[key].get("baseUrl"):
            yield f"The remote {key} is elsewhere: {_words(remote.get('baseUrl'))}."


def _endpoints(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = (_by_key(mapping(side.get("modules")).get("endpoint")) for side in (before, after))
    for key, endpoint in new.items():
        if key in old and endpoint != old[key]:
            yield f"The endpoint {key} has changed."


def _others(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before.get("providers") != after.get("providers"):
        yield "The providers have changed."
    old, new = (mapping(mapping(side.get("app")).get("licensing")).get("enabled") for side in (before, after))
    if new and not old:
        yield "Licensing is enabled."


def _by_key(entries: Any) -> dict[str, dict[str, Any]]:
    found = entries if isinstance(entries, list) else []
    return {str(entry.get("key")): entry for entry in found if isinstance(entry, dict)}


def _words(address: Any) -> str:
    return address if isinstance(address, str) else ", ".join(sorted(texts_below(address)))
