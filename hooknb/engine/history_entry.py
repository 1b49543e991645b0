"""One run in one line, and how lines are chosen from a history.

>>> Query(node="user", last=2)
Query(last=2, node='user', since=None, failed=None, session=None)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hooknb.errors import HistoryError, quoted
from hooknb.view.table import Table

COLUMNS = (
    "id",
    "time",
    "node",
    "method",
    "url",
    "status",
    "output",
    "elapsed",
    "why",
    "session",
    "directory",
)
OWN_COLUMNS = COLUMNS[:-2]
_DTYPES = (
    ("id", "Int64"),
    ("time", "datetime64[ns, UTC]"),
    ("status", "Int64"),
    ("elapsed", "float64"),
)
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|min|h|d|w)[a-z]*")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold a run in one line; secrets are masked already.

    Args:
        time: when it began.
        node: the node's name, or "".
        method: the request's method.
        url: the request's URL.
        status: the status code; None when no status line arrived.
        output: the output taken.
        elapsed: seconds.
        why: why this output was taken, one sentence.
        failed: True when that was the failed output.
        session: which session ran it: eight hexadecimal digits.
        directory: the session's working directory.
        id: the run's number in its history; None before it is written.
    """

    time: datetime
    node: str
    method: str
    url: str
    status: int | None
    output: str
    elapsed: float
    why: str
    failed: bool = False
    session: str = ""
    directory: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Say which lines are wanted; what is None does not matter.

    Args:
        last: at most so many, the newest.
        node: only runs of the node of this name.
        since: only runs that began then or later.
        failed: only runs that left by the failed output, or only the others.
        session: only runs of this session.
    """

    last: int | None = None
    node: str | None = None
    since: datetime | None = None
    failed: bool | None = None
    session: str | None = None


def moment(since: datetime | date | timedelta | str, *, now: datetime | None = None) -> datetime:
    """Return the moment that is meant: a date and time, a day, or a span before now.

    Args:
        since: a datetime (without a zone: local time), a date (its midnight), a timedelta, ISO text such as
            `2026-11-24` or `2026-11-24T09:30`, or a span such as `30 min`, `2h`, `7 days`.
        now: what a span goes back from.

    Raises:
        HistoryError: the text is none of these.

    Example:
        >>> moment("2 h", now=datetime(2026, 11, 24, 12, tzinfo=UTC)).isoformat()
        '2026-11-24T10:00:00+00:00'
    """
    now = now or datetime.now(UTC)
    if isinstance(since, timedelta):
        return now - since
    if isinstance(since, datetime):
        return since.astimezone(UTC)
    if isinstance(since, date):
        return datetime(since.year, since.month, since.day).astimezone(UTC)
    span = _SPAN.fullmatch(since.strip().lower())
    try:
        if span is not None:
            return now - timedelta(seconds=float(span[1]) * _SECONDS[span[2]])
        return datetime.fromisoformat(since.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{quoted(since)} is no time"
        raise HistoryError(message, "write 2026-11-24, 2026-11-24T09:30, or a span: 30 min, 2h, 7d") from None


def entry_table(entries: Iterable[Entry], columns: tuple[str, ...], *, title: str = "History") -> Table:
    """Return the columns that are wanted of some lines, in their order."""
    rows = tuple(tuple(getattr(entry, name) for name in columns) for entry in entries)
    dtypes = tuple(pair for pair in _DTYPES if pair[0] in columns)
    return Table(columns, rows, title, dtypes, empty="Nothing has run yet.")
