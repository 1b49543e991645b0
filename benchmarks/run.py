"""A whole run — choose, prepare, send, decode, route, map, remember — against a kept `httpx` client.

    python benchmarks/run.py

The server is the smallest that can be written, in a process of its own: what is measured is the client. The
last table is the cost of the history: the same runs with and without one that lasts.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import tempfile
from multiprocessing.connection import Connection

import httpx
from timing import medians, print_ratios

import hooknb

BODY = json.dumps({"data": {"userId": 1, "name": "Ada", "tags": ["a", "b"]}}).encode()
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
) + BODY

RUNS = 200


class _Server(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        for _ in range(data.count(b"\r\n\r\n")):
            self.transport.write(ANSWER)  # type: ignore[attr-defined]


def serve(port: Connection) -> None:
    async def main() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def runs(session: hooknb.Session, node: hooknb.Node) -> None:
    for _ in range(RUNS):
        session.run(node)


def main() -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    url = f"http://127.0.0.1:{ours.recv()}/users/7"
    session = hooknb.Session(hooknb.Settings(history="off"))
    plain = hooknb.Node(url)
    mapped = hooknb.Node(
        url.replace("/7", "/$ID"),
        headers={"Accept": "application/json"},
        parameters={"ID": 7},
        mapping={"USER": "data.userId", "NAME": "data.name"},
        routes={"404": "missing"},
    )
    client = httpx.Client()
    loop = asyncio.new_event_loop()
    async_client = httpx.AsyncClient()
    assert session.run(mapped).values == {"USER": 1, "NAME": "Ada"}
    candidates = {
        "httpx.Client, kept": lambda: client.get(url).json(),
        "httpx.AsyncClient, kept": lambda: loop.run_until_complete(async_client.get(url)).json(),
        "hooknb.run, plain": lambda: session.run(plain).data,
        "hooknb.run, 1 parameter, 2 rules": lambda: session.run(mapped).values,
    }
    seconds = medians(candidates, rounds=40, calls=25)
    print_ratios("One run on loopback", seconds, "httpx.Client, kept")
    print_ratios("One run on loopback", seconds, "httpx.AsyncClient, kept")
    with tempfile.TemporaryDirectory() as folder:
        kept = hooknb.Session(hooknb.Settings(history=f"{folder}/history.sqlite"))
        candidates = {
            "history: off": lambda: runs(session, mapped),
            "history: a file": lambda: runs(kept, mapped),
            "history: a file, and written": lambda: (runs(kept, mapped), kept.log.store.flush()),
        }
        # What is still being written must not slow down the next candidate.
        seconds = medians(candidates, rounds=15, between=kept.log.store.flush)
        print_ratios(f"The history of {RUNS} runs, one after the other", seconds, "history: off")
        kept.log.clear()
    process.terminate()


if __name__ == "__main__":
    main()
