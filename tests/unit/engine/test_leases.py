"""Connections that are lent out: which is taken, how long they are kept, and that each one is closed."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from hooknb.engine import leases as module
from hooknb.engine.leases import Leases


class Connection:
    """A connection that takes its time to close."""

    def __init__(self, number: int = 0, slow: asyncio.Event | None = None) -> None:
        self.number, self.slow = number, slow
        self.closed = False

    async def aclose(self) -> None:
        if self.slow is not None:
            await self.slow.wait()
        self.closed = True


def on_a_clock(story: Callable[[list[float]], Coroutine[None, None, None]]) -> None:
    """Run a story on a loop whose clock is a list of one number."""
    with asyncio.Runner() as runner:
        now = [0.0]
        runner.get_loop().time = lambda: now[0]
        runner.run(story(now))


@pytest.mark.parametrize(
    ("age", "sure", "taken"),
    [(0.0, False, True), (0.0, True, True), (4.0, False, True), (4.0, True, False), (31.0, False, False)],
)
def test_what_must_not_be_sent_twice_gets_no_old_connection(age, sure, taken):
    async def story(now):
        leases = Leases()
        leases.keep(leases.lend("key", Connection()))
        now[0] = age
        lease = leases.take("key", sure=sure)
        assert (lease is not None) == taken
        if lease is not None:
            assert lease.used
            await leases.drop(lease)
        await leases.close()

    on_a_clock(story)


def test_the_one_used_last_is_taken_first():
    async def story(now):
        leases = Leases()
        for lease in [leases.lend("key", Connection(number)) for number in range(3)]:
            leases.keep(lease)
        assert [leases.take("key", sure=False).connection.number for _ in range(3)] == [2, 1, 0]
        assert leases.take("key", sure=False) is None
        assert leases.take("other", sure=False) is None
        leases.lent = 0
        await leases.close()

    on_a_clock(story)


def test_a_connection_closes_though_the_caller_is_cancelled():
    async def story(_):
        leases, slow = Leases(), asyncio.Event()
        lease = leases.lend("key", Connection(slow=slow))
        dropping = asyncio.ensure_future(leases.drop(lease))
        await asyncio.sleep(0)
        dropping.cancel()
        await asyncio.gather(dropping, return_exceptions=True)
        assert (leases.lent, leases.closing, lease.connection.closed) == (0, 1, False)
        slow.set()
        await leases.close()
        assert (leases.closing, lease.connection.closed) == (0, True)

    on_a_clock(story)


def test_the_oldest_goes_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(module, "_MOST_IDLE", 2)

    async def story(now):
        leases, kept = Leases(), []
        for key in ("a", "b", "c"):
            kept.append(leases.lend(key, Connection()))
            leases.keep(kept[-1])
            now[0] += 1
        await asyncio.sleep(0)
        assert [lease.connection.closed for lease in kept] == [True, False, False]
        assert leases.idle == 2
        await leases.close()
        assert all(lease.connection.closed for lease in kept)

    on_a_clock(story)


def test_closing_one_that_fails_does_not_keep_the_others():
    class Failing(Connection):
        async def aclose(self) -> None:
            raise OSError("gone")

    async def story(_):
        leases, good = Leases(), Connection()
        for connection in (Failing(), good):
            leases.keep(leases.lend("key", connection))
        await leases.close()
        assert good.closed

    on_a_clock(story)
