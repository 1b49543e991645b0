"""The laws of signatures: any headers and bytes have a verdict, what is signed holds, and no change survives."""

from __future__ import annotations

import base64
import json

from hypothesis import assume, given
from hypothesis import strategies as st

from hooknb.core.exchange import Request
from hooknb.engine.replays import Replays
from hooknb.engine.signature import sign, verify
from hooknb.engine.verification import Verification

SECRET = "a-signature-secret"
NOW = 1_700_000_000.0

bodies = st.one_of(
    st.binary(max_size=60), st.sampled_from([b"", b"{}", b'{"a": 1}', b"a=1", b"[1, 2]", b"\xff"])
)
urls = st.one_of(
    st.sampled_from(["/", "https://example.com/hook?a=1&a=2&b=", "/?%FF=%00", "?", "/?a=1#b"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20).map(lambda text: f"/?{text}"),
)
requests = st.builds(Request, st.sampled_from(["GET", "POST"]), urls, st.just(()), bodies)
secrets = st.text(min_size=1, max_size=12)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
names = st.sampled_from(
    ["iat", "jti", "iss", "payload_hash", "api_key", "application_id", "exp", "nbf", "aud", "x"]
)


def part(data: object) -> str:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def shown(verdict: Verification) -> None:
    """Show a verdict in every way it has."""
    verdict.frame()
    verdict._repr_mimebundle_()
    assert isinstance(verdict.reason, str)
    assert verdict.ok is (verdict.reason == "")


# What is no JSON, or JSON that parsers differ on, or that hurts to read.
raw_parts = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            b'{"alg":"HS256","alg":"none"}', b'{"alg":"none"}', b'{"alg":NaN}', b'{"iat":1e999}', b'{"iat":-0}', b"[]", b"",
            b'{"iat":' + b"1" * 5_000 + b"}", b"[" * 3_000, b'{"a":' * 3_000, b'\xef\xbb\xbf{"alg":"HS256"}', b'{"alg":"HS256"} x',
            '{"alg":"HS256"}'.encode("utf-16"), b'{"payload_hash":"\xff"}', b'{"jti":"\\ud800"}', b'{"iss":"Vonage\x00"}',
            b'{"api_key":{"a":["abcd"]}}', b'{"iat":true,"jti":[],"payload_hash":{}}',
        ]
    ),
)  # fmt: skip
algorithms = st.sampled_from(
    [
        "HS256",
        "none",
        "None",
        "NONE",
        "hs256",
        "HS384",
        "HS512",
        "RS256",
        "ES256",
        "",
        None,
        256,
        ["HS256"],
        {"HS256": 1},
    ]
)
token_headers = st.one_of(
    st.just({"alg": "HS256", "typ": "JWT"}),
    st.builds(
        lambda algorithm, more: {**more, "alg": algorithm},
        algorithms,
        st.dictionaries(
            st.sampled_from(["typ", "kid", "jwk", "jku", "x5u", "crit", "b64", "zip"]),
            json_values,
            max_size=3,
        ),
    ),
    st.dictionaries(st.sampled_from(["alg", "typ", "kid"]), json_values),
    raw_parts,
)
tokens = st.builds(
    lambda header, claims, signature, join: join.join([part(header), part(claims), signature]),
    token_headers,
    st.one_of(st.dictionaries(names, json_values, max_size=6), json_values, raw_parts),
    st.one_of(st.just("AAAA"), st.just(""), st.just("AAAA.AAAA"), st.text(max_size=6)),
    st.sampled_from([".", ".", ".", "..", "", "=."]),
)
header_values = st.one_of(
    st.text(),
    st.text().map(lambda text: f"Bearer {text}"),
    tokens.map(lambda token: f"Bearer {token}"),
    st.binary(),
    st.none(),
    st.integers(),
)


header_names = st.sampled_from(["Authorization", "authorization", "AUTHORIZATION", "X", "", b"Authorization"])
all_headers = st.one_of(
    header_values.map(lambda value: [("Authorization", value)]),
    st.lists(st.tuples(header_names, header_values), max_size=3),
    st.dictionaries(st.sampled_from(["Authorization", "authorization", "X"]), header_values, max_size=2),
)


@given(all_headers, bodies, st.text(max_size=20), st.booleans(), st.booleans())
def test_any_header_and_any_bytes_have_a_verdict(headers, body, url, lenient, several):
    given_secrets = {"abcd": SECRET, "x": "y"} if several else SECRET
    verdict = verify(headers, body, secrets=given_secrets, url=url, lenient=lenient, replay=Replays())
    assert not verdict
    shown(verdict)


@given(st.dictionaries(names, json_values, max_size=8) | raw_parts, bodies, st.booleans())
def test_whatever_the_holder_of_the_secret_says_has_a_verdict(claims, body, lenient):
    """The signature holds, so every later check sees these values."""
    import hashlib
    import hmac

    start = f"{part({'alg': 'HS256'})}.{part(claims)}"
    mac = hmac.new(SECRET.encode(), start.encode(), hashlib.sha256).digest()
    headers = {"Authorization": f"Bearer {start}.{part(mac)}"}
    verdict = verify(headers, body, secrets=SECRET, lenient=lenient, replay=Replays(), application_id="a")
    shown(verdict)
    assert not verdict


@given(requests, secrets, st.text(max_size=8), st.text(max_size=8))
def test_what_is_signed_holds(request, secret, api_key, application_id):
    signed = sign(request, secret=secret, api_key=api_key, application_id=application_id, now=NOW)
    for known in (secret, {api_key: secret} if api_key else secret):
        verdict = verify(
            signed, secrets=known, application_id=application_id or None, now=NOW, replay=Replays()
        )
        assert verdict.ok, verdict.reason
        shown(verdict)
    assert (signed.url, signed.body, signed.method) == (request.url, request.body, request.method)


@given(requests.filter(lambda request: request.body), st.data(), st.booleans())
def test_no_changed_byte_of_the_body_survives(request, data, lenient):
    signed = sign(request, secret=SECRET, now=NOW)
    at = data.draw(st.integers(0, len(request.body) - 1))
    other = data.draw(st.integers(1, 255))
    body = bytearray(request.body)
    body[at] ^= other
    assert not verify(signed.headers, body, url=request.url, secrets=SECRET, now=NOW, lenient=lenient)


@given(requests, st.data())
def test_no_changed_bit_of_the_token_survives(request, data):
    signed = sign(request, secret=SECRET, now=NOW)
    value = bytearray(signed.header("authorization").encode())
    at = data.draw(st.integers(len("Bearer "), len(value) - 1))
    value[at] ^= 1 << data.draw(st.integers(0, 7))
    headers = {"authorization": bytes(value)}
    assert not verify(headers, request.body, url=request.url, secrets=SECRET, now=NOW)


@given(requests, secrets, secrets)
def test_no_other_secret_verifies(request, secret, other):
    assume(
        secret.encode("utf-8", "surrogatepass").rstrip(b"\0")
        != other.encode("utf-8", "surrogatepass").rstrip(b"\0")
    )
    assert not verify(sign(request, secret=secret, now=NOW), secrets=other, now=NOW)
