"""What goes on the wire is what a dry run shows, byte by byte."""

import pytest
from server.chaos import ChaosServer, says

from hooknb.core.exchange import Request
from hooknb.engine.outgoing import Origin, locate, outgoing


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(Request("GET", "{}"), id="plain"),
        pytest.param(Request("GET", "{}/a%20b/c?d=%2F&d=e&f"), id="escapes-stay"),
        pytest.param(Request("GET", "{}/a/../b//c?q=[1]|'"), id="nothing-is-normalised"),
        pytest.param(Request("DELETE", "{}?q="), id="query-without-path"),
        pytest.param(Request("POST", "{}/x", (("Content-Type", "text/plain"),), b"body"), id="body"),
        pytest.param(Request("PUT", "{}/x", (("content-length", "99"),), b"body"), id="wrong-length"),
        pytest.param(Request("PATCH", "{}/x"), id="no-body"),
        pytest.param(Request("GET", "{}/x", body=b"odd"), id="get-with-body"),
        pytest.param(Request("GET", "{}", (("X-A", "1"), ("x-a", "2"), ("X-A", ""))), id="repeats"),
        pytest.param(Request("GET", "{}", (("accept", "a/b"), ("user-agent", "me"))), id="own-defaults"),
        pytest.param(Request("GET", "{}", (("X", "  caf\xe9 \t"),)), id="latin1-and-blanks"),
        pytest.param(Request("GET", "{}", (("X", "a\tb"), ("HOST", "other.example"))), id="own-host"),
        pytest.param(Request("POST", "{}", (("Transfer-Encoding", "chunked"),), b"x"), id="no-chunks"),
        pytest.param(Request("GET", "{}", (("Connection", "close"),)), id="connection-close"),
    ],
)
def test_the_wire_carries_exactly_what_outgoing_shows(exchange, request_):
    with ChaosServer() as server:
        server.serve_all(says(OK))
        base = server.url(path="").rstrip("/")
        made = Request(request_.method, request_.url.format(base), request_.headers, request_.body)
        sent = exchange(made)
        assert sent.failure is None
        shown = outgoing(made)
        assert sent.request == shown
        assert server.requests == [written(shown)]


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def written(request: Request) -> bytes:
    head = [f"{request.method} {locate(request.url)[1]} HTTP/1.1"]
    head += [f"{name}: {value}" for name, value in request.headers]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + request.body


def test_the_authors_headers_keep_their_order_and_win():
    request = Request("POST", "http://a.example/", (("B", "1"), ("Accept", "x/y"), ("A", "2")), b"xy")
    names = [name for name, _ in outgoing(request).headers]
    assert names == ["Host", "B", "Accept", "A", "Accept-Encoding", "User-Agent", "Content-Length"]


def test_outgoing_twice_is_outgoing_once():
    once = outgoing(Request("POST", "http://a.example/", (("B", "1"),), b"xy"))
    assert outgoing(once) == once


def test_only_what_can_be_decoded_in_steps_is_asked_for():
    assert outgoing(Request("GET", "http://a.example/")).header("Accept-Encoding") == "gzip, deflate"


@pytest.mark.parametrize(
    ("url", "headers", "message"),
    [
        ("ftp://a.example/", (), "not a whole http or https URL"),
        ("/users", (), "not a whole http or https URL"),
        ("http://", (), "not a whole http or https URL"),
        ("http://a.example/ü", (), "percent-encoded"),
        ("http://a.example/a b", (), "percent-encoded"),
        ("http://a.example/\n", (), "percent-encoded"),
        ("http://a.example:99999/", (), "Port out of range"),
        ("http://a.example/", (("X", "a\r\nY: b"),), "X: a header value cannot hold a carriage return"),
        ("http://a.example/", (("X", "a\nb"),), "a line break"),
        ("http://a.example/", (("X", "a\0b"),), "a NUL"),
        ("http://a.example/", (("X", "€"),), "cannot hold '€'"),
        ("http://a.example/", (("X y", "a"),), "'X y' is not the name of a header"),
        ("http://a.example/", (("", "a"),), "'' is not the name of a header"),
        ("http://a.example/", (("Host", "a"), ("host", "b")), "one Host header"),
    ],
)
def test_what_cannot_be_sent_is_refused(url, headers, message):
    with pytest.raises(ValueError, match=message):
        outgoing(Request("GET", url, headers))


def test_what_cannot_be_sent_never_reaches_a_server(exchange):
    with ChaosServer() as server:
        with pytest.raises(ValueError, match="line break"):
            exchange(Request("GET", server.url(), (("X", "a\nHost: other"),)))
        assert server.connections == 0


@pytest.mark.parametrize(
    ("url", "authority", "target"),
    [
        ("http://A.Example", "a.example", "/"),
        ("https://a.example:443/x", "a.example", "/x"),
        ("http://a.example:443/x?y", "a.example:443", "/x?y"),
        ("http://[::1]:80?q", "[::1]", "/?q"),
        ("https://[::1]:8443/#top", "[::1]:8443", "/"),
    ],
)
def test_a_url_is_an_origin_and_a_target(url, authority, target):
    origin, found = locate(url)
    assert (origin.authority, found) == (authority, target)


def test_an_origin_is_written_as_people_do():
    assert str(Origin("https", "::1", 8443)) == "https://[::1]:8443"
