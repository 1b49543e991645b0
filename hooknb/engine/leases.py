"""Connections that are lent out: each request in flight has one to itself.

A pool that is shared does not survive cancelled requests and grows slow with many; here a lease is one
connection, used by one request at a time, kept for the next one only when its answer was taken whole.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar

# Servers close idle connections after some five seconds, often less kindly than they should.
IDLE_SECONDS = 30.0
_SURE_SECONDS = 3.0
_MOST_IDLE = 100


class Closeable(Protocol):
    """What a connection must be able to do."""

    async def aclose(self) -> None:
        """Close it, at once."""


C = TypeVar("C", bound=Closeable)


class Lease(Generic[C]):
    """One connection, lent to one request at a time."""

    __slots__ = ("connection", "key", "since", "used")

    def __init__(self, key: Hashable, connection: C) -> None:
        self.key = key
        self.connection = connection
        self.since = 0.0
        self.used = False


class Leases(Generic[C]):
    """The idle connections of one event loop."""

    def __init__(self) -> None:
        self._idle: dict[Hashable, deque[Lease[C]]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._sweep: asyncio.TimerHandle | None = None
        self.lent = 0

    @property
    def idle(self) -> int:
        """How many connections are kept for later."""
        return sum(len(leases) for leases in self._idle.values())

    @property
    def closing(self) -> int:
        """How many connections are being closed."""
        return len(self._closing)

    def take(self, key: Hashable, *, sure: bool) -> Lease[C] | None:
        """Return the connection used last for a key, or None.

        Args:
            key: origin and settings.
            sure: only one that was in use a moment ago, for a request that must not be sent twice.
        """
        leases = self._idle.get(key)
        if not leases:
            return None
        age = asyncio.get_running_loop().time() - leases[-1].since
        if age > (_SURE_SECONDS if sure else IDLE_SECONDS):
            return None
        lease = leases.pop()
        self.lent += 1
        return lease

    def lend(self, key: Hashable, connection: C) -> Lease[C]:
        """Lend a new connection."""
        self.lent += 1
        return Lease(key, connection)

    def keep(self, lease: Lease[C]) -> None:
        """Take a connection back that is good for another request."""
        self.lent -= 1
        loop = asyncio.get_running_loop()
        lease.since, lease.used = loop.time(), True
        self._idle.setdefault(lease.key, deque()).append(lease)
        if self.idle > _MOST_IDLE:
            self._close_oldest()
        if self._sweep is None:
            self._sweep = loop.call_later(IDLE_SECONDS, self._close_old)

    async def drop(self, lease: Lease[C]) -> None:
        """Close a connection; it closes even when the caller is cancelled meanwhile."""
        self.lent -= 1
        await asyncio.shield(self._close(lease))

    async def close(self) -> None:
        """Close every idle connection, and wait for those that are being closed."""
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        for leases in self._idle.values():
            for lease in leases:
                self._close(lease)
        self._idle.clear()
        await asyncio.gather(*self._closing, return_exceptions=True)

    def _close(self, lease: Lease[C]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(lease.connection.aclose())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
        return task

    def _close_oldest(self) -> None:
        key = min(self._idle, key=lambda each: self._idle[each][0].since)
        self._close(self._idle[key].popleft())
        if not self._idle[key]:
            del self._idle[key]

    def _close_old(self) -> None:
        self._sweep = None
        loop = asyncio.get_running_loop()
        oldest = loop.time() - IDLE_SECONDS
        for key in list(self._idle):
            leases = self._idle[key]
            while leases and leases[0].since <= oldest:
                self._close(leases.popleft())
            if not leases:
                del self._idle[key]
        if self._idle:
            self._sweep = loop.call_later(IDLE_SECONDS / 2, self._close_old)
