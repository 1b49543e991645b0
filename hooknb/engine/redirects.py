"""Where a redirect leads, and what may be taken along.

Rules are those of browsers (Fetch standard, HTTP-redirect fetch), but stricter where a header could be a
secret: another origin sees none of the author's headers but a few harmless ones.

>>> request = Request("POST", "https://a.example/x", (("X-Api-Key", "k"), ("Accept", "*/*")), b"body")
>>> redirected(request, 303, "https://b.example/y")
Request('GET', 'https://b.example/y', (('Accept', '*/*'),), b'')
"""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from hooknb.core.exchange import Failure, Hop, Request
from hooknb.engine.outgoing import locate
from hooknb.errors import quoted

FOLLOWED = frozenset({301, 302, 303, 307, 308})
_HARMLESS = frozenset({"accept", "accept-language", "user-agent", "content-type"})
_OF_THE_BODY = frozenset({"content-type", "content-encoding", "content-language", "content-location"})


class RedirectError(Exception):
    """A redirect leads where nobody may be led; the message says where."""


class NeedsConsentError(Exception):
    """A redirect asks to send the body again to somebody else; the message says to whom."""


class Trail:
    """The redirects of one exchange so far, and what ends them.

    Args:
        most: how many may follow one another.

    Attributes:
        hops: those that were followed.
        note: why one was not followed; usually empty.
    """

    def __init__(self, *, most: int) -> None:
        self.hops: list[Hop] = []
        self.note = ""
        self._most = most

    def step(self, request: Request, status: int, location: str) -> Request | Failure | None:
        """Return the request that follows, None when the redirect is the answer, or why neither can be."""
        try:
            onward = redirected(request, status, location)
        except NeedsConsentError as reason:
            # A 3xx is an answer, too, and can be routed.
            self.note = f"the redirect was not followed: {reason}"
            return None
        except RedirectError as error:
            return Failure("protocol", str(error), _SEE_IT)
        failure = self._astray(request, onward)
        if failure is not None:
            return failure
        self.hops.append(Hop(status, request.url, onward.url))
        return onward

    def _astray(self, request: Request, onward: Request) -> Failure | None:
        seen = [*(hop.url for hop in self.hops), request.url]
        chain = " → ".join([*seen[-4:], onward.url])
        if onward.url in seen and onward.method == request.method:
            return Failure("protocol", f"the redirects go round in a circle: {chain}", _SEE_IT)
        if len(self.hops) >= self._most:
            message = f"more than {self._most} redirects in a row: … {chain}"
            return Failure("protocol", message, _SEE_IT)
        return None


_SEE_IT = "send without following redirects to see the answer"


def redirected(request: Request, status: int, location: str) -> Request:
    """Return the request that follows a redirect.

    Args:
        request: what was answered with the redirect, as the author wrote it: without added headers.
        status: one of `FOLLOWED`.
        location: the `Location` header, as latin-1 text.

    Raises:
        RedirectError: the location is no http or https URL.
        NeedsConsentError: the body would go to another origin.
    """
    url = _target(request.url, location)
    method = _method(request.method, status)
    keeps_body = method == request.method
    body = request.body if keeps_body else b""
    headers = request.headers
    if not keeps_body:
        headers = tuple(pair for pair in headers if pair[0].lower() not in _OF_THE_BODY)
    if locate(url)[0] != locate(request.url)[0]:
        if body:
            raise NeedsConsentError(f"the answer asks to send the body again to {locate(url)[0]}")
        headers = tuple(pair for pair in headers if pair[0].lower() in _HARMLESS)
    return Request(method, url, headers, body)


def _method(method: str, status: int) -> str:
    if status in (301, 302) and method == "POST":
        return "GET"
    return "GET" if status == 303 and method != "HEAD" else method


def _target(base: str, location: str) -> str:
    """Resolve a location against the URL that sent it, without user, password and fragment."""
    try:
        parts = urlsplit(urljoin(base, _text(location)))
        host = parts.netloc.rpartition("@")[2]
        host = host if host.isascii() else host.encode("idna").decode("ascii")
        path, query = quote(parts.path, safe=_PATH), quote(parts.query, safe=_QUERY)
        url = urlunsplit((parts.scheme, host, path, query, ""))
        locate(url)
    except ValueError:  # an IPv6 address without its bracket, a port that is no number, an impossible name
        message = f"the answer redirects to {quoted(location)}, and only http and https are followed"
        raise RedirectError(message) from None
    return url


def _text(location: str) -> str:
    """Read a location's bytes as UTF-8 where they are; headers are latin-1 only by tradition."""
    try:
        return location.strip().encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location.strip()


_PATH = "/:@!$&'()*+,;=-._~%"
_QUERY = _PATH + "?[]"
