"""What a package index shows of bgscript: its addresses, and README.md with links that work there.

The repository's address is in no file. Set ``BGSCRIPT_REPOSITORY`` when you build the distributions that are published;
the release workflow sets it to the repository in which it runs. Without it, the metadata has no addresses, and links
in README.md stay relative.
"""

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

ADDRESS = "BGSCRIPT_REPOSITORY"


class IndexMetadata(MetadataHookInterface):
    """Hatchling's hook for ``project.urls`` and ``project.readme``, which pyproject.toml declares as dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Write both fields into the metadata."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        address = os.environ.get(ADDRESS, "").rstrip("/")
        metadata["urls"] = urls(address) if address else {}
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": with_addresses(text, address, f"v{metadata['version']}") if address else text,
        }


def urls(address: str) -> dict[str, str]:
    """The links that an index shows, by the names that it has icons for."""
    return {
        "Repository": address,
        "Issues": f"{address}/issues",
        "Changelog": f"{address}/blob/main/CHANGELOG.md",
        "Documentation": f"{address}/tree/main/docs",
    }


def with_addresses(text: str, address: str, tag: str) -> str:
    """Markdown whose relative links and pictures are addresses of the repository at a tag. Links to a heading stay."""

    def absolute(found: re.Match[str]) -> str:
        kind = "raw" if found["mark"] == "!" else "blob"
        return f"{found['mark']}[{found['text']}]({address}/{kind}/{tag}/{found['path']})"

    return re.sub(r"(?P<mark>!?)\[(?P<text>[^\]]*)\]\((?!#|[a-z]+:)(?P<path>[^)\s]+)\)", absolute, text)
