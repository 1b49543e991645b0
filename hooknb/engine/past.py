"""A run out of the history: a `Result` like any other, made of what was kept, without sending."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hooknb.engine.result import Result
from hooknb.view.card import Badge, Card, Line


@dataclass(frozen=True, eq=False, repr=False)
class Past(Result):
    """Hold a run that was kept; everything that a `Result` has, read-only and with its secrets masked.

    Made by `hooknb.past`. `request`, `status`, `headers`, `text`, `data`, `values`, `parameters`, `mapping`,
    `routing` and `find` work on what was kept then; the node is the definition of then, with masks in the
    place of credentials that were written in it.

    Attributes:
        id: the run's number in the history.
        session: which session ran it.
        directory: that session's working directory.
        body_size: bytes of the response's body as it arrived.
        kept_whole: False when only the beginning of that body was kept.

    Example:
        >>> hooknb.past("user").data["name"]  # doctest: +SKIP
        'Ada'
    """

    id: int | None = None
    session: str = ""
    directory: str = ""
    body_size: int = 0
    kept_whole: bool = True

    def card(self) -> Card:
        """Return the card of the run, which says that nothing was sent."""
        card = super().card()
        began = self.started.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z")
        lines = [Line(f"From the history, run {self.id} of {began}: nothing was sent.", "info")]
        if not self.kept_whole:
            kept = f"the first {len(self.body):,} of {self.body_size:,} bytes"
            lines.append(Line(f"Of the body {kept} were kept.", "info"))
        badges = (*card.badges, Badge("from the history", "info"))
        return replace(card, badges=badges, blocks=(*lines, *card.blocks))

    def __repr__(self) -> str:
        return f"<Past {self.id}: {super().__repr__()[len('<Result ') : -1]}>"
