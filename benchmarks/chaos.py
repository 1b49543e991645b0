"""Every fault that a run must survive, a row for each: how it ends, when, in how much memory, and what then.

    python benchmarks/chaos.py

The server that misbehaves has a process of its own, so time and memory are those of hooknb. `RSS` is how far
the resident memory rose above where it was before the run (Linux; the peak is reset for each row), `Python`
the peak that `tracemalloc` counts in a second run of the same. `sent` is what hooknb says, `arrived` what the
server counts. After each row comes a good request on the same session: `next`. At last the overshoot of the
deadline, where nothing but the deadline ends a run.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import statistics
import sys
import tempfile
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from server.cancelling import cancelled_pending, good_ones, held  # noqa: E402
from server.certificates import contexts  # noqa: E402
from server.chaos import FAULTS, ChaosServer, slow_names  # noqa: E402
from server.fault import CAP, Fault  # noqa: E402
from server.faults import LIST  # noqa: E402

import hooknb  # noqa: E402
from hooknb.engine import loop  # noqa: E402
from hooknb.engine.transport import close  # noqa: E402

MEGABYTE = 1024 * 1024
STATUS = Path("/proc/self/status")
ROUNDS = 5
CANCELLED, GOOD = 1_000, 50


@dataclass(frozen=True)
class Row:
    """What came of one case."""

    case: str
    end: str
    seconds: float
    resident: float | None
    traced: float | None
    sent: str
    arrived: str
    fine: bool
    as_promised: bool

    @property
    def text(self) -> str:
        resident, traced = ("–" if each is None else f"{each:.1f}" for each in (self.resident, self.traced))
        fine, promised = ("yes" if self.fine else "NO"), ("" if self.as_promised else "  NOT AS PROMISED")
        return (
            f"  {self.case:<27} {self.end:<14} {self.seconds:7.3f} {resident:>7} {traced:>7}"
            f" {self.sent:>5} {self.arrived:>7}  {fine}{promised}"
        )


class Remote:
    """The server in its own process, asked over a pipe; what a fault wants of a server."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def url(self, place: str = "http", path: str = "fine") -> str:
        return self._ask("url", place, path)

    def arrived(self, path: str) -> int:
        return self._ask("arrived", path)

    def _ask(self, *question: str) -> Any:
        self._pipe.send(question)
        return self._pipe.recv()


def serve(pipe: Connection, folder: str) -> None:
    """Answer the questions of a `Remote` until the other end is closed."""
    with ChaosServer(contexts(Path(folder))) as server, contextlib.suppress(EOFError):
        while True:
            what, *words = pipe.recv()
            pipe.send(server.url(*words) if what == "url" else len(server.arrived(*words)))


@contextlib.contextmanager
def remote(folder: str) -> Iterator[Remote]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, folder), daemon=True)
    process.start()
    theirs.close()
    yield Remote(ours)
    ours.close()
    process.join(10)


def main() -> None:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder, remote(folder) as server, slow_names():
        session = _session(server, folder)
        _warm_up(session, server)
        print(f"Caps of {CAP // MEGABYTE} MB; a limit of 0.4 s where only the limit ends a run.")
        rows = list(report(session, server))
        rows.append(cancellations(session, server))
        print(rows[-1].text)
        bad = [row.case for row in rows if not (row.fine and row.as_promised)]
        good = len(rows) - len(bad)
        print(f"\n{len(rows)} cases; {good} as promised, with the next request fine. {bad or ''}")
        overshoot(session, server)


def report(session: hooknb.Session, server: Remote) -> Iterator[Row]:
    """Print a row for every fault, under the lines of the list."""
    titles = f"{'s':>7} {'RSS MB':>7} {'Python':>7} {'sent':>5} {'arrived':>7}  next"
    print(f"  {'case':<27} {'end':<14} {titles}")
    for line, names in LIST.items():
        print(line)
        for name in names:
            row = one(session, server, FAULTS[name])
            print(row.text, flush=True)
            yield row


