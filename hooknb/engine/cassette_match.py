"""Whether a recorded request is the one that would be sent now, and what differs if it is not.

Both are compared with their secrets masked, so another token makes no difference; a mask matches whatever
stands in its place. All headers that an author wrote count, but for those of `is_compared`.

    >>> recorded = Request("GET", "https://api.example.com/users?id=7&page=1")
    >>> now = Request("GET", "https://api.example.com/users?page=2&id=7")
    >>> [str(each) for each in differences(recorded, now)]
    ["query page: '1' was recorded, now it is '2'"]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from hooknb.core.exchange import Request
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.parameters import plain_spelling
from hooknb.core.redaction import between_masks
from hooknb.core.sensitive import is_sensitive
from hooknb.engine.compare import differing_entries
from hooknb.errors import quoted

# Whose request it is, how it travels, and what is new at every request: none of it changes the answer.
_NOT_COMPARED = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "cookie",
        "date",
        "host",
        "idempotency-key",
        "traceparent",
        "tracestate",
        "user-agent",
        "x-amzn-trace-id",
        "x-correlation-id",
        "x-request-id",
    }
)
# How much a difference tells: a request to somebody else is further away than another page of the same list.
_WEIGHTS = {"method": 5, "host": 8}
_PATH_WEIGHT = 3
_TOLD = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold one difference between a recorded request and the one of now; secrets masked.

    Args:
        part: `method`, `host`, `path`, `query NAME`, `header NAME`, `body PATH`.
        recorded: what was recorded; `MISSING` for nothing.
        now: what it is now; `MISSING` for nothing.
    """

    part: str
    recorded: Any
    now: Any

    def __str__(self) -> str:
        if self.recorded is MISSING:
            return f"{self.part}: {quoted(self.now)} is new"
        now = "nothing" if self.now is MISSING else quoted(self.now)
        return f"{self.part}: {quoted(self.recorded)} was recorded, now it is {now}"


class Nearest(NamedTuple):
    """Name the recorded request that is most like the one of now: its place, and how they differ."""

    place: int
    differences: tuple[Difference, ...]


def matches(recorded: Request, now: Request) -> bool:
    """Tell whether a recorded request is the one of now."""
    return next(differences(recorded, now), None) is None


def differences(recorded: Request, now: Request) -> Iterator[Difference]:
    """Yield what differs between two requests, both masked."""
    if recorded.method != now.method:
        yield Difference("method", recorded.method, now.method)
    yield from _in_url(recorded.url, now.url)
    yield from _by_name("header", _headers(recorded), _headers(now))
    if recorded.body != now.body:
        yield from _in_body(recorded, now)


def nearest(recorded: Sequence[Request], now: Request) -> Nearest | None:
    """Return the request that is most like the one of now; None when there is none."""
    found = [Nearest(place, tuple(differences(each, now))) for place, each in enumerate(recorded)]
    return min(found, key=lambda each: _distance(each.differences), default=None)


def explain(recorded: Sequence[Request], now: Request) -> str:
    """Return the lines that say that none is the request of now, and in how far the nearest one differs.

    Args:
        recorded: at least one request.
        now: another.
    """
    place, found = nearest(recorded, now) or Nearest(0, ())
    told = [f"    {each}" for each in found[:_TOLD]]
    told += [f"    … and {len(found) - _TOLD:,} more"] if len(found) > _TOLD else []
    near = f"{recorded[place].method} {recorded[place].url} (exchange {place + 1} of {len(recorded)})"
    return "\n".join([f"has no exchange for {now.method} {now.url}", f"  nearest is {near}:", *told])


def is_compared(header: str) -> bool:
    """Tell whether a header counts: not those that say who asks, how it travels, or what is always new.

    Example:
        >>> is_compared("Accept-Language"), is_compared("Authorization"), is_compared("X-Request-Id")
        (True, False, False)
    """
    return header.lower() not in _NOT_COMPARED and not is_sensitive(header)


def alike(recorded: str, now: str) -> bool:
    """Tell whether two texts are the same where neither is masked.

    Example:
        >>> alike("/users/«ID»/orders", "/users/7/orders"), alike("/users/«ID»", "/items/7")
        (True, False)
    """
    return recorded == now or _fits(between_masks(recorded), now) or _fits(between_masks(now), recorded)


