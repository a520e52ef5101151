"""What prevents a script. All of it is reported together, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from bgscript.system.errors import UsageError


@dataclass(frozen=True)
class Obstacle:
    """One thing that prevents it: the reason, and what to do."""

    reason: str
    remedy: str

    @property
    def sentence(self) -> str:
        """Both, for a message."""
        return f"{self.reason}; {self.remedy}" if self.remedy else self.reason


def refuse(obstacles: Sequence[Obstacle]) -> None:
    """Refuse an app for all of these together.

    Raises:
        UsageError: there are any.
    """
    if obstacles:
        sentences = list(dict.fromkeys(obstacle.sentence for obstacle in obstacles))
        raise UsageError(sentences, "nothing was written; bgscript adopt --help lists the options")
