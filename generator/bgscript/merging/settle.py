"""Merges again what git's merge by lines conflicts in or may get wrong: JSON by keys, manifests by meaning."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from bgscript.merging import json_merge, manifest_merge
from bgscript.merging.key_merge import Conflict
from bgscript.merging.result import Merge, Message, Stage, Version, contents
from bgscript.system import git
from bgscript.template.names import DESCRIPTOR, MANIFEST

_FILE = "100644"

_BY_MEANING: dict[str, Callable[[bytes, bytes, bytes], bytes]] = {
    MANIFEST: manifest_merge.merge,
    DESCRIPTOR: partial(json_merge.merge, lists=True),
}
"""Files in which the template and the owner both extend lists. A merge by lines would often conflict there, and could
insert a module into the wrong list."""


def settle(merged: Merge, prefix: str) -> Merge:
    """Merge again, by keys or by meaning, the files in which git's merge by lines conflicts or may be wrong."""
    by_keys = _by_keys(merged, prefix)
    by_meaning, broken = _by_meaning(merged, prefix)
    marked = {path: _both(versions, merged.label) for path, versions in broken.items()}
    settled = _put(merged, by_keys | by_meaning | marked)
    stages = [
        Stage(_FILE, blob, number, path)
        for path, versions in broken.items()
        for number, (blob, _) in enumerate(versions[:3], start=1)
    ]
    messages = [Message((path,), f"CONFLICT (content): Merge conflict in {path}") for path in broken]
    return replace(settled, stages=[*settled.stages, *stages], messages=[*settled.messages, *messages])


def _by_keys(merged: Merge, prefix: str) -> dict[str, bytes]:
    """JSON files in conflict that a merge by keys settles."""
    settled = {}
    for path, stages in _sides(merged).items():
        if not path.endswith(".json") or path.removeprefix(prefix) in _BY_MEANING:
            continue
        if {*stages} == {1, 2, 3} and len({stage.mode for stage in stages.values()}) == 1:
            with suppress(Conflict):
                settled[path] = json_merge.merge(*(_blob(merged.scratch, stages[number].blob) for number in (1, 2, 3)))
    return settled


def _by_meaning(merged: Merge, prefix: str) -> tuple[dict[str, bytes], dict[str, list[Version]]]:
    """The files of ``_BY_MEANING`` that both sides changed: those settled, and those that git's merge broke."""
    settled, broken, sides = {}, {}, _sides(merged)
    for path, versions in contents(merged, [prefix + name for name in _BY_MEANING]):
        if len({stage.mode for stage in sides.get(path, {}).values()}) > 1 or not _both_changed(versions):
            continue
        merge_by_meaning = _BY_MEANING[path.removeprefix(prefix)]
        try:
            settled[path] = merge_by_meaning(*(content for _, content in versions[:3]))
        except Conflict:
            if path not in sides and _is_broken(versions, merge_by_meaning):
                broken[path] = versions
    return settled, broken


def _sides(merged: Merge) -> dict[str, dict[int, Stage]]:
    """The stages of each file in conflict, by their numbers."""
    return {path: {stage.number: stage for stage in merged.stages if stage.path == path} for path in merged.conflicts}


def _both_changed(versions: list[Version]) -> bool:
    """Whether a file is there on every side, and both sides have changed it."""
    (base, _), (ours, _), (theirs, _) = versions[:3]
    return "" not in (base, ours, theirs) and base not in (ours, theirs)


def _is_broken(versions: list[Version], merge_by_meaning: Callable[[bytes, bytes, bytes], bytes]) -> bool:
    """Whether git has merged two valid files into an invalid one, for example with the same key twice."""
    good = []
    for _, content in versions[1:]:
        with suppress(Conflict):
            good.append(merge_by_meaning(content, content, content))
    return len(good) == 2 and versions[3][1] not in good


def _both(versions: list[Version], label: str) -> bytes:
    """Two versions of a file, marked as git marks a conflict."""
    ours, theirs = (content + (b"" if content.endswith(b"\n") else b"\n") for _, content in versions[1:3])
    return b"<<<<<<< yours\n%s=======\n%s>>>>>>> %s\n" % (ours, theirs, label.encode())


def _put(merged: Merge, files: dict[str, bytes]) -> Merge:
    """The merge with these files replaced in its tree, and without their conflicts."""
    if not files:
        return merged
    index = {"GIT_INDEX_FILE": str(merged.scratch / "settled.index")}
    listed = git.run("ls-tree", "-z", merged.tree, *files, cwd=merged.scratch)
    entries = [os.fsdecode(entry).split("\t", 1) for entry in listed.split(b"\0") if entry]
    modes = {path: facts.split(" ")[0] for facts, path in entries}
    blobs = {
        path: git.text("hash-object", "-w", "--stdin", cwd=merged.scratch, stdin=text) for path, text in files.items()
    }
    lines = "".join(f"{modes[path]} {blob} 0\t{path}\0" for path, blob in blobs.items())
    git.run("read-tree", merged.tree, cwd=merged.scratch, env=index)
    git.run("update-index", "-z", "--index-info", cwd=merged.scratch, env=index, stdin=os.fsencode(lines))
    return replace(
        merged,
        tree=git.text("write-tree", cwd=merged.scratch, env=index),
        stages=[stage for stage in merged.stages if stage.path not in files],
        messages=[message for message in merged.messages if not files.keys() & {*message.paths}],
    )


def _blob(scratch: Path, name: str) -> bytes:
    return git.run("cat-file", "blob", name, cwd=scratch)
