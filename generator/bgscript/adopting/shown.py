"""Which sources a view has, and which of them shows the data."""

import re
from collections.abc import Iterator, Sequence

from bgscript.adopting.app import App
from bgscript.check.sources.source import Source

_COMPONENT = re.compile(
    rb"\buse(?:State|Effect|Reducer|Memo|LayoutEffect|Query|Async\w*)\b|return\s*\(?\s*<|=>\s*\(?\s*<"
)
_CALL = re.compile(rb"\b(?:invoke|invokeRemote|requestJira|requestConfluence|requestBitbucket)\s*[(<]")
_OTHER = re.compile(r"(?:^|[/.-])(?:edit|config|configuration|settings)(?:[/.-]|$)", re.IGNORECASE)
"""Names of components that configure a view."""


def reachable(app: App, entry: str) -> Iterator[str]:
    """The sources that an entry leads to, itself first."""
    modules = app.sources
    first = modules.sources.get(entry) or (modules.add(str(app.folder / entry), entry) if entry else None)
    waiting = [first] if first else []
    seen = {source.name for source in waiting}
    while waiting:
        source = waiting.pop(0)
        yield source.name
        for specifier, _ in source.specifiers:
            for each in modules.resolve(source, specifier):
                if each.name not in seen:
                    seen.add(each.name)
                    waiting.append(each)


def below(app: App, folder: str) -> list[str]:
    """The sources in a folder."""
    return [name for name in app.sources.sources if folder == "." or name.startswith(f"{folder}/")]


def shown(app: App, files: Sequence[str]) -> str:
    """The file that shows data today: the first component that calls something, itself or by a helper."""
    sources = [app.sources.sources[name] for name in files if name in app.sources.sources]
    components = [source for source in sources if _is_component(source)]
    views = [source for source in components if not _OTHER.search(source.name)] or components
    calling = [source for source in views if _CALL.search(source.code)]
    by_helper = [] if calling else [source for source in views if _calls_by_helper(app, source)]
    inner = [source for source in views if source is not sources[0]]
    plain = [source for source in sources if _CALL.search(source.code)]
    return next((source.name for source in [*calling, *by_helper, *inner, *views, *plain, *sources]), "")


def _is_component(source: Source) -> bool:
    return source.name.endswith((".jsx", ".tsx", ".js")) and _COMPONENT.search(source.code) is not None


def _calls_by_helper(app: App, source: Source) -> bool:
    """Whether a source imports a file that calls something, without a component in between."""
    waiting, seen = [source], {source.name}
    while waiting:
        here = waiting.pop()
        for specifier, _ in here.specifiers:
            for each in app.sources.resolve(here, specifier):
                if each.name in seen or _is_component(each):
                    continue
                if _CALL.search(each.code):
                    return True
                seen.add(each.name)
                waiting.append(each)
    return False
