"""The history's file: an SQLite database in WAL mode, which several kernels write at once.

Its table `runs` has a line for every run, `details` what else is kept of it, so that lists read little.
Nothing here has a thread, and nothing knows what the details are: `history_store.py` has the one,
`history_record.py` knows the other.

    >>> file = HistoryFile(None)
    >>> file.entries(Query())
    []
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hooknb.engine.history_entry import Entry, Query

_MEGABYTE = 1024 * 1024
# What says that a database is ours, as SQLite's list of file formats proposes: the letters "hknb".
APPLICATION = 0x686B6E62
VERSION = 1
# A full history is trimmed to so much of its bound, so that it is not trimmed again at once.
_TRIMMED = 0.98
# What a line costs beside its details, roughly: its columns and its share of indexes and page headers.
_LINE_BYTES = 600
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BUSY_STEP = 0.05

_SCHEMA = (
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        time INTEGER NOT NULL, node TEXT NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL, status INTEGER,
        output TEXT NOT NULL, elapsed REAL NOT NULL, why TEXT NOT NULL, failed INTEGER NOT NULL,
        session TEXT NOT NULL, directory TEXT NOT NULL, size INTEGER NOT NULL)""",
    "CREATE INDEX runs_by_node ON runs (node, id)",
    "CREATE TABLE details (id INTEGER PRIMARY KEY, content BLOB NOT NULL)",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)
_COLUMNS = "time, node, method, url, status, output, elapsed, why, failed, session, directory"
_INSERT = f"INSERT INTO runs ({_COLUMNS}, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - ours
_FILTERS = {
    "node": "node = ?",
    "since": "time >= ?",
    "failed": "failed = ?",
    "session": "session = ?",
}
_FIRST_YOUNG = "SELECT id FROM runs WHERE time >= ? ORDER BY id LIMIT 1"
_FIRST_TO_STAY = """SELECT id FROM (SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM runs)
                    WHERE before >= ? ORDER BY id LIMIT 1"""


class UnusableFile(Exception):  # noqa: N818 - it never leaves the engine
    """A file that is there is no history of ours, or one of a newer version; it is left alone."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Say how much is kept; the oldest runs go first.

    Args:
        size: bytes of the whole file.
        age: of the oldest run.
    """

    size: int = 200 * _MEGABYTE
    age: timedelta = timedelta(days=90)


class HistoryFile:
    """Write and read one history. Any thread may, one at a time.

    Args:
        path: the file, made readable by its owner only; None for one in memory.
        bounds: how much is kept.
        patience: seconds to wait while another process writes.

    Raises:
        UnusableFile: the file is no history, or one of a newer hooknb.
        OSError: it cannot be made.
        sqlite3.Error: it cannot be opened, is locked or broken; so do all methods.
    """

    def __init__(self, path: Path | None, bounds: Bounds | None = None, *, patience: float = 5.0) -> None:
        self._bounds = bounds or Bounds()
        if path is not None:
            _make(path)
        self._connection = sqlite3.connect(
            ":memory:" if path is None else path,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
        )
        # A forgotten history leaves no open file; a forked child leaves its parent's alone when it exits.
        weakref.finalize(self, self._connection.close).atexit = False
        try:
            _set_up(self._connection, time.monotonic() + patience)
            if path is not None:
                _close_to_others(path)
        except BaseException:
            self._connection.close()
            raise

    def add(self, runs: Sequence[tuple[Entry, bytes | None]]) -> list[int]:
        """Write runs, each with its details or None, all or none; return their numbers."""
        with self._writing():
            return [self._insert(entry, content) for entry, content in runs]

    def entries(self, query: Query) -> list[Entry]:
        """Return the lines that are wanted, in the order in which they were written."""
        wanted = {name: getattr(query, name) for name in _FILTERS if getattr(query, name) is not None}
        where = " AND ".join(_FILTERS[name] for name in wanted) or "1"
        values = [_microseconds(value) if isinstance(value, datetime) else value for value in wanted.values()]
        limit = -1 if query.last is None else max(query.last, 0)
        sql = f"SELECT id, {_COLUMNS} FROM runs WHERE {where} ORDER BY id DESC LIMIT ?"  # noqa: S608 - our own words
        rows = self._connection.execute(sql, (*values, limit)).fetchall()
        return [_entry(row) for row in reversed(rows)]

    def entry(self, number: int) -> Entry | None:
        """Return one line by its number."""
        sql = f"SELECT id, {_COLUMNS} FROM runs WHERE id = ?"  # noqa: S608 - our own words
        row = self._connection.execute(sql, (number,)).fetchone()
        return None if row is None else _entry(row)

    def content(self, number: int) -> bytes | None:
        """Return the details of one run; None when only its line was kept."""
        row = self._connection.execute("SELECT content FROM details WHERE id = ?", (number,)).fetchone()
        return None if row is None else bytes(row[0])

    def trim(self, now: datetime | None = None) -> int:
        """Delete what is too old, and the oldest runs while the file is too large; return how many."""
        with self._writing():
            young = self._number(_FIRST_YOUNG, _microseconds((now or datetime.now(UTC)) - self._bounds.age))
            gone = self._delete_before(young)
            size = self.size
            if size > self._bounds.size:
                excess = int(size - self._bounds.size * _TRIMMED)
                gone += self._delete_before(self._number(_FIRST_TO_STAY, excess))
        return gone

    def clear(self) -> int:
        """Delete every run of every session, and give the space back; return how many there were."""
        with self._writing():
            gone = self._delete_before(None)
        # Another process may be reading; the space is then used again by the next runs.
        with contextlib.suppress(sqlite3.OperationalError):
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return gone

    @property
    def size(self) -> int:
        """The bytes in use; pages of deleted runs are used again and not counted."""
        used = self._pragma("page_count") - self._pragma("freelist_count")
        return used * self._pragma("page_size")

    def close(self) -> None:
        """Close the file; of several processes the last one tidies its WAL away."""
        self._connection.close()

    def _insert(self, entry: Entry, content: bytes | None) -> int:
        texts = [_storable(text) for text in (entry.node, entry.method, entry.url)]
        size = _LINE_BYTES + len(entry.url) + len(content or b"")
        found = self._connection.execute(
            _INSERT,
            (
                _microseconds(entry.time),
                *texts,
                entry.status,
                _storable(entry.output),
                entry.elapsed,
                _storable(entry.why),
                entry.failed,
                entry.session,
                _storable(entry.directory),
                size,
            ),
        )
        number = int(found.lastrowid or 0)
        if content is not None:
            self._connection.execute("INSERT INTO details (id, content) VALUES (?, ?)", (number, content))
        return number

    def _delete_before(self, number: int | None) -> int:
        """Delete the runs before a number; all of them when there is none."""
        where, values = ("1", ()) if number is None else ("id < ?", (number,))
        self._connection.execute(f"DELETE FROM details WHERE {where}", values)  # noqa: S608 - our own words
        return self._connection.execute(f"DELETE FROM runs WHERE {where}", values).rowcount  # noqa: S608

    def _number(self, sql: str, value: int) -> int | None:
        row = self._connection.execute(sql, (value,)).fetchone()
        return None if row is None else int(row[0])

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _writing(self) -> contextlib.AbstractContextManager[None]:
        return _transaction(self._connection, "IMMEDIATE")


