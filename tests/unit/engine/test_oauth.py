"""The request for an access token, what is read from the answer, and how long a token is kept."""

from __future__ import annotations

import contextlib
import json
from base64 import b64decode
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooknb.core.auth import Auth
from hooknb.core.exchange import Response
from hooknb.core.redaction import Redactor
from hooknb.engine.credentials import Filled
from hooknb.engine.oauth import Token, TokenError, Tokens, read_token, token_request

LEADS = (("Location", "https://ada:pw@elsewhere.example/?token=x"),)


def filled(**values: str) -> Filled:
    texts = {"token_url": "https://auth.example.com/token", "client_id": "me", "client_secret": "s3cret"}
    texts |= values
    named = {"client": texts.get("client", "header")}
    return Filled(
        Auth("oauth2", token_url="https://$HOST/token", client_id="me", client_secret="S", **named), texts
    )


def test_a_client_names_itself_in_the_header_form_encoded_first():
    request = token_request(filled(client_id="a:b c", client_secret="ü/+%"))
    word = (request.header("authorization") or "").removeprefix("Basic ")
    assert b64decode(word) == b"a%3Ab+c:%C3%BC%2F%2B%25"
    assert parse_qs(request.body.decode()) == {"grant_type": ["client_credentials"]}
    assert request.header("content-type") == "application/x-www-form-urlencoded"


def test_a_client_names_itself_in_the_body_where_the_node_says_so():
    request = token_request(filled(client="body", scope="a b", audience="https://api"))
    assert request.header("authorization") is None
    assert parse_qs(request.body.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["a b"],
        "audience": ["https://api"],
        "client_id": ["me"],
        "client_secret": ["s3cret"],
    }


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ('{"access_token": "x"}', None),
        ('{"access_token": "x", "token_type": "BEARER", "expires_in": 3600}', 3600),
        ('{"access_token": "x", "expires_in": "60"}', 60),
        ('{"access_token": "x", "expires_in": null}', None),
        ('{"access_token": "x", "expires_in": true}', None),
        ('{"access_token": "x", "expires_in": "soon"}', None),
        ('{"access_token": "x", "expires_in": NaN}', None),
        ('{"access_token": "x", "expires_in": -5}', 0),
        pytest.param(
            '{"access_token": "x", "expires_in": 1%s}' % ("0" * 400), None, id="no float is as long"
        ),
        ('{"access_token": "x", "token_type": null}', None),
    ],
)
def test_a_token_and_its_life_are_read(body, seconds):
    assert read_token(Response(200, (), body.encode())) == Token("x", seconds)


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (401, '{"error": "invalid_client", "error_description": "who?"}', "answered 401: invalid_client — who?"),
        (400, "<h1>no</h1>", "answered 400"),
        (302, "", "answered 302, and leads to https://•••••@elsewhere.example/?token=•••••"),
        (200, "", "without an access_token"),
        (200, "[]", "without an access_token"),
        (200, '{"access_token": ""}', "without an access_token"),
        (200, '{"access_token": "  "}', "without an access_token"),
        (200, '{"access_token": "%s"}' % ("x" * 40_000), "no header can carry"),
        (400, '{"error": "\\u001b[31mred", "error_description": "a\\nb\\u202e"}', ": ·[31mred — a·b·"),
        (400, '{"error_description": "%s"}' % ("x" * 300), ": " + "x" * 199 + "…"),
        (400, '{"access_token": "t0ken-t0ken", "error": "t0ken-t0ken"}', "answered 400: «access_token»"),
        (200, '{"access_token": 7}', "without an access_token"),
        (200, '{"error": "bad"}', "without an access_token: bad"),
        (200, '{"access_token": "a\\r\\nX: y"}', "no header can carry"),
        (200, '{"access_token": "ü"}', "no header can carry"),
        (200, '{"access_token": "x", "token_type": "mac"}', "type 'mac'"),
        (200, "[" * 100_000, "without an access_token"),
    ],
)  # fmt: skip
def test_an_answer_without_a_token_says_what_it_holds(status, body, says):
    with pytest.raises(TokenError) as caught:
        read_token(Response(status, LEADS, body.encode()))
    assert says in str(caught.value)
    assert "t0ken" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (400, "check the client"),
        (401, "check the client"),
        (302, "check the URL"),
        (405, "check the URL"),
        (200, "check the URL"),
        (429, "may give one later"),
        (503, "may give one later"),
    ],
)
def test_what_to_try_depends_on_the_answer(status, hint):
    with pytest.raises(TokenError) as caught:
        read_token(Response(status, (), b"<h1>no</h1>"))
    assert hint in caught.value.hint


@pytest.mark.parametrize("before", range(170, 205, 3))
def test_a_secret_that_the_server_quotes_is_masked_before_it_is_cut(before):
    body = json.dumps(
        {"error": "invalid_client", "error_description": "x" * before + " w0rd-w0rd-w0rd is bad"}
    )
    with pytest.raises(TokenError) as caught:
        read_token(Response(401, (), body.encode()), Redactor([("SECRET", "w0rd-w0rd-w0rd")]))
    assert "w0rd" not in str(caught.value)


@given(st.binary(max_size=60), st.integers(100, 599))
def test_whatever_is_answered_gives_a_token_or_a_token_error(body, status):
    with contextlib.suppress(TokenError):
        assert isinstance(read_token(Response(status, (), body)), Token)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("life", "good", "too_old"), [(600.0, 539, 541), (100.0, 89, 91), (36_000.0, 35_939, 35_941), (5.0, 3, 4.5)]
)  # fmt: skip
def test_a_token_is_renewed_shortly_before_its_end(life, good, too_old):
    clock = Clock()
    tokens = Tokens(clock)
    tokens.keep(filled(), Token("x", life), asked=clock.now)
    clock.now = 100 + good
    assert tokens.get(filled()) == Token("x", life)
    clock.now = 100 + too_old
    assert tokens.get(filled()) is None


def test_a_token_without_an_end_is_kept_until_it_is_refused():
    tokens = Tokens(lambda: 1e12)
    tokens.keep(filled(), Token("x"), asked=0)
    assert tokens.get(filled()) == Token("x")
    tokens.forget(filled(), Token("another"))
    assert tokens.get(filled()) == Token("x")
    tokens.forget(filled(), Token("x"))
    assert tokens.get(filled()) is None


@pytest.mark.parametrize("other", [{"scope": "a"}, {"client_secret": "y"}, {"token_url": "https://b/"}])
def test_another_client_scope_or_server_has_another_token(other):
    tokens = Tokens()
    tokens.keep(filled(), Token("x", 600), asked=tokens._clock())
    assert tokens.get(filled(**other)) is None
    tokens.clear()
    assert len(tokens) == 0


def test_neither_tokens_nor_what_they_are_kept_under_can_be_read():
    tokens = Tokens()
    tokens.keep(filled(), Token("t0ken-t0ken"), asked=0)
    assert "t0ken" not in repr(tokens) + repr(Token("t0ken-t0ken")) + repr(filled())
    assert "s3cret" not in repr(tokens._kept) + repr(filled())
