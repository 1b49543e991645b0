"""The history's writer: it loses nothing, breaks nothing, and several processes share one file."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hooknb.engine.history_entry import Entry, Query
from hooknb.engine.history_file import Bounds, HistoryFile
from hooknb.engine.history_store import Store, store_at

ROOT = Path(__file__).parents[3]
PRELUDE = """
import os, sys, threading, time
from datetime import UTC, datetime
from pathlib import Path
from hooknb.engine.history_entry import Entry, Query
from hooknb.engine.history_store import store_at
def entry(node="user"):
    return Entry(datetime.now(UTC), node, "GET", "http://x/", 200, "default", 0.1, "any 2xx", session="s")
store = store_at(Path(sys.argv[1]))
"""


def entry(node="user"):
    return Entry(datetime.now(UTC), node, "GET", "http://x/", 200, "default", 0.1, "any 2xx", session="s")


def process(code, path, **options):
    return subprocess.Popen(
        # Newer Pythons warn of every fork beside a thread; here that is the point.
        [sys.executable, "-W", "ignore:This process:DeprecationWarning", "-c", PRELUDE + code, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def done(code, path, **options):
    with process(code, path, **options) as running:
        out, errors = running.communicate(timeout=60)
    assert (running.returncode, errors) == (0, "")
    return out


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.sqlite"


@pytest.fixture
def store(path):
    made = Store(path, patience=0.2)
    yield made
    made.close()


def test_a_run_is_written_by_itself(store, path):
    note = store.put(entry(), lambda: b"details")
    assert store.flush()
    assert (note.id, store.content(1), store.entry(1).node) == (1, b"details", "user")
    assert store.problem == ""


def test_details_are_made_in_another_thread(store):
    seen = []
    store.put(entry(), lambda: seen.append(threading.current_thread().name))
    store.flush()
    assert seen == ["hooknb-history"]


def test_details_that_cannot_be_made_cost_no_line(store):
    notes = [store.put(entry(), make) for make in (lambda: b"1", lambda: 1 / 0, lambda: b"3")]
    store.flush()
    assert [note.id for note in notes] == [1, 2, 3]
    assert [store.content(number) for number in (1, 2, 3)] == [b"1", None, b"3"]


def test_many_threads_may_put(store):
    threads = [
        threading.Thread(target=lambda: [store.put(entry(), lambda: b"x") for _ in range(50)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.id for each in store.entries(Query())] == list(range(1, 401))


def test_what_waits_is_bounded_but_no_line_is_lost(store):
    gate = threading.Event()
    store.put(entry(), lambda: gate.wait(10) and b"first")
    notes = [store.put(entry(), lambda: b"x", weight=100 * 1024 * 1024) for _ in range(4)]
    gate.set()
    store.flush()
    assert [store.content(note.id) for note in notes] == [b"x", b"x", None, None]


def test_there_is_one_store_for_a_file(path):
    assert store_at(path) is store_at(path.parent / "." / path.name)
    assert store_at(path) is not store_at(path.with_name("other"))


def test_reading_makes_no_file(store, path):
    assert store.entries(Query()) == []
    assert not path.exists()


def test_memory_is_a_history_too():
    store = Store(None)
    store.put(entry(), lambda: b"x")
    assert [each.id for each in store.entries(Query())] == [1]
    assert store.content(1) == b"x"


def test_trimming_happens_by_itself(path):
    store = Store(path, Bounds(size=300_000))
    for _ in range(6):
        for _ in range(60):
            store.put(entry(), lambda: os.urandom(2_000))
        store.flush()
    assert len(store.entries(Query())) < 200
    store.close()
    assert path.stat().st_size < 900_000


# Files that cannot be written


def a_folder(path):
    path.mkdir()


def a_file_as_folder(path):
    path.parent.rmdir()
    path.parent.write_text("")


def a_text(path):
    path.write_text("not a database, but a text of some length\n" * 100)


def a_broken_history(path):
    file = HistoryFile(path)
    file.add([(entry(), b"x" * 5_000)] * 20)
    file.clear()
    file.add([(entry(), b"x" * 5_000)] * 20)
    file.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def a_newer_history(path):
    HistoryFile(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9")
    connection.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (a_folder, "unable to open"),
        (a_file_as_folder, "cannot be made"),
        (a_text, "not a database"),
        (a_broken_history, "malformed"),
        (a_newer_history, "newer hooknb"),
    ],
)
def test_a_useless_file_is_given_up_once_and_memory_goes_on(tmp_path, make, says):
    path = tmp_path / "folder" / "history.sqlite"
    path.parent.mkdir()
    make(path)
    before = path.read_bytes() if path.is_file() else None
    store = Store(path, patience=0.2)
    store.put(entry("one"), lambda: b"1")
    store.put(entry("two"), lambda: b"2")
    assert [each.node for each in store.entries(Query())] == ["one", "two"]
    assert store.content(2) == b"2"
    assert says in store.problem
    assert str(path) in store.problem
    assert (says in store.unsaid(), store.unsaid()) == (True, "")
    store.close()
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_locked_file_is_given_up_and_gets_another_chance_later(path):
    HistoryFile(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = Store(path, patience=0.1)
    store.put(entry(), lambda: b"x")
    assert len(store.entries(Query())) == 1
    assert "locked" in store.problem
    other.execute("COMMIT")
    other.close()
    store.close()
    again = Store(path)
    again.put(entry())
    assert [each.id for each in again.entries(Query())] == [1]
    again.close()


def test_a_file_that_is_locked_for_a_moment_is_waited_for(path):
    HistoryFile(path).close()
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    store = Store(path, patience=20)
    store.put(entry())
    threading.Timer(0.3, other.execute, ["COMMIT"]).start()
    assert [each.id for each in store.entries(Query())] == [1]
    assert store.problem == ""
    store.close()
    other.close()


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
for number in range(60):
    store.put(entry(), lambda: os.urandom(20_000))
    store.flush()
print(bool(store.problem), len(store.entries(Query())) > 0)
"""


