"""Where the sources of each view are, and which of its files shows the shared data."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bgscript.adopting.app import App
from bgscript.adopting.chosen import SOURCE, Choice, Chosen
from bgscript.adopting.homes import Home
from bgscript.adopting.obstacles import Obstacle
from bgscript.adopting.packages import (
    BRIDGE,
    OLDEST_BRIDGE,
    Package,
    add_command,
    joined,
    nearest_package,
    numbers,
    package_at,
)
from bgscript.adopting.shown import below, reachable, shown
from bgscript.check.files import handlers
from bgscript.importing.reading import Place
from bgscript.system.errors import nearest

CLIENT = "src/background"
"""Where the client is in the folder of a view's package."""

_ENDINGS = (".tsx", ".jsx", ".ts", ".js", ".mjs")
_ENTRIES = [f"{name}{ending}" for name in ("main", "index", "App", "app") for ending in _ENDINGS]
_SCRIPT = re.compile(r"<script\b[^>]{0,300}\bsrc\s*=\s*[\"']\.?/?([^\"'?#:]+)[\"']")
_BUILDS = re.compile("build|bundle|dev|start|watch")
"""Names of scripts that bundle a view."""
_HOOKS = (16, 8, 0)
"""The first React with hooks."""


@dataclass(frozen=True)
class View:
    """A view that can show shared data.

    Attributes:
        home: the target of its host page.
        module: its module in the manifest.
        folder: the folder of its package, empty for the app's own.
        package: what installs its packages, if that is known.
        is_ui_kit: whether Forge bundles it.
        files: its sources, the entry first.
        file: the one that shows the data.
    """

    home: str
    module: Place
    folder: str
    package: Package | None
    is_ui_kit: bool
    files: Sequence[str]
    file: str

    @property
    def kind(self) -> str:
        """The type of its module."""
        return str(self.module.steps[1])

    @property
    def key(self) -> str:
        """The key of its module."""
        return self.module.text("key")

    @property
    def client(self) -> str:
        """The folder of its client."""
        return joined(self.folder, CLIENT)

    @property
    def has_hooks(self) -> bool:
        """Whether it is written with a React that has hooks."""
        if self.package is None:
            return self.is_ui_kit
        version, _ = self.package.version("react")
        is_newest = version.startswith(("^", ">")) or "x" in version  # of its major version
        return (numbers(version) >= (_HOOKS[:1] if is_newest else _HOOKS)) if version else self.is_ui_kit

    @property
    def lines(self) -> list[str]:
        """What its owner writes in ``file``: an import, and a line for the data."""
        name = "useSharedData" if self.has_hooks else "connect"
        path = posixpath.relpath(f"{self.client}/{'useSharedData' if self.has_hooks else 'client'}", _parent(self.file))
        path = path if path.startswith(".") else f"./{path}"
        use = "const [state, reload] = useSharedData();" if self.has_hooks else "connect((state) => { … });"
        return [f"import {{ {name} }} from '{path}';", use]

    @property
    def is_typescript(self) -> bool:
        """Whether it is written in TypeScript."""
        return any(file.endswith((".ts", ".tsx")) for file in self.files)


def views_of(app: App, homes: Sequence[Home], chosen: Chosen) -> tuple[list[View], list[Obstacle], list[Choice]]:
    """The views of some host pages; what prevents a client; and the folders that somebody has to name."""
    views: list[View] = []
    obstacles: list[Obstacle] = []
    choices: list[Choice] = []
    modules = {module.steps: (home.name, module) for home in reversed(homes) for module in home.views}
    for steps in dict.fromkeys(module.steps for home in homes for module in home.views):
        found = _Search(app, *modules[steps], chosen).view()
        if isinstance(found, View):
            views.append(found)
        elif isinstance(found, Choice):
            choices.append(found)
        elif found:
            obstacles.append(_or_without(found, modules[steps][1], len(modules)))
    for view in views:
        obstacles += [_or_without(each, view.module, len(modules)) for each in _old_bridge(app, view)]
    if len(modules) > 1:
        choices = [replace(choice, is_optional=True) for choice in choices]
    return views, obstacles, list({choice.flag: choice for choice in choices}.values())


def why_none(app: App, home: Home, module: Place, chosen: Chosen) -> str:
    """What prevents a client of a view; empty if nothing does."""
    found = _Search(app, home.name, module, chosen).view()
    problems = list(_old_bridge(app, found)) if isinstance(found, View) else [found] if found else []
    return next((each.problem if isinstance(each, Choice) else each.reason for each in problems), "")


