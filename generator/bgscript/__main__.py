"""``python -m bgscript``, for where the command is not on PATH."""

import sys

from bgscript.cli import main

sys.exit(main())
