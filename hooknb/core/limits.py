"""The limits a session gives to the door: what a node's time-out may be.

>>> Limits().allows(12)
True
"""

from __future__ import annotations

from dataclasses import dataclass


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

    @property
    def text(self) -> str:
        """The range for a message: `10 to 25 seconds`."""
        return f"{self.timeout_low:g} to {self.timeout_high:g} seconds"
