"""The answers of the new target, derived from those of the old one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from shlex import quote
from typing import Any
from urllib.parse import urlsplit

from bgscript.change import homes, moves, sources
from bgscript.change.moves import CONNECT
from bgscript.change.steps import Step
from bgscript.system.errors import UsageError, nearest
from bgscript.template import lifecycle
from bgscript.template.names import DESCRIPTOR, MANIFEST
from bgscript.template.question import Given, split_list
from bgscript.template.questions import Questionnaire
from bgscript.template.templates import Release, Template


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: the new target, whether the old ones stay, and answers that override all others."""

    to: str
    keep_old: bool = False
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Carried:
    """An answer of the new target that was derived from one of the old target, or from its descriptor."""

    question: str
    value: Any
    source: str

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        return {"question": self.question, "value": self.value, "from": self.source}


@dataclass(frozen=True)
class Move:
    """A move of one project: the answers that it gives, and what a report says of them.

    ``old`` is the former target; ``document`` is the committed manifest or descriptor; ``facts`` and ``targets`` are
    the template's. ``without_place`` are Connect's locations that no new target takes over; ``lost_path`` is the path
    of the server's address, which Forge's calls leave out.
    """

    wish: Wish
    old: str
    given: Mapping[str, Given]
    document: Mapping[str, Any]
    facts: moves.Facts
    targets: Mapping[str, lifecycle.Target]
    carried: list[Carried]
    partly_dropped: list[dict[str, Any]]
    without_place: list[str]
    lost_path: str


def answers(step: Step, wish: Wish, path: str) -> Move:
    """Derive the answers that change from the project's.

    Args:
        path: the project as the user named it.

    Raises:
        UsageError: the move cannot be made.
        BgscriptError: the manifest or descriptor is broken.
    """
    questions, recorded, given = step.questions, step.recorded, step.set(wish.given)
    facts = moves.read(questions.root)
    if facts is None or "connect_key" not in {question.name for question in questions}:
        problem = f"{step.project.folder} cannot be moved: {questions.name} is older than this command"
        raise UsageError([problem], f"update it first: bgscript update {quote(path)}")
    targets = {each.name: each for each in lifecycle.targets(Template(questions.root, Release("", "")))}
    _refuse(wish, questions, recorded, targets[CONNECT].end if CONNECT in targets else "")
    old = str(recorded["target"])
    document = sources.committed(step.project.folder, DESCRIPTOR if old == CONNECT else MANIFEST)
    draft = _Draft(wish, recorded, facts)
    if old == CONNECT:
        draft.from_connect(document)
    else:
        draft.from_forge()
    draft.settle(questions, step.project.folder.name)
    return Move(
        wish,
        old,
        {**given, **draft.given},
        document,
        facts,
        targets,
        draft.carried,
        draft.partly_dropped,
        draft.without_place,
        draft.lost_path,
    )


def _refuse(wish: Wish, questions: Questionnaire, recorded: Mapping[str, Any], connect_ends: str) -> None:
    """Refuse a move that cannot be made.

    Args:
        connect_ends: how the platform Connect ends, as the end of a sentence.

    Raises:
        UsageError: with the reason.
    """
    targets = next(question.values for question in questions if question.name == "target")
    old = str(recorded["target"])
    if wish.to not in targets:
        known = [target for target in targets if target not in (old, CONNECT)]
        raise UsageError([f"--to {wish.to!r}: unknown target{nearest(wish.to, targets)}"], f"--to takes {_or(known)}")
    if "target" in wish.given:
        raise UsageError(["--set target: --to names the new host page"], "leave it out")
    if wish.to == old:
        raise UsageError([f"--to {wish.to}: the app is there already"], "`bgscript update` changes other answers")
    if wish.to == CONNECT:
        problem = f"--to connect: an app does not move to a platform that ends: {connect_ends}"
        raise UsageError([problem], "`bgscript update --set target=connect` does it all the same")
    if wish.keep_old and old == CONNECT:
        problem = "--keep-old: a Connect app and a Forge app cannot be one project of this template"
        hint = (
            "sites keep the Connect app until they have the Forge version; --set also=jira-dashboard keeps placed items"
        )
        raise UsageError([problem], hint)


