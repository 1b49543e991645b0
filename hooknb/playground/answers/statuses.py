"""Statuses, waiting, failing a few times, and redirects."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import quote

from hooknb.playground.messages import HeaderPairs, RefusedError, Reply, json_reply, phrase, problem
from hooknb.playground.routes import Call, Routes

routes = Routes("Statuses and time")

_REDIRECTS = (301, 302, 303, 307, 308)
_DRIPS_PER_SECOND = 20

# Headers that RFC 9110 wants beside a status.
_BESIDE: dict[int, HeaderPairs] = {
    **dict.fromkeys(_REDIRECTS, (("Location", "/status/200"),)),
    401: (("WWW-Authenticate", 'Basic realm="playground", charset="UTF-8"'),),
    405: (("Allow", "GET, HEAD, OPTIONS"),),
    407: (("Proxy-Authenticate", 'Basic realm="playground"'),),
    426: (("Upgrade", "HTTP/2.0"), ("Connection", "Upgrade")),
    429: (("Retry-After", "1"),),
    503: (("Retry-After", "1"),),
}


@routes.add("*", "/status/{code}", example="/status/404")
def status(call: Call) -> Reply:
    """Any status from 100 to 599, for any method."""
    code = call.whole("code", 100, 599)
    if code < 200:
        return _interim(code)
    if code in (204, 205, 304):
        return Reply(code)
    return json_reply(_described(code), code, _BESIDE.get(code, ()))


@routes.add("*", "/delay/{seconds}", example="/delay/1.5")
def delay(call: Call) -> Reply:
    """An answer after some seconds, 60 at most."""
    seconds = call.number("seconds", 0, 60)
    call.wait(seconds)
    return json_reply({"delay": seconds})


@routes.get("/drip", example="/drip?duration=2&bytes=10&delay=0.5")
def drip(call: Call) -> Reply:
    """A body of ?bytes= stars that takes ?duration= seconds to arrive, after ?delay= seconds."""
    duration = call.number("duration", 0, 60, default=2)
    size = call.whole("bytes", 1, 1_000_000, default=10)
    call.wait(call.number("delay", 0, 60, default=0))
    return Reply(
        200, (("Content-Type", "text/plain; charset=utf-8"),), _drops(call, duration, size), length=size
    )


@routes.add("*", "/flaky", example="/flaky?fail=2&key=mine")
def flaky(call: Call) -> Reply:
    """503 with Retry-After ?fail= times for a ?key=, then 200 once, then from the start."""
    failures = call.whole("fail", 0, 1_000, default=2)
    attempt, works = call.memory.failures.attempt(call.text("key", "", longest=100), failures)
    if works:
        return json_reply({"attempts": attempt})
    later = _retry_after(call)
    return problem(503, f"attempt {attempt} fails, {failures} do", later, attempt=attempt)


@routes.add("*", "/rate-limited")
def rate_limited(call: Call) -> Reply:
    """Always 429, with Retry-After: ?retry_after= seconds."""
    return problem(429, "too many requests, as always at this address", _retry_after(call))


@routes.add("*", "/redirect/{n}", example="/redirect/3")
def redirect(call: Call) -> Reply:
    """A chain of n redirects (?status=302), which ends at /redirect/0 with 200."""
    left = call.whole("n", 0, 100)
    code = _redirect_status(call)
    if left == 0:
        return json_reply({"redirects": "done", "method": call.request.method})
    return _redirected(code, f"/redirect/{left - 1}" + ("" if code == 302 else f"?status={code}"))


@routes.add("*", "/redirect-to", example="/redirect-to?url=/user&status=307")
def redirect_to(call: Call) -> Reply:
    """A redirect to ?url= with ?status= 301, 302, 303, 307 or 308."""
    # What a URL cannot hold is percent-encoded, line breaks above all: a client must not write our headers.
    return _redirected(_redirect_status(call), quote(call.text("url"), safe="!#$%&'()*+,/:;=?@[]~"))


def _interim(code: int) -> Reply:
    """Return a final reply with the 1xx before it, as far as HTTP allows."""
    if code == 101:
        detail = "101 hands the connection over to another protocol: only a request to upgrade may get it"
        return json_reply({**_described(200), "interim": None, "detail": detail})
    detail = f"{code} came before this: a 1xx is only interim, a final status must follow"
    return replace(json_reply({**_described(200), "interim": code, "detail": detail}), interim=code)


def _described(code: int) -> dict[str, object]:
    try:
        detail = HTTPStatus(code).description
    except ValueError:
        detail = "no specification gives this code a meaning"
    return {"status": code, "class": f"{code // 100}xx", "title": phrase(code), "detail": detail}


def _drops(call: Call, duration: float, size: int) -> Iterator[bytes]:
    count = max(1, min(size, int(duration * _DRIPS_PER_SECOND)))
    start = time.monotonic()
    for number in range(1, count + 1):
        yield b"*" * (size * number // count - size * (number - 1) // count)
        call.wait(max(0.0, start + duration * number / count - time.monotonic()))


def _retry_after(call: Call) -> HeaderPairs:
    return (("Retry-After", str(call.whole("retry_after", 0, 3_600, default=1))),)


def _redirect_status(call: Call) -> int:
    code = call.whole("status", 300, 399, default=302)
    if code not in _REDIRECTS:
        raise RefusedError(400, f"'status' is one of {', '.join(map(str, _REDIRECTS))}, not {code}")
    return code


def _redirected(code: int, location: str) -> Reply:
    return json_reply({"location": location}, code, (("Location", location),))
