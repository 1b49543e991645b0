"""Many rows at once from a DataFrame of the notebook.

>>> rows_of("headers", {"Accept": "*/*"})
[{'on': True, 'name': 'Accept', 'value': '*/*'}]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hooknb.core.checks import Findings
from hooknb.core.parameters import json_value, plain_spelling
from hooknb.core.rows import (
    FORM_ROWS,
    HEADER_ROWS,
    MAPPING_ROWS,
    PARAMETER_ROWS,
    QUERY_ROWS,
    ROUTE_ROWS,
    SECRET_ROWS,
    RowShape,
    read_rows,
)
from hooknb.errors import NodeError
from hooknb.session import Session
from hooknb.view.table import Table
from hooknb.widgets.form.bindings import Row, read_rows_of

_SHAPES: Mapping[str, RowShape] = {
    "headers": HEADER_ROWS,
    "query": QUERY_ROWS,
    "parameters": PARAMETER_ROWS,
    "secrets": SECRET_ROWS,
    "mapping": MAPPING_ROWS,
    "routes": ROUTE_ROWS,
    "body.pairs": FORM_ROWS,
}
# Their values have a type; everywhere else a cell is text.
_TYPED = ("parameters",)


def frames(session: Session) -> list[str]:
    """Return the names of the notebook's variables that are DataFrames."""
    value_of = session.variables
    if value_of is None:
        return []
    return [name for name in getattr(value_of, "names", list)() if Table.is_frame(value_of(name))]


def rows_of(field_id: str, rows: Any) -> list[Row]:
    """Return the form's rows of a DataFrame, or of rows in any form that a node takes.

    Raises:
        NodeError: it has no such columns, or rows that are none.
        LookupError: the field is no table.
    """
    findings = Findings()
    read = read_rows(rows, (field_id,), _SHAPES[field_id], findings)
    if findings.problems:
        raise NodeError(findings.problems)
    texts = [row if field_id in _TYPED else _as_text(row) for _, row in read]
    return read_rows_of(field_id, texts)


def _as_text(row: Row) -> Row:
    return {key: _text(value) for key, value in row.items()}


def _text(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    whole = isinstance(value, float) and value.is_integer()
    return plain_spelling(json_value(int(value) if whole else value, "value"))
