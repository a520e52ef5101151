"""The names of files that a template writes or has, and that the program reads."""

ANSWERS = ".copier-answers.yml"
"""A project's answers, its template and its release, as copier records them."""

MANIFEST = "manifest.yml"
DESCRIPTOR = "atlassian-connect.json"

QUESTIONS = "copier.yml"
LIFECYCLE = "lifecycle.yml"
MOVES = "moves.yml"
RENAMES = "renames.yml"

SOURCE = "git+bgscript::templates"
"""What a project's answers file records as its template: an address that is valid on every machine."""
