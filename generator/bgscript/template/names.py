"""The names of files that a template writes or has, and that the program reads."""

ANSWERS = ".copier-answers.yml"
"""A project's answers, its template and its release, as copier records them."""

MANIFEST = "manifest.yml"
DESCRIPTOR = "atlassian-connect.json"

QUESTIONS = "copier.yml"
LIFECYCLE = "lifecycle.yml"
MOVES = "moves.yml"
RENAMES = "renames.yml"

SHAPE = "shape"
"""The question that says whether a project is an app, or a part in an app that exists."""

PART = "part"
PART_FOLDER = "background"
"""The folder of a part's package, where it has one: in Custom UI."""

SOURCE = "git+bgscript::templates"
"""What a project's answers file records as its template: an address that is valid on every machine."""
