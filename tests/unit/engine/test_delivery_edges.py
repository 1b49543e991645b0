"""Credentials, cookies and retries against servers that do not behave: what leaves, how often, what is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from server.chaos import Behaviour, ChaosServer, Wire, answer

import hooknb

LIMITS = hooknb.Limits(timeout_low=0.1, timeout_high=60, timeout_default=10)
SESSION_ID = "31d4d96e407aad4231d4"
SECRET = "w0rd-w0rd-w0rd"
DIGEST = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"'


@pytest.fixture
def session():
    return hooknb.Session(settings=hooknb.Settings(limits=LIMITS, history="memory"))


def node(url: str, **document) -> hooknb.Node:
    return hooknb.Node(url, limits=LIMITS, **document)


def oauth(server: ChaosServer, **document) -> hooknb.Node:
    auth = {"type": "oauth2", "token_url": server.url(path="token"), "client_id": "me", "client_secret": "S"}
    return node(server.url(path="api"), auth=auth, **document)


def digest(url: str, **document) -> hooknb.Node:
    return node(url, auth={"type": "digest", "user": "ada", "password": "S"}, **document)


def in_turn(*answers: bytes) -> Behaviour:
    """Return a behaviour that gives one answer after the other, the last one for ever."""
    left = list(answers)
    return lambda wire: wire.send(left.pop(0) if len(left) > 1 else left[0])


def echo(wire: Wire) -> None:
    wire.send(answer(json.dumps({"you said": wire.request.decode("latin-1")}).encode()))


def guarded(then: Behaviour) -> Behaviour:
    """Return a behaviour that asks for Digest first."""

    def behave(wire: Wire) -> None:
        if b"authorization: digest" in wire.request.lower():
            then(wire)
        else:
            wire.send(answer(b"", DIGEST, status="401 Unauthorized"))

    return behave


def shown(result: hooknb.Result, session: hooknb.Session) -> str:
    past = session.log.past(-1)
    kept = repr(past.exchange.request) + repr(past.exchange.response) + past.card().html()
    tables = (
        result.attempt_table(),
        result.parameter_table(),
        result.mapping_table(),
        session.history_table(),
    )
    texts = [result.card().text(), result.card().html(), repr(result), repr(result.request), kept]
    return "\n".join([*texts, *(table.text() for table in tables)])


TOKEN = answer(b'{"access_token": "t0ken-t0ken", "expires_in": 600}')


def test_a_server_of_tokens_that_is_busy_is_asked_again_like_any_other(session):
    busy = answer(b"", "Retry-After: 0", status="429 Too Many Requests")
    with ChaosServer(token=in_turn(busy, TOKEN), api=echo) as server:
        result = session.run(oauth(server, retries=1, retry_delay=0, method="POST"), S=SECRET)
        assert [(each.what, each.status) for each in result.exchange.attempts] == [
            ("access token", 429),
            ("access token", 200),
            ("request", 200),
        ]
        assert len(server.arrived("api")) == result.exchange.sent == 1
    assert "t0ken" not in shown(result, session)


def test_a_client_that_is_not_known_is_not_asked_for_again(session):
    refused = answer(b'{"error": "invalid_client"}', status="401 Unauthorized")
    with ChaosServer(token=in_turn(refused), api=echo) as server:
        result = session.run(oauth(server, retries=3, retry_delay=0), S=SECRET)
        assert len(server.arrived("token")) == 1
    assert result.failure is not None
    assert result.failure.kind == "auth"


def test_a_refused_token_that_cannot_be_renewed_says_why(session):
    down = answer(b'{"error": "maintenance"}', status="503 Service Unavailable")
    refused = answer(b"", status="401 Unauthorized")
    with ChaosServer(token=in_turn(TOKEN, down), api=in_turn(answer(), refused)) as server:
        assert session.run(oauth(server), S=SECRET).ok
        result = session.run(oauth(server), S=SECRET)
    assert (result.status, result.exchange.sent) == (401, 1)
    assert "it answered 503: maintenance" in result.card().text()


def test_a_redirects_401_is_nobodys_word_on_a_token(session):
    refused = answer(b"", status="401 Unauthorized")
    with ChaosServer(any=in_turn(refused)) as other:
        leads = answer(b"", f"Location: {other.url(path='any')}", status="302 Found")
        with ChaosServer(token=in_turn(TOKEN), api=in_turn(leads)) as server:
            results = [session.run(oauth(server, redirects=True), S=SECRET) for _ in range(2)]
            assert [result.status for result in results] == [401, 401]
            assert len(server.arrived("token")) == 1
        assert all(b"t0ken" not in each for each in other.requests)


def test_a_redirects_challenge_is_not_answered(session):
    with ChaosServer(any=guarded(echo)) as other:
        leads = answer(b"", f"Location: {other.url(path='any')}", status="302 Found")
        with ChaosServer(api=in_turn(leads)) as server:
            result = session.run(digest(server.url(path="api"), redirects=True), S=SECRET)
            assert len(server.requests) == len(other.requests) == 1
    assert "is not answered with credentials" in result.card().text()


def test_a_digest_answer_is_masked_where_it_is_sent_back(session):
    with ChaosServer(api=guarded(echo)) as server:
        result = session.run(digest(server.url(path="api")), S=SECRET)
        [response] = re.findall(rb'response="(\w+)"', server.requests[-1])
    assert response.decode() in result.text
    assert response.decode() not in shown(result, session)


@pytest.mark.parametrize("times", [1, 2])
def test_a_challenge_that_cannot_be_answered_fails_in_the_same_way_each_time(session, times):
    strange = answer(b"", 'WWW-Authenticate: Digest realm="r", nonce="n", algorithm=X', status="401 Who")
    with ChaosServer(api=in_turn(strange)) as server:
        results = [session.run(digest(server.url(path="api")), S=SECRET) for _ in range(times)]
    assert [result.failure.kind for result in results if result.failure] == ["auth"] * times


@pytest.mark.parametrize(
    "guard", [pytest.param(guarded, id="digest"), pytest.param(lambda then: then, id="oauth2")]
)
def test_what_is_sent_for_its_credentials_again_is_signed_anew(
    session, guard: Callable[[Behaviour], Behaviour]
):
    signing = {"secret": "SIG", "header": "X-Signature"}
    refused = answer(b"", status="401 Unauthorized")
    with ChaosServer(token=in_turn(TOKEN), api=guard(in_turn(answer(), refused, answer()))) as server:
        document = {"signing": signing, "secrets": {"SIG": "prompt"}, "method": "POST"}
        if guard is guarded:
            runs = [digest(server.url(path="api"), **document)]
        else:
            runs = [oauth(server, **document)] * 2
        for each in runs:
            assert session.run(each, S=SECRET, SIG="s1gn-s1gn").ok
        signatures = re.findall(rb"(?im)^x-signature: bearer (\S+)", b"\n".join(server.arrived("api")))
    assert len(signatures) == len(set(signatures)) == (2 if guard is guarded else 3)
    for each in server.arrived("api"):
        assert each.lower().count(b"x-signature:") == 1


def test_a_cookie_that_a_redirect_sets_is_masked_where_it_is_sent_back(session):
    leads = answer(b"", f"Set-Cookie: sid={SESSION_ID}; Path=/", "Location: /echo", status="302 Found")
    with ChaosServer(login=in_turn(leads), echo=echo) as server:
        result = session.run(node(server.url(path="login"), redirects=True))
    assert SESSION_ID in result.text
    assert SESSION_ID not in shown(result, session)


def test_a_kept_cookie_that_goes_along_on_a_redirect_is_masked(session):
    leads = answer(b"", "Location: /shop/echo", status="302 Found")
    sets = answer(b"", f"Set-Cookie: sid={SESSION_ID}; Path=/shop/")
    with ChaosServer(**{"start": in_turn(leads), "set": in_turn(sets), "shop/echo": echo}) as server:
        session.run(node(server.url(path="set")))
        result = session.run(node(server.url(path="start"), redirects=True))
    assert SESSION_ID in result.text
    assert SESSION_ID not in shown(result, session)


def test_a_cookie_of_an_earlier_attempt_is_masked(session):
    sets = answer(b"", f"Set-Cookie: sid={SESSION_ID}; Path=/elsewhere", status="503 Busy")
    tells = answer(json.dumps({"you had": SESSION_ID}).encode())
    with ChaosServer(api=in_turn(sets, tells)) as server:
        result = session.run(node(server.url(path="api"), retries=1, retry_delay=0))
    assert SESSION_ID in result.text
    assert SESSION_ID not in shown(result, session)


def test_runs_whose_token_was_taken_back_ask_for_one_together(session):
    valid = {b"t0ken-one"}

    def token(wire: Wire) -> None:
        valid.clear()
        valid.add(b"t0ken-two")
        wire.send(answer(b'{"access_token": "t0ken-two"}'))

    def api(wire: Wire) -> None:
        good = any(each in wire.request for each in valid)
        wire.send(answer() if good else answer(b"", status="401 Unauthorized"))

    first = answer(b'{"access_token": "t0ken-one"}')
    with ChaosServer(token=in_turn(first), api=api) as server:
        assert session.run(oauth(server), S=SECRET).ok
        valid.clear()
        server.behaviours["token"] = token
        pending = [session.start(oauth(server), S=SECRET) for _ in range(30)]
        assert all(each.result(20).ok for each in pending)
        assert len(server.arrived("token")) == 2


def test_a_wrong_password_is_tried_once_a_run(session):
    always = answer(b"", DIGEST, status="401 Unauthorized")
    with ChaosServer(api=in_turn(always)) as server:
        for _ in range(3):
            assert session.run(digest(server.url(path="api")), S=SECRET).status == 401
        tried = [each for each in server.arrived("api") if b"authorization" in each.lower()]
        assert (len(server.arrived("api")), len(tried)) == (6, 3)
