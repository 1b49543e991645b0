"""A run in the background: it comes back at once, makes progress by itself, and can be awaited or cancelled.

What it brings — mapped values, the saved status, a row of history — is remembered when it ends, whether or
not anybody waits for it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Any, Literal

from hooknb.core.exchange import Failure
from hooknb.core.node import Node
from hooknb.core.routes import DEFAULT
from hooknb.engine import loop
from hooknb.engine.report import pending_card
from hooknb.engine.result import Result
from hooknb.engine.run import Plan, perform, stopped
from hooknb.view.card import Card
from hooknb.view.table import Table

_KEPT = 500
_SECONDS_TO_BEGIN = 5.0
_COLUMNS = ("started", "node", "method", "url", "state", "elapsed", "limit", "output")
_DTYPES = (("started", "datetime64[ns, UTC]"), ("elapsed", "float64"), ("limit", "float64"))

_Row = tuple[object, ...]
State = Literal["running", "done", "failed", "cancelled", "broken"]


class Pending:
    """Hold a run that is under way, and its result once there is one.

    Made by `hooknb.start`, `--async` and nodes that say `async: yes`. Awaiting it, and `result()`, can be
    interrupted: the run then goes on in the background.

    Attributes:
        output: `default`, whatever the answer will be; the result has its own.
        limit: seconds for the whole exchange.

    Example:
        >>> pending = hooknb.start("GET https://api.example.com/report")  # doctest: +SKIP
        >>> pending.state, pending.result().status  # doctest: +SKIP
        ('running', 200)
    """

    def __init__(self, planned: Plan, remember: Callable[[Result], Result]) -> None:
        """Start the run.

        Args:
            planned: a run that is ready to go.
            remember: takes the result over when it is there; may be called in any thread.
        """
        self.output = DEFAULT
        self.limit = planned.limit
        self._planned = planned
        self._remember = remember
        self._began = time.perf_counter()
        self._entered = threading.Event()
        self._ended = threading.Event()
        self._job: loop.Job[Result] = loop.submit(self._work())
        self._job.add_done_callback(lambda _: self._ended.set())

    @property
    def node(self) -> Node:
        """The definition that is run."""
        return self._planned.prepared.node

    @property
    def plan(self) -> Plan:
        """What is under way."""
        return self._planned

    @property
    def state(self) -> State:
        """`running`, or how it ended: `done`, `failed`, `cancelled`; `broken` for a defect of hooknb."""
        if not self._job.done():
            return "running"
        if self.error is not None:
            return "broken"
        result = self._job.result()
        if result.failure is not None and result.failure.kind == "cancelled":
            return "cancelled"
        return "failed" if result.failed else "done"

    @property
    def elapsed(self) -> float:
        """Seconds so far, or until it ended."""
        if self.state in ("running", "broken"):
            return time.perf_counter() - self._began
        return self._job.result().elapsed

    @property
    def error(self) -> BaseException | None:
        """The exception of a run that broke, which would be a defect; None otherwise."""
        return self._job.exception() if self._job.done() else None

    def done(self) -> bool:
        """Tell whether it has ended, in whatever way."""
        return self._job.done()

    def cancel(self) -> bool:
        """Stop the run; its result then has the failure kind `cancelled`. False when it has ended already."""
        # A job that is cancelled before its first step ends without a word; this one has things to tell.
        if not loop.in_own_thread():
            self._entered.wait(_SECONDS_TO_BEGIN)
        return self._job.cancel()

    def result(self, timeout: float | None = None) -> Result:
        """Wait for the result.

        Args:
            timeout: seconds to wait; None for as long as it takes.

        Raises:
            TimeoutError: it is still running; it goes on.
            RuntimeError: called in a callback before the end: no run goes on while a callback waits.
        """
        if not self._job.done():
            loop.refuse_own_thread()
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self._ended.wait(loop.TICK):
            if deadline is not None and time.monotonic() >= deadline:
                raise TimeoutError(f"the run is still under way after {self.elapsed:.1f} s; it goes on")
        return self._job.result()

    def add_done_callback(self, callback: Callable[[Pending], object]) -> None:
        """Call `callback(pending)` when it has ended: in the background thread, or at once if it has."""
        self._job.add_done_callback(lambda _: callback(self))

    def __await__(self) -> Generator[Any, None, Result]:
        return self._awaited().__await__()

    async def _awaited(self) -> Result:
        """Turn the waiting loop every tick, so that an interrupt comes through; the run goes on then."""
        own = asyncio.get_running_loop()
        ended = asyncio.Event()

        def ring(_: object) -> None:
            # The waiting loop may have gone while the run went on.
            with suppress(RuntimeError):
                own.call_soon_threadsafe(ended.set)

        self._job.add_done_callback(ring)
        while not self._job.done():
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), loop.TICK)
        return self._job.result()

    async def _work(self) -> Result:
        self._entered.set()
        try:
            result = await perform(self._planned)
        except asyncio.CancelledError:
            result = await asyncio.to_thread(_cancelled, self._planned, self._began)
        return self._remember(result)

    def card(self) -> Card:
        """Return what a notebook or a terminal shows: how far it is, or its result's card."""
        return (
            self._job.result().card() if self.state in ("done", "failed", "cancelled") else pending_card(self)
        )

    def __repr__(self) -> str:
        request = self._planned.prepared.redactor.url(self._planned.prepared.request.url)
        return f"<Pending {self.node.method} {request} {self.state} after {self.elapsed:.2f} s>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()


class Jobs:
    """The runs that a session started in the background; ended ones stay until newer ones push them out.

    Of a run that ended only its row is kept: its response may be large, and whoever wants it has it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[int, Pending | _Row] = {}
        self._started = 0

    def add(self, pending: Pending) -> None:
        """Keep a run; of too many, those that ended longest ago go first."""
        with self._lock:
            if len(self._rows) == _KEPT:
                ended = (number for number, row in self._rows.items() if isinstance(row, tuple))
                del self._rows[next(ended, next(iter(self._rows)))]
            self._started += 1
            number = self._started
            self._rows[number] = pending
        pending.add_done_callback(lambda ended: self._settle(number, _row(ended)))

    def table(self) -> Table:
        """Return a row for each, the newest last."""
        with self._lock:
            kept = tuple(self._rows.values())
        rows = tuple(each if isinstance(each, tuple) else _row(each) for each in kept)
        return Table(
            _COLUMNS, rows, "Background runs", _DTYPES, empty="Nothing was started in the background."
        )

    def _settle(self, number: int, row: _Row) -> None:
        with self._lock:
            if number in self._rows:
                self._rows[number] = row


def _row(pending: Pending) -> _Row:
    prepared = pending.plan.prepared
    ended = pending.state in ("done", "failed", "cancelled")
    return (
        pending.plan.started,
        pending.node.name,
        pending.node.method,
        prepared.redactor.url(prepared.request.url),
        pending.state,
        pending.elapsed,
        pending.limit,
        pending.result().output if ended else pending.output,
    )


def _cancelled(planned: Plan, began: float) -> Result:
    elapsed = time.perf_counter() - began
    message = f"the run was cancelled after {elapsed:.1f} s"
    return stopped(planned, Failure("cancelled", message, "run it again when you want it"), elapsed)
