"""Bounded decompression: a response's `Content-Encoding` undone in steps, never more than a cap allows.

A kilobyte can unpack to gigabytes, in one step that cannot be interrupted. Here no step makes more than
`STEP` bytes, every stage of a stack is counted, and the end of each stream is checked.

>>> import zlib
>>> unpacker = Unpacker(("deflate",), cap=100)
>>> b"".join([*unpacker.feed(zlib.compress(b"hello")), *unpacker.end()])
b'hello'
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

STEP = 64 * 1024
_MAX_STAGES = 2
# Gzip ends with a checksum and a length, deflate with a checksum.
_TRAILERS = {"gzip": 8, "deflate": 4}
_CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


class UnpackError(Exception):
    """The body is not what its `Content-Encoding` says; `hint` says what may help."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


class TooLargeError(Exception):
    """More was unpacked than the cap allows."""


def codings(headers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the codings that were applied to a body, in the order they were applied.

    Raises:
        UnpackError: one is unknown, or more than two are stacked.

    Example:
        >>> codings((("Content-Encoding", "GZIP, identity"),))
        ('gzip',)
    """
    values = [value for name, value in headers if name.lower() == "content-encoding"]
    words = [word.strip().lower() for value in values for word in value.split(",")]
    applied = [word for word in words if word not in ("", "identity")]
    if len(applied) > _MAX_STAGES:
        raise UnpackError(f"the body is compressed {len(applied)} times over; at most {_MAX_STAGES} is taken")
    for word in applied:
        if word not in _CODINGS:
            raise UnpackError(
                f"the body is compressed with {word[:40]!r}, which was not asked for",
                "take an Accept-Encoding header out of the request, or ask for gzip",
            )
    return tuple(_CODINGS[word] for word in applied)


class Unpacker:
    """Undo a stack of codings piece by piece.

    Args:
        codings: as `codings` returns them; none passes every piece through.
        cap: the largest number of bytes that any stage may make.
    """

    def __init__(self, codings: tuple[str, ...], *, cap: int) -> None:
        self._stages = [_Inflater(coding, cap) for coding in reversed(codings)]
        self._cap = cap
        self.size = 0

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield what a piece from the wire unpacks to, at most `STEP` bytes at a time.

        Raises:
            UnpackError: the piece is not of the coding.
            TooLargeError: it would be more than the cap; what was yielded fills the cap.
        """
        return self._counted(self._through(self._stages, piece))

    def end(self) -> Iterator[bytes]:
        """Yield what is left, and check that every stream is whole; see `feed` for what it raises."""
        return self._counted(self._finish(self._stages))

    def _finish(self, stages: list[_Inflater]) -> Iterator[bytes]:
        if not stages:
            return
        for made in stages[0].finish():
            yield from self._through(stages[1:], made)
        yield from self._finish(stages[1:])

    def _through(self, stages: list[_Inflater], piece: bytes) -> Iterator[bytes]:
        if not stages:
            yield piece
            return
        for made in stages[0].feed(piece):
            yield from self._through(stages[1:], made)

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            room = self._cap - self.size
            self.size += len(piece)
            if len(piece) > room:
                yield piece[:room]
                raise TooLargeError
            yield piece


class _Inflater:
    """One stage: a gzip or deflate stream, or several gzip members in a row."""

    def __init__(self, coding: str, cap: int) -> None:
        self._coding = coding
        self._cap = cap
        self._made = 0
        self._held = b""
        self._stream: zlib._Decompress | None = None
        self._whole = True

    def feed(self, piece: bytes) -> Iterator[bytes]:
        # An error in the checksum takes everything made in the same step with it: keep the trailer apart.
        data = self._held + piece
        trailer = _TRAILERS[self._coding]
        self._held = data[-trailer:]
        yield from self._inflate(data[:-trailer])

    def finish(self) -> Iterator[bytes]:
        data, self._held = self._held, b""
        yield from self._inflate(data)
        if not self._whole:
            raise UnpackError(
                f"the {self._coding} body ends too early: {self._made:,} bytes could be unpacked",
                "the server or a proxy cut it short; send again",
            )

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream is None:
                if self._whole and self._made and not data.strip(b"\0"):
                    return  # padding
                self._stream = self._begin(data)
            yield from self._steps(self._stream, data)
            self._whole = self._stream.eof
            data = self._stream.unused_data
            if self._whole:
                self._stream = None

    def _begin(self, data: bytes) -> zlib._Decompress:
        self._whole = False
        if self._coding == "gzip":
            return zlib.decompressobj(wbits=31)
        # What HTTP calls deflate is a zlib stream, but some servers send it without its two-byte header.
        wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2].ljust(2, b"\x9c"), "big") % 31 == 0
        return zlib.decompressobj(wbits=15 if wrapped else -15)

    def _steps(self, stream: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        made = self._step(stream, data)
        while made:
            self._made += len(made)
            yield made
            if self._made > self._cap:
                raise TooLargeError
            if stream.eof or (len(made) < STEP and not stream.unconsumed_tail):
                return
            made = self._step(stream, stream.unconsumed_tail)

    def _step(self, stream: zlib._Decompress, data: bytes) -> bytes:
        try:
            return stream.decompress(data, STEP)
        except zlib.error as error:
            raise UnpackError(
                self._damage(str(error)), "the server or a proxy damaged it; send again"
            ) from None

    def _damage(self, detail: str) -> str:
        if "incorrect header check" in detail and self._made:
            return f"bytes that are not {self._coding} follow the {self._coding} body"
        if "incorrect header check" in detail:
            return f"the body is not {self._coding}, though its Content-Encoding says so"
        if "incorrect data check" in detail or "incorrect length check" in detail:
            return f"the {self._coding} body is damaged: its checksum does not match"
        return f"the {self._coding} body is damaged: {detail.rpartition(': ')[2]}"
