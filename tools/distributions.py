"""Builds what a release uploads: a source distribution, a wheel, an SBOM and the notes. `.github/workflows/release.yml`
runs it, and a test.

`python tools/distributions.py FOLDER` writes

- `packages/`: the two distributions; the wheel is built from the source distribution,
- `sbom.cdx.json`: what the wheel needs, in the versions that the tests ran with (constraints.txt), as CycloneDX,
- `changes.md`: the changelog's section of this version.

With `BGSCRIPT_TAG`, it fails if the tag, the version and the changelog's topmost heading disagree. For
`BGSCRIPT_REPOSITORY` see tools/index_metadata.py.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from packaging.metadata import Metadata

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Build everything into the folder that the command line names."""
    folder = Path(sys.argv[1]).resolve()
    packages = folder / "packages"
    run(sys.executable, "-m", "build", "--outdir", packages, ROOT)
    wheel = next(packages.glob("*.whl"))
    metadata = read_metadata(wheel)
    heading, changes = newest_changes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    if "BGSCRIPT_TAG" in os.environ:
        agree(os.environ["BGSCRIPT_TAG"], str(metadata.version), heading)
    (folder / "changes.md").write_text(changes, encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        python = installed(wheel, Path(name))
        run(python, "-m", "bgscript", "new", "app", "--yes", "--no-git", cwd=Path(name))
        write_sbom(python, str(metadata.version), folder / "sbom.cdx.json")
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        print(f"{file.stat().st_size:>9,}  {file.relative_to(folder)}")


def read_metadata(wheel: Path) -> Metadata:
    """The metadata of a wheel, checked by the rules of the package index."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Metadata.from_email(archive.read(name), validate=True)


def newest_changes(changelog: str) -> tuple[str, str]:
    """The heading of the changelog's topmost section, and the section's text."""
    section = re.search(r"^## ([^\n]+)\n+(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if section is None:
        sys.exit("error: CHANGELOG.md has no section\nhint: add `## VERSION` with what changed")
    return section[1].strip(), section[2].strip() + "\n"


def agree(tag: str, version: str, heading: str) -> None:
    """Stop unless the tag, the package and the changelog's topmost heading name one version and nothing else."""
    if not tag == f"v{version}" == f"v{heading}":
        sys.exit(
            f"error: the tag is {tag}, the package's version {version}, the changelog's topmost heading {heading!r}\n"
            "hint: set __version__, complete CHANGELOG.md, commit, and move the tag"
        )


def installed(wheel: Path, folder: Path) -> Path:
    """The Python of a new environment that has the wheel, with its dependencies, and nothing else."""
    venv.create(folder / "venv", with_pip=False, symlinks=os.name != "nt")
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--constraint",
        ROOT / "constraints.txt",
        wheel,
    )
    return python


def write_sbom(python: Path, version: str, file: Path) -> None:
    """Write what an environment has installed. The same environment gives the same file."""
    flags = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--output-file", str(file)]
    run(sys.executable, "-m", "cyclonedx_py", "environment", *flags, python)
    sbom = json.loads(file.read_text(encoding="utf-8"))
    sbom["metadata"]["component"]["version"] = version  # pyproject.toml has none to read
    file.write_text(json.dumps(sbom, indent=2) + "\n", encoding="utf-8")


def run(*arguments: str | Path, cwd: Path | None = None) -> None:
    """Run a program; stop where it fails."""
    subprocess.run([str(argument) for argument in arguments], cwd=cwd, check=True)


if __name__ == "__main__":
    main()
