"""A receiver of signed webhooks on this machine: every delivery is verified, kept as a row, and answered.

>>> with receiver("word") as inbox:
...     inbox.url.startswith("http://127.0.0.1:")
True
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Literal

from hooknb.core.exchange import Headers
from hooknb.core.signing import HEADER
from hooknb.engine.examination import MAX_AGE, Case, Rules, examine
from hooknb.engine.listening import Arrived, Listening, Reply
from hooknb.engine.replays import Replays
from hooknb.engine.signature import Secrets, holds, rules_of
from hooknb.engine.verification import Verification
from hooknb.view.card import Badge, Block, Card, Fold, Line
from hooknb.view.table import Table

_MEGABYTE = 1024 * 1024
_KEPT = 500
_SHOWN = 10
# A wait in short pieces lets an interrupt through on every platform.
_TICK = 0.1


@dataclass(frozen=True, eq=False, repr=False)
class Delivery:
    """Hold one request that arrived.

    Attributes:
        time: when, in UTC.
        method: its method.
        path: its path with the query, as it was sent.
        headers: its headers, in order.
        body: its raw bytes.
        verification: the verdict; None for what was no readable request.
        reason: why it was refused; empty when it was not.
    """

    time: datetime
    method: str
    path: str
    headers: Headers
    body: bytes
    verification: Verification | None
    reason: str = ""

    @property
    def verdict(self) -> Literal["accepted", "refused"]:
        """`accepted` or `refused`."""
        return "refused" if self.reason else "accepted"

    @property
    def text(self) -> str:
        """The body as UTF-8 text."""
        return self.body.decode("utf-8", "replace")

    def card(self) -> Card:
        """Return what a notebook or a terminal shows: the verdict."""
        return self.verification.card() if self.verification else Card("", blocks=(Line(self.reason, "bad"),))

    def __repr__(self) -> str:
        return f"<Delivery {self.verdict}: {self.method}, {len(self.body):,} bytes>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()


class Receiver:
    """Receive signed webhooks on the loopback address until `stop()`; made by `receiver()`.

    Each delivery is kept before it is answered: 200 when it is genuine, 401 when it is refused, in JSON.

    Attributes:
        url: where to send to; any path below it works.
    """

    def __init__(self, rules: Rules, *, port: int, body_cap: int, clock: Callable[[], float]) -> None:
        self._rules, self._clock = rules, clock
        self._kept: deque[Delivery] = deque(maxlen=_KEPT)
        self._changed = threading.Condition()
        self._count = 0
        self._listening = Listening(port, self._take, body_cap=body_cap)
        self.url = f"http://127.0.0.1:{self._listening.port}"

    @property
    def deliveries(self) -> Any:
        """What arrived as a DataFrame: time, method, path, verdict, reason, claims, size, body."""
        return self.table().frame()

    def table(self) -> Table:
        """Return the rows of `deliveries`, the oldest first, secrets masked; the last 500 are kept."""
        columns = ("time", "method", "path", "verdict", "reason", "claims", "size", "body")
        dtypes = (("time", "datetime64[ns, UTC]"), ("size", "Int64"))
        rows = tuple(self._row(each) for each in self)
        return Table(columns, rows, "Deliveries", dtypes, empty="Nothing has arrived yet.")

    @property
    def last(self) -> Delivery | None:
        """What arrived last; None when nothing has."""
        with self._changed:
            return self._kept[-1] if self._kept else None

    @property
    def running(self) -> bool:
        """Whether deliveries are received."""
        return self._listening.running

    def wait(self, count: int = 1, timeout: float = 10.0) -> bool:
        """Wait until so many deliveries have arrived since the start.

        Args:
            count: how many; `len(inbox) + 1` waits for the next.
            timeout: seconds to wait at the most.

        Returns:
            Whether they have arrived.
        """
        end = time.monotonic() + timeout
        with self._changed:
            while self._count < count:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(min(left, _TICK))
        return True

    def stop(self) -> None:
        """Free the port and end every connection; what arrived stays. Harmless when repeated."""
        self._listening.stop()

    def card(self) -> Card:
        """Return what a notebook or a terminal shows: the state and the last deliveries."""
        rows = list(self)
        refused = sum(each.verdict == "refused" for each in rows)
        badges = [Badge("listening", "good") if self.running else Badge("stopped")]
        badges += [Badge(f"{len(rows) - refused} accepted", "good" if len(rows) > refused else "plain")]
        badges += [Badge(f"{refused} refused", "bad")] if refused else []
        table = self.table()
        columns = ("time", "method", "path", "verdict", "reason")
        shown = tuple((f"{row[0]:%H:%M:%S}", *row[1:5]) for row in table.rows[-_SHOWN:])
        blocks: list[Block] = [Table(columns, shown, empty=table.empty)]
        if rows and rows[-1].verification is not None:
            blocks.append(Fold("Checks of the last delivery", (rows[-1].verification.table(),)))
        fault = self._listening.fault
        blocks += [Line(f"A delivery could not be answered: {fault}", "bad")] if fault else []
        return Card(f"Receiver {self.url}", tuple(badges), tuple(blocks))

    def __iter__(self) -> Iterator[Delivery]:
        with self._changed:
            return iter(tuple(self._kept))

    def __len__(self) -> int:
        return self._count

    def __enter__(self) -> Receiver:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<Receiver {self.url} {'listening' if self.running else 'stopped'}, {len(self)} deliveries>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()

    def _take(self, arrived: Arrived) -> Reply:
        """Verify and keep one request, and return the answer; runs in the connection's thread."""
        now = self._clock()
        verification = None
        if not arrived.fault:
            case = Case(self._rules, arrived.headers, arrived.body, arrived.path, now, holds)
            verification = examine(case)
        reason = arrived.fault if verification is None else verification.reason
        moment = datetime.fromtimestamp(now, UTC)
        delivery = Delivery(
            moment, arrived.method, arrived.path, arrived.headers, arrived.body, verification, reason
        )
        with self._changed:
            self._kept.append(delivery)
            self._count += 1
            self._changed.notify_all()
        return _reply(arrived, delivery)

    def _row(self, delivery: Delivery) -> tuple[object, ...]:
        redactor = self._rules.redactor
        claims = {} if delivery.verification is None else delivery.verification.shown_claims()
        return (
            delivery.time,
            delivery.method,
            redactor.url(delivery.path),
            delivery.verdict,
            delivery.reason,
            claims,
            len(delivery.body),
            redactor.text(delivery.text),
        )


