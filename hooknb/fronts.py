"""Front ends that want to know the shared session as soon as there is one.

Loading the extension must cost nothing, so it cannot make the session; it leaves word here instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Greet = Callable[[Any], None]
_greets: list[Greet] = []


def attach(greet: Greet) -> None:
    """Have `greet(session)` called when the shared session is made."""
    _greets.append(greet)


def detach(greet: Greet) -> None:
    """Take a front end away again."""
    if greet in _greets:
        _greets.remove(greet)


def greet_all(session: Any) -> None:
    """Introduce a new session to every front end."""
    for greet in list(_greets):
        greet(session)
