"""Whether a version needs an administrator's consent, by Atlassian's rules, from the manifests before and after.

The rules are those of https://developer.atlassian.com/platform/forge/versions/#major-version-upgrades and the pages
that it refers to; each function names its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bgscript.change.sources import mapping, texts

MINOR, MAJOR = "minor", "major"
_APPROVE = "forge deploy --approve MAJOR_VERSION_RULE"

Manifest = Mapping[str, Any]


def commands(kind: str, products: Sequence[str]) -> list[str]:
    """What deploys a version of this kind, brings it to a site of one's own, and into products that are new to it."""
    upgrade = [_APPROVE, "forge install --upgrade"] if kind == MAJOR else ["forge deploy"]
    return [*upgrade, *(f"forge install --product {product}" for product in products)]


def of_update(before: Manifest, after: Manifest) -> tuple[str, list[str]]:
    """The kind of a version that follows another one of a Forge app, and the reasons."""
    reasons = [
        *_scopes(before, after),
        *_egress(before, after),
        *_content(before, after),
        *_end_user_data(before, after),
        *_remotes(before, after),
        *_endpoints(before, after),
        *_web_triggers(before, after),
        *_others(before, after),
    ]
    if reasons:
        consent = "An administrator of each site has to consent; until then the site keeps the old version."
        return MAJOR, [*reasons, consent]
    return MINOR, ["Only modules and resources change. Sites get the new version by themselves, without consent."]


def of_first(descriptor: Mapping[str, Any], after: Manifest, known: Mapping[str, Any]) -> tuple[str, list[str]]:
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


def scopes(manifest: Manifest) -> list[str]:
    """The scopes of a manifest, which are in a list or are names of a mapping."""
    return texts(_permissions(manifest).get("scopes"))


def _granted(names: list[str], known: Mapping[str, Any]) -> set[str]:
    upper = [name.upper() for name in names]
    return {scope for name in upper for scope in [name, *mapping(known.get(name)).get("includes", [])]}


def _permissions(manifest: Manifest) -> dict[str, Any]:
    return mapping(manifest.get("permissions"))


def _scopes(before: Manifest, after: Manifest) -> Iterator[str]:
    old, new = set(scopes(before)), set(scopes(after))
    for scope in sorted(new - old):
        yield f"The scope {scope} is new."
    for scope in sorted(old - new):
        yield f"The scope {scope} is gone; removing one counts, too."


# --- Egress ---------------------------------------------------------------------------------------------------------


def _egress(before: Manifest, after: Manifest) -> Iterator[str]:
    """Addresses that are new, or are used for something else; addresses that administrators may set."""
    for address, category in sorted(set(_addresses(after)) - set(_addresses(before))):
        yield f"The app may send data to {address}{f' for {category}' if category else ''}."
    old, new = (_is_configurable(side) for side in (before, after))
    if new and not old:
        yield "`permissions.external.configurable` is enabled: administrators may add addresses to send data to."


def _is_configurable(manifest: Manifest) -> bool:
    return mapping(mapping(_permissions(manifest).get("external")).get("configurable")).get("enabled") is True


def _content(before: Manifest, after: Manifest) -> Iterator[str]:
    old, new = (texts_below(_permissions(side).get("content")) for side in (before, after))
    for option in sorted(new - old):
        yield f"permissions.content allows {option}."


def _addresses(manifest: Manifest) -> list[tuple[str, str]]:
    return [(address, category) for address, category, _ in _external(manifest)]


def _external(manifest: Manifest) -> list[tuple[str, str, bool]]:
    """The addresses of ``permissions.external``, each with its category, and whether end-user data goes there."""
    return list(_external_below(_permissions(manifest).get("external")))


def _external_below(value: Any) -> Iterator[tuple[str, str, bool]]:
    if isinstance(value, dict):
        if isinstance(address := value.get("address") or value.get("remote"), str):
            yield address, str(value.get("category") or ""), value.get("inScopeEUD", True) is not False
            return
        for part in value.values():
            yield from _external_below(part)
    elif isinstance(value, list):
        for part in value:
            yield from [(part, "", True)] if isinstance(part, str) else _external_below(part)


