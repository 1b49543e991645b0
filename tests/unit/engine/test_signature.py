"""Signing and verifying, against two implementations that are not ours: vonage-jwt and joserfc."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import warnings

import pytest
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import OctKey, RSAKey
from vonage_jwt import VonageVerifyJwtError, verify_signature

from hooknb.core.exchange import HeaderMap, Request
from hooknb.engine.bearer import LONGEST_TOKEN
from hooknb.engine.replays import Replays
from hooknb.engine.signature import sign, verify
from hooknb.errors import NodeError, ParameterError, SignatureError

NOW = 1_700_000_000  # in the past: another verifier looks at the real clock
SECRET = "a-signature-secret-of-32-characters-or-more"
KEYS = {"abcd1234": SECRET, "other": "another-secret-that-is-also-long-enough"}
BODY = b'{"from": "447700900001", "text": "hello"}'
COMPACT = b'{"from":"447700900001","text":"hello"}'


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def said(**changes) -> dict[str, object]:
    """Return the claims of a good token; a change to ... takes a claim out."""
    claims = {
        "iat": NOW,
        "jti": "0b4c9b1e-6f5f-4b7e-9c43-0c1f9f1f2f3a",
        "iss": "Vonage",
        "payload_hash": sha(BODY),
        "api_key": "abcd1234",
        "application_id": "app-1",
    }
    return {name: value for name, value in (claims | changes).items() if value is not ...}


def part(data) -> str:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def token(claims=None, *, header=None, secret=SECRET, digest=hashlib.sha256) -> str:
    """Make a token by hand, also one that no library would make."""
    start = f"{part(header or {'alg': 'HS256', 'typ': 'JWT'})}.{part(said() if claims is None else claims)}"
    mac = hmac.new(secret.encode(), start.encode(), digest).digest()
    return f"{start}.{part(mac)}"


def bearer(*args, **kwargs) -> str:
    """Return the header value of a token made by hand."""
    return f"Bearer {token(*args, **kwargs)}"


def check(value, body=BODY, **options):
    """Verify one header value at the time `NOW`."""
    return verify({"Authorization": value}, body, **({"secrets": KEYS, "now": NOW} | options))


def states(verification) -> dict[str, str]:
    return {row.name: row.state for row in verification.checks}


def only_failed(verification) -> list[str]:
    return [name for name, state in states(verification).items() if state == "failed"]


# Both ways against others


@pytest.mark.parametrize(
    ("url", "body", "hashed"),
    [
        ("https://example.com/hook", BODY, BODY),
        ("https://example.com/hook?a=1", BODY, BODY),
        ("https://example.com/hook", b"\x00\xff", b"\x00\xff"),
        ("https://example.com/hook", b"", b"{}"),
        ("https://example.com/hook?b=2&a=1", b"", b'{"b":"2","a":"1"}'),
        ("https://example.com/hook?t=a&n=1&t=b&t=", b"", b'{"t":["a","b",""],"n":"1"}'),
        ("https://example.com/hook?q=%C3%A4+%22#part", b"", '{"q":"ä \\""}'.encode()),
        ("https://example.com/hook?q=%FF", b"", b'{"q":"\xff"}'),
    ],
)
def test_what_we_sign_others_verify(url, body, hashed):
    signed = sign(Request("POST", url, (("A", "b"),), body), secret=SECRET, api_key="abcd1234", now=NOW)
    assert signed.headers[0] == ("A", "b")
    assert (signed.url, signed.body) == (url, body)
    scheme, _, text = signed.header("authorization").partition(" ")
    assert scheme == "Bearer"
    assert verify_signature(text, SECRET) is True
    assert verify_signature(text, KEYS["other"]) is False
    read = joserfc_jwt.decode(text, OctKey.import_key(SECRET), algorithms=["HS256"])
    assert read.header == {"alg": "HS256", "typ": "JWT"}
    assert set(read.claims) == {"iat", "jti", "iss", "payload_hash", "api_key"}
    assert read.claims["payload_hash"] == sha(hashed)
    assert read.claims["iat"] == NOW
    verdict = verify(signed, secrets=KEYS, now=NOW)
    assert verdict.ok
    assert verdict.claims == read.claims


def test_what_others_sign_we_verify():
    text = joserfc_jwt.encode({"alg": "HS256"}, said(), OctKey.import_key(SECRET))
    assert verify_signature(text, SECRET) is True
    verdict = check(f"Bearer {text}", application_id="app-1")
    assert verdict.ok
    assert bool(verdict) is True
    assert verdict.reason == ""
    assert verdict.claims == said()
    assert verdict.reading == "the raw body"
    assert verdict.raise_if_refused() is verdict


@pytest.mark.parametrize(
    ("value", "genuine"),
    [
        pytest.param(token(), True, id="good"),
        pytest.param(token(secret="x" * 40), False, id="wrong secret"),
        pytest.param(token(header={"alg": "none"}), None, id="alg none"),
        pytest.param(token(header={"alg": "HS512"}, digest=hashlib.sha512), None, id="HS512"),
        pytest.param(token()[:-1] + ("A" if token()[-1] != "A" else "E"), None, id="last character changed"),
        pytest.param(token(b"[]"), None, id="no object"),
        pytest.param("x.y", None, id="two parts"),
    ],
)
def test_the_other_verifier_agrees(value, genuine):
    """`True` and `False` are its answers, None stands for any refusal."""
    try:
        answer = verify_signature(value, SECRET)
    except VonageVerifyJwtError:
        answer = None
    assert check(f"Bearer {value}").ok is (answer is True)
    assert (answer is True) is (genuine is True)


# Every refusal, and the row that says so

RSA = RSAKey.generate_key(2048)


@pytest.mark.parametrize(
    ("value", "row", "why"),
    [
        pytest.param(token(), "header form", "'Bearer ' is missing", id="Bearer missing"),
        pytest.param("", "header form", "not 'Bearer' and a token", id="empty"),
        pytest.param("Bearer", "header form", "not 'Bearer' and a token", id="Bearer alone"),
        pytest.param("Bearer ", "header form", "not 'Bearer' and a token", id="Bearer and a blank"),
        pytest.param("Basic dTpw", "header form", "not 'Bearer' and a token", id="Basic"),
        pytest.param(f"{bearer()}, {bearer()}", "header form", "three parts", id="two joined"),
        pytest.param("Bearer a.b", "header form", "this has 2", id="two parts"),
        pytest.param("Bearer !.e30.e30", "header form", "header is not base64url", id="not base64url"),
        pytest.param(f"Bearer {token()}=", "header form", "signature is not base64url", id="padded"),
        pytest.param("Bearer e30.e3.e30", "header form", "claims is not base64url", id="stray bits"),
        pytest.param(
            f"Bearer {part(b'x')}.e30.e30", "header form", "header is not JSON", id="header no JSON"
        ),
        pytest.param(bearer(b"x"), "header form", "claims are not JSON", id="claims no JSON"),
        pytest.param(bearer([1]), "header form", "claims are no JSON object", id="claims a list"),
        pytest.param(bearer(b"{}".decode().encode("utf-16")), "header form", "not JSON", id="UTF-16"),
        pytest.param(bearer(b'{"iat": NaN}'), "header form", "claims are not JSON", id="NaN"),
        pytest.param(f"Bearer {'a' * LONGEST_TOKEN}.", "header form", "more than 16,384", id="too long"),
        pytest.param(
            bearer(header={"alg": "HS256", "crit": ["b64"], "b64": False}),
            "header form",
            "extensions",
            id="crit",
        ),
        pytest.param(bearer(header={"alg": "HS256", "typ": "at+jwt"}), "header form", "'at+jwt'", id="type"),
        pytest.param(bearer(header={"alg": "none"}), "algorithm", "'none'; only HS256", id="none"),
        pytest.param(bearer(header={"typ": "JWT"}), "algorithm", "None", id="no algorithm"),
        pytest.param(bearer(header={"alg": ["HS256"]}), "algorithm", "only HS256", id="alg a list"),
        pytest.param(
            bearer(header={"alg": "HS512"}, digest=hashlib.sha512),
            "algorithm",
            "'HS512'",
            id="HS512",
        ),
        pytest.param(
            f"Bearer {joserfc_jwt.encode({'alg': 'RS256'}, said(), RSA)}", "algorithm", "'RS256'", id="RS256"
        ),
        pytest.param(bearer(said(api_key="nobody")), "key known", "'nobody'", id="unknown key"),
        pytest.param(bearer(said(api_key=...)), "key known", "no api_key", id="no key"),
        pytest.param(bearer(said(api_key=["abcd1234"])), "key known", "no secret for", id="key a list"),
        pytest.param(bearer(said(api_key="other")), "signature", "another secret", id="wrong key"),
        pytest.param(bearer(secret="x" * 40), "signature", "another secret", id="wrong secret"),
        pytest.param(
            f"Bearer {token().rpartition('.')[0]}.", "signature", "another secret", id="no signature"
        ),
        pytest.param(bearer(header={"alg": "HS256", "kid": 7}), "signature", "another secret", id="odd kid"),
        pytest.param(bearer(said(iss="vonage")), "issuer", "'vonage', not 'Vonage'", id="issuer"),
        pytest.param(bearer(said(iss=...)), "issuer", "None, not 'Vonage'", id="no issuer"),
        pytest.param(bearer(said(aud="you")), "application", "meant for 'you'", id="audience"),
        pytest.param(bearer(said(iat=...)), "age", "(iat)", id="no time"),
        pytest.param(bearer(said(iat=str(NOW))), "age", "no time in seconds", id="time as text"),
        pytest.param(bearer(said(iat=True)), "age", "no time in seconds", id="time a boolean"),
        pytest.param(bearer(said(iat=10**400)), "age", "no time in seconds", id="time too large"),
        pytest.param(
            bearer(b'{"iss":"Vonage","api_key":"abcd1234","iat":1e999}'),
            "age",
            "no time in seconds",
            id="time infinite",
        ),
        pytest.param(bearer(said(exp=NOW - 1)), "age", "expired 1 s ago", id="expired"),
        pytest.param(bearer(said(nbf=NOW + 9)), "age", "another 9 s", id="not yet"),
        pytest.param(bearer(said(payload_hash=...)), "payload hash", "no payload_hash", id="no hash"),
        pytest.param(bearer(said(payload_hash=7)), "payload hash", "no text", id="hash a number"),
        pytest.param(bearer(said(payload_hash="ä")), "payload hash", "was changed", id="odd hash"),
        pytest.param(
            bearer(said(payload_hash="\ud800")),
            "payload hash",
            "was changed",
            id="half a character",
        ),
        pytest.param(
            bearer(said(payload_hash=sha(BODY).upper())),
            "payload hash",
            "was changed",
            id="upper case",
        ),
    ],
)
def test_a_refusal_says_which_check_failed_and_why(value, row, why):
    verdict = check(value)
    assert only_failed(verdict)[0] == row
    assert not verdict
    assert verdict.reason.startswith(f"{row}: ")
    assert why in verdict.reason
    with pytest.raises(SignatureError) as raised:
        verdict.raise_if_refused()
    assert raised.value.reason == verdict.reason


def test_every_check_has_one_row_in_order():
    names = list(states(check("x")))
    assert names == [
        "header form",
        "algorithm",
        "key known",
        "signature",
        "issuer",
        "application",
        "age",
        "replay",
        "payload hash",
    ]


def test_nothing_is_looked_at_after_a_failure_of_trust():
    verdict = check(bearer(said(iss="me"), secret="x" * 40))
    assert states(verdict) == {
        "header form": "ok",
        "algorithm": "ok",
        "key known": "ok",
        "signature": "failed",
        "issuer": "not reached",
        "application": "not reached",
        "age": "not reached",
        "replay": "not reached",
        "payload hash": "not reached",
    }
    assert verdict.claims == {}
    assert verdict.unverified_claims["iss"] == "me"


def test_all_that_the_signer_says_wrongly_is_seen_at_once():
    text = token(said(iss="me", iat=NOW - 999, payload_hash="0"))
    assert only_failed(check(f"Bearer {text}", application_id="app-2")) == [
        "issuer",
        "application",
        "age",
        "payload hash",
    ]


# Age


@pytest.mark.parametrize(
    ("offset", "ok"),
    [(-301, False), (-300, True), (-299, True), (0, True), (299, True), (300, True), (301, False)],
)
def test_a_token_holds_for_300_seconds_to_either_side(offset, ok):
    verdict = check(bearer(said(iat=NOW + offset)))
    assert verdict.ok is ok
    assert states(verdict)["age"] == ("ok" if ok else "failed")


@pytest.mark.parametrize(("max_age", "state"), [(1000, "ok"), (998, "failed"), (None, "not asked")])
def test_the_age_is_a_setting(max_age, state):
    assert states(check(bearer(said(iat=NOW - 999)), max_age=max_age))["age"] == state


def test_a_token_from_the_future_blames_the_clocks():
    assert "clocks" in check(bearer(said(iat=NOW + 999))).reason


# Header


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {token()}"},
        {"AUTHORIZATION": f" Bearer {token()}\t"},
        {b"authorization": f"Bearer {token()}".encode()},
        [("X", "1"), ("authorization", bearer())],
        [["authorization", f"Bearer   {token()}"], "no pair", ("three", "of", "them")],
        iter([("authorization", bearer())]),
        HeaderMap((("Authorization", bearer()),)),
    ],
    ids=["mapping", "case and blanks", "bytes", "pairs", "lists", "iterator", "HeaderMap"],
)
def test_headers_come_in_many_forms(headers):
    assert verify(headers, BODY, secrets=KEYS, now=NOW).ok


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ([("A", "b")], "there is no header Authorization"),
        ([("Authorization", "x"), ("authorization", "x")], "stands there 2 times"),
        ([("Authorization", None)], "is not text"),
    ],
)
def test_headers_without_one_token_are_refused(headers, why):
    assert why in verify(headers, BODY, secrets=KEYS).reason


def test_bearer_in_lower_case_is_accepted_with_a_note():
    verdict = check(f"bearer {token()}")
    assert verdict.ok
    assert "has no case" in verdict.checks[0].why


def test_another_header_can_carry_the_token():
    request = sign(Request("POST", "/", body=BODY), secret=SECRET, header="X-Signature", now=NOW)
    assert request.header("authorization") is None
    assert verify(request, secrets=SECRET, header="x-signature", now=NOW).ok
    assert not verify(request, secrets=SECRET, now=NOW).ok


@pytest.mark.parametrize("headers", [5, None, "Authorization: x", b"x"])
def test_what_are_no_headers_is_a_mistake_of_the_caller(headers):
    with pytest.raises(TypeError, match="headers are"):
        verify(headers, b"", secrets=SECRET)


# Secrets and applications


def test_one_secret_serves_every_key():
    assert check(bearer(said(api_key="whoever")), secrets=SECRET).ok
    assert check(bearer(said(api_key=...)), secrets=SECRET).ok


@pytest.mark.parametrize(
    ("secrets", "why"),
    [
        ("", "is empty"),
        ({"abcd1234": ""}, "'abcd1234' is empty"),
        (None, "is not text"),
        (b"bytes", "is not text"),
        ({"abcd1234": None}, "'abcd1234' is not text"),
        ({None: "word"}, "None is no API key"),
    ],
)
def test_a_secret_that_protects_nothing_is_refused_before_anything_is_verified(secrets, why):
    with pytest.raises(ParameterError, match=why):
        check(bearer(), secrets=secrets)


def test_an_empty_secret_signs_nothing():
    with pytest.raises(ParameterError, match="is empty"):
        sign(Request("GET", "/"), secret="")


@pytest.mark.parametrize("secret", ["short", "größe", "ssh-rsa AAAA", "-----BEGIN PUBLIC KEY-----", "\udcff"])
def test_a_secret_is_raw_text_of_any_length(secret):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert verify(sign(Request("GET", "/"), secret=secret), secrets=secret).ok


@pytest.mark.parametrize(("wanted", "state"), [(None, "not asked"), ("app-1", "ok"), ("app-2", "failed")])
def test_the_application_is_checked_where_one_is_wanted(wanted, state):
    assert states(check(bearer(), application_id=wanted))["application"] == state


def test_a_token_without_an_application_is_not_from_the_wanted_one():
    verdict = check(bearer(said(application_id=...)), application_id="app-1")
    assert only_failed(verdict) == ["application"]


# Payload


def test_a_changed_body_is_refused():
    verdict = check(bearer(), BODY.replace(b"hello", b"hallo"))
    assert only_failed(verdict) == ["payload hash"]
    assert verdict.reading == ""


@pytest.mark.parametrize(
    ("signed", "body", "url", "content_type", "reading"),
    [
        pytest.param(COMPACT, BODY, "/", "application/json", "the body as compact JSON", id="re-serialised"),
        pytest.param(
            b'{"a":"1","from":"447700900001","text":"hello"}',
            BODY,
            "/hook?a=1",
            "",
            "query and body as compact JSON",
            id="query and body",
        ),
        pytest.param('["ä"]'.encode(), b'[ "\\u00e4" ]', "/", "", "the body as compact JSON", id="a list"),
        pytest.param(
            b'{"a":"1","b":["2","3"]}',
            b"a=1&b=2&b=3",
            "/",
            "application/x-www-form-urlencoded",
            "the body as compact JSON",
            id="a form",
        ),
        pytest.param(
            b"", b"", "/?a=1", "", "the empty body, which leaves the query unprotected", id="empty body"
        ),
    ],
)
def test_other_readings_are_accepted_only_when_asked_for(signed, body, url, content_type, reading):
    value = bearer(said(payload_hash=sha(signed)))
    headers = {"Authorization": value, "Content-Type": content_type}
    strict = verify(headers, body, url=url, secrets=KEYS, now=NOW)
    assert only_failed(strict) == ["payload hash"]
    assert f"{reading}; lenient=True accepts that" in strict.reason
    lenient = verify(headers, body, url=url, secrets=KEYS, now=NOW, lenient=True)
    assert lenient.ok
    assert lenient.reading == reading
    assert "(lenient)" in lenient.checks[-1].why


def test_a_token_for_a_query_is_none_for_a_body():
    """Else whoever sees a signed GET could send any body with its token."""
    value = bearer(said(payload_hash=sha(b'{"a":"1"}')))
    assert check(value, b"", url="/hook?a=1").ok
    for body in (b"anything", b'{"b":"2"}', b"b=2"):
        assert not check(value, body, url="/hook?a=1", lenient=True)


@pytest.mark.parametrize("url", ["/hook?a=2", "/hook?a=1&b=2", "/hook?b=1", "/hook", "/hook?a=1&a=1"])
def test_a_changed_query_is_refused_when_there_is_no_body(url):
    signed = sign(Request("GET", "https://example.com/hook?a=1"), secret=SECRET, now=NOW)
    assert only_failed(verify(signed.headers, url=url, secrets=SECRET, now=NOW)) == ["payload hash"]
    assert verify(signed.headers, url="/hook?a=1", secrets=SECRET, now=NOW).ok


@pytest.mark.parametrize(
    "body", [b"\xff", b'{"a": "\\ud800"}', b"[" * 100_000, b'{"a": 1e999}', b"1" * 10_000]
)
def test_a_body_that_cannot_be_read_again_is_just_not_the_one(body):
    assert not check(bearer(), body, lenient=True)


@pytest.mark.parametrize("body", [BODY, BODY.decode(), bytearray(BODY), memoryview(BODY)])
def test_the_body_is_bytes_or_their_text(body):
    assert check(bearer(), body).ok


def test_a_parsed_body_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="raw bytes as they arrived, not dict"):
        check(bearer(), json.loads(BODY))


def test_a_request_brings_its_own_body_and_url():
    request = Request("POST", "/", body=b"x")
    with pytest.raises(TypeError, match="of its own"):
        verify(request, b"y", secrets=SECRET)
    with pytest.raises(TypeError, match="of its own"):
        verify(request, url="/", secrets=SECRET)


# Replay


def test_a_repeated_token_is_refused():
    seen = Replays()
    value = bearer()
    assert check(value, replay=seen).ok
    again = check(value, replay=seen)
    assert only_failed(again) == ["replay"]
    assert len(seen) == 1


def test_a_delivery_that_fails_otherwise_does_not_use_the_token_up():
    seen = Replays()
    value = bearer()
    assert states(check(value, b"changed", replay=seen))["replay"] == "not reached"
    assert check(value, replay=seen).ok
    assert only_failed(check(value, b"changed", replay=seen)) == ["replay", "payload hash"]


@pytest.mark.parametrize("jti", [..., "", 7])
def test_a_token_without_an_id_is_refused_where_repeats_are(jti):
    value = bearer(said(jti=jti))
    assert check(value).ok
    assert only_failed(check(value, replay=Replays())) == ["replay"]


def test_tokens_of_two_accounts_may_have_the_same_id():
    seen = Replays()
    assert check(bearer(), replay=seen).ok
    other = token(said(api_key="other"), secret=KEYS["other"])
    assert check(f"Bearer {other}", replay=seen).ok


def test_a_token_is_remembered_for_as_long_as_it_could_be_accepted():
    seen = Replays()
    value = bearer(said(iat=NOW + 300))
    assert check(value, replay=seen).ok
    assert only_failed(check(value, replay=seen, now=NOW + 600)) == ["replay"]
    assert states(check(value, replay=seen, now=NOW + 601))["age"] == "failed"
    assert check(bearer(said(iat=NOW + 900, jti="new")), replay=seen, now=NOW + 900).ok
    assert len(seen) == 1, "what is too old is forgotten"


# Signing


def test_a_request_with_that_header_is_not_signed():
    request = Request("GET", "/", (("authorization", "Basic dTpw"),))
    with pytest.raises(NodeError, match="a header Authorization of its own"):
        sign(request, secret=SECRET)


def test_every_signature_has_an_id_and_a_time_of_its_own():
    verdicts = [verify(sign(Request("GET", "/"), secret=SECRET), secrets=SECRET) for _ in range(2)]
    assert all(verdicts)
    assert verdicts[0].claims["jti"] != verdicts[1].claims["jti"]


def test_time_and_id_can_be_given():
    one, two = (
        sign(Request("GET", "/"), secret=SECRET, application_id="app", now=NOW + 0.7, jti="one")
        for _ in range(2)
    )
    assert one == two
    claims = verify(one, secrets=SECRET, now=NOW).claims
    assert claims == {
        "iat": NOW,
        "jti": "one",
        "iss": "Vonage",
        "payload_hash": sha(b"{}"),
        "application_id": "app",
    }


# What is shown


def shown_of(verdict) -> str:
    bundle = verdict._repr_mimebundle_()
    table = verdict.table().text()
    return "\n".join([repr(verdict), verdict.reason, table, str(verdict.frame().to_dict()), *bundle.values()])


def test_a_verdict_shows_every_check_and_the_claims():
    verdict = check(bearer())
    assert list(verdict.frame().columns) == ["check", "verdict", "why"]
    assert len(verdict.frame()) == 9
    html = verdict._repr_mimebundle_()["text/html"]
    assert "genuine" in html
    assert "abcd1234" in html
    assert repr(verdict) == "<Verification ok>"


def test_claims_that_nobody_signed_are_called_so():
    html = check(bearer(secret="x" * 40))._repr_mimebundle_()["text/html"]
    assert "nobody vouches for" in html


@pytest.mark.parametrize("where", ["api_key", "iss", "jti", "iat", "payload_hash", "aud", "application_id"])
@pytest.mark.parametrize("signer", [SECRET, "x" * 40])
def test_a_secret_is_never_shown_even_if_the_token_says_it(where, signer):
    text = token(said(**{where: f"{'y' * 40}{SECRET}"}), secret=signer)
    verdict = check(f"Bearer {text}", secrets=SECRET, application_id="app-1", replay=Replays())
    assert SECRET[:20] not in shown_of(verdict)


def test_the_header_is_never_shown():
    for value in ("hunter2-hunter2", "hunter2 hunter2", f"Bearer hunter2.{token()}"):
        assert "hunter2" not in shown_of(check(value))


def test_markup_in_a_token_is_only_text():
    html = check(bearer(said(iss="<img src=x>")))._repr_mimebundle_()["text/html"]
    assert "<img" not in html
    assert "&lt;img" in html


def test_claims_nested_deeply_are_refused_or_shown_but_never_raise():
    # How deep is too deep for Python's reader differs between versions.
    for depth in (*range(800, 1000, 20), 3000):
        deep = b"[" * depth + b"]" * depth
        for name in (b"iss", b"api_key", b"iat", b"alg"):
            claims = b'{"api_key":"abcd1234","' + name + b'":' + deep + b"}"
            shown_of(check(bearer(claims), replay=Replays()))
            shown_of(check(bearer(header=b'{"alg":' + deep + b"}")))
