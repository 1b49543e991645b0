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
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from hooknb.core.exchange import Exchange, Failure, Headers, Hop, Request, first_header
from hooknb.engine.causes import Moment, Phase, explain, timed_out
from hooknb.engine.leases import Lease, Leases
from hooknb.engine.loop import at_stop
from hooknb.engine.outgoing import DEFAULT_PORTS, Origin, locate
from hooknb.engine.outgoing import outgoing as outgoing
from hooknb.engine.proxies import ENVIRONMENT, proxy_for, shown_proxy
from hooknb.engine.receive import Answer
from hooknb.engine.redirects import FOLLOWED, NeedsConsentError, RedirectError, redirected
from hooknb.engine.tls import AuthorityError, Contexts, Verify, unused_context

if TYPE_CHECKING:
    import ssl

    import httpx

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
        self._hops: list[Hop] = []
        self._sent = 0
        self._note = ""

    @property
    def moment(self) -> Moment:
        """Where the exchange is."""
        leg = self._leg
        return Moment(
            phase=leg.phase,
            origin=leg.origin,
            limit=self._limit,
            received=leg.answer.wire_size if leg.answer is not None else 0,
            announced=leg.answer.announced if leg.answer is not None else None,
            reused=leg.reused,
            heard=leg.heard,
            proxy=shown_proxy(leg.proxy),
        )

    def exchange(self, failure: Failure | None, elapsed: float) -> Exchange:
        """Return everything that came of it."""
        response = self._leg.answer.response() if self._leg.answer is not None else None
        sent = max(self._sent, self._leg.sent)
        return Exchange(self._first.request, response, failure, elapsed, tuple(self._hops), sent, self._note)

    async def run(self) -> Failure | None:
        """Send the request, then the next one for as long as redirects are followed."""
        while True:
            failure = await self._go(self._leg)
            onward = self._leg.onward
            if failure is not None or onward is None:
                return failure
            self._sent = max(self._sent, self._leg.sent)
            self._request, self._leg = onward, self._leg_of(onward)

    async def _go(self, leg: _Leg) -> Failure | None:
        failure = await self._attempt(leg, fresh=False)
        if (
            failure is not None
            and failure.kind == "connect"
            and leg.was_stale
            and leg.request.method == "GET"
        ):
            failure = await self._attempt(leg, fresh=True)
        return failure

    async def _attempt(self, leg: _Leg, *, fresh: bool) -> Failure | None:
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
            return await self._talk(leg)
        except Exception as error:
            failure = explain(error, self.moment)
            if failure is None:
                raise
            return failure
        finally:
            await _give_back(lease, whole=leg.answer is not None and leg.answer.complete)

    async def _lease(self, leg: _Leg, *, fresh: bool) -> Lease[_Connection]:
        leases = _leases()
        key = (leg.origin, self._settings.verify, leg.proxy)
        kept = None if fresh else leases.take(key, sure=leg.request.method != "GET")
        if kept is not None:
            return kept
        secure = leg.origin.scheme == "https"
        context = await _contexts.get(self._settings.verify) if secure else _no_tls()
        return leases.lend(key, _Connection(context, leg.proxy))

    async def _talk(self, leg: _Leg) -> Failure | None:
        """Send a leg's request over its connection and take the answer; a redirect's body is left alone."""
        assert leg.connection is not None
        head = await leg.connection.ask(leg)
        leg.answer = Answer(
            head.status_code,
            tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw),
            head.extensions.get("reason_phrase", b"").decode("latin-1"),
            leg.request.url,
        )
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

    def _judge(self, leg: _Leg) -> Failure | None:
        """Look at an answer's head: fail, find out where it leads on, or let its body be taken."""
        assert leg.answer is not None
        location = first_header(leg.answer.headers, "location")
        if leg.answer.status == 101:
            message = f"{leg.origin.authority} changed to another protocol (status 101)"
            return Failure("protocol", message, "only HTTP is spoken here; take the Upgrade header out")
        if not (self._settings.follow_redirects and location and leg.answer.status in FOLLOWED):
            return None
        try:
            onward = redirected(self._request, leg.answer.status, location)
        except NeedsConsentError as reason:
            # A 3xx is an answer, too, and can be routed.
            self._note = f"the redirect was not followed: {reason}"
            return None
        except RedirectError as error:
            return Failure("protocol", str(error), "send without following redirects to see the answer")
        failure = self._lost_way(onward)
        if failure is None:
            leg.onward = onward
            self._hops.append(Hop(leg.answer.status, leg.request.url, onward.url))
        return failure

    def _lost_way(self, onward: Request) -> Failure | None:
        seen = [hop.url for hop in self._hops] + [self._request.url]
        chain = " → ".join([*seen[-4:], onward.url])
        if onward.url in seen and onward.method == self._request.method:
            return Failure("protocol", f"the redirects go round in a circle: {chain}", _SEE_REDIRECT)
        if len(self._hops) >= self._settings.max_redirects:
            message = f"more than {self._settings.max_redirects} redirects in a row: … {chain}"
            return Failure("protocol", message, _SEE_REDIRECT)
        return None

    def _leg_of(self, request: Request) -> _Leg:
        wire = outgoing(request)
        origin, target = locate(wire.url)
        return _Leg(wire, origin, target, proxy_for(origin, self._settings.proxy))


