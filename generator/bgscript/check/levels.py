"""The levels of findings, worst first.

An error is what Atlassian refuses or what cannot work; a warning is what works today or in part; a note is worth
knowing.
"""

ERROR, WARNING, NOTE = "error", "warning", "note"
LEVELS = (ERROR, WARNING, NOTE)