def test_a_full_disk_breaks_nothing(path):
    assert done(FULL, path).split() == ["True", "True"]
    kept = HistoryFile(path)
    assert 0 < len(kept.entries(Query())) < 60
    kept.close()


READ_ONLY = """
if os.geteuid() == 0:
    os.setuid(65534)
store.put(entry(), lambda: b"x")
print(len(store.entries(Query())), "|", store.problem)
"""


def test_a_file_that_may_not_be_written_breaks_nothing(path):
    HistoryFile(path).close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    for folder in path.parent.parents:
        if folder.stat().st_uid == os.geteuid() and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o555)
    count, _, problem = done(READ_ONLY, path).partition("|")
    assert count.strip() == "1"
    assert "readonly" in problem or "unable to open" in problem


# Processes


def test_several_processes_write_one_file(path):
    code = "print(all(store.put(entry(str(os.getpid())), lambda: b'x' * 500) for _ in range(150)))"
    running = [process(code, path) for _ in range(4)]
    for each in running:
        out, errors = each.communicate(timeout=60)
        assert (each.returncode, out, errors) == (0, "True\n", "")
    file = HistoryFile(path)
    lines = file.entries(Query())
    assert [each.id for each in lines] == list(range(1, 601))
    assert {node: sum(each.node == node for each in lines) for node in {each.node for each in lines}} == {
        str(each.pid): 150 for each in running
    }
    file.close()


def test_what_waits_at_exit_is_written(path):
    done("store.put(entry(), lambda: time.sleep(0.3) or b'x')", path)
    file = HistoryFile(path)
    assert (len(file.entries(Query())), file.content(1)) == (1, b"x")
    file.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_comes_during_exit_is_written(path):
    # Exit functions run in reverse order, so this one runs after the store was closed.
    code = "import atexit, hooknb.engine.history_store as module\natexit.unregister(module._close_all)\n"
    code += "atexit.register(lambda: store.put(entry('late')))\natexit.register(module._close_all)"
    done(code, path)
    file = HistoryFile(path)
    assert [each.node for each in file.entries(Query())] == ["late"]
    file.close()


KILLED = """
print("begun", flush=True)
number = 0
while True:
    number += 1
    store.put(entry(str(number)), lambda number=number: str(number).encode() * 2000)
    if number % 20 == 0:
        store.flush()
        print(number, flush=True)
"""


@pytest.mark.parametrize("flushes", [1, 7, 15])
def test_kill_9_leaves_every_complete_row(path, flushes):
    with process(KILLED, path) as running:
        said = [running.stdout.readline() for _ in range(1 + flushes)]
        running.send_signal(signal.SIGKILL)
        rest = running.stdout.read()
    told = int((said + rest.split())[-1])
    file = HistoryFile(path)
    lines = file.entries(Query())
    assert len(lines) >= told
    assert [each.node for each in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert [file.content(each.id) for each in lines] == [each.node.encode() * 2000 for each in lines]
    assert file._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()


FORKED = """
store.put(entry("parent, before"))
store.flush()
blocker = store.put(entry("parent, waiting"), lambda: time.sleep(0.2))
if os.fork() == 0:
    store.put(entry("child"))
    store.flush()
    problem = store.problem
    os._exit(1 if problem else 0)
status = os.wait()[1]
store.put(entry("parent, after"))
print(status, sorted(each.node for each in store.entries(Query())), repr(store.problem))
"""


def test_a_forked_child_writes_through_its_own_connection(path):
    nodes = sorted(["parent, before", "parent, waiting", "child", "parent, after"])
    assert done(FORKED, path) == f"0 {nodes} ''\n"


def test_a_store_does_not_hold_up_the_exit(path):
    HistoryFile(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert done("store.put(entry())", path) == ""
    other.close()
