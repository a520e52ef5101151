"""Properties of sections and modules, held against Atlassian's schema, which is read where npm installed it.

Each property that Atlassian's validator takes passes `check`, and each that `check` takes exists.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bgscript.check import files, manifest, references, remotes
from bgscript.check.engine import Checker
from bgscript.check.modules import MODULES
from tests.support.node import validate

APP = {"id": "ari:cloud:ecosystem::app/11111111-2222-4333-8444-555555555555", "runtime": {"name": "nodejs24.x"}}
NAMES = {
    "key": "the-key",
    "resource": "main",
    "function": "run",
    "endpoint": "there",
    "remote": "backend",
    "handler": "index.run",
    "i18n": "a.title",
    "baseUrl": "https://example.com",
    "permissions": {"projectPermissions": ["BROWSE_PROJECTS"]},
    "experience": ["issue-view"],
    "displayConditions": {"isLoggedIn": True},
    "unlicensedAccess": ["unlicensed"],
    "connect": {"key": "old-key", "remote": "backend"},
    "operations": ["compute"],
    "title": "A title",
    "render": "native",
    "keyboardShortcut": {"accelerator": "Alt+k", "description": "Opens it"},
}
"""Values that a schema alone does not give."""
ONLY_OURS = {
    ("app", "name"),  # taken, with a warning
    ("jira:issuePanel", "unlicensedAccess"),  # documented, and not checked
    ("confluence:homepageFeed", "description"),  # in Atlassian's own example, and not checked
}
"""Properties that Atlassian takes though its schema does not name them."""
INTERNAL = {"renderRuntimeType", "resolvedResourceEntry"}


@pytest.fixture(scope="module")
def schema(platform) -> dict[str, Any]:
    file = platform / "node_modules/@forge/manifest/out/schema/manifest-schema.json"
    return json.loads(file.read_text())


class Schema:
    """A part of the schema, with its references followed."""

    def __init__(self, whole: dict[str, Any], part: dict[str, Any]) -> None:
        self.whole = whole
        while "$ref" in part:
            found = whole
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            part = found
        self.part = part

    def __truediv__(self, name: str) -> "Schema":
        return Schema(self.whole, self.properties()[name])

    def items(self) -> "Schema":
        return Schema(self.whole, self.part["items"])

    def forms(self) -> Iterator["Schema"]:
        yield self
        for word in ("allOf", "anyOf", "oneOf"):
            for form in self.part.get(word, ()):
                yield from Schema(self.whole, form).forms()

    def properties(self) -> dict[str, Any]:
        """Those of all forms."""
        return {name: each for form in self.forms() for name, each in form.part.get("properties", {}).items()}

    def sample(self, name: str = "") -> Any:
        """A value that it allows, probably."""
        if name in NAMES:
            return NAMES[name]
        part = next((form.part for form in self.forms() if {"type", "enum", "const"} & set(form.part)), {})
        if "const" in part or "enum" in part:
            return part.get("const", part.get("enum", [None])[0])
        kind = part.get("type", "string")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            form = next((form for form in self.forms() if form.part.get("required")), self)
            required = [each for each in form.part.get("required", ()) if each in form.properties()]
            return {each: (form / each).sample(each) for each in required}
        if kind == "array":
            return [Schema(self.whole, part["items"]).sample()] if part.get("items") else []
        return {"boolean": True, "number": 512, "integer": 30}.get(kind, "text")


def parts(whole: dict[str, Any]) -> dict[str, tuple[Schema, set[str]]]:
    """The parts of a manifest whose properties `check` knows: the schema of each, and our names."""
    root = Schema(whole, whole)
    modules = root / "modules"
    return {
        "": (root, manifest._SECTIONS),
        "app": (root / "app", manifest._APP),
        "resources": ((root / "resources").items(), files._PROPERTIES),
        "remotes": ((root / "remotes").items(), remotes._REMOTE),
        "function": ((modules / "function").items(), references._FUNCTION),
        **{name: ((modules / name).items(), set(module.properties)) for name, module in MODULES.items()},
    }


def test_each_property_that_check_takes_exists(schema):
    for name, (part, ours) in parts(schema).items():
        theirs = set(part.properties())
        extra = {each for each in ours - theirs if (name, each) not in ONLY_OURS}
        assert extra == set(), name
        missing = {each for each in theirs - ours - INTERNAL if not each.endswith("__i18n")}
        assert missing == set(), f"{name}: Atlassian's schema has more"


def manifests(whole: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """For each property: part, name, a manifest without it, and one with it."""
    for name, (part, _) in parts(whole).items():
        every = [each for each in part.properties() if not each.endswith("__i18n") and each not in INTERNAL]
        every += [each for home, each in ONLY_OURS if home == name]
        for each in every:
            value = NAMES.get(each) or ((part / each).sample(each) if each in part.properties() else "text")
            yield name, each, made(name, {}, each), made(name, {each: value}, each)


def made(part: str, more: dict[str, Any], name: str) -> dict[str, Any]:
    """A valid manifest that has one thing more in a part of it."""
    module = {"key": "the-key", "resource": "main", "title": "A title", "icon": "https://example.com/i.svg"}
    panel = module if name != "function" else {k: v for k, v in module.items() if k != "resource"}
    document: dict[str, Any] = {
        "app": {**APP},
        "modules": {
            "jira:issuePanel": [{**module, "key": "panel"}],
            "function": [{"key": "run", "handler": "index.run"}],
            "endpoint": [{"key": "there", "remote": "backend"}],
        },
        "resources": [{"key": "main", "path": "build"}],
        "remotes": [{"key": "backend", "baseUrl": "https://example.com"}],
        "permissions": {"scopes": ["read:jira-work"]},
    }
    if part == "":
        return {**more, **document}
    if part == "app":
        return {**document, part: {**more, **document[part]}}
    if part in ("resources", "remotes"):
        return {**document, part: [{**more, **document[part][0]}]}
    if part == "function":
        entry = {**document["modules"]["function"][0], **more, "key": "run"}
        return {**document, "modules": {**document["modules"], "function": [entry]}}
    by_module: dict[str, dict[str, Any]] = {
        "dashboards:widget": {"description": "Text", "thumbnail": "https://example.com/i.svg"},
        "jira:dashboardGadget": {"description": "Text", "thumbnail": "https://example.com/i.svg"},
        "jira:globalBackgroundScript": {"experience": ["issue-view"]},
    }
    needed = by_module.get(part, {})
    own = set(MODULES[part].required) | {"resource"}
    entry = {**{k: v for k, v in panel.items() if k in own}, **needed, **more, "key": "the-key"}
    return {**document, "modules": {**document["modules"], part: [entry]}}


def test_each_property_that_atlassian_takes_passes_check(schema, tmp_path):
    """With a value for each; what Atlassian's validator takes beside the same manifest without it, we take too."""
    cases = list(manifests(schema))
    folders = []
    for number, (_, _, before, after) in enumerate(cases):
        for side, document in (("before", before), ("after", after)):
            folder = tmp_path / f"{number}-{side}"
            (folder / "build").mkdir(parents=True)
            (folder / "build" / "index.html").touch()
            (folder / "src").mkdir()
            (folder / "src" / "index.js").write_text("export const run = () => 1;\n")
            (folder / "manifest.yml").write_text(yaml.safe_dump(document))
            folders.append(folder)
    theirs = validate(folders)
    taken, refused_by_us = [], {}
    for number, (part, name, _, _) in enumerate(cases):
        before, after = (tmp_path / f"{number}-{side}" for side in ("before", "after"))
        if set(theirs[str(after)]) - set(theirs[str(before)]):
            continue
        taken.append((part, name))
        known = {(each.code, each.message) for each in Checker().check(str(before)).findings}
        found = [each for each in Checker().check(str(after)).findings if (each.code, each.message) not in known]
        if any(each.level == "error" or each.code in ("BG203", "BG217") for each in found):
            refused_by_us[part, name] = [(each.code, each.message) for each in found]
    print(f"\n{len(taken)} of {len(cases)} properties are taken; not", sorted({case[:2] for case in cases} - {*taken}))
    assert refused_by_us == {}
    assert ("app", "description") in taken
    assert len(taken) > len(cases) * 0.85
