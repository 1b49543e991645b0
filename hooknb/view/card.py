"""A card: a title, badges and plain blocks, which become text for a terminal and HTML for a notebook.

>>> card = Card("GET https://api.example.com/users", badges=(Badge("200 OK", "good"),))
>>> print(card.text())
GET https://api.example.com/users  [200 OK]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hooknb.view.blocks import Block, Code, Facts, Fold, Line, Meter, stacked, stacked_html
from hooknb.view.html import MONO, MUTED, RULE, WRAP, Html, colour, element, joined, tint
from hooknb.view.table import Table
from hooknb.view.text import Tone, cut, in_line, width, wrapped

__all__ = ["Badge", "Block", "Card", "Code", "Facts", "Fold", "Line", "Meter", "Table", "Tone"]

BADGE_COLUMNS = 48
TITLE_CHARACTERS = 400

_METHOD = re.compile(r"[A-Z]{3,8}(?= )")


@dataclass(frozen=True, slots=True)
class Badge:
    """Hold one state in a few words, such as `201 Created`; `hint` is shown on hovering only."""

    text: str
    tone: Tone = "plain"
    hint: str = ""

    def html(self) -> Html:
        """Return a pill with a dot in the tone's colour; the words say the same without it."""
        dot = element("span", style=f"{_DOT};{colour(self.tone, 'background')}")
        style = f"{_PILL};{tint(self.tone, 15)}"
        return element(
            "span", joined() if self.tone == "plain" else dot, self.shown, style=style, title=self.hint
        )

    @property
    def shown(self) -> str:
        """The words on one line, of a length that fits a pill."""
        return cut(in_line(self.text), BADGE_COLUMNS)


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
        head, body = _head_lines(self, width), stacked(self.blocks, width)
        return "\n".join([*head, *([""] if head and body else []), *body])

    def html(self) -> Html:
        """Return the card as HTML with inline styles."""
        body = element("div", stacked_html(self.blocks), style="padding:10px 6px")
        return element("div", _head(self), body if self.blocks else joined(), style=_FRAME)

    def bundle(self) -> dict[str, str]:
        """Return what a notebook wants of an object: `text/plain` and `text/html`."""
        return {"text/plain": self.text(), "text/html": str(self.html())}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return self.bundle()


def _head_lines(card: Card, columns: int) -> list[str]:
    title = "  ".join(filter(None, [_shortened(card.name), _shortened(card.title)]))
    badges = "  ".join(f"[{badge.shown}]" for badge in card.badges)
    if width(title) + width(badges) + 2 <= columns:
        return list(filter(None, ["  ".join(filter(None, [title, badges]))]))
    return wrapped(title, columns) + (wrapped(badges, columns) if badges else [])


def _head(card: Card) -> Html:
    if not (card.name or card.title or card.badges):
        return joined()
    name = element("span", in_line(card.name), style=f"{MUTED};font-size:12px") if card.name else joined()
    badges = (
        element("span", *(badge.html() for badge in card.badges), style=_BADGES) if card.badges else joined()
    )
    style = f"{_HEAD};{tint(card.tone, 6 if card.tone == 'plain' else 10)}"
    return element("div", name, _title(card.title), badges, style=style)


def _title(title: str) -> Html:
    """Return a title; one that is a request line stands in the code's font, its method in bold."""
    words = _shortened(title)
    method = _METHOD.match(words)
    if not method:
        return element("span", words, style=f"{_TITLE};font-weight:600")
    return element(
        "span",
        element("b", method.group()),
        words[method.end() :],
        style=f"{_TITLE};word-break:break-all;{MONO}",
    )


def _shortened(title: str) -> str:
    return cut(in_line(title[: TITLE_CHARACTERS + 1]), TITLE_CHARACTERS)


_FRAME = f"border:{RULE};border-radius:6px;overflow:hidden;margin:2px 0;font-size:13px;line-height:1.5"
_HEAD = "display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 12px;padding:8px 12px"
_TITLE = f"flex:1 1 auto;min-width:0;{WRAP}"
_BADGES = "display:flex;flex-wrap:wrap;gap:4px 6px"
_PILL = (
    "display:inline-block;padding:0 9px;border-radius:10px;font-size:12px;line-height:20px;white-space:nowrap"
)
_DOT = "display:inline-block;width:8px;height:8px;border-radius:4px;margin:0 6px 0 0"
