"""Runs that want the same access token at the same time: who asks, who waits, and what they get."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from hooknb.core.auth import Auth
from hooknb.core.exchange import Failure
from hooknb.engine.asking import Outcome, Refusal, token_for
from hooknb.engine.credentials import Filled
from hooknb.engine.oauth import Token, Tokens

CLIENT = Filled(
    Auth("oauth2", token_url="https://auth.example.com/", client_id="me", client_secret="S"),
    {"token_url": "https://auth.example.com/", "client_id": "me", "client_secret": "s3cret"},
)
UNKNOWN = Refusal(Failure("auth", "the client is not known"))
SLOW = Refusal(Failure("timeout", "the server is slow"))


class Server:
    """Give one outcome after the other, the last one for ever, each when `release` is set."""

    def __init__(self, *outcomes: Outcome, tokens: Tokens | None = None) -> None:
        self.tokens = tokens or Tokens()
        self.release = asyncio.Event()
        self.asked = 0
        self._outcomes = outcomes

    async def ask(self) -> Outcome:
        outcome = self._outcomes[min(self.asked, len(self._outcomes) - 1)]
        self.asked += 1
        await self.release.wait()
        if isinstance(outcome, Token):
            self.tokens.keep(CLIENT, outcome, asked=time.monotonic())
        return outcome

    def wanted(self, *, seconds: float = 60) -> Awaitable[Outcome]:
        return token_for(CLIENT, self.tokens, self.ask, until=time.perf_counter() + seconds)


def played(scene: Callable[[Server], Awaitable[object]], *outcomes: Outcome) -> Server:
    async def play() -> Server:
        server = Server(*outcomes)
        await scene(server)
        return server

    return asyncio.run(play())


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize("outcome", [Token("x", 600.0), UNKNOWN], ids=["a token", "a refusal"])
def test_two_hundred_that_wait_take_what_the_first_was_given(outcome):
    async def scene(server: Server) -> None:
        waiting = [asyncio.ensure_future(server.wanted()) for _ in range(200)]
        await turns()
        server.release.set()
        assert await asyncio.gather(*waiting) == [outcome] * 200

    assert played(scene, outcome).asked == 1


def test_who_comes_after_a_refusal_asks_again():
    async def scene(server: Server) -> None:
        server.release.set()
        assert await server.wanted() == UNKNOWN
        assert await server.wanted() == Token("x")

    assert played(scene, UNKNOWN, Token("x")).asked == 2


def test_a_time_out_is_the_askers_own():
    async def scene(server: Server) -> None:
        waiting = [asyncio.ensure_future(server.wanted()) for _ in range(3)]
        await turns()
        server.release.set()
        assert await asyncio.gather(*waiting) == [SLOW, Token("x"), Token("x")]

    assert played(scene, SLOW, Token("x")).asked == 2


@pytest.mark.parametrize("cancelled", [0, 1])
def test_a_run_that_is_cancelled_takes_nobody_along(cancelled):
    async def scene(server: Server) -> None:
        waiting = [asyncio.ensure_future(server.wanted()) for _ in range(3)]
        await turns()
        waiting[cancelled].cancel()
        await turns()
        server.release.set()
        got = await asyncio.gather(*waiting, return_exceptions=True)
        assert isinstance(got.pop(cancelled), asyncio.CancelledError)
        assert got == [Token("x")] * 2

    assert played(scene, Token("x")).asked == (2 if cancelled == 0 else 1)


@pytest.mark.parametrize("seconds", [0.0, 0.01])
def test_who_has_no_time_left_asks_nobody(seconds):
    async def scene(server: Server) -> None:
        outcome = await server.wanted(seconds=seconds)
        assert isinstance(outcome, Refusal)
        assert "the time ran out" in outcome.failure.message

    assert played(scene, Token("x")).asked == 0


def test_clients_of_other_sessions_do_not_wait_for_each_other():
    async def scene(server: Server) -> None:
        waiting = asyncio.ensure_future(server.wanted())
        await turns()
        other = Server(Token("y"))
        other.release.set()
        assert await other.wanted() == Token("y")
        server.release.set()
        assert await waiting == Token("x")

    played(scene, Token("x"))
