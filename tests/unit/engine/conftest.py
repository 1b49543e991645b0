"""Fixtures for what sends: a misbehaving server with its certificates, and a way to send from a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from server.fixtures import authority_file, certificates, chaos

from hooknb.core.exchange import Exchange, Request
from hooknb.engine import loop
from hooknb.engine.transport import SendSettings, close, counts, send

__all__ = ["authority_file", "certificates", "chaos"]


@pytest.fixture
def exchange() -> Iterator[Callable[..., Exchange]]:
    """Return a function that sends a request on the background loop; nothing may be left of it afterwards."""

    def send_and_wait(
        request: Request, timeout: float = 10.0, settings: SendSettings | None = None
    ) -> Exchange:
        return loop.wait(loop.submit(send(request, timeout=timeout, settings=settings)))

    yield send_and_wait
    left = loop.wait(loop.submit(_settled()))
    assert (left.lent, left.idle, left.closing) == (0, 0, 0)


async def _settled():
    await close()
    return counts()
