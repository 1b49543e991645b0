"""Sending: a request and a time limit become an exchange, whatever happens on the wire.

Each request in flight has a connection to itself (`engine/connection.py`), and one clock runs over names,
connections, redirects and bodies together.

    >>> from hooknb.engine.loop import submit, wait
    >>> wait(submit(send(Request("GET", "http://127.0.0.1:1/"), timeout=2))).failure.kind
    'refused'
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from hooknb.core.exchange import Exchange, Failure, Request, first_header
from hooknb.engine.causes import Moment, explain, timed_out
from hooknb.engine.connection import Connection, default_context
from hooknb.engine.cookies import Cookies, secret_cookies
from hooknb.engine.leases import Lease, Leases
from hooknb.engine.leg import Leg
from hooknb.engine.loop import at_stop
from hooknb.engine.outgoing import locate
from hooknb.engine.outgoing import outgoing as outgoing
from hooknb.engine.progress import Progress
from hooknb.engine.proxies import ENVIRONMENT, proxy_for, unusable
from hooknb.engine.redirects import FOLLOWED, Trail
from hooknb.engine.tls import AuthorityError, Contexts, Verify, unused_context

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SendSettings:
    """Hold what applies to sending beside the request.

    Args:
        response_cap: the largest body, unpacked, in bytes.
        wire_cap: the largest body as it crosses the wire, in bytes.
        follow_redirects: follow them; otherwise a 3xx is the answer.
        max_redirects: how many in a row.
        verify: verify TLS certificates; a path names a file or folder of authorities.
        proxy: `"env"` for what the environment says, a URL, or None for no proxy.
        cookies: where cookies are kept, and sent from; None for neither.
    """

    response_cap: int = 64 * _MEGABYTE
    wire_cap: int = 64 * _MEGABYTE
    follow_redirects: bool = False
    max_redirects: int = 10
    verify: Verify = True
    proxy: str | None = ENVIRONMENT
    cookies: Cookies | None = None


async def send(
    request: Request,
    *,
    timeout: float,
    settings: SendSettings | None = None,
    part: bool = False,
    progress: Progress | None = None,
) -> Exchange:
    """Send a request and take its answer.

    A GET is sent a second time when a kept connection turns out to be closed and nothing had arrived on it;
    everything else is sent exactly once.

    Args:
        request: what to send; headers that HTTP needs are added, see `outgoing`.
        timeout: seconds for everything together: name, connection, TLS, redirects and bodies.
        settings: caps, redirects, TLS, proxy and cookies.
        part: this is one of several requests that share a time limit; for the message of a time-out.
        progress: is told, for whoever cancels the job.

    Returns:
        The exchange. Nothing that happens on the wire is raised: `failure` says what went wrong, and
        `response` holds whatever had arrived.

    Raises:
        ValueError: the request cannot be written as HTTP; nothing was sent.
        asyncio.CancelledError: the job was cancelled.
    """
    began = time.perf_counter()
    under_way = _UnderWay(request, timeout, settings or SendSettings(), part=part)
    if progress is not None:
        progress.watch(lambda: under_way.exchange(None, time.perf_counter() - began))
    failure: Failure | None
    try:
        async with asyncio.timeout(timeout):
            failure = await under_way.run()
    except TimeoutError:
        failure = timed_out(under_way.moment)
    return under_way.exchange(failure, time.perf_counter() - began)


class _UnderWay:
    """An exchange while it happens: one leg, and another for each redirect that is followed."""

    def __init__(self, request: Request, limit: float, settings: SendSettings, *, part: bool) -> None:
        self._request = request
        self._limit = limit
        self._part = part
        self._settings = settings
        self._leg = self._first = self._leg_of(request)
        self._trail = Trail(most=settings.max_redirects)
        self._sent = 0
        self._learned: list[tuple[str, str]] = []

    @property
    def moment(self) -> Moment:
        """Where the exchange is."""
        return self._leg.moment(self._limit, part=self._part)

    def exchange(self, failure: Failure | None, elapsed: float) -> Exchange:
        """Return everything that came of it."""
        # Another thread may ask while the next leg begins.
        leg = self._leg
        response = leg.answer.response() if leg.answer is not None else None
        sent = max(self._sent, leg.sent)
        return Exchange(
            self._first.request,
            response,
            failure,
            elapsed,
            tuple(self._trail.hops),
            sent,
            self._trail.note,
            learned=tuple(self._learned),
        )

    async def run(self) -> Failure | None:
        """Send the request, then the next one for as long as redirects are followed."""
        while True:
            failure = await self._go(self._leg)
            onward = self._leg.onward
            if failure is not None or onward is None:
                return failure
            self._sent = max(self._sent, self._leg.sent)
            self._request, answer, self._leg = onward, self._leg.answer, self._leg_of(onward)
            # The exchange has the first request and the last answer; these cookies stand in neither.
            answered = answer.headers if answer is not None else ()
            self._learned += secret_cookies((*answered, *self._leg.request.headers))

    async def _go(self, leg: Leg) -> Failure | None:
        failure = await self._attempt(leg, fresh=False)
        stale = failure is not None and failure.kind == "connect" and leg.was_stale
        if stale and leg.request.method == "GET":
            failure = await self._attempt(leg, fresh=True)
        return failure

    async def _attempt(self, leg: Leg, *, fresh: bool) -> Failure | None:
        leg.phase = "starting"
        try:
            lease = await self._lease(leg, fresh=fresh)
        except AuthorityError as error:
            return Failure("tls", str(error), "check the path: %config Webhook.ca_file, or verify in Python")
        except (ImportError, ValueError) as error:
            return unusable(leg.proxy or "", error)
        leg.connection, leg.reused = lease.connection, lease.used
        try:
            return await self._talk(lease.connection, leg)
        except Exception as error:
            failure = explain(error, self.moment)
            if failure is None:
                raise
            return failure
        finally:
            await _give_back(lease, whole=leg.answer is not None and leg.answer.complete)

    async def _lease(self, leg: Leg, *, fresh: bool) -> Lease[Connection]:
        leases = _leases()
        key = (leg.origin, self._settings.verify, leg.proxy)
        kept = None if fresh else leases.take(key, sure=leg.request.method != "GET")
        if kept is not None:
            return kept
        secure = leg.origin.scheme == "https"
        context = await _contexts.get(self._settings.verify) if secure else _no_tls()
        if "httpx" in sys.modules:
            return leases.lend(key, Connection(context, leg.proxy))
        # Loading it takes longer than many a request, and would hold up the loop.
        return leases.lend(key, await asyncio.to_thread(Connection, context, leg.proxy))

    async def _talk(self, connection: Connection, leg: Leg) -> Failure | None:
        """Send a leg's request over a connection and take the answer; a redirect's body is left alone."""
        head = await connection.ask(leg)
        leg.answer = head.answer
        leg.phase = "reading"
        if self._settings.cookies is not None:
            self._settings.cookies.take(leg.request.url, leg.answer.headers)
        failure = self._judge(leg)
        if failure is not None or leg.onward is not None:
            return failure
        settings = self._settings
        async with contextlib.aclosing(head.pieces()) as pieces:
            failure = await leg.answer.take(
                pieces, wire_cap=settings.wire_cap, response_cap=settings.response_cap
            )
        if failure is None:
            await head.aclose()
        return failure

    def _judge(self, leg: Leg) -> Failure | None:
        """Look at an answer's head: fail, find out where it leads on, or let its body be taken."""
        assert leg.answer is not None
        if leg.answer.status == 101:
            message = f"{leg.origin.authority} changed to another protocol (status 101)"
            return Failure("protocol", message, "only HTTP is spoken here; take the Upgrade header out")
        location = first_header(leg.answer.headers, "location")
        if self._settings.follow_redirects and location and leg.answer.status in FOLLOWED:
            step = self._trail.step(self._request, leg.answer.status, location)
            if isinstance(step, Failure):
                return step
            leg.onward = step
        return None

    def _leg_of(self, request: Request) -> Leg:
        wire = outgoing(request, self._settings.cookies)
        origin, target = locate(wire.url)
        return Leg(wire, origin, target, proxy_for(origin, self._settings.proxy))


# Connections, by event loop; TLS contexts, by process.


_leases_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Leases[Connection]] = WeakKeyDictionary()


def _leases() -> Leases[Connection]:
    loop = asyncio.get_running_loop()
    found = _leases_by_loop.get(loop)
    if found is None:
        found = _leases_by_loop[loop] = Leases()
    return found


async def _give_back(lease: Lease[Connection], *, whole: bool) -> None:
    if whole and lease.connection.is_clean():
        _leases().keep(lease)
    else:
        await _leases().drop(lease)


@dataclass(frozen=True, slots=True)
class Counts:
    """Count the connections of an event loop.

    Args:
        lent: in use by a request.
        idle: kept for a later one.
        closing: being closed.
    """

    lent: int
    idle: int
    closing: int


def counts() -> Counts:
    """Return how many connections the running event loop has."""
    leases = _leases()
    return Counts(leases.lent, leases.idle, leases.closing)


@at_stop
async def close() -> None:
    """Close every idle connection of the running event loop."""
    await _leases().close()


_contexts = Contexts(default_context)
_no_tls = cache(unused_context)
