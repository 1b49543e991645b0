"""Delivering: a run's request with its credentials, as often as its node says; one exchange comes of it.

    access token (OAuth 2) → send → challenge (Digest) or another token after a 401 → again, after a pause

Most nodes want none of this, and their request is sent once. One clock runs over everything.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field, replace

from hooknb.core.exchange import Attempt, Exchange, Failure, Request, first_header
from hooknb.core.retries import Retries
from hooknb.engine.asking import Outcome, Refusal, token_for
from hooknb.engine.cookies import cookies_of
from hooknb.engine.credentials import Filled
from hooknb.engine.digest import CHALLENGE, REQUEST, Challenges, answer_challenge, answered_by
from hooknb.engine.oauth import Token, TokenError, Tokens, read_token, token_request
from hooknb.engine.prepare import Prepared
from hooknb.engine.progress import Progress
from hooknb.engine.retry import Again, decide, share_of
from hooknb.engine.signature import sign_anew
from hooknb.engine.transport import SendSettings, send

_MEGABYTE = 1024 * 1024
_FOR_A_TOKEN = "access token"  # noqa: S105 (a word for the table)
_DIGEST_ANSWER = re.compile(r'response="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Wallet:
    """Keep what a session's runs were given to prove who they are: never shown, never saved.

    Attributes:
        tokens: access tokens.
        challenges: what servers asked of users with a password, so that the next request can answer at once.
    """

    tokens: Tokens = field(default_factory=Tokens)
    challenges: Challenges = field(default_factory=Challenges)

    def clear(self) -> None:
        """Forget everything."""
        self.tokens.clear()
        self.challenges.clear()


async def deliver(
    prepared: Prepared,
    *,
    limit: float,
    settings: SendSettings,
    wallet: Wallet,
    progress: Progress | None = None,
) -> Exchange:
    """Send a prepared request as its node says, within the limit; for the loop thread.

    Args:
        prepared: the request, signed where the node says so.
        limit: seconds for everything: tokens, challenges, attempts and the pauses between them.
        settings: caps, redirects, TLS, proxy and cookies.
        wallet: the session's tokens and challenges.
        progress: is told, for whoever cancels the job.

    Returns:
        The exchange of the last attempt. `elapsed` is that of all, `sent` counts the request itself, and
        `attempts` lists everything that was sent when that was more than one request.
    """
    retries = prepared.node.retry_policy
    if not retries.most and (prepared.auth is None or prepared.auth.auth.type not in _TALKING):
        return await send(prepared.request, timeout=limit, settings=settings, progress=progress)
    delivery = _Delivery(prepared, limit, settings, wallet, retries)
    if progress is not None:
        progress.watch(delivery.so_far)
    return await delivery.run()


_TALKING = ("oauth2", "digest")


class _Delivery:
    """A request that may be sent more than once, under way."""

    def __init__(
        self, prepared: Prepared, limit: float, settings: SendSettings, wallet: Wallet, retries: Retries
    ) -> None:
        self._prepared = prepared
        self._settings = settings
        self._wallet = wallet
        self._retries = retries
        self._began = time.perf_counter()
        self._until = self._began + limit
        self._attempts: list[Attempt] = []
        self._learned: list[tuple[str, str]] = []
        self._sent = 0
        self._refusal: Refusal | None = None
        self._last = Exchange(prepared.request, sent=0)
        self._now: tuple[Progress, float] | None = None

    @property
    def _left(self) -> float:
        return self._until - time.perf_counter()

    async def run(self) -> Exchange:
        """Send until there is an answer to keep."""
        pause, number = 0.0, 1
        while True:
            share = share_of(self._retries, attempt=number, left=self._left)
            exchange = await self._attempt(pause, time.perf_counter() + share)
            method, judged = self._prepared.request.method, self._judged(exchange)
            decision = decide(self._retries, method, judged, attempt=number, left=self._left)
            if not isinstance(decision, Again):
                return self._whole(exchange, number, decision.note)
            await asyncio.sleep(decision.pause)
            pause, number = decision.pause, number + 1
            self._renew()

    def so_far(self) -> Exchange:
        """Return what has come of it before the end: the attempt under way, or the last one."""
        now = self._now
        if now is None:
            return self._whole(self._last, 1, "")
        progress, pause = now
        exchange = progress.so_far(self._prepared.request)
        attempt = Attempt(REQUEST, _status(exchange), "was under way", exchange.elapsed, pause)
        whole = self._whole(exchange, 1, "")
        attempts = (*self._attempts, attempt) if self._attempts else ()
        learned = (*whole.learned, *exchange.learned, *cookies_of(exchange))
        return replace(whole, sent=self._sent + exchange.sent, attempts=attempts, learned=learned)

    def _whole(self, exchange: Exchange, number: int, note: str) -> Exchange:
        return replace(
            exchange,
            failure=_after(exchange.failure, number),
            elapsed=time.perf_counter() - self._began,
            sent=self._sent,
            note=_joined(exchange.note, note),
            attempts=tuple(self._attempts) if len(self._attempts) > 1 else (),
            learned=tuple(dict.fromkeys(self._learned)),
        )

    def _judged(self, exchange: Exchange) -> Exchange:
        """Return what is decided by: where there was no token, the answer of who should have given it."""
        if self._refusal is None or self._refusal.answer is None:
            return exchange
        return replace(exchange, response=self._refusal.answer, failure=None)

    def _renew(self) -> None:
        """Sign the request anew: a receiver that remembers tokens refuses one that it has seen."""
        if self._prepared.node.signing is not None:
            self._prepared, token = sign_anew(self._prepared)
            self._learned.append(("signed_token", token))

    async def _attempt(self, pause: float, until: float) -> Exchange:
        """Send the request once, with its credentials; again at once where they were not taken."""
        auth, self._refusal = self._prepared.auth, None
        if auth is not None and auth.auth.type == "oauth2":
            return await self._with_token(auth, pause, until)
        if auth is not None and auth.auth.type == "digest":
            return await self._with_digest(auth, pause, until)
        return await self._send(self._prepared.request, pause, until)

    async def _with_token(self, auth: Filled, pause: float, until: float) -> Exchange:
        kept = self._wallet.tokens.get(auth)
        token = kept or await self._token(auth, pause, until)
        if isinstance(token, Refusal):
            self._refusal = token
            return Exchange(self._prepared.request, None, token.failure, sent=0)
        exchange = await self._send(self._bearing(token), 0.0 if kept is None else pause, until)
        if kept is None or _status(exchange) != 401 or not answered_by(exchange, exchange.request.url):
            return exchange
        # A token can be taken back before its end.
        self._wallet.tokens.forget(auth, token)
        token = await self._token(auth, 0.0, until)
        if isinstance(token, Refusal):
            return replace(exchange, note=_joined(exchange.note, token.failure.message))
        self._renew()
        return await self._send(self._bearing(token), 0.0, until)

    def _bearing(self, token: Token) -> Request:
        self._learned.append(("access_token", token.text))
        request = self._prepared.request
        return replace(request, headers=(*request.headers, ("Authorization", f"Bearer {token.text}")))

    async def _token(self, auth: Filled, pause: float, until: float) -> Outcome:
        return await token_for(
            auth, self._wallet.tokens, lambda: self._asked(auth, pause, until), until=until
        )

    async def _asked(self, auth: Filled, pause: float, until: float) -> Outcome:
        """Ask for an access token, and keep it."""
        request = token_request(auth)
        asked = time.monotonic()
        settings = replace(self._settings, follow_redirects=False, response_cap=_MEGABYTE, cookies=None)
        left = max(until - time.perf_counter(), 0)
        exchange = await send(request, timeout=left, settings=settings, part=True)
        self._note(_FOR_A_TOKEN, exchange, pause)
        where = f"no access token from {request.url}"
        if exchange.failure is not None or exchange.response is None:
            failure = exchange.failure or Failure("protocol", "there was no answer")
            return Refusal(Failure(failure.kind, f"{where}: {failure.message}", failure.hint))
        try:
            token = read_token(exchange.response, self._prepared.redactor)
        except TokenError as error:
            return Refusal(Failure("auth", f"{where}: it {error}", error.hint), exchange.response)
        self._wallet.tokens.keep(auth, token, asked=asked)
        return token

    async def _with_digest(self, auth: Filled, pause: float, until: float) -> Exchange:
        async def send_on(request: Request, what: str) -> Exchange:
            if what == CHALLENGE:
                return await self._send(request, pause, until, what)
            self._renew()
            answer = request.headers[-1]
            anew = replace(request, headers=(*self._prepared.request.headers, answer))
            return await self._send(anew, 0.0, until, what)

        return await answer_challenge(self._prepared.request, auth, self._wallet.challenges, send_on)

    async def _send(self, request: Request, pause: float, until: float, what: str = REQUEST) -> Exchange:
        left = max(until - time.perf_counter(), 0)
        part = self._retries.most > 0 or bool(self._attempts)
        progress = Progress()
        self._now = (progress, pause)
        # Before it is sent: a run that is stopped while an answer echoes it must hide it, too.
        self._learned += _digest_answer(request)
        exchange = await send(request, timeout=left, settings=self._settings, part=part, progress=progress)
        self._now, self._last = None, exchange
        self._sent += exchange.sent
        self._learned += (*exchange.learned, *cookies_of(exchange))
        self._note(what if _status(exchange) == 401 else REQUEST, exchange, pause)
        return exchange

    def _note(self, what: str, exchange: Exchange, pause: float) -> None:
        why = exchange.failure.message if exchange.failure is not None else _reason(exchange)
        self._attempts.append(Attempt(what, _status(exchange), why, exchange.elapsed, pause))


def _after(failure: Failure | None, number: int) -> Failure | None:
    if failure is None or number == 1:
        return failure
    return replace(failure, message=f"after {number} attempts: {failure.message}")


def _status(exchange: Exchange) -> int | None:
    return None if exchange.response is None else exchange.response.status


def _reason(exchange: Exchange) -> str:
    return "" if exchange.response is None else exchange.response.reason


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _digest_answer(request: Request) -> list[tuple[str, str]]:
    """Return the part of a Digest answer from which a password could be guessed."""
    found = _DIGEST_ANSWER.search(first_header(request.headers, "authorization") or "")
    return [("digest_answer", found[1])] if found is not None else []
