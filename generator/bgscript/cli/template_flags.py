"""The flags of ``new`` for a template's questions, which are known when the template's address is."""

import argparse
from argparse import Namespace
from pathlib import Path
from typing import Any

from bgscript.cli import defaults as user_defaults
from bgscript.cli import help as questions_help
from bgscript.cli.defaults import Defaults
from bgscript.cli.parser import IS_COMPLETION, Parser
from bgscript.system.errors import TemplateError
from bgscript.system.session import Session
from bgscript.template import templates
from bgscript.template.questions import ASK_MAINTAINERS, Question, Questionnaire
from bgscript.template.templates import Template

DEST = "answer "
"""Begins the name of each answer among the parsed arguments, so that no question hides one of bgscript's own."""


def add_to(parser: Parser, session: Session) -> None:
    """Add the flags that choose a template; those for its questions follow when the arguments are parsed.

    Parsed arguments then have ``template``, ``questionnaire``, ``defaults``, and ``DEST + name`` for each question.
    """
    _add_early_to(parser)
    if IS_COMPLETION:  # a shell that completes must not wait for the network, and wants all flags before it parses
        _learn(parser, templates.current())
    else:
        parser.prepare = lambda words: _prepare(parser, words, session)


def repeated(args: Namespace) -> list[str]:
    """The flags that choose another template than the embedded one, to repeat the command with."""
    own = ["--no-defaults"] if args.no_defaults or (args.defaults.template_source and args.template.is_embedded) else []
    if not (args.template_source or args.template_version):
        return own
    source = [] if args.template.is_embedded else [f"--template-source={args.template.source}"]
    return [*own, *source, f"--template-version={args.template.version}"]


def _add_early_to(parser: argparse.ArgumentParser) -> None:
    """The flags that decide which questions there are: they are read before the others."""
    parser.add_argument(
        "--template-source", metavar="URL", help="take the template from a git repository, which updates follow"
    )
    parser.add_argument("--template-version", metavar="VERSION", help="take this release of it (default: the newest)")
    no_defaults = parser.add_argument("--no-defaults", action="store_true")
    no_defaults.help = "use none of your own defaults (~/.config/bgscript/defaults.yml)"


def _prepare(parser: Parser, words: list[str], session: Session) -> list[str]:
    """Take the template's address out of the arguments, and learn the flags for its questions; returns the others."""
    source = Parser(prog=parser.prog, own_help=False)  # -h belongs to the whole parser
    _add_early_to(source)
    args, left = source.parse_known_args(words)
    rest: list[str] = left
    defaults = Defaults() if args.no_defaults else user_defaults.read()
    template = _chosen(args, defaults, session)
    _learn(parser, template)
    parser.set_defaults(**vars(args), defaults=defaults)
    return rest


def _chosen(args: Namespace, defaults: Defaults, session: Session) -> Template:
    """The template that the flags name, else the user's own default. ``args`` gets its address."""
    if args.template_source is not None or not defaults.template_source:
        return _template(args.template_source or "", args.template_version or "", session)
    args.template_source = defaults.template_source.value
    try:
        return _template(args.template_source, args.template_version or "", session)
    except TemplateError as error:
        hint = f"{defaults.template_source.origin} names it; --no-defaults leaves it out"
        raise TemplateError(error.message, f"{error.hint}; {hint}" if error.hint else hint) from error


def _learn(parser: Parser, template: Template) -> None:
    """Add the flags for a template's questions."""
    questionnaire = Questionnaire(template.root, template.name)
    actions = {
        question.name: _add_flag(parser, question, template.name)
        for question in questionnaire
        if not question.is_for_commands
    }
    parser.set_defaults(template=template, questionnaire=questionnaire)
    parser.describe = lambda: questions_help.describe(parser, questionnaire, actions)


def _template(source: str, version: str, session: Session) -> Template:
    if not (source or version):
        return templates.current()
    import tempfile

    from bgscript.template import releases

    with session.progress.during(f"Reading {releases.shown(source)} …"):
        return releases.template(source, version, session.keep(Path(tempfile.gettempdir())))


def _add_flag(parser: Parser, question: Question, name: str) -> argparse.Action:
    settings: dict[str, Any] = {"dest": DEST + question.name, "default": None}
    if question.type == "bool":
        settings["action"] = argparse.BooleanOptionalAction
    else:
        word = question.pair.partition(" ")[2] or question.name.rpartition("_")[2].upper()
        word = f"{word.removesuffix('S')},..." if question.is_list else word
        settings["metavar"] = "|".join(map(str, question.values)) or word
    if question.is_list or question.pair:
        settings["action"] = "append"
    try:
        action = parser.add_argument(question.flag, **settings)
    except argparse.ArgumentError as error:
        problem = f"question {question.name}: {question.flag} is an option of bgscript; it needs another name"
        raise TemplateError(f"{name} cannot be used: {problem}", ASK_MAINTAINERS) from error
    if question.choices:
        action.completer = lambda **_: list(map(str, question.values))  # type: ignore[attr-defined]
    return action
