"""Rows that are switched off: no part of the node, but of the form, and comments in the cell it writes.

Each is a line `# off [Section] …` below the request, with what would stand in that section; every reader of
cells passes it over, and a form that is filled from the cell has the row again.

>>> print(with_off("GET https://example.com", {"query": [{"name": "page", "value": "2"}]}))
GET https://example.com
# off [Query Parameters] page: 2
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hooknb.core.node import build
from hooknb.errors import CellError
from hooknb.formats.cell import dumps, loads

Off = Mapping[str, list[Any]]

_LINE = re.compile(r"# off \[(?P<section>[^\]]+)\] (?P<line>.*)")
_URL = "https://example.com"
# The section in which a row of each field stands, and the document of a node that has nothing but the row.
_SECTIONS = {
    "headers": "Headers",
    "query": "Query Parameters",
    "parameters": "Params",
    "secrets": "Secrets",
    "mapping": "Response Mapping",
    "routes": "Status",
    "force_list": "Options",
    "body.pairs": "Form",
}
_FIELDS = {section: field for field, section in _SECTIONS.items()}


def with_off(cell: str, off: Off) -> str:
    """Return the text of a cell with its rows that are off as comments; those that are wrong are left out."""
    comments = [
        f"# off [{_SECTIONS[field]}] {line}" for field, rows in off.items() for line in _lines(field, rows)
    ]
    lines = cell.split("\n")
    at = next((place for place, line in enumerate(lines) if line.startswith("[")), len(lines))
    return "\n".join([*lines[:at], *comments, *lines[at:]])


def read_off(cell: str) -> Off:
    """Return the rows that a cell has as comments, by field, as a document holds them."""
    found: dict[str, list[Any]] = {}
    for line in re.split(r"\r?\n", cell):
        if line.startswith("[Body"):
            break
        match = _LINE.fullmatch(line)
        field = _FIELDS.get(match["section"]) if match else None
        if match and field:
            found.setdefault(field, []).extend(_row(field, match["section"], match["line"]))
    return found


def _lines(field: str, rows: list[Any]) -> Iterator[str]:
    for row in rows:
        body = {"body": {"format": "form", "pairs": [row]}}
        node, _ = build({"url": _URL} | (body if field == "body.pairs" else {field: [row]}))
        if node is not None:
            yield dumps(node).split("\n")[-1]


def _row(field: str, section: str, line: str) -> list[Any]:
    try:
        document = loads(f"{_URL}\n[{section}]\n{line}").to_dict()
    except CellError:
        return []
    rows = document.get("body", {}).get("pairs", []) if field == "body.pairs" else document.get(field, [])
    return list(rows)
