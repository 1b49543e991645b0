"""Ways to prove who you are, and tokens that expire."""

from __future__ import annotations

import base64

import pytest

from hooknb.playground.memory import TOKEN_SECONDS, Failures, Tokens

GOOD = {"user": "ada", "password": "lovelace"}
FORM = "application/x-www-form-urlencoded"


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("body", "headers"),
    [(GOOD, {}), ("user=ada&password=lovelace", {"Content_Type": FORM})],
    ids=["JSON", "form"],
)
def test_a_login_gives_a_token_that_opens_the_private_address(ask, body, headers: dict[str, str]) -> None:
    got = ask("POST", "/login", body, **headers)
    assert (got.status, got.json["expires_in"], got.json["token_type"]) == (200, 300, "Bearer")
    token = got.json["token"]
    assert got.headers["Set-Cookie"] == f"session={token}; Path=/; Max-Age=300; HttpOnly; SameSite=Lax"
    assert ask("GET", "/private", Authorization=f"bearer {token}").json["user"] == "ada"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        pytest.param('{"user": "ada", "password": "wrong"}', "application/json", 401, id="wrong password"),
        pytest.param('{"user": ["ada"], "password": null}', "application/json", 401, id="no text"),
        pytest.param("user=ada&password=", FORM, 401, id="empty password"),
        pytest.param('{"user": "ada"}', "application/json", 400, id="no password"),
        pytest.param('["ada", "lovelace"]', "application/json", 400, id="array"),
        pytest.param("{", "application/json", 400, id="broken"),
        pytest.param("", FORM, 400, id="empty form"),
        pytest.param("ada:lovelace", "text/plain", 415, id="text"),
    ],
)
def test_a_wrong_login_is_a_problem_document(ask, body: str, content_type: str, status: int) -> None:
    got = ask("POST", "/login", body, Content_Type=content_type)
    assert (got.status, got.json["status"], got.headers["Set-Cookie"]) == (status, status, None)
    assert (got.headers["WWW-Authenticate"] == 'Bearer realm="playground"') is (status == 401)


@pytest.mark.parametrize(
    ("authorization", "challenge"),
    [
        (None, 'Bearer realm="playground"'),
        (basic("ada:lovelace"), 'Bearer realm="playground"'),
        ("Bearer", 'Bearer realm="playground", error="invalid_token"'),
        ("Bearer made-up", 'Bearer realm="playground", error="invalid_token"'),
    ],
    ids=["nothing", "another scheme", "no token", "made-up token"],
)
def test_the_private_address_stays_closed_without_a_token(
    ask, authorization: str | None, challenge: str
) -> None:
    got = ask("GET", "/private", **({"Authorization": authorization} if authorization else {}))
    assert (got.status, got.headers["WWW-Authenticate"]) == (401, challenge)


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (basic("ada:lovelace"), 200),
        (basic("ada:lovelace").replace("Basic", "BASIC"), 200),
        (basic("ada:wrong"), 401),
        (basic("ada"), 401),
        ("Basic ???", 401),
        ("Basic ü", 401),
        ("Bearer YWRhOmxvdmVsYWNl", 401),
        (None, 401),
    ],
)
def test_basic_authentication(ask, authorization: str | None, status: int) -> None:
    got = ask("GET", "/basic-auth", **({"Authorization": authorization} if authorization else {}))
    assert got.status == status
    assert ("WWW-Authenticate" in got.headers) is (status == 401)


@pytest.mark.parametrize(("key", "status"), [("demo-key", 200), ("Demo-Key", 401), ("", 401), (None, 401)])
def test_an_api_key(ask, key: str | None, status: int) -> None:
    got = ask("GET", "/api-key", **({} if key is None else {"X_Api_Key": key}))
    assert got.status == status
    assert ("WWW-Authenticate" in got.headers) is (status == 401)


def test_a_token_expires() -> None:
    now = [0.0]
    tokens = Tokens(lambda: now[0])
    token = tokens.issue()
    now[0] = TOKEN_SECONDS - 0.001
    assert tokens.valid(token)
    now[0] = TOKEN_SECONDS
    assert not tokens.valid(token)


def test_beyond_a_thousand_the_oldest_is_forgotten() -> None:
    tokens = Tokens(lambda: 0.0)
    issued = [tokens.issue() for _ in range(1_001)]
    assert [tokens.valid(token) for token in (issued[0], issued[1], issued[-1])] == [False, True, True]
    failures = Failures()
    for number in range(1_001):
        failures.attempt(str(number), 5)
    assert [failures.attempt("1000", 5), failures.attempt("0", 5)] == [(2, False), (1, False)]


CLIENT = "grant_type=client_credentials"


@pytest.mark.parametrize(
    ("body", "headers", "status", "error"),
    [
        (CLIENT, {"Authorization": basic("notebook:open-sesame")}, 200, None),
        (CLIENT, {"Authorization": basic("notebook:open%2Dsesame")}, 200, None),
        (f"{CLIENT}&client_id=notebook&client_secret=open-sesame", {}, 200, None),
        (CLIENT, {"Authorization": basic("notebook:wrong")}, 401, "invalid_client"),
        (CLIENT, {"Authorization": "Basic ????"}, 401, "invalid_client"),
        (CLIENT, {}, 401, "invalid_client"),
        ("grant_type=password", {}, 400, "unsupported_grant_type"),
        ("", {}, 400, "unsupported_grant_type"),
    ],
)
def test_an_access_token_is_given_to_the_client(ask, body, headers: dict[str, str], status, error) -> None:
    got = ask("POST", "/oauth/token?expires_in=60", body, Content_Type=FORM, **headers)
    assert (got.status, got.json.get("error")) == (status, error)
    if status == 200:
        assert got.json["expires_in"] == 60
        assert ask("GET", "/private", Authorization=f"Bearer {got.json['access_token']}").status == 200


def test_a_scope_is_given_back_with_the_token(ask) -> None:
    got = ask(
        "POST",
        "/oauth/token",
        f"{CLIENT}&scope=a+b",
        Content_Type=FORM,
        Authorization=basic("notebook:open-sesame"),
    )
    assert got.json["scope"] == "a b"


@pytest.mark.parametrize(
    ("given", "stale"),
    [
        (None, False),
        ("Digest nonsense", False),
        ('Digest username="ada", nonce="old"', True),
        ("Basic x", False),
    ],
)
def test_a_digest_answer_that_is_none_gets_a_challenge(ask, given, stale) -> None:
    headers = {} if given is None else {"Authorization": given}
    got = ask("GET", "/digest-auth?algorithm=md5", **headers)
    challenge = got.headers["WWW-Authenticate"]
    assert got.status == 401
    assert challenge.startswith('Digest realm="playground", nonce="')
    assert ("algorithm=MD5" in challenge, "stale=true" in challenge) == (True, stale)
    assert ask("GET", "/digest-auth?algorithm=SHA-3").status == 400
