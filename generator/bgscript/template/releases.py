"""The releases of a template, embedded in bgscript or hosted: their files, and what they changed.

A release is a commit with a tag, ``v0.2.0``; its message says what it changed. The embedded ones are a git bundle,
which ``tools/release.py`` writes together with ``templates.lock``, the same list for people and for programs without
git.
"""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from packaging.version import InvalidVersion, Version

from bgscript.system import git
from bgscript.system.errors import TemplateError, nearest
from bgscript.system.paths import absolute
from bgscript.template.form import ASK_MAINTAINERS
from bgscript.template.names import QUESTIONS, SOURCE
from bgscript.template.templates import BUNDLE, Release, Template, locked

_AS_IT_IS = {"core.autocrlf": "false", "core.attributesFile": os.devnull, "advice.detachedHead": "false"}
"""A template's files must be the same on every machine, whatever the user's git settings are."""

_ALIASES = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
"""copier's short forms."""


@dataclass(frozen=True)
class Note:
    """What one release changed, and why."""

    version: str
    text: str


@dataclass(frozen=True)
class Releases:
    """All releases of a template. ``store`` is a bare repository that has them; ``source`` is what projects record."""

    store: Path
    source: str

    @cached_property
    def _tags(self) -> dict[str, str]:
        form = "--format=%(refname:strip=2) %(objectname) %(*objectname)"
        listed = git.text("for-each-ref", form, "refs/tags", cwd=self.store)
        fields = (line.split(" ") for line in listed.splitlines())
        return {name: peeled or commit for name, commit, peeled in fields}

    @cached_property
    def _versions(self) -> dict[Version, str]:
        """The tags that are versions, oldest first."""
        versions = {version: tag for tag in self._tags if (version := as_version(tag))}
        return dict(sorted(versions.items()))

    @property
    def all(self) -> list[Release]:
        """All of them, oldest first."""
        return [self._release(tag) for tag in self._versions.values()]

    @property
    def newest(self) -> Release:
        """The newest release that is not a pre-release.

        Raises:
            TemplateError: there is none.
        """
        final = [tag for version, tag in self._versions.items() if not version.is_prerelease]
        if not final:
            raise TemplateError(f"{self.source} has no releases", "a release is a tag like v1.0.0")
        return self._release(final[-1])

    def find(self, name: str) -> Release | None:
        """A release by its version or tag, or any commit by a name that git knows; None if there is none."""
        version = as_version(name)
        if version and version in self._versions:
            return self._release(self._versions[version])
        found = git.text(
            *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"),
            cwd=self.store,
            expect=(0, 1, 128),
        )
        return Release(name.removeprefix("v"), name, found) if found else None

    def has(self, commit: str) -> bool:
        """Whether the store has this commit, named by its full id. A copy of a repository is asked for it by its id.

        A tag may have moved away from a commit that the repository still has.
        """
        if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
            return False
        if self._is_stored(commit):
            return True
        if self.source == SOURCE:
            return False
        with suppress(git.GitError):  # servers may refuse to give what no branch or tag leads to
            git.run("fetch", "--quiet", "--no-tags", "origin", commit, cwd=self.store)
        return self._is_stored(commit)

    def _is_stored(self, commit: str) -> bool:
        kind = git.text("cat-file", "-t", commit, cwd=self.store, expect=(0, 128))
        return kind == "commit"

    def version(self, name: str) -> Release:
        """A release by its version.

        Raises:
            TemplateError: there is none; the message suggests the most similar one.
        """
        known = [release.version for release in self.all]
        version = as_version(name)
        if version is None or version not in self._versions:
            raise TemplateError(
                f"{self.source} has no release {name}{nearest(name, known)}", f"it has {', '.join(known)}"
            )
        return self._release(self._versions[version])

    def checkout(self, release: Release, folder: Path) -> None:
        """Write the files of a release into a new folder."""
        folder.mkdir(parents=True)
        where = (f"--git-dir={self.store}", f"--work-tree={folder}")
        index = {"GIT_INDEX_FILE": str(folder.with_name(f"{folder.name}.index"))}
        git.run(*where, "read-tree", "--reset", "-u", release.commit, cwd=folder, env=index, settings=_AS_IT_IS)

    def template(self, release: Release, folder: Path) -> Template:
        """The files of a release, in a new folder.

        Raises:
            TemplateError: they are not a template, or a link in them leads out of it.
        """
        self.checkout(release, folder)
        made = Template(folder, release, self.source)
        if not (folder / QUESTIONS).is_file():
            hint = "is the address right? A template has copier.yml at its top"
            raise TemplateError(f"{self.source} is not a template: {release.tag} has no copier.yml", hint)
        if not made.is_embedded:
            _check_links(folder, made.name)
        return made

    def notes(self, old: Release, new: Release) -> list[Note]:
        """The notes of the releases after ``old`` up to ``new``, oldest first."""
        log = git.text("log", "--reverse", "-z", "--format=%H %b", f"{old.commit}..{new.commit}", cwd=self.store)
        bodies = dict(record.split(" ", 1) for record in log.split("\0") if record)
        tags = {commit: tag for tag, commit in self._tags.items() if as_version(tag)}
        return [Note(tags[commit].removeprefix("v"), body.strip()) for commit, body in bodies.items() if commit in tags]

    def _release(self, tag: str) -> Release:
        return Release(tag.removeprefix("v"), tag, self._tags[tag])


