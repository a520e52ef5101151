"""The scenarios of updating: two releases of a tiny template, what the user did in between, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.support.sandbox import Content, Files, Sandbox, Setup, git, write

TEXT = "".join(f"line {number}\n" for number in range(1, 13))
BINARY = bytes(range(256)) * 8


def swap(text: str, **lines: str) -> str:
    """The text with lines in other words: ``swap(TEXT, l3="mine")``."""
    for number, words in lines.items():
        text = text.replace(f"line {number[1:]}\n", f"{words}\n")
    return text


def crlf(text: str) -> str:
    """The text with the line ends of Windows."""
    return text.replace("\n", "\r\n")


def package(**dependencies: str) -> str:
    body = ",\n".join(f'    "{name}": "{version}"' for name, version in dependencies.items())
    return f'{{\n  "name": "x",\n  "dependencies": {{\n{body}\n  }}\n}}\n'


OURS = swap(TEXT, l10="mine")
THEIRS = swap(TEXT, l2="template's")
BOTH = swap(TEXT, l2="template's", l10="mine")


@dataclass(frozen=True)
class Scenario:
    """One row: two releases, the user's edits, and what `bgscript update` makes of them.

    ``after`` has the files that matter, None for one that is gone; ``conflicts`` the paths that are left unmerged;
    ``loses`` says that plain `copier update` loses something here.
    """

    name: str
    old: Files
    new: Files
    mine: Files
    after: Mapping[str, Content]
    conflicts: tuple[str, ...] = ()
    loses: bool = False
    code: int = 0
    where: str = "project"
    old_questions: str = "name: {type: str, default: x}\n"
    new_questions: str = "name: {type: str, default: x}\n"
    answers: str = "name: x\n"
    change: str = ""
    config: Mapping[str, str] = field(default_factory=dict)
    setup: Setup | None = None


def ignored(path: str, content: str) -> Setup:
    """A file that git ignores."""

    def make(sandbox: Sandbox) -> None:
        write(sandbox.project, {path: content})

    return make


def checked_out_with_crlf(sandbox: Sandbox) -> None:
    git("config", "core.autocrlf", "true", cwd=sandbox.repository)
    git("rm", "-rq", "--cached", ".", cwd=sandbox.repository)
    git("reset", "--quiet", "--hard", cwd=sandbox.repository)
    assert b"\r\n" in (sandbox.project / "a.txt").read_bytes()


def staged_elsewhere(sandbox: Sandbox) -> None:
    write(sandbox.repository, {"other/b.txt": "staged\n"})
    git("add", "other", cwd=sandbox.repository)


def released_twice(sandbox: Sandbox) -> None:
    sandbox.release("v1.2.0", {"a.txt": swap(THEIRS, l6="template's second"), "b.txt": "b\n"})


EDITS = [
    # --- files with edits
    Scenario("nothing is edited", {"a.txt": TEXT}, {"a.txt": THEIRS}, {}, {"a.txt": THEIRS}),
    Scenario("user edits what the template leaves", {"a.txt": TEXT}, {"a.txt": TEXT}, {"a.txt": OURS}, {"a.txt": OURS}),
    Scenario("both edit, in different places", {"a.txt": TEXT}, {"a.txt": THEIRS}, {"a.txt": OURS}, {"a.txt": BOTH}),
    Scenario("both make the same edit", {"a.txt": TEXT}, {"a.txt": THEIRS}, {"a.txt": THEIRS}, {"a.txt": THEIRS}),
    Scenario(
        "both edit the same line",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"a.txt": swap(TEXT, l2="mine")},
        {"a.txt": swap(TEXT, l2="<<<<<<< yours\nmine\n=======\ntemplate's\n>>>>>>> template-1.1.0")},
        ("a.txt",),
    ),
    Scenario(
        "both append",
        {"a.txt": TEXT},
        {"a.txt": TEXT + "template's\n"},
        {"a.txt": TEXT + "mine\n"},
        {"a.txt": TEXT + "<<<<<<< yours\nmine\n=======\ntemplate's\n>>>>>>> template-1.1.0\n"},
        ("a.txt",),
    ),
    Scenario(
        "no line break at the end",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"a.txt": TEXT + "mine"},
        {"a.txt": THEIRS + "mine"},
    ),
    Scenario(
        "user empties a file, template edits it", {"a.txt": TEXT}, {"a.txt": THEIRS}, {"a.txt": ""}, {}, ("a.txt",)
    ),
    Scenario(
        "user indents anew, template edits",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"a.txt": TEXT.replace("line", "  line")},
        {},
        ("a.txt",),
    ),
    Scenario(
        "user's text looks like a conflict",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"a.txt": swap(TEXT, l10="<<<<<<< mine\n=======")},
        {"a.txt": swap(THEIRS, l10="<<<<<<< mine\n=======")},
    ),
    Scenario(
        "two releases at once",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"a.txt": OURS},
        {"a.txt": swap(BOTH, l6="template's second"), "b.txt": "b\n"},
        setup=released_twice,
    ),
    # --- files that come and go
    Scenario("template adds a file", {}, {"a.txt": TEXT}, {}, {"a.txt": TEXT}),
    Scenario(
        "user adds a file",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"b.txt": "mine\n"},
        {"a.txt": THEIRS, "b.txt": "mine\n"},
    ),
    Scenario(
        "both add to the same new folder",
        {},
        {"new/a.txt": "template's\n"},
        {"new/b.txt": "mine\n"},
        {"new/a.txt": "template's\n", "new/b.txt": "mine\n"},
    ),
    Scenario("both add the same", {}, {"a.txt": "same\n"}, {"a.txt": "same\n"}, {"a.txt": "same\n"}),
    Scenario("both add a file, not the same", {}, {"a.txt": "template's\n"}, {"a.txt": "mine\n"}, {}, ("a.txt",)),
    Scenario(
        "both add a binary, not the same",
        {},
        {"a.bin": b"\0template's"},
        {"a.bin": b"\0mine"},
        {"a.bin": b"\0mine"},
        ("a.bin",),
        loses=True,
    ),
    Scenario(
        "user deletes what the template leaves", {"a.txt": TEXT}, {"a.txt": TEXT}, {"a.txt": None}, {"a.txt": None}
    ),
    Scenario(
        "user deletes what the template edits",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"a.txt": None},
        {"a.txt": THEIRS},
        ("a.txt",),
    ),
    Scenario("template deletes what the user leaves", {"a.txt": TEXT}, {}, {}, {"a.txt": None}),
    Scenario(
        "template deletes what the user edits",
        {"a.txt": TEXT},
        {},
        {"a.txt": OURS},
        {"a.txt": OURS},
        ("a.txt",),
        loses=True,
    ),
    Scenario("both delete", {"a.txt": TEXT}, {}, {"a.txt": None}, {"a.txt": None}),
    # --- files that move
    Scenario("template renames", {"a.txt": TEXT}, {"b.txt": TEXT}, {}, {"a.txt": None, "b.txt": TEXT}),
    Scenario(
        "template renames what the user edits",
        {"a.txt": TEXT},
        {"b.txt": TEXT},
        {"a.txt": OURS},
        {"a.txt": None, "b.txt": OURS},
        loses=True,
    ),
    Scenario(
        "template renames and edits, user edits",
        {"a.txt": TEXT},
        {"b.txt": THEIRS},
        {"a.txt": OURS},
        {"a.txt": None, "b.txt": BOTH},
        loses=True,
    ),
    Scenario(
        "user renames, template edits",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"a.txt": None, "b.txt": TEXT},
        {"a.txt": None, "b.txt": THEIRS},
    ),
    Scenario(
        "user renames and edits, template edits",
        {"a.txt": TEXT},
        {"a.txt": THEIRS},
        {"a.txt": None, "b.txt": OURS},
        {"a.txt": None, "b.txt": BOTH},
    ),
    Scenario(
        "both rename, to the same",
        {"a.txt": TEXT},
        {"b.txt": THEIRS},
        {"a.txt": None, "b.txt": OURS},
        {"a.txt": None, "b.txt": BOTH},
    ),
    Scenario(
        "both rename, differently",
        {"a.txt": TEXT},
        {"c.txt": THEIRS},
        {"a.txt": None, "b.txt": OURS},
        {},
        ("a.txt", "b.txt", "c.txt"),
    ),
    Scenario(
        "user moves to another folder, template edits",
        {"x/a.txt": TEXT},
        {"x/a.txt": THEIRS},
        {"x/a.txt": None, "y/deep/a.txt": OURS},
        {"x/a.txt": None, "y/deep/a.txt": BOTH},
    ),
    Scenario(
        "template moves a folder the user edits in",
        {"x/a.txt": TEXT, "x/b.txt": TEXT[7:]},
        {"y/a.txt": TEXT, "y/b.txt": TEXT[7:]},
        {"x/a.txt": OURS},
        {"x/a.txt": None, "y/a.txt": OURS, "y/b.txt": TEXT[7:]},
        loses=True,
    ),
    Scenario(
        "template moves a folder the user adds to",
        {"x/a.txt": TEXT, "x/b.txt": TEXT[7:]},
        {"y/a.txt": TEXT, "y/b.txt": TEXT[7:]},
        {"x/c.txt": "mine\n"},
        {"y/c.txt": "mine\n"},
        ("y/c.txt",),
    ),
    Scenario(
        "user moves a folder, template adds to it",
        {"x/a.txt": TEXT, "x/b.txt": TEXT[7:]},
        {"x/a.txt": TEXT, "x/b.txt": TEXT[7:], "x/c.txt": "template's\n"},
        {"x/a.txt": None, "x/b.txt": None, "y/a.txt": OURS, "y/b.txt": TEXT[7:]},
        {"y/a.txt": OURS, "y/c.txt": "template's\n"},
        ("y/c.txt",),
    ),
    Scenario(
        "user puts a folder in the place of a file",
        {"a": TEXT},
        {"a": THEIRS},
        {"a": None, "a/b.txt": "mine\n"},
        {"a/b.txt": "mine\n"},
        ("a~template-1.1.0",),
    ),
]
"""Texts that change, files that come and go and move."""
