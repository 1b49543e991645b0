"""`start()` and the `Playground` that it returns.

>>> with start() as playground:
...     playground.url.startswith("http://127.0.0.1:")
True
"""

from __future__ import annotations

import atexit
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

from hooknb.playground.app import CHAPTERS, App
from hooknb.playground.connection import Visitor
from hooknb.playground.listener import HOST, Listener
from hooknb.playground.memory import Memory
from hooknb.playground.messages import Reply, Request
from hooknb.playground.pages import index_text, notebook_html

_REQUESTS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Seen:
    """Say what one request was and how it was answered.

    Args:
        time: when it was answered, in UTC.
        method: its method; `-` for bytes that are no request.
        path: its target, with the query.
        status: the status of the reply; None when nobody waited for one.
    """

    time: datetime
    method: str
    path: str
    status: int | None


class Playground:
    """A small HTTP API that runs in this process, on the loopback address, until it is stopped.

    Use `start()`, which does not start a second one, or this class when you want one of your own.

    Args:
        port: the port; 0 picks a free one.

    Raises:
        OSError: the port is taken.
        ValueError: the port is not a port.

    Example:
        >>> with Playground() as playground:
        ...     playground.running
        True
    """

    def __init__(self, port: int = 0) -> None:
        self._seen: deque[Seen] = deque(maxlen=_REQUESTS_KEPT)
        self._memory = Memory()
        self._app = App(self._memory)
        self._listener = Listener(port, self._answer, self._note)
        self.port = self._listener.port
        atexit.register(self.stop)

    @property
    def url(self) -> str:
        """The base URL, `http://127.0.0.1:PORT`, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def running(self) -> bool:
        """Whether requests are answered."""
        return self._listener.running

    @property
    def requests(self) -> list[Seen]:
        """The latest 1,000 requests, oldest first."""
        return list(self._seen)

    def reset(self) -> None:
        """Forget all orders, tokens, counters and seen requests."""
        self._memory.reset()
        self._seen.clear()

    def stop(self) -> None:
        """Free the port, end all requests that still wait, and join the threads; harmless when repeated."""
        atexit.unregister(self.stop)
        self._listener.stop()

    def __enter__(self) -> Playground:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return index_text(f"Playground at {self.url} ({self._state})", CHAPTERS)

    def _repr_html_(self) -> str:
        return notebook_html(self.url, self._state, CHAPTERS)

    @property
    def _state(self) -> str:
        return "running" if self.running else "stopped"

    def _answer(self, request: Request, visitor: Visitor) -> Reply:
        return self._app.answer(request, visitor, self.url)

    def _note(self, method: str, target: str, status: int | None) -> None:
        self._seen.append(Seen(datetime.now(UTC), method, target, status))


_started: list[Playground] = []
_lock = threading.Lock()


def start(port: int = 0) -> Playground:
    """Start the playground, or return the one that `start()` has started before in this process.

    Args:
        port: the port to listen on; 0 takes whichever playground runs, or a free port.

    Returns:
        A running playground: `.url` is its address, `.stop()` and the end of a `with` block stop it.

    Raises:
        OSError: the port is taken by somebody else.
        ValueError: the port is not a port.

    Example:
        >>> with start() as playground:
        ...     start() is playground
        True
    """
    with _lock:
        _started[:] = [playground for playground in _started if playground.running]
        for playground in _started:
            if port in (0, playground.port):
                return playground
        _started.append(Playground(port))
        return _started[-1]
