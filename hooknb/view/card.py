"""A card: a title, badges and plain blocks, which become text for a terminal and HTML for a notebook.

>>> card = Card("GET https://api.example.com/users", badges=(Badge("200 OK", "good"),))
>>> print(card.text())
GET https://api.example.com/users  [200 OK]
"""

from __future__ import annotations

from dataclasses import dataclass

from hooknb.view.html import COLOURS, MUTED, RULE, Html, element, joined
from hooknb.view.table import Table
from hooknb.view.text import Tone, in_line, indented, visible, wrapped

__all__ = ["Badge", "Block", "Card", "Code", "Facts", "Fold", "Line", "Meter", "Table", "Tone"]


@dataclass(frozen=True, slots=True)
class Badge:
    """Hold one short word of state, such as `201 Created`; `hint` is shown on hovering."""

    text: str
    tone: Tone = "plain"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one sentence or paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold pairs of a label and its value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Hold preformatted text; `more` says what was cut from it."""

    text: str
    title: str = ""
    language: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Meter:
    """Hold seconds that passed against the seconds that were allowed."""

    value: float
    limit: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Hold blocks behind a title that opens and closes."""

    title: str
    blocks: tuple[Block, ...]
    open: bool = False
    summary: str = ""


Block = Line | Facts | Code | Fold | Meter | Table


@dataclass(frozen=True, slots=True)
class Card:
    """Hold everything that is shown of one thing.

    Args:
        title: what it is about, such as `POST https://api.example.com/orders`.
        badges: its state in a few words.
        blocks: what there is to say, in order.
        tone: the state as a colour.
        name: the node's name, shown small before the title.
    """

    title: str
    badges: tuple[Badge, ...] = ()
    blocks: tuple[Block, ...] = ()
    tone: Tone = "plain"
    name: str = ""

    def text(self, width: int = 100) -> str:
        """Return the card for a terminal of so many columns."""
        parts = [self.name, self.title, *(f"[{badge.text}]" for badge in self.badges)]
        return "\n".join(
            [in_line("  ".join(filter(None, parts))), *(_text(block, width) for block in self.blocks)]
        )

    def html(self) -> str:
        """Return the card as HTML with inline styles."""
        head = element(
            "div", f"{self.name} {self.title} ", *(element("b", f"[{b.text}]") for b in self.badges)
        )
        return element("div", head, *map(_html, self.blocks), style=f"border:1px solid {RULE}")

    def bundle(self) -> dict[str, str]:
        """Return what a notebook wants of an object: `text/plain` and `text/html`."""
        return {"text/plain": self.text(), "text/html": self.html()}


def _text(block: Block, width: int) -> str:
    match block:
        case Line(text):
            return "\n".join(wrapped(visible(text), width))
        case Facts(rows):
            return "\n".join(f"{in_line(label)}: {in_line(value)}" for label, value in rows)
        case Code():
            return indented(visible(block.text).split("\n"))
        case Meter():
            return f"{block.value:.2f} s of {block.limit:g} s"
        case Fold():
            return "\n".join([in_line(block.title), *(_text(inner, width) for inner in block.blocks)])
        case Table():
            return block.text(width)


def _html(block: Block) -> Html:
    match block:
        case Line(text, tone):
            return element("div", text, style=f"color:{COLOURS[tone]}" if tone != "plain" else "")
        case Facts(rows):
            return element("div", *(element("div", f"{label}: {value}") for label, value in rows))
        case Code():
            return element("pre", block.text)
        case Meter():
            return element("div", f"{block.value:.2f} s of {block.limit:g} s", style=f"color:{MUTED}")
        case Fold():
            return element("details", element("summary", block.title), *map(_html, block.blocks))
        case Table():
            return Html(joined(Html(block.html())))
