"""The URL: filled place by place, and merged with the query parameters."""

import pytest

from hooknb.core.address import address_problem, fill_address
from hooknb.core.parameters import Chosen, plain_spelling
from hooknb.errors import ParameterError


def fill(url, query=None, **values):
    return fill_address(
        url, lambda name: Chosen(name, values[name], plain_spelling(values[name])), None, query
    )


@pytest.mark.parametrize(
    ("url", "values", "expected"),
    [
        pytest.param("https://x.org", {}, "https://x.org/", id="a-path-is-added"),
        pytest.param("HTTPS://X.ORG/a", {}, "https://x.org/a", id="scheme-and-host-in-lower-case"),
        pytest.param(
            "https://x.org/u/$ID", {"ID": "a/b c"}, "https://x.org/u/a%2Fb%20c", id="slash-is-encoded"
        ),
        pytest.param("https://x.org/u/$ID", {"ID": 7}, "https://x.org/u/7", id="number"),
        pytest.param("https://x.org/u/$ID", {"ID": True}, "https://x.org/u/true", id="boolean-is-json"),
        pytest.param(
            "https://x.org/u/${ID}.json",
            {"ID": "é?#"},
            "https://x.org/u/%C3%A9%3F%23.json",
            id="utf-8-and-marks",
        ),
        pytest.param("https://x.org/?a=$A&b=1", {"A": "x&y=z"}, "https://x.org/?a=x%26y%3Dz&b=1", id="query"),
        pytest.param(
            "https://x.org/?a=$A", {"A": ["1", "2"]}, "https://x.org/?a=1&a=2", id="list-repeats-the-key"
        ),
        pytest.param("$BASE/users", {"BASE": "https://x.org/v1"}, "https://x.org/v1/users", id="base"),
        pytest.param(
            "$BASE?a=$A", {"BASE": "http://x.org", "A": "/"}, "http://x.org/?a=%2F", id="base-then-query"
        ),
        pytest.param("https://$HOST/", {"HOST": "x.org:8080"}, "https://x.org:8080/", id="host"),
        pytest.param("http://localhost:$PORT/", {"PORT": 8000}, "http://localhost:8000/", id="port"),
        pytest.param("https://x.org/#$A", {"A": "never used"}, "https://x.org/", id="fragment-is-not-sent"),
        pytest.param(
            "https://x.org/a%20b%zz", {}, "https://x.org/a%20b%25zz", id="escapes-are-kept-or-mended"
        ),
        pytest.param(
            "https://bücher.example/ä?ö", {}, "https://xn--bcher-kva.example/%C3%A4?%C3%B6", id="idna"
        ),
        pytest.param("http://[::1]:80/", {}, "http://[::1]:80/", id="ipv6"),
        pytest.param(
            "https://x.org/$A", {"A": "$B"}, "https://x.org/%24B", id="values-are-not-scanned-again"
        ),
        pytest.param("https://x.org/pre$S", {"S": ""}, "https://x.org/pre", id="empty-beside-text-is-fine"),
    ],
)
def test_a_url_is_filled_place_by_place(url, values, expected):
    assert fill(url, **values) == expected


@pytest.mark.parametrize(
    ("url", "query", "expected"),
    [
        pytest.param("https://x.org/", [("a", "1"), ("a", "2")], "https://x.org/?a=1&a=2", id="new-query"),
        pytest.param(
            "https://x.org/?k=v", [("a", "b c")], "https://x.org/?k=v&a=b%20c", id="appended-not-replacing"
        ),
        pytest.param("https://x.org/?", [("a", "")], "https://x.org/?a=", id="after-a-bare-question-mark"),
        pytest.param("https://x.org/?k=v", [], "https://x.org/?k=v", id="nothing-to-append"),
    ],
)
def test_query_parameters_come_after_the_urls_own(url, query, expected):
    assert fill(url, query) == expected


@pytest.mark.parametrize(
    ("url", "values", "says"),
    [
        pytest.param("https://x.org/$A/b", {"A": ".."}, "A", id="climbing"),
        pytest.param("https://x.org/.$A/b", {"A": "."}, "changes the address", id="climbing-in-part"),
        pytest.param("https://x.org/users/$A", {"A": ""}, "A is empty", id="vanishing-segment"),
        pytest.param("https://x.org/$A", {"A": None}, "null", id="null"),
        pytest.param("https://$H/", {"H": "evil.org/path"}, "no host", id="host-with-a-path"),
        pytest.param("https://$H/", {"H": "user@evil.org"}, "no host", id="host-with-a-user"),
        pytest.param("$B/x", {"B": "ftp://x.org"}, "not an http", id="other-scheme"),
        pytest.param("$B/x", {"B": "x.org"}, "not an http", id="base-without-scheme"),
        pytest.param("$B/x", {"B": 3}, "no base URL", id="base-is-a-number"),
        pytest.param("https://x.org/?a=b$A", {"A": [1]}, "list", id="list-inside-a-value"),
        pytest.param("https://x.org/$A", {"A": "\ud800"}, "half a character", id="surrogate"),
        pytest.param("http://x.org:$P/", {"P": 99999}, "not a URL", id="port-out-of-range"),
    ],
)
def test_a_value_that_would_change_the_address_is_refused(url, values, says):
    with pytest.raises(ParameterError, match=says):
        fill(url, **values)


@pytest.mark.parametrize(
    ("url", "says", "at"),
    [
        pytest.param("", "needs a URL", None, id="empty"),
        pytest.param("https://x.org/a b", "space", (15, 16), id="space"),
        pytest.param("ftp://x.org", "'ftp' is not a scheme", (0, 3), id="scheme"),
        pytest.param("x.org/a", "not a whole URL", None, id="no-scheme"),
        pytest.param("https:///a", "no host", None, id="no-host"),
        pytest.param("https://x.org/\x01", "control", (14, 15), id="control"),
    ],
)
def test_a_text_that_is_no_url_is_told(url, says, at):
    message, hint, where = address_problem(url)
    assert says in message
    assert hint
    assert where == at


@pytest.mark.parametrize(
    "url", ["https://x.org", "$BASE", "$BASE/users?x=$Y", "http://$HOST:80/", "https://[::1]/"]
)
def test_a_url_or_a_base_parameter_is_accepted(url):
    assert address_problem(url) is None
