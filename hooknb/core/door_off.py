"""Rows that are switched off: each is checked alone, and finds its place when all the others are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from hooknb.core.checks import Findings
from hooknb.core.off import AT, ROW_FIELDS, OffRow, OffRows, place_and_row, placed, rows_of
from hooknb.errors import FieldPath, Problem, did_you_mean, quoted

Reader = Callable[[Any, FieldPath, Findings], Any]
Unplaced = tuple[str, int | None, Any]
"""The field of a row, the place that was meant, and the field with the row alone."""


def read_off(
    value: Any, path: FieldPath, findings: Findings, readers: Mapping[str, Reader]
) -> list[Unplaced]:
    """Read rows that are switched off: by field, each with its place under `at`; without one it is the last.

    Args:
        value: a dict from fields to rows, or `OffRows`.
        path: the field, for messages.
        findings: where mistakes are noted.
        readers: what reads each of `ROW_FIELDS`.
    """
    if isinstance(value, OffRows):
        return [(each.field, each.at, each.alone) for each in value]
    if not isinstance(value, Mapping):
        findings.add(path, f"{quoted(value)} are no rows by field", "give a dict, such as {'headers': [...]}")
        return []
    for field in value:
        if field not in readers:
            findings.add(
                (*path, str(field)), f"{quoted(field)} has no rows", did_you_mean(str(field), ROW_FIELDS)
            )
    known = ((field, value[field]) for field in ROW_FIELDS if field in value)
    return [row for field, rows in known for row in _rows(field, rows, (*path, field), findings, readers)]


def check_off(fields: dict[str, Any]) -> None:
    """Give the rows that are off their places among the others, which are read by now."""
    unplaced: list[Unplaced] | OffRows = fields["off"]
    if isinstance(unplaced, OffRows):
        return
    made: list[OffRow] = []
    for field in ROW_FIELDS:
        rows = [(at, alone) for name, at, alone in unplaced if name == field]
        made += placed(field, rows, _others(fields, field)) if rows else []
    fields["off"] = OffRows(made)


def _others(fields: Mapping[str, Any], field: str) -> int:
    if field == "body.pairs":
        return len(getattr(fields["body"], "pairs", None) or ())
    # The failed output is routed by a field of its own, not by a row.
    return len(fields["routes"].routes if field == "routes" else fields[field])


def _rows(
    field: str, rows: Any, path: FieldPath, findings: Findings, readers: Mapping[str, Reader]
) -> Iterator[Unplaced]:
    if isinstance(rows, Mapping):
        rows = list(rows.items())
    if not isinstance(rows, (list, tuple)):
        findings.add(path, f"{quoted(rows)} is not a list of rows", "give a list of them")
        return
    for index, row in enumerate(rows):
        at, bare = place_and_row(row)
        if at is not None and (not isinstance(at, int) or isinstance(at, bool) or at < 0):
            hint = "say how many rows stand above it"
            findings.add((*path, index, AT), f"{quoted(at)} is not a row's place", hint)
            continue
        found = Findings()
        alone = readers[field]([bare], path, found)
        findings.problems += (_moved(problem, len(path), index) for problem in found.problems)
        if not found.problems and rows_of(alone):
            yield field, at, alone


def _moved(problem: Problem, depth: int, index: int) -> Problem:
    """Return a problem of the only row of a list as one of the row at an index."""
    path = problem.path
    if len(path) > depth:
        path = (*path[:depth], index, *path[depth + 1 :])
    return replace(problem, path=path)
