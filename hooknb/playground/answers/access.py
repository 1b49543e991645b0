"""Ways to prove who you are: tokens, Basic, Digest and an API key. None of them guards anything."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from urllib.parse import unquote_plus
from urllib.request import parse_http_list, parse_keqv_list

from hooknb.playground.memory import TOKEN_SECONDS
from hooknb.playground.messages import (
    HeaderPairs,
    RefusedError,
    Reply,
    Request,
    form_pairs,
    json_reply,
    parsed_json,
)
from hooknb.playground.routes import Call, Routes

routes = Routes("Who are you")

USER = "ada"
PASSWORD = "lovelace"  # noqa: S105 (everybody may know it)
API_KEY = "demo-key"
CLIENT_ID = "notebook"
CLIENT_SECRET = "open-sesame"  # noqa: S105

_REALM = "playground"
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}

_BEARER = 'Bearer realm="playground"'


@routes.post("/login")
def login(call: Call) -> Reply:
    """A token and an HttpOnly cookie for {"user": "ada", "password": "lovelace"}, as JSON or as a form."""
    user, password = _credentials(call.request)
    if (user, password) != (USER, PASSWORD):
        raise _unproven("this user with this password is not known", _BEARER)
    token = call.memory.tokens.issue()
    cookie = f"session={token}; Path=/; Max-Age={TOKEN_SECONDS}; HttpOnly; SameSite=Lax"
    return json_reply(
        {"token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS},
        headers=(("Set-Cookie", cookie), ("Cache-Control", "no-store")),
    )


@routes.post("/oauth/token")
def oauth_token(call: Call) -> Reply:
    """An access token for the client notebook:open-sesame, by grant_type=client_credentials (RFC 6749)."""
    fields = dict(form_pairs(call.request.body.decode("utf-8", "replace")))
    if fields.get("grant_type") != "client_credentials":
        return _refused_token(400, "unsupported_grant_type", "send grant_type=client_credentials")
    if _client(call.request, fields) != (CLIENT_ID, CLIENT_SECRET):
        return _refused_token(401, "invalid_client", "this client with this secret is not known")
    seconds = call.whole("expires_in", 1, TOKEN_SECONDS, default=TOKEN_SECONDS)
    return json_reply(
        {
            "access_token": call.memory.tokens.issue(),
            "token_type": "Bearer",
            "expires_in": seconds,
            **({"scope": fields["scope"]} if "scope" in fields else {}),
        },
        headers=(("Cache-Control", "no-store"),),
    )


@routes.get("/private")
def private(call: Call) -> Reply:
    """Only with Authorization: Bearer and the token from /login; 401 otherwise."""
    token = _given(call.request, "bearer")
    if token is None:
        raise _unproven("send 'Authorization: Bearer' and the token from POST /login", _BEARER)
    if not call.memory.tokens.valid(token):
        raise _unproven("this token was not given out, or is too old", f'{_BEARER}, error="invalid_token"')
    return json_reply({"user": USER, "message": "The Analytical Engine weaves algebraic patterns."})


@routes.get("/basic-auth")
def basic_auth(call: Call) -> Reply:
    """Only with Authorization: Basic for ada:lovelace; 401 otherwise."""
    given = _given(call.request, "basic") or ""
    try:
        known = base64.b64decode(given, validate=True) == f"{USER}:{PASSWORD}".encode()
    except (binascii.Error, ValueError):
        known = False
    if not known:
        raise _unproven(
            "send 'Authorization: Basic' for ada:lovelace", 'Basic realm="playground", charset="UTF-8"'
        )
    return json_reply({"authenticated": True, "user": USER})


@routes.get("/digest-auth", example="/digest-auth?algorithm=SHA-256")
def digest_auth(call: Call) -> Reply:
    """Only with Authorization: Digest for ada:lovelace, ?algorithm= MD5 or SHA-256; 401 otherwise."""
    algorithm = call.text("algorithm", "SHA-256", longest=20).upper()
    if algorithm not in _HASHES:
        raise RefusedError(400, f"'algorithm' is one of {', '.join(_HASHES)}")
    given = _digest_fields(_given(call.request, "digest") or "")
    nonce = given.get("nonce", "")
    if not call.memory.tokens.valid(nonce) or not _answers(given, call, algorithm):
        stale = ", stale=true" if given and not call.memory.tokens.valid(nonce) else ""
        challenge = (
            f'Digest realm="{_REALM}", nonce="{call.memory.tokens.issue()}", qop="auth", '
            f"algorithm={algorithm}{stale}"
        )
        raise _unproven("answer the challenge for ada:lovelace", challenge)
    return json_reply({"authenticated": True, "user": USER, "algorithm": algorithm})


@routes.get("/api-key")
def api_key(call: Call) -> Reply:
    """Only with the header X-Api-Key: demo-key; 401 otherwise."""
    if call.request.header("x-api-key") != API_KEY:
        raise _unproven("send the header 'X-Api-Key: demo-key'", 'ApiKey realm="playground"')
    return json_reply({"authenticated": True, "key": "accepted"})


def _credentials(request: Request) -> tuple[object, object]:
    if request.media_type == "application/x-www-form-urlencoded":
        fields: object = dict(form_pairs(request.body.decode("utf-8", "replace")))
    elif request.is_json:
        try:
            fields = parsed_json(request.body)
        except ValueError as error:
            raise RefusedError(400, f"the body is not JSON: {error}") from None
    else:
        raise RefusedError(415, "a login is sent as application/json or application/x-www-form-urlencoded")
    if not isinstance(fields, dict) or not {"user", "password"} <= fields.keys():
        raise RefusedError(400, "a login has the fields 'user' and 'password'")
    return fields["user"], fields["password"]


def _client(request: Request, fields: dict[str, str]) -> tuple[str, str]:
    """Return a client's name and secret, from the Authorization header or from the body."""
    given = _given(request, "basic")
    if given is None:
        return fields.get("client_id", ""), fields.get("client_secret", "")
    try:
        name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _refused_token(status: int, error: str, described: str) -> Reply:
    headers: HeaderPairs = (("Cache-Control", "no-store"),)
    if status == 401:
        headers += (("WWW-Authenticate", f'Basic realm="{_REALM}"'),)
    return json_reply({"error": error, "error_description": described}, status, headers)


def _digest_fields(given: str) -> dict[str, str]:
    try:
        return parse_keqv_list(parse_http_list(given))
    except ValueError:
        return {}


def _answers(given: dict[str, str], call: Call, algorithm: str) -> bool:
    """Tell whether a Digest answer is right (RFC 7616, 3.4.1)."""

    def digest(text: str) -> str:
        return _HASHES[algorithm](text.encode("utf-8", "replace")).hexdigest()

    if given.get("uri") != call.request.target or given.get("username") != USER:
        return False
    first = digest(f"{USER}:{_REALM}:{PASSWORD}")
    second = digest(f"{call.request.method}:{given['uri']}")
    between = ":".join(given.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
    expected = digest(f"{first}:{between}:{second}")
    return hmac.compare_digest(expected.encode(), given.get("response", "").encode("utf-8", "replace"))


def _given(request: Request, scheme: str) -> str | None:
    """Return what follows a scheme in the Authorization header, or None when it is not that scheme."""
    named, _, given = (request.header("authorization") or "").partition(" ")
    return given.strip() if named.lower() == scheme else None


def _unproven(detail: str, challenge: str) -> RefusedError:
    challenges: HeaderPairs = (("WWW-Authenticate", challenge),)
    return RefusedError(401, detail, challenges)