_SEE_REDIRECT = "send without following redirects to see the first answer"


class _Leg:
    """One request of an exchange, how far it has come, and its answer."""

    def __init__(self, request: Request, origin: Origin, target: str, proxy: str | None) -> None:
        self.request = request
        self.origin = origin
        self.target = target
        self.proxy = proxy
        self.phase: Phase = "starting"
        self.sent = 0
        self.reused = False
        self.connection: _Connection | None = None
        self.answer: Answer | None = None
        self.onward: Request | None = None

    @property
    def was_stale(self) -> bool:
        """True when a kept connection was used and nothing of an answer arrived on it."""
        return self.reused and self.phase in ("sending", "waiting") and not self.heard

    @property
    def heard(self) -> bytes:
        """The start of an answer whose head never came to its end."""
        return self.connection.heard if self.connection is not None and self.answer is None else b""

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Follow what httpx reports of its connection; an asynchronous function by its rules."""
        step = event.partition(".")[2]
        if step in _CONNECTING:
            self._trace_connecting(step, info)
        elif getattr(info.get("request"), "method", None) == b"CONNECT":
            # What a proxy is asked is not our request.
            self.phase = "connecting"
        elif step == "send_request_headers.started":
            assert self.connection is not None
            self.connection.look_inside()
            self.phase = "sending"
            self.sent += 1
        elif step == "receive_response_headers.started" and self.phase == "sending":
            self.phase = "waiting"
        elif step == "receive_response_body.started":
            self.phase = "reading"

    def _trace_connecting(self, step: str, info: dict[str, Any]) -> None:
        assert self.connection is not None
        if step == "connect_tcp.started":
            # A kept connection that is closed already is replaced before anything is sent.
            self.phase, self.reused = "connecting", False
        elif step == "connect_tcp.complete":
            self.connection.raw = info["return_value"]
        elif step == "start_tls.started":
            self.phase = "securing"
        elif step == "start_tls.complete":
            self.connection.raw = None


_CONNECTING = ("connect_tcp.started", "connect_tcp.complete", "start_tls.started", "start_tls.complete")


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

    async def ask(self, leg: _Leg) -> httpx.Response:
        """Send a leg's request and return the head of the answer."""
        return await self._transport.handle_async_request(cast("httpx.Request", _WireRequest(leg)))

    def look_inside(self) -> None:
        """Find what parses the answers: it shows bytes that httpx does not; None where it is not found."""
        try:
            (inner,) = self._transport._pool.connections
            while not hasattr(inner, "_h11_state"):
                inner = inner._connection  # type: ignore[attr-defined]
        except (AttributeError, TypeError, ValueError):
            inner = None
        self._inner = inner

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

    def __init__(self, leg: _Leg) -> None:
        import httpx

        self.method = leg.request.method
        self.url = _WireUrl(leg.origin, leg.target)
        self.headers = _WireHeaders(leg.request.headers)
        self.stream = httpx.ByteStream(leg.request.body)
        self.extensions = {"trace": leg.trace}


class _WireUrl:
    __slots__ = ("port", "raw_host", "raw_path", "raw_scheme")

    def __init__(self, origin: Origin, target: str) -> None:
        self.raw_scheme = origin.scheme.encode()
        self.raw_host = origin.host.encode()
        # A proxy is asked for a URL with a port when there is one here.
        self.port = None if origin.port == DEFAULT_PORTS[origin.scheme] else origin.port
        self.raw_path = target.encode()


class _WireHeaders:
    __slots__ = ("raw",)

    def __init__(self, headers: Headers) -> None:
        self.raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]


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
