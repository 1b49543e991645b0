"""Asking for an access token: runs that want the same one at the same time wait for one answer.

Whoever comes first asks. Those who waited meanwhile take the token, or the refusal: no server is asked two
hundred times for a client that it does not know. A time-out is the asker's own, and the next one asks again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from hooknb.core.exchange import Failure, Response
from hooknb.engine.credentials import Filled
from hooknb.engine.oauth import Token, Tokens, wanted

# Too little to ask anybody anything.
_LEAST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Refusal:
    """Say why there is no token.

    Args:
        failure: for the run.
        answer: what the server said, when it answered.
    """

    failure: Failure
    answer: Response | None = None


Outcome = Token | Refusal


@dataclass(slots=True)
class _Queue:
    """Those who wait for one client's token, and what was refused last."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    refusal: Refusal | None = None
    refused_at: float = 0.0


async def token_for(
    filled: Filled, tokens: Tokens, ask: Callable[[], Awaitable[Outcome]], *, until: float
) -> Outcome:
    """Return the token that is kept by now, or ask for one, after whoever is asking already.

    Args:
        filled: authentication of type `oauth2`.
        tokens: the session's.
        ask: asks the server, and keeps the token.
        until: `time.perf_counter()` at which the time is up.
    """
    queue, came = _queue_for(tokens, filled), time.perf_counter()
    try:
        async with asyncio.timeout(max(until - came, 0)):
            await queue.lock.acquire()
    except TimeoutError:
        return _TOO_LATE
    try:
        return await _first(filled, tokens, ask, queue, came=came, until=until)
    finally:
        queue.lock.release()


async def _first(
    filled: Filled,
    tokens: Tokens,
    ask: Callable[[], Awaitable[Outcome]],
    queue: _Queue,
    *,
    came: float,
    until: float,
) -> Outcome:
    kept = tokens.get(filled)
    if kept is not None:
        return kept
    if queue.refusal is not None and queue.refused_at >= came:
        return queue.refusal
    if until - time.perf_counter() < _LEAST_SECONDS:
        return _TOO_LATE
    outcome = await ask()
    lasting = isinstance(outcome, Refusal) and outcome.failure.kind != "timeout"
    queue.refusal = outcome if isinstance(outcome, Refusal) and lasting else None
    queue.refused_at = time.perf_counter()
    return outcome


_TOO_LATE = Refusal(Failure("timeout", "no access token: the time ran out while another run asked for one"))

# A lock belongs to the loop it was first waited for on; after a fork there is another loop.
_queues: WeakKeyDictionary[asyncio.AbstractEventLoop, WeakKeyDictionary[Tokens, dict[str, _Queue]]]
_queues = WeakKeyDictionary()


def _queue_for(tokens: Tokens, filled: Filled) -> _Queue:
    """Return the queue of one client: others need not wait in it."""
    of_loop = _queues.setdefault(asyncio.get_running_loop(), WeakKeyDictionary())
    return of_loop.setdefault(tokens, {}).setdefault(wanted(filled), _Queue())