def _or_without(obstacle: Obstacle, module: Place, count: int) -> Obstacle:
    """The obstacle of one view: where there are others, it can be left out."""
    how = f"; or leave this view out: --view-source {module.text('key')}="
    return replace(obstacle, remedy=f"{obstacle.remedy}{how}") if count > 1 else obstacle


def unknown_sources(app: App, homes: Sequence[Home], chosen: Chosen) -> Iterator[Obstacle]:
    """Flags for views that there are not."""
    modules = [module for home in homes for module in home.views]
    known = [name for module in modules for name in names_of(module)]
    for key in chosen.sources:
        if homes and key not in known:
            reason = f"--view-source {key}: none of the views has this key{nearest(key, known)}"
            yield Obstacle(reason, f"the views are {', '.join(dict.fromkeys(each.text('key') for each in modules))}")


def names_of(module: Place) -> tuple[str, str]:
    """How a flag may call a view: by its module's key, or by its resource's."""
    return module.text("key"), module.text("resource").partition("/")[0]


def _old_bridge(app: App, view: View) -> Iterator[Obstacle]:
    version, file = view.package.version(BRIDGE) if view.package else ("", "")
    if version and numbers(version) < OLDEST_BRIDGE:
        oldest = ".".join(map(str, OLDEST_BRIDGE))
        reason = f"{file}: {BRIDGE} is {version}, which has no events; they are in {oldest} and newer"
        command = add_command(app.manager(view.folder), view.folder, f"{BRIDGE}@latest")
        yield Obstacle(reason, f"`{command}`, try the app, and commit it")


