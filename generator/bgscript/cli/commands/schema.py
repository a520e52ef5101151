"""``bgscript schema``: JSON Schemas of the files that bgscript reads, and of what ``--json`` prints."""

from argparse import ArgumentParser, Namespace
from typing import Any

from bgscript.cli.commands import refuse_problems
from bgscript.cli.output import Output
from bgscript.system.errors import UsageError, nearest
from bgscript.system.session import Session

_KINDS = {
    "data": "answers for `bgscript new --data`",
    "config": "settings of `bgscript check`, .bgscript.yml",
    "output": "what --json prints, of every command",
}
"""What there is a schema of."""

_EPILOG = """\
to let an editor check the file beside it:
  bgscript schema config > .bgscript.schema.json
and, as the first line of .bgscript.yml:
  # yaml-language-server: $schema=.bgscript.schema.json
"""


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.epilog = _EPILOG
    kind = parser.add_argument("kind", metavar="KIND", help="; ".join(f"{name}: {of}" for name, of in _KINDS.items()))
    kind.completer = lambda **_: list(_KINDS)  # type: ignore[attr-defined]  # argcomplete's own interface


def run(args: Namespace, session: Session, output: Output) -> int:
    refuse_problems(args)
    if args.kind not in _KINDS:
        problem = f"there is no schema of {args.kind!r}{nearest(args.kind, list(_KINDS))}"
        raise UsageError([problem], f"KIND is one of {', '.join(_KINDS)}")
    output.show_json(_schema(args.kind))
    return 1 if output.lost else 0


def _schema(kind: str) -> dict[str, Any]:
    if kind == "data":
        from bgscript.template import templates
        from bgscript.template.data_schema import data_schema
        from bgscript.template.questions import Questionnaire

        return data_schema(Questionnaire(templates.current().root))
    if kind == "config":
        from bgscript.check.config_schema import config_schema

        return config_schema()
    from bgscript.cli.reports.schema import output_schema

    return output_schema()
