"""The faults of connections and of HTTP itself: silence, broken connections, framing, heads and sizes."""

from __future__ import annotations

import functools

from server.fault import CAP, SHORT, Fault
from server.wire import CHUNKED, Behaviour, Wire, answer, drips, floods, head, says

_OK = b'{"ok": true}'
# A drip so fast that the limit, and not the size, ends it.
Stall = functools.partial(Fault, kind="timeout", timeout=SHORT)
Broken = functools.partial(Fault, kind="protocol")

NO_CONNECTION = (
    Fault("refused", None, "refused", "refused the connection", sent=0, place="refused"),
    Fault(
        "no_such_name",
        None,
        "connect",
        "there is no host 'nowhere.invalid'|could not be looked up",
        sent=0,
        place="name",
    ),
    Fault("no_host_name", None, "connect", "no host|not a host name", sent=0, place="odd_name"),
    Stall("slow_name", None, says="while connecting to slow.invalid", sent=0, place="slow_name"),
    Stall("connect_stall", None, says="while connecting to", sent=0, place="full"),
)

TLS = (
    Stall("tls_stall", None, says="while agreeing on TLS", sent=0, place="tls_stall"),
    Fault("tls_closed", None, "tls", "in the middle of the TLS handshake", sent=0, place="tls_closed"),
    Fault("tls_reset", None, "tls", "in the middle of the TLS handshake", sent=0, place="tls_reset"),
    Fault("tls_not_spoken", None, "tls", "does not speak TLS", sent=0, place="tls_not_spoken"),
    Fault("tls_self_signed", None, "tls", "not valid: it is self-signed", sent=0, place="tls_self_signed"),
    Fault(
        "tls_unknown_authority",
        None,
        "tls",
        "not valid: an authority that this computer does not know",
        sent=0,
        place="tls_unknown",
    ),
    Fault("tls_expired", None, "tls", "not valid: it has expired", sent=0, place="tls_expired"),
    Fault("tls_not_yet", None, "tls", "not valid: it is not valid yet", sent=0, place="tls_not_yet"),
    Fault(
        "tls_wrong_name",
        None,
        "tls",
        "localhost.* not valid: it is for another name",
        sent=0,
        place="tls_wrong_name",
    ),
    Fault(
        "tls_wrong_address", None, "tls", "it is not for this IP address", sent=0, place="tls_wrong_address"
    ),
    Fault("tls_too_old", None, "tls", "speaks another version of TLS", sent=0, place="tls_too_old"),
    Fault(
        "tls_wants_ours",
        None,
        "tls",
        "wants a certificate from its clients",
        sent=1,
        arrives=0,
        place="tls_wants_ours",
    ),
    Stall("tls_header_stall", Wire.stall, says="waiting for the answer", place="tls_good"),
    Broken(
        "tls_short_body",
        says(answer(b"half", length=8), then="close"),
        says="4 of 8 bytes",
        status=200,
        body=b"half",
        place="tls_good",
    ),
    Broken(
        "tls_plain_inside",
        lambda wire: (
            wire.send(answer(b"half", length=8)),
            wire.wait(),
            wire.speak_plainly(b"not TLS\r\n" * 9),
        ),
        kind="tls",
        says="TLS connection with .* broke: wrong version number",
        status=200,
        body=b"half",
        place="tls_good",
    ),
)

SILENCE = (
    Stall("header_stall", Wire.stall, says=r"waiting for the answer of .* 0\.4 s"),
    Stall(
        "half_header_stall", says(b"HTTP/1.1 200 OK\r\nContent-", then="stall"), says="waiting for the answer"
    ),
    Stall(
        "body_stall",
        says(answer(b"half", length=8), then="stall"),
        says="4 of 8 bytes",
        status=200,
        body=b"half",
    ),
    Stall(
        "chunk_stall",
        says(CHUNKED, b"4\r\nhalf\r\n", then="stall"),
        says="4 bytes of the body had arrived",
        status=200,
        body=b"half",
    ),
    Stall("slow_drip", drips(answer(b"", length=CAP), piece=b"x"), says="reading the answer", status=200),
    Stall("slow_headers", drips(b"HTTP/1.1 200 OK\r\n", piece=b"A: b\r\n"), says="waiting for the answer"),
    Stall(
        "endless_1xx", floods(piece=b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000), says="waiting for the answer"
    ),
    Stall("slow_1xx", drips(piece=b"HTTP/1.1 103 Early Hints\r\n\r\n"), says="waiting for the answer"),
    Stall("tiny_chunks", floods(CHUNKED, piece=b"1\r\nx\r\n" * 9_999), says="reading the answer", status=200),
    Stall(
        "upload_stall",
        None,
        says="sending the request",
        place="full_of_patience",
        method="POST",
        upload=16 * CAP,
        arrives=0,
    ),
    Stall(
        "banner_stall",
        says(b"SSH-2.0-OpenSSH_9.2p1\r\n", then="stall"),
        says="what it sent is not HTTP: .*SSH-2.0",
    ),
)

