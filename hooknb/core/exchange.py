"""What crosses the wire: a request, a response, and the exchange of the two.

Bytes in, bytes out: nothing here decodes or shows. A `Request` is final (filled, encoded, signed); an
`Exchange` holds what happened to it, whether an answer came or not.

    >>> Request("GET", "https://api.example.com/users")
    Request('GET', 'https://api.example.com/users', (), b'')
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from hooknb.core.redaction import MASK
from hooknb.core.sensitive import hide_in_header, hide_in_url

FailureKind = Literal[
    "connect",
    "tls",
    "timeout",
    "protocol",
    "auth",
    "too_large",
    "refused",
    "decode",
    "mapping",
    "status",
    "cancelled",
]
FAILURE_KINDS: tuple[str, ...] = get_args(FailureKind)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Hold one HTTP request exactly as it goes out.

    Args:
        method: upper-case method.
        url: absolute http or https URL, already percent-encoded, without a fragment.
        headers: ordered name-value pairs, repeats kept, values latin-1 text.
        body: the exact bytes; empty for none.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first value of a header, names compared without case, or None."""
        return first_header(self.headers, name)

    def __repr__(self) -> str:
        """Show it without credentials, as far as they are known by their place; never its body."""
        url = hide_in_url(self.url, _mask)
        return f"Request({self.method!r}, {url!r}, {_shown(self.headers)!r}, {_size(self.body)})"


@dataclass(frozen=True, slots=True)
class Response:
    """Hold what a server answered, complete or as far as it came.

    Args:
        status: the status code as received, 0–999.
        headers: ordered name-value pairs, repeats kept, decoded as latin-1.
        body: the content with `Content-Encoding` undone, as far as it was received.
        reason: the reason phrase, often empty.
        url: the URL that answered (another than the request's after a redirect).
        complete: False when the body was cut short by a failure.
        wire_size: bytes of body as they crossed the wire.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""
    reason: str = ""
    url: str = ""
    complete: bool = True
    wire_size: int = 0

    def header(self, name: str) -> str | None:
        """Return the first value of a header, names compared without case, or None."""
        return first_header(self.headers, name)

    def __repr__(self) -> str:
        """Show it as a request is shown; a body may be large, too."""
        return f"Response({self.status}, {_shown(self.headers)!r}, {_size(self.body)})"


@dataclass(frozen=True, slots=True)
class Failure:
    """Say why a run failed.

    Args:
        kind: one of `FAILURE_KINDS`.
        message: one sentence for people: what happened, with the numbers that matter.
        hint: what to try; may be empty.
    """

    kind: FailureKind
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


@dataclass(frozen=True, slots=True)
class Hop:
    """Record one redirect that was followed: the status, and from where to where."""

    status: int
    url: str
    location: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Record one of several requests that a run sent: a repetition, or one for the credentials.

    Args:
        what: `request`, `challenge` (answered with 401 first, as Digest wants it) or `access token`.
        status: the status code; None when no status line arrived.
        why: what came of it, one phrase.
        elapsed: seconds it took.
        pause: seconds waited before it.
    """

    what: str
    status: int | None
    why: str
    elapsed: float
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """Hold one request and all that came of it.

    Args:
        request: what was sent.
        response: what arrived, possibly incomplete; None when no status line arrived.
        failure: why there is no usable answer; None when the response is complete.
        elapsed: seconds from the start of sending to the end of the body or the failure.
        hops: redirects that were followed, in order.
        sent: how many times the request was put on the wire; of a chain of redirects, the most of any hop.
        note: what else is worth saying about the answer, such as why a redirect was not followed.
        attempts: the requests that were sent, in order, when there was more than one.
        learned: names and values that came up while sending and may not be shown, such as access tokens.
    """

    request: Request
    response: Response | None = None
    failure: Failure | None = None
    elapsed: float = 0.0
    hops: tuple[Hop, ...] = ()
    sent: int = 1
    note: str = ""
    attempts: tuple[Attempt, ...] = ()
    learned: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        """Say what happened without what was said: nobody knows here what of it is secret."""
        end = (
            "no answer"
            if self.response is None
            else f"{self.response.status}, {len(self.response.body):,} bytes"
        )
        return f"<Exchange {self.request.method} → {end} in {self.elapsed:.2f} s>"


def _shown(headers: Headers) -> Headers:
    return tuple((name, hide_in_header(name, value, _mask)) for name, value in headers)


def _mask(_: str) -> str:
    return MASK


def _size(body: bytes) -> str:
    return f"<{len(body):,} bytes>" if body else "b''"


def first_header(headers: Headers, name: str) -> str | None:
    """Return the first value of a header among pairs, names compared without case, or None."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


class HeaderMap(Mapping[str, str]):
    """Look headers up by name without case; repeats are joined with a comma.

    Args:
        pairs: the headers.
        mask: from pairs to what may be shown of them, which is all that the repr has.

    Example:
        >>> HeaderMap((("Content-Type", "text/xml"),))["content-type"]
        'text/xml'
    """

    __slots__ = ("_mask", "pairs")

    def __init__(self, pairs: Headers = (), mask: Callable[[Headers], Headers] | None = None) -> None:
        self.pairs = tuple(pairs)
        self._mask = mask

    def __getitem__(self, name: str) -> str:
        values = self.all(name)
        if not values:
            raise KeyError(name)
        return ", ".join(values)

    def all(self, name: str) -> list[str]:
        """Return every value under a name, in order."""
        wanted = name.lower()
        return [value for key, value in self.pairs if key.lower() == wanted]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key.lower() for key, _ in self.pairs))

    def __len__(self) -> int:
        return len({key.lower() for key, _ in self.pairs})

    def __repr__(self) -> str:
        shown = self if self._mask is None else HeaderMap(self._mask(self.pairs))
        return f"HeaderMap({dict(shown)!r})"