def _fits(pieces: list[str], text: str) -> bool:
    """Tell whether a text is these pieces in order, with something between each two of them."""
    if len(pieces) == 1:
        return False
    first, *middle, last = pieces
    if not (text.startswith(first) and text.endswith(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at + 1, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at < end


def _distance(found: Iterable[Difference]) -> int:
    return sum(_weight(each) for each in found)


def _weight(difference: Difference) -> int:
    """Weigh a difference; of paths, each segment that differs counts."""
    if difference.part != "path":
        return _WEIGHTS.get(difference.part, 1)
    pairs = zip_longest(_segments(difference.recorded), _segments(difference.now), fillvalue="")
    return _PATH_WEIGHT + sum(not alike(one, other) for one, other in pairs)


def _in_url(recorded: str, now: str) -> Iterator[Difference]:
    one, other = _split(recorded), _split(now)
    if not alike(one.host, other.host):
        yield Difference("host", one.host, other.host)
    if not _same_values(_segments(one.path), _segments(other.path)):
        yield Difference("path", one.path, other.path)
    yield from _by_name("query", _grouped(one.query), _grouped(other.query))


class _Url(NamedTuple):
    host: str
    path: str
    query: list[tuple[str, str]]


def _split(url: str) -> _Url:
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:  # a file that somebody edited may hold anything
        return _Url("", url, [])
    host = f"{parts.scheme}://{parts.netloc}" if parts.scheme else parts.netloc
    return _Url(host, parts.path or "/", query)


def _headers(request: Request) -> dict[str, list[str]]:
    return _grouped((name.lower(), value) for name, value in request.headers if is_compared(name))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _by_name(kind: str, one: dict[str, list[str]], other: dict[str, list[str]]) -> Iterator[Difference]:
    for name in dict.fromkeys([*one, *other]):
        first, second = one.get(name, []), other.get(name, [])
        if not _same_values(first, second):
            yield Difference(f"{kind} {name}", _told(first), _told(second))


def _segments(path: str) -> list[str]:
    return [unquote(segment) for segment in path.split("/")]


def _same_values(one: list[str], other: list[str]) -> bool:
    return len(one) == len(other) and all(map(alike, one, other))


def _told(values: list[str]) -> Any:
    """Return the values of one name as a message shows them."""
    return MISSING if not values else values[0] if len(values) == 1 else values


def _in_body(recorded: Request, now: Request) -> Iterator[Difference]:
    first, second = _data(recorded.body), _data(now.body)
    if first is not None and second is not None:
        for path, one, other in differing_entries(first, second, _same_entry):
            yield Difference(f"body {path}", one, other)
        return
    one_text, other_text = _text(recorded.body), _text(now.body)
    if one_text is None or other_text is None:
        yield Difference("body", f"{len(recorded.body):,} bytes", f"{len(now.body):,} other bytes")
    elif all("form-urlencoded" in (each.header("content-type") or "") for each in (recorded, now)):
        one_form, other_form = (
            _grouped(parse_qsl(text, keep_blank_values=True)) for text in (one_text, other_text)
        )
        yield from _by_name("form", one_form, other_form)
    elif not alike(one_text, other_text):
        yield from _first_line(one_text, other_text)


def _first_line(recorded: str, now: str) -> Iterator[Difference]:
    """Yield the first line that differs."""
    lines = zip_longest(recorded.split("\n"), now.split("\n"), fillvalue=MISSING)
    for number, (one, other) in enumerate(lines, 1):
        if one is MISSING or other is MISSING or not alike(str(one), str(other)):
            yield Difference(f"body, line {number:,}", one, other)
            return


def _data(body: bytes) -> Any:
    """Return the object or list that a body is in JSON; None for anything else."""
    if body.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _text(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _same_entry(recorded: Any, now: Any) -> bool:
    """Tell whether two leaves are the same JSON value, or one is a mask: `1` is neither `true` nor `1.0`."""
    if type(recorded) is type(now) and recorded == now:
        return True
    if recorded is MISSING or now is MISSING or not (isinstance(recorded, str) or isinstance(now, str)):
        return False
    return alike(*(each if isinstance(each, str) else plain_spelling(each) for each in (recorded, now)))
