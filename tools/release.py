"""Releases templates/ as the version of bgscript: one commit and one tag more in the embedded history.

    python tools/release.py            a new release; its section in CHANGELOG.md says what it changes
    python tools/release.py --redo     the newest release again, as long as nobody has it yet
    python tools/release.py --check    says whether templates/ is the newest release, and writes nothing

All is written by git's plumbing with a fixed author and date, so that the ids are the same on every machine. The pack
inside the bundle may differ by git's version; the commits in it do not.
"""

import argparse
import os
import re
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from packaging.version import Version

from bgscript import __version__
from bgscript.system import git
from bgscript.system.errors import BgscriptError, UsageError

ROOT = Path(__file__).parents[1]
_BUNDLE, _LOCK = "generator/bgscript/template/releases.bundle", "generator/bgscript/template/templates.lock"
_HEADER = "# The embedded releases: version, commit, tree. Written by tools/release.py, never by hand.\n"
_AUTHOR = "bgscript", "releases@bgscript.invalid"
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SETTINGS = {"core.autocrlf": "false", "core.attributesFile": os.devnull, "core.fileMode": "true", "pack.threads": "1"}


def release(root: Path, version: str, *, redo: bool = False) -> str:
    """Release ``root/templates`` as a version; gives the commit's id.

    Raises:
        BgscriptError: the version exists, is not the newest, or has no section in the CHANGELOG; or there are
            files that git does not know. Nothing is written then.
    """
    notes = changelog(root / "CHANGELOG.md", version)
    with tempfile.TemporaryDirectory(prefix="bgscript.") as folder:
        store = _open(root, Path(folder) / "store")
        releases = _read_lock(root)
        if redo and releases and releases[-1][0] == version:
            _drop(store, releases.pop(), releases[-1] if releases else None)
        _check_version(version, [known for known, _, _ in releases])
        tree = write_tree(root, store)
        commit = write_commit(store, tree, version, notes, [commit for _, commit, _ in releases])
        git.run("update-ref", f"refs/tags/v{version}", commit, cwd=store)
        git.run("update-ref", "refs/heads/main", commit, cwd=store)
        _save(root, store, [*releases, (version, commit, tree)])
    return commit


def changelog(file: Path, version: str) -> str:
    """The section of a version, without its heading.

    Raises:
        UsageError: there is none, or nothing in it.
    """
    sections = re.split(r"^## +(\S+).*$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = dict(zip(sections[1::2], sections[2::2], strict=True)).get(version, "").strip()
    if not text:
        raise UsageError(
            [f"{file.name} has no section `## {version}`"], "write there what changes for a project's owner"
        )
    return text


def write_tree(root: Path, store: Path) -> str:
    """Put the template's files into ``store``; gives the tree's id, with copier.yml at its top.

    Raises:
        BgscriptError: there are files that git does not know, so that another checkout would have another tree.
    """
    unknown = git.text("ls-files", "--others", "--", "templates", cwd=root)
    if unknown:
        raise BgscriptError(f"git does not know {', '.join(unknown.splitlines())}", "`git add` or remove them")
    files = git.run("ls-files", "-z", "--deduplicate", cwd=root / "templates")
    where = (f"--git-dir={store}", f"--work-tree={root / 'templates'}")
    with tempfile.TemporaryDirectory(prefix="bgscript.") as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        add = ("update-index", "--add", "--remove", "-z", "--stdin")
        git.run(*where, *add, cwd=root / "templates", stdin=files, env=index, settings=_SETTINGS)
        return git.text(*where, "write-tree", cwd=root / "templates", env=index, settings=_SETTINGS)


def write_commit(store: Path, tree: str, version: str, notes: str, before: list[str]) -> str:
    """Write the commit of a release; gives its id, which follows from the arguments alone."""
    name, email = _AUTHOR
    day = (_FIRST_DAY + timedelta(days=len(before))).isoformat()
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in {"NAME": name, "EMAIL": email, "DATE": day}.items()
    }
    parents = ["-p", before[-1]] if before else []
    message = f"Template {version}\n\n{notes}\n".encode()
    return git.text(
        "commit-tree", tree, *parents, cwd=store, stdin=message, env=who, settings={"i18n.commitEncoding": "UTF-8"}
    )


def _open(root: Path, store: Path) -> Path:
    git.run("init", "--quiet", "--bare", "--template=", "--object-format=sha1", "--initial-branch=main", store)
    if (bundle := root / _BUNDLE).exists():
        git.run("fetch", "--quiet", bundle, "refs/*:refs/*", cwd=store)
    return store


def _drop(store: Path, newest: tuple[str, str, str], before: tuple[str, str, str] | None) -> None:
    git.run("update-ref", "-d", f"refs/tags/v{newest[0]}", cwd=store)
    git.run("update-ref", "refs/heads/main", before[1], cwd=store) if before else None


def _check_version(version: str, known: list[str]) -> None:
    if version in known:
        raise UsageError([f"{version} is released"], "raise __version__; or --redo, as long as nobody has it")
    if known and Version(version) <= Version(known[-1]):
        raise UsageError([f"{version} is not newer than {known[-1]}"], "raise __version__")


def _save(root: Path, store: Path, releases: list[tuple[str, str, str]]) -> None:
    """Write both files aside, then move them into place."""
    bundle, lock = root / _BUNDLE, root / _LOCK
    aside = bundle.with_suffix(".new"), lock.with_suffix(".new")
    tags = [f"refs/tags/v{version}" for version, _, _ in releases]
    git.run("symbolic-ref", "HEAD", "refs/heads/main", cwd=store)
    git.run("bundle", "create", "--quiet", aside[0], "HEAD", "refs/heads/main", *tags, cwd=store, settings=_SETTINGS)
    aside[1].write_text(_HEADER + "".join(f"{' '.join(entry)}\n" for entry in releases), encoding="utf-8", newline="\n")
    aside[0].replace(bundle)
    aside[1].replace(lock)


def _read_lock(root: Path) -> list[tuple[str, str, str]]:
    file = root / _LOCK
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    entries = [line.split() for line in lines if not line.startswith("#")]
    return [(version, commit, tree) for version, commit, tree in entries]


def _check(root: Path) -> int:
    releases = _read_lock(root)
    with tempfile.TemporaryDirectory(prefix="bgscript.") as folder:
        tree = write_tree(root, _open(root, Path(folder) / "store"))
    equal = bool(releases) and releases[-1][2] == tree
    newest = f"the newest release, {releases[-1][0]}" if releases else "a release; there is none"
    print(f"templates/ is {'' if equal else 'not '}{newest}")
    return 0 if equal else 1


def main() -> int:
    """Parse, release, report; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--redo", action="store_true", help="replace the newest release")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    args = parser.parse_args()
    try:
        if args.check:
            return _check(ROOT)
        commit = release(ROOT, __version__, redo=args.redo)
    except BgscriptError as error:
        sys.stderr.write(f"error: {error.message}\n" + (f"hint: {error.hint}\n" if error.hint else ""))
        return error.exit_code
    print(f"released {__version__} as {commit}; commit {_BUNDLE} and {_LOCK}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
