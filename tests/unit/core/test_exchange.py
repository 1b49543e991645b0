"""What crosses the wire, as Python shows it: a repr ends up in notebooks, logs and tracebacks."""

from __future__ import annotations

import pytest

from hooknb.core.exchange import Exchange, Request, Response

HEADERS = (
    ("Authorization", "Bearer w0rd-w0rd"),
    ("X-Api-Key", "w0rd-w0rd"),
    ("Cookie", "sid=w0rd-w0rd"),
    ("Set-Cookie", "sid=w0rd-w0rd; Path=/"),
    ("Location", "https://a.example/?token=w0rd-w0rd"),
    ("Accept", "text/html"),
)


@pytest.mark.parametrize(
    "shown",
    [
        Request("POST", "https://ada:w0rd@a.example/?api_key=w0rd-w0rd", HEADERS, b"password=w0rd-w0rd"),
        Response(200, HEADERS, b'{"token": "w0rd-w0rd"}', url="https://a.example/?token=w0rd-w0rd"),
    ],
    ids=["request", "response"],
)
def test_no_credential_shows_in_a_repr(shown):
    exchange = Exchange(shown) if isinstance(shown, Request) else Exchange(Request("GET", "x"), shown)
    for text in (repr(shown), repr(exchange), repr([shown])):
        assert "w0rd" not in text
    assert "('Accept', 'text/html')" in repr(shown)
    assert f"<{len(shown.body)} bytes>" in repr(shown)


def test_a_request_without_secrets_shows_where_it_goes():
    request = Request("GET", "https://a.example/?page=2", (("Accept", "*/*"),))
    assert repr(request) == "Request('GET', 'https://a.example/?page=2', (('Accept', '*/*'),), b'')"
