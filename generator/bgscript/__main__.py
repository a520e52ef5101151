"""The program's first lines: they handle a Ctrl-C while the rest is still being loaded."""

import gc
import sys


def main() -> int:
    """Run bgscript on the process's arguments; returns its exit code."""
    gc.disable()  # a run is short, and garbage collection would take a tenth of its time
    try:
        from bgscript.cli import main as cli
        from bgscript.system.signals import Signals

        # never restored: a Ctrl-C after the work must not change the exit code
        return cli.main(signals=Signals().__enter__())
    except KeyboardInterrupt:
        sys.stderr.write("error: stopped; nothing was written\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
