"""Unpacking in bounded steps: the same bytes in pieces of any size, every stream checked to its end."""

import gzip
import itertools
import zlib

import pytest

from hooknb.engine.inflate import STEP, TooLargeError, Unpacker, UnpackError, codings

TEXT = b"hello world " * 20_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def unpacked(packed: bytes, applied: tuple[str, ...], piece: int = 1000, cap: int = 10**7) -> bytes:
    unpacker = Unpacker(applied, cap=cap)
    made = [part for at in range(0, len(packed), piece) for part in unpacker.feed(packed[at : at + piece])]
    return b"".join([*made, *unpacker.end()])


@pytest.mark.parametrize("piece", [1, 7, 1000, 10**6])
@pytest.mark.parametrize(
    ("packed", "applied", "expected"),
    [
        pytest.param(TEXT, (), TEXT, id="none"),
        pytest.param(gzip.compress(TEXT), ("gzip",), TEXT, id="gzip"),
        pytest.param(gzip.compress(b""), ("gzip",), b"", id="gzip-of-nothing"),
        pytest.param(gzip.compress(TEXT) + gzip.compress(b"more"), ("gzip",), TEXT + b"more", id="members"),
        pytest.param(gzip.compress(TEXT) + b"\0" * 50, ("gzip",), TEXT, id="gzip-with-padding"),
        pytest.param(zlib.compress(TEXT), ("deflate",), TEXT, id="deflate"),
        pytest.param(raw_deflate(TEXT), ("deflate",), TEXT, id="deflate-without-header"),
        pytest.param(gzip.compress(zlib.compress(TEXT)), ("deflate", "gzip"), TEXT, id="stacked"),
        pytest.param(b"", ("gzip",), b"", id="no-body"),
    ],
)
def test_any_pieces_give_the_same_bytes(packed, applied, expected, piece):
    assert unpacked(packed, applied, piece) == expected


def test_no_step_makes_more_than_it_may():
    unpacker = Unpacker(("gzip",), cap=10**8)
    sizes = [len(part) for part in unpacker.feed(gzip.compress(b"\0" * 10**7))]
    assert max(sizes) <= STEP


@pytest.mark.parametrize("applied", [("gzip",), ("gzip", "gzip")])
def test_the_cap_is_filled_and_not_passed(applied):
    packed = b"\0" * 10**6
    for _ in applied:
        packed = gzip.compress(packed)
    unpacker, made = Unpacker(applied, cap=100_001), []
    with pytest.raises(TooLargeError):
        made.extend(unpacker.feed(packed))
    assert len(b"".join(made)) == 100_001


def test_a_body_of_exactly_the_cap_is_taken():
    assert len(unpacked(gzip.compress(b"x" * 500), ("gzip",), cap=500)) == 500
    assert len(unpacked(b"x" * 500, (), cap=500)) == 500


def test_a_bomb_that_collapses_again_is_seen_in_the_middle():
    # Much in the middle, little at the end: the cap holds for every stage.
    middle = gzip.compress(b"") * 20_000
    assert unpacked(gzip.compress(middle), ("gzip", "gzip"), cap=len(middle)) == b""
    with pytest.raises(TooLargeError):
        unpacked(gzip.compress(middle), ("gzip", "gzip"), cap=len(middle) - 1)


@pytest.mark.parametrize(
    ("packed", "applied", "says", "kept"),
    [
        (gzip.compress(TEXT)[:-3], ("gzip",), "the gzip body ends too early: 240,000 bytes", len(TEXT)),
        (gzip.compress(TEXT)[:5], ("gzip",), "the gzip body ends too early: 0 bytes", 0),
        (gzip.compress(TEXT)[:-8] + b"\0" * 8, ("gzip",), "its checksum does not match", len(TEXT)),
        (zlib.compress(TEXT)[:-4] + b"\0" * 4, ("deflate",), "its checksum does not match", len(TEXT)),
        (
            gzip.compress(b"a") + b"trailing bytes",
            ("gzip",),
            "bytes that are not gzip follow the gzip body",
            1,
        ),
        (b'{"not": "packed"}', ("gzip",), "the body is not gzip, though its Content-Encoding says so", 0),
        (b"\xff" * 20, ("deflate",), "the deflate body is damaged: invalid block type", 0),
        (gzip.compress(b"x")[:4], ("gzip", "gzip"), "the gzip body ends too early", 0),
    ],
)
def test_what_is_broken_is_said_and_what_came_is_kept(packed, applied, says, kept):
    unpacker, made = Unpacker(applied, cap=10**7), []
    with pytest.raises(UnpackError, match=says):
        made.extend(itertools.chain(unpacker.feed(packed), unpacker.end()))
    assert len(b"".join(made)) == unpacker.size == kept


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), ()),
        (("gzip",), ("gzip",)),
        (("X-GZIP",), ("gzip",)),
        (("deflate, gzip",), ("deflate", "gzip")),
        (("deflate", "gzip"), ("deflate", "gzip")),
        (("identity",), ()),
        (("identity, gzip,",), ("gzip",)),
    ],
)
def test_codings_are_read_in_the_order_they_were_applied(values, expected):
    assert codings([("content-encoding", value) for value in values]) == expected


@pytest.mark.parametrize(
    ("value", "says"),
    [("br", "compressed with 'br'"), ("gzip, zstd", "'zstd'"), ("gzip, gzip, gzip", "3 times over")],
)
def test_other_codings_are_refused(value, says):
    with pytest.raises(UnpackError, match=says):
        codings([("Content-Encoding", value)])
