"""Which requests are the same to a cassette, and what is said of those that are not."""

import pytest

from hooknb.core.exchange import Request
from hooknb.engine.cassette_match import alike, differences, is_compared, matches, nearest

URL = "https://api.example.com/users/7"
JSON = (("Content-Type", "application/json"),)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def get(url=URL, *headers):
    return Request("GET", url, headers)


def post(body, headers=JSON):
    return Request("POST", URL, headers, body)


@pytest.mark.parametrize(
    ("recorded", "now"),
    [
        pytest.param(get(), get(), id="equal"),
        pytest.param(get(URL + "?a=1&b=2"), get(URL + "?b=2&a=1"), id="order-of-query-names"),
        pytest.param(get(URL + "?q=a%20b"), get(URL + "?q=a+b"), id="spelling-of-a-blank"),
        pytest.param(get("https://a.b"), get("https://a.b/"), id="empty-path"),
        pytest.param(get(URL + "/a%7Eb"), get(URL + "/a~b"), id="needless-escape"),
        pytest.param(get(URL, ("Accept", "a")), get(URL, ("accept", "a")), id="case-of-header-names"),
        pytest.param(
            get(URL, ("Authorization", "Bearer «A»"), ("X-Hub-Signature", "•••••")),
            get(URL, ("User-Agent", "me"), ("Cookie", "a=•••••")),
            id="who-asks",
        ),
        pytest.param(get(URL, ("X-Request-Id", "1")), get(URL, ("X-Request-Id", "2")), id="always-new"),
        pytest.param(post(b'{"a":1,"b":2}'), post(b'{\n "b": 2,\n "a": 1}'), id="layout-of-json"),
        pytest.param(post(b"a=1&b=x+y", FORM), post(b"b=x%20y&a=1", FORM), id="spelling-of-a-form"),
        pytest.param(get(URL + "?t=«TOKEN»"), get(URL + "?t=«OTHER»"), id="other-names-of-secrets"),
        pytest.param(
            get("https://«A».example.com/x"), get("https://prod.example.com/x"), id="mask-in-the-host"
        ),
        pytest.param(get("«BASE»/x"), get("«BASE»/x"), id="mask-at-the-start"),
        pytest.param(post('{"pin":"«PIN»"}'.encode()), post(b'{"pin":123456}'), id="masked-number"),
        pytest.param(
            post('{"t":"«T»","n":1}'.encode()), post(b'{"n": 1, "t": {"a": 2}}'), id="masked-object"
        ),
        pytest.param(
            post("say «T» twice: «T»".encode(), ()), post(b"say hunter2 twice: hunter2", ()), id="text"
        ),
        pytest.param(post(b"\xff\x00"), post(b"\xff\x00"), id="bytes"),
    ],
)
def test_these_are_the_same_request(recorded, now):
    assert [str(each) for each in differences(recorded, now)] == []
    assert matches(recorded, now)
    assert matches(now, recorded)


