"""A small HTTP API on this machine, for lessons, docs and tests.

    >>> from hooknb import playground
    >>> with playground.start() as api:
    ...     api.url.startswith("http://127.0.0.1:")
    True

It stands apart: standard library only, nothing of hooknb, bound to the loopback address. The names below are
loaded on first use, so importing this folder costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hooknb.playground.server import Playground as Playground
    from hooknb.playground.server import Seen as Seen
    from hooknb.playground.server import start as start

__all__ = ["Playground", "Seen", "start"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'hooknb.playground' has no attribute {name!r}")
    from hooknb.playground import server

    return getattr(server, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
