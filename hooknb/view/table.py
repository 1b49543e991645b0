"""Rows and columns, which become text, HTML or a DataFrame; the one place that knows pandas.

>>> table = Table(("name", "value"), (("city", "Oslo"), ("count", 2)))
>>> print(table.text())
name   value
─────  ─────
city   Oslo
count  2
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hooknb.view.html import MUTED, Html, element, joined
from hooknb.view.text import in_line, pad, width
from hooknb.view.value import Shown, shown

if TYPE_CHECKING:
    import pandas

DATA_COLUMNS = frozenset({"value", "before"})
SHOWN_ROWS = 50


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table of Python values.

    Args:
        columns: the columns' names.
        rows: tuples as long as `columns`.
        title: a heading, shown above the table.
        dtypes: pairs of column and pandas dtype (`"Int64"`, `"boolean"`); any other column is `object`, so
            that None stays None and 1 stays an int.
        empty: the sentence that is shown instead of a table without rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...] = ()
    title: str = ""
    dtypes: tuple[tuple[str, str], ...] = ()
    empty: str = ""

    @classmethod
    def from_frame(cls, frame: Any, columns: Iterable[str] | None = None) -> Table:
        """Return the rows of a DataFrame as plain Python values; missing ones become None."""
        import pandas

        names = tuple(frame.columns) if columns is None else tuple(columns)
        series = [frame[name].astype(object) for name in names]
        rows = zip(*([_plain(value, pandas) for value in column] for column in series), strict=True)
        return cls(tuple(str(name) for name in names), tuple(rows))

    @staticmethod
    def is_frame(value: object) -> bool:
        """Return whether a value is a pandas DataFrame, without importing pandas to find out."""
        pandas = sys.modules.get("pandas")
        return pandas is not None and isinstance(value, pandas.DataFrame)

    def frame(self) -> pandas.DataFrame:
        """Return a DataFrame of the rows, a fresh one at every call."""
        import pandas

        frame = pandas.DataFrame(list(self.rows), columns=list(self.columns), dtype=object)
        return frame.astype(dict(self.dtypes)) if self.dtypes else frame

    def text(self, width: int = 100, limit: int = SHOWN_ROWS) -> str:
        """Return the table for a terminal of so many columns, at most `limit` rows of it."""
        return "\n".join(_text_lines(self, limit))

    def html(self, limit: int = SHOWN_ROWS) -> str:
        """Return the table as HTML with inline styles, at most `limit` rows of it."""
        head = element(
            "tr", *(element("th", name, scope="col", style="text-align:left") for name in self.columns)
        )
        body = (
            element("tr", *(element("td", cell.text, style="text-align:left") for cell in row))
            for row in self.shown_rows(limit)
        )
        table = element("table", element("thead", head), element("tbody", *body))
        return element("div", table, _more(self, limit), style="overflow-x:auto")

    def shown_rows(self, limit: int) -> list[list[Shown]]:
        """Return the short forms of the first rows."""
        data = [name in DATA_COLUMNS for name in self.columns]
        return [[shown(cell, data=d) for cell, d in zip(row, data, strict=True)] for row in self.rows[:limit]]


def _more(table: Table, limit: int) -> Html:
    hidden = len(table.rows) - limit
    return element("div", f"… {hidden:,} more rows", style=f"color:{MUTED}") if hidden > 0 else joined()


def _text_lines(table: Table, limit: int) -> list[str]:
    if not table.rows and table.empty:
        return [table.title, table.empty] if table.title else [table.empty]
    head = [in_line(name) for name in table.columns]
    rows = [[cell.text for cell in row] for row in table.shown_rows(limit)]
    sizes = [max(map(width, column)) for column in zip(head, *rows, strict=True)]
    lines = [head, ["─" * size for size in sizes], *rows]
    text = ["  ".join(map(pad, line, sizes)).rstrip() for line in lines]
    hidden = len(table.rows) - limit
    return [
        *([table.title] if table.title else []),
        *text,
        *([f"… {hidden:,} more rows"] if hidden > 0 else []),
    ]


def _plain(value: Any, pandas: Any) -> object:
    if pandas.api.types.is_scalar(value) and pandas.isna(value):
        return None
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
