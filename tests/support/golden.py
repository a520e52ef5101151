"""The reviewed projects in tests/golden: one whole tree for each flavour, and of the others what differs from it.

``tests/golden/NAME.yml`` says which tree a project is like, and which of its files it does not have;
``tests/golden/NAME/`` has the files that differ. So a change of a file that all projects have is one diff to read.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import yaml
from filelock import FileLock

from tests.support.paths import OUTPUT, ROOT

REVIEWED = ROOT / "tests" / "golden"

CASES = {
    "home-dashboard": ["--target=home-dashboard"],
    "home-dashboard-ui-kit": ["--target=home-dashboard", "--ui=ui-kit", "--ai-context"],
    "jira-dashboard": ["--target=jira-dashboard"],
    "jira-dashboard-ui-kit": ["--target=jira-dashboard", "--ui=ui-kit", "--display-condition=isAdmin"],
    "jira-issue": ["--target=jira-issue"],
    "jira-issue-ui-kit": ["--target=jira-issue", "--ui=ui-kit", "--resolver=none", "--no-reload-on-refresh"],
    "jira-global": ["--target=jira-global"],
    "jira-global-ui-kit": [
        *("--target=jira-global", "--ui=ui-kit", "--experience=issue-view,board", "--resolver=none"),
        *("--display-condition=isLoggedIn", "--unlicensed-access=customer,anonymous"),
    ],
    "confluence": ["--target=confluence", "--unlicensed-access=anonymous", "--ci=bitbucket", "--license=MIT"],
    "confluence-ui-kit": [
        *("--target=confluence", "--ui=ui-kit", "--resolver=endpoint", "--remote-url=https://example.com"),
        *("--ci=none", "--license=Apache-2.0"),
    ],
    "several-homes": ["--also=jira-dashboard,jira-issue,jira-global,confluence"],
    "connect": ["--target=connect"],
    "connect-postgres": ["--target=connect", "--store=postgres", "--connect-location=issue_view", "--ci=none"],
}
"""The flags that make each project."""

WHOLE = ("home-dashboard", "home-dashboard-ui-kit", "connect")
"""One of each flavour."""


def base(name: str) -> str:
    """The whole tree that a project is compared with: the one of its flavour."""
    if name.startswith("connect"):
        return "connect"
    return "home-dashboard-ui-kit" if name.endswith("-ui-kit") else "home-dashboard"


def reviewed(name: str) -> dict[str, bytes]:
    """The files of a reviewed project, by path."""
    own = _files(REVIEWED / name)
    if name in WHOLE:
        return own
    facts = yaml.safe_load((REVIEWED / f"{name}.yml").read_text())
    common = _files(REVIEWED / facts["like"])
    return {path: content for path, content in sorted((common | own).items()) if path not in facts["without"]}


def write(name: str, files: Mapping[str, bytes]) -> None:
    """Write a reviewed project anew. The whole tree of its flavour is written before."""
    shutil.rmtree(REVIEWED / name, ignore_errors=True)
    common = {} if name in WHOLE else _files(REVIEWED / base(name))
    _place({path: content for path, content in files.items() if common.get(path) != content}, REVIEWED / name)
    if name not in WHOLE:
        facts = {"like": base(name), "without": sorted(common.keys() - files.keys())}
        (REVIEWED / f"{name}.yml").write_text(yaml.safe_dump(facts, sort_keys=False))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _place(files: Mapping[str, bytes], folder: Path) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _assembled() -> Path:
    """A folder with every reviewed project as a whole, made anew when a reviewed file has changed."""
    everything = {name: reviewed(name) for name in CASES if (REVIEWED / name).exists()}
    folder = OUTPUT / "golden" / hashlib.sha256(repr(everything).encode()).hexdigest()[:16]
    OUTPUT.mkdir(exist_ok=True)
    with FileLock(OUTPUT / "golden.lock"):
        if not folder.exists():
            shutil.rmtree(folder.parent, ignore_errors=True)
            folder.parent.mkdir()
            with tempfile.TemporaryDirectory(dir=OUTPUT) as staging:
                for name, files in everything.items():
                    _place(files, Path(staging) / "whole" / name)
                (Path(staging) / "whole").rename(folder)
    return folder


GOLDEN = _assembled()
"""Every reviewed project as a whole. Tests read these folders and write nothing there."""
