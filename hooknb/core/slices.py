"""Work that is done a slice of time at a time, so that somebody else can do something in between.

>>> work = Slices(iter([1, None, 2]))
>>> work.advance(1.0)
>>> work.found, work.done
([1, 2], True)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Slices(Generic[T]):
    """Hold an iterator and what it has given so far.

    Args:
        work: yields what is found, and None now and then so that time can be looked at.

    Attributes:
        found: what was found so far.
        seconds: the time it took so far.
        done: True when nothing more comes.
    """

    def __init__(self, work: Iterator[T | None]) -> None:
        self.found: list[T] = []
        self.seconds = 0.0
        self.done = False
        self._work = work

    def advance(self, seconds: float, clock: Callable[[], float] = time.perf_counter) -> None:
        """Go on for some seconds, or to the end."""
        began = clock()
        for each in self._work:
            if each is not None:
                self.found.append(each)
            if clock() - began >= seconds:
                break
        else:
            self.done = True
        self.seconds += clock() - began
