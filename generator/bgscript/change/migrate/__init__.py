"""``migrate``: an app moves to another home, and its owner learns what a person has to know and to do.

The move itself is a change of answers like any other, see ``change.steps``. ``answers`` makes them, ``rights`` tells
whether an administrator has to consent, ``people`` what people see, ``leftovers`` what is left to do by hand. The
sentences and tables are the template's, in its ``moves.yml``.
"""

from bgscript.change.migrate.migration import Migration
from bgscript.cli.reports.migrate import FORMS, MigrateReport, lines

__all__ = ["FORMS", "MigrateReport", "Migration", "lines"]