def embedded(store: Path) -> Releases:
    """The releases inside bgscript, unpacked into ``store``."""
    # whatever protocols the user allows for repositories: this is a file of bgscript's own
    git.run("clone", "--quiet", "--bare", "--template=", BUNDLE, store, env={"GIT_ALLOW_PROTOCOL": "file"})
    return Releases(store, SOURCE)


def hosted(source: str, store: Path) -> Releases:
    """The releases at a git address, copied into ``store``.

    Raises:
        TemplateError: nothing is there, or it cannot be reached.
    """
    try:
        git.run("clone", "--quiet", "--bare", "--template=", "--", address(source), store)
    except git.GitError as error:
        message = without_credentials(error.message)
        problem = f"the template at {without_credentials(source)} cannot be read: {message}"
        hint = "is the address right, and may you read it?"
        if "GIT_ALLOW_PROTOCOL" in os.environ and "not allowed" in message:
            hint = f"GIT_ALLOW_PROTOCOL={os.environ['GIT_ALLOW_PROTOCOL']} allows no others; set it so that it does"
        raise TemplateError(problem, hint) from error
    return Releases(store, without_credentials(source))


def template(source: str, version: str, folder: Path) -> Template:
    """A release as plain files, to make a project from.

    Args:
        source: a git address; the embedded releases by default.
        version: the newest by default.
        folder: an empty folder, in which the files stay.

    Raises:
        TemplateError: there is no such template, or no such version of it.
    """
    is_hosted = source not in ("", SOURCE)
    store = folder / "releases.git"
    releases = hosted(_from_anywhere(source), store) if is_hosted else embedded(store)
    release = releases.version(version) if version else releases.newest
    return releases.template(release, folder / "template")


def is_embedded(version: str, commit: str) -> bool:
    """Whether the embedded release of that version is this commit, and so has the same history."""
    return any(entry.version == version and entry.commit == commit for entry in locked())


def address(source: str) -> str:
    """The address for git of an address that copier understands.

    Raises:
        TemplateError: it is not an address.
    """
    for alias, start in _ALIASES.items():
        if source.startswith(alias):
            return f"{start}{source.removeprefix(alias).strip('/').removesuffix('.git')}.git"
    plain = source.removeprefix("git+")
    if "\0" not in plain and "::" not in plain and re.match(r"[a-z+]+://|[^/@\s-][^/@\s]*@[^/:\s]+:", plain):
        return plain
    if folder := _existing(plain):
        return str(folder)
    shown = without_credentials(source)
    forms = f"a template is {SOURCE}, or a git repository: https://…, ssh://…, git@host:path, or a path that exists"
    if "\0" not in plain and "::" not in plain and re.match(r"[/~.]|[A-Za-z]:[/\\]|[^/\s]+/", plain):
        raise TemplateError(f"the template at {shown} does not exist", forms)
    raise TemplateError(f"{shown!r} is not a template that this bgscript knows", forms)


def without_credentials(text: str) -> str:
    """A text without user names and passwords in addresses. ``ssh://git@host`` keeps its user name."""
    text = re.sub(r"(?i)\b((?:git\+)?(?:https?|ftps?)://)[^/\s'\"]*@", r"\1", text)
    return re.sub(r"(?i)\b((?:git\+)?ssh://[^/\s:@'\"]*):[^/\s'\"]*@", r"\1@", text)


def shown(source: str) -> str:
    """A template's name for people, by its address."""
    return f"the template at {without_credentials(source)}" if source not in ("", SOURCE) else "the template"


def as_version(name: str) -> Version | None:
    """The version in a tag or in what ``git describe`` prints of a commit after it; None if it has none."""
    name = re.sub(r"-(\d+)-g[0-9a-f]+$", r".post\1", name)
    try:
        return Version(name)
    except InvalidVersion:
        return None


def _existing(path: str) -> Path | None:
    """A path that exists, with ``~`` as the shell reads it."""
    try:
        folder = Path(path).expanduser()
        return folder if folder.exists() else None
    except (OSError, RuntimeError, ValueError):  # an unknown user, a null byte, a name that is too long
        return None


def _from_anywhere(source: str) -> str:
    """An absolute path, because updates may start from another folder. An address stays as it is."""
    is_address = any(source.startswith(alias) for alias in _ALIASES) or "://" in source
    folder = None if is_address else _existing(source.removeprefix("git+"))
    return str(absolute(folder)) if folder else source


def _check_links(root: Path, name: str) -> None:
    """Refuse a template with a symbolic link that leads out of it, so that nothing else on this machine is read."""
    top = root.resolve()
    for path in root.rglob("*"):
        if path.is_symlink() and not path.resolve().is_relative_to(top):
            problem = f"{path.relative_to(root)} is a symbolic link to a file outside the template"
            raise TemplateError(f"{name} cannot be used: {problem}", ASK_MAINTAINERS)
