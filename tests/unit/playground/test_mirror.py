"""What the server saw of a request."""

from __future__ import annotations

import json
import uuid

import pytest


def test_echo_shows_the_whole_request(ask, playground) -> None:
    got = ask("PUT", "/echo?tag=a&tag=b&empty=&%C3%BC=%26", {"n": [1, None]}, X_Once="1")
    seen = got.json
    assert (seen["method"], seen["url"]) == ("PUT", f"{playground.url}/echo?tag=a&tag=b&empty=&%C3%BC=%26")
    assert seen["args"] == [["tag", "a"], ["tag", "b"], ["empty", ""], ["ü", "&"]]
    assert (seen["body"], seen["json"], seen["form"]) == ('{"n": [1, null]}', {"n": [1, None]}, None)
    assert ["X-Once", "1"] in seen["headers"]


def test_echo_keeps_repeated_headers_in_order(exchange) -> None:
    answer = exchange(b"GET /echo HTTP/1.1\r\nHost: x\r\nb: 2\r\nA: 1\r\nb: \xfc\r\n\r\n")
    seen = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert seen["headers"] == [["Host", "x"], ["b", "2"], ["A", "1"], ["b", "ü"]]
    assert seen["url"] == "http://x/echo"


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "content_type", "key", "expected"),
    [
        pytest.param("a=1&a=%26&b=", FORM, "form", [["a", "1"], ["a", "&"], ["b", ""]], id="form"),
        pytest.param("a=1", "text/plain", "form", None, id="form-like text"),
        pytest.param('{"a": 1}', "application/vnd.x+json; v=1", "json", {"a": 1}, id="+json"),
        pytest.param('{"a": 1}', "text/plain", "json", None, id="JSON-like text"),
        pytest.param('{"a"', "application/json", "json", None, id="broken JSON"),
        pytest.param("[NaN]", "application/json", "json", None, id="NaN"),
        pytest.param('"\\ud800"', "application/json", "json", "\ud800", id="lone surrogate"),
        pytest.param("ü €", None, "body", "ü €", id="UTF-8"),
        pytest.param(b"\xfc", "text/plain; charset=ISO-8859-1", "body", "ü", id="latin-1"),
        pytest.param(b"\xfc", 'text/plain; charset="latin1"', "body", "ü", id="quoted charset"),
        pytest.param(b"\xfc\x00", "text/plain", "base64", "/AA=", id="no text"),
        pytest.param(b"aa", "text/plain; charset=hex", "base64", "YWE=", id="charset that is none"),
        pytest.param(b"aa", "text/plain; charset=hex", "body", None, id="no text of a charset that is none"),
        pytest.param(b"", None, "body", "", id="nothing"),
    ],
)
def test_echo_reads_a_body_by_its_type(ask, body, content_type: str | None, key: str, expected) -> None:
    headers = {"Content_Type": content_type} if content_type else {}
    body = body.encode() if isinstance(body, str) else body
    assert ask("POST", "/echo", body, **headers).json[key] == expected


def test_echo_survives_json_of_any_depth(ask) -> None:
    # Somewhere near Python's limit is a depth that can be read, but not written inside another document.
    for depth in (*range(930, 1_000), 5_000, 100_000):
        body = "[" * depth + "]" * depth
        assert ask("POST", "/echo", body, Content_Type="application/json").status == 200, depth


def test_headers_are_one_object(ask) -> None:
    got = ask("GET", "/headers", X_Mixed_Case="yes")
    assert got.json["headers"]["x-mixed-case"] == "yes"


def test_ip_is_the_loopback_address(ask) -> None:
    assert ask("GET", "/ip").json == {"origin": "127.0.0.1"}


def test_uuid_is_new_each_time(ask) -> None:
    first, second = (uuid.UUID(ask("GET", "/uuid").json["uuid"]) for _ in range(2))
    assert first != second
    assert first.version == 4


def test_cookies_are_set_and_shown(ask) -> None:
    fresh = ask("GET", "/cookies?theme=dark&lang=p%C3%BC%3B%0D%0AX:1")
    assert fresh.headers.get_all("Set-Cookie") == ["theme=dark; Path=/", "lang=p%C3%BC%3B%0D%0AX%3A1; Path=/"]
    assert fresh.headers["X"] is None
    assert ask("GET", "/cookies", Cookie="a@b=1").status == 400
    assert ask("GET", "/cookies", Cookie='theme=dark; b="c d"').json == {
        "cookies": {"theme": "dark", "b": "c d"}
    }
