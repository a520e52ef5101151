"""Which code of the app belongs where in the project: each part of the document that names code says it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bgscript.importing.facts import Facts
from bgscript.importing.reading import Place, Steps
from bgscript.importing.surfaces import Surface

_SOURCES = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs")


def say(facts: Facts, surfaces: Sequence[Surface], names: Mapping[Steps, str]) -> None:
    """Note where the code of scripts, views and functions belongs.

    Args:
        facts: takes the sentences, as reasons why the document's part is not carried.
        surfaces: those that the project has.
        names: what each view is called in the project.
    """
    code = _Code(facts)
    for module, folder in _folders(surfaces, names):
        if facts.source.is_connect:
            code.page(module, folder)
        else:
            code.module(module, folder)
    if not facts.source.is_connect:
        code.other_functions()


def _folders(surfaces: Sequence[Surface], names: Mapping[Steps, str]) -> Iterator[tuple[Place, str]]:
    """The modules that the project has, each with the folder of its code."""
    for surface in surfaces:
        if surface.script:
            yield surface.script, "src/background/"
        for view in surface.views:
            if view.steps in names:
                yield view, f"src/{names[view.steps]}/"


class _Code:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        root = facts.source.root
        self.resources = {entry.text("key"): entry for entry in reversed(root.entries("resources"))}
        self.functions = {entry.text("key"): entry for entry in reversed(root.entries("modules", "function"))}

    def page(self, module: Place, folder: str) -> None:
        """A page of a Connect app."""
        url = module.get("url")
        if url and isinstance(url.value, str):
            reason = f"Move the code of the page {url.value} to {folder}. The project's server has its own addresses."
            self.facts.leave(url, reason)

    def module(self, module: Place, folder: str) -> None:
        """A module of a Forge app: its front ends, and the function that answers them."""
        self._front_end(module, folder)
        if edit := module.get("edit"):
            self._front_end(edit, "src/edit/")
        self._function(module.get("resolver", "function"), "Move the code of {} to src/resolvers/.")
        again = f"Write the view in {{}} again, in {folder}: UI Kit 1 no longer works."
        self._function(module.get("function"), again)

    def other_functions(self) -> None:
        """Functions of modules that no target has, such as triggers, stay what they are."""
        for entry in self.facts.source.root.entries("modules", "function"):
            copy = f"Copy it to the project's manifest.yml, and the code of {self._file(entry)} to src/."
            self.facts.leave(entry, f"{copy} Updates leave both.")

    def _front_end(self, holder: Place, folder: str) -> None:
        place = holder.get("resource")
        resource = self.resources.get(str(place.value).partition("/")[0]) if place else None
        if place and resource:
            path = resource.text("path")
            what = path if path.endswith(_SOURCES) else f"what is built to {path}"
            for each in (place, resource):
                self.facts.leave(each, f"Move the code of {what} to {folder}.")

    def _function(self, place: Place | None, reason: str) -> None:
        entry = self.functions.get(str(place.value)) if place else None
        if place and entry:
            for each in (place, entry):
                self.facts.leave(each, reason.format(self._file(entry)))

    def _file(self, function: Place) -> str:
        """The file of a function's handler, `index.run`: with its ending, if it is there."""
        stem = f"src/{function.text('handler').rpartition('.')[0]}"
        folder = Path(self.facts.source.file).parent
        try:
            return next((stem + ending for ending in _SOURCES if (folder / (stem + ending)).is_file()), stem)
        except (OSError, ValueError):  # a name that no file can have
            return stem
