"""Ways to prove who you are: a login for a token, Basic, and an API key. None of them guards anything."""

from __future__ import annotations

import base64
import binascii

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


def _given(request: Request, scheme: str) -> str | None:
    """Return what follows a scheme in the Authorization header, or None when it is not that scheme."""
    named, _, given = (request.header("authorization") or "").partition(" ")
    return given.strip() if named.lower() == scheme else None


def _unproven(detail: str, challenge: str) -> RefusedError:
    challenges: HeaderPairs = (("WWW-Authenticate", challenge),)
    return RefusedError(401, detail, challenges)
