"""What has been filled in: the state of a form as plain values, the edits it takes, and its document.

The values are those of the editors, so that nothing is lost while something is wrong, and rows that are
switched off stay. What they mean is a document, which the one door reads.

>>> sheet = Sheet()
>>> sheet.edit(["set", "url", "https://api.example.com/users"])
>>> sheet.document()["url"]
'https://api.example.com/users'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from hooknb.core.limits import Limits
from hooknb.core.mapping import ResponseMapping
from hooknb.core.off import ROW_FIELDS, place_and_row, with_place
from hooknb.errors import FieldPath
from hooknb.widgets.form.bindings import (
    BINDINGS,
    Place,
    Row,
    Values,
    is_sent,
    read_rows_of,
    write_row_of,
)
from hooknb.widgets.form.fields import Column, Field
from hooknb.widgets.form.tabs import FIELDS, empty_values
from hooknb.widgets.form.undoing import Undoing

_LIMITS = Limits()


class Sheet:
    """Hold what a form's editors hold.

    Args:
        limits: the range of time-outs, and the default.

    Attributes:
        values: by the id of a field; rows are dicts of their columns, and `on`.
        undoing: the rows that were taken out or put in at once, to be taken back.
    """

    def __init__(self, limits: Limits = _LIMITS) -> None:
        self.values: Values = empty_values() | {"timeout": _whole(limits.timeout_default)}
        self.undoing = Undoing(self.values)

    @classmethod
    def of(cls, document: Mapping[str, Any], limits: Limits = _LIMITS) -> Sheet:
        """Fill a new sheet from the document of a node; rows that are switched off need not be right."""
        made = cls(limits)
        document = deepcopy(dict(document))
        for binding in BINDINGS:
            binding.fill(document, made.values)
        for name, rows in document.get("off", {}).items():
            made._switch_off(name, rows)
        return made

    def document(self) -> dict[str, Any]:
        """Return what is filled in, as a document for the one door."""
        taken = ((binding.name, binding.take(self.values)) for binding in BINDINGS)
        made = {name: value for name, value in taken if value is not None}
        off = {name: rows for name in ROW_FIELDS if (rows := self._off(name))}
        return made | ({"off": off} if off else {})

    def rules(self, mapping: ResponseMapping, before: ResponseMapping) -> None:
        """Take over mapping rules that were changed elsewhere.

        Args:
            mapping: the rules as they are now.
            before: as they were; a rule that is gone since goes here, too.
        """
        given = {row["parameter"]: row for row in read_rows_of("mapping", mapping.document())}
        gone = {rule.parameter for rule in before} - given.keys()
        kept = [row for row in self.values["mapping"] if not (row["on"] and row["parameter"] in gone)]
        for row in kept:
            row.update(given.pop(row["parameter"], {}) if row["on"] else {})
        self.values["mapping"] = [*kept, *given.values()]

    def place(self, path: FieldPath) -> Place:
        """Return the editor that a place of the document belongs to.

        Example:
            >>> Sheet().place(("body", "text"))
            ('body.text',)
        """
        binding = next((each for each in BINDINGS if path[:1] == (each.name,)), None)
        return () if binding is None else binding.place(path, self.values)

    def edit(self, words: Sequence[Any]) -> None:
        """Make one edit, as the browser sends it.

        Args:
            words: `["set", id, value]`, `["set", id, row, column, value]`, `["insert", id, row, rows]`,
                `["remove", id, row]` or `["move", id, from, to]`. `undoing` takes the third and fourth back.

        Raises:
            LookupError: there is no such field, row or column.
            TypeError: the value is not one that the editor holds.
        """
        match list(words):
            case ["set", str(name), value]:
                self.values[name] = _fitting(value, FIELDS[name])
            case ["set", str(name), int(row), str(column), value]:
                self._set(self._row(name, row), FIELDS[name], column, value)
            case ["insert", str(name), int(at), list(rows)]:
                self._rows(name)
                self.undoing.insert(name, at, [_new_row(FIELDS[name], row) for row in rows])
            case ["remove", str(name), int(row)]:
                self._row(name, row)
                self.undoing.remove(name, row)
            case ["move", str(name), int(row), int(to)]:
                moved = self._row(name, row)
                del self._rows(name)[row]
                self._rows(name).insert(to, moved)
            case _:
                raise TypeError("this is not an edit")

    def _off(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table that are switched off, each with its place among all of them."""
        written = [row for row in self.values[name] if not row["on"] or is_sent(name, row)]
        return [with_place(write_row_of(name, row), at) for at, row in enumerate(written) if not row["on"]]

    def _switch_off(self, name: str, off: Sequence[Any]) -> None:
        """Put rows that are switched off among the others; those without a place are the last."""
        rows = self._rows(name)
        for at, bare in sorted(map(place_and_row, off), key=lambda each: (each[0] is None, each[0] or 0)):
            (row,) = read_rows_of(name, [bare])
            rows.insert(len(rows) if at is None else at, row | {"on": False})

    def _rows(self, name: str) -> list[Row]:
        if FIELDS[name].kind != "rows":
            raise LookupError(f"{name} has no rows")
        rows: list[Row] = self.values[name]
        return rows

    def _row(self, name: str, row: int) -> Row:
        rows = self._rows(name)
        if not 0 <= row < len(rows):
            raise LookupError(f"{name} has no row {row}")
        return rows[row]

    @staticmethod
    def _set(row: Row, field: Field, column: str, value: Any) -> None:
        if column == "on":
            row["on"] = value is True
        else:
            row[column] = _fitting(value, field.column[column])


def _new_row(field: Field, given: Any) -> Row:
    """Return a row with the given columns, all others at their defaults."""
    row = field.new_row() | ({"new": True} if dict(given).get("new") else {})
    for key, value in dict(given).items():
        if key == "on":
            row["on"] = value is True
        elif key != "new":
            row[key] = _fitting(value, field.column[key])
    return row


def _fitting(value: Any, editor: Field | Column) -> Any:
    """Return a value that an editor can hold; whether it is a good one is for the door to say."""
    if editor.kind == "flag":
        fits = isinstance(value, bool)
    elif editor.kind == "asked":
        fits = value is None or isinstance(value, str)
    elif editor.kind in ("seconds", "number"):
        fits = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    elif editor.kind == "choice":
        fits = value in [choice for choice, _ in editor.choices]
    else:
        fits = isinstance(value, str)
    if not fits or editor.kind == "rows":
        raise TypeError(f"{editor.title} cannot hold this")
    return value


def _whole(seconds: float) -> float:
    return int(seconds) if float(seconds).is_integer() else seconds