@pytest.mark.parametrize(
    ("recorded", "now", "told"),
    [
        pytest.param(get(), post(b"", ()), "method: 'GET' was recorded, now it is 'POST'", id="method"),
        pytest.param(
            get("https://a.example:81/"),
            get("http://a.example/"),
            "host: 'https://a.example:81' was recorded, now it is 'http://a.example'",
            id="host",
        ),
        pytest.param(
            get(), get(URL[:-1] + "8"), "path: '/users/7' was recorded, now it is '/users/8'", id="path"
        ),
        pytest.param(
            get("https://a.b/x/y"), get("https://a.b/x%2Fy"), "path: '/x/y' was recorded", id="escaped-slash"
        ),
        pytest.param(
            get("https://a.b/«X»"), get("https://a.b"), "path: '/«X»' was recorded", id="empty-mask"
        ),
        pytest.param(get("https://a.b/x/«X»"), get("https://a.b/x"), "path: ", id="a-segment-less"),
        pytest.param(
            get(URL + "?p=1"), get(), "query p: '1' was recorded, now it is nothing", id="query-gone"
        ),
        pytest.param(get(), get(URL + "?p="), "query p: '' is new", id="query-new"),
        pytest.param(
            get(URL + "?t=a&t=b"),
            get(URL + "?t=b&t=a"),
            "query t: ['a', 'b'] was recorded",
            id="order-of-repeats",
        ),
        pytest.param(
            get(URL, ("Accept", "text/html")),
            get(URL, ("Accept", "application/json")),
            "header accept: 'text/html' was recorded, now it is 'application/json'",
            id="header",
        ),
        pytest.param(
            get(), get(URL, ("X-Tenant", "acme")), "header x-tenant: 'acme' is new", id="own-header"
        ),
        pytest.param(
            post(b'{"order":{"qty":[1,2]}}'),
            post(b'{"order":{"qty":[1,3]}}'),
            "body order.qty[1]: 2 was recorded, now it is 3",
            id="json",
        ),
        pytest.param(
            post(b'{"a":1}'), post(b'{"a":true}'), "body a: 1 was recorded, now it is True", id="type"
        ),
        pytest.param(
            post(b'{"a":1}'), post(b'{"a":1.0}'), "body a: 1 was recorded, now it is 1.0", id="float"
        ),
        pytest.param(
            post(b'{"a":null}'), post(b"{}"), "body a: None was recorded, now it is nothing", id="null"
        ),
        pytest.param(post(b"a=1&b=2", FORM), post(b"a=1&b=3", FORM), "form b: '2' was recorded", id="form"),
        pytest.param(
            post(b"one\ntwo", ()), post(b"one\ntoo", ()), "body, line 2: 'two' was recorded", id="text"
        ),
        pytest.param(post(b"one", ()), post(b"one\ntwo", ()), "body, line 2: 'two' is new", id="longer"),
        pytest.param(post(b"\xff"), post(b"\xfe\xff"), "body: '1 bytes' was recorded", id="bytes"),
    ],
)
def test_a_difference_is_told_with_its_place(recorded, now, told):
    [difference] = differences(recorded, now)
    assert str(difference).startswith(told)
    assert not matches(recorded, now)


@pytest.mark.parametrize(
    ("recorded", "now", "same"),
    [
        ("«A»", "x", True),
        ("«A»", "", False),
        ("a«A»", "a", False),
        ("a«A»b«B»c", "a1b2c", True),
        ("a«A»b«B»c", "a1c", False),
        ("«A»«B»", "x", False),
        ("«A»«B»", "xy", True),
        ("«A»b«B»b«C»", "1bb2b3", True),
        ("•••••/x", "secret/x", True),
        ("‹A›=1", "k=1", True),
        ("«not a mask»", "x", False),
    ],
)
def test_a_mask_stands_for_whatever_there_is(recorded, now, same):
    assert alike(recorded, now) == same
    assert alike(now, recorded) == same


def test_many_masks_take_no_time():
    assert not alike("«A»a" * 2_000 + "b", "a" * 50_000)


@pytest.mark.parametrize(
    ("header", "counts"),
    [
        ("Accept", True),
        ("If-None-Match", True),
        ("Content-Type", True),
        ("X-Api-Version", True),
        ("Authorization", False),
        ("X-API-Key", False),
        ("Cookie", False),
        ("USER-AGENT", False),
        ("Idempotency-Key", False),
        ("traceparent", False),
    ],
)
def test_headers_that_say_who_asks_do_not_count(header, counts):
    assert is_compared(header) == counts


def test_the_nearest_is_the_one_that_differs_least():
    others = [
        Request("GET", "https://other.example/users/8"),
        Request("POST", URL[:-1] + "8"),
        Request("GET", URL + "?page=1"),
        Request("GET", URL[:-1] + "9?page=2"),
    ]
    found = nearest(others, get(URL + "?page=2"))
    assert (found.place, [each.part for each in found.differences]) == (2, ["query page"])
    assert nearest([], get()) is None


def test_of_two_paths_the_one_with_more_in_common_is_nearer():
    others = [get("https://a.b/login"), get("https://a.b/users/7/orders"), get("https://a.b/users")]
    assert nearest(others, get("https://a.b/users/8/orders")).place == 1
