"""The background loop: one daemon thread with one event loop runs every request of a process.

Cells, Python calls and buttons submit to it, so that nothing nests in, patches or blocks the notebook's own
loop. It is made on first use, again after a fork, and wound down at exit.

    >>> import asyncio
    >>> wait(submit(asyncio.sleep(0, "done")))
    'done'
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from hooknb.engine.threads import DaemonThreads

T = TypeVar("T")

TICK = 0.1
# For blocking calls, and as many again for looking names up.
_CALL_THREADS = 64
# How long a cancelled job may take to clean up before whoever cancelled it goes on.
_GRACE = 1.0


class Job(Future[T]):
    """A coroutine under way on the background loop.

    Unlike a plain future it is done only when its coroutine has really ended: `cancel()` asks, and the
    coroutine may still answer with a result.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, T]) -> None:
        super().__init__()
        self._loop = loop
        self._coroutine: Coroutine[Any, Any, T] | None = coroutine
        self._task: asyncio.Task[T] | None = None
        self._asked_to_stop = False

    def cancel(self) -> bool:
        """Ask the coroutine to stop, once; return False when it has ended already."""
        if self.done():
            return False
        # One turn later: a task that is cancelled before its first step never begins, so it could not answer.
        # The loop may be gone, at exit.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._loop.call_soon, self._cancel_task)
        return True

    def start(self) -> None:
        """Begin, in the caller's context; for the loop's thread."""
        assert self._coroutine is not None
        self._task = self._loop.create_task(self._coroutine)
        self._coroutine = None
        self._task.add_done_callback(self._finish)

    def _cancel_task(self) -> None:
        # A second request must not break the cleaning up that the first one began. The task's own count does
        # not tell: connecting cancels, too, when one of several addresses has answered.
        if self._task is not None and not self._asked_to_stop:
            self._asked_to_stop = True
            self._task.cancel()

    def _finish(self, task: asyncio.Task[T]) -> None:
        self._task = None
        if task.cancelled():
            super().cancel()
            self.set_running_or_notify_cancel()
        elif (error := task.exception()) is not None:
            self.set_exception(error)
        else:
            self.set_result(task.result())


def submit(coroutine: Coroutine[Any, Any, T]) -> Job[T]:
    """Start a coroutine on the background loop, with a copy of the caller's context variables.

    Returns:
        A `concurrent.futures.Future` for `wait` or `await_ticking`.

    Raises:
        RuntimeError: the interpreter is shutting down.
    """
    loop = _process.background().loop
    job = Job(loop, coroutine)
    try:
        loop.call_soon_threadsafe(job.start)
    except RuntimeError:
        coroutine.close()
        raise
    return job


def wait(future: Future[T], *, tick: float = TICK) -> T:
    """Block until a job is done and return its value, or raise its error.

    It wakes at once when the job is done, and every `tick` seconds to let an interrupt through, which some
    platforms deliver only between waits. Whatever interrupts it cancels the job, and is raised again when
    the job is gone, or does not go.

    Raises:
        concurrent.futures.CancelledError: the job was cancelled by somebody else.
        RuntimeError: called on the background loop's own thread, where it would wait for ever.
    """
    refuse_own_thread()
    done = threading.Event()
    try:
        future.add_done_callback(lambda _: done.set())
        while not done.wait(tick):
            pass
    except BaseException:
        future.cancel()
        done.wait(_GRACE)
        raise
    return _outcome(future)


async def await_ticking(future: Future[T], *, tick: float = TICK) -> T:
    """Await a job from another event loop, such as the notebook's; see `wait`.

    A loop that only waits for another thread sleeps through an interrupt; this one turns every `tick`
    seconds.
    """
    loop = asyncio.get_running_loop()
    done = asyncio.Event()

    def ring(_: Future[T]) -> None:
        # The other loop may have gone while the job went on.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(done.set)

    try:
        future.add_done_callback(ring)
        while not await _set_within(done, tick):
            pass
    except BaseException:
        future.cancel()
        await _set_within(done, _GRACE)
        raise
    return _outcome(future)


def in_own_thread() -> bool:
    """Tell whether the caller is on the background loop's own thread, as the callbacks of jobs are."""
    return _process.is_own_thread()


