"""One request on its way: a leg of an exchange, followed from its connection to its answer."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from hooknb.core.exchange import Request
from hooknb.engine.causes import Moment, Phase
from hooknb.engine.outgoing import Origin
from hooknb.engine.proxies import shown_proxy
from hooknb.engine.receive import Answer


class Tapped(Protocol):
    """What a leg wants of the connection it is lent.

    Attributes:
        raw: the stream below TLS while the handshake is under way.
    """

    raw: Any

    def look_inside(self) -> None:
        """Find what parses the answers."""

    @property
    def heard(self) -> bytes:
        """Bytes that have arrived and belong to no answer yet."""


class Leg:
    """One request of an exchange, how far it has come, and its answer.

    Args:
        request: with every header that goes on the wire.
        origin: who is asked.
        target: what of them.
        proxy: the URL of the proxy in between, or None.
    """

    def __init__(self, request: Request, origin: Origin, target: str, proxy: str | None) -> None:
        self.request = request
        self.origin = origin
        self.target = target
        self.proxy = proxy
        self.phase: Phase = "starting"
        self.sent = 0
        self.reused = False
        self.connection: Tapped | None = None
        self.answer: Answer | None = None
        self.onward: Request | None = None
        self._cancelled_before = _times_cancelled()

    def moment(self, limit: float, *, part: bool) -> Moment:
        """Return where the leg is, for a message."""
        return Moment(
            phase=self.phase,
            origin=self.origin,
            limit=limit,
            received=self.answer.wire_size if self.answer is not None else 0,
            announced=self.answer.announced if self.answer is not None else None,
            reused=self.reused,
            heard=self.heard,
            proxy=shown_proxy(self.proxy),
            part=part,
        )

    @property
    def was_stale(self) -> bool:
        """True when a kept connection was used and no head of an answer arrived on it."""
        return self.reused and self.phase in ("sending", "waiting")

    @property
    def heard(self) -> bytes:
        """The start of an answer whose head never came to its end."""
        return self.connection.heard if self.connection is not None and self.answer is None else b""

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Follow what httpx reports of its connection; an asynchronous function by its rules."""
        step = event.partition(".")[2]
        if step in _CONNECTING:
            self._trace_connecting(step, info)
        elif getattr(info.get("request"), "method", None) == b"CONNECT":
            # What a proxy is asked is not our request.
            self.phase = "connecting"
        elif step == "send_request_headers.started":
            assert self.connection is not None
            self.connection.look_inside()
            self.phase = "sending"
            self.sent += 1
        elif step == "receive_response_headers.started" and self.phase == "sending":
            self.phase = "waiting"

    def _trace_connecting(self, step: str, info: dict[str, Any]) -> None:
        assert self.connection is not None
        if step == "connect_tcp.started":
            # A kept connection that is closed already is replaced before anything is sent.
            self.phase, self.reused = "connecting", False
        elif step == "connect_tcp.complete":
            self.connection.raw = info["return_value"]
            self._cancel_if_asked()
        elif step == "start_tls.started":
            self.phase = "securing"
        elif step == "start_tls.complete":
            self.connection.raw = None

    def _cancel_if_asked(self) -> None:
        """Be cancelled, or run out of time, when that was asked for while connecting.

        Several addresses are tried by tasks that cancel one another, and some versions of what does that take
        every cancellation of that moment for their own.
        """
        if _times_cancelled() > self._cancelled_before:
            raise asyncio.CancelledError


def _times_cancelled() -> int:
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0


_CONNECTING = ("connect_tcp.started", "connect_tcp.complete", "start_tls.started", "start_tls.complete")
