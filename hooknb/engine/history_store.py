"""A history that is written in a thread of its own, and that never stands in the way of a run.

Whoever runs something only appends to a queue; the thread writes what has come together in one transaction.
A file that is locked, full, broken or not ours is given up with one sentence, and memory takes its place.
After a fork the child opens the file anew; at exit the queue is written.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sqlite3
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hooknb.engine.history_entry import Entry, Query
from hooknb.engine.history_file import Bounds, HistoryFile, UnusableFile

_MEGABYTE = 1024 * 1024
# How long the thread lets runs come together; a crash loses at most these.
PAUSE = 0.05
_IDLE = 60.0
# How long a reader waits for the writer, beyond the time that the writer may wait for other processes.
_FLUSH = 5.0
_AT_EXIT = 2.0
_BATCH = 100
# Runs that wait to be written hold their responses in memory; beyond this only their lines are kept.
_WAITING_RUNS = 1_000
_WAITING_BYTES = 256 * _MEGABYTE
_TRIM_EVERY_RUNS = 250
_TRIM_EVERY_BYTES = 8 * _MEGABYTE
_MEMORY = Bounds(size=32 * _MEGABYTE)

T = TypeVar("T")
Content = Callable[[], bytes | None]


@dataclass(slots=True, eq=False)
class Note:
    """Hold a run on its way to the file.

    Attributes:
        entry: its line.
        content: makes its details, in the writing thread; None for none.
        weight: bytes that it keeps in memory until then.
        id: its number, once it is written.
    """

    entry: Entry
    content: Content | None = field(default=None, repr=False)
    weight: int = 0
    id: int | None = None


class Store:
    """Keep runs in a file, or in memory; thread-safe.

    Args:
        path: the file; None for memory.
        bounds: how much is kept.
        patience: seconds to wait for a file that another process has locked.

    Attributes:
        problem: why memory has taken the file's place; empty while all is well.
    """

    def __init__(self, path: Path | None, bounds: Bounds | None = None, *, patience: float = 5.0) -> None:
        self.path = path
        self.problem = ""
        self._bounds = bounds or (Bounds() if path is not None else _MEMORY)
        self._patience = patience
        self._said = False
        self._closing = False
        self._inherited: list[HistoryFile] = []
        self._file: HistoryFile | None = None
        self._untrimmed = (_TRIM_EVERY_RUNS, 0)
        self._start_empty()
        _stores.add(self)

    def _start_empty(self) -> None:
        """Begin with an empty queue and locks that nobody holds."""
        self._lock = threading.RLock()
        self._changed = threading.Condition()
        self._arrived, self._hurry = threading.Event(), threading.Event()
        self._queue: deque[Note] = deque()
        self._waiting = (0, 0)
        self._thread: threading.Thread | None = None

    def put(self, entry: Entry, content: Content | None = None, *, weight: int = 0) -> Note:
        """Have a run written soon; returns at once.

        Args:
            entry: its line.
            content: makes its details; called in the writing thread.
            weight: bytes that `content` keeps in memory.
        """
        note = Note(entry, content, weight)
        with self._changed:
            runs, size = self._waiting
            if runs >= _WAITING_RUNS or size + weight > _WAITING_BYTES:
                note.content, note.weight = None, 0
            self._waiting = (runs + 1, size + note.weight)
            self._queue.append(note)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="hooknb-history", daemon=True)
                self._thread.start()
        self._arrived.set()
        if self._closing:
            self.flush(_AT_EXIT)
        return note

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until everything is written; False when it took longer than `timeout` seconds."""
        timeout = self._patience + _FLUSH if timeout is None else timeout
        self._hurry.set()
        try:
            with self._changed:
                return self._changed.wait_for(lambda: self._waiting[0] == 0, timeout)
        finally:
            self._hurry.clear()

    def entries(self, query: Query) -> list[Entry]:
        """Return the lines that are wanted, the newest last."""
        return self._read(lambda file: file.entries(query), [])

    def entry(self, number: int) -> Entry | None:
        """Return one line by its number."""
        return self._read(lambda file: file.entry(number), None)

    def content(self, number: int) -> bytes | None:
        """Return one run's details; None when only its line is kept."""
        return self._read(lambda file: file.content(number), None)

    def clear(self) -> int:
        """Delete every run of every session; return how many there were."""
        return self._read(lambda file: file.clear(), 0)

    def unsaid(self) -> str:
        """Return `problem`, once."""
        said, self._said = self._said, bool(self.problem)
        return "" if said else self.problem

    def close(self, timeout: float = _AT_EXIT) -> None:
        """Write what is waiting and close the file; what comes later is written at once."""
        self._closing = True
        written = self.flush(timeout)
        # A thread that is in the middle of a write keeps its file.
        if self._lock.acquire(timeout=timeout if written else 0):
            try:
                if self._file is not None and self.path is not None and not self.problem:
                    self._file.close()
                    self._file = None
            finally:
                self._lock.release()

    def leave_to_parent(self) -> None:
        """Begin anew in a forked child: what waits is the parent's, and so is the open file."""
        if self._file is not None:
            # Closing it, or letting the collector close it, would tidy away what the parent still writes.
            self._inherited.append(self._file)
            self._file = None
        self._start_empty()

    def _read(self, ask: Callable[[HistoryFile], T], nothing: T) -> T:
        """Ask the file, after everything that waits is written."""
        self.flush()
        with self._lock:
            if self._file is None and self.path is not None and not self.path.exists() and not self.problem:
                return nothing
            try:
                return ask(self._opened())
            except (sqlite3.Error, OSError, UnusableFile) as error:
                self._give_up(error)
                return ask(self._opened())

    def _work(self) -> None:
        while self._arrived.wait(_IDLE) or not self._ended():
            self._hurry.wait(PAUSE)
            self._arrived.clear()
            while batch := self._taken():
                try:
                    self._write(batch)
                finally:
                    self._count_off(batch)

    def _ended(self) -> bool:
        """End an idle thread, unless something arrived just now."""
        with self._changed:
            if self._queue:
                return False
            self._thread = None
            return True

    def _taken(self) -> list[Note]:
        with self._changed:
            return [self._queue.popleft() for _ in range(min(len(self._queue), _BATCH))]

    def _count_off(self, batch: list[Note]) -> None:
        with self._changed:
            runs, size = self._waiting
            self._waiting = (runs - len(batch), size - sum(note.weight for note in batch))
            self._changed.notify_all()

    def _write(self, batch: list[Note]) -> None:
        """Make the details first, so that others wait for the file as briefly as can be."""
        runs = [(note.entry, _made(note)) for note in batch]
        with self._lock:
            try:
                numbers = self._opened().add(runs)
            except (sqlite3.Error, OSError, UnusableFile) as error:
                self._give_up(error)
                numbers = self._opened().add(runs)
            for note, number in zip(batch, numbers, strict=True):
                note.id, note.content = number, None
            self._trim(len(runs), sum(len(content or b"") for _, content in runs))

    def _opened(self) -> HistoryFile:
        if self._file is None:
            path = None if self.problem else self.path
            self._file = HistoryFile(path, self._bounds, patience=self._patience)
        return self._file

    def _trim(self, runs: int, size: int) -> None:
        """Trim once in a while, also at the first write; failing to is no reason to give the file up."""
        runs, size = self._untrimmed[0] + runs, self._untrimmed[1] + size
        self._untrimmed = (runs, size)
        if runs < _TRIM_EVERY_RUNS and size < _TRIM_EVERY_BYTES:
            return
        with contextlib.suppress(sqlite3.Error):
            self._opened().trim()
            self._untrimmed = (0, 0)

    def _give_up(self, error: Exception) -> None:
        """Go on in memory; the file is left as it is.

        Raises:
            Exception: the same error, when memory itself fails.
        """
        if self.path is None or self.problem:
            raise error
        reason = f"it cannot be made: {error.strerror}" if isinstance(error, OSError) else str(error)
        self.problem = f"the history is in memory only, because of {self.path}: {reason}"
        if self._file is not None:
            with contextlib.suppress(sqlite3.Error):
                self._file.close()
        self._file, self._bounds = None, _MEMORY


def store_at(path: Path) -> Store:
    """Return the store of a file; there is one for each file in a process."""
    path = path.absolute()
    with _opening:
        store = _by_path.get(path)
        if store is None or store.problem:
            # Asked for again, as after a change of settings, a file gets another chance.
            store = _by_path[path] = Store(path)
        return store


def _made(note: Note) -> bytes | None:
    """Make a run's details; what cannot be kept costs the details, never the line."""
    # Let others go first: a batch in one go would hold the interpreter for milliseconds.
    time.sleep(0)
    try:
        return None if note.content is None else note.content()
    except Exception:  # noqa: BLE001 - a defect here must not cost the other runs of the batch
        return None


def _close_all() -> None:
    for store in list(_stores):
        store.close()


def _leave_to_parent() -> None:
    global _opening  # noqa: PLW0603 - another thread may have held it at the fork
    _opening = threading.Lock()
    for store in list(_stores):
        store.leave_to_parent()


_stores: weakref.WeakSet[Store] = weakref.WeakSet()
_by_path: dict[Path, Store] = {}
_opening = threading.Lock()
atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
