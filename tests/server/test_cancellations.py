"""A thousand cancelled runs, then fifty good ones: all fifty are good, and nothing is left of the thousand."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from dataclasses import dataclass, fields

import pytest
from server.cancelling import PHASES, cancelled_pending, cancelled_tasks, good_ones, held
from server.chaos import ChaosServer, slow_names

import hooknb
from hooknb.engine import loop
from hooknb.engine.transport import close, counts
from hooknb.session import Session, Settings

FDS = "/proc/self/fd"
THREADS = 64


@dataclass(frozen=True)
class Left:
    """How many there are of files, threads, tasks and connections."""

    files: int
    threads: int
    tasks: int
    lent: int
    server: int

    def is_within(self, other: Left) -> bool:
        """Tell whether there is nothing more of anything; other tests' things may have gone meanwhile."""
        return all(getattr(self, each.name) <= getattr(other, each.name) for each in fields(self))


def left(server: ChaosServer) -> Left:
    """Count what is there when every idle connection is closed."""

    async def tasks() -> tuple[int, int]:
        await close()
        return len(asyncio.all_tasks()) - 1, counts().lent

    number, lent = loop.wait(loop.submit(tasks()))
    names = [thread.name for thread in threading.enumerate() if thread.name.startswith("hooknb")]
    files = len(os.listdir(FDS)) if os.path.isdir(FDS) else 0
    return Left(files, len(names), number, lent, server.open_connections)


async def every_thread() -> None:
    """Have all threads started that there may be for calls."""
    together = threading.Barrier(THREADS)
    await asyncio.gather(*(asyncio.to_thread(together.wait, 10) for _ in range(THREADS)))


def settled(server: ChaosServer, wanted: Left | None = None) -> Left:
    """Return what is left, as soon as it is no more than what is wanted; the server closes a little later."""
    gc.collect()
    for _ in range(300):
        found = left(server)
        if found.server == 0 if wanted is None else found.is_within(wanted):
            return found
        threading.Event().wait(0.02)
    pytest.fail(f"there is {found}; there was {wanted}")


@pytest.mark.parametrize("cancel", [cancelled_pending, cancelled_tasks])
def test_fifty_good_runs_after_a_thousand_cancelled_ones(chaos: ChaosServer, authority_file, cancel):
    session = Session(Settings(verify=str(authority_file), history="off"))
    # What is kept for good is there before: the threads for calls, the context for TLS.
    loop.wait(loop.submit(every_thread()))
    session.run(f"GET {chaos.url('tls_good')}")
    before = settled(chaos)
    ended = [kind for nodes in held(chaos.url, 1_000, 50) for kind in cancel(session, nodes)]
    assert ended == ["cancelled"] * 1_000
    assert good_ones(session, chaos.url(), 50) == 50
    settled(chaos, before)
    assert (before.tasks, before.lent, before.server) == (0, 0, 0)


def test_every_phase_holds_a_run_where_it_says(chaos: ChaosServer, authority_file):
    session = Session(Settings(verify=str(authority_file), history="off"))
    for nodes, phase in zip(held(chaos.url, len(PHASES), 50), PHASES, strict=True):
        [pending] = [session.start(node) for node in nodes]
        threading.Event().wait(0.05)
        assert not pending.done(), phase
        pending.cancel()
        assert pending.result(10).failure.kind == "cancelled", phase


def so_far(pending):
    """Return what has crossed the wire."""
    return pending._planned.progress.so_far(pending.node)


@pytest.mark.parametrize(
    ("phase", "sent", "status"),
    [
        ("connecting", 0, None),
        ("agreeing on TLS", 0, None),
        ("waiting", 1, None),
        ("waiting behind TLS", 1, None),
        ("reading", 1, 200),
        ("reading chunks", 1, 200),
    ],
)
def test_what_had_been_sent_and_had_arrived_is_not_lost(
    chaos: ChaosServer, authority_file, phase, sent, status
):
    session = Session(Settings(verify=str(authority_file), history="off"))
    pending = session.start(f"GET {chaos.url(*PHASES[phase])}")
    # Until then it has come no farther, however slow the machine is.
    while (seen := so_far(pending)).sent < sent or (seen.response is None) != (status is None):
        threading.Event().wait(0.01)
    if status == 200:
        while not so_far(pending).response.body:
            threading.Event().wait(0.01)
    pending.cancel()
    result = pending.result(10)
    assert (result.failure.kind, result.exchange.sent, result.status) == ("cancelled", sent, status)
    assert bool(result.body) == (status == 200)


def test_slow_names_hold_up_nothing_but_names(chaos: ChaosServer):
    """A look-up cannot be stopped; its thread goes on, and two hundred of them do not make two hundred."""
    session = Session(Settings(hooknb.Limits(timeout_low=0.1), history="off"))
    with slow_names():
        pending = [session.start("GET http://slow.invalid/") for _ in range(200)]
        for each in pending:
            each.cancel()
        assert {each.result(10).failure.kind for each in pending} == {"cancelled"}
        assert session.start(f"GET {chaos.url()}\n[Mapping]\nOK: ok").result(10).values == {"OK": True}
        late = session.start(f"GET {chaos.url().replace('127.0.0.1', 'localhost')}", timeout=0.3).result(10)
        assert late.failure.kind == "timeout"
        ours = [thread for thread in threading.enumerate() if thread.name == "hooknb-call"]
        assert len(ours) <= 2 * THREADS
    assert session.run(f"GET {chaos.url().replace('127.0.0.1', 'localhost')}").ok
