"""What was taken out of a form's tables, or put in at once, to be taken back: of each table the last first.

>>> values = {"headers": [{"on": True, "name": "Accept", "value": "*/*"}]}
>>> undoing = Undoing(values)
>>> undoing.remove("headers", 0)
>>> undoing.said()
{'headers': 'Accept removed'}
>>> undoing.take_back("headers").edits
[['insert', 'headers', 0, [{'on': True, 'name': 'Accept', 'value': '*/*'}]]]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hooknb.view.text import cut, in_line
from hooknb.widgets.form.bindings import Row, Values, is_blank
from hooknb.widgets.form.tabs import FIELDS

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Hold what came of taking something back.

    Args:
        edits: what was done for it, as the browser makes edits; empty when there was nothing.
        said: the same in words.
    """

    edits: list[list[Any]] = field(default_factory=list)
    said: str = ""


class Undoing:
    """Take rows out and put rows in, and remember of each table what was there before.

    Rows are known by their identity: what is written in them later and where they are moved to is no matter.

    Args:
        values: those of a sheet, in which the rows are.
    """

    def __init__(self, values: Values) -> None:
        self._values = values
        self._steps: dict[str, list[_Removal | _Insertion]] = {}

    def remove(self, name: str, at: int) -> None:
        """Take a row out; one that nobody has written in is not worth remembering."""
        rows: list[Row] = self._values[name]
        if not is_blank(name, rows[at]):
            self._remember(name, _Removal(rows[at], tuple(rows[:at]), _called(name, rows[at], at)))
        del rows[at]

    def insert(self, name: str, at: int, made: Sequence[Row]) -> None:
        """Put rows in; those that are being written, key by key, are not remembered: their boxes do that."""
        self._values[name][at:at] = made
        added = tuple(row for row in made if not row.get("new"))
        if added:
            called = _called(name, added[0], at) if len(added) == 1 else str(len(added))
            self._remember(name, _Insertion(added, tuple(dict(row) for row in added), called))

    def take_back(self, name: str) -> TakenBack:
        """Take the last step of a table back."""
        if self._last(name) is None:
            return TakenBack()
        return self._steps[name].pop().take_back(name, self._values[name])

    def said(self) -> dict[str, str]:
        """Return what would be taken back next, in words, of each table where there is something."""
        last = {name: self._last(name) for name in self._steps}
        return {name: step.said for name, step in last.items() if step is not None}

    def _remember(self, name: str, step: _Removal | _Insertion) -> None:
        self._steps.setdefault(name, []).append(step)

    def _last(self, name: str) -> _Removal | _Insertion | None:
        """Return the last step that can still be taken back; forget those after it."""
        steps = self._steps.get(name, [])
        while steps and not steps[-1].stands(self._values[name]):
            steps.pop()
        return steps[-1] if steps else None


@dataclass(frozen=True, slots=True, eq=False)
class _Removal:
    """A row that was taken out, the rows that were above it, and what it is called."""

    row: Row
    above: tuple[Row, ...]
    called: str

    @property
    def said(self) -> str:
        return f"{self.called} removed"

    def stands(self, rows: list[Row]) -> bool:
        return True

    def take_back(self, name: str, rows: list[Row]) -> TakenBack:
        """Put the row back below the nearest of those that it stood below."""
        places = _places(rows)
        at = next((places[id(row)] + 1 for row in reversed(self.above) if id(row) in places), 0)
        rows.insert(at, self.row)
        return TakenBack([["insert", name, at, [dict(self.row)]]], f"{self.called} is back")


@dataclass(frozen=True, slots=True, eq=False)
class _Insertion:
    """Rows that were put in at once, what they were like, and what they are called."""

    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    called: str

    @property
    def said(self) -> str:
        return f"{self.called} added"

    def stands(self, rows: list[Row]) -> bool:
        return bool(self._untouched(rows))

    def take_back(self, name: str, rows: list[Row]) -> TakenBack:
        """Take the rows out again, but for those that somebody has written in since."""
        edits = []
        for at in sorted(self._untouched(rows), reverse=True):
            del rows[at]
            edits.append(["remove", name, at])
        return TakenBack(edits, f"{len(edits)} taken out again")

    def _untouched(self, rows: list[Row]) -> list[int]:
        places = _places(rows)
        pairs = zip(self.rows, self.before, strict=True)
        return [places[id(row)] for row, before in pairs if id(row) in places and row == before]


def _places(rows: list[Row]) -> dict[int, int]:
    return {id(row): at for at, row in enumerate(rows)}


def _called(name: str, row: Row, at: int) -> str:
    """Name a row for people: by what stands first in it, else by its number."""
    field = FIELDS[name]
    return cut(in_line(str(row[field.columns[0].key])), _LONGEST) or f"{field.noun} {at + 1}"
