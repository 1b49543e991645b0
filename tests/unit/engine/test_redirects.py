"""Redirects: which method and body go on, what another origin may see, and when nobody follows."""

import pytest
from server.chaos import ChaosServer, answer

from hooknb.core.exchange import Hop, Request
from hooknb.engine.redirects import NeedsConsentError, RedirectError, redirected
from hooknb.engine.transport import SendSettings

FOLLOW = SendSettings(follow_redirects=True)
SECRETS = (
    ("Authorization", "Bearer s"),
    ("X-Api-Key", "s"),
    ("Cookie", "s"),
    ("Proxy-Authorization", "s"),
    ("Host", "virtual.example"),
)
HARMLESS = (
    ("Accept", "a/b"),
    ("accept-language", "de"),
    ("USER-AGENT", "me"),
    ("Content-Type", "text/plain"),
)


@pytest.mark.parametrize(
    ("method", "status", "expected"),
    [
        ("GET", 301, "GET"),
        ("POST", 301, "GET"),
        ("PUT", 301, "PUT"),
        ("DELETE", 301, "DELETE"),
        ("PATCH", 302, "PATCH"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("PUT", 303, "GET"),
        ("DELETE", 303, "GET"),
        ("HEAD", 303, "HEAD"),
        ("POST", 307, "POST"),
        ("PUT", 308, "PUT"),
    ],
)
def test_the_method_changes_as_in_browsers(method, status, expected):
    request = Request(method, "http://a.example/x", (("Content-Type", "a/b"), ("X", "1")), b"body")
    onward = redirected(request, status, "/y")
    assert onward.method == expected
    assert onward.body == (b"body" if method == expected else b"")
    assert onward.header("Content-Type") == ("a/b" if method == expected else None)
    assert onward.header("X") == "1"


@pytest.mark.parametrize(
    "location",
    [
        "https://b.example/",
        "http://a.example/",
        "https://a.example:444/",
        "//b.example/",
        "https://A.example.:443/",
    ],
)
def test_another_origin_sees_no_secret(location):
    request = Request("GET", "https://a.example/", SECRETS + HARMLESS)
    assert redirected(request, 302, location).headers == HARMLESS


@pytest.mark.parametrize("location", ["/y", "y", "?z", "https://A.EXAMPLE:443/y", "//a.example/y"])
def test_the_same_origin_sees_everything(location):
    request = Request("GET", "https://a.example/x", SECRETS + HARMLESS)
    assert redirected(request, 302, location).headers == SECRETS + HARMLESS


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/a b", "http://a.example/a%20b"),
        ("/a%20b?c=%2F", "http://a.example/a%20b?c=%2F"),
        ("caf\xc3\xa9", "http://a.example/x/caf%C3%A9"),
        ("caf\xe9", "http://a.example/x/caf%C3%A9"),
        ("../z#part", "http://a.example/z"),
        ("http://b\xc3\xbccher.example/", "http://xn--bcher-kva.example/"),
        ("http://user:password@b.example/", "http://b.example/"),
        ("  /y ", "http://a.example/y"),
        ("", "http://a.example/x/1"),
    ],
)
def test_a_location_is_read_as_it_is_meant(location, url):
    assert redirected(Request("GET", "http://a.example/x/1"), 302, location).url == url


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://a.example/",
        "http://[::1",
        "http://a:x/",
        "http://\xc3\xbc..example/",
        "data:,x",
    ],
)
def test_only_http_is_followed(location):
    with pytest.raises(RedirectError, match="only http and https are followed"):
        redirected(Request("GET", "http://a.example/"), 302, location)


@pytest.mark.parametrize("status", [307, 308])
def test_a_body_goes_nowhere_else_without_consent(status):
    request = Request("POST", "https://a.example/", body=b"secret")
    with pytest.raises(NeedsConsentError, match=r"https://b\.example"):
        redirected(request, status, "https://b.example/")


