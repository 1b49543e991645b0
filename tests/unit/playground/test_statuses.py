"""Statuses, waiting, failing, redirects."""

from __future__ import annotations

import http
import json

import pytest


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_final_status_is_answered(ask, method: str) -> None:
    for code in range(200, 600):
        got = ask(method, f"/status/{code}")
        assert got.status == code
        if code in (204, 205, 304):
            assert got.body == b""
        else:
            assert (got.json["status"], got.json["class"]) == (code, f"{code // 100}xx")


@pytest.mark.parametrize("code", [102, 103, 150, 199])
def test_an_interim_status_is_followed_by_a_final_one(exchange, code: int) -> None:
    answer = exchange(f"GET /status/{code} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    interim, final, body = answer.split(b"\r\n\r\n")
    assert interim.startswith(f"HTTP/1.1 {code} ".encode())
    assert final.startswith(b"HTTP/1.1 200 OK\r\n")
    assert json.loads(body)["interim"] == code


def test_101_is_explained_and_never_sent(exchange) -> None:
    answer = exchange(b"GET /status/101 HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"upgrade" in answer


@pytest.mark.parametrize(
    ("code", "header", "value"),
    [
        (302, "Location", "/status/200"),
        (401, "WWW-Authenticate", 'Basic realm="playground", charset="UTF-8"'),
        (405, "Allow", "GET, HEAD, OPTIONS"),
        (407, "Proxy-Authenticate", 'Basic realm="playground"'),
        (429, "Retry-After", "1"),
        (503, "Retry-After", "1"),
        (204, "Content-Length", None),
        (205, "Content-Length", "0"),
    ],
)
def test_a_status_has_the_header_that_belongs_to_it(ask, code: int, header: str, value: str | None) -> None:
    assert ask("GET", f"/status/{code}").headers[header] == value


def test_a_status_is_described_by_its_phrase(ask) -> None:
    assert ask("GET", "/status/404").json["title"] == http.HTTPStatus.NOT_FOUND.phrase
    assert ask("GET", "/status/599").json["title"] == "Unassigned"


def test_a_delay_is_answered_with_its_seconds(ask) -> None:
    assert ask("DELETE", "/delay/0.01").json == {"delay": 0.01}


@pytest.mark.parametrize(
    ("query", "size"),
    [("duration=0", 10), ("duration=0&bytes=1000000", 1_000_000), ("duration=0.2&bytes=7&delay=0.01", 7)],
)
def test_a_drip_has_its_length_from_the_start(ask, query: str, size: int) -> None:
    got = ask("GET", f"/drip?{query}")
    assert (got.headers["Content-Length"], got.body) == (str(size), b"*" * size)


def test_a_flaky_address_fails_as_often_as_asked_then_works_then_begins_again(ask) -> None:
    assert [ask("POST", "/flaky?fail=2&key=a").status for _ in range(6)] == [503, 503, 200, 503, 503, 200]


def test_each_key_fails_by_itself(ask) -> None:
    paths = [
        "/flaky?fail=1&key=a",
        "/flaky?fail=1&key=b",
        "/flaky?fail=1&key=a",
        "/flaky?fail=1&key=b",
        "/flaky?fail=0",
    ]
    assert [ask("GET", path).status for path in paths] == [503, 503, 200, 200, 200]


@pytest.mark.parametrize(("path", "status"), [("/flaky", 503), ("/rate-limited", 429)])
@pytest.mark.parametrize(
    ("query", "seconds"), [("", "1"), ("?retry_after=0", "0"), ("?retry_after=3600", "3600")]
)
def test_those_who_came_too_early_are_told_when_to_return(
    ask, path: str, status: int, query: str, seconds: str
) -> None:
    got = ask("GET", path + query)
    assert (got.status, got.headers["Retry-After"], got.json["status"]) == (status, seconds, status)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_chain_of_redirects_ends(ask, code: int) -> None:
    path, statuses = f"/redirect/3?status={code}", []
    while path:
        got = ask("GET", path)
        statuses.append(got.status)
        path = got.headers["Location"]
    assert statuses == [code, code, code, 200]


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("/user", "/user"),
        ("http%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%23d", "http://example.com/a?b=1&c#d"),
        ("/a%2520b", "/a%20b"),
        ("/%C3%BC%20%22", "/%C3%BC%20%22"),
        ("/x%0D%0ASet-Cookie:%20a=1", "/x%0D%0ASet-Cookie:%20a=1"),
        ("/x%0ASet-Cookie:%20a=1%00", "/x%0ASet-Cookie:%20a=1%00"),
        ("", ""),
    ],
)
def test_a_redirect_goes_where_it_is_sent_and_writes_no_other_header(ask, url: str, location: str) -> None:
    got = ask("POST", f"/redirect-to?url={url}&status=307")
    assert (got.status, got.headers["Location"], got.headers["Set-Cookie"]) == (307, location, None)
