"""The history's file: what it takes, what it gives back, what it lets go, and which files it leaves alone."""

import gc
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hooknb.engine.history_entry import Entry, Query, moment
from hooknb.engine.history_file import APPLICATION, VERSION, Bounds, HistoryFile, UnusableFile

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def entry(**changes):
    made = {
        "time": NOW,
        "node": "user",
        "method": "GET",
        "url": "https://api.example.com/users/7",
        "status": 200,
        "output": "default",
        "elapsed": 0.25,
        "why": "any 2xx",
        "session": "abcd0123",
        "directory": "/lessons",
    }
    return Entry(**{**made, **changes})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "hooknb" / "history.sqlite"


@pytest.fixture
def file(path):
    made = HistoryFile(path)
    yield made
    made.close()


def test_what_was_written_is_read(file):
    first, second = entry(status=None, failed=True, why="timeout: 10 s passed"), entry(node="")
    assert file.add([(first, b"details"), (second, None)]) == [1, 2]
    read = file.entries(Query())
    assert [each.id for each in read] == [1, 2]
    assert read[0] == entry(status=None, failed=True, why="timeout: 10 s passed", id=1)
    assert file.entry(2) == entry(node="", id=2)
    assert (file.content(1), file.content(2), file.content(3), file.entry(3)) == (
        b"details",
        None,
        None,
        None,
    )


def test_texts_that_are_no_unicode_are_kept_as_well_as_can_be(file):
    file.add([(entry(url="http://x/\ud800", why="a\0b"), None)])
    assert (file.entry(1).url, file.entry(1).why) == ("http://x/?", "a\0b")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Query(), [1, 2, 3, 4]),
        (Query(last=2), [3, 4]),
        (Query(last=0), []),
        (Query(node="order"), [2]),
        (Query(node=""), [4]),
        (Query(failed=True), [3]),
        (Query(failed=False, last=1), [4]),
        (Query(since=NOW), [2, 3, 4]),
        (Query(session="other"), [4]),
        (Query(node="user", failed=False, session="abcd0123"), [1]),
    ],
)
def test_lines_are_chosen(file, query, ids):
    early = entry(time=NOW - timedelta(hours=1))
    lines = [early, entry(node="order"), entry(failed=True), entry(node="", session="other")]
    file.add([(each, None) for each in lines])
    assert [each.id for each in file.entries(query)] == ids


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("30 min", NOW - timedelta(minutes=30)),
        ("2h", NOW - timedelta(hours=2)),
        ("1.5 hours", NOW - timedelta(hours=1.5)),
        ("7 days", NOW - timedelta(days=7)),
        (timedelta(seconds=1), NOW - timedelta(seconds=1)),
        ("2026-11-24T09:30+01:00", datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        (NOW, NOW),
        (NOW.date(), datetime(2026, 11, 24).astimezone(UTC)),
        ("2026-11-24", datetime(2026, 11, 24).astimezone(UTC)),
    ],
    ids=str,
)
def test_a_moment_is_read(said, meant):
    assert moment(said, now=NOW) == meant


@pytest.mark.parametrize("said", ["", "yesterdayish", "2026-13-01", "9" * 400 + "d"])
def test_what_is_no_moment_says_what_is(said):
    with pytest.raises(LookupError, match="2026-11-24"):
        moment(said)


def test_only_the_owner_can_read_it(path, file):
    file.add([(entry(), b"x")])
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert modes == dict.fromkeys(["history.sqlite", "history.sqlite-wal", "history.sqlite-shm"], 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_older_file_is_closed_to_others(path):
    HistoryFile(path).close()
    path.chmod(0o644)
    HistoryFile(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_old_runs_go(path):
    file = HistoryFile(path, Bounds(age=timedelta(days=1)))
    file.add([(entry(time=NOW - timedelta(hours=hours)), b"x") for hours in (50, 25, 23, 0)])
    assert file.trim(NOW) == 2
    assert [each.id for each in file.entries(Query())] == [3, 4]
    assert (file.content(2), file.content(3)) == (None, b"x")
    assert file.trim(NOW + timedelta(days=9)) == 2
    file.close()


def test_the_file_stays_within_its_bound_and_keeps_the_newest(path):
    bound = 400_000
    file = HistoryFile(path, Bounds(size=bound))
    for _ in range(40):
        file.add([(entry(time=datetime.now(UTC)), b"x" * 20_000)])
        file.trim()
        assert file.size <= bound
    kept = [each.id for each in file.entries(Query())]
    assert kept == list(range(kept[0], 41))
    assert len(kept) >= 10
    file.close()
    assert path.stat().st_size <= bound + 100_000


def test_numbers_are_never_used_again(file):
    file.add([(entry(), b"x"), (entry(), None)])
    assert (file.clear(), file.entries(Query()), file.content(1)) == (2, [], None)
    assert file.add([(entry(), None)]) == [3]


def test_clearing_leaves_nothing_in_the_bytes(path, file):
    file.add([(entry(url="https://example.com/findme"), b"findme-too" * 50)])
    file.clear()
    assert b"findme" not in b"".join(each.read_bytes() for each in path.parent.iterdir())


def test_a_failed_write_leaves_nothing(file):
    with pytest.raises(sqlite3.Error):
        file.add([(entry(), b"x"), (entry(status={}), None)])
    assert file.entries(Query()) == []
    assert file.add([(entry(), None)])


def test_several_may_make_one_file_at_once(tmp_path):
    problems = []

    def make(path, barrier):
        barrier.wait()
        try:
            HistoryFile(path).close()
        except Exception as error:  # noqa: BLE001 - whatever it is fails the test
            problems.append(error)

    for number in range(25):
        barrier = threading.Barrier(4)
        threads = [
            threading.Thread(target=make, args=(tmp_path / f"{number}.sqlite", barrier)) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert problems == []


def foreign(path: Path, **pragmas: int) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")
    connection.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: foreign(path), "another program's database"),
        (lambda path: foreign(path, application_id=7), "another program's database"),
        (
            lambda path: foreign(path, application_id=APPLICATION, user_version=VERSION + 1),
            rf"newer hooknb \(version {VERSION + 1}",
        ),
    ],
    ids=["no mark", "another mark", "newer"],
)
def test_a_file_that_is_not_ours_is_left_alone(tmp_path, make, says):
    path = tmp_path / "history.sqlite"
    make(path)
    path.chmod(0o640)
    before = path.read_bytes()
    with pytest.raises(UnusableFile, match=says):
        HistoryFile(path)
    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["history.sqlite"]


def test_a_history_that_is_forgotten_is_closed():
    file = HistoryFile(None)
    connection = file._connection
    del file
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