def _end_user_data(before: Manifest, after: Manifest) -> Iterator[str]:
    """``inScopeEUD`` that becomes true for an address, the first time in the app.

    https://developer.atlassian.com/platform/forge/in-scope-end-user-data/#impact-on-app-versioning: it is true where
    it is left out, and only the first change from false counts.
    """
    old = _external(before)
    if any(is_in_scope for _, _, is_in_scope in old):
        return
    known = {address for address, _, _ in old}
    for address in sorted({address for address, _, is_in_scope in _external(after) if is_in_scope} & known):
        yield f"End-user data may go to {address}: `inScopeEUD` was false there."


def texts_below(value: Any) -> set[str]:
    """All texts in a structure."""
    if isinstance(value, (dict, list)):
        parts = value.values() if isinstance(value, dict) else value
        return {text for part in parts for text in texts_below(part)}
    return {value} if isinstance(value, str) else set()


# --- Servers --------------------------------------------------------------------------------------------------------


def _remotes(before: Manifest, after: Manifest) -> Iterator[str]:
    """Remotes that are new, elsewhere, or do more. To remove one, or what it does, needs no consent.

    https://developer.atlassian.com/platform/forge/manifest-reference/remotes/#major-version-upgrades
    """
    old, new = (_by_key(side.get("remotes")) for side in (before, after))
    for key, remote in new.items():
        if key in old:
            yield from _changed_remote(key, old[key], remote)
        elif remote.get("baseUrl") or "configurable" not in remote:
            yield f"The remote {key} is new: the app calls {_words(remote.get('baseUrl'))}."


def _changed_remote(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before, after = (texts_below(side.get("baseUrl")) for side in (old, new))
    regions = [{*mapping(side.get("baseUrl"))} - {"default"} for side in (old, new)]
    if after - before:
        yield f"The remote {key} is elsewhere: {_words(new.get('baseUrl'))}."
    elif (regions[0] - regions[1]) and new.get("baseUrl"):
        gone = ", ".join(sorted(regions[0] - regions[1]))
        yield f"The remote {key} has no address of its own any more for {gone}."
    if "configurable" in new and "configurable" not in old:
        yield f"The remote {key} is configurable: administrators may set another address."
    if _stores_end_user_data(new) and not _stores_end_user_data(old):
        yield f"The remote {key} may store end-user data: `inScopeEUD` was false there."
    if more := sorted({*texts(new.get("operations"))} - {*texts(old.get("operations"))}):
        yield f"The remote {key} is used for more: {', '.join(more)}."


def _stores_end_user_data(remote: Mapping[str, Any]) -> bool:
    """Whether a remote may store data of people. It may unless it says that it doesn't, see "Data residency" there."""
    return mapping(remote.get("storage")).get("inScopeEUD", True) is not False


def _endpoints(before: Manifest, after: Manifest) -> Iterator[str]:
    old, new = (_by_key(mapping(side.get("modules")).get("endpoint")) for side in (before, after))
    for key, endpoint in new.items():
        if key in old and endpoint != old[key]:
            yield f"The endpoint {key} has changed."


def _web_triggers(before: Manifest, after: Manifest) -> Iterator[str]:
    """Web triggers that may answer with any data: new ones, where the app had none, and those that became dynamic.

    https://developer.atlassian.com/platform/forge/manifest-reference/modules/web-trigger/#app-versions
    """
    old, new = (_by_key(mapping(side.get("modules")).get("webtrigger")) for side in (before, after))
    had_one = any(map(_is_dynamic, old.values()))
    for key, trigger in new.items():
        if not _is_dynamic(trigger):
            continue
        if key in old and not _is_dynamic(old[key]):
            yield f"The web trigger {key} is dynamic now: it may answer with any data."
        elif key not in old and not had_one:
            yield f"The web trigger {key} is new and dynamic: it may answer with any data."


def _is_dynamic(trigger: Mapping[str, Any]) -> bool:
    return bool(mapping(trigger.get("response")).get("type", "dynamic") == "dynamic")


def _others(before: Manifest, after: Manifest) -> Iterator[str]:
    if before.get("providers") != after.get("providers"):
        yield "The providers have changed."
    old, new = (mapping(mapping(side.get("app")).get("licensing")).get("enabled") for side in (before, after))
    if new and not old:
        yield "Licensing is enabled."


def _by_key(entries: Any) -> dict[str, dict[str, Any]]:
    found = entries if isinstance(entries, list) else []
    return {str(entry.get("key")): entry for entry in found if isinstance(entry, dict)}


def _words(address: Any) -> str:
    return address if isinstance(address, str) else ", ".join(sorted(texts_below(address))) or "no address yet"
