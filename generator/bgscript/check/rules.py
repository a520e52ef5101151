"""Every code of ``bgscript check``: its level, and what it is about. README.md has a page on each.

Codes are stable: a code is never given to another rule. An error is what Atlassian refuses or what cannot work; a
warning is what works today or in part; a note is worth knowing.
"""

from __future__ import annotations

ERROR, WARNING, NOTE = "error", "warning", "note"
LEVELS = (ERROR, WARNING, NOTE)

RULES = {
    # files
    "BG101": (ERROR, "a file that cannot be read"),
    "BG102": (ERROR, "a file that is not valid YAML or JSON"),
    "BG103": (ERROR, "a duplicate key"),
    "BG104": (ERROR, "conflict markers of a merge"),
    "BG105": (WARNING, "an instruction to ignore a finding that has no effect"),
    # manifest: the whole
    "BG201": (ERROR, "a missing section or property of a manifest"),
    "BG202": (ERROR, "a property that Atlassian refuses"),
    "BG203": (WARNING, "a misspelt property, which Atlassian ignores"),
    "BG204": (ERROR, "a value that is not allowed there"),
    "BG205": (ERROR, "a missing property of a module"),
    "BG206": (ERROR, "a key with the wrong characters or length"),
    "BG207": (ERROR, "two modules or functions with one key"),
    "BG208": (ERROR, "two resources with one key"),
    "BG209": (ERROR, "a reference to something that is not defined"),
    "BG210": (ERROR, "a runtime that has ended"),
    "BG211": (ERROR, "access without a license where Atlassian does not allow it"),
    "BG212": (ERROR, "a display condition that Atlassian refuses"),
    "BG213": (ERROR, "an experience that Atlassian refuses"),
    "BG214": (ERROR, "a module that does not exist"),
    "BG215": (ERROR, "a property that is internal to Atlassian"),
    "BG216": (WARNING, "a runtime that Atlassian no longer supports"),
    "BG217": (NOTE, "a property that Atlassian does not document"),
    "BG218": (WARNING, "a display condition that Atlassian does not check"),
    # manifest: resources, functions
    "BG221": (ERROR, "render: native with a folder"),
    "BG222": (ERROR, "a source file without render: native"),
    "BG223": (ERROR, "a path that does not exist"),
    "BG224": (ERROR, "a build folder without index.html"),
    "BG225": (WARNING, "a widget without an edit view"),
    "BG226": (WARNING, "one resource for the script and a view"),
    "BG227": (WARNING, "a resource that no module uses"),
    "BG228": (WARNING, "a background script without a view"),
    "BG229": (NOTE, "a view without a background script"),
    "BG231": (ERROR, "a handler without its file"),
    "BG232": (ERROR, "a handler that its file does not export"),
    "BG233": (NOTE, "a path that may not have been built yet"),
    # manifest: endpoints, remotes, Connect on Forge
    "BG241": (ERROR, "a remote without an address, or with one that cannot work"),
    "BG242": (ERROR, "tokens for a remote without a scope of the product"),
    "BG243": (WARNING, "a token for a remote without the token's scope"),
    "BG244": (ERROR, "data stored by a remote that is not declared"),
    "BG251": (ERROR, "an invalid app.connect or remote of it"),
    "BG252": (WARNING, "Connect modules without read:connect-jira"),
    "BG253": (ERROR, "translations that are missing"),
    # Connect descriptor
    "BG301": (ERROR, "a missing property of a descriptor"),
    "BG302": (ERROR, "a base URL that Jira refuses"),
    "BG303": (ERROR, "an invalid location of a background script"),
    "BG304": (ERROR, "an invalid url of a background script"),
    "BG305": (ERROR, "an invalid lifecycle address"),
    "BG306": (ERROR, "an invalid key of a descriptor or module"),
    "BG307": (WARNING, "a misspelt property of a descriptor"),
    "BG308": (WARNING, "a scope that Connect does not have"),
    "BG309": (ERROR, "two modules of a descriptor with one key"),
    # sources
    "BG401": (WARNING, "an event that nobody sends"),
    "BG402": (WARNING, "an event that nobody listens to"),
    "BG403": (ERROR, "a call of a resolver that is not defined"),
    "BG404": (NOTE, "a resolver that nobody calls"),
    "BG405": (WARNING, "a request before the listener for its answer"),
    "BG406": (WARNING, "an API without its scope"),
    "BG411": (WARNING, "a REST API that Atlassian removes"),
    "BG412": (WARNING, "an import that Atlassian has removed"),
    # projects made by bgscript
    "BG501": (WARNING, "an app id that is still the placeholder"),
    "BG502": (NOTE, "an outdated template"),
    "BG503": (WARNING, "an answer that the project contradicts"),
    # lifecycle
    "BG601": (WARNING, "a module that Atlassian will remove"),
    "BG602": (WARNING, "a Connect app, whose support ends"),
    "BG603": (ERROR, "a module that Atlassian has removed"),
}
