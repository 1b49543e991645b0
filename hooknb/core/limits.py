"""The limits a session gives to the door: what a node's time-out may be.

>>> Limits().allows(12)
True
"""

from __future__ import annotations

from dataclasses import dataclass

from hooknb.core.checks import is_finite_number
from hooknb.errors import NodeError, Problem, quoted


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold the range of time-outs, in seconds.

    Args:
        timeout_low: the shortest time-out a node may have.
        timeout_high: the longest.
        timeout_default: the one a node has when it says nothing.
    """

    # seed: "any amount of time between 10 to 25 seconds", default 10
    timeout_low: float = 10.0
    timeout_high: float = 25.0
    timeout_default: float = 10.0

    def allows(self, seconds: float) -> bool:
        """Tell whether a time-out is within the range."""
        return self.timeout_low <= seconds <= self.timeout_high

    def check(self, seconds: object) -> None:
        """Refuse what is no number of seconds within the range.

        Raises:
            NodeError: says what the range is.

        Example:
            >>> Limits().check(15)
        """
        if not is_finite_number(seconds):
            message = f"{quoted(seconds)} is not a number of seconds"
            raise NodeError([Problem(("timeout",), message, f"write a number, {self.text}")])
        if not self.allows(seconds):
            message = f"a time-out of {seconds:g} s is outside the range"
            raise NodeError([Problem(("timeout",), message, f"{self.text} are allowed")])

    @property
    def text(self) -> str:
        """The range for a message: `10 to 25 seconds`."""
        return f"{self.timeout_low:g} to {self.timeout_high:g} seconds"