BROKEN_CONNECTIONS = (
    Fault("close_before_headers", Wire.close, "connect", "closed the connection without an answer"),
    Fault("reset_before_headers", Wire.reset, "connect", "closed the connection without an answer"),
    Broken(
        "close_in_headers",
        says(b"HTTP/1.1 200 OK\r\nContent-", then="close"),
        says="in the middle of the headers",
    ),
    Broken(
        "reset_in_headers",
        says(b"HTTP/1.1 200 OK\r\nContent-", then="late_reset"),
        says="in the middle of the headers",
    ),
    Broken(
        "close_after_1xx",
        says(b"HTTP/1.1 103 Early Hints\r\n\r\n", then="close"),
        kind="connect",
        says="without an answer",
    ),
    Broken(
        "short_body",
        says(answer(b"half", length=8), then="close"),
        says="4 of 8 bytes",
        status=200,
        body=b"half",
    ),
    Broken(
        "reset_in_body",
        says(answer(b"half", length=8), then="late_reset"),
        says="4 of 8 bytes",
        status=200,
        body=b"half",
    ),
    Broken(
        "reset_without_length",
        says(head("Connection: close"), b"half", then="late_reset"),
        says="in the middle of its answer: 4 bytes",
        status=200,
        body=b"half",
    ),
    Broken(
        "truncated_chunked",
        says(CHUNKED, b"4\r\nhalf\r\n", then="close"),
        says="in the middle of a chunked body",
        status=200,
        body=b"half",
    ),
    Broken(
        "truncated_chunk",
        says(CHUNKED, b"ffffffffffff\r\nhalf", then="close"),
        says="in the middle of a chunked body",
        status=200,
        body=b"half",
    ),
)

# The answer is good, the connection is not.
BYTES_TOO_MANY = (
    Fault("extra_bytes", says(answer() + b"extra"), "", status=200, body=_OK),
    Fault("extra_after_chunks", says(CHUNKED + b"2\r\n{}\r\n0\r\n\r\nextra"), "", status=200, body=b"{}"),
    Fault("second_answer", says(answer() + answer(b"another's")), "", status=200, body=_OK),
    # What comes after the next request has gone out cannot be told from its answer; before that it can.
    Fault(
        "late_second_answer",
        says(answer(b'"mine"')),
        "",
        status=200,
        body=b'"mine"',
        before="twice",
        pause=0.2,
    ),
    Fault("body_with_204", says(answer(b"unexpected", status="204 No Content")), "", status=204, body=b""),
    Fault("body_with_304", says(answer(b"unexpected", status="304 Not Modified")), "", status=304, body=b""),
)


def _second_time_close(wire: Wire) -> None:
    """Answer the first request of a connection, and close at the second."""
    if wire.served > 1:
        wire.close()
    else:
        wire.send(answer(b'"second try"'))


def _second_time_reset(wire: Wire) -> None:
    if wire.served > 1:
        wire.reset()
    else:
        wire.send(answer(b'"second try"'))


KEPT_CONNECTIONS = (
    Fault("closed_while_idle", says(answer()), "", status=200, body=_OK, before="once", pause=0.05),
    Fault(
        "posted_after_idle_close",
        says(answer()),
        "",
        status=200,
        body=_OK,
        method="POST",
        upload=3,
        before="once",
        pause=0.05,
    ),
    Fault("closed_at_reuse", _second_time_close, "", sent=2, status=200, body=b'"second try"', before="fine"),
    Fault("reset_at_reuse", _second_time_reset, "", sent=2, status=200, body=b'"second try"', before="fine"),
    Fault(
        "posted_at_reuse",
        _second_time_close,
        "connect",
        "closed a connection that had been kept",
        method="POST",
        upload=3,
        before="fine",
    ),
    Broken(
        "closed_in_headers_at_reuse",
        says(b"HTTP/1.1 200 OK\r\nContent-", then="close"),
        says="in the middle of the headers",
        before="fine",
    ),
)

FRAMING = (
    *(
        Broken(f"length_{name}", says(head(*lines), b"xy", then="close"), says=sentence)
        for name, lines, sentence in (
            ("no_number", ("Content-Length: abc",), "a length that is no number"),
            ("negative", ("Content-Length: -1",), "a length that is no number"),
            ("signed", ("Content-Length: +2",), "a length that is no number"),
            ("huge", ("Content-Length: " + "9" * 40,), "a length that is no number"),
            ("conflict", ("Content-Length: 1", "Content-Length: 2"), "two different lengths"),
            ("list_conflict", ("Content-Length: 1, 2",), "two different lengths"),
        )
    ),
    Fault(
        "length_twice",
        says(head("Content-Length: 2", "Content-Length: 2"), b"{}"),
        "",
        status=200,
        body=b"{}",
    ),
    Fault(
        "length_and_chunks",
        says(head("Content-Length: 99", "Transfer-Encoding: chunked"), b"2\r\n{}\r\n0\r\n\r\n"),
        "",
        status=200,
        body=b"{}",
    ),
    *(
        Broken(
            f"chunk_{name}",
            says(CHUNKED, chunk, then="close"),
            says="a chunk's size or end is wrong",
            status=200,
            body=body,
        )
        for name, chunk, body in (
            ("size_bad", b"zz\r\nhalf\r\n", b""),
            ("size_negative", b"-4\r\nhalf\r\n", b""),
            ("size_huge", b"f" * 21 + b"\r\nhalf\r\n", b""),
            ("size_missing", b"\r\nhalf\r\n", b""),
            ("end_bad", b"4\r\nhalfXX", b"half"),
        )
    ),
    Broken(
        "coding_unknown",
        says(head("Transfer-Encoding: magic"), b"x", then="close"),
        says="Transfer-Encoding other than chunked",
    ),
)

