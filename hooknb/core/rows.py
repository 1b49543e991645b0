"""Rows as people give them — a dict, pairs, dicts, a DataFrame — as the dicts a document holds.

>>> read_rows({"Accept": "*/*"}, ("headers",), HEADER_ROWS, Findings())
[(0, {'name': 'Accept', 'value': '*/*'})]
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hooknb.core.checks import Findings
from hooknb.core.redaction import is_masked
from hooknb.errors import FieldPath, did_you_mean, quoted
from hooknb.view.table import Table


@dataclass(frozen=True, slots=True)
class RowShape:
    """Say which keys the rows of a field have.

    Args:
        keys: every key a row may have; the first two are those of a short row, `(first, second)`.
        required: the keys every row must have.
        noun: what one row is called in a message.
    """

    keys: tuple[str, ...]
    required: tuple[str, ...]
    noun: str


HEADER_ROWS = RowShape(("name", "value"), ("name", "value"), "header")
QUERY_ROWS = RowShape(("name", "value"), ("name",), "query parameter")
FORM_ROWS = RowShape(("name", "value"), ("name", "value"), "form field")
PARAMETER_ROWS = RowShape(("name", "value", "entity", "secret", "spelling"), ("name",), "parameter")
SECRET_ROWS = RowShape(("name", "source"), ("name", "source"), "secret")
MAPPING_ROWS = RowShape(
    ("parameter", "path", "entity", "required", "secret", "policy"), ("parameter", "path"), "mapping rule"
)
ROUTE_ROWS = RowShape(("status", "output"), ("status", "output"), "route")

# The source of a parameter without a value, in the DataFrame of a node's parameters.
ASKED = "asked for"

Row = tuple[int, dict[str, Any]]


def read_rows(value: Any, path: FieldPath, shape: RowShape, findings: Findings) -> list[Row]:
    """Read rows in any of the forms people give.

    Args:
        value: a mapping, a DataFrame (columns beyond the shape's are ignored), or an iterable of dicts,
            pairs or value types.
        path: the field, for messages.
        shape: the keys of a row.
        findings: where mistakes are noted; a row with a mistake is left out.

    Returns:
        `(index, row)` for every good row.
    """
    if Table.is_frame(value):
        return _from_frame(value, path, shape, findings)
    if isinstance(value, Mapping):
        value = list(value.items())
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        findings.add(path, f"{quoted(value)} is not a list of rows", f"give one {shape.noun} per row")
        return []
    rows = ((index, _one_row(each, (*path, index), shape, findings)) for index, each in enumerate(value))
    return [(index, row) for index, row in rows if row is not None]


def _from_frame(frame: Any, path: FieldPath, shape: RowShape, findings: Findings) -> list[Row]:
    table = Table.from_frame(frame)
    missing = [key for key in shape.required if key not in table.columns]
    if missing:
        findings.add(
            path, f"the DataFrame has no column {quoted(missing[0])}", f"columns: {', '.join(shape.keys)}"
        )
        return []
    rows: list[Row] = []
    for index, values in enumerate(table.rows):
        named = dict(zip(table.columns, values, strict=True))
        row = {key: named[key] for key in shape.keys if key in named and _given(named[key], key)}
        if named.get("source") == ASKED:
            row.pop("value", None)
        column = next((key for key, cell in row.items() if is_masked(cell)), None)
        if column is not None:
            findings.add(
                (*path, index, column),
                "the cell is masked, so its value is not known here",
                "name its source under secrets",
            )
            continue
        rows.append((index, row))
    return rows


def _given(cell: object, key: str) -> bool:
    """Tell whether a DataFrame's cell says something; an empty one leaves the field at its default."""
    return cell is not None or key in ("name", "value")


def _one_row(value: Any, path: FieldPath, shape: RowShape, findings: Findings) -> dict[str, Any] | None:
    if dataclasses.is_dataclass(value) and hasattr(value, "document"):
        value = value.document()
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {key: getattr(value, key) for key in shape.keys if hasattr(value, key)}
    if isinstance(value, Mapping):
        return _checked(dict(value), path, shape, findings)
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return dict(zip(shape.keys[:2], value, strict=True))
    findings.add(path, f"{quoted(value)} is not a {shape.noun}", f"give {shape.keys[0]} and {shape.keys[1]}")
    return None


def _checked(
    row: dict[str, Any], path: FieldPath, shape: RowShape, findings: Findings
) -> dict[str, Any] | None:
    unknown = [key for key in row if key not in shape.keys]
    for key in unknown:
        findings.add(
            (*path, str(key)),
            f"a {shape.noun} has no field {quoted(key)}",
            did_you_mean(str(key), shape.keys),
        )
    missing = [key for key in shape.required if key not in row]
    for key in missing:
        findings.add((*path, key), f"a {shape.noun} needs a {key}", f"write its {key}")
    return None if unknown or missing else row
