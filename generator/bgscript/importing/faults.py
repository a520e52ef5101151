"""What ``check`` finds in an app's code: faults that the code takes along when it moves into a project."""

from pathlib import Path

from bgscript.check.engine import Checker
from bgscript.check.findings import Finding
from bgscript.documents.walk import DESCRIPTOR, MANIFEST
from bgscript.importing.facts import Facts


def faults_in(facts: Facts) -> list[Finding]:
    """The findings in the app's sources and built pages, worst first; those in the document itself do not move.

    ``check`` knows an app by the name of its document, so a document with another name has none.
    """
    file = Path(facts.source.file)
    if file.name not in (MANIFEST, DESCRIPTOR):
        return []
    project = Checker().check(str(file.parent))
    return [finding for finding in project.findings if finding.file not in (MANIFEST, DESCRIPTOR)]
