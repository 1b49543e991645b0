"""Digest authentication (RFC 7616): a request is sent, then again with the answer to the server's challenge.

httpx works the answers out. A challenge is remembered, so that the next request can answer at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from hooknb.core.exchange import Exchange, Failure, Request, Response
from hooknb.engine.connection import DigestError, digest_flow, digest_user
from hooknb.engine.credentials import Filled
from hooknb.engine.outgoing import locate

_MOST_KEPT = 200
# The best first; SHA-1, which some servers have, was never in an RFC.
_ANSWERED = ("sha-512", "sha-256", "sha", "md5")
_DIGEST = re.compile(r"(?:\A|,\s*)(?=digest\s)", re.IGNORECASE)
_ALGORITHM = re.compile(r"algorithm\s*=\s*\"?([\w-]+?)(?:-sess)?\"?\s*(?:,|\Z)", re.IGNORECASE)

CHALLENGE, REQUEST = "challenge", "request"
Send = Callable[[Request, str], Awaitable[Exchange]]


class Challenges:
    """Remember what servers asked of users, and how often that was answered."""

    def __init__(self) -> None:
        self._users: dict[tuple[str, str, str], Any] = {}

    def user(self, origin: str, name: str, password: str) -> Any:
        """Return what answers the challenges of an origin for a user."""
        key = _key(origin, name, password)
        if key not in self._users:
            if len(self._users) >= _MOST_KEPT:
                del self._users[next(iter(self._users))]
            self._users[key] = digest_user(name, password)
        return self._users[key]

    def forget(self, origin: str, name: str, password: str) -> None:
        """Forget what an origin asked a user."""
        self._users.pop(_key(origin, name, password), None)

    def __repr__(self) -> str:
        return f"<Challenges of {len(self._users)} users>"

    def clear(self) -> None:
        """Forget everything."""
        self._users.clear()


def _key(origin: str, name: str, password: str) -> tuple[str, str, str]:
    return origin, name, hashlib.sha256(password.encode()).hexdigest()


async def answer_challenge(request: Request, auth: Filled, kept: Challenges, send: Send) -> Exchange:
    """Send a request, and again with the answer when the server asks for one.

    Args:
        request: without credentials.
        auth: authentication of type `digest`.
        kept: the challenges of earlier requests.
        send: sends a request; told what for: `challenge` or `request`.
    """
    origin, target = locate(request.url)
    user = kept.user(str(origin), auth["user"], auth["password"])
    asked = SimpleNamespace(
        method=request.method, url=SimpleNamespace(raw_path=target.encode("ascii")), headers={}
    )
    flow = digest_flow(user, asked)
    exchange = await send(_signed(request, next(flow)), CHALLENGE)
    response = exchange.response
    if exchange.failure is not None or response is None or response.status != 401:
        return exchange
    if not answered_by(exchange, request.url):
        # What somebody else wants to see hashed with the password is nobody's business.
        return replace(exchange, note=_noted(exchange, f"{_host(response)} is not answered with credentials"))
    challenges = list(_challenges(response))
    if not challenges:
        return replace(exchange, note=_noted(exchange, "the server does not ask for Digest"))
    try:
        answer = flow.send(_shown_to_httpx(_best(challenges)))
    except StopIteration:
        return exchange
    except DigestError as error:
        # It is kept with the user, and would be answered first the next time.
        kept.forget(str(origin), auth["user"], auth["password"])
        failure = Failure("auth", f"the server's challenge cannot be answered: {error}")
        return replace(exchange, failure=failure)
    exchange = await send(_signed(request, answer), REQUEST)
    if exchange.response is not None and exchange.response.status == 401:
        # Answering at once the next time would only be one more wrong password, and some servers count them.
        kept.forget(str(origin), auth["user"], auth["password"])
    return _beyond_redirect(exchange)


def _beyond_redirect(exchange: Exchange) -> Exchange:
    """Say why the answer to a challenge was of no use: it is made for one address, and a redirect led on."""
    response = exchange.response
    if response is None or response.status != 401 or not exchange.hops:
        return exchange
    return replace(
        exchange, note=_noted(exchange, f"Digest does not follow redirects; ask {response.url} itself")
    )


def answered_by(exchange: Exchange, url: str) -> bool:
    """Tell whether an answer came from the origin of a URL, and not from one that it redirected to."""
    response = exchange.response
    return response is not None and locate(response.url or url)[0] == locate(url)[0]


def _host(response: Response) -> str:
    return locate(response.url)[0].authority


def _signed(request: Request, asked: Any) -> Request:
    value = asked.headers.get("Authorization")
    if value is None:
        return request
    return replace(request, headers=(*request.headers, ("Authorization", value)))


def _challenges(response: Response) -> Iterator[str]:
    """Yield the Digest challenges of an answer; one header may hold several, and other schemes'."""
    for name, value in response.headers:
        if name.lower() == "www-authenticate":
            parts = _DIGEST.split(_text(value))
            yield from (part for part in parts if part.lower().startswith("digest"))


def _text(value: str) -> str:
    """Read a header's bytes as UTF-8 where they are; a realm is hashed as it was sent."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def _best(challenges: list[str]) -> str:
    """Return the challenge with the best algorithm that can be answered, or else the first."""

    def place(challenge: str) -> int:
        named = _ALGORITHM.search(challenge)
        algorithm = named[1].lower() if named is not None else "md5"
        return _ANSWERED.index(algorithm) if algorithm in _ANSWERED else len(_ANSWERED)

    return min(challenges, key=place)


def _shown_to_httpx(challenge: str) -> Any:
    """Return what httpx reads of an answer: the status, and one challenge."""

    class OneHeader(dict[str, str]):
        def get_list(self, name: str) -> list[str]:
            return [self[name]]

    return SimpleNamespace(status_code=401, headers=OneHeader({"www-authenticate": challenge}), cookies=None)


def _noted(exchange: Exchange, note: str) -> str:
    return f"{exchange.note}; {note}" if exchange.note else note
