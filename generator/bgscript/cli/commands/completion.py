"""``bgscript completion``: the script that completes commands, flags and their values in a shell, by argcomplete."""

from argparse import ArgumentParser, Namespace

from bgscript.cli.commands import refuse_problems
from bgscript.cli.output import Output
from bgscript.system.errors import UsageError, nearest
from bgscript.system.session import Session

_SHELLS = {
    "bash": 'eval "$(bgscript completion bash)"          # in ~/.bashrc',
    "zsh": 'eval "$(bgscript completion zsh)"           # in ~/.zshrc, after compinit',
    "fish": "bgscript completion fish | source           # in ~/.config/fish/config.fish",
    "powershell": "bgscript completion powershell | Out-String | Invoke-Expression    # in $PROFILE",
}
"""How each shell takes the script."""


def add_arguments(parser: ArgumentParser, session: Session) -> None:

    lines = "\n".join(f"  {line}" for line in _SHELLS.values())
    parser.epilog = f"to complete in every new shell:\n{lines}"
    shell = parser.add_argument("shell", metavar="SHELL", help=", ".join(_SHELLS))
    shell.completer = lambda **_: list(_SHELLS)  # type: ignore[attr-defined]  # argcomplete's own interface


def run(args: Namespace, session: Session, output: Output) -> int:
    refuse_problems(args)
    if args.shell not in _SHELLS:
        problem = f"unknown shell {args.shell!r}{nearest(args.shell, list(_SHELLS))}"
        raise UsageError([problem], f"it is one of {', '.join(_SHELLS)}")
    from argcomplete.shell_integration import shellcode

    output.write(shellcode(["bgscript"], shell=args.shell))
    return 1 if output.lost else 0
