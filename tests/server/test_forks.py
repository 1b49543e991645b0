"""Whole runs in processes that were forked: in the child, in a thread of it, while the parent is busy."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")

PREAMBLE = """
import os, signal, sys, threading, warnings
import hooknb
from hooknb.playground import Playground

warnings.simplefilter("ignore", DeprecationWarning)
session = hooknb.Session(hooknb.Settings(history=sys.argv[1]))
server = Playground().__enter__()
cell = f"GET {server.url}/user\\n[Mapping]\\nWHO: data.userId"

def forked(work):
    child = os.fork()
    if child == 0:
        signal.alarm(40)
        work()
        # Only the main thread's exit is a process's.
        sys.exit(0) if threading.current_thread() is threading.main_thread() and not in_a_thread else os._exit(0)
    assert os.waitpid(child, 0)[1] == 0

in_a_thread = []

def in_thread(work):
    done = []
    in_a_thread.append(work)
    thread = threading.Thread(target=lambda: done.append(work()))
    thread.start()
    thread.join()
    in_a_thread.clear()
    [value] = done
    return value
"""
SCRIPTS = {
    "a run in the child, with connections and a history of before": """
        assert session.run(cell).ok
        forked(lambda: session.run(cell).values["WHO"] == 1 or os._exit(1))
        assert session.run(cell).ok
        assert session.log.runs().frame()["status"].tolist() == [200, 200, 200]
    """,
    "a run in a thread of the child": """
        assert session.run(cell).ok
        forked(lambda: in_thread(lambda: session.run(cell)).ok or os._exit(1))
    """,
    "a run in the child of a thread": """
        in_thread(lambda: session.run(cell))
        in_thread(lambda: forked(lambda: session.run(cell).ok or os._exit(1)))
    """,
    "a background run in the child, while one of the parent goes on": """
        going_on = session.start(f"GET {server.url}/delay/1")
        forked(lambda: session.start(cell).result(20).ok or os._exit(1))
        assert going_on.result(20).status == 200
    """,
    "the first run of all is in the child": """
        forked(lambda: session.run(cell).ok or os._exit(1))
        assert session.run(cell).ok
    """,
    "a child of a child": """
        assert session.run(cell).ok
        forked(lambda: (session.run(cell), forked(lambda: session.run(cell).ok or os._exit(1))))
    """,
    "many children of a parent whose threads are all at work": """
        session.run(cell), session.history
        over = threading.Event()

        def busy():
            while not over.is_set():
                [each.result() for each in [session.start(cell) for _ in range(5)]]
                session.run(cell)

        threads = [threading.Thread(target=busy) for _ in range(2)]
        for thread in threads:
            thread.start()
        for _ in range(6):
            forked(lambda: (session.run(cell).ok and len(session.history)) or os._exit(1))
        over.set()
        for thread in threads:
            thread.join()
    """,
}


# Scripts at work at the same time; each has its own server and its own history.
AT_ONCE = 2


@pytest.fixture(scope="module")
def ended(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], subprocess.CompletedProcess[str]]]:
    """Return a function that gives the end of a script by its name; the next ones run meanwhile."""
    pool = ThreadPoolExecutor(AT_ONCE)
    ends = {name: pool.submit(run, name, tmp_path_factory.mktemp("fork")) for name in SCRIPTS}
    yield lambda name: ends[name].result()
    pool.shutdown(cancel_futures=True)


def run(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = PREAMBLE + textwrap.dedent(SCRIPTS[name]) + "\nserver.stop()\n"
    return subprocess.run(
        [sys.executable, "-c", script, str(folder / "history.sqlite")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_runs_go_on_in_forked_processes(name, ended):
    end = ended(name)
    assert (end.returncode, end.stdout, end.stderr) == (0, "", "")