class _Search:
    """The search for the sources of one view."""

    def __init__(self, app: App, home: str, module: Place, chosen: Chosen) -> None:
        self.app = app
        self.home = home
        self.module = module
        self.key = module.text("key")
        self.named = next((chosen.sources[name] for name in names_of(module) if name in chosen.sources), "")
        resources = {entry.text("key"): entry for entry in reversed(app.root.entries("resources"))}
        self.resource = resources.get(names_of(module)[1])
        self.path = posixpath.normpath(self.resource.text("path").strip().lstrip("/") or ".") if self.resource else ""
        self.what = f"{module.steps[1]} {self.key} ({app.at(module)})"

    def view(self) -> "View | Obstacle | Choice | None":
        """The view; or why it is none; None for a module that shows nothing."""
        if self.module.get("function") and not self.module.get("resource"):
            hint = "write it again with @forge/react first: a `resource` with `render: native`"
            return Obstacle(f"{self.what} is UI Kit 1, which no longer works", hint)
        if not self.module.get("resource"):
            return None
        if self.resource is None:
            reason = f"{self.what}: there is no resource {names_of(self.module)[1]!r}"
            return Obstacle(reason, "add it to `resources` of the manifest, or correct the name")
        if self.path.startswith(".."):
            return Obstacle(f"{self.what}: its resource {self.path} is outside the app", "move it into the app")
        if self.module.text("render") == "native" or self.path.endswith(_ENDINGS):
            return self._ui_kit()
        return self._given() if self.named else self._custom_ui()

    def _ui_kit(self) -> "View | Obstacle":
        if not self.app.is_file(self.path):
            return Obstacle(f"{self.what}: there is no file {self.path}", "correct the path in the manifest")
        package = nearest_package(self.app.folder, _parent(self.path))
        return self._made("", package, self.path, "src", is_ui_kit=True)

    def _given(self) -> "View | Obstacle":
        """The view with the folder that somebody named."""
        folder = posixpath.normpath(self.named.strip().rstrip("/") or ".")
        flag = f"--view-source {self.key}={self.named}"
        if folder.startswith(("..", "/")) or not (self.app.folder / folder).is_dir():
            return Obstacle(f"{flag}: there is no such folder in the app", "name one, from the folder of manifest.yml")
        sources = joined(folder, "src") if self.app.has(joined(folder, "src")) else folder
        folder = self._around(sources)
        package = nearest_package(self.app.folder, folder)
        if package is None or not package.has_bundler:
            return self._without_bundler(package)
        return self._made(folder, package, self._entry(folder, sources), sources)

    def _around(self, sources: str) -> str:
        """The folder whose ``src/`` has these sources; their own folder if there is none."""
        folder = "" if sources == "." else sources
        while folder:
            if posixpath.basename(folder) == "src":
                return _parent(folder)
            if self.app.is_file(joined(folder, "package.json")):
                break
            folder = _parent(folder)
        return "" if sources == "." else sources

    def _custom_ui(self) -> "View | Obstacle | Choice":
        folder = _parent(self.path)
        package = None
        while True:
            package = package_at(self.app.folder, folder)
            if package and (self.app.folder / folder / "src").is_dir():
                break
            if not folder:
                package = None
                break
            folder = _parent(folder)
        if package and not folder and not self._is_front_end():
            package = None
        if package is None and self.app.is_file(joined(self.path, "index.html")) and not self._is_bundled_elsewhere():
            return self._without_bundler(None)
        if package is None:
            return self._open()
        if not package.has_bundler:
            return self._without_bundler(package)
        sources = joined(folder, "src")
        return self._made(folder, package, self._entry(folder, sources), sources)

    def _is_bundled_elsewhere(self) -> bool:
        """Whether a package around a page that is built has a bundler: the page's sources are somewhere else."""
        package = nearest_package(self.app.folder, self.path)
        return package is not None and package.knows_bundler

    def _is_front_end(self) -> bool:
        """Whether ``src/`` beside the manifest has the view's sources, and not only those of functions."""
        backend = {handler.file for handler in handlers(self.app.root.node, str(self.app.folder))}
        if not any(file.startswith("src/") for file in backend):
            return True
        entry = self._from_page("")
        return entry.startswith("src/") and entry not in backend

    def _open(self) -> Choice:
        message = f"In which folder are the sources of {self.key}, which is built to {self.path}?"
        why = f"no folder above {self.path} has a package.json with `src/` beside it"
        if self.app.is_file("package.json") and self.app.has("src"):
            why = "the app's own `src/` has the code of its functions"
        problem = f"the sources of {self.what} are not found: {why}"
        folders = [self.path] if self._has_components() else self._bundled()
        flag = f"--view-source {self.key}={folders[0] if len(folders) == 1 else 'FOLDER'}"
        return Choice(SOURCE, self.key, message, problem, flag, hint=folders[0] if len(folders) == 1 else "")

    def _has_components(self) -> bool:
        """Whether the folder that is shown has sources of components, too: a bundler writes beside them."""
        below = [name for name in self.app.sources.sources if name.startswith(f"{self.path}/")]
        return any(name.endswith((".tsx", ".jsx")) for name in below)

    def _bundled(self) -> list[str]:
        """The folders of packages that bundle their ``src/``, besides the app's own."""
        folders = {name[: place.start()] for name in self.app.sources.sources for place in re.finditer("/src/", name)}
        packages = [package_at(self.app.folder, folder) for folder in sorted(folders)]
        return [each.folder for each in packages if each and each.has_bundler and self.app.has(f"{each.folder}/src")]

    def _without_bundler(self, package: Package | None) -> Obstacle:
        where = package.file if package else self.path
        reason = f"{self.what} has no bundler ({where}), and the client is a module that imports {BRIDGE}"
        return Obstacle(reason, "let Vite or another bundler build the view first, with a script `build`")

    def _entry(self, folder: str, sources: str) -> str:
        """The first file of a view: what a page beside its sources or a script of the package names, or by its name."""
        is_all = sources == joined(folder, "src")
        for path in filter(None, map(self._from_page, dict.fromkeys([folder, sources]))):
            if is_all or path.startswith(f"{sources}/") or sources == ".":
                return path
        if path := next(self._from_scripts(folder, sources), ""):
            return path
        return next((path for name in _ENTRIES if self.app.is_file(path := joined(sources, name))), "")

    def _from_scripts(self, folder: str, sources: str) -> Iterator[str]:
        """The sources that scripts of the package around a folder name, as those with esbuild do."""
        package = nearest_package(self.app.folder, folder)
        if package is None:
            return
        scripts = [text for name, text in package.scripts.items() if _BUILDS.search(name)]
        for word in " ".join(scripts).split():
            path = posixpath.normpath(joined(package.folder, word.strip("\"'")))
            if path.startswith(f"{sources}/") and path.endswith(_ENDINGS) and self.app.is_file(path):
                yield path

    def _from_page(self, folder: str) -> str:
        """The first source that index.html names; empty if there is none."""
        page = self.app.folder / folder / "index.html"
        try:
            text = page.read_text(encoding="utf-8", errors="replace")[:200_000] if page.is_file() else ""
        except OSError:
            return ""
        for match in _SCRIPT.finditer(text):
            if self.app.is_file(path := joined(folder, posixpath.normpath(match[1]))):
                return path
        return ""

    def _made(self, folder: str, package: Package | None, entry: str, sources: str, *, is_ui_kit: bool = False) -> View:
        files = list(reachable(self.app, entry)) or below(self.app, sources)
        file = shown(self.app, files) or entry or sources
        return View(self.home, self.module, folder, package, is_ui_kit, files, file)


def _parent(path: str) -> str:
    return posixpath.dirname(path.rstrip("/"))
