"""Laws of decoding: any bytes with any type are data or a reason, and what was written is read back."""

import gzip
import json
import zlib
from encodings.aliases import aliases

from hypothesis import given
from hypothesis import strategies as st

from hooknb.engine.charset import read_text
from hooknb.engine.decode import Decoded, DecodeError, decode, decode_text
from hooknb.engine.inflate import TooLargeError, Unpacker, UnpackError, codings

TYPES = st.sampled_from(
    [
        None,
        "",
        ";",
        "application/json",
        "application/json; charset=utf-16",
        "application/json; charset=hex",
        "text/xml",
        "application/atom+xml; charset=shift_jis",
        "text/xml; charset=latin-1",
        "text/html; charset=utf-8",
        "text/plain; charset=idna",
        "text/plain; charset=utf-7",
        "text/plain; charset=punycode",
        "image/png",
        "application/octet-stream",
    ]
) | st.text().map(lambda text: f"text/plain; charset={text}")

# Every codec that Python has, charsets and others, as a server may write it.
CODECS = st.sampled_from(
    sorted(
        {
            *aliases.values(),
            "idna",
            "mbcs",
            "oem",
            "undefined",
            "unicode_escape",
            "punycode",
            "aliases",
            "unknown",
        }
    )
).flatmap(
    lambda name: st.sampled_from([name, name.upper(), name.replace("_", "-"), f'"{name}"', f" {name} "])
)
HOSTILE_TYPES = st.builds(
    lambda media, charset, more: f"{media}; charset={charset}{more}",
    st.sampled_from(
        [
            "text/html",
            "application/json",
            "text/xml",
            "text/plain",
            "application/x+json",
            "",
            "x",
            "image/png",
        ]
    ),
    CODECS | st.text(max_size=8),
    st.sampled_from(["", "; charset=utf-8", ";", "; q=\x00", '"', ";charset", "; boundary=x"]),
)

FRAGMENTS = st.sampled_from(
    [
        b"{", b"}", b"[", b"]", b'"', b":", b",", b"NaN", b"-", b"1e999", b"\\ud800", b"\\", b"null",
        b"<", b">", b"<a>", b"</a>", b"<a ", b"b='c'", b"&", b"&amp;", b"&#x0;", b"&#xD800;", b"]]>", b"<![CDATA[",
        b"<?xml version='1.0'", b" encoding='utf-16'", b" encoding='hex'", b"?>", b"<!DOCTYPE a [", b"<!ENTITY b 'c'>",
        b"<!--", b"-->", b"<html>", b"<title>", b"<meta charset=utf-7>",
        b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0", b"\n", b"\x1b", b"\xe9", b"\xed\xa0\x80",
    ]
)  # fmt: skip
BODIES = st.binary(max_size=200) | st.lists(FRAGMENTS | st.binary(max_size=4), max_size=30).map(b"".join)
DECLARED = st.builds(
    lambda start, codec, rest: start % codec.strip(' "').encode() + rest,
    st.sampled_from(
        [
            b"<?xml version='1.0' encoding='%s'?><a>",
            b'<meta charset="%s">',
            b"<html><meta content='charset=%s'>",
        ]
    ),
    CODECS,
    BODIES,
)
KINDS = st.sampled_from(["auto", "json", "xml", "text"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(
    body=BODIES | DECLARED,
    content_type=TYPES | HOSTILE_TYPES,
    kind=KINDS,
    forced=st.lists(st.text(max_size=4) | st.sampled_from(["a", "a.b", "$.a", ""]), max_size=3),
)
def test_any_body_is_data_or_a_reason(body, content_type, kind, forced):
    try:
        decoded = decode(body, content_type, kind=kind, force_list=forced)
    except DecodeError as error:
        assert error.message.isprintable()
        assert kind != "text"
    else:
        assert isinstance(decoded, Decoded)
        assert kind == "auto" or decoded.kind in (kind, "empty")


@given(body=BODIES | DECLARED, content_type=TYPES | HOSTILE_TYPES)
def test_any_body_has_a_text_that_can_be_shown(body, content_type):
    read = read_text(body, content_type)
    assert read.text == decode_text(body, content_type)
    assert read.note.isprintable()
    read.text.encode()


@given(value=VALUES, charset=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"]))
def test_json_that_was_written_is_read(value, charset):
    written = json.dumps(value, ensure_ascii=False).encode(charset)
    assert decode(written, "application/json").data == value


@given(body=st.binary(max_size=2000), piece=st.integers(1, 2000), cap=st.integers(1, 5000))
def test_unpacking_gives_what_was_packed_or_fills_the_cap(body, piece, cap):
    for applied, packed in (
        (("gzip",), gzip.compress(body)),
        (("deflate",), zlib.compress(body)),
        ((), body),
    ):
        unpacker, made = Unpacker(applied, cap=cap), bytearray()
        try:
            for at in range(0, len(packed), piece):
                for part in unpacker.feed(packed[at : at + piece]):
                    made += part
            for part in unpacker.end():
                made += part
            assert bytes(made) == body
        except TooLargeError:
            assert len(body) > cap
            assert bytes(made) == body[:cap]


@given(
    headers=st.lists(
        st.tuples(
            st.sampled_from(["Content-Encoding", "content-encoding", "X"]),
            st.text(max_size=6)
            | st.lists(
                st.sampled_from(["gzip", "x-gzip", "deflate", "identity", "br", "", " GZIP "]), max_size=4
            ).map(",".join),
        ),
        max_size=3,
    ),
    pieces=st.lists(
        st.binary(max_size=50)
        | st.binary(max_size=50).map(gzip.compress)
        | st.binary(max_size=50).map(zlib.compress)
        | st.just(gzip.compress(b"\0" * 50_000)),
        max_size=4,
    ),
)
def test_any_headers_and_any_bytes_are_unpacked_or_refused(headers, pieces):
    cap, made = 10_000, 0
    try:
        unpacker = Unpacker(codings(headers), cap=cap)
        for piece in pieces:
            made += sum(map(len, unpacker.feed(piece)))
        made += sum(map(len, unpacker.end()))
    except UnpackError as error:
        assert error.message.isprintable()
    except TooLargeError:
        assert made <= cap
    assert made <= cap


@given(
    packed=st.binary(max_size=300), coding=st.sampled_from(["gzip", "deflate"]), damage=st.integers(0, 300)
)
def test_damage_never_escapes(packed, coding, damage):
    good = bytearray(gzip.compress(packed) if coding == "gzip" else zlib.compress(packed))
    good[damage % len(good)] ^= 0x55
    unpacker = Unpacker((coding, coding), cap=10_000)
    try:
        for part in (*unpacker.feed(bytes(good)), *unpacker.end()):
            assert len(part) <= 10_000
    except (UnpackError, TooLargeError) as error:
        assert str(error) or isinstance(error, TooLargeError)
