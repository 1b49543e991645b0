"""What goes on the wire beside what the author wrote: the origin of a URL, and the headers HTTP needs.

A dry run shows exactly this, and the transport sends exactly this.

>>> outgoing(Request("GET", "https://example.com/users")).header("Host")
'example.com'
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from hooknb.core.checks import HEADER_NAME, header_value_problem
from hooknb.core.exchange import Headers, Request, first_header
from hooknb.engine.cookies import Cookies
from hooknb.errors import quoted
from hooknb.version import __version__

# Only what can be decoded in bounded steps: one step of another coding can take gigabytes.
_DEFAULTS = (
    ("Accept", "*/*"),
    ("Accept-Encoding", "gzip, deflate"),
    ("User-Agent", f"hooknb/{__version__}"),
)
DEFAULT_PORTS = {"http": 80, "https": 443}
_LENGTH_EXPECTED = ("POST", "PUT", "PATCH")
# How a message is framed follows from its bytes; a header that says otherwise would garble the connection.
_FRAMING = ("content-length", "transfer-encoding")


@dataclass(frozen=True, slots=True)
class Origin:
    """Hold who is asked: what a connection, and trust, belong to.

    Args:
        scheme: `http` or `https`.
        host: lower case, ASCII; an IPv6 address without brackets.
        port: always a number.
    """

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """The origin as a `Host` header has it: brackets for IPv6, no default port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


def locate(url: str) -> tuple[Origin, str]:
    """Split a URL into its origin and the target that is asked of it: path and query.

    Raises:
        ValueError: not a whole http or https URL, or one with characters that must be percent-encoded.

    Example:
        >>> locate("http://Example.com:8080?q=1")
        (Origin(scheme='http', host='example.com', port=8080), '/?q=1')
    """
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"{quoted(url)} is not a whole http or https URL")
    port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if not (url.isascii() and url.isprintable()) or " " in url:
        raise ValueError(f"{quoted(url)} holds characters that must be percent-encoded")
    return Origin(parts.scheme, parts.hostname, port), target


def outgoing(request: Request, cookies: Cookies | None = None) -> Request:
    """Return a request with every header that goes on the wire, in its order.

    `Host` comes first, the author's headers follow, then the defaults for those that are not set, then the
    cookies that are kept for the URL, unless the author sends cookies. `Content-Length` always tells the
    length of the body.

    Raises:
        ValueError: the URL or a header cannot be written as HTTP; nothing such may be sent.

    Example:
        >>> [name for name, _ in outgoing(Request("POST", "http://example.com/", body=b"x")).headers]
        ['Host', 'Accept', 'Accept-Encoding', 'User-Agent', 'Content-Length']
    """
    origin, _ = locate(request.url)
    hosts = [value for name, value in request.headers if name.lower() == "host"]
    if len(hosts) > 1:
        raise ValueError("a request has one Host header")
    own = tuple((name, value.strip(" \t")) for name, value in request.headers if name.lower() != "host")
    own = tuple(pair for pair in own if pair[0].lower() not in _FRAMING)
    defaults = tuple(pair for pair in _DEFAULTS if first_header(own, pair[0]) is None)
    host = ("Host", hosts[0].strip(" \t") if hosts else origin.authority)
    kept = () if cookies is None or first_header(own, "cookie") is not None else cookies.header(request.url)
    headers = (host, *own, *defaults, *kept, *_length(request))
    _refuse_unsendable(headers)
    return replace(request, headers=headers)


def _length(request: Request) -> Headers:
    if request.body or request.method in _LENGTH_EXPECTED:
        return (("Content-Length", str(len(request.body))),)
    return ()


def _refuse_unsendable(headers: Headers) -> None:
    for name, value in headers:
        if HEADER_NAME.fullmatch(name) is None:
            raise ValueError(f"{quoted(name)} is not the name of a header")
        if value.isascii() and value.isprintable():
            continue
        problem = header_value_problem(value)
        if problem is not None:
            raise ValueError(f"{name}: {problem[0]}")
