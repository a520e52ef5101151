"""The program's first lines: they catch a Ctrl-C that comes while the rest is still being loaded."""

import sys


def main() -> int:
    """Run bgscript on the process's arguments; gives its exit code."""
    try:
        from bgscript import cli

        return cli.main()
    except KeyboardInterrupt:
        sys.stderr.write("error: stopped; nothing was written\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
