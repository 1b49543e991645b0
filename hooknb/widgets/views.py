"""The other views of a response: its shape, and its lists as tables; a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.pattern import Parts, parts_of
from hooknb.core.objectpath.writer import write_pattern
from hooknb.core.slices import Slices
from hooknb.core.survey.flatten import NAMES, flatten
from hooknb.core.survey.rows import Rows, rows_at
from hooknb.core.survey.shape import DEEPEST, MOST_PATTERNS, Shape, percent, shapes
from hooknb.core.survey.where import example
from hooknb.core.tree import brief, kind_of
from hooknb.view.text import cut, in_line
from hooknb.widgets.answering import SLICE, Answers, Message, pattern_of
from hooknb.widgets.explored import Explored

SAMPLE = 1_000
SHAPE_PAGE = 200
TABLE_PAGE = 50
MOST_COLUMNS = 40
_COLUMN_SAMPLE = 300
_CELL_WIDTH = 60
_MOST_LISTS = 50


class Shapes:
    """Tell what shape the data have: of a sample at once, of everything as soon as it is known.

    Args:
        explored: what is looked at.
        mapped: from a pattern's parts to the parameters that are mapped from there.
    """

    def __init__(self, explored: Explored, mapped: Callable[[Parts], list[str]]) -> None:
        self.explored, self.tree, self._mapped = explored, explored.tree, mapped
        self._sample: list[Shape] | None = None
        self._whole: Slices[Shape] | None = None
        self.answers: Answers = {"shape": self._page, "shape on": self._go_on}

    @property
    def sample(self) -> list[Shape]:
        """The shape as far as a sample of the data has it."""
        if self._sample is None:
            self._sample = list(shapes(self.tree.data, lax=self.tree.lax, most=SAMPLE))
        return self._sample

    def _page(self, message: Message) -> Message:
        """Tell of the patterns from a number on."""
        start = int(message["start"])
        found = self.sample if self._whole is None or not self._whole.done else self._whole.found
        exact = all(each.seen == 1 for each in found)
        return {
            "rows": [self._row(each) for each in found[start : start + SHAPE_PAGE]],
            "start": start,
            "count": len(found),
            "done": exact,
            "looked": sum(each.count for each in found),
            "limit": _limit(found),
        }

    def _go_on(self, _: Message) -> Message:
        """Look at everything, a slice of time longer."""
        if self._whole is None:
            self._whole = Slices(shapes(self.tree.data, lax=self.tree.lax))
        if not self._whole.done:
            self._whole.advance(SLICE)
        return {"done": self._whole.done, "count": len(self._whole.found)}

    def _row(self, each: Shape) -> Message:
        parts = parts_of(each.pattern) or ()
        return {
            **pattern_of(self.explored, each.pattern),
            "last": self._last(each.pattern, parts),
            "marks": self._mapped(parts),
            "count": each.count,
            "kinds": [[kind, count] for kind, count in each.kinds],
            "present": None if each.present is None else percent(each.present),
            "nulls": percent(each.nulls),
            "distinct": each.distinct,
            "range": self._span(each.limits),
            "length": self._span(each.lengths),
            "form": each.form,
            "examples": [brief(value, self.tree.mask) for value in each.examples],
            "seen": percent(each.seen),
        }

    def _last(self, pattern: str, parts: Parts) -> str:
        """Return the end of a pattern that is not also the end of the one above it."""
        above = write_pattern(parts[:-1]) if len(parts) > 1 else ""
        return self.explored.shown(pattern.removeprefix(above) or pattern)

    def _span(self, limits: tuple[Any, Any] | None) -> str:
        if limits is None:
            return ""
        low, high = (in_line(cut(str(example(each, self.tree.mask)), 24)) for each in limits)
        return low if low == high else f"{low} … {high}"


class Tables:
    """Tell of lists of objects as tables.

    Args:
        explored: what is looked at.
        shapes: the shape, which knows where lists are.
    """

    def __init__(self, explored: Explored, shapes: Shapes) -> None:
        self.explored, self.tree, self._shapes = explored, explored.tree, shapes
        self._rows: Rows | None = None
        self._columns: dict[str, str] = {}
        self._several: set[str] = set()
        self.answers: Answers = {"lists": self._lists, "table": self._table}

    def _lists(self, _: Message) -> Message:
        """Tell where lists of objects are, and maps of them; the longest first."""
        items = [each for each in self._shapes.sample if dict(each.kinds).get("object")]
        found = [
            (pattern, each.count / each.seen)
            for each in items
            if (pattern := self._holder(each.pattern)) is not None
        ]
        best = sorted(found, key=lambda pair: -pair[1])[:_MOST_LISTS]
        return {
            "lists": [pattern_of(self.explored, pattern) | {"count": round(count)} for pattern, count in best]
        }

    def _holder(self, pattern: str) -> str | None:
        """Return the path of the lists or maps whose items a pattern finds; None when it finds no items."""
        parts = parts_of(pattern)
        if not parts or isinstance(parts[-1], (str, int)):
            return None
        return write_pattern(parts[:-1])

    def _table(self, message: Message) -> Message:
        """Tell of a page of rows."""
        path, start = str(message["path"]), max(int(message["start"]), 0)
        if self._rows is None or message.get("new", True):
            self._rows = rows_at(self.tree.data, path, lax=self.tree.lax)
            self._columns = self._found_columns(self._rows)
        rows = self._rows
        stop = start + TABLE_PAGE
        return {
            **pattern_of(self.explored, path),
            "start": start,
            "count": len(rows.values),
            "why": "" if rows.values else self._why_nothing(path),
            "columns": [self._column(name, pattern) for name, pattern in self._columns.items()][
                :MOST_COLUMNS
            ],
            "more": max(len(self._columns) - MOST_COLUMNS, 0),
            "rows": [self._cells(number) for number in range(start, min(stop, len(rows.values)))],
        }

    def _why_nothing(self, path: str) -> str:
        """Say where a path that finds nothing stops; nothing of a list that is empty."""
        made, tree = ObjectPath(path), self.tree
        if next(made.matches(tree.data, lax=tree.lax), None) is not None:
            return ""
        return self.explored.shown(made.explain(tree.data, lax=tree.lax))

    def _found_columns(self, rows: Rows) -> dict[str, str]:
        """Return the columns that a sample of the rows has: name and whole path."""
        step = max(len(rows.values) // _COLUMN_SAMPLE, 1)
        names = None if rows.names is None else rows.names[::step]
        sampled = Rows(rows.data, rows.path, rows.values[::step], rows.places[::step], names, rows.lax)
        flat = flatten(sampled)
        # In one row an element may stand once, in another several times; a column is of one kind.
        self._several = {
            name
            for name, cells in flat.columns.items()
            if rows.lax and any(type(cell) is list for cell in cells)
        }
        return flat.paths

    def _column(self, name: str, pattern: str) -> Message:
        told = pattern_of(self.explored, pattern)
        return {
            **told,
            "name": self.explored.shown(name),
            "pattern": None if name == NAMES else told["pattern"],
        }

    def _cells(self, number: int) -> Message:
        rows = self._rows
        assert rows is not None
        address = self.tree.address(rows.places[number])
        cells = [self._cell(name, number) for name in islice(self._columns, MOST_COLUMNS)]
        return {"at": None if address is None else list(address), "cells": cells}

    def _cell(self, name: str, number: int) -> list[str] | None:
        """Return the kind and the beginning of a cell; None when the row lacks it."""
        rows = self._rows
        assert rows is not None
        if name == NAMES and rows.names is not None:
            return ["text", in_line(cut(str(self.tree.mask(rows.names[number])), _CELL_WIDTH))]
        value = ObjectPath(name.removeprefix("$.") or "$").one(rows.values[number], lax=rows.lax)
        if value is MISSING:
            return None
        if name in self._several and not isinstance(value, list):
            value = [value]
        return [kind_of(value), self._brief(value)]

    def _brief(self, value: Any) -> str:
        masked = self.tree.mask(value)
        text = masked if isinstance(masked, str) else brief(value, self.tree.mask)
        return cut(in_line(text[: 4 * _CELL_WIDTH]), _CELL_WIDTH)


def _limit(found: list[Shape]) -> str:
    """Say what is left out of a shape that has too many patterns, or goes too deep; empty when nothing is."""
    deep = any(
        each.level == DEEPEST and not {"object", "list", "map"}.isdisjoint(dict(each.kinds)) for each in found
    )
    if len(found) < MOST_PATTERNS and not deep:
        return ""
    return f"no more than {MOST_PATTERNS:,} patterns and {DEEPEST} levels are listed"
