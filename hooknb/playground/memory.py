"""What a playground remembers between requests: orders, tokens, and how often something failed.

Every part has its own lock, because each connection has its own thread.
"""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

Order = dict[str, Any]
Clock = Callable[[], float]

TOKEN_SECONDS = 300
_MOST_KEPT = 1_000


class Memory:
    """Hold the state of one playground.

    Args:
        clock: seconds that only grow; tokens expire by it.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self.orders = Orders()
        self.tokens = Tokens(clock)
        self.failures = Failures()

    def reset(self) -> None:
        """Forget everything; order numbers begin at 1 again."""
        self.orders.clear()
        self.tokens.clear()
        self.failures.clear()


class Orders:
    """Keep orders under numbers that count from 1; every order given out is a copy."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Forget all orders."""
        with self._lock:
            self._orders: dict[int, Order] = {}
            self._numbers = itertools.count(1)

    def all(self) -> list[Order]:
        """Return every order, oldest first."""
        with self._lock:
            return [dict(order) for order in self._orders.values()]

    def create(self, fields: Order) -> Order:
        """Keep a new order and return it with its number as `id`."""
        with self._lock:
            number = next(self._numbers)
            self._orders[number] = {"id": number, **fields}
            return dict(self._orders[number])

    def get(self, number: int) -> Order | None:
        """Return an order, or None."""
        with self._lock:
            order = self._orders.get(number)
            return None if order is None else dict(order)

    def replace(self, number: int, fields: Order) -> Order | None:
        """Put new fields in the place of an order's, and return it, or None."""
        return self._change(number, lambda order: fields)

    def update(self, number: int, fields: Order) -> Order | None:
        """Lay new fields over an order's, and return it, or None."""
        return self._change(number, lambda order: {**order, **fields})

    def delete(self, number: int) -> bool:
        """Forget one order and return whether there was one."""
        with self._lock:
            return self._orders.pop(number, None) is not None

    def _change(self, number: int, new_fields: Callable[[Order], Order]) -> Order | None:
        with self._lock:
            if number not in self._orders:
                return None
            self._orders[number] = {**new_fields(self._orders[number]), "id": number}
            return dict(self._orders[number])


class Tokens:
    """Give out access tokens that expire after `TOKEN_SECONDS`."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._until: OrderedDict[str, float] = OrderedDict()

    def clear(self) -> None:
        """Make every token invalid."""
        with self._lock:
            self._until.clear()

    def issue(self) -> str:
        """Return a new token; beyond a thousand the oldest stops being valid."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._until[token] = self._clock() + TOKEN_SECONDS
            while len(self._until) > _MOST_KEPT:
                self._until.popitem(last=False)
        return token

    def valid(self, token: str) -> bool:
        """Return whether a token was given out and has not expired."""
        with self._lock:
            return self._clock() < self._until.get(token, float("-inf"))


class Failures:
    """Count down the failures of something that fails a few times and then works."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count: OrderedDict[str, int] = OrderedDict()

    def clear(self) -> None:
        """Begin every count again."""
        with self._lock:
            self._count.clear()

    def attempt(self, key: str, failures: int) -> tuple[int, bool]:
        """Count one attempt under a key.

        Returns:
            Which attempt this is, from 1, and whether it works; after one that works the count begins again.
        """
        with self._lock:
            attempt = self._count.pop(key, 0) + 1
            works = attempt > failures
            if not works:
                self._count[key] = attempt
                while len(self._count) > _MOST_KEPT:
                    self._count.popitem(last=False)
            return attempt, works