class _Draft:
    """The answers of a move while they are put together."""

    def __init__(self, wish: Wish, recorded: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        self.given: dict[str, Given] = {}
        self.carried: list[Carried] = []
        self.partly_dropped: list[dict[str, Any]] = []
        self.without_place: list[str] = []
        self.lost_path = ""
        self._wish, self._recorded, self._facts = wish, recorded, facts
        self._give("target", wish.to, f"--to {wish.to}")

    def from_forge(self) -> None:
        """Keep the other targets, and the old target as well if that is wanted."""
        old, also = str(self._recorded["target"]), homes.of(self._recorded)[1:]
        kept = [home for home in [*([old] if self._wish.keep_old else []), *also] if home != self._wish.to]
        if kept != also:
            self._give("also", kept, "--keep-old" if self._wish.keep_old else "also")
        if self._wish.keep_old and "key_home" not in self._recorded:
            self._give("key_home", old, "--keep-old")

    def from_connect(self, descriptor: Mapping[str, Any]) -> None:
        """Take over what Connect's answers and descriptor mean on Forge.

        Raises:
            UsageError: there is no key to be found.
        """
        key = descriptor.get("key")
        if not isinstance(key, str) and "connect_key" not in self._wish.given:
            hint = "--set connect_key=KEY sets it: installations upgrade by that key"
            raise UsageError([f"{DESCRIPTOR} is not committed, or has no key"], hint)
        self._carry("connect_key", key, f"key in {DESCRIPTOR}")
        self._carry("resolver", "endpoint", "the app's server")
        if self._wish.given.get("resolver", "endpoint") == "endpoint":
            self._carry_address(descriptor)
        self._carry_locations()
        if "reload_on_refresh" in self._recorded and "jira-issue" in (self._wish.to, *self._also()):
            value = self._recorded["reload_on_refresh"]
            self.carried.append(Carried("reload_on_refresh", value, "reload_on_refresh"))

    def settle(self, questions: Questionnaire, folder: str) -> None:
        """Drop values that the new target refuses from recorded answers; the person who moves has not given them."""
        names = {question.name for question in questions} - self._wish.given.keys()
        kept = {name: Given(value, name) for name, value in self._recorded.items() if name in names}
        evaluated = questions.evaluate({**kept, **self.given}, folder, self._recorded)
        context = {answer.question.name: answer.value for answer in evaluated}
        for answer in evaluated:
            name, question = answer.question.name, answer.question
            if not (answer.problem and answer.applies and name in kept and name not in self.given):
                continue
            values = answer.value if isinstance(answer.value, list) else []
            good = [value for value in values if not questions.problem(question, [value], context)]
            bad = [value for value in values if value not in good] if good else answer.value
            self.given[name] = Given(good or questions.default(question, context), name)
            self.partly_dropped.append({"question": name, "value": bad})

    def _carry_address(self, descriptor: Mapping[str, Any]) -> None:
        """The server's address: Forge's calls have a path of their own, so that of the address would be lost."""
        installed = descriptor.get("baseUrl")
        is_good = isinstance(installed, str) and installed.startswith("https://")
        address = str(installed if is_good else self._recorded.get("base_url", ""))
        parts = urlsplit(address)
        if parts.netloc:
            source = f"baseUrl in {DESCRIPTOR}" if address != self._recorded.get("base_url") else "base_url"
            self._carry("remote_url", f"{parts.scheme}://{parts.netloc}", source)
            self.lost_path = parts.path.rstrip("/")

    def _carry_locations(self) -> None:
        """Targets for all locations at once, or the pages of a script that runs everywhere."""
        places = self._facts["locations"]
        locations = [name for name in self._recorded.get("connect_location") or [] if name in places]
        source = "connect_location"
        if self._wish.to == "jira-global":
            self._carry("experience", [places[name]["experience"] for name in locations], source)
            self.without_place = [name for name in locations if name == "dashboard"]
            return
        keepers = self._facts["keepers"]
        ours = {name: places[name]["home"] for name in locations}
        taken = [name for name in locations if self._wish.to in (ours[name], keepers.get(name))]
        if not taken:
            self.without_place = locations
            return
        self._carry("also", [home for name, home in ours.items() if name not in taken], source)

    def _also(self) -> list[str]:
        given = self._wish.given.get("also")
        if given is not None:
            return split_list(given)
        return list(self.given["also"].value if "also" in self.given else [])

    def _carry(self, name: str, value: Any, source: str) -> None:
        if name not in self._wish.given and value != []:
            self._give(name, value, source)
            self.carried.append(Carried(name, value, source))

    def _give(self, name: str, value: Any, origin: str) -> None:
        if name not in self._wish.given:
            self.given[name] = Given(value, origin)


def _or(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)
