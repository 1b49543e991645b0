"""Digest: which challenge is answered, and that no challenge a server makes up breaks anything."""

from __future__ import annotations

import asyncio
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooknb.core.auth import Auth
from hooknb.core.exchange import Exchange, Hop, Request, Response
from hooknb.engine.credentials import Filled
from hooknb.engine.digest import Challenges, answer_challenge
from hooknb.engine.outgoing import outgoing

AUTH = Filled(Auth("digest", user="ada", password="P"), {"user": "ada", "password": "lovelace"})
REQUEST = Request("GET", "https://api.example.com/a?b=c")


def answered(
    *challenges: str, kept: Challenges | None = None, auth: Filled = AUTH
) -> tuple[Exchange, list[Request]]:
    """Return what came of a request that is answered with challenges first, and what was sent."""
    seen: list[Request] = []

    async def send(request: Request, what: str) -> Exchange:
        seen.append(request)
        headers = tuple(("WWW-Authenticate", each) for each in challenges)
        signed = request.header("authorization") is not None
        return Exchange(request, Response(200) if signed else Response(401, headers))

    return asyncio.run(answer_challenge(REQUEST, auth, kept or Challenges(), send)), seen


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


@pytest.mark.parametrize(
    "challenge",
    ['Digest realm="r", nonce="n", algorithm=MADE-UP', 'Digest realm="r", nonce="n", qop="auth-int"'],
)
def test_a_challenge_that_cannot_be_answered_is_not_kept(challenge):
    kept = Challenges()
    for _ in range(2):
        exchange, seen = answered(challenge, kept=kept)
        assert len(seen) == 1
        assert exchange.failure is not None
    assert answered(MD5, kept=kept)[0].failure is None


@pytest.mark.parametrize(
    ("user", "realm", "named"),
    [
        ('a"d\\a', "r", r'username="a\"d\\a", realm="r"'),
        ("jörg", "r", 'username="jÃ¶rg", realm="r"'),
        ("日本", "r", 'username="æ\x97¥æ\x9c¬", realm="r"'),
        ("ada", r"say \"hi\"", r'username="ada", realm="say \"hi\"'),
        ("ada", "ZÃ¼rich", 'username="ada", realm="ZÃ¼rich"'),
    ],
)
def test_names_and_realms_are_quoted_and_in_utf_8(user, realm, named):
    auth = Filled(Auth("digest", user="$U", password="P"), {"user": user, "password": "lovelace"})
    _, seen = answered(f'Digest realm="{realm}", nonce="n"', auth=auth)
    value = seen[1].header("authorization") or ""
    assert value.startswith(f"Digest {named}")
    plain = realm.replace("\\", "").encode("latin-1").decode()
    first = hashlib.md5(f"{user}:{plain}:lovelace".encode()).hexdigest()
    second = hashlib.md5(b"GET:/a?b=c").hexdigest()
    assert f'response="{hashlib.md5(f"{first}:n:{second}".encode()).hexdigest()}"' in value
    assert outgoing(seen[1]).header("authorization") == value


def test_an_answer_that_a_redirect_makes_useless_says_what_to_ask_instead():
    async def send(request: Request, what: str) -> Exchange:
        url = "https://api.example.com/elsewhere"
        response = Response(401, (("WWW-Authenticate", MD5),), url=url)
        return Exchange(request, response, hops=(Hop(302, request.url, url),))

    exchange = asyncio.run(answer_challenge(REQUEST, AUTH, Challenges(), send))
    assert "ask https://api.example.com/elsewhere itself" in exchange.note


def test_a_challenge_of_whom_the_request_was_redirected_to_is_not_answered():
    seen: list[Request] = []

    async def send(request: Request, what: str) -> Exchange:
        seen.append(request)
        return Exchange(request, Response(401, (("WWW-Authenticate", MD5),), url="https://other.example/"))

    exchange = asyncio.run(answer_challenge(REQUEST, AUTH, Challenges(), send))
    assert len(seen) == 1
    assert exchange.note == "other.example is not answered with credentials"
