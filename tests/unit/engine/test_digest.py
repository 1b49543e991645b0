"""Digest: which challenge is answered, and that no challenge a server makes up breaks anything."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooknb.core.auth import Auth
from hooknb.core.exchange import Exchange, Request, Response
from hooknb.engine.credentials import Filled
from hooknb.engine.digest import Challenges, answer_challenge

AUTH = Filled(Auth("digest", user="ada", password="P"), {"user": "ada", "password": "lovelace"})
REQUEST = Request("GET", "https://api.example.com/a?b=c")


def answered(*challenges: str, kept: Challenges | None = None) -> tuple[Exchange, list[Request]]:
    """Return what came of a request that is answered with challenges first, and what was sent."""
    seen: list[Request] = []

    async def send(request: Request, what: str) -> Exchange:
        seen.append(request)
        headers = tuple(("WWW-Authenticate", each) for each in challenges)
        signed = request.header("authorization") is not None
        return Exchange(request, Response(200) if signed else Response(401, headers))

    return asyncio.run(answer_challenge(REQUEST, AUTH, kept or Challenges(), send)), seen


MD5 = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'
SHA256 = 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256, opaque="o"'


@pytest.mark.parametrize(
    ("challenges", "algorithm"),
    [
        ([MD5], "MD5"),
        (['Digest realm="r", nonce="n"'], "MD5"),
        ([MD5, SHA256], "SHA-256"),
        ([f"{MD5}, {SHA256}"], "SHA-256"),
        ([f'Basic realm="x", {SHA256}'], "SHA-256"),
        (['Digest realm="r", nonce="n", algorithm=SHA-512-256', MD5], "MD5"),
        (['digest realm="r",nonce="n",qop="auth,auth-int",algorithm="MD5-sess"'], "MD5-sess"),
    ],
)
def test_the_best_challenge_that_can_be_answered_is_answered(challenges, algorithm):
    exchange, seen = answered(*challenges)
    assert exchange.response is not None
    assert exchange.response.status == 200
    value = seen[1].header("authorization") or ""
    assert value.startswith('Digest username="ada"')
    assert f"algorithm={algorithm}" in value
    assert 'uri="/a?b=c"' in value
    assert "lovelace" not in value


def test_a_kept_challenge_is_answered_at_once():
    kept = Challenges()
    answered(MD5, kept=kept)
    exchange, seen = answered(MD5, kept=kept)
    assert exchange.response is not None
    assert (exchange.response.status, len(seen)) == (200, 1)
    assert "nc=00000002" in (seen[0].header("authorization") or "")
    kept.clear()
    assert len(answered(MD5, kept=kept)[1]) == 2


@pytest.mark.parametrize(
    "challenge",
    [
        'Digest realm="r"',
        'Digest realm="r", nonce="n", algorithm=MADE-UP',
        'Digest realm="r", nonce="n", qop="auth-int"',
        "Digest nonsense",
        "Digest ",
        "Digest realm=",
    ],
)
def test_a_challenge_that_cannot_be_answered_is_a_failure_that_says_so(challenge):
    exchange, seen = answered(challenge)
    assert len(seen) == 1
    assert exchange.failure is not None
    assert exchange.failure.kind == "auth"
    assert "challenge cannot be answered" in exchange.failure.message


def test_a_server_that_does_not_ask_for_digest_gives_its_401_and_a_note():
    exchange, seen = answered('Basic realm="x"')
    assert len(seen) == 1
    assert exchange.failure is None
    assert exchange.note == "the server does not ask for Digest"


@given(st.text(max_size=60))
def test_no_challenge_breaks_anything(text):
    exchange, _ = answered(f"Digest {text}")
    assert exchange.failure is None or exchange.failure.kind == "auth"
