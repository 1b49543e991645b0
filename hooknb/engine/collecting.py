"""The garbage collector, paused while a big document is read.

A parser makes millions of objects and no garbage; looking through them again and again nearly doubles its
time.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Pause:
    """Count who wants the collector to rest; the first stops it, the last lets it go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = 0
        self._was_enabled = False

    def begin(self) -> None:
        with self._lock:
            if self._wanted == 0:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._wanted += 1

    def end(self) -> None:
        with self._lock:
            self._wanted -= 1
            if self._wanted == 0 and self._was_enabled:
                gc.enable()


_pause = _Pause()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector of the process; pauses may overlap, in any threads.

    Example:
        >>> with collector_paused():
        ...     gc.isenabled()
        False
    """
    _pause.begin()
    try:
        yield
    finally:
        _pause.end()
