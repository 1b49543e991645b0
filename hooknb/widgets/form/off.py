"""Rows that are switched off: no part of the node, but of the form, and comments in the cell it writes.

Each is a line `# off [Section] …` with what would stand in that section, in its place among the lines of the
section; below the request where the section has no other rows. Every reader of cells passes it over, and a
form that is filled from the cell has the row again, in its place: the last, for one that stands elsewhere.

>>> print(with_off("GET https://example.com", {"query": [OffRow({"name": "page", "value": "2"})]}))
GET https://example.com
# off [Query Parameters] page: 2
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hooknb.core.node import build
from hooknb.core.routes import FAILED
from hooknb.errors import CellError, FieldPath
from hooknb.formats.cell import dumps, loads
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line, split_lines
from hooknb.formats.cell_reader import read_cell, section_of
from hooknb.formats.cell_sections import BODY, find_section

_LINE = re.compile(r"# off \[(?P<section>[^\]]+)\] (?P<line>.*)")
_URL = "https://example.com"
_HEADERS = "Headers"
# The section in which a row of each field stands, and the document of a node that has nothing but the row.
_SECTIONS = {
    "headers": _HEADERS,
    "query": "Query Parameters",
    "parameters": "Params",
    "secrets": "Secrets",
    "mapping": "Response Mapping",
    "routes": "Status",
    "force_list": "Options",
    "body.pairs": "Form",
}
_FIELDS = {section: field for field, section in _SECTIONS.items()}


@dataclass(frozen=True, slots=True)
class OffRow:
    """Hold a row that is switched off.

    Args:
        row: as a document holds it.
        at: how many rows of its table stand above it, on or off; None for all of them.
    """

    row: Any
    at: int | None = None


Off = Mapping[str, Sequence[OffRow]]


def off_document(off: Off) -> dict[str, list[Any]]:
    """Return rows that are off as plain values, each with its place.

    Example:
        >>> off_document({"headers": [OffRow({"name": "A", "value": "1"}, 2)]})
        {'headers': [{'name': 'A', 'value': '1', 'at': 2}]}
    """
    return {name: [_plain(each) for each in rows] for name, rows in off.items()}


def read_off_document(document: Mapping[str, Sequence[Any]]) -> Off:
    """Return the rows of plain values, as `off_document` gives them; one without a place is the last.

    Example:
        >>> read_off_document({"force_list": ["items"]})
        {'force_list': [OffRow(row='items', at=None)]}
    """
    return {name: [_of_plain(name, row) for row in rows] for name, rows in document.items()}


def with_off(cell: str, off: Off) -> str:
    """Return the text of a cell with its rows that are off as comments; those that are wrong are left out."""
    lines = cell.split("\n")
    draft = read_cell(cell)
    below = next((at for at, line in enumerate(lines) if line.startswith("[")), len(lines))
    comments: dict[int, list[str]] = {}
    for field, rows in off.items():
        own = [cell.count("\n", 0, start) for start in _starts(draft, field)]
        for number, each in enumerate(rows):
            above = len(own) if each.at is None else each.at - number
            at = _below(own, above) if own else below
            comments.setdefault(at, []).extend(_comment(field, each.row))
    spread = ([*comments.get(at, ()), *lines[at : at + 1]] for at in range(len(lines) + 1))
    return "\n".join(line for some in spread for line in some)


def read_off(cell: str) -> Off:
    """Return the rows that a cell has as comments, by field, with their places."""
    draft = read_cell(cell)
    found: dict[str, list[OffRow]] = {}
    placed: dict[str, int] = {}
    for line, section in _commented(cell, draft):
        match = _LINE.fullmatch(line.text)
        named = find_section(match["section"]) if match else None
        field = _FIELDS.get(named.name) if named else None
        if match is None or field is None:
            continue
        for row in _row(field, match["section"], match["line"]):
            at = None
            if _SECTIONS[field] == section:
                at = sum(start < line.start for start in _starts(draft, field)) + placed.get(field, 0)
                placed[field] = placed.get(field, 0) + 1
            found.setdefault(field, []).append(OffRow(row, at))
    return found


def _plain(each: OffRow) -> dict[str, Any]:
    row = each.row if isinstance(each.row, Mapping) else {"path": each.row}
    return {**row, **({} if each.at is None else {"at": each.at})}


def _of_plain(name: str, row: Any) -> OffRow:
    if not isinstance(row, Mapping):
        return OffRow(row)
    made = {key: value for key, value in row.items() if key != "at"}
    return OffRow(made["path"] if name == "force_list" else made, row.get("at"))


def _starts(draft: Draft, field: str) -> list[int]:
    """Return where each row of a field begins in the text, in the order of the form's table."""
    where: FieldPath = tuple(field.split("."))
    rows = draft.document
    for key in where:
        rows = rows.get(str(key)) or {}
    places = [draft.spans.get((*where, at)) for at, row in enumerate(rows) if not _is_failed(field, row)]
    return [place.start for place in places if place is not None]


def _is_failed(field: str, row: Any) -> bool:
    """Tell whether a row is the failed output, which is no row of the form's table."""
    return field == "routes" and str(row["status"]).lower() == FAILED


def _below(own: Sequence[int], above: int) -> int:
    """Return the index of the line before which a comment stands that has so many rows above it."""
    return own[0] if above <= 0 else own[min(above, len(own)) - 1] + 1


def _commented(cell: str, draft: Draft) -> Iterator[tuple[Line, str]]:
    """Yield the comment lines above a body, each with the name of the section it stands in."""
    bodies = [span for path, span in draft.spans.items() if path[0] == "body"]
    section = _HEADERS
    for line in split_lines(cell):
        begun = section_of(line)
        if begun is BODY:
            return
        section = begun.name if begun else section
        if line.comment and not any(body.start <= line.start < body.end for body in bodies):
            yield line, section


def _comment(field: str, row: Any) -> Iterator[str]:
    """Yield the comment of a row; none when the row is wrong."""
    body = {"body": {"format": "form", "pairs": [row]}}
    node, _ = build({"url": _URL} | (body if field == "body.pairs" else {field: [row]}))
    if node is not None:
        line = dumps(node).split("\n")[-1]
        yield f"# off [{_SECTIONS[field]}] {line}"


def _row(field: str, section: str, line: str) -> list[Any]:
    try:
        document = loads(f"{_URL}\n[{section}]\n{line}").to_dict()
    except CellError:
        return []
    rows = document.get("body", {}).get("pairs", []) if field == "body.pairs" else document.get(field, [])
    return list(rows)
