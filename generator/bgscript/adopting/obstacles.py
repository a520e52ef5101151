"""What is in the way of a script. All of it is reported together, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from bgscript.system.errors import UsageError


@dataclass(frozen=True)
class Obstacle:
    """One thing that is in the way: the reason, and a way out."""

    reason: str
    way_out: str

    @property
    def sentence(self) -> str:
        """Both, for a message."""
        return f"{self.reason}; {self.way_out}" if self.way_out else self.reason


def refuse(obstacles: Sequence[Obstacle]) -> None:
    """Refuse an app for all of these together.

    Raises:
        UsageError: there are any.
    """
    if obstacles:
        sentences = list(dict.fromkeys(obstacle.sentence for obstacle in obstacles))
        raise UsageError(sentences, "nothing was written; bgscript adopt --help lists the options")
