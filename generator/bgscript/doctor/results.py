"""What the examination has found: one result for each thing that it looked at."""

from __future__ import annotations

OK, NOTE, ERROR = "ok", "note", "error"
"""Fine; worth knowing; missing or too old."""


class Result:
    """One thing that was looked at. ``hint`` is what to do about it, empty where nothing has to be done."""

    __slots__ = ("hint", "level", "message", "name")

    def __init__(self, name: str, level: str, message: str, hint: str = "") -> None:
        self.name = name
        self.level = level
        self.message = message
        self.hint = hint

    def as_data(self) -> dict[str, str]:
        """For ``--json``."""
        return {"name": self.name, "level": self.level, "message": self.message, "hint": self.hint}
