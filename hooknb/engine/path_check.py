"""A node's mapping paths against its last responses: which hit, which miss, what changed and since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from hooknb.core.mapping import MappingRule
from hooknb.core.node import Node
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.redaction import is_masked
from hooknb.core.tree import kind_of
from hooknb.engine.decode import Decoded
from hooknb.engine.history import History
from hooknb.engine.result import Result
from hooknb.errors import HistoryError
from hooknb.view.table import Table

State = Literal["found", "missing", "null", "unreadable"]

COLUMNS = (
    "parameter",
    "path",
    "now",
    "kind",
    "runs",
    "found",
    "missing",
    "null",
    "changes",
    "since",
    "run",
)
RUN_COLUMNS = ("parameter", "path", "run", "time", "state", "matches", "kind")
_COUNTS = tuple((name, "int64") for name in ("runs", "found", "missing", "null"))
_TIME = "datetime64[ns, UTC]"
# Runs of a node without a name are looked for among so many.
_LOOKED_THROUGH = 1_000
_CHANGES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold what one path found in one response.

    Args:
        run: the run's number in the history; None when it is not kept.
        time: when it began.
        state: whether the rule got something; `null` when all of it is null, `unreadable` when the response
            does not decode, or was not kept whole.
        matches: how many values.
        kind: of what kind they are, the most frequent first; `none` for a list or a count of nothing.
    """

    run: int | None
    time: datetime
    state: State
    matches: int = 0
    kind: str = ""

    @property
    def label(self) -> str:
        """What it was, in a word: the kind, or the state."""
        return self.kind if self.state == "found" else self.state


def last_responses(log: History, node: Node, like: Result | None, last: int) -> list[Result]:
    """Return the last successful runs of a node, the oldest first.

    Args:
        log: the history.
        node: the node; one without a name is known by method and URL.
        like: a run of it, which is the last one when the history does not have it; None for none.
        last: how many at most.
    """
    found = [] if like is None or not _succeeded(like) else [like]
    for number in reversed(_numbers(log, node, like)):
        if len(found) >= last:
            break
        try:
            past = log.past(number)
        except HistoryError:  # only its line was kept
            continue
        if like is not None and past.started == like.started:
            found[:1] = [past] if _succeeded(past) else []
        elif _succeeded(past):
            found.append(past)
    return found[:last][::-1]


def look_back(
    rules: Iterable[MappingRule], responses: Sequence[Result]
) -> list[tuple[MappingRule, list[Seen]]]:
    """Return for each rule what it found in each response."""
    return [(rule, [_seen(rule, response) for response in responses]) for rule in rules]


def summary_table(found: Sequence[tuple[MappingRule, list[Seen]]]) -> Table:
    """Return a row for each rule; see `hooknb.check`."""
    rows = tuple(_summary(rule, seen) for rule, seen in found)
    dtypes = (*_COUNTS, ("since", _TIME), ("run", "Int64"))
    return Table(COLUMNS, rows, "Mapping paths", dtypes, empty="No mapping rules.")


def run_table(found: Sequence[tuple[MappingRule, list[Seen]]]) -> Table:
    """Return a row for each rule and run; see `hooknb.check`."""
    rows = tuple(
        (rule.parameter, rule.path, each.run, each.time, each.state, each.matches, each.kind)
        for rule, seen in found
        for each in seen
    )
    dtypes = (("run", "Int64"), ("time", _TIME), ("matches", "int64"))
    return Table(RUN_COLUMNS, rows, "Mapping paths", dtypes, empty="No runs.")


def _numbers(log: History, node: Node, like: Result | None) -> list[int]:
    if node.name:
        return [int(row[0]) for row in log.runs(node=node.name).rows if isinstance(row[0], int)]
    if like is None:
        return []
    url = like.prepared.redactor.url(like.exchange.request.url)
    wanted = (node.method, url)
    rows = log.runs(node="", last=_LOOKED_THROUGH).rows
    return [row[0] for row in rows if (row[3], row[4]) == wanted and isinstance(row[0], int)]


def _succeeded(result: Result) -> bool:
    return result.status is not None and 200 <= result.status <= 299


def _seen(rule: MappingRule, result: Result) -> Seen:
    run, decoded = getattr(result, "id", None), result.decoded
    if not isinstance(decoded, Decoded):
        return Seen(run, result.started, "unreadable")
    values = ObjectPath(rule.path).find(decoded.data, lax=result.lax)
    kinds: Counter[str] = Counter("masked" if is_masked(value) else kind_of(value) for value in values)
    del kinds["null"]
    if decoded.kind != "empty" and not values and rule.policy in ("all", "count"):
        # An empty list, and a count of 0, are what such a rule gets.
        return Seen(run, result.started, "found", 0, "none")
    if not values or decoded.kind == "empty":
        return Seen(run, result.started, "missing")
    if rule.policy == "one" and len(values) > 1:
        return Seen(run, result.started, "missing", len(values))
    if not kinds:
        return Seen(run, result.started, "null", len(values), "null")
    return Seen(run, result.started, "found", len(values), ", ".join(kind for kind, _ in kinds.most_common()))


def _summary(rule: MappingRule, seen: list[Seen]) -> tuple[Any, ...]:
    # What could not be read says nothing of a path.
    read = [each for each in seen if each.state != "unreadable"]
    stretches = [list(alike) for _, alike in groupby(read, key=lambda each: each.label)]
    states = Counter(each.state for each in read)
    first = stretches[-1][0] if stretches else None
    labels = [stretch[0].label for stretch in stretches]
    shown = ["…"] * (len(labels) > _CHANGES_SHOWN) + labels[-_CHANGES_SHOWN:]
    return (
        rule.parameter,
        rule.path,
        read[-1].state if read else "unreadable" if seen else "",
        read[-1].kind if read else "",
        len(read),
        states["found"],
        states["missing"],
        states["null"],
        " → ".join(shown) if len(labels) > 1 else "",
        None if first is None else first.time,
        None if first is None else first.run,
    )
