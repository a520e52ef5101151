"""The releases of a template, embedded in bgscript or hosted by somebody, as plain files and reasons.

A release is a commit with a tag, ``v0.2.0``; its message says what it changed. The embedded ones are a git bundle,
which ``tools/release.py`` writes together with ``templates.lock``, the same list for people and for programs without
git.
"""

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from packaging.version import InvalidVersion, Version

from bgscript import git
from bgscript.errors import TemplateError, nearest
from bgscript.templates import BUNDLE, SOURCE, Template, locked

_AS_IT_IS = {"core.autocrlf": "false", "core.attributesFile": os.devnull, "advice.detachedHead": "false"}
"""A template's files are the same on every machine, whatever its owner likes."""

_ALIASES = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
"""copier's short forms."""


@dataclass(frozen=True)
class Release:
    """One release: its version without a ``v``, its tag, and its commit."""

    version: str
    tag: str
    commit: str


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
        """The newest release that is no preview.

        Raises:
            TemplateError: there is none.
        """
        final = [tag for version, tag in self._versions.items() if not version.is_prerelease]
        if not final:
            raise TemplateError(f"{self.source} has no releases", "a release is a tag like v1.0.0")
        return self._release(final[-1])

    def find(self, name: str) -> Release | None:
        """A release by its version or tag, or any commit by what git calls it; None if there is no such thing."""
        version = as_version(name)
        if version in self._versions:
            return self._release(self._versions[version])
        found = git.text(
            *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"),
            cwd=self.store,
            expect=(0, 1, 128),
        )
        return Release(name.removeprefix("v"), name, found) if found else None

    def version(self, name: str) -> Release:
        """A release by its version.

        Raises:
            TemplateError: there is none; the message has the nearest one.
        """
        known = [release.version for release in self.all]
        if as_version(name) not in self._versions:
            raise TemplateError(
                f"{self.source} has no release {name}{nearest(name, known)}", f"it has {', '.join(known)}"
            )
        return self._release(self._versions[as_version(name)])

    def checkout(self, release: Release, folder: Path) -> None:
        """Write the files of a release into a folder that is made for them."""
        folder.mkdir(parents=True)
        where = (f"--git-dir={self.store}", f"--work-tree={folder}")
        index = {"GIT_INDEX_FILE": str(folder.with_name(f"{folder.name}.index"))}
        git.run(*where, "read-tree", "--reset", "-u", release.commit, cwd=folder, env=index, settings=_AS_IT_IS)

    def notes(self, old: Release, new: Release) -> list[Note]:
        """What happened after one release up to another one, oldest first."""
        log = git.text("log", "--reverse", "-z", "--format=%H %b", f"{old.commit}..{new.commit}", cwd=self.store)
        bodies = dict(record.split(" ", 1) for record in log.split("\0") if record)
        tags = {commit: tag for tag, commit in self._tags.items() if as_version(tag)}
        return [Note(tags[commit].removeprefix("v"), body.strip()) for commit, body in bodies.items() if commit in tags]

    def _release(self, tag: str) -> Release:
        return Release(tag.removeprefix("v"), tag, self._tags[tag])


def embedded(store: Path) -> Releases:
    """The releases inside bgscript, unpacked into ``store``."""
    git.run("clone", "--quiet", "--bare", "--template=", BUNDLE, store)
    return Releases(store, SOURCE)


def hosted(source: str, store: Path) -> Releases:
    """The releases at an address that git knows, copied into ``store``.

    Raises:
        TemplateError: nothing is there, or it cannot be reached.
    """
    try:
        git.run("clone", "--quiet", "--bare", "--template=", "--", address(source), store)
    except git.GitError as error:
        raise TemplateError(
            f"the template at {source} cannot be read: {error.message}", "is the address right?"
        ) from error
    return Releases(store, source)


def template(source: str, version: str, folder: Path) -> Template:
    """A release as plain files, to make a project of.

    Args:
        source: a git address; the embedded releases by default.
        version: the newest by default.
        folder: an empty one, which the files stay in.

    Raises:
        TemplateError: there is no such template, or no such version of it.
    """
    is_hosted = source not in ("", SOURCE)
    if Path(source).is_dir() and is_hosted:
        source = str(Path(source).absolute())  # updates start from another folder
    releases = hosted(source, folder / "releases.git") if is_hosted else embedded(folder / "releases.git")
    release = releases.version(version) if version else releases.newest
    releases.checkout(release, folder / "template")
    if not (folder / "template" / "copier.yml").is_file():
        raise TemplateError(
            f"{releases.source} is no template: {release.tag} has no copier.yml", "is the address right?"
        )
    commit = release.commit if is_hosted else ""
    return Template(folder / "template", release.version, releases.source, release.tag, commit)


def is_embedded(version: str, commit: str) -> bool:
    """Whether the embedded release of that version is this very commit, and so has the same history."""
    return any(entry.version == version and entry.commit == commit for entry in locked())


def address(source: str) -> str:
    """What git understands of an address that copier understands.

    Raises:
        TemplateError: it is none.
    """
    for alias, start in _ALIASES.items():
        if source.startswith(alias):
            return f"{start}{source.removeprefix(alias).strip('/').removesuffix('.git')}.git"
    plain = source.removeprefix("git+")
    if "::" not in plain and re.match(r"[a-z+]+://|[^/@\s-][^/@\s]*@[^/:\s]+:", plain):
        return plain
    folder = Path(plain).expanduser()
    if not folder.exists():
        raise TemplateError(
            f"{source!r} is no template that this bgscript knows",
            f"a template is {SOURCE}, or a git repository: https://…, ssh://…, git@host:path, or a path that exists",
        )
    return str(folder)


def as_version(name: str) -> Version | None:
    """The version in a tag or in what ``git describe`` prints of a commit after it; None if it has none."""
    name = re.sub(r"-(\d+)-g[0-9a-f]+$", r".post\1", name)
    try:
        return Version(name)
    except InvalidVersion:
        return None
