"""The verdict on a signed request: one row for each check, with the reason.

>>> refused = Verification((Check("header form", "failed", "there is no header Authorization"),))
>>> bool(refused), refused.reason
(False, 'header form: there is no header Authorization')
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from hooknb.core.redaction import Redactor
from hooknb.errors import SignatureError
from hooknb.view.card import Badge, Block, Card, Code, Fold, Line
from hooknb.view.table import Table

State = Literal["ok", "failed", "not reached", "not asked"]
_GOOD: tuple[State, ...] = ("ok", "not asked")


@dataclass(frozen=True, slots=True)
class Check:
    """Hold one check.

    Args:
        name: what was looked at.
        state: `ok`; `failed`; `not reached` after an earlier failure; `not asked` when it was not wanted.
        why: what was found, one phrase.
    """

    name: str
    state: State
    why: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Verification:
    """Say whether a signed request is genuine, and why not; true only when it is.

    Attributes:
        checks: one for each thing that was looked at, in order.
        claims: what the token says; empty unless its signature holds.
        unverified_claims: what the token says, whoever wrote it; only for looking at.
        reading: what was found to be signed, such as `the raw body`; empty when nothing was.

    Example:
        >>> verification = hooknb.verify(headers, body, secrets=SECRET)  # doctest: +SKIP
        >>> verification.raise_if_refused().claims["api_key"]  # doctest: +SKIP
        'abcd1234'
    """

    checks: tuple[Check, ...]
    claims: Mapping[str, Any] = field(default_factory=dict)
    unverified_claims: Mapping[str, Any] = field(default_factory=dict)
    reading: str = ""
    _redactor: Redactor = field(default_factory=Redactor)

    @property
    def ok(self) -> bool:
        """True when no check failed."""
        return bool(self.checks) and all(check.state in _GOOD for check in self.checks)

    @property
    def reason(self) -> str:
        """The first check that failed, and why; empty when none did."""
        return next((f"{check.name}: {check.why}" for check in self.checks if check.state == "failed"), "")

    def raise_if_refused(self) -> Verification:
        """Return this verdict, or raise when it is a refusal; for scripts.

        Raises:
            SignatureError: carries the reason.
        """
        if not self.ok:
            raise SignatureError(self.reason)
        return self

    def table(self) -> Table:
        """Return a table with the columns check, verdict, why."""
        rows = tuple((check.name, check.state, check.why) for check in self.checks)
        return Table(("check", "verdict", "why"), rows, "Checks")

    def frame(self) -> Any:
        """Return a fresh DataFrame with the columns check, verdict, why."""
        return self.table().frame()

    def shown_claims(self) -> Any:
        """Return what the token says as it may be shown: the secret, should it stand there, masked."""
        return self._redactor.data(dict(self.unverified_claims))

    def card(self) -> Card:
        """Return what a notebook or a terminal shows."""
        badge = Badge("genuine", "good") if self.ok else Badge("refused", "bad")
        blocks: list[Block] = [] if self.ok else [Line(self.reason, "bad")]
        blocks.append(self.table())
        if self.unverified_claims:
            title = "Claims" if self.claims else "Claims that nobody vouches for"
            blocks.append(Fold(title, (Code(_laid_out(self.shown_claims()), language="json"),)))
        return Card("Signature", (badge,), tuple(blocks), "good" if self.ok else "bad")

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        return f"<Verification {'ok' if self.ok else f'refused: {self.reason}'}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()


def _laid_out(claims: Any) -> str:
    try:
        return json.dumps(claims, indent=2, ensure_ascii=False)
    except RecursionError:
        return "nested too deeply to be shown"
