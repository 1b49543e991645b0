"""Runs that are cancelled in the middle of every phase, many at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence

import hooknb
from hooknb.session import Session

# Where a run can be when it is cancelled: the place and the path that hold it there.
PHASES: dict[str, tuple[str, str]] = {
    "connecting": ("full", "fine"),
    "agreeing on TLS": ("tls_stall", "fine"),
    "sending": ("full_of_patience", "fine"),
    "waiting": ("http", "header_stall"),
    "waiting, in the head": ("http", "half_header_stall"),
    "waiting, flooded with 1xx": ("http", "slow_1xx"),
    "waiting behind TLS": ("tls_good", "header_stall"),
    "reading": ("http", "body_stall"),
    "reading chunks": ("http", "chunk_stall"),
    "reading a drip": ("http", "slow_drip"),
}
_UPLOAD = hooknb.Body("text", "x" * (12 * 1024 * 1024))


def held(url: Callable[[str, str], str], number: int, at_once: int) -> Iterator[list[hooknb.Node]]:
    """Yield batches of nodes, `number` in all, each of which is held in one of the phases."""
    uploads = min(number // len(PHASES), 20)
    for index, (phase, (place, path)) in enumerate(PHASES.items()):
        if phase == "sending":
            # A large body for each of fifty would be half a gigabyte.
            node, many, size = hooknb.Node(url(place, path), method="POST", body=_UPLOAD), uploads, 5
        else:
            others = (number - uploads) // (len(PHASES) - 1)
            rest = (number - uploads) % (len(PHASES) - 1) if index == 0 else 0
            node, many, size = hooknb.Node(url(place, path)), others + rest, at_once
        for start in range(0, many, size):
            yield [node] * min(size, many - start)


def cancelled_pending(session: Session, nodes: Sequence[hooknb.Node]) -> list[str]:
    """Start runs in the background, cancel each, and return how they ended."""
    pending = [session.start(node) for node in nodes]
    time.sleep(0.03)
    for each in pending:
        each.cancel()
    return [each.result(30).failure.kind for each in pending]


def cancelled_tasks(session: Session, nodes: Sequence[hooknb.Node]) -> list[str]:
    """Await runs in another event loop, cancel each task, and return how they ended."""

    async def main() -> list[object]:
        tasks = [asyncio.ensure_future(session.arun(node)) for node in nodes]
        await asyncio.sleep(0.03)
        for task in tasks:
            task.cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    ended = asyncio.run(main())
    return ["cancelled" if isinstance(each, asyncio.CancelledError) else repr(each) for each in ended]


def good_ones(session: Session, url: str, number: int) -> int:
    """Run good requests at the same time, and return how many were answered well."""
    pending = [session.start(f"GET {url}\n[Mapping]\nOK: ok") for _ in range(number)]
    return sum(each.result(30).values == {"OK": True} for each in pending)