def test_redirects_are_followed_and_recorded(exchange):
    def chain(wire):
        number = int(wire.request.split(b" ")[1].rpartition(b"=")[2])
        moved = answer(b"moved", f"Location: /chain?n={number + 1}", status="302 Found")
        wire.send(moved if number < 3 else answer(b"there"))

    with ChaosServer(chain=chain) as server:
        base = server.url(path="chain?n=")
        sent = exchange(Request("GET", base + "0"), settings=FOLLOW)
        assert sent.failure is None
        assert sent.response.body == b"there"
        assert sent.response.url == base + "3"
        assert sent.hops == tuple(Hop(302, f"{base}{n}", f"{base}{n + 1}") for n in range(3))
        assert sent.sent == 1
        assert sent.request.url == base + "0"


def test_ten_redirects_are_followed_and_no_more(exchange):
    def chain(wire):
        number = int(wire.request.split(b" ")[1].rpartition(b"=")[2])
        wire.send(answer(b"", f"Location: /chain?n={number - 1}", status="302 Found") if number else answer())

    with ChaosServer(chain=chain) as server:
        base = server.url(path="chain?n=")
        assert exchange(Request("GET", f"{base}10"), settings=FOLLOW).failure is None
        failure = exchange(Request("GET", f"{base}11"), settings=FOLLOW).failure
        assert failure.kind == "protocol"
        assert failure.message.startswith("more than 10 redirects")


def test_another_origin_is_asked_without_secrets(exchange):
    with ChaosServer() as there, ChaosServer(away=lambda wire: wire.send(moved_to(there.url()))) as here:
        sent = exchange(Request("GET", here.url(path="away"), SECRETS + HARMLESS), settings=FOLLOW)
        assert sent.failure is None
        (arrived,) = there.requests
        assert b"s\r\n" not in arrived.replace(b"text/plain\r\n", b"")
        assert b"virtual.example" not in arrived
        assert b"Host: 127.0.0.1:" in arrived


def test_a_body_for_another_origin_makes_the_redirect_the_answer(exchange):
    with ChaosServer() as there:
        moved = moved_to(there.url(), "307 Temporary Redirect")
        with ChaosServer(away=lambda wire: wire.send(moved)) as here:
            sent = exchange(Request("POST", here.url(path="away"), body=b"secret"), settings=FOLLOW)
        assert sent.failure is None
        assert (sent.response.status, sent.response.body) == (307, b"moved")
        assert "not followed" in sent.note
        assert there.requests == []


def test_the_body_of_a_redirect_is_not_read(exchange):
    def huge(wire):
        wire.send(answer(b"", "Location: /fine", status="302 Found", length=10**12))
        wire.flood(b"x" * 65536)

    with ChaosServer(huge=huge) as server:
        sent = exchange(Request("GET", server.url(path="huge")), settings=FOLLOW)
        assert sent.response.body == b'{"ok": true}'


def test_a_redirect_is_the_answer_unless_it_is_to_be_followed(exchange):
    with ChaosServer(away=lambda wire: wire.send(moved_to("/fine"))) as server:
        sent = exchange(Request("GET", server.url(path="away")))
        assert (sent.response.status, sent.response.body, sent.hops) == (302, b"moved", ())


def test_redirects_share_one_clock(exchange):
    def slow(wire):
        wire._stopping.wait(0.15)
        number = int(wire.request.split(b" ")[1].rpartition(b"=")[2])
        wire.send(answer(b"", f"Location: /slow?n={number + 1}", status="302 Found"))

    with ChaosServer(slow=slow) as server:
        sent = exchange(Request("GET", server.url(path="slow?n=0")), 0.4, FOLLOW)
        assert sent.failure.kind == "timeout"
        assert 1 <= len(sent.hops) <= 3


def moved_to(url: str, status: str = "302 Found") -> bytes:
    return answer(b"moved", f"Location: {url}", status=status)
