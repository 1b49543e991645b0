"""Threads for blocking calls: many, and none of them holds up the interpreter's exit.

A look-up of a slow name cannot be stopped; its thread lives on after the request was cancelled. The
executor of the standard library waits for such threads at exit, for as long as the look-up takes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_Call = tuple["Future[Any]", Callable[[], Any]]


class DaemonThreads(ThreadPoolExecutor):
    """Run blocking calls in daemon threads, started on demand and used again.

    It is a `ThreadPoolExecutor` because an event loop takes nothing else as its default executor; it never
    uses the threads of its base.

    Args:
        limit: the largest number of threads.

    Example:
        >>> DaemonThreads(2).submit(pow, 2, 10).result()
        1024
    """

    def __init__(self, limit: int) -> None:
        super().__init__(max_workers=limit)
        self._limit = limit
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._spare = threading.Semaphore(0)
        self._started = 0
        self._starting = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a call in some thread, soon; see `concurrent.futures.Executor.submit`."""
        future: Future[T] = Future()
        self._calls.put((future, lambda: fn(*args, **kwargs)))
        if not self._spare.acquire(blocking=False):
            self._start_thread()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as in the base
        """Let idle threads end; those that are in a call end after it, and nobody waits for them."""
        with self._starting:
            for _ in range(self._started):
                self._calls.put(None)
            self._started = self._limit

    def _start_thread(self) -> None:
        with self._starting:
            if self._started >= self._limit:
                return
            self._started += 1
        threading.Thread(target=self._work, name="hooknb-call", daemon=True).start()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            _perform(*call)
            # Nothing of a call may live on in a thread that waits for the next one.
            del call
            self._spare.release()


def _perform(future: Future[Any], call: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        value = call()
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to whoever waits for the call
        future.set_exception(error)
    else:
        future.set_result(value)
