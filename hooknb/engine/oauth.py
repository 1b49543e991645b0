"""OAuth 2 client credentials (RFC 6749, 4.4): the request for an access token, and the tokens that are kept.

>>> read_token(Response(200, (), b'{"access_token": "x", "expires_in": 60}'))
Token(expires_in=60.0)
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from hooknb.core.exchange import Request, Response
from hooknb.core.hints import Hint
from hooknb.core.redaction import Redactor
from hooknb.engine.credentials import Filled, client_word
from hooknb.errors import quoted

# A token is renewed before its end: a tenth of its life, at most a minute, at least a second.
_EARLY_SHARE, _EARLY_MOST, _EARLY_LEAST = 0.1, 60.0, 1.0
# Of a server's own words, and of a token: no server takes longer headers.
_SHOWN, _LONGEST = 200, 32_768
_NO_SECRETS = Redactor()


class TokenError(Exception):
    """An answer holds no access token; the message says what it holds, `hint` what to try."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Token:
    """Hold an access token.

    Args:
        text: the token itself.
        expires_in: seconds it is good for, from the moment it was given; None when nobody said.
    """

    text: str = field(repr=False)
    expires_in: float | None = None


def token_request(filled: Filled) -> Request:
    """Return the request for an access token.

    Args:
        filled: authentication of type `oauth2`.
    """
    fields = {"grant_type": "client_credentials", "scope": filled["scope"], "audience": filled["audience"]}
    headers = [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")]
    if filled["client"] == "body":
        fields |= {name: filled[name] for name in ("client_id", "client_secret")}
    else:
        headers.append(("Authorization", f"Basic {client_word(filled)}"))
    body = urlencode({name: value for name, value in fields.items() if value})
    return Request("POST", filled["token_url"], tuple(headers), body.encode("ascii"))


def read_token(response: Response, redactor: Redactor = _NO_SECRETS) -> Token:
    """Read the answer to a request for a token.

    Args:
        response: the answer.
        redactor: masks what the server sends back, before a message cuts it.

    Raises:
        TokenError: it holds none; an error that the server names is quoted.
    """
    data = _object(response.body)
    token, kind = data.get("access_token"), data.get("token_type")
    if not isinstance(token, str):
        token = ""
    redactor = redactor.adding("access_token", token)
    if not 200 <= response.status <= 299:
        leads = f", and leads to {redactor.url(response.header('location') or 'nowhere')}"
        said = leads if 300 <= response.status <= 399 else _named_error(data, redactor)
        raise TokenError(f"answered {response.status}{said}", _hint(response.status))
    if not token.strip():
        said = _named_error(data, redactor)
        raise TokenError(f"answered {response.status} without an access_token{said}", _hint(response.status))
    if not token.isascii() or not token.isprintable() or len(token) > _LONGEST:
        raise TokenError("gave an access_token that no header can carry", _hint(200))
    if kind is not None and str(kind).lower() != "bearer":
        message = (
            f"gave a token of the type {quoted(redactor.text(str(kind)))}, and only bearer is known here"
        )
        raise TokenError(message, _hint(200))
    return Token(token, _seconds(data.get("expires_in")))


class Tokens:
    """Keep access tokens of a session, each until shortly before its end; used in the loop's thread alone.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Any = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[Token, float]] = {}

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def __repr__(self) -> str:
        return f"<Tokens: {len(self)} kept>"

    def get(self, filled: Filled) -> Token | None:
        """Return the token of a client for a scope, or None when there is none that is still good."""
        token, until = self._kept.get(wanted(filled), (None, 0.0))
        return token if token is not None and self._clock() < until else None

    def keep(self, filled: Filled, token: Token, *, asked: float) -> None:
        """Keep a token.

        Args:
            filled: for whom.
            token: the token.
            asked: the clock when it was asked for; its life began no earlier.
        """
        life = token.expires_in
        early = 0.0 if life is None else min(max(life * _EARLY_SHARE, _EARLY_LEAST), _EARLY_MOST)
        until = float("inf") if life is None else asked + life - early
        self._kept[wanted(filled)] = token, until

    def forget(self, filled: Filled, token: Token) -> None:
        """Forget a client's token that a server did not take; one that came in its place stays."""
        if self._kept.get(wanted(filled), (None, 0.0))[0] == token:
            del self._kept[wanted(filled)]

    def clear(self) -> None:
        """Forget every token."""
        self._kept.clear()


def wanted(filled: Filled) -> str:
    """Return what a token is kept under: everything that it is asked for with, but not readable."""
    return hashlib.sha256(json.dumps(sorted(filled.values.items())).encode()).hexdigest()


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _named_error(data: dict[str, Any], redactor: Redactor) -> str:
    """Return the error as RFC 6749, 5.2, has it, for a message: masked, then cut to one readable line."""
    given = (data.get(name) for name in ("error", "error_description"))
    words = [_line(redactor.message(each)) for each in given if isinstance(each, str) and each]
    return f": {' — '.join(words)}" if words else ""


def _line(text: str) -> str:
    plain = "".join(character if character.isprintable() else "·" for character in text[:_SHOWN])
    return plain if len(text) <= _SHOWN else f"{plain[:-1]}…"


def _hint(status: int) -> str:
    """Say what to try after an answer without a token."""
    if status in (400, 401, 403):
        return "check the client, its secret and the scope"
    if status in (408, 429) or status >= 500:
        return Hint("retry")
    return "check the URL: it is asked with POST, and must give tokens itself"


def _seconds(given: object) -> float | None:
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return None
    try:
        seconds = float(given)
    except (ValueError, OverflowError):
        return None
    return max(seconds, 0.0) if seconds == seconds else None
