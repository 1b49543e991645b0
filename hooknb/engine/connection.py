"""One connection, and everything else that httpx does for us: TLS defaults, and answers to Digest challenges.

The only file that knows httpx. Its pool, client and time-outs are not used.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from hooknb.engine.leg import Leg
from hooknb.engine.outgoing import DEFAULT_PORTS
from hooknb.engine.quiet import quieten
from hooknb.engine.receive import Answer

if TYPE_CHECKING:
    import ssl

    import httpx


# A flood of interim answers costs a tenth of a second for every 64 KB.
_HEAD_PIECE, _BODY_PIECE = 4 * 1024, 64 * 1024


class Connection:
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
        if through is not None and not through.url.host:
            raise ValueError("its URL names no host")
        self._transport = httpx.AsyncHTTPTransport(
            verify=context, trust_env=False, limits=limits, proxy=through
        )
        self.raw: Any = None
        self._inner: Any = None

    async def ask(self, leg: Leg) -> Head:
        """Send a leg's request and return the head of the answer."""
        request = cast("httpx.Request", _WireRequest(leg))
        response = await self._transport.handle_async_request(request)
        self._read_at_once(_BODY_PIECE)
        return Head(response, leg.request.url)

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


class Head:
    """The head of an answer, whose body is still on its way.

    Attributes:
        answer: status, headers and reason; it takes the body.
    """

    __slots__ = ("_response", "answer")

    def __init__(self, response: httpx.Response, url: str) -> None:
        self._response = response
        self.answer = Answer(
            response.status_code,
            tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw),
            response.extensions.get("reason_phrase", b"").decode("latin-1"),
            url,
        )

    def pieces(self) -> AsyncGenerator[bytes, None]:
        """Return the body as it arrives, `Content-Encoding` and all."""
        stream = cast("httpx.AsyncByteStream", self._response.stream)
        return cast("AsyncGenerator[bytes, None]", aiter(stream))

    async def aclose(self) -> None:
        """Give the connection back to whoever asked."""
        await self._response.aclose()


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


def default_context() -> ssl.SSLContext:
    """Return the context for ordinary verification; it takes longer to make than most requests."""
    import httpx

    return httpx.create_ssl_context()


class DigestError(Exception):
    """A challenge cannot be answered; the message says why."""


def digest_user(name: str, password: str) -> httpx.DigestAuth:
    """Return what answers the challenges that one server puts to a user."""
    return _digest_auth()(name, password)


@cache
def _digest_auth() -> type[httpx.DigestAuth]:
    """Return what answers challenges, and writes the answer as it goes over the wire."""
    import httpx

    class Quoting(httpx.DigestAuth):
        def _get_header_value(self, header_fields: dict[str, bytes]) -> str:
            """Quote names and realms that hold quotes themselves; UTF-8 stays UTF-8 (RFC 7616, 3.4 and 4)."""
            return ", ".join(_digest_field(name, value) for name, value in header_fields.items())

    return Quoting


def _digest_field(name: str, value: bytes) -> str:
    text = value.decode("latin-1")
    if name in ("algorithm", "qop", "nc"):
        return f"{name}={text}"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}="{escaped}"'


def digest_flow(user: Any, request: Any) -> Generator[Any, Any, None]:
    """Answer challenges: yields a request to send, takes the answer, perhaps yields it with another header.

    Args:
        user: from `digest_user`.
        request: has `method`, `url.raw_path` and a dict `headers`.

    Raises:
        DigestError: a challenge cannot be answered.
    """
    import httpx

    try:
        yield from user.auth_flow(request)
    except KeyError as error:
        raise DigestError(f"its algorithm {error} is not known") from None
    except IndexError:
        raise DigestError("a field of it is empty") from None
    except (ValueError, NotImplementedError, httpx.ProtocolError) as error:
        raise DigestError(str(error)) from None
