"""Any bytes that a server may send are an answer or a failure with a reason, and the session goes on."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from server.chaos import ChaosServer, answer

import hooknb
from hooknb.core.exchange import FAILURE_KINDS
from hooknb.session import Session, Settings

LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 204 No Content", b"HTTP/1.1 304 x", b"HTTP/1.1 100 Continue",
        b"HTTP/1.1 302 Found", b"HTTP/9.9 777 \xff\xfe", b"HTTP/1.1", b"HTTP/1.1 2000", b"ICY 200 OK", b"",
        b"Content-Type: application/json", b"Content-Type: text/xml; charset=utf-16", b"Content-Type: text/html",
        b"Content-Type: text/plain; charset=\xe9", b"Content-Type: ;;;", b"Content-Type: image/png",
        b"Content-Length: 0", b"Content-Length: 3", b"Content-Length: 99", b"Content-Length: \xb2",
        b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Connection: close",
        b"Content-Encoding: gzip", b"Content-Encoding: deflate, gzip", b"Content-Encoding: br",
        b"Content-Encoding: \xff", b"Location: /fine", b"Location: //[", b"Location: \xff\xfe", b"Location: /any",
        b" folded", b"X: \0", b"X", b": x", b"Retry-After: -1", b"Set-Cookie: a=b; c", b"Date: yesterday",
    ]
)  # fmt: skip
BODIES = st.sampled_from(
    [
        b"", b"{}", b"[1, 2", b"NaN", b"<a/>", b"<a>", b"<html><title>", b"3\r\nabc\r\n0\r\n\r\n", b"5\r\nabc", b"0\r\n\r\n",
        b"0\r\nA: b\r\n\r\n", b"\xff\xfe<\0", b"\x1f\x8b", gzip.compress(b"{}"), zlib.compress(b"<a/>"), b"\xef\xbb\xbf[]",
        b"HTTP/1.1 200 OK\r\n\r\n", b"\r\n\r\n", b"\0" * 9,
    ]
)  # fmt: skip
ANSWERS = st.one_of(
    st.builds(
        lambda lines, breaks, body: breaks.join([*lines, b"", body]),
        st.lists(LINES, max_size=6),
        st.sampled_from([b"\r\n", b"\r\n", b"\n", b"\r"]),
        st.lists(BODIES, max_size=3).map(b"".join),
    ),
    st.binary(max_size=60),
    st.tuples(st.just(b"HTTP/1.1 200 OK\r\n"), st.binary(max_size=60)).map(b"".join),
    st.tuples(st.just(answer()), st.integers(0, 80), st.binary(max_size=3)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
)


@pytest.fixture(scope="module")
def any_answer():
    """Return a server whose answer under `/any` is what the list holds."""
    sent = [b""]
    with ChaosServer(any=lambda wire: (wire.send(sent[0]), wire.close())) as server:
        yield server, sent


@pytest.fixture(scope="module")
def session():
    return Session(Settings(hooknb.Limits(timeout_low=0.1), redirects=True, history="memory"))


@given(content=ANSWERS, kind=st.sampled_from(["auto", "json", "xml"]))
@example(content=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", kind="json")
@example(content=b"HTTP/1.1 302 Found\r\nLocation: \xed\xa0\x80\r\n\r\n", kind="auto")
def test_any_bytes_are_an_answer_or_a_failure(any_answer, session, content, kind):
    server, sent = any_answer
    sent[0] = content
    mapping = [{"parameter": "ANY", "path": "a", "required": False}]
    node = hooknb.Node(server.url(path="any"), mapping=mapping, mapping_type=kind)
    result = session.run(node, timeout=10)
    assert result.failure is None or result.failure.kind in FAILURE_KINDS
    assert result.failure is None or result.failure.message.isprintable()
    assert result.failure is None or result.failure.kind != "timeout"
    for text in (*result.card().bundle().values(), repr(result), repr(result.headers)):
        text.encode()
    assert session.run(f"GET {server.url()}\n[Mapping]\nOK: ok").values == {"OK": True}