NOT_HTTP = (
    Broken(
        "bad_status_line",
        says(b"HTTP/1.1 okay fine\r\n\r\n", then="close"),
        says="its first line is 'HTTP/1.1 okay fine'",
    ),
    Broken(
        "http09",
        says(b"<html>hello</html>\r\n", then="close"),
        says="does not answer in HTTP/1.1.*<html>hello",
    ),
    Broken(
        "http2",
        says(b"\0\0\x12\4\0\0\0\0\0" + b"\0" * 18 + b"\r\n\r\n", then="close"),
        says="does not answer in HTTP/1.1",
    ),
    Broken(
        "garbage", says(bytes(range(256)) * 4 + b"\r\n\r\n", then="close"), says="does not answer in HTTP/1.1"
    ),
    Broken(
        "banner",
        says(b"220 mail.example ESMTP\r\n", then="close"),
        says="does not answer in HTTP/1.1.*220 mail",
    ),
    Broken(
        "tls_asked_plainly",
        None,
        says="closed the connection without an answer",
        place="plain_tls",
        kind="connect",
        arrives=0,
    ),
    Broken(
        "header_illegal",
        says(head("Bad header line without colon"), then="close"),
        says="a header of the answer .* is not valid: .*Bad header line",
    ),
    Broken("header_nul", says(head("X: a\0b"), then="close"), says="a header of the answer .* is not valid"),
)

HEADS_TOO_LARGE = (
    *(
        Broken(name, behave, says="longer than 100 KB", status=status)
        for name, behave, status in (
            ("header_1mb", says(head("X: " + "a" * CAP), then="close"), None),
            ("endless_headers", floods(b"HTTP/1.1 200 OK\r\n", piece=b"A: bcdefgh\r\n" * 100), None),
            ("endless_header", floods(b"HTTP/1.1 200 OK\r\nA: ", piece=b"b" * 1000), None),
            ("endless_status_line", floods(b"HTTP/1.1 200 ", piece=b"OK " * 300), None),
            ("endless_chunk_extension", floods(CHUNKED + b"4;", piece=b"a" * 1000), 200),
            ("endless_trailers", floods(CHUNKED + b"2\r\n{}\r\n0\r\n", piece=b"A: bcdefgh\r\n" * 100), 200),
        )
    ),
    Broken(
        "headers_10000",
        says(head(*(["X: a"] * 10_000), "Content-Length: 0"), then="close"),
        says="10,001 headers",
        status=200,
    ),
)

BODIES_TOO_LARGE = tuple(
    Fault(name, behave, "too_large", sentence, status=200)
    for name, behave, sentence in (
        (
            "endless_body",
            floods(head("Connection: close"), piece=b"x" * 65536),
            "received .* bytes; the limit is 1 MB",
        ),
        ("endless_chunks", floods(CHUNKED, piece=b"1000\r\n" + b"x" * 4096 + b"\r\n"), "the limit is 1 MB"),
        (
            "claims_1tb",
            says(answer(b"x", length=10**12), then="stall"),
            "announces 1,000,000,000,000 bytes; the limit is 1 MB",
        ),
        (
            "claims_1tb_packed",
            says(answer(b"x", "Content-Encoding: gzip", length=10**12), then="stall"),
            "announces 1,000,000,000,000 bytes; the limit is 1 MB",
        ),
    )
)

# What is no fault: an answer to compare with, and what comes before some of the faults.
OTHER_PATHS: dict[str, Behaviour] = {
    "fine": says(answer()),
    "once": says(answer(), then="close"),
    "twice": lambda wire: (wire.send(answer()), wire.wait(0.05), wire.send(answer(b"another's"))),
}

WIRE_FAULTS = (
    *NO_CONNECTION,
    *TLS,
    *SILENCE,
    *BROKEN_CONNECTIONS,
    *BYTES_TOO_MANY,
    *KEPT_CONNECTIONS,
    *FRAMING,
    *NOT_HTTP,
    *HEADS_TOO_LARGE,
    *BODIES_TOO_LARGE,
)
