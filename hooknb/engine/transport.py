"""Sending: a request and a time limit become an exchange, whatever happens on the wire.

The only file that knows httpx. Its pool, client and time-outs are not used: each request in flight has a
connection to itself, and one clock runs over names, connections, redirects and bodies together.

    >>> from hooknb.engine.loop import submit, wait
    >>> wait(submit(send(Request("GET", "http://127.0.0.1:1/"), timeout=2))).failure.kind
    'refused'
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from hooknb.core.exchange import Exchange, Failure, Request, first_header
from hooknb.engine.causes import Moment, explain, timed_out
from hooknb.engine.leases import Lease, Leases
from hooknb.engine.leg import Leg
from hooknb.engine.loop import at_stop
from hooknb.engine.outgoing import DEFAULT_PORTS, locate
from hooknb.engine.outgoing import outgoing as outgoing
from hooknb.engine.proxies import ENVIRONMENT, proxy_for, shown_proxy
from hooknb.engine.quiet import quieten
from hooknb.engine.receive import Answer
from hooknb.engine.redirects import FOLLOWED, Trail
from hooknb.engine.tls import AuthorityError, Contexts, Verify, unused_context

if TYPE_CHECKING:
    import ssl

    import httpx

_MEGABYTE = 1024 * 1024
# A flood of interim answers costs a tenth of a second for every 64 KB.
_HEAD_PIECE, _BODY_PIECE = 4 * 1024, 64 * 1024


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
    """

    response_cap: int = 64 * _MEGABYTE
    wire_cap: int = 64 * _MEGABYTE
    follow_redirects: bool = False
    max_redirects: int = 10
    verify: Verify = True
    proxy: str | None = ENVIRONMENT


async def send(request: Request, *, timeout: float, settings: SendSettings | None = None) -> Exchange:
    """Send a request and take its answer.

    A GET is sent a second time when a kept connection turns out to be closed and nothing had arrived on it;
    everything else is sent exactly once.

    Args:
        request: what to send; headers that HTTP needs are added, see `outgoing`.
        timeout: seconds for everything together: name, connection, TLS, redirects and bodies.
        settings: caps, redirects, TLS and proxy.

    Returns:
        The exchange. Nothing that happens on the wire is raised: `failure` says what went wrong, and
        `response` holds whatever had arrived.

    Raises:
        ValueError: the request cannot be written as HTTP; nothing was sent.
        asyncio.CancelledError: the job was cancelled.
    """
    began = time.perf_counter()
    under_way = _UnderWay(request, timeout, settings or SendSettings())
    failure: Failure | None
    try:
        async with asyncio.timeout(timeout):
            failure = await under_way.run()
    except TimeoutError:
        failure = timed_out(under_way.moment)
    return under_way.exchange(failure, time.perf_counter() - began)


class _UnderWay:
    """An exchange while it happens: one leg, and another for each redirect that is followed."""

    def __init__(self, request: Request, limit: float, settings: SendSettings) -> None:
        self._request = request
        self._limit = limit
        self._settings = settings
        self._leg = self._first = self._leg_of(request)
        self._trail = Trail(most=settings.max_redirects)
        self._sent = 0

    @property
    def moment(self) -> Moment:
        """Where the exchange is."""
        return self._leg.moment(self._limit)

    def exchange(self, failure: Failure | None, elapsed: float) -> Exchange:
        """Return everything that came of it."""
        response = self._leg.answer.response() if self._leg.answer is not None else None
        sent = max(self._sent, self._leg.sent)
        return Exchange(
            self._first.request, response, failure, elapsed, tuple(self._trail.hops), sent, self._trail.note
        )

    async def run(self) -> Failure | None:
        """Send the request, then the next one for as long as redirects are followed."""
        while True:
            failure = await self._go(self._leg)
            onward = self._leg.onward
            if failure is not None or onward is None:
                return failure
            self._sent = max(self._sent, self._leg.sent)
            self._request, self._leg = onward, self._leg_of(onward)

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
            return Failure("tls", str(error), "check the path given as verify")
        except (ImportError, ValueError) as error:
            message = f"the proxy {shown_proxy(leg.proxy)} cannot be used: {error}"
            return Failure("connect", message, "check its URL")
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

    async def _lease(self, leg: Leg, *, fresh: bool) -> Lease[_Connection]:
        leases = _leases()
        key = (leg.origin, self._settings.verify, leg.proxy)
        kept = None if fresh else leases.take(key, sure=leg.request.method != "GET")
        if kept is not None:
            return kept
        secure = leg.origin.scheme == "https"
        context = await _contexts.get(self._settings.verify) if secure else _no_tls()
        if "httpx" in sys.modules:
            return leases.lend(key, _Connection(context, leg.proxy))
        # Loading it takes longer than many a request, and would hold up the loop.
        return leases.lend(key, await asyncio.to_thread(_Connection, context, leg.proxy))

    async def _talk(self, connection: _Connection, leg: Leg) -> Failure | None:
        """Send a leg's request over a connection and take the answer; a redirect's body is left alone."""
        head = await connection.ask(leg)
        leg.answer = Answer(
            head.status_code,
            tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw),
            head.extensions.get("reason_phrase", b"").decode("latin-1"),
            leg.request.url,
        )
        leg.phase = "reading"
        failure = self._judge(leg)
        if failure is not None or leg.onward is not None:
            return failure
        settings = self._settings
        pieces = cast("AsyncGenerator[bytes, None]", aiter(cast("httpx.AsyncByteStream", head.stream)))
        async with contextlib.aclosing(pieces):
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
        wire = outgoing(request)
        origin, target = locate(wire.url)
        return Leg(wire, origin, target, proxy_for(origin, self._settings.proxy))