def receiver(
    secrets: Secrets,
    *,
    port: int = 0,
    header: str = HEADER,
    application_id: str | None = None,
    lenient: bool = False,
    max_age: float | None = MAX_AGE,
    body_cap: int = _MEGABYTE,
    clock: Callable[[], float] = time.time,
) -> Receiver:
    """Start a receiver of signed webhooks on this machine, to try a sender in the same notebook.

    It listens on 127.0.0.1 alone, prints nothing, and refuses repeated tokens.

    Args:
        secrets: from API key to signature secret; one text is tried for every key.
        port: the port; 0 picks a free one.
        header: the header that carries the token.
        application_id: the only application to accept; None for any.
        lenient: accept what other senders hash too, see docs/signing.md.
        max_age: how many seconds the token's time may differ from ours, to either side; None for any.
        body_cap: the largest body, in bytes.
        clock: gives the Unix time in seconds.

    Raises:
        ParameterError: a secret is empty or no text.
        OSError: the port is taken.

    Example:
        >>> with receiver({"abcd1234": "word"}) as inbox:
        ...     len(inbox.deliveries)
        0
    """
    rules = rules_of(
        secrets,
        header=header,
        application_id=application_id,
        lenient=lenient,
        max_age=max_age,
        replay=Replays(),
    )
    return Receiver(rules, port=port, body_cap=body_cap, clock=clock)


def _reply(arrived: Arrived, delivery: Delivery) -> Reply:
    if delivery.verdict == "accepted":
        return Reply(200, {"verdict": "accepted"})
    status = arrived.status if arrived.fault else 401
    checks = () if delivery.verification is None else delivery.verification.checks
    return Reply(
        status,
        {
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": delivery.reason,
            "checks": {check.name: check.state for check in checks},
        },
    )
