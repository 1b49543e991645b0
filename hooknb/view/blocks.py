"""The plain blocks of a card: a sentence, facts, code, a meter, and a fold with blocks inside.

Each gives its `lines` for a terminal and its `html` for a notebook, as a `Table` does.

    >>> Meter(0.42, 10).lines(60)
    ['0.42 s of 10 s  ━───────────────────────']
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hooknb.view.highlight import highlighted
from hooknb.view.html import MONO, MUTED, SOFT_RULE, WRAP, Html, colour, element, joined, tint
from hooknb.view.table import Table
from hooknb.view.text import Tone, aligned, cut, in_line, visible, width, wrapped
from hooknb.view.value import seconds

TEXT_CODE_LINES = 40
HTML_CODE_LINES = 400
HTML_CODE_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one sentence or paragraph; any tone but `"plain"` sets it off.

    Example:
        >>> Line("No answer within 10 s", "bad").lines(40)
        ['✗ No answer within 10 s']
    """

    text: str
    tone: Tone = "plain"

    def lines(self, columns: int) -> list[str]:
        """Return the paragraph, broken at spaces."""
        sign = _SIGNS[self.tone]
        first, *others = wrapped(visible(self.text), columns - len(sign))
        return [sign + first, *(" " * len(sign) + line for line in others)]

    def html(self) -> Html:
        """Return the paragraph, on a tint of its tone."""
        style = f"white-space:pre-wrap;{WRAP}"
        if self.tone != "plain":
            style += f";padding:6px 10px;border-radius:4px;{tint(self.tone)}"
        return element("div", self.text, style=style)


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold pairs of a label and its value."""

    rows: tuple[tuple[str, str], ...]

    def lines(self, columns: int) -> list[str]:
        """Return one line for each pair, the values below one another."""
        pairs = [(in_line(label), in_line(value)) for label, value in self.rows]
        size = min(max((width(label) for label, _ in pairs), default=0), columns // 2)
        return [cut(line, columns) for line in aligned([(cut(a, size), b) for a, b in pairs], (size, 0))]

    def html(self) -> Html:
        """Return a table whose first column heads the rows."""
        rows = (
            element(
                "tr",
                element("th", in_line(label), style=_LABEL, scope="row"),
                element("td", in_line(value), style=_FACT),
                style=_ROW,
            )
            for label, value in self.rows
        )
        return element(
            "table",
            element("tbody", *rows),
            style="border-collapse:collapse;table-layout:auto;margin:0;font-size:13px",
        )


@dataclass(frozen=True, slots=True)
class Code:
    """Hold preformatted text.

    Args:
        text: the text; a long one is cut when it is shown, and how much is said.
        title: a heading above it.
        language: `"json"` is coloured; any other name changes nothing.
        more: what was already cut from the text, as a sentence.
    """

    text: str
    title: str = ""
    language: str = ""
    more: str = ""

    def lines(self, columns: int) -> list[str]:
        """Return the first lines of the text, each cut at the right margin."""
        kept = visible(self.text).expandtabs(4).split("\n")
        body = [cut(line, columns - 2) for line in kept[:TEXT_CODE_LINES]]
        after = _notes(len(kept) - len(body), "line", self.more)
        title = [cut(in_line(self.title), columns)] if self.title else []
        return [
            *title,
            *(f"  {line}" if line else "" for line in body),
            *(f"  {cut(note, columns - 2)}" for note in after),
        ]

    def html(self) -> Html:
        """Return the beginning of the text in a box of limited height."""
        kept = "\n".join(self.text[:HTML_CODE_CHARACTERS].split("\n")[:HTML_CODE_LINES])
        after = _notes(len(self.text) - len(kept), "character", self.more)
        return element(
            "div",
            *(
                (element("div", in_line(self.title), style="font-weight:600;padding:0 0 2px"),)
                if self.title
                else ()
            ),
            element("pre", highlighted(kept) if self.language == "json" else kept, style=_PRE),
            *(element("div", note, style=f"{MUTED};font-size:12px") for note in after),
        )


@dataclass(frozen=True, slots=True)
class Meter:
    """Hold seconds that passed against the seconds that were allowed."""

    value: float
    limit: float
    label: str = ""

    @property
    def share(self) -> float:
        """How much of the limit was used, from 0 to 1."""
        if not self.limit > 0 or math.isnan(self.value):
            return 0.0
        return min(max(self.value / self.limit, 0.0), 1.0)

    def lines(self, columns: int) -> list[str]:
        """Return the seconds, a bar of 24 columns, and the label behind it or below."""
        full = max(round(self.share * _BAR), int(self.share > 0))
        bar, label = f"{self._words()}  {'━' * full}{'─' * (_BAR - full)}", in_line(self.label)
        if not label or width(bar) + width(label) + 2 <= columns:
            return [cut(f"{bar}  {label}".rstrip(), columns)]
        return [cut(bar, columns), *wrapped(label, columns)]

    def html(self) -> Html:
        """Return a slim bar, the seconds beside it, and the label."""
        size = f"height:4px;width:{self.share * 100:.1f}%;min-width:{3 * (self.share > 0)}px"
        filled = element("div", style=f"{size};{colour(self._tone(), 'background')}")
        return element(
            "div",
            element("div", filled, style=f"{_TRACK};{tint('plain', 25)}"),
            element("span", self._words(), style="font-size:12px"),
            element("span", in_line(self.label), style=f"font-size:12px;{MUTED}") if self.label else joined(),
            style="display:flex;align-items:center;flex-wrap:wrap;gap:2px 10px",
        )

    def _words(self) -> str:
        return f"{seconds(self.value)} of {self.limit:g} s"

    def _tone(self) -> Tone:
        return "bad" if self.share >= 1 else "warn" if self.share >= _NEAR_THE_LIMIT else "info"


@dataclass(frozen=True, slots=True)
class Fold:
    """Hold blocks behind a title that opens and closes; in a terminal a closed one shows its title only."""

    title: str
    blocks: tuple[Block, ...]
    open: bool = False
    summary: str = ""

    def lines(self, columns: int) -> list[str]:
        """Return the title, and the blocks of an open fold indented below it."""
        title = "  ".join(filter(None, [in_line(self.title), in_line(self.summary)]))
        head = cut(f"{'▾' if self.open else '▸'} {title}", columns)
        inner = stacked(self.blocks, columns - 2) if self.open else []
        return [head, *(f"  {line}" if line else "" for line in inner)]

    def html(self) -> Html:
        """Return a `<details>` element."""
        summary = (
            (element("span", f" {in_line(self.summary)}", style=f"{MUTED};font-weight:400"),)
            if self.summary
            else ()
        )
        return element(
            "details",
            element("summary", in_line(self.title), *summary, style=_SUMMARY),
            element("div", stacked_html(self.blocks), style="padding:6px 0 0"),
            **({"open": "open"} if self.open else {}),
        )


Block = Line | Facts | Code | Fold | Meter | Table


def stacked(blocks: Sequence[Block], columns: int) -> list[str]:
    """Return the lines of blocks below one another, an empty line around those that have several."""
    lines: list[str] = []
    for block in blocks:
        several = not isinstance(block, (Line, Meter))
        if lines and (several or lines[-1].startswith(" ")):
            lines.append("")
        lines += block.lines(columns)
    return lines


def stacked_html(blocks: Sequence[Block]) -> Html:
    """Return blocks below one another; what stands beside a table lines up with the text in its cells."""
    parts = (
        block.html()
        if isinstance(block, (Table, Fold))
        else element("div", block.html(), style="padding:0 6px")
        for block in blocks
    )
    return element("div", *parts, style="display:flex;flex-direction:column;gap:10px")


def _notes(hidden: int, unit: str, more: str) -> list[str]:
    cut_here = [f"… {hidden:,} more {unit}{'s' * (hidden > 1)}"] if hidden > 0 else []
    return cut_here + ([in_line(more)] if more else [])


_BAR = 24
_NEAR_THE_LIMIT = 0.8
_SIGNS: dict[Tone, str] = {"plain": "", "good": "✓ ", "bad": "✗ ", "warn": "! ", "info": "i "}
_ROW = "background:none"
# Some pages take the triangle away from every fold.
_SUMMARY = "display:list-item;cursor:pointer;font-weight:600;padding:0 6px"
_TRACK = "width:160px;height:4px;border-radius:2px;overflow:hidden"
_PAIR = "padding:1px 16px 1px 0;line-height:1.5;text-align:left;vertical-align:top"
_LABEL = f"{_PAIR};font-weight:400;{MUTED};white-space:nowrap"
_FACT = f"{_PAIR};{WRAP}"
_PRE = (
    f"margin:0;padding:8px 10px;border-radius:4px;border:{SOFT_RULE};background:none;{MONO};font-size:12px;"
    f"line-height:1.5;max-height:24em;overflow:auto;white-space:pre-wrap;word-break:normal;{WRAP}"
)
