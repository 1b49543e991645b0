r"""How a table is laid out: the short forms of its cells, in columns of a terminal or as an HTML table.

A `Grid` is what of a `Table` is seen; it knows nothing of DataFrames.

    >>> grid = Grid.of(("path", "ok"), [("id", True), ("total", False)])
    >>> print(*grid.lines(80), sep="\n")
    path   ok
    ─────  ─────
    id     ✓ yes
    total  ✗ no
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from hooknb.view.html import MUTED, RULE, SOFT_RULE, Html, colour, element, joined, tint
from hooknb.view.text import Tone, aligned, cut, fitted, in_line, width, wrapped
from hooknb.view.value import Shown, seconds, shown

# What a column's name says about its cells. Data keeps its JSON type; a verdict has a sign beside the word.
DATA_COLUMNS = frozenset({"value", "before", "after", "example"})
CODE_COLUMNS = DATA_COLUMNS | {"name", "parameter", "entity", "path", "pattern", "url"}
VERDICT_COLUMNS = frozenset({"ok"})
CHOICE_COLUMNS = frozenset({"taken"})
SECONDS_COLUMNS = frozenset({"elapsed", "limit", "pause"})

_SIGNS = {"yes": "✓", "no": "✗"}
_DATA_LINES = 4
_PROSE_LINES = 10
_NOWRAP_WIDTH = 30
_DATA_NOWRAP_WIDTH = 15


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold the short forms of a table's first rows.

    Args:
        columns: the columns' names.
        rows: one `Shown` for each column.
        title: a heading, or an empty text.
        hidden: how many rows there are beyond these.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    title: str = ""
    hidden: int = 0

    @classmethod
    def of(
        cls, columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "", limit: int = 50
    ) -> Grid:
        """Return the grid of the first `limit` rows of Python values."""
        # A value beside its entity, or that changed, has a type; that of a header or a query pair is text.
        typed = bool({"entity", "change"} & set(columns))
        cells = (
            tuple(_shown(name, cell, typed=typed) for name, cell in zip(columns, row, strict=True))
            for row in rows[:limit]
        )
        return cls(tuple(columns), tuple(cells), title, max(len(rows) - limit, 0))

    def lines(self, columns: int) -> list[str]:
        """Return the table for a terminal; cells that are too wide go on in the lines below."""
        texts = [[_signed(name, cell) for name, cell in self._pairs(row)] for row in self.rows]
        texts.insert(0, [in_line(name) for name in self.columns])
        sizes = fitted(list(zip(*texts, strict=True)), columns)
        limits = [_DATA_LINES if name in DATA_COLUMNS else _PROSE_LINES for name in self.columns]
        head, *body = ([_folded(*cell) for cell in zip(row, sizes, limits, strict=True)] for row in texts)
        rows = [
            *_below(head),
            ["─" * size for size in sizes],
            *(line for row in body for line in _below(row)),
        ]
        title = [in_line(self.title)] if self.title else []
        lines = [*title, *aligned(rows, sizes, self._numeric()), *self._more()]
        return [cut(line, columns) for line in lines]

    def html(self) -> Html:
        """Return the table in a container of its own, which scrolls where the page is too narrow."""
        right = self._numeric()
        head = (
            element("th", in_line(name), style=f"{_HEAD};{_side(flush=place in right)}", scope="col")
            for place, name in enumerate(self.columns)
        )
        table = element(
            "table",
            *((element("caption", in_line(self.title), style=_CAPTION),) if self.title else ()),
            element("thead", element("tr", *head, style=_PLAIN)),
            element("tbody", *(self._row(row, right) for row in self.rows)),
            style=_TABLE,
        )
        more = (element("div", text, style=f"{MUTED};padding:4px 6px") for text in self._more())
        return element("div", table, *more, style="overflow-x:auto")

    def _pairs(self, row: tuple[Shown, ...]) -> Iterator[tuple[str, Shown]]:
        return zip(self.columns, row, strict=True)

    def _numeric(self) -> frozenset[int]:
        """Return the positions of the columns that hold nothing but numbers, one at least."""
        kinds = [{row[place].kind for row in self.rows} for place in range(len(self.columns))]
        return frozenset(
            place for place, found in enumerate(kinds) if {"number"} <= found <= {"number", "null"}
        )

    def _more(self) -> list[str]:
        return [f"… {self.hidden:,} more row{'s' * (self.hidden > 1)}"] if self.hidden else []

    def _row(self, row: tuple[Shown, ...], right: frozenset[int]) -> Html:
        cells = (
            _cell(name, cell, flush=place in right) for place, (name, cell) in enumerate(self._pairs(row))
        )
        return element("tr", *cells, style=f"{self._look(row)};border-bottom:{SOFT_RULE}")

    def _look(self, row: tuple[Shown, ...]) -> str:
        """Return the style of a row: a verdict against it is tinted, the choice that was taken stands out."""
        if any(name in VERDICT_COLUMNS and cell.kind == "no" for name, cell in self._pairs(row)):
            return tint("bad", 8)
        if any(name in CHOICE_COLUMNS and cell.kind == "yes" for name, cell in self._pairs(row)):
            return f"{tint('plain')};font-weight:600"
        return _PLAIN


def _shown(column: str, value: object, *, typed: bool) -> Shown:
    if column in SECONDS_COLUMNS and isinstance(value, float):
        return Shown(seconds(value), "number")
    data = column in DATA_COLUMNS
    return shown(value, data=data, typed=data and typed)


def _signed(column: str, cell: Shown) -> str:
    """Return a cell's text, with a sign before a verdict, and before a choice that was taken."""
    if column in VERDICT_COLUMNS or (column in CHOICE_COLUMNS and cell.kind == "yes"):
        return f"{_SIGNS[cell.kind]} {cell.text}" if cell.kind in _SIGNS else cell.text
    return cell.text


