"""The cookies of a session: taken from answers, sent where they belong, shown, and cleared.

Which cookie goes where is decided by the standard library's `http.cookiejar` (RFC 6265 as far as it goes):
domain, path, `Secure` and the time it ends. Cookies live in memory only, as long as the session.

    >>> cookies = Cookies()
    >>> cookies.take("https://shop.example/", (("Set-Cookie", "sid=31d4d96e407aad42; Path=/; HttpOnly"),))
    >>> [name for name, _ in cookies.header("https://shop.example/cart")], len(cookies)
    (['Cookie'], 1)
    >>> cookies.header("https://other.example/")
    ()
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import Message
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from types import SimpleNamespace
from typing import Any, cast
from urllib.request import Request as UrlRequest

from hooknb.core.exchange import Headers
from hooknb.core.redaction import MASK
from hooknb.view.table import Table

# A shorter value is an ordinary word too often (`lang=german`) to be hidden wherever it occurs.
_TELLING = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])\S{16,}")
_COLUMNS = ("domain", "path", "name", "value", "ends", "secure", "http only")


class Cookies:
    """Keep cookies between runs; safe in several threads. Values are masked wherever they are shown."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._jar = _new_jar()

    def take(self, url: str, headers: Headers) -> None:
        """Keep the cookies that an answer sets; those that it may not set are left out.

        Args:
            url: what was asked for.
            headers: of the answer.
        """
        if not any(name.lower() == "set-cookie" for name, _ in headers):
            return
        message = Message()
        for name, value in headers:
            if name.lower() == "set-cookie":
                message["Set-Cookie"] = value.replace("\r", "").replace("\n", "")
        answer = SimpleNamespace(info=lambda: message)
        with self._lock:
            self._jar.extract_cookies(cast("Any", answer), _asked(url))

    def header(self, url: str) -> Headers:
        """Return the `Cookie` header to send with a request for a URL; none when no cookie belongs there."""
        if not len(self):
            return ()
        request = _asked(url)
        with self._lock:
            self._jar.add_cookie_header(request)
        value = request.get_header("Cookie", "")
        return (("Cookie", value),) if value and _is_sendable(value) else ()

    def clear(self, domain: str = "") -> int:
        """Forget cookies.

        Args:
            domain: only those of this domain, as `frame()` shows it; all by default.

        Returns:
            How many there were.
        """
        with self._lock:
            gone = [each for each in self._jar if domain in ("", each.domain)]
            for each in gone:
                self._jar.clear(each.domain, each.path, each.name)
        return len(gone)

    def table(self) -> Table:
        """Return the cookies as a table: domain, path, name, value (masked), ends, secure, http only."""
        rows = tuple(
            (
                each.domain,
                each.path,
                each.name,
                MASK,
                None if each.expires is None else datetime.fromtimestamp(each.expires, UTC),
                each.secure,
                each.has_nonstandard_attr("HttpOnly"),
            )
            for each in self
        )
        dtypes = (("ends", "datetime64[ns, UTC]"),)
        return Table(_COLUMNS, rows, "Cookies", dtypes, empty="No cookies are kept.")

    def frame(self) -> Any:
        """Return the cookies as a DataFrame; values masked."""
        return self.table().frame()

    def __iter__(self) -> Iterator[Cookie]:
        with self._lock:
            return iter(sorted(self._jar, key=lambda each: (each.domain, each.path, each.name)))

    def __len__(self) -> int:
        with self._lock:
            self._jar.clear_expired_cookies()
            return len(self._jar)

    def __repr__(self) -> str:
        return f"<Cookies: {len(self)} kept>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.table().bundle()


def secret_cookies(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield a name and the value of every cookie that may not be shown, of the headers of either side.

    Example:
        >>> list(secret_cookies([("Cookie", "sid=31d4d96e407aad42; lang=german")]))
        [('cookie_sid', '31d4d96e407aad42')]
    """
    for header, value in headers:
        if header.lower() not in ("cookie", "set-cookie"):
            continue
        pairs = value.split(";") if header.lower() == "cookie" else value.split(";")[:1]
        for pair in pairs:
            name, _, text = pair.partition("=")
            text = text.strip().strip('"')
            if _TELLING.fullmatch(text):
                yield f"cookie_{name.strip()}", text


def _asked(url: str) -> UrlRequest:
    return UrlRequest(url)  # noqa: S310 (the jar reads it, nothing is opened)


def _new_jar() -> CookieJar:
    return CookieJar(DefaultCookiePolicy(netscape=True, rfc2965=False, strict_domain=True))


def _is_sendable(value: str) -> bool:
    return value.isascii() and value.isprintable()
