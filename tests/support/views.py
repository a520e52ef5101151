"""Answers with several views."""

from tests.support.paths import TARGETS

LONGEST = "a-key-of-23-characters-"

VIEWS = {"sales": 'Sales <&> "it\'s"', LONGEST: "B" * 255, "team-pulse": "日本"}

SHAPES = {
    f"{target}-{ui}": {"target": target, "ui": ui}
    for target in TARGETS
    if target != "connect"
    for ui in ("custom-ui", "ui-kit")
} | {"connect": {"target": "connect"}}
