"""Which proxy is asked: the one that is set, or what the environment says."""

import pytest

from hooknb.core.exchange import Request
from hooknb.engine.outgoing import Origin
from hooknb.engine.proxies import ENVIRONMENT, proxy_for, proxy_problem, shown_proxy, unusable
from hooknb.engine.transport import SendSettings

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.mark.parametrize(
    ("environment", "origin", "expected"),
    [
        ({}, ("http", "a.example", 80), None),
        ({"http_proxy": "http://p:1"}, ("http", "a.example", 80), "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1"}, ("https", "a.example", 443), "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1"}, ("http", "a.example", 80), None),
        ({"ALL_PROXY": "http://p:1"}, ("http", "a.example", 80), "http://p:1"),
        ({"http_proxy": "p:1"}, ("http", "a.example", 80), "http://p:1"),
        ({"http_proxy": "http://p:1", "no_proxy": "a.example"}, ("http", "a.example", 80), None),
        ({"http_proxy": "http://p:1", "no_proxy": ".example"}, ("http", "a.example", 80), None),
        ({"http_proxy": "http://p:1", "no_proxy": "a.example:81"}, ("http", "a.example", 80), "http://p:1"),
        ({"http_proxy": "http://p:1", "no_proxy": "a.example:81"}, ("http", "a.example", 81), None),
        ({"http_proxy": "http://p:1", "no_proxy": "*"}, ("http", "a.example", 80), None),
        ({"http_proxy": "http://p:1"}, ("http", "localhost", 80), None),
        ({"http_proxy": "http://p:1"}, ("http", "127.0.0.9", 80), None),
        ({"http_proxy": "http://p:1"}, ("http", "::1", 80), None),
    ],
)
def test_the_environment_decides(monkeypatch, environment, origin, expected):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(Origin(*origin), ENVIRONMENT) == expected


def test_a_setting_beats_the_environment(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://p:1")
    assert proxy_for(Origin("http", "127.0.0.1", 80), "http://mine:2") == "http://mine:2"
    assert proxy_for(Origin("http", "a.example", 80), None) is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (None, ""),
        ("http://ann:secret@p:1/", "p:1"),
        ("http://ann:s/e#c@ret@p:1?x", "p:1"),
        ("http://p", "p"),
    ],
)
def test_a_proxy_is_shown_without_its_password(url, shown):
    assert shown_proxy(url) == shown


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("env", ""),
        ("none", ""),
        ("http://proxy.example:3128", ""),
        ("socks5://127.0.0.1:9050", ""),
        ("proxy.example:3128", "use 'env', 'none', or a URL"),
        ("ftp://proxy.example", "use 'env', 'none', or a URL"),
        ("http://", "use 'env', 'none', or a URL"),
        ("http://ada:hunter2@proxy.example", "would be saved with the notebook"),
        ("http://ada:hunter2/x@proxy.example", "would be saved with the notebook"),
    ],
)
def test_a_setting_that_cannot_be_used_says_why(setting, says):
    problem = proxy_problem(setting)
    assert says in problem if says else problem == ""
    assert "hunter2" not in problem


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (
            "http://ada:hunt/er2@p.invalid:1",
            "the proxy p.invalid:1 cannot be used (check its URL; percent-encode",
        ),
        (
            "http://ada:hunter2@p.invalid:abc",
            "the proxy p.invalid:abc cannot be used (check its URL; percent-enc",
        ),
        ("http://p.invalid:abc", "the proxy p.invalid:abc cannot be used: Invalid port: 'abc'"),
        ("http://ada:hunter2@", "the proxy cannot be used"),
        ("http://", "the proxy cannot be used: its URL names no host"),
    ],
)
def test_a_proxy_that_cannot_be_used_says_so_without_its_password(exchange, url, says):
    sent = exchange(Request("GET", "http://api.invalid/"), settings=SendSettings(proxy=url))
    assert sent.failure is not None
    assert sent.failure.kind == "connect"
    assert says in str(sent.failure)
    assert "hunt" not in str(sent.failure)
    assert sent.sent == 0


def test_a_package_that_is_missing_is_named_beside_a_password_too():
    failure = unusable("socks5://ada:hunter2@p:1", ImportError("pip install it"))
    assert failure.message == "the proxy p:1 cannot be used: pip install it"
