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

import os
import re
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import Message
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request as UrlRequest
from weakref import WeakSet

from hooknb.core.checks import HEADER_CONTROL
from hooknb.core.exchange import Exchange, Headers
from hooknb.core.redaction import MASK, is_masked
from hooknb.view.table import Table

# A shorter value is an ordinary word too often (`lang=german`) to be hidden wherever it occurs.
_TELLING = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])\S{16,}")
# What browsers keep (RFC 6265bis, 5.6 and 5.7): so no server can make every later request too large, and none
# can keep the library busy with an attribute.
_MOST_CHARACTERS, _MOST_OF_AN_ATTRIBUTE = 4096, 1024
_MOST_OF_A_DOMAIN = 180
_LONGEST_LIFE = 400 * 86_400
_COLUMNS = ("domain", "path", "name", "value", "ends", "secure", "http only")


class Cookies:
    """Keep cookies between runs; safe in several threads. Values are masked wherever they are shown."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._jar = _Jar()
        _all.add(self)

    def take(self, url: str, headers: Headers) -> None:
        """Keep the cookies that an answer sets; those that it may not set are left out.

        Args:
            url: what was asked for.
            headers: of the answer.
        """
        for name, value in headers:
            # One after the other: an answer may set a cookie and take it back.
            if name.lower() == "set-cookie" and _is_kept(value):
                with self._lock:
                    self._jar.extract_cookies(_answer(_readable(value, url)), _asked(url))

    def header(self, url: str) -> Headers:
        """Return the `Cookie` header to send with a request for a URL; none when no cookie belongs there."""
        if not len(self):
            return ()
        request = _asked(url)
        with self._lock:
            self._jar.add_cookie_header(request)
        value = request.get_header("Cookie", "")
        return (("Cookie", value),) if value else ()

    def clear(self, domain: str = "") -> int:
        """Forget cookies.

        Args:
            domain: only those of this domain, with or without its leading dot; all by default.

        Returns:
            How many there were.
        """
        with self._lock:
            gone = [each for each in self._jar if not domain or _plain(domain) in _names(each)]
            for each in gone:
                self._jar.clear(each.domain, each.path, each.name)
        return len(gone)

    def table(self) -> Table:
        """Return the cookies as a table: domain, path, name, value (masked), ends, secure, http only."""
        rows = tuple(
            (
                _shown(each.domain),
                each.path,
                each.name,
                MASK,
                None if each.expires is None else datetime.fromtimestamp(each.expires, UTC),
                each.secure,
                each.has_nonstandard_attr("HttpOnly"),
            )
            for each in self._sorted()
        )
        dtypes = (("ends", "datetime64[ns, UTC]"),)
        return Table(_COLUMNS, rows, "Cookies", dtypes, empty="No cookies are kept.")

    def frame(self) -> Any:
        """Return the cookies as a DataFrame; values masked."""
        return self.table().frame()

    def __len__(self) -> int:
        with self._lock:
            self._jar.clear_expired_cookies()
            return len(self._jar)

    def __repr__(self) -> str:
        return f"<Cookies: {len(self)} kept>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.table().bundle()

    def _sorted(self) -> list[Cookie]:
        # Nobody else may go through them: the library's cookies show their values.
        with self._lock:
            return sorted(self._jar, key=lambda each: (each.domain, each.path, each.name))


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
            if _TELLING.fullmatch(text) and not is_masked(text):
                yield f"cookie_{name.strip()}", text


def cookies_of(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Yield the same for both sides of an exchange."""
    answered = exchange.response.headers if exchange.response is not None else ()
    yield from secret_cookies((*exchange.request.headers, *answered))


# A child that is forked while a run takes cookies would wait for ever for a lock that nobody gives back; so a
# fork waits until no lock is held, as that of `logging` does.
_all: WeakSet[Cookies] = WeakSet()
_forking = threading.RLock()
_held: list[Cookies] = []


def _before_fork() -> None:
    _forking.acquire()
    _held.extend(_all)
    for each in _held:
        each._lock.acquire()


def _after_fork() -> None:
    while _held:
        _held.pop()._lock.release()
    _forking.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_child=_after_fork, after_in_parent=_after_fork)


class _Jar(CookieJar):
    """The library's jar, with bounds for what a server may put into it."""

    def __init__(self) -> None:
        super().__init__(DefaultCookiePolicy(netscape=True, rfc2965=False, strict_domain=True))

    def set_cookie(self, cookie: Cookie) -> None:
        """Keep a cookie; it ends in 400 days at the latest, and of too many of a domain the first go."""
        if cookie.expires is not None:
            cookie.expires = min(cookie.expires, int(time.time()) + _LONGEST_LIFE)
        super().set_cookie(cookie)
        of_domain = [each for each in self if each.domain == cookie.domain]
        for each in of_domain[:-_MOST_OF_A_DOMAIN]:
            self.clear(each.domain, each.path, each.name)


def _is_kept(set_cookie: str) -> bool:
    pair = set_cookie.partition(";")[0]
    return len(pair) <= _MOST_CHARACTERS and HEADER_CONTROL.search(set_cookie) is None


def _readable(set_cookie: str, url: str) -> str:
    """Return what the library reads well: without long attributes, and without a domain that is the host.

    It takes a domain without dots for a whole top level, and an address for a name.
    """
    host = urlsplit(url).hostname or ""
    own = "." not in host or host.replace(".", "").isdecimal()
    pair, *attributes = set_cookie.split(";")
    kept = [each for each in attributes if len(each) <= _MOST_OF_AN_ATTRIBUTE]
    if own:
        kept = [each for each in kept if _domain_in(each) != host]
    return ";".join([pair, *kept])


def _domain_in(attribute: str) -> str:
    name, _, value = attribute.partition("=")
    return _plain(value.strip()) if name.strip().lower() == "domain" else ""


def _answer(set_cookie: str) -> Any:
    message = Message()
    message["Set-Cookie"] = set_cookie
    return SimpleNamespace(info=lambda: message)


def _asked(url: str) -> UrlRequest:
    return UrlRequest(url)  # noqa: S310 (the jar reads it, nothing is opened)


def _names(cookie: Cookie) -> tuple[str, str]:
    """Return what a cookie's domain may be called: the library adds `.local` to a host without a dot."""
    return _plain(cookie.domain), _plain(cookie.domain).removesuffix(".local")


def _plain(domain: str) -> str:
    return domain.lower().removeprefix(".")


def _shown(domain: str) -> str:
    return domain.removesuffix(".local") if domain == "localhost.local" or "]" in domain else domain
