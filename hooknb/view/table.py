"""Rows and columns, which become text, HTML or a DataFrame; the one place that knows pandas.

>>> table = Table(("name", "value"), (("city", "Oslo"), ("count", 2)))
>>> print(table.text())
name   value
─────  ─────
city   Oslo
count  2
>>> Table.from_frame(table.frame()) == table
True
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hooknb.view.grid import Grid
from hooknb.view.html import MUTED, Html, element, joined
from hooknb.view.text import cut, in_line, visible, wrapped

if TYPE_CHECKING:
    import pandas

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

    Raises:
        ValueError: a row is not as long as `columns`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...] = ()
    title: str = ""
    dtypes: tuple[tuple[str, str], ...] = ()
    empty: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")

    @classmethod
    def from_frame(cls, frame: pandas.DataFrame, columns: Sequence[str] | None = None) -> Table:
        """Return the rows of a DataFrame as plain Python values; missing ones (NaN, NA, NaT) become None.

        Args:
            frame: any DataFrame; its index is left out.
            columns: which columns, in which order; all of them by default.

        Raises:
            KeyError: a column is not there.

        Example:
            >>> import pandas
            >>> Table.from_frame(pandas.DataFrame({"status": [200, None]})).rows
            ((200.0,), (None,))
        """
        labels = list(frame.columns)
        if absent := [name for name in columns or () if name not in labels]:
            raise KeyError(*absent)
        places = range(len(labels)) if columns is None else [labels.index(name) for name in columns]
        cells = [[_plain(value) for value in frame.iloc[:, place].astype(object)] for place in places]
        rows = zip(*cells, strict=True) if cells else ((),) * len(frame)
        return cls(tuple(str(labels[place]) for place in places), tuple(rows))

    @staticmethod
    def is_frame(value: object) -> bool:
        """Return whether a value is a pandas DataFrame, without importing pandas to find out."""
        # Another thread may be in the middle of importing it; before that has ended nothing can be one.
        kind = getattr(sys.modules.get("pandas"), "DataFrame", None)
        return kind is not None and isinstance(value, kind)

    def frame(self) -> pandas.DataFrame:
        """Return a DataFrame of the rows, a fresh one at every call, with an index from 0."""
        import pandas

        frame = pandas.DataFrame(list(self.rows), columns=list(self.columns), dtype=object)
        return frame.astype(dict(self.dtypes)) if self.dtypes else frame

    def text(self, width: int = 100, limit: int = SHOWN_ROWS) -> str:
        """Return the table for a terminal of so many columns, at most `limit` rows of it."""
        return "\n".join(self.lines(width, limit))

    def lines(self, width: int = 100, limit: int = SHOWN_ROWS) -> list[str]:
        """Return the lines of `text`."""
        if self.rows or not self.empty:
            return Grid.of(self.columns, self.rows, title=self.title, limit=limit).lines(width)
        title = [cut(in_line(self.title), width)] if self.title else []
        return title + wrapped(visible(self.empty), width)

    def html(self, limit: int = SHOWN_ROWS) -> Html:
        """Return the table as HTML with inline styles, at most `limit` rows of it."""
        if self.rows or not self.empty:
            return Grid.of(self.columns, self.rows, title=self.title, limit=limit).html()
        title = element("div", in_line(self.title), style="font-weight:600") if self.title else joined()
        return element("div", title, element("div", self.empty, style=MUTED), style="padding:0 6px")

    def bundle(self) -> dict[str, str]:
        """Return what a notebook wants of an object: `text/plain` and `text/html`."""
        return {"text/plain": self.text(), "text/html": str(self.html())}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return self.bundle()


def frame_of(columns: Mapping[str, Sequence[object]], dtypes: Mapping[str, str]) -> pandas.DataFrame:
    """Return a DataFrame of columns, for tables of many rows: no row is looked at.

    Args:
        columns: by name the cells, all of one length.
        dtypes: by name a pandas dtype; any other column is `object`.

    Example:
        >>> frame_of({"id": [7, None]}, {"id": "Int64"})["id"].tolist()
        [7, <NA>]
    """
    import pandas

    frame = pandas.DataFrame(dict(columns), dtype=object)
    return frame.astype(dict(dtypes)) if dtypes else frame


def _plain(value: Any) -> object:
    """Return a cell of a DataFrame as a plain Python value."""
    import pandas

    if pandas.api.types.is_scalar(value) and pandas.isna(value):
        return None
    if isinstance(value, pandas.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, pandas.Timedelta):
        return value.to_pytimedelta()
    return value.item() if pandas.api.types.is_scalar(value) and hasattr(value, "item") else value
