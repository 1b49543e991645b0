"""A text or a table that a notebook shows as itself: the value of `%webhook help` or `%webhook nodes`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hooknb.view.card import Card, Code
from hooknb.view.table import Table


@dataclass(frozen=True, slots=True, repr=False)
class ShownTable:
    """Show a table; `frame()` gives it as a DataFrame."""

    table: Table

    def frame(self) -> Any:
        """Return a fresh DataFrame of the table."""
        return self.table.frame()

    def __repr__(self) -> str:
        return self.table.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return Card("", blocks=(self.table,)).bundle()


@dataclass(frozen=True, slots=True, repr=False)
class ShownText:
    """Show a text as it is, in columns."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text, "text/html": Card("", blocks=(Code(self.text),)).html()}