def _folded(text: str, size: int, limit: int) -> list[str]:
    """Break a text into a few lines, the last of which says when there is more."""
    lines = wrapped(text, size)
    return (
        lines if len(lines) <= limit else [*lines[: limit - 1], cut(lines[limit - 1] + " ", size, more=True)]
    )


def _below(row: list[list[str]]) -> list[list[str]]:
    """Turn a row of cells with several lines into rows of one line each."""
    return [list(line) for line in zip_longest(*row, fillvalue="")]


def _cell(column: str, cell: Shown, *, flush: bool) -> Html:
    code = column in CODE_COLUMNS
    style = f"{_CELL};{_side(flush=flush)}{f';{_CODE}' if code else ''}"
    size = width(cell.text)
    if size > _NOWRAP_WIDTH or (column in DATA_COLUMNS and size > _DATA_NOWRAP_WIDTH):
        box = f"min-width:{'12em' if size > _NOWRAP_WIDTH else '9em'};{_LONG}"
        return element("td", element("div", _value(column, cell), style=box), style=style)
    # Prose and data may break where the page is narrow; a name, a number or a time may not.
    whole = code or flush or cell.kind == "time"
    return element("td", _value(column, cell), style=f"{style};white-space:nowrap" if whole else style)


def _value(column: str, cell: Shown) -> Html:
    if _signed(column, cell) != cell.text:
        tone: Tone = "plain" if column in CHOICE_COLUMNS else "good" if cell.kind == "yes" else "bad"
        sign = element("b", _SIGNS[cell.kind], style=colour(tone))
        return element("span", sign, f" {cell.text}", style="white-space:nowrap")
    muted = cell.kind == "null" or (column in CHOICE_COLUMNS and cell.kind == "no")
    return element("span", cell.text, style=MUTED) if muted else joined(cell.text)


def _side(*, flush: bool) -> str:
    return f"text-align:{'right' if flush else 'left'}"


# Every cell says what it needs: JupyterLab's own rules for tables (stripes, flush right) reach each element.
_TABLE = (
    "--m:var(--jp-code-font-family,var(--vscode-editor-font-family,monospace));"
    "border-collapse:collapse;table-layout:auto;width:auto;min-width:50%;margin:0;font-size:13px"
)
_CAPTION = "caption-side:top;text-align:left;font-weight:600;padding:0 6px 2px;white-space:nowrap"
_HEAD = (
    f"padding:3px 10px 3px 6px;border-bottom:{RULE};font-weight:400;font-size:12px;{MUTED};white-space:nowrap"
)
_PLAIN = "background:none"
_CELL = "padding:3px 10px 3px 6px;vertical-align:baseline;line-height:1.5"
_CODE = "font-size:12px;font-family:monospace;font-family:var(--m)"
_LONG = "max-width:32em;overflow-wrap:break-word"
