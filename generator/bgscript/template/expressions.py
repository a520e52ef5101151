"""The Jinja expressions of a copier.yml, evaluated as copier evaluates them."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bgscript.template.form import inside

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


class Expressions:
    """The expressions of one template."""

    def __init__(self, root: Path, envops: Mapping[str, Any]) -> None:
        self._root, self._envops = root, envops
        self._compiled: dict[str, Any] = {}

    def render(self, source: str, context: Mapping[str, Any]) -> str:
        """Render one.

        Raises:
            ValueError: it has a mistake, or one of the files that it includes has; with the place, where it is known.
        """
        if "{" not in source:
            return source
        try:
            if source not in self._compiled:
                from bgscript.template.compiled import shared

                self._compiled[source] = shared().template(self._environment, source)
            rendered: str = self._compiled[source].render(context)
        except Exception as error:  # an expression may raise anything: 1/0, an undefined name
            raise ValueError(f"{_where(error)}{type(error).__name__}: {error}") from error
        return rendered

    @cached_property
    def _environment(self) -> "SandboxedEnvironment":
        from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, Undefined
        from jinja2.sandbox import SandboxedEnvironment

        from bgscript.template.compiled import shared

        root = self._root
        is_strict = self._envops.get("undefined") == "jinja2.StrictUndefined"

        class Loader(FileSystemLoader):
            """Reads what is in the template, and follows no link out of it."""

            def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
                source, filename, uptodate = super().get_source(environment, template)
                try:
                    inside(root, Path(filename))
                except ValueError as error:
                    raise TemplateNotFound(template, f"{template}: {error}") from error
                return source, filename, uptodate

        return SandboxedEnvironment(
            loader=Loader(root),
            bytecode_cache=shared(),
            extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
            **{**self._envops, "undefined": StrictUndefined if is_strict else Undefined},
        )


def _where(error: Exception) -> str:
    """The file and line of a mistake in a template, where jinja2 names them."""
    line = getattr(error, "lineno", None)
    return f"{getattr(error, 'name', None) or 'copier.yml'}, line {line}: " if line else ""
