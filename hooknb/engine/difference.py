"""What differs between two responses, or any two documents: every change with its path, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from hooknb.core.node import Node
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.pattern import Parts, fits, parts_of
from hooknb.core.objectpath.syntax import Location
from hooknb.core.objectpath.writer import write, write_pattern
from hooknb.core.survey.difference import Change, What, differences
from hooknb.core.survey.where import example
from hooknb.engine.subject import Subject
from hooknb.view.card import Badge, Block, Card, Fold, Line
from hooknb.view.table import Table
from hooknb.view.text import Tone

COLUMNS = ("path", "change", "before", "after", "parameter")
SUMMARY_COLUMNS = ("pattern", "change", "count", "first", "before", "after", "parameter")
# So many are listed, and so many are counted: two unlike documents have no end of them.
LISTED = 10_000
COUNTED = 1_000_000
_SHOWN_AT_ONCE = 20
_CHANGES: dict[What, tuple[str, Tone]] = {
    "added": ("added", "good"),
    "removed": ("removed", "bad"),
    "changed": ("changed", "info"),
    "type": ("of another type", "warn"),
    "moved": ("moved", "plain"),
}

Row = tuple[str, What, Any, Any, str]


@dataclass(frozen=True, slots=True, repr=False)
class Difference:
    """Hold what differs between two documents; secrets masked. Made by `hooknb.diff`.

    Attributes:
        rows: path, change, before, after and the parameters that are mapped from there, of the first 10,000.
        groups: pattern, change, count, first path, before, after, parameters; the most frequent first.
        counts: how many changes there are of each kind: added, removed, changed, type, moved.
        titles: what was compared.
        more: True when there are more changes than were counted.

    Example:
        >>> hooknb.diff({"a": 1}, {"a": "1"}).frame()[["path", "change"]].values.tolist()  # doctest: +SKIP
        [['a', 'type']]
    """

    rows: tuple[Row, ...]
    groups: tuple[tuple[Any, ...], ...]
    counts: dict[str, int]
    titles: tuple[str, str] = ("", "")
    more: bool = False

    @property
    def same(self) -> bool:
        """True when nothing differs."""
        return not self.rows

    def __len__(self) -> int:
        return sum(self.counts.values())

    def table(self) -> Table:
        """Return a row for each change: path, change, before, after, parameter."""
        return Table(COLUMNS, self.rows, empty="Nothing differs.")

    def frame(self) -> Any:
        """Return a fresh DataFrame of the changes; `MISSING` where there was, or is, nothing."""
        return self.table().frame()

    def summary_table(self) -> Table:
        """Return a row for each pattern and kind of change, the most frequent first."""
        dtypes = (("count", "int64"),)
        return Table(SUMMARY_COLUMNS, self.groups, dtypes=dtypes, empty="Nothing differs.")

    def summary(self) -> Any:
        """Return a fresh DataFrame of the changes by pattern."""
        return self.summary_table().frame()

    def card(self) -> Card:
        """Return what a notebook or a terminal shows: a summary first when there is much to say."""
        blocks: list[Block] = [
            Line(f"{name}: {title}")
            for name, title in zip(("before", "after"), self.titles, strict=True)
            if title
        ]
        if len(self) <= _SHOWN_AT_ONCE:
            blocks.append(_without_empty_end(self.table()))
        else:
            blocks.append(_without_empty_end(self.summary_table()))
            listed = "" if len(self.rows) == len(self) else f"the first {len(self.rows):,}"
            blocks.append(Fold("Every change", (_without_empty_end(self.table()),), summary=listed))
        if self.more:
            blocks.append(
                Line(f"There are more than {len(self):,} changes; the others were not counted.", "info")
            )
        return Card("Difference", self._badges(), tuple(blocks), "plain")

    def _badges(self) -> tuple[Badge, ...]:
        if self.same:
            return (Badge("the same", "good"),)
        return tuple(
            Badge(f"{self.counts[name]:,} {words}", tone)
            for name, (words, tone) in _CHANGES.items()
            if self.counts.get(name)
        )

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()


def _without_empty_end(table: Table) -> Table:
    """Return a table without its last column, the parameters, when nothing is mapped from anywhere."""
    if any(row[-1] for row in table.rows):
        return table
    rows = tuple(row[:-1] for row in table.rows)
    return Table(table.columns[:-1], rows, table.title, table.dtypes, table.empty)


def difference(before: Subject, after: Subject, *, by: str = "") -> Difference:
    """Compare two documents; see `hooknb.diff`."""
    lax = before.lax and after.lax
    found = differences(before.data, after.data, lax=lax, by=by)
    shown = _Shown(before, after, _rules(before.node, after.node), lax=lax)
    rows: list[Row] = []
    counted: Counter[tuple[Parts, What]] = Counter()
    firsts: dict[tuple[Parts, What], Change] = {}
    for change in islice(found, COUNTED):
        group = (change.pattern, change.change)
        counted[group] += 1
        firsts.setdefault(group, change)
        if len(rows) < LISTED:
            rows.append(shown.row(change))
    counts: Counter[str] = Counter()
    for (_, what), count in counted.items():
        counts[what] += count
    groups = tuple(shown.group(*group, count, firsts[group]) for group, count in counted.most_common())
    return Difference(
        tuple(rows), groups, dict(counts), (before.title, after.title), next(found, None) is not None
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """Give what may be shown of changes."""

    before: Subject
    after: Subject
    rules: list[tuple[str, Parts]]
    lax: bool

    def row(self, change: Change) -> Row:
        place = change.location
        before, after = self._values(change, lambda subject, value: subject.redactor.data(value))
        return (self._path(change, place), change.change, before, after, self._mapped(place))

    def group(self, parts: Parts, what: What, count: int, first: Change) -> tuple[Any, ...]:
        place = first.location
        before, after = self._values(first, lambda subject, value: example(value, subject.redactor.leaf))
        pattern = self._side(first).redactor.text(write_pattern(parts))
        return (pattern, what, count, self._path(first, place), before, after, self._mapped(place))

    def _side(self, change: Change) -> Subject:
        return self.before if change.change == "removed" else self.after

    def _path(self, change: Change, place: Location) -> str:
        return self._side(change).redactor.text(write(place))

    def _values(self, change: Change, show: Callable[[Subject, Any], Any]) -> tuple[Any, Any]:
        return tuple(  # type: ignore[return-value]
            value if value is MISSING else show(side, value)
            for side, value in ((self.before, change.before), (self.after, change.after))
        )

    def _mapped(self, place: Location) -> str:
        """Return the parameters that are mapped from a place or from below it."""
        return ", ".join(name for name, parts in self.rules if _leads_to(parts, place, lax=self.lax))


def _rules(*nodes: Node | None) -> list[tuple[str, Parts]]:
    rules = {(rule.parameter, rule.path) for node in nodes if node is not None for rule in node.mapping}
    found = ((parameter, parts_of(path)) for parameter, path in sorted(rules))
    return [(parameter, parts) for parameter, parts in found if parts is not None]


def _leads_to(parts: Parts, place: Location, *, lax: bool) -> bool:
    if lax:
        # Of XML, one element and several have the same path.
        names = [part for part in parts if isinstance(part, str)]
        return _begins(names, [key for key in place if isinstance(key, str)])
    return len(parts) >= len(place) and fits(parts[: len(place)], place)


def _begins(names: Iterable[str], place: list[str]) -> bool:
    return [*islice(names, len(place))] == place
