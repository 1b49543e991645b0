"""What one fault of the table is: how it is provoked, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from server.wire import Behaviour

from hooknb.core.exchange import Request
from hooknb.engine.transport import SendSettings

Headers = tuple[tuple[str, str], ...]
CAP = 1024 * 1024
# Seconds for what must run into the time limit.
SHORT = 0.4
# What data need not be compared.
ANYTHING = object()


@dataclass(frozen=True)
class Fault:
    """One way to misbehave, and what must come of it.

    Args:
        name: unique; also the path.
        behave: what the server does with the request; None where no request gets that far.
        kind: the kind of failure; empty for an answer without one.
        says: a pattern that the failure's sentence must match.
        at: `send`, or `decode` when the answer arrives and only its content is broken.
        sent: how many times the request is put on the wire.
        arrives: how many requests reach the path, where that is another number.
        status: what must be known of the answer, None for nothing.
        body: what must have been kept of it.
        data: what it decodes to.
        place: where to send to: `http` or the name of a special place of the server.
        timeout: seconds for the whole exchange.
        content: the kind to insist on when decoding.
        settings: for the transport.
        headers: of the request.
        method: of the request.
        upload: how many bytes the request's body has.
        before: the path of a good request on the same connection that comes first.
        pause: seconds between the two.
    """

    name: str
    behave: Behaviour | None
    kind: str
    says: str = ""
    at: str = "send"
    sent: int = 1
    arrives: int | None = None
    status: int | None = None
    body: bytes | None = None
    data: Any = field(default=ANYTHING, compare=False)
    place: str = "http"
    timeout: float = 10.0
    content: str = "auto"
    settings: dict[str, Any] = field(default_factory=dict)
    headers: Headers = ()
    method: str = "GET"
    upload: int = 0
    before: str = ""
    pause: float = 0.0

    @property
    def stalls(self) -> bool:
        """True when only the time limit ends it."""
        return self.kind == "timeout"

    @property
    def arrivals(self) -> int:
        """How many requests reach its path."""
        return self.sent if self.arrives is None else self.arrives

    def request(self, server: Any, method: str = "") -> Request:
        """Return the request that provokes it; `server` has `url(place, path)`."""
        url = server.url(self.place, self.name)
        return Request(method or self.method, url, self.headers, b"x" * self.upload)

    def send_settings(self, **more: Any) -> SendSettings:
        return SendSettings(**{"response_cap": CAP, "wire_cap": CAP, **self.settings, **more})
