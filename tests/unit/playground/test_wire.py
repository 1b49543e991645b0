"""Requests and replies as bytes."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from hooknb.playground.messages import RefusedError, Reply, Request, json_reply, problem
from hooknb.playground.wire import (
    MAX_BODY,
    MAX_HEADER_LINES,
    MAX_LINE,
    body_pieces,
    head_bytes,
    keeps_alive,
    read_request,
)


def read(data: bytes) -> Request | None:
    return read_request(io.BytesIO(data), lambda: None)


def test_a_request_is_read_with_its_pairs_in_order() -> None:
    request = read(b"POST /a?b=1 HTTP/1.1\r\nHost: x\r\nA: 1\r\na:  2 \r\nContent-Length: 3\r\n\r\nabcREST")
    assert request == Request(
        "POST", "/a?b=1", "1.1", (("Host", "x"), ("A", "1"), ("a", "2"), ("Content-Length", "3")), b"abc"
    )
    assert request.header("A") == "1, 2"


@pytest.mark.parametrize(
    ("data", "body"),
    [
        pytest.param(b"Content-Length: 0\r\n\r\n", b"", id="empty"),
        pytest.param(b"\r\n", b"", id="no length means no body"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"", id="no chunks"),
        pytest.param(
            b"Transfer-Encoding: Chunked\r\n\r\n3;a=b\r\nabc\r\nA \r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n",
            b"abc0123456789",
            id="chunks with extension and trailer",
        ),
    ],
)
def test_a_body_ends_where_its_framing_says(data: bytes, body: bytes) -> None:
    stream = io.BytesIO(b"POST / HTTP/1.1\r\nHost: x\r\n" + data + b"GET /next HTTP/1.1\r\nHost: x\r\n\r\n")
    first, second = (read_request(stream, lambda: None) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.body, second.target) == (body, "/next")


@pytest.mark.parametrize("data", [b"", b"\r\n"], ids=["at once", "after an empty line"])
def test_a_client_that_leaves_between_requests_sends_none(data: bytes) -> None:
    assert read(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"GET",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
    ],
    ids=["in the first line", "before the headers", "in the headers", "in the body", "in a chunk"],
)
def test_a_client_that_leaves_in_the_middle_is_no_request(data: bytes) -> None:
    with pytest.raises(ConnectionError):
        read(data)


LENGTH = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %b\r\n\r\n"
HEADER = b"GET / HTTP/1.1\r\nHost: x\r\n%b\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%b"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(b"\r\n\r\n\r\n\r\n", 400, id="only empty lines"),
        pytest.param(b"GET /\r\n\r\n", 400, id="HTTP/0.9"),
        pytest.param(b"GET  / HTTP/1.1\r\n\r\n", 400, id="two spaces"),
        pytest.param(b"G@T / HTTP/1.1\r\n\r\n", 400, id="method that is no token"),
        pytest.param(b"GET /\xff HTTP/1.1\r\n\r\n", 400, id="raw byte in the target"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\n", 400, id="TLS"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\n", 505, id="HTTP/2"),
        pytest.param(b"GET /" + b"a" * MAX_LINE + b" HTTP/1.1\r\n\r\n", 414, id="long first line"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", 400, id="no Host"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, id="two Hosts"),
        pytest.param(HEADER % b"A : 1", 400, id="space before the colon"),
        pytest.param(HEADER % b" folded", 400, id="folded header"),
        pytest.param(HEADER % b"no colon", 400, id="no colon"),
        pytest.param(HEADER % b": 1", 400, id="no name"),
        pytest.param(HEADER % b"A: 1\rB: 2", 400, id="lone CR"),
        pytest.param(HEADER % b"A: \x00", 400, id="NUL"),
        pytest.param(HEADER % (b"A: " + b"a" * MAX_LINE), 431, id="long header"),
        pytest.param(HEADER % b"\r\n".join([b"A: 1"] * MAX_HEADER_LINES), 431, id="many headers"),
        pytest.param(LENGTH % b"-1", 400, id="negative length"),
        pytest.param(LENGTH % b"1, 1", 400, id="two lengths"),
        pytest.param(LENGTH % b"+1", 400, id="length with a sign"),
        pytest.param(LENGTH % str(MAX_BODY + 1).encode(), 413, id="large body"),
        pytest.param(LENGTH % (b"9" * 5_000), 400, id="length of 5,000 digits"),
        pytest.param(LENGTH % b"1\r\nTransfer-Encoding: chunked", 400, id="length and chunked"),
        pytest.param(HEADER % b"Transfer-Encoding: gzip, chunked", 501, id="unknown transfer encoding"),
        pytest.param(CHUNKED % b"xyz\r\n", 400, id="chunk without a size"),
        pytest.param(CHUNKED % b"-1\r\n", 400, id="negative chunk"),
        pytest.param(CHUNKED % b"2\r\nabc\r\n", 400, id="chunk longer than its size"),
        pytest.param(CHUNKED % b"ffffffff\r\n", 413, id="large chunk"),
    ],
)
def test_what_is_ambiguous_or_too_large_is_refused(data: bytes, status: int) -> None:
    with pytest.raises(RefusedError) as refusal:
        read(data)
    assert refusal.value.status == status


@pytest.mark.parametrize(
    ("version", "expect", "asked"),
    [("1.1", "100-continue", 1), ("1.1", "100-Continue", 1), ("1.0", "100-continue", 0), ("1.1", "tea", 0)],
)
def test_only_a_client_that_waits_is_told_to_go_ahead(version: str, expect: str, asked: int) -> None:
    calls: list[str] = []
    data = f"POST / HTTP/{version}\r\nHost: x\r\nExpect: {expect}\r\nContent-Length: 1\r\n\r\na".encode()
    read_request(io.BytesIO(data), lambda: calls.append("go"))
    assert len(calls) == asked


@pytest.mark.parametrize(
    ("version", "connection", "keeps"),
    [
        pytest.param("1.1", None, True, id="1.1"),
        pytest.param("1.1", "Close", False, id="1.1 close"),
        pytest.param("1.1", "keep-alive, close", False, id="1.1 both"),
        pytest.param("1.0", None, False, id="1.0"),
        pytest.param("1.0", "Keep-Alive", True, id="1.0 keep-alive"),
    ],
)
def test_a_connection_stays_open_by_version_and_wish(
    version: str, connection: str | None, keeps: bool
) -> None:
    headers = (("Connection", connection),) if connection else ()
    request = Request("GET", "/", version, headers)
    assert keeps_alive(request, Reply()) is keeps
    assert keeps_alive(request, Reply(close=True)) is False


def test_http_1_0_learns_the_end_of_a_stream_from_the_end_of_the_connection() -> None:
    request = Request("GET", "/", "1.0", (("Connection", "keep-alive"),))
    assert keeps_alive(request, Reply(body=iter([b"a"]))) is False
    assert list(body_pieces(Reply(body=[b"a", b"b"]), "1.0")) == [b"a", b"b"]


@pytest.mark.parametrize(
    ("reply", "framing", "body"),
    [
        pytest.param(Reply(body=b"abc"), "Content-Length: 3", b"abc", id="bytes"),
        pytest.param(Reply(), "Content-Length: 0", b"", id="nothing"),
        pytest.param(Reply(205), "Content-Length: 0", b"", id="205"),
        pytest.param(Reply(body=b"abc", length=9), "Content-Length: 9", b"abc", id="claimed length"),
        pytest.param(
            Reply(body=[b"ab", b"c"], length=3), "Content-Length: 3", b"abc", id="pieces of known length"
        ),
        pytest.param(
            Reply(body=[b"ab", b"", b"c"]),
            "Transfer-Encoding: chunked",
            b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            id="pieces",
        ),
        pytest.param(Reply(204, body=b"never"), None, b"", id="204"),
        pytest.param(Reply(304, body=b"never"), None, b"", id="304"),
    ],
)
def test_a_reply_says_where_its_body_ends(reply: Reply, framing: str | None, body: bytes) -> None:
    lines = head_bytes(reply, "1.1", keep=True).decode().split("\r\n")
    said = [line for line in lines if line.startswith(("Content-Length", "Transfer-Encoding"))]
    assert said == ([framing] if framing else [])
    assert b"".join(body_pieces(reply, "1.1")) == body


def test_an_interim_status_stands_before_the_final_one_but_not_for_http_1_0() -> None:
    reply = replace(json_reply({}), interim=103)
    head = head_bytes(reply, "1.1", keep=True)
    assert head.startswith(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert b"103" not in head_bytes(reply, "1.0", keep=True)


@pytest.mark.parametrize(
    "pair",
    [("A", "1\r\nB: 2"), ("A", "1\nB: 2"), ("A", "\x00"), ("A\r\nB", "1"), ("", "1"), ("A b", "1")],
    ids=["CRLF", "LF", "NUL", "CRLF in the name", "no name", "space in the name"],
)
def test_nobody_writes_headers_through_ours(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="cannot have"):
        head_bytes(Reply(headers=(pair,)), "1.1", keep=True)


def test_a_problem_document_has_the_members_of_rfc_9457() -> None:
    reply = problem(404, "no such order", instance="/orders/9")
    assert dict(reply.headers)["Content-Type"] == "application/problem+json; charset=utf-8"
    assert reply.body == (
        b'{"type": "about:blank", "title": "Not Found", "status": 404, '
        b'"detail": "no such order", "instance": "/orders/9"}'
    )


@pytest.mark.parametrize("target", ["/a/b?c=/d", "http://host:1/a/b?c=http://x", "http://host/a/b"])
def test_a_target_may_have_scheme_and_host(target: str) -> None:
    assert Request("GET", target).path == "/a/b"


def test_json_that_utf8_cannot_hold_stays_escaped() -> None:
    assert json_reply("\ud800").body == b'"\\ud800"'
