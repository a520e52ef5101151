"""Every home, and what a project's manifest says."""

from pathlib import Path

import yaml

from tests.support.paths import TARGETS, TEMPLATES

HOMES = [target for target in TARGETS if target != "connect"]

LIFECYCLE = yaml.safe_load((TEMPLATES / "lifecycle.yml").read_text())


def manifest(project: Path) -> dict:
    return yaml.safe_load((project / "manifest.yml").read_text())
