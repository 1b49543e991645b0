"""The faults of what an answer holds: compression, statuses, redirects, JSON, texts and XML."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import Any

from server import bombs
from server.fault import ANYTHING, CAP, SHORT, Fault
from server.wire import Wire, answer, coded, floods, redirect, says

_OK = b'{"ok": true}'
_GOOD = b'{"whole": "yes"}'
_GZIPPED = gzip.compress(_GOOD, mtime=0)
_DEFLATED = zlib.compress(_GOOD)
_ONES = b"1" * 40_000


def _thrice(body: bytes) -> bytes:
    for _ in range(3):
        body = gzip.compress(body, mtime=0)
    return body


BOMBS = (
    *(
        Fault(name, coded(body, coding), "too_large", "unpack to more than 1,048,576 bytes", status=200)
        for name, body, coding in (
            ("gzip_bomb", bombs.gzipped, "gzip"),
            ("deflate_bomb", bombs.deflated, "deflate"),
            ("nested_bomb", bombs.gzipped_twice, "gzip, gzip"),
            ("members_bomb", bombs.many_members, "gzip"),
        )
    ),
    *(
        Fault(
            name,
            coded(body, coding),
            "decode",
            f"compressed with '{coding}', which was not asked for",
            status=200,
            body=b"",
        )
        for name, body, coding in (
            ("brotli_bomb", bombs.BROTLI, "br"),
            ("zstd_bomb", bombs.ZSTD, "zstd"),
            ("unknown_coding", b"x", "magic"),
        )
    ),
    Fault(
        "three_codings",
        coded(_thrice(b"x"), "gzip, gzip, gzip"),
        "decode",
        "compressed 3 times over",
        status=200,
        body=b"",
    ),
)

DAMAGED = (
    *(
        Fault(name, coded(body, coding), "decode", sentence, status=200, body=kept)
        for name, body, coding, sentence, kept in (
            ("gzip_truncated", gzip.compress(_ONES)[:-12], "gzip", "the gzip body ends too early", None),
            ("gzip_cut_in_checksum", _GZIPPED[:-6], "gzip", "the gzip body ends too early: 16 bytes", _GOOD),
            ("deflate_truncated", _DEFLATED[:-6], "deflate", "the deflate body ends too early", None),
            (
                "nested_truncated",
                gzip.compress(gzip.compress(_ONES)[:-12]),
                "gzip, gzip",
                "the gzip body ends too early",
                None,
            ),
            (
                "gzip_wrong_crc",
                _GZIPPED[:-8] + b"\0" * 4 + _GZIPPED[-4:],
                "gzip",
                "checksum does not match",
                _GOOD,
            ),
            ("gzip_wrong_length", _GZIPPED[:-4] + b"\0\0\0\1", "gzip", "checksum does not match", _GOOD),
            ("deflate_wrong_crc", _DEFLATED[:-4] + b"\0" * 4, "deflate", "checksum does not match", _GOOD),
            ("gzip_and_more", _GZIPPED + b"more", "gzip", "bytes that are not gzip follow", _GOOD),
            ("not_gzip", b"plain", "gzip", "the body is not gzip", b""),
        )
    ),
    Fault("gzip_of_nothing", coded(b"", "gzip"), "", status=200, body=b""),
    Fault(
        "gzip_stall",
        says(answer(_GZIPPED[:20], "Content-Encoding: gzip", length=len(_GZIPPED)), then="stall"),
        "timeout",
        "20 of 36 bytes",
        status=200,
        timeout=SHORT,
    ),
)

STATUSES = (
    Fault("status_999", says(answer(status="999 Strange")), "", status=999, body=_OK),
    Fault("status_000", says(answer(status="000 Nothing"), then="close"), "protocol", "the status 0"),
    Fault(
        "status_1000", says(answer(status="1000 Strange"), then="close"), "protocol", "HTTP/1.1 1000 Strange"
    ),
    Fault(
        "status_101",
        says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", then="stall"),
        "protocol",
        "changed to another protocol",
    ),
    Fault(
        "status_101_wanted",
        says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", then="stall"),
        "protocol",
        "changed to another protocol",
        status=101,
        headers=(("Connection", "upgrade"), ("Upgrade", "x")),
    ),
    Fault(
        "hasty_refusal",
        None,
        "",
        status=413,
        body=b"too much",
        place="hasty",
        method="POST",
        upload=5 * 1024 * 1024,
        arrives=0,
    ),
)


def _longer_chain(wire: Wire) -> None:
    number = int(re.search(rb"[?&]n=(\d+)", wire.request)[1]) if b"n=" in wire.request else 0
    wire.send(answer(b"", f"Location: ?n={number + 1}", status="302 Found"))


_FOLLOW = {"follow_redirects": True}

REDIRECTS = (
    *(
        Fault(name, behave, "protocol", sentence, status=302, settings=_FOLLOW, arrives=arrives)
        for name, behave, sentence, arrives in (
            ("redirect_loop", redirect("/redirect_loop"), "go round in a circle", 1),
            ("redirect_chain", _longer_chain, "more than 10 redirects", 11),
            ("redirect_to_file", redirect("file:///etc/passwd"), "only http and https are followed", 1),
            ("redirect_to_script", redirect("javascript:alert(1)"), "only http and https are followed", 1),
            ("redirect_to_nonsense", redirect("http://[::1/"), "only http and https are followed", 1),
        )
    ),
    Fault(
        "redirect_elsewhere",
        redirect("http://{other}/fine"),
        "",
        status=200,
        body=_OK,
        settings=_FOLLOW,
        headers=(("Authorization", "Bearer not-for-others"), ("X-Api-Key", "not-for-others")),
    ),
    Fault(
        "redirect_upload_elsewhere",
        redirect("http://{other}/fine", "307 Temporary Redirect"),
        "",
        status=307,
        body=b"moved",
        settings=_FOLLOW,
        method="POST",
        upload=3,
    ),
    Fault(
        "redirect_endless_body",
        floods(answer(b"", "Location: /fine", status="302 Found", length=10**12), piece=b"x" * 65536),
        "",
        status=200,
        body=_OK,
        settings=_FOLLOW,
    ),
    Fault(
        "redirect_to_stall",
        redirect("/header_stall"),
        "timeout",
        "waiting for the answer",
        settings=_FOLLOW,
        timeout=SHORT,
    ),
    Fault(
        "redirect_to_broken",
        redirect("/short_body"),
        "protocol",
        "4 of 8 bytes",
        status=200,
        settings=_FOLLOW,
    ),
    Fault("redirect_not_followed", redirect("file:///etc/passwd"), "", status=302, body=b"moved"),
    Fault(
        "redirect_nowhere",
        says(answer(b"moved", "X: y", status="302 Found")),
        "",
        status=302,
        body=b"moved",
        settings=_FOLLOW,
    ),
)


def _content(
    name: str,
    body: bytes,
    sentence: str = "",
    header: str = "application/json",
    content: str = "auto",
    data: Any = ANYTHING,
) -> Fault:
    """Return a fault of the content alone; without a sentence it is data all the same."""
    behave = says(answer(body, f"Content-Type: {header}"))
    kind = "decode" if sentence else ""
    room = {"response_cap": 2 * CAP, "wire_cap": 2 * CAP}
    return Fault(
        name,
        behave,
        kind,
        sentence,
        "decode",
        status=200,
        body=body,
        content=content,
        data=data,
        settings=room,
    )


JSON = (
    _content("json_broken", b'{"a": 1 "b": 2}', "a comma is missing at line 1, column 9"),
    _content("json_cut", b'{"a": [1, 2', "it ends too early"),
    _content("json_empty", b"", "there is no JSON in it", content="json"),
    _content("json_blank", b" \r\n", "there is no JSON in it", content="json"),
    _content("json_and_more", b'{"a": 1}\n{"a": 2}', "something follows the value"),
    _content(
        "html_instead", b"<!doctype html><title>Sign in</title>", "an HTML page called 'Sign in', not JSON"
    ),
    _content("json_nan", b'{"a": NaN}', "NaN is not a number"),
    _content("json_infinity", b'{"NaN": -Infinity}', "-Infinity is not a number"),
    _content("json_nan_after_much", b'["' + b"\\n" * 500_000 + b'", NaN]', "NaN is not a number"),
    _content("json_deep", b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    _content("json_deep_objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    _content("json_deep_enough", b"[" * 900 + b"]" * 900),
    _content("json_long_integer", b"1" * 100_000, "a whole number of 100,000 digits"),
    _content(
        "json_long_integers",
        b"[" + b",".join([b"1" * 4_300] * 230) + b"," + b"1" * 4_301 + b"]",
        "a whole number of 4,301 digits",
    ),
    _content("json_integer_just_right", b"1" * 4_300, data=int("1" * 4_300)),
    _content("json_invalid_utf8", b'{"a": "\xff"}', "the byte 0xFF at position 7"),
    _content("json_nul", b'{"a": "\0"}', "a bare control character"),
    _content("json_bom", b'\xef\xbb\xbf{"a": 1}', data={"a": 1}),
    _content("json_utf16", '{"a": "é"}'.encode("utf-16"), data={"a": "é"}),
    _content("json_utf16_bare", '{"a": "é"}'.encode("utf-16-be"), data={"a": "é"}),
    _content("json_lone_surrogate", b'{"\\ud800": "\\udfff"}', data={"\ud800": "\udfff"}),
    _content("json_names_twice", b'{"a": 1, "a": 2}', data={"a": 2}),
)

TEXTS = (
    _content("text_invalid_utf8", b"caf\xe9", header="text/plain", data="café"),
    _content("charset_unknown", b"cafe", header="text/plain; charset=x-nonsense", data="cafe"),
    _content("charset_hex", b"63616665", header="text/plain; charset=hex", data="63616665"),
    _content("charset_long", b"cafe", header="text/plain; charset=" + "x" * 50_000, data="cafe"),
    _content("charset_wrong", b"caf\xe9", header="text/plain; charset=utf-8", data="caf\ufffd"),
    _content("text_nul", b"text\0", header="text/plain", data=b"text\0"),
    _content("text_of_comments", b"<!---->" * 40 + b"x", header="text/plain"),
    _content("page_of_titles", b"<html>" + b"<title>" * 140_000, "an HTML page, not JSON"),
)

_LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
XML = (
    *(
        _content(name, body, sentence, "application/xml")
        for name, body, sentence in (
            ("xml_bomb", b'<!DOCTYPE a [<!ENTITY l0 "ha">' + _LAUGHS + b"]><a>&l9;</a>", "declares entities"),
            (
                "xml_quadratic_bomb",
                b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 100_000 + b'">]><a>' + b"&b;" * 100_000 + b"</a>",
                "declares entities",
            ),
            (
                "xml_external_entity",
                b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
                "declares entities",
            ),
            (
                "xml_parameter_entity",
                b'<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///x"> %b;]><a/>',
                "declares entities",
            ),
            ("xml_deep", b"<a>" * 200_000 + b"</a>" * 200_000, "more than 1,000 levels"),
            ("xml_deep_and_cut", b"<a>" * 300_000, "more than 1,000 levels"),
            ("xml_cut", b"<a><b>", "it ends too early"),
            ("xml_invalid_utf8", b"<a>\xff</a>", "not in the charset that it is said to be in, nor in UTF-8"),
            ("xml_nul", b"<a>\0</a>", "a character is not allowed"),
            ("html_for_xml", b"<html><body><br></body></html>", "an HTML page, not XML"),
        )
    ),
    _content(
        "xml_external_dtd",
        b'<!DOCTYPE a SYSTEM "http://a.invalid/a.dtd"><a/>',
        header="text/xml",
        data={"a": None},
    ),
    _content(
        "xml_charset_lies",
        b'<?xml version="1.0" encoding="hex"?><a>b</a>',
        header="text/xml",
        data={"a": "b"},
    ),
)

CONTENT_FAULTS = (*BOMBS, *DAMAGED, *STATUSES, *REDIRECTS, *JSON, *TEXTS, *XML)
