"""Where the lower floors meet the front ends without importing them.

Loading the extension must cost nothing, so it cannot make the session; it leaves word here instead. And what
a lower floor offers but a front end does, such as `Result.explore()`, is looked up here by name on first use.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

Greet = Callable[[Any], None]
_greets: list[Greet] = []
_HOMES = {
    "check": "hooknb.recall",
    "explore": "hooknb.widgets.explorer",
    "form": "hooknb.widgets.form.widget",
    "insert": "hooknb.magic.showing",
    "show": "hooknb.magic.showing",
}


def load(name: str) -> Callable[..., Any]:
    """Return a function of a higher floor, loaded now: such as `explore(what)` or `show(widget)`."""
    found: Callable[..., Any] = getattr(import_module(_HOMES[name]), name)
    return found


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
