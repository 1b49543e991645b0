"""Whether a request is sent again, and after how long. All attempts and pauses share the node's one time-out.

A pause doubles with each attempt, from the node's `retry_delay` up to 10 s, and is cut by chance to between a
half and the whole of that, so that many clients do not come back together. `Retry-After` is honoured: the
pause is at least as long as the server asks. A pause that does not fit into the time left is not begun: the
answer that is there is then the result, and a note says so.

    >>> pause_before(Retries(3, delay=1.0), attempt=2, asked=0.0, chance=1.0)
    2.0
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from hooknb.core.exchange import Exchange, Response
from hooknb.core.retries import IDEMPOTENT, LONGEST_DELAY, Retries

# An attempt that could only begin and not end is no use.
_LEAST_SECONDS = 0.05
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Again:
    """Send the request again after a pause of so many seconds."""

    pause: float


@dataclass(frozen=True, slots=True)
class Enough:
    """Do not send it again; `note` says why when somebody would expect otherwise."""

    note: str = ""


def decide(
    retries: Retries,
    method: str,
    exchange: Exchange,
    *,
    attempt: int,
    left: float,
    now: datetime | None = None,
    chance: float | None = None,
) -> Again | Enough:
    """Decide what follows an attempt.

    Args:
        retries: when the node's request is sent again.
        method: the request's method.
        exchange: what came of the attempt.
        attempt: its number, the first is 1.
        left: seconds that are left of the time-out.
        now: the time, for a `Retry-After` that is a date.
        chance: between 0 and 1: how much of the random half of a pause; drawn by default.
    """
    if attempt > retries.most or not _is_reason(retries, exchange):
        return Enough()
    if not _may_repeat(retries, method, exchange):
        return Enough(
            f"{method} was not sent again, for it may have acted already; "
            "name the reasons under retry_on to have it repeated"
        )
    asked = retry_after(exchange.response, now=now)
    pause = pause_before(retries, attempt=attempt, asked=asked, chance=chance)
    if pause + _LEAST_SECONDS > left:
        who = "the server asks to wait" if asked == pause else "the next pause is"
        return Enough(f"not sent again: {who} {_duration(pause)}, and {max(left, 0):.2g} s are left")
    return Again(pause)


def pause_before(retries: Retries, *, attempt: int, asked: float, chance: float | None = None) -> float:
    """Return the seconds to wait after an attempt.

    Args:
        retries: holds the first delay.
        attempt: the number of the attempt that is over.
        asked: what the server asked for, in seconds; 0 for nothing.
        chance: see `decide`.
    """
    longest = min(retries.delay * 2.0 ** (attempt - 1), LONGEST_DELAY)
    share = random.random() if chance is None else chance  # noqa: S311 (nothing is kept secret by it)
    return max(longest * (1 + share) / 2, asked)


def share_of(retries: Retries, *, attempt: int, left: float) -> float:
    """Return the seconds that an attempt may take: all that is left, unless time-outs are repeated.

    Then each attempt that may still come has an equal share, or else the first would leave none to the rest.
    """
    if not retries.most or not retries.covers_kind("timeout"):
        return left
    return left / max(retries.most - attempt + 2, 1)


def retry_after(response: Response | None, *, now: datetime | None = None) -> float:
    """Return the seconds that an answer asks to wait: a number or a date (RFC 9110, 10.2.3), or 0."""
    text = (response.header("retry-after") or "").strip() if response is not None else ""
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0") or "0"
        return float(digits) if len(digits) < 10 else float("inf")
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):  # the last one for numbers that no date can have
        return 0.0
    date = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
    return max((date - (now or datetime.now(UTC))).total_seconds(), 0.0)


def _duration(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds < 1000 else f"{seconds:,.0f} s" if seconds < _DAY else "over a day"


def _is_reason(retries: Retries, exchange: Exchange) -> bool:
    if exchange.failure is not None:
        return retries.covers_kind(exchange.failure.kind)
    return exchange.response is not None and retries.covers_status(exchange.response.status)


def _may_repeat(retries: Retries, method: str, exchange: Exchange) -> bool:
    return method in IDEMPOTENT or retries.asked or exchange.sent == 0