class _Connection:
    """A transport of httpx that holds one connection.

    Args:
        context: for TLS.
        proxy: its URL, or None.

    Raises:
        ImportError, ValueError: the proxy's URL is of no use.

    Attributes:
        raw: the stream below TLS while the handshake is under way; httpx forgets it when that is cancelled.
    """

    def __init__(self, context: ssl.SSLContext, proxy: str | None) -> None:
        import httpx

        quieten()
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=None)
        try:
            through = None if proxy is None else httpx.Proxy(proxy)
        except httpx.InvalidURL as error:
            raise ValueError(str(error)) from None
        self._transport = httpx.AsyncHTTPTransport(
            verify=context, trust_env=False, limits=limits, proxy=through
        )
        self.raw: Any = None
        self._inner: Any = None

    async def ask(self, leg: Leg) -> httpx.Response:
        """Send a leg's request and return the head of the answer."""
        head = await self._transport.handle_async_request(cast("httpx.Request", _WireRequest(leg)))
        self._read_at_once(_BODY_PIECE)
        return head

    def look_inside(self) -> None:
        """Find what parses the answers: it shows bytes that httpx does not; None where it is not found."""
        try:
            (inner,) = self._transport._pool.connections
            while not hasattr(inner, "_h11_state"):
                inner = inner._connection  # type: ignore[attr-defined]
        except (AttributeError, TypeError, ValueError):
            inner = None
        self._inner = inner
        self._read_at_once(_HEAD_PIECE)

    def _read_at_once(self, size: int) -> None:
        """Take at most so many bytes at a time, all of which are parsed before the loop turns again."""
        if hasattr(self._inner, "READ_NUM_BYTES"):
            self._inner.READ_NUM_BYTES = size

    @property
    def heard(self) -> bytes:
        """Bytes that have arrived and belong to no answer yet."""
        return b"" if self._inner is None else bytes(self._inner._h11_state.trailing_data[0])

    def is_clean(self) -> bool:
        """Tell whether another request may use it: idle, and with no byte beyond the answer.

        Such bytes would be taken for the next answer. Where they cannot be seen, nobody uses it again.
        """
        return self._inner is not None and bool(self._inner.is_idle()) and not self.heard

    async def aclose(self) -> None:
        """Close it, whatever it is doing."""
        await self._transport.aclose()
        if self.raw is not None:
            await self.raw.aclose()


class _WireRequest:
    """What `AsyncHTTPTransport` reads of a request, and nothing else.

    `httpx.Request` would write the URL in its own way and cost a tenth of the whole exchange.
    """

    __slots__ = ("extensions", "headers", "method", "stream", "url")

    def __init__(self, leg: Leg) -> None:
        import httpx

        self.method = leg.request.method
        # A proxy is asked for a URL with a port when there is one here.
        port = None if leg.origin.port == DEFAULT_PORTS[leg.origin.scheme] else leg.origin.port
        self.url = SimpleNamespace(
            raw_scheme=leg.origin.scheme.encode(),
            raw_host=leg.origin.host.encode(),
            port=port,
            raw_path=leg.target.encode(),
        )
        headers = [(name.encode(), value.encode("latin-1")) for name, value in leg.request.headers]
        self.headers = SimpleNamespace(raw=headers)
        self.stream = httpx.ByteStream(leg.request.body)
        self.extensions = {"trace": leg.trace}


# Connections, by event loop; TLS contexts, by process.


_leases_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Leases[_Connection]] = WeakKeyDictionary()


def _leases() -> Leases[_Connection]:
    loop = asyncio.get_running_loop()
    found = _leases_by_loop.get(loop)
    if found is None:
        found = _leases_by_loop[loop] = Leases()
    return found


async def _give_back(lease: Lease[_Connection], *, whole: bool) -> None:
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


def _default_context() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()


_contexts = Contexts(_default_context)
_no_tls = cache(unused_context)
