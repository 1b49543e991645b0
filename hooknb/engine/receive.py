"""Taking an answer: its head at once, its body piece by piece.

Two caps hold: on what crosses the wire, and on what it unpacks to.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

from hooknb.core.exchange import Failure, Headers, Response, first_header
from hooknb.engine.inflate import TooLargeError, Unpacker, UnpackError, codings

# The loop has other requests, and a clock to look at.
_BREATH = 1024 * 1024
_PIECES = 256
_MOST_HEADERS = 1000
_MEGABYTE = 1024 * 1024


class Answer:
    """An answer as far as it has arrived.

    Args:
        status: the status code.
        headers: name-value pairs in order.
        reason: the reason phrase.
        url: who answered.
    """

    def __init__(self, status: int, headers: Headers, reason: str, url: str) -> None:
        self.status, self.headers, self.reason, self.url = status, headers, reason, url
        self.wire_size = 0
        self.complete = False
        self._body = BytesIO()

    @property
    def announced(self) -> int | None:
        """The length of the body by `Content-Length`, as it crosses the wire."""
        value = first_header(self.headers, "content-length")
        return int(value) if value is not None and value.isdecimal() and value.isascii() else None

    def response(self) -> Response:
        """Return what has arrived."""
        return Response(
            self.status,
            self.headers,
            self._body.getvalue(),
            self.reason,
            self.url,
            self.complete,
            self.wire_size,
        )

    async def take(self, pieces: AsyncIterator[bytes], *, wire_cap: int, response_cap: int) -> Failure | None:
        """Take the body, unpacked, until it is whole or too large; what arrived stays in any case."""
        if len(self.headers) > _MOST_HEADERS:
            message = f"the answer has {len(self.headers):,} headers; at most {_MOST_HEADERS:,} are taken"
            return Failure("protocol", message, "the server is at fault; its log may say more")
        try:
            applied = codings(self.headers)
            failure = self._too_long(wire_cap if applied else min(wire_cap, response_cap))
            if failure is not None:
                return failure
            return await self._unpack(pieces, Unpacker(applied, cap=response_cap), wire_cap)
        except UnpackError as error:
            return Failure("decode", error.message, error.hint)
        except TooLargeError:
            return self._burst(response_cap)

    async def _unpack(
        self, pieces: AsyncIterator[bytes], unpacker: Unpacker, wire_cap: int
    ) -> Failure | None:
        breath, number = _BREATH, 0
        async for piece in pieces:
            self.wire_size += len(piece)
            number += 1
            if not number % _PIECES:
                # A single read can hold ten thousand chunks.
                await asyncio.sleep(0)
            if self.wire_size > wire_cap:
                return _too_large(f"received {self.wire_size:,} bytes", wire_cap)
            for part in unpacker.feed(piece):
                self._body.write(part)
                if unpacker.size > breath:
                    breath = unpacker.size + _BREATH
                    await asyncio.sleep(0)
        for part in unpacker.end():
            self._body.write(part)
        self.complete = True
        return None

    def _too_long(self, cap: int) -> Failure | None:
        if self.announced is None or self.announced <= cap:
            return None
        return _too_large(f"the answer announces {self.announced:,} bytes", cap)

    def _burst(self, cap: int) -> Failure:
        if first_header(self.headers, "content-encoding") is None:
            return _too_large(f"received {self.wire_size:,} bytes", cap)
        return _too_large(f"received {self.wire_size:,} bytes that unpack to more than {cap:,} bytes", cap)


def _too_large(what: str, cap: int) -> Failure:
    return Failure(
        "too_large",
        f"{what}; the limit is {_size(cap)}",
        "ask for less, such as one page, or raise the limit",
    )


def _size(number: int) -> str:
    megabytes, rest = divmod(number, _MEGABYTE)
    return f"{number:,} bytes" if rest or not megabytes else f"{megabytes:,} MB"
