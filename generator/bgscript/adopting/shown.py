"""Which sources a view has, and which of them shows the data."""

import re
from collections.abc import Iterator, Sequence

from bgscript.adopting.app import App
from bgscript.check.sources.source import Source

_COMPONENT = re.compile(
    rb"\buse(?:State|Effect|Reducer|Memo|LayoutEffect|Query|Async\w*)\b|return\s*\(?\s*<|=>\s*\(?\s*<"
)
_CALL = re.compile(rb"\b(?:invoke|invokeRemote|requestJira|requestConfluence|requestBitbucket)\s*[(<]")
_RE_EXPORT = re.compile(rb"\bexport\s+(?:type\s+)?[*{][^;'\"]*\bfrom\b")
_STAR = re.compile(rb"\bexport\s*\*")
_BRACES = re.compile(rb"(?:import|export)\s+(?:type\s+)?\{([^{}]*)\}\s*from\s*['\"]")
_IN_BRACES = re.compile(rb"(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?")
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
    waiting: list[tuple[Source, set[bytes] | None]] = [(source, None)]
    seen = {source.name}
    while waiting:
        here, wanted = waiting.pop()
        for specifier, offset in here.specifiers:
            names = _names(here.code, offset, wanted)
            for each in app.sources.resolve(here, specifier):
                if each.name in seen or _is_component(each) or not _may_have(each, names):
                    continue
                if _CALL.search(each.code):
                    return True
                seen.add(each.name)
                waiting.append((each, names if _RE_EXPORT.search(each.code) else None))
    return False


def _names(code: bytes, offset: int, wanted: set[bytes] | None) -> set[bytes] | None:
    """The names that an import takes, or an export passes on; None for all.

    Args:
        code: the source.
        offset: where the import names its file.
        wanted: what others take of the source, if it is one that passes on; None for all.
    """
    start = max(code.rfind(b"import", 0, offset), code.rfind(b"export", 0, offset))
    braces = _BRACES.fullmatch(code[start:offset]) if start >= 0 else None
    if braces is None:
        return wanted if code[start:offset].startswith(b"export") else None
    names = {_IN_BRACES.fullmatch(each.strip()) for each in braces[1].split(b",")}
    pairs = {(match[1], match[2] or match[1]) for match in names if match}
    return {name for name, new in pairs if wanted is None or new in wanted}


def _may_have(source: Source, names: set[bytes] | None) -> bool:
    """Whether a source has one of these names, or passes on what it does not name."""
    if names is None or b"default" in names or _STAR.search(source.code):
        return True
    return any(re.search(rb"\b" + re.escape(name) + rb"(?![\w$])", source.code) for name in names)
