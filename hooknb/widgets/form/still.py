"""The form where no script runs: the node's cell and the card of its last result, as HTML and as text."""

from __future__ import annotations

from hooknb.engine.result import Result
from hooknb.view.card import Badge, Block, Card, Code, Line
from hooknb.view.html import MUTED, Html, element, joined
from hooknb.widgets.still import AGAIN


def html(cell: str, problems: tuple[str, ...], result: Result | None, mark: str) -> Html:
    """Return the copy that a saved notebook shows.

    Args:
        cell: the text of the node's cell; empty while something is wrong.
        problems: what is wrong.
        result: the last result, or None.
        mark: what a live form finds this copy by, to hide it.
    """
    answer = joined() if result is None else element("div", result.card().html(), style="margin-top:8px")
    again = element("div", AGAIN, style=f"{MUTED};margin:4px 0 0")
    return element("div", _card(cell, problems).html(), answer, again, **{"data-hooknb-still": mark})


def text(cell: str, problems: tuple[str, ...], result: Result | None) -> str:
    """Return the same for a terminal."""
    return "\n\n".join([_card(cell, problems).text(), *([] if result is None else [result.card().text()])])


def _card(cell: str, problems: tuple[str, ...]) -> Card:
    blocks: list[Block] = [Code(cell)] if cell else [Line(problem, "bad") for problem in problems]
    return Card("Webhook form", (Badge("node" if cell else "not yet a node"),), tuple(blocks))
