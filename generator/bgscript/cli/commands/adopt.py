"""``bgscript adopt``: an app that exists gets a background script, in place."""

import sys
from argparse import Action, Namespace
from collections.abc import Sequence
from typing import Any

from bgscript.adopting.chosen import HOMES, Choice, Chosen
from bgscript.change import effects
from bgscript.change.adopt import adopting
from bgscript.cli.commands import change as commands
from bgscript.cli.output import Output, is_terminal
from bgscript.cli.parser import Parser
from bgscript.cli.reports import adopt as reports
from bgscript.cli.reports.change import Wording
from bgscript.system.errors import UsageError
from bgscript.system.paths import absolute
from bgscript.system.session import Session
from bgscript.template.question import split_list

_TITLE = "Add a background script"


def add_arguments(parser: Parser, session: Session) -> None:
    parser.usage = "bgscript adopt [PATH] [options]"
    path = parser.add_argument("path", nargs="?", default=".", metavar="PATH")
    path.help = "the folder of the app's manifest.yml (default: this one)"
    target = parser.add_argument("--target", metavar="TARGET")
    target.help = "the host page that gets a script (default: each one that has a view, and no script)"
    also = parser.add_argument("--also", action="append", default=[], metavar="TARGET,...")
    also.help = "other host pages that get a script, too"
    source = parser.add_argument("--view-source", action="append", default=[], metavar="KEY=FOLDER")
    source.help = (
        "where a view's sources are, if they are not found; an empty FOLDER leaves the view out; can be repeated"
    )
    call = parser.add_argument("--call", action="append", default=[], metavar="TARGET=FUNCTION")
    call.help = "the function or endpoint that the script of a target calls (default: its view's)"
    parser.add_argument("--app-key", metavar="KEY", help="what the keys of scripts begin with (default: derived)")
    parser.add_argument("-y", "--yes", action="store_true", help="use defaults for what is ambiguous; never ask")
    commands.add_ways(parser)
    _complete(target, also)


def run(args: Namespace, session: Session, output: Output) -> int:
    chosen = _chosen(args)
    commands.check(args)
    asks = is_terminal(sys.stdin, sys.stdout) and not (args.json or args.yes)
    with adopting(absolute(args.path), session, branch=args.branch or "", dry_run=args.dry_run) as step:
        found = step.find(chosen, _ask if asks else None)
        plan = step.plan(found)
        merge = step.merge(plan)
        lines = step.check(found, merge)
        meaning = effects.learn(step.project, plan, merge)
        places = step.deploys()
        done = step.apply(plan, merge, _TITLE)
    facts = reports.AdoptedFacts(found, lines, places)
    wording = Wording(_TITLE, "Adopted", "Would adopt")
    made = reports.report(done, meaning, wording, facts, args.path, args.branch or "", session.warnings)
    if args.json:
        output.show_json(made.as_data())
    else:
        output.warn(made.warnings)
        output.show(reports.lines(made, done, wording, dry_run=args.dry_run))
    return 1 if args.dry_run and output.lost else 0


def _complete(*targets: Action) -> None:
    """What a shell completes after --target and --also."""

    def names(**_: object) -> list[str]:
        from bgscript.template import lifecycle, templates

        return [target.name for target in lifecycle.targets(templates.current()) if target.name != "connect"]

    for action in targets:
        action.completer = names  # type: ignore[attr-defined]  # argcomplete's own interface


# --- What is chosen -------------------------------------------------------------------------------------------------


def _chosen(args: Namespace) -> Chosen:
    """What the flags choose.

    Raises:
        UsageError: naming all that are wrong.
    """
    also = [str(name) for names in args.also for name in split_list(names)]
    problems = [*args.problems]
    if args.also and not also:
        problems.append("--also needs at least one target, as in --also confluence")
    if also and not args.target:
        problems.append(f"--also {','.join(also)} needs --target, which names the first host page")
    if args.target == "":
        problems.append("--target needs a name; `bgscript targets` lists them")
    if args.app_key == "":
        problems.append("--app-key needs a key, as in --app-key team-pulse")
    sources = _pairs(args.view_source, "--view-source KEY=FOLDER", problems, may_be_empty=True)
    calls = _pairs(args.call, "--call TARGET=FUNCTION", problems)
    if problems:
        raise UsageError(problems, "bgscript adopt --help shows more")
    homes = [args.target, *also] if args.target else []
    return Chosen(homes, sources, calls, args.app_key or "", takes_defaults=args.yes)


def _pairs(words: Sequence[str], flag: str, problems: list[str], *, may_be_empty: bool = False) -> dict[str, str]:
    name, form = flag.split(" ")
    found = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not (key.strip() and equals and (value.strip() or may_be_empty)):
            problems.append(f"{name} {word} must be {form}")
        found[key.strip()] = value.strip()
    return found


def _ask(choice: Choice) -> str | Sequence[str]:
    """Ask for what is ambiguous."""
    from bgscript.cli.terminal import prompts

    with prompts.conversation():
        while True:
            reply: str | Sequence[str] = _prompt(choice)
            if reply is not prompts.BACK:
                return reply


def _prompt(choice: Choice) -> Any:
    from bgscript.cli.terminal import prompts

    if choice.about == HOMES:
        options = list(choice.options)
        return prompts.check(choice.message, options, choice.default, lambda some: "" if some else "Choose one.")
    if choice.options:
        return prompts.choose(choice.message, choice.options, choice.default[0] if choice.default else None)
    more = " Empty leaves it out." if choice.is_optional else ""
    missing = "" if choice.is_optional else "Name a folder."
    return prompts.text(f"{choice.message}{more}", choice.hint, lambda word: "" if word.strip() else missing)