def _make(path: Path) -> None:
    """Make the file for its owner alone; SQLite gives the files beside it the same permissions."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Never open one that exists: closing it again would drop the locks that this process holds on it.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _close_to_others(path: Path) -> None:
    """Take away the permissions that an older file may give; somebody else's file keeps its own."""
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with contextlib.suppress(OSError):
            if name.stat().st_mode & 0o077:
                name.chmod(0o600)


def _set_up(connection: sqlite3.Connection, deadline: float) -> None:
    """Look whose file it is, switch it to WAL, and make the tables of a new one."""
    while True:
        try:
            with _transaction(connection, "DEFERRED"):
                new = _is_new(connection)
            if new:
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
                _create(connection)
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            break
        except sqlite3.OperationalError as error:
            # Changing the journal does not wait for others as other statements do.
            if error.sqlite_errorcode & 0xFF not in _BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_BUSY_STEP)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {4 * _MEGABYTE}").fetchall()


def _is_new(connection: sqlite3.Connection) -> bool:
    """Tell whether nothing is in the file yet; within a transaction, or another process comes between.

    Raises:
        UnusableFile: what is in it is not ours, or of a later version.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION and version > VERSION:
        raise UnusableFile(f"it was written by a newer hooknb (version {version}, this one reads {VERSION})")
    if application == APPLICATION:
        return False
    if application or version or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise UnusableFile("it is another program's database")
    return True


def _create(connection: sqlite3.Connection) -> None:
    with _transaction(connection, "IMMEDIATE"):
        # Another process may have made the tables meanwhile.
        for statement in _SCHEMA if _is_new(connection) else ():
            connection.execute(statement)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """Do all or nothing; `IMMEDIATE` takes the lock before anything is read."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def _entry(row: tuple[object, ...]) -> Entry:
    number, microseconds, node, method, url, status, output, elapsed, why, failed, session, directory = row
    return Entry(
        datetime.fromtimestamp(microseconds / 1_000_000, UTC),  # type: ignore[operator]
        *(node, method, url, status, output, elapsed, why),  # type: ignore[arg-type]
        failed=bool(failed),
        session=session,  # type: ignore[arg-type]
        directory=directory,  # type: ignore[arg-type]
        id=number,  # type: ignore[arg-type]
    )


def _storable(text: str) -> str:
    """Replace lone surrogates, which SQLite's texts cannot hold."""
    return text.encode("utf-8", "replace").decode()
