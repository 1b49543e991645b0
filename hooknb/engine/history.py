"""The history: every run of a session, with why; this session's lines at hand, everything else in a store.

Secrets are masked before anything is kept.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from hooknb.core.exchange import Failure
from hooknb.engine.history_entry import COLUMNS, OWN_COLUMNS, Entry, Query, entry_table, moment
from hooknb.engine.history_place import VARIABLE, Place, here, place
from hooknb.engine.result import Result
from hooknb.engine.run import Plan, stopped
from hooknb.errors import HistoryError, quoted
from hooknb.view.table import Table

if TYPE_CHECKING:
    from hooknb.engine.history_store import Note, Store
    from hooknb.engine.past import Past

_KEPT = 10_000


class History:
    """Keep the runs of a session; thread-safe.

    Args:
        setting: gives what the user said about the place, which may change; see `history_place.py`.
        directory: the base of relative paths; the working directory by default.

    Attributes:
        session: what tells this session's runs from others in the same file.
    """

    def __init__(self, setting: Callable[[], str] = lambda: "off", directory: Path | None = None) -> None:
        self.session = token_hex(4)
        self._setting = setting
        self._directory = directory
        self._lock = threading.Lock()
        self._own: deque[Note | Entry] = deque(maxlen=_KEPT)
        self._store: Store | None = None
        self._said: tuple[str, str | None] | None = None

    def add(self, result: Result) -> None:
        """Note a run that ended."""
        failure = result.failure
        why = result.taken.why if failure is None else f"{failure.kind}: {failure.message}"
        why = f"{why} (replayed)" if result.replayed else why
        redactor = result.prepared.redactor
        request = result.exchange.request
        entry = Entry(
            result.started,
            result.node.name,
            request.method,
            redactor.url(request.url),
            result.status,
            result.output,
            result.elapsed,
            redactor.message(why),
            failed=result.failed,
        )
        self._keep(entry, lambda: result, len(result.body) + len(request.body))

    def add_cancelled(self, planned: Plan, elapsed: float) -> None:
        """Note a run that was interrupted."""
        prepared = planned.prepared
        node = prepared.node
        url = prepared.redactor.url(prepared.request.url)
        output = node.routes.failed
        entry = Entry(
            planned.started, node.name, node.method, url, None, output, elapsed, "cancelled", failed=True
        )
        failure = Failure("cancelled", f"the run was interrupted after {elapsed:.1f} s")
        result = stopped(planned, failure, elapsed)
        self._keep(entry, lambda: result, len(result.body) + len(prepared.request.body))

    def table(self) -> Table:
        """Return this session's lines, the oldest first; those that a store keeps have their number."""
        store = self.store
        if store is not None:
            store.flush()
        with self._lock:
            own = list(self._own)
        lines = (each if isinstance(each, Entry) else replace(each.entry, id=each.id) for each in own)
        return entry_table(lines, OWN_COLUMNS, title=_title(store))

    def runs(
        self,
        *,
        last: int | None = None,
        node: str | None = None,
        since: datetime | date | timedelta | str | None = None,
        failed: bool | None = None,
        all_sessions: bool = True,
    ) -> Table:
        """Return the lines that are kept, the newest last; see `hooknb.history`.

        Raises:
            HistoryError: `since` is no time.
        """
        query = Query(
            last=last,
            node=node,
            since=None if since is None else moment(since),
            failed=failed,
            session=None if all_sessions else self.session,
        )
        store = self.store
        lines = [] if store is None else store.entries(query)
        empty = "The history is off." if store is None else "Nothing is kept yet."
        return replace(entry_table(lines, COLUMNS, title=_title(store)), empty=empty)

    def past(self, which: int | str = -1) -> Past:
        """Open an old run again; see `hooknb.past`.

        Raises:
            HistoryError: there is no such run, or only its line is kept.
        """
        from hooknb.engine.history_record import unpack

        store = self.store
        if store is None:
            raise HistoryError("the history is off", "%config Webhook.history = '' turns it on")
        entry = _found(store, which)
        content = None if entry.id is None else store.content(entry.id)
        try:
            if content is not None:
                return unpack(content, entry)
        except (ValueError, KeyError, TypeError):
            raise HistoryError(f"run {entry.id} cannot be read any more") from None
        raise HistoryError(
            f"of run {entry.id} only its line is kept", "too many runs were waiting to be written"
        )

    def clear(self) -> int:
        """Delete every run that is kept, of every session; return how many there were."""
        store = self.store
        gone = 0 if store is None else store.clear()
        with self._lock:
            self._own.clear()
        return gone

    @property
    def store(self) -> Store | None:
        """What keeps the runs now; None when the history is off.

        The place is looked for at the first run and when a setting changes, so a session stays in one file.
        """
        said = (self._setting(), os.environ.get(VARIABLE))
        with self._lock:
            if said != self._said:
                self._store, self._said = _store(place(said[0], self._directory)), said
            return self._store

    def unsaid(self) -> str:
        """Return why the history is in memory only, once; empty when it is not."""
        return "" if self._store is None else self._store.unsaid()

    def _keep(self, entry: Entry, result: Callable[[], Result], weight: int) -> None:
        store = self.store
        if store is None:
            with self._lock:
                self._own.append(entry)
            return
        entry = replace(entry, session=self.session, directory=here())
        note = store.put(entry, lambda: _packed(result), weight=weight)
        with self._lock:
            self._own.append(note)


def _packed(result: Callable[[], Result]) -> bytes:
    from hooknb.engine.history_record import pack

    return pack(result())


def _store(found: Place) -> Store | None:
    """Return what keeps runs at a place; SQLite is loaded only when there is something to keep."""
    if found == "off":
        return None
    from hooknb.engine.history_store import Store, store_at

    return store_at(found) if isinstance(found, Path) else Store(None)


def _found(store: Store, which: int | str) -> Entry:
    """Return the line that is meant: by number, counted from the end, or the last of a node."""
    if isinstance(which, str):
        lines = store.entries(Query(last=1, node=which))
        missing = f"no run of {quoted(which)} is kept"
    elif which < 0:
        newest = store.entries(Query(last=-which))
        lines = newest[:1] if len(newest) == -which else []
        missing = f"fewer than {-which} runs are kept"
    else:
        lines = [entry for entry in (store.entry(which),) if entry is not None]
        missing = f"run {which} is not kept"
    if not lines:
        raise HistoryError(missing, "hooknb.history() lists what is")
    return lines[0]


def _title(store: Store | None) -> str:
    return f"History ({store.problem})" if store is not None and store.problem else "History"
