"""What authentication adds to a request, before anything is sent."""

from __future__ import annotations

from base64 import b64encode

import pytest

import hooknb
from hooknb.errors import NodeError, ParameterError

URL = "https://api.example.com/users"


def prepared(auth, url: str = URL, **values):
    session = hooknb.Session(settings=hooknb.Settings(history="off"))
    return session.plan(hooknb.Node(url, auth=auth), values).prepared


@pytest.mark.parametrize(
    ("auth", "values", "header"),
    [
        ({"type": "bearer", "token": "T"}, {"T": "abc"}, ("Authorization", "Bearer abc")),
        ({"type": "bearer", "token": "T"}, {"T": "bearer abc"}, ("Authorization", "Bearer abc")),
        ({"type": "api_key", "key": "K"}, {"K": "k1"}, ("X-API-Key", "k1")),
        ({"type": "api_key", "key": "K", "header": "Key"}, {"K": "k1"}, ("Key", "k1")),
        ({"type": "basic", "user": "ada", "password": "P"}, {"P": "pä:ss"},
         ("Authorization", "Basic " + b64encode("ada:pä:ss".encode()).decode())),
        ({"type": "basic", "user": "$U", "password": "P"}, {"P": "x", "U": "ada@example.com"},
         ("Authorization", "Basic " + b64encode(b"ada@example.com:x").decode())),
    ],
)  # fmt: skip
def test_credentials_stand_in_a_header(auth, values, header):
    assert header in prepared(auth, **values).request.headers


def test_a_key_stands_in_the_query_behind_the_urls_own():
    made = prepared({"type": "api_key", "key": "K", "query": "the key"}, f"{URL}?a=1", K="x&y z")
    assert made.request.url == f"{URL}?a=1&the%20key=x%26y%20z"


@pytest.mark.parametrize("auth", [
    {"type": "digest", "user": "ada", "password": "P"},
    {"type": "oauth2", "token_url": "https://auth.example.com/$V", "client_id": "me", "client_secret": "P"},
])  # fmt: skip
def test_what_needs_a_server_first_adds_nothing_yet_and_a_preview_says_so(auth):
    session = hooknb.Session(settings=hooknb.Settings(history="off"))
    values = {"P": "s3cret-word"} | ({"V": "v1"} if "token_url" in auth else {})
    preview = session.preview(hooknb.Node(URL, auth=auth), values)
    assert preview.request.header("authorization") is None
    assert "the request is sent with" in preview.card().text()
    assert "s3cret" not in preview.card().text()


@pytest.mark.parametrize(
    ("auth", "values", "says"),
    [
        ({"type": "bearer", "token": "T"}, {"T": "a\nb"}, "line break"),
        ({"type": "bearer", "token": "T"}, {"T": "snow ☃"}, "latin-1"),
        ({"type": "bearer", "token": "T"}, {"T": ""}, "the token T is empty"),
        ({"type": "basic", "user": "$U", "password": "P"}, {"U": "", "P": "x"}, "the user U is empty"),
        ({"type": "bearer", "token": "T"}, {}, "$T (authentication) is unknown"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_before_anything_is_sent(auth, values, says):
    with pytest.raises(ParameterError) as caught:
        prepared(auth, **values)
    assert says in str(caught.value)


def test_a_user_in_the_url_and_authentication_are_one_too_many():
    with pytest.raises(NodeError, match="the URL holds a user"):
        prepared({"type": "bearer", "token": "T"}, "https://ada:pw@api.example.com/", T="x")


@pytest.mark.parametrize(
    "auth",
    [
        {"type": "bearer", "token": "S"},
        {"type": "api_key", "key": "S"},
        {"type": "api_key", "key": "S", "query": "q"},
        {"type": "basic", "user": "ada", "password": "S"},
    ],
    ids=lambda auth: auth["type"],
)
def test_credentials_are_masked_wherever_they_come_up(auth):
    made = prepared(auth, S="w0rd-w0rd-w0rd")
    word = b64encode(b"ada:w0rd-w0rd-w0rd").decode()
    for text in ('{"echo": "w0rd-w0rd-w0rd"}', f'{{"got": "Basic {word}"}}', made.request.url):
        shown = made.redactor.text(text)
        assert "w0rd" not in shown
        assert word not in shown or auth["type"] != "basic"
    assert made.parameter_table().rows[0][2] == "•••••"
