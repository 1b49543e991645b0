"""Whole runs without a socket: the transport is a function from request to response."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from hooknb.core.exchange import Exchange, Failure, Request, Response
from hooknb.engine.outgoing import outgoing
from hooknb.engine.result import Result
from hooknb.engine.run import Plan, conclude
from hooknb.session import Session

Transport = Callable[[Request], Response | Failure]


def run(session: Session, node: Any, transport: Transport | None = None, /, **values: Any) -> Result:
    """Run a node as a session does, but ask the function instead of the network; None where nothing may be sent."""
    return session.remember(concluded(session.plan(node, values), transport))


def concluded(planned: Plan, transport: Transport | None = None) -> Result:
    """Do what happens between plan and memory."""
    began = time.perf_counter()
    if planned.tape is not None and planned.tape.plays:
        return conclude(planned, planned.tape.exchange(planned.prepared), began)
    assert transport is not None, f"{planned.prepared} was sent"
    request = outgoing(planned.prepared.request)
    answer = transport(request)
    response, failure = (answer, None) if isinstance(answer, Response) else (None, answer)
    return conclude(planned, Exchange(request, response, failure, 0.1), began)


def answering(body: bytes = b"{}", status: int = 200, *headers: tuple[str, str]) -> Transport:
    """Return a transport that gives one answer to everything; JSON when no header says otherwise."""
    told = headers or (("Content-Type", "application/json"),)
    return lambda request: Response(status, told, body, "", request.url, wire_size=len(body))
