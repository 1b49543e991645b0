"""How far an exchange has come, for whoever stops it: what was sent and what had arrived is not lost.

>>> Progress().so_far(Request("GET", "https://example.com")).sent
0
"""

from __future__ import annotations

from collections.abc import Callable

from hooknb.core.exchange import Exchange, Request


class Progress:
    """Know of one exchange what has crossed the wire so far; any thread may ask."""

    def __init__(self) -> None:
        self._look: Callable[[], Exchange] | None = None

    def __repr__(self) -> str:
        return "<Progress>"

    def watch(self, look: Callable[[], Exchange]) -> None:
        """Begin with an exchange.

        Args:
            look: returns what has come of it so far.
        """
        self._look = look

    def so_far(self, request: Request) -> Exchange:
        """Return what has come of it.

        Args:
            request: what the exchange has while nothing was begun.
        """
        return Exchange(request, sent=0) if self._look is None else self._look()
