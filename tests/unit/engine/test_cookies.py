"""Cookies: kept, sent where they belong, shown without their values, forgotten."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooknb.core.exchange import Request
from hooknb.engine.cookies import Cookies, secret_cookies
from hooknb.engine.outgoing import outgoing

SHOP = "https://shop.example/cart/1"


def kept(*set_cookies: str, url: str = SHOP) -> Cookies:
    cookies = Cookies()
    cookies.take(url, tuple(("Set-Cookie", each) for each in set_cookies))
    return cookies


@pytest.mark.parametrize(
    ("set_cookie", "url", "sent"),
    [
        pytest.param("a=1", SHOP, "a=1", id="the same place"),
        pytest.param("a=1; Path=/", "https://shop.example/", "a=1", id="a wider path"),
        pytest.param("a=1", "https://shop.example/", "", id="above its path"),
        pytest.param("a=1; Path=/", "https://other.example/", "", id="another host"),
        pytest.param("a=1; Path=/; Domain=shop.example", "https://x.shop.example/", "a=1", id="a domain"),
        pytest.param("a=1; Domain=other.example", "https://other.example/", "", id="somebody else's domain"),
        pytest.param("a=1; Domain=example", SHOP, "", id="a whole top level"),
        pytest.param("a=1; Domain=co.uk", "https://x.co.uk/", "", id="a public suffix"),
        pytest.param("a=1; Path=/; Secure", "http://shop.example/", "", id="not over plain http"),
        pytest.param("a=1; Path=/; Max-Age=0", "https://shop.example/", "", id="ended at once"),
        pytest.param("a=1; Path=/; Expires=Wed, 01 Jan 2020 00:00:00 GMT", "https://shop.example/", "", id="old"),
        pytest.param("a=m\xfc; Path=/", "https://shop.example/", "a=m\xfc", id="bytes beyond ASCII go back"),
        pytest.param("a=1; Max-Age=99999999999999999999", SHOP, "a=1", id="a life longer than time"),
        pytest.param("a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT", SHOP, "a=1", id="the end of all dates"),
        pytest.param(f"a={'x' * 4095}", SHOP, "", id="longer than browsers keep"),
        pytest.param(
            f"a=1; Expires=Fri, 31 Dec {'1' * 9000}", SHOP, "a=1", id="an attribute longer than browsers read"
        ),
        pytest.param("a=1\0; Path=/", SHOP, "", id="a NUL"),
        pytest.param("a", SHOP, "a", id="no value"),
        pytest.param("", SHOP, "", id="nothing"),
    ],
)  # fmt: skip
def test_a_cookie_goes_where_it_belongs(set_cookie, url, sent):
    cookies = kept(set_cookie)
    assert cookies.header(url) == ((("Cookie", sent),) if sent else ())
    assert len(cookies.frame()) == len(cookies)


def test_a_later_cookie_takes_the_place_of_an_earlier_one():
    cookies = kept("a=1; Path=/", "b=2; Path=/")
    cookies.take(SHOP, (("set-cookie", "a=3; Path=/"), ("set-cookie", "b=; Path=/; Max-Age=0")))
    assert cookies.header(SHOP) == (("Cookie", "a=3"),)


def test_an_answer_may_set_a_cookie_and_take_it_back():
    assert kept("a=1; Path=/", "b=2; Path=/", "a=; Path=/; Max-Age=0").header(SHOP) == (("Cookie", "b=2"),)


def test_a_cookie_that_cannot_be_sent_does_not_keep_the_others_back():
    cookies = kept("bad=\x1b[31m; Path=/", "huge=" + "x" * 100_000, "sid=31; Path=/")
    assert cookies.header(SHOP) == (("Cookie", "sid=31"),)


def test_a_domain_has_a_bounded_number_of_cookies_the_newest():
    cookies = kept(*(f"c{number}=1; Path=/" for number in range(1000)))
    cookies.take("https://other.example/", (("Set-Cookie", "a=1"),))
    sent = cookies.header(SHOP)[0][1].split("; ")
    assert (len(sent), sent[-1]) == (180, "c999=1")
    assert len(cookies) == 181


def test_nobody_goes_through_cookies_whose_repr_shows_them():
    with pytest.raises(TypeError):
        list(kept("sid=31d4d96e407aad42"))


@pytest.mark.parametrize(
    ("url", "set_cookie", "shown", "cleared"),
    [
        ("http://localhost:8000/", "a=1", "localhost", "localhost"),
        ("http://[::1]:8000/", "a=1", "[::1]", "[::1]"),
        ("http://printer.local/", "a=1", "printer.local", "printer.local"),
        ("https://api.example.com/", "a=1; Domain=example.com", ".example.com", "example.com"),
        ("https://api.example.com/", "a=1; Domain=example.com", ".example.com", ".Example.com"),
    ],
)
def test_a_domain_is_shown_and_cleared_under_its_name(url, set_cookie, shown, cleared):
    cookies = kept(set_cookie, url=url)
    assert cookies.frame()["domain"].tolist() == [shown]
    assert cookies.clear("elsewhere.example") == 0
    assert cookies.clear(cleared) == 1


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("127.0.0.1", ""),
        ("127.0.0.1", "; Domain=127.0.0.1"),
        ("localhost", ""),
        ("localhost", "; domain=.LocalHost ; HttpOnly"),
        ("[::1]", ""),
    ],
)
def test_loopback_has_cookies_too(host, domain):
    cookies = kept(f"a=1; Path=/{domain}", url=f"http://{host}:8000/")
    assert cookies.header(f"http://{host}:9000/x") == (("Cookie", "a=1"),)


def test_a_request_takes_the_kept_cookies_along_but_not_beside_its_own():
    cookies = kept("a=1; Path=/")
    assert outgoing(Request("GET", SHOP), cookies).header("cookie") == "a=1"
    own = Request("GET", SHOP, (("Cookie", "own=2"),))
    assert outgoing(own, cookies).header("cookie") == "own=2"
    assert outgoing(Request("GET", SHOP)).header("cookie") is None


def test_cookies_are_shown_without_their_values():
    cookies = kept("sid=31d4d96e407aad42; Path=/; Secure; HttpOnly; Max-Age=3600", "theme=dark")
    frame = cookies.frame()
    assert frame["name"].tolist() == ["theme", "sid"] or frame["name"].tolist() == ["sid", "theme"]
    shown = frame.to_string() + repr(cookies) + "".join(cookies._repr_mimebundle_().values())
    assert "31d4d96e407aad42" not in shown
    assert "dark" not in shown
    row = frame.set_index("name").loc["sid"]
    assert (row["domain"], row["path"], bool(row["secure"]), bool(row["http only"])) == (
        "shop.example", "/", True, True,
    )  # fmt: skip
    assert row["ends"].tzinfo is not None


def test_cookies_are_forgotten_all_or_by_domain():
    cookies = kept("a=1; Path=/")
    cookies.take("https://b.example/", (("Set-Cookie", "b=1"),))
    assert cookies.clear("b.example") == 1
    assert cookies.frame()["name"].tolist() == ["a"]
    assert cookies.clear() == 1
    assert len(cookies) == 0
    assert cookies.clear() == 0


ENDS = st.integers().map("a=1; Max-Age={}".format) | st.datetimes().map(
    "a=1; Expires={:%a, %d %b %Y %T} GMT".format
)


@given(st.text(max_size=40) | ENDS, st.sampled_from([SHOP, "http://127.0.0.1:1/", "http://[::1]/"]))
def test_whatever_a_server_sets_nothing_breaks_and_every_header_can_be_sent(text, url):
    value = text.encode("utf-8", "replace").decode("latin-1")
    cookies = Cookies()
    cookies.take(url, (("Set-Cookie", value),))
    outgoing(Request("GET", url), cookies)
    assert cookies.table().text()
    assert len(cookies.frame()) == len(cookies)


@pytest.mark.parametrize(
    ("header", "secrets"),
    [
        (("Cookie", "sid=31d4d96e407aad42; lang=german"), [("cookie_sid", "31d4d96e407aad42")]),
        (("set-cookie", 'sid="31d4d96e407aad42"; Path=/a1b2c3d4e5f6a7b8c9'), [("cookie_sid", "31d4d96e407aad42")]),
        (("Set-Cookie", "sid=«cookie_session_id_1»; Path=/"), []),
        (("Set-Cookie", "country=Liechtenstein and more"), []),
        (("X-Other", "sid=31d4d96e407aad42"), []),
    ],
)  # fmt: skip
def test_what_looks_like_a_session_is_a_secret(header, secrets):
    assert list(secret_cookies([header])) == secrets


FORKED = """
import os, threading, time, warnings
from hooknb.engine.cookies import Cookies

warnings.simplefilter("ignore", DeprecationWarning)
cookies, held = Cookies(), threading.Event()
cookies.take("https://a.example/", (("Set-Cookie", "a=1"),))

def busy():
    with cookies._lock:
        held.set()
        time.sleep(0.2)

threading.Thread(target=busy).start()
held.wait()
child = os.fork()
if child == 0:
    os._exit(0 if cookies.header("https://a.example/") else 1)
print(os.waitpid(child, 0)[1], cookies.header("https://a.example/"))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
def test_a_child_that_is_forked_while_cookies_are_taken_does_not_wait_for_ever():
    done = subprocess.run(
        [sys.executable, "-c", FORKED], capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.stdout, done.stderr) == ("0 (('Cookie', 'a=1'),)\n", "")