def refuse_own_thread() -> None:
    """Raise RuntimeError on the loop's own thread, where whoever waits for a job waits for ever."""
    if in_own_thread():
        raise RuntimeError("hooknb's own loop cannot wait for itself: await the job instead")


Closer = Callable[[], Awaitable[None]]
_closers: list[Closer] = []


def at_stop(closer: Closer) -> Closer:
    """Register what to await on the loop before it stops, such as closing connections; for import time."""
    _closers.append(closer)
    return closer


def stop() -> None:
    """Cancel every job and end the thread; the next `submit` starts anew. Called at exit."""
    background = _process.take()
    if background is not None:
        background.stop()


class _Background:
    """A thread, its loop, and the process they belong to."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.loop = _Loop()
        self.loop.set_default_executor(DaemonThreads(_CALL_THREADS))
        self.thread = threading.Thread(target=self._turn, name="hooknb-loop", daemon=True)
        self._stopping = False
        self.thread.start()

    def stop(self) -> None:
        winding = asyncio.run_coroutine_threadsafe(self._wind_down(), self.loop)
        with contextlib.suppress(TimeoutError):
            winding.result(_GRACE)
        self._stopping = True
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(_GRACE)
        # A job that blocks its thread ends with the process.
        if not self.thread.is_alive():
            self.loop.close()

    def _turn(self) -> None:
        asyncio.set_event_loop(self.loop)
        while not self._stopping:
            # A job that calls sys.exit() gets that as its outcome; it must not end everybody's loop.
            with contextlib.suppress(KeyboardInterrupt, SystemExit):
                self.loop.run_forever()

    async def _wind_down(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for close in _closers:
            await close()
        self.loop.names.shutdown()
        await self.loop.shutdown_asyncgens()
        await self.loop.shutdown_default_executor()


class _Process:
    """What a process has of background loops: at most one, made on first use and after a fork."""

    def __init__(self) -> None:
        self._current: _Background | None = None
        self._lock = threading.Lock()
        # A forked child must not close what it shares with its parent, nor let the collector do so.
        self._inherited: list[_Background] = []

    def background(self) -> _Background:
        current = self._current
        if current is not None and current.pid == os.getpid():
            return current
        with self._lock:
            self._leave_to_parent()
            if self._current is None:
                self._current = _Background()
            return self._current

    def take(self) -> _Background | None:
        with self._lock:
            self._leave_to_parent()
            current, self._current = self._current, None
            return current

    def is_own_thread(self) -> bool:
        return self._current is not None and threading.get_ident() == self._current.thread.ident

    def forget_lock(self) -> None:
        """Replace the lock in a forked child: another thread may have held it at that moment."""
        self._lock = threading.Lock()

    def _leave_to_parent(self) -> None:
        if self._current is not None and self._current.pid != os.getpid():
            self._inherited.append(self._current)
            self._current = None


# Not asyncio.new_event_loop(): a notebook may have set another policy, such as uvloop's.
if sys.platform == "win32":
    _PlainLoop = asyncio.ProactorEventLoop
else:
    _PlainLoop = asyncio.SelectorEventLoop


class _Loop(_PlainLoop):
    """An event loop with threads of its own for looking names up.

    A look-up that was cancelled keeps its thread for as long as a name server is silent; twenty slow names
    would fill the default executor, in which answers are decoded.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names = DaemonThreads(_CALL_THREADS)

    async def getaddrinfo(self, host: Any, port: Any, **hints: Any) -> list[Any]:
        """Look a name up; see `asyncio.loop.getaddrinfo`."""
        # Found in the module each time: somebody may watch over it.
        return await self.run_in_executor(
            self.names, functools.partial(socket.getaddrinfo, host, port, **hints)
        )


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    waiter = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait((waiter,), timeout=seconds)
    finally:
        waiter.cancel()
    return event.is_set()


def _outcome(future: Future[T]) -> T:
    """Return a finished future's value, or raise its error with the traceback of the job alone."""
    error = future.exception()
    if error is None:
        return future.result()
    try:
        raise error
    finally:
        # The frame and the error would hold each other.
        del error, future


_process = _Process()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_process.forget_lock)
atexit.register(stop)
