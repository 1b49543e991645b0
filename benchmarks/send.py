"""Sending alone, against kept `httpx` clients: one at a time, then many at a time.

python benchmarks/send.py
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable

import httpx
from run import serve
from timing import medians, print_ratios

from hooknb.core.exchange import Request
from hooknb.engine.loop import submit, wait
from hooknb.engine.transport import close, send

AT_ONCE = (1, 10, 50, 200)
REQUESTS = 400


def main() -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    url = f"http://127.0.0.1:{ours.recv()}/users/7"
    one_at_a_time(url)
    for number in AT_ONCE:
        many_at_a_time(url, number)
    process.terminate()


def one_at_a_time(url: str) -> None:
    """Print ratios for a request that somebody waits for."""
    request = Request("GET", url)
    client, async_client = httpx.Client(), httpx.AsyncClient()
    loop = asyncio.new_event_loop()
    candidates = {
        "httpx.AsyncClient, kept": lambda: loop.run_until_complete(async_client.get(url)).content,
        "httpx.Client, kept": lambda: client.get(url).content,
        "send, on the same loop": lambda: loop.run_until_complete(send(request, timeout=10)).response.body,
        "send, on the background loop": lambda: wait(submit(send(request, timeout=10))).response.body,
    }
    seconds = medians(candidates, rounds=60, calls=20)
    print_ratios("One request at a time, loopback", seconds, "httpx.AsyncClient, kept")
    client.close()
    loop.run_until_complete(async_client.aclose())
    loop.run_until_complete(close())
    loop.close()


def many_at_a_time(url: str, number: int) -> None:
    """Print ratios for a number of workers that share some hundred requests."""
    request = Request("GET", url)
    loop = asyncio.new_event_loop()
    limits = httpx.Limits(max_connections=number, max_keepalive_connections=number)
    client = httpx.AsyncClient(limits=limits, timeout=60)

    async def workers(once: Callable[[], Awaitable[object]]) -> None:
        async def worker() -> None:
            for _ in range(REQUESTS // number):
                await once()

        await asyncio.gather(*(worker() for _ in range(number)))

    candidates = {
        "httpx.AsyncClient, kept": lambda: loop.run_until_complete(workers(lambda: client.get(url))),
        "send": lambda: loop.run_until_complete(workers(lambda: send(request, timeout=60))),
    }
    seconds = medians(candidates, rounds=5)
    each = {name: value / REQUESTS for name, value in seconds.items()}
    print_ratios(f"{number} at a time, for each request", each, "httpx.AsyncClient, kept")
    loop.run_until_complete(client.aclose())
    loop.run_until_complete(close())
    loop.close()


if __name__ == "__main__":
    main()
