"""When a node's request is sent again: how often, after what, and how long to wait.

What was sent, and what came of it, is judged by `engine/retry.py`.

    >>> Retries(2).covers_status(503), Retries(2).covers_status(404)
    (True, False)
"""

from __future__ import annotations

from dataclasses import dataclass

from hooknb.core.routes import normal_status

MOST = 10
LONGEST_DELAY = 10.0
DELAY = 0.5

# What may happen on the wire and be over in a moment; a decode or mapping failure would come again.
KINDS = ("connect", "refused", "tls", "timeout", "protocol")
# RFC 9110 and 6585: the server, or one in between, says that this very request may work later.
# No time-outs: attempts would have to share the time, and what answers slowly would not answer at all.
USUAL = ("408", "429", "502", "503", "504", "connect", "refused")
# RFC 9110, 9.2.2: sending these again has no further effect. POST and PATCH may act twice.
IDEMPOTENT = ("GET", "PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class Retries:
    """Say when a request is sent again.

    Args:
        most: how many times at the most, beside the first; 0 for never.
        on: status codes (`503`), classes (`5xx`) and kinds of failure (`timeout`); empty for `USUAL`.
        delay: seconds before the first repetition; each further one waits twice as long, give or take.

    Example:
        >>> Retries(3, ("5xx", "timeout")).covers_kind("refused")
        False
    """

    most: int = 0
    on: tuple[str, ...] = ()
    delay: float = DELAY

    @property
    def asked(self) -> bool:
        """True when the author says after what; only then are POST and PATCH repeated once they were sent."""
        return bool(self.on)

    def covers_status(self, status: int) -> bool:
        """Tell whether an answer with a status is asked for again."""
        return bool({str(status), f"{status // 100}xx"} & set(self.on or USUAL))

    def covers_kind(self, kind: str) -> bool:
        """Tell whether a request that failed in this way is sent again."""
        return kind in (self.on or USUAL)


def normal_reason(text: str) -> str | None:
    """Return a status, class or kind of failure in its usual spelling; None for anything else.

    Example:
        >>> normal_reason("5XX"), normal_reason("Timeout"), normal_reason("decode")
        ('5xx', 'timeout', None)
    """
    word = text.strip().lower()
    return word if word in KINDS else normal_status(word)
