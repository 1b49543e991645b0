"""The history: one row for every run, with why; secrets masked before anything is kept."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from hooknb.engine.result import Result
from hooknb.engine.run import Plan
from hooknb.view.table import Table

_KEPT = 10_000
_DTYPES = (("time", "datetime64[ns, UTC]"), ("status", "Int64"), ("elapsed", "float64"))


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold a run in one line.

    Args:
        time: when it began.
        node: the node's name, or "".
        method: the request's method.
        url: the request's URL, secrets masked.
        status: the status code; None when no status line arrived.
        output: the output taken.
        elapsed: seconds.
        why: why this output was taken, one sentence.
    """

    time: datetime
    node: str
    method: str
    url: str
    status: int | None
    output: str
    elapsed: float
    why: str


class History:
    """Keep the last runs of a session; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque(maxlen=_KEPT)

    def add(self, result: Result) -> None:
        """Note a run that ended."""
        failure = result.failure
        why = result.taken.why if failure is None else f"{failure.kind}: {failure.message}"
        redactor = result.prepared.redactor
        request = result.exchange.request
        self._keep(
            Entry(
                result.started,
                result.node.name,
                request.method,
                redactor.url(request.url),
                result.status,
                result.output,
                result.elapsed,
                redactor.message(why),
            )
        )

    def add_cancelled(self, planned: Plan, elapsed: float) -> None:
        """Note a run that was interrupted."""
        prepared = planned.prepared
        node = prepared.node
        url = prepared.redactor.url(prepared.request.url)
        self._keep(
            Entry(
                planned.started, node.name, node.method, url, None, node.routes.failed, elapsed, "cancelled"
            )
        )

    def _keep(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)

    def table(self) -> Table:
        """Return the rows, the oldest first."""
        with self._lock:
            rows = tuple(astuple(entry) for entry in self._entries)
        columns = tuple(each.name for each in fields(Entry))
        return Table(columns, rows, "History", _DTYPES, empty="Nothing has run yet.")
