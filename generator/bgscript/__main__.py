"""The program's first lines: they catch a Ctrl-C that comes while the rest is still being loaded."""

import gc
import sys


def main() -> int:
    """Run bgscript on the process's arguments; gives its exit code."""
    gc.disable()  # a run is short: to look for garbage costs a tenth of its time
    try:
        from bgscript import cli
        from bgscript.signals import Signals

        # never restored: the process ends with them, and a Ctrl-C after the work must not deny it
        return cli.main(signals=Signals().__enter__())
    except KeyboardInterrupt:
        sys.stderr.write("error: stopped; nothing was written\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