def one(session: hooknb.Session, server: Remote, fault: Fault) -> Row:
    """Play one fault, twice: for time and resident memory, then for what Python allocates."""
    node = _node(fault, server)
    _prepare(session, server, fault)
    before = server.arrived(fault.name)
    with resident() as rise:
        began = time.perf_counter()
        result = session.run(node, timeout=fault.timeout)
        seconds = time.perf_counter() - began
    arrived = server.arrived(fault.name) - before
    fine = session.run(f"GET {server.url()}\n[Mapping]\nOK: ok").values == {"OK": True}
    _prepare(session, server, fault)
    tracemalloc.start()
    session.run(node, timeout=fault.timeout)
    traced = tracemalloc.get_traced_memory()[1] / MEGABYTE
    tracemalloc.stop()
    kind = fault.kind or ("" if fault.status is not None and fault.status <= 299 else "status")
    promised = (result.failure.kind if result.failure else "") == kind and result.exchange.sent == fault.sent
    return Row(
        fault.name,
        result.failure.kind
        if result.failure and result.failure.kind != "status"
        else f"data ({result.status})",
        seconds,
        rise(),
        traced,
        str(result.exchange.sent),
        str(arrived) if fault.arrivals else "–",
        fine,
        promised and arrived == fault.arrivals,
    )


def cancellations(session: hooknb.Session, server: Remote) -> Row:
    """Cancel a thousand runs in every phase, then make fifty good ones."""
    loop.wait(loop.submit(close()))
    with resident() as rise:
        began = time.perf_counter()
        ended = [
            kind for nodes in held(server.url, CANCELLED, 50) for kind in cancelled_pending(session, nodes)
        ]
        good = good_ones(session, server.url(), GOOD)
        seconds = time.perf_counter() - began
    promised = ended == ["cancelled"] * CANCELLED
    print(f"{CANCELLED:,} cancellations, then {GOOD} good requests")
    fine = good == GOOD
    return Row("cancelled", f"{good} of {GOOD}", seconds, rise(), None, "–", "–", fine, promised)


def overshoot(session: hooknb.Session, server: Remote) -> None:
    """Print how far beyond its limit a run ends, where nothing but the limit ends it."""
    stalling = [fault for fault in FAULTS.values() if fault.stalls]
    over: dict[str, float] = {}
    for fault in stalling:
        node, took = _node(fault, server), []
        for _ in range(ROUNDS):
            _prepare(session, server, fault)
            began = time.perf_counter()
            session.run(node, timeout=fault.timeout)
            took.append(time.perf_counter() - began - fault.timeout)
        over[fault.name] = max(took) * 1000
    worst = max(over, key=lambda name: over[name])
    print(f"\nBeyond the limit, {len(stalling)} stalling cases, the worst of {ROUNDS} runs of each")
    print(f"  median {statistics.median(over.values()):7.1f} ms (wanted: 100 ms)")
    print(f"  worst  {over[worst]:7.1f} ms (wanted: 250 ms): {worst}")


@contextlib.contextmanager
def resident() -> Iterator[Callable[[], float | None]]:
    """Measure how far the resident memory rises in the block, in MB; None where that cannot be known."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    start = peak = None
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
        start = _resident("VmRSS")
    yield lambda: None if start is None or peak is None else max(0.0, (peak - start) / 1024)
    if start is not None:
        peak = _resident("VmHWM")


def _resident(what: str) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(what))
    return int(line.split()[1])


def _session(server: Remote, folder: str) -> hooknb.Session:
    limits = hooknb.Limits(timeout_low=0.1)
    authority = f"{folder}/authority.pem"
    # The first answer comes when the server has made its certificates.
    server.url()
    return hooknb.Session(
        hooknb.Settings(limits, response_cap=2 * CAP, wire_cap=2 * CAP, verify=authority, history="off")
    )


def _node(fault: Fault, server: Remote) -> hooknb.Node:
    return hooknb.Node(
        server.url(fault.place, fault.name),
        method=fault.method,
        headers=list(fault.headers),
        body=hooknb.Body("text", "x" * fault.upload) if fault.upload else None,
        redirects="follow_redirects" in fault.settings,
        mapping=[{"parameter": "ANY", "path": "nowhere.at.all", "required": False}],
        mapping_type=fault.content,
    )


def _prepare(session: hooknb.Session, server: Remote, fault: Fault) -> None:
    """Start without kept connections, but for the one that a fault of kept connections wants."""
    loop.wait(loop.submit(close()))
    if fault.before:
        session.run(f"GET {server.url(path=fault.before)}")
        time.sleep(fault.pause)


def _warm_up(session: hooknb.Session, server: Remote) -> None:
    """Load what is loaded once, have the server make its bombs, and let the threads start."""
    for name in (
        "json_bom",
        "xml_deep",
        "tls_expired",
        "gzip_bomb",
        "deflate_bomb",
        "nested_bomb",
        "members_bomb",
    ):
        session.run(_node(FAULTS[name], server))
    session.run(f"GET {server.url('tls_good')}")
    good_ones(session, server.url(), GOOD)


if __name__ == "__main__":
    main()
