"""Rows that are switched off, as comments of a cell: `# off [Section] …`, with a line of that section.

Each stands in its place among the lines of its section, or below the request where the section has no other
rows: what counts is which rows stand above it. A comment that only looks so stays a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hooknb.core.door import read_document
from hooknb.core.limits import Limits
from hooknb.core.off import AT, place_and_row, with_place
from hooknb.core.routes import FAILED
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line
from hooknb.formats.cell_pairs import write_headers
from hooknb.formats.cell_sections import BODY, Section, find_section

_COMMENT = re.compile(r"[ \t]*# off \[(?P<section>[^\[\]]+)\][ \t]+(?P<line>.*)")
_HEADERS = "Headers"
# The field that the rows of a section belong to.
_FIELDS = {
    _HEADERS: "headers",
    "Query Parameters": "query",
    "Params": "parameters",
    "Secrets": "secrets",
    "Response Mapping": "mapping",
    "Status": "routes",
    "Options": "force_list",
    "Form": "body.pairs",
}
_SECTIONS = {field: section for section, field in _FIELDS.items()}


def is_off(line: Line) -> bool:
    """Tell whether a line may be a row that is switched off."""
    return _COMMENT.fullmatch(line.text) is not None


def read_off(lines: Sequence[Line], draft: Draft) -> None:
    """Read the rows that are switched off; each counts the rows that stand above it.

    Args:
        lines: those of a cell that is read.
        draft: what was read; it gets the rows.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for line in _comments(lines, draft):
        match = _COMMENT.fullmatch(line.text)
        named = find_section(match["section"]) if match else None
        field = _FIELDS.get(named.name) if named else None
        if match is None or named is None or field is None:
            continue
        row = _row(named, field, line, match.start("line"), draft)
        if row is not None:
            rows = found.setdefault(field, [])
            above = sum(start < line.start for start in _starts(draft, field))
            rows.append(with_place(row, len(rows) + above))
    if found:
        draft.document["off"] = found


def _comments(lines: Sequence[Line], draft: Draft) -> Iterator[Line]:
    """Yield the comments above a body."""
    bodies = [span for path, span in draft.spans.items() if path[0] == "body"]
    for line in lines:
        if line.bracket is not None and find_section(line.bracket.text) is BODY:
            return
        if line.comment and not any(body.start <= line.start < body.end for body in bodies):
            yield line


def _row(section: Section, field: str, line: Line, start: int, draft: Draft) -> Any:
    """Return what a comment says as a row of a document; None when it is no row."""
    alone = Draft(draft.text)
    if field == "body.pairs":
        alone.document["body"] = {"format": "form", "pairs": []}
    written = line.cut(start)
    if section.read is not None:
        section.read(Line(written.text, written.start, line.number, line.following), alone)
    rows = _rows(alone.document, field)
    if alone.problems or len(rows) != 1 or not _is_right(field, rows[0]):
        return None
    draft.masked += alone.masked
    return rows[0]


def _is_right(field: str, row: Any) -> bool:
    _, problems = read_document({"off": {field: [row]}}, Limits())
    return not any(problem.path[:1] == ("off",) for problem in problems)


def _rows(document: Mapping[str, Any], field: str) -> list[Any]:
    if field == "body.pairs":
        return list((document.get("body") or {}).get("pairs") or ())
    return list(document.get(field, ()))


def _starts(draft: Draft, field: str) -> list[int]:
    """Return where each row of a field begins in the text; the failed output is no row."""
    where = tuple(field.split("."))
    rows = enumerate(_rows(draft.document, field))
    places = [draft.spans.get((*where, at)) for at, row in rows if not _is_failed(field, row)]
    return [place.start for place in places if place is not None]


def _is_failed(field: str, row: Any) -> bool:
    return field == "routes" and str(row["status"]).lower() == FAILED


class OffComments:
    """Write a document's rows that are switched off, each where it belongs.

    Args:
        document: as `Node.to_dict` gives it.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._off: dict[str, list[dict[str, Any]]] = dict(document.get("off", {}))

    def among(self, section: str, lines: list[str]) -> list[str]:
        """Return the lines of a section with its rows that are off in their places.

        Args:
            section: its name; the headers below the request are those of `Headers`.
            lines: what the section's writer has made.
        """
        field = _FIELDS.get(section, "")
        own = list(self._own(field, lines))
        if field not in self._off or (not own and section != _HEADERS):
            return lines
        made = list(lines)
        for row in self._off.pop(field):
            above, below = own[: row[AT]], own[row[AT] :]
            at = below[0] if below else above[-1] + 1 if above else 0
            made.insert(at, _comment(field, row))
            own = [*above, at, *(each + 1 for each in below)]
        return made

    def alone(self) -> list[str]:
        """Return the rows of the sections that have no others."""
        waiting = [(field, row) for field, rows in self._off.items() for row in rows]
        return [_comment(field, row) for field, row in waiting if not self._written(field)]

    def _written(self, field: str) -> int:
        """Return how many rows of a field stand in its section."""
        return sum(not _is_failed(field, row) for row in _rows(self._document, field))

    def _own(self, field: str, lines: Sequence[str]) -> range:
        """Return the indexes of the lines that are rows of a field."""
        first = 0
        if field == "force_list":
            first = next((at for at, line in enumerate(lines) if line.startswith("force_list:")), 0)
        return range(first, first + self._written(field))


def _comment(field: str, row: Mapping[str, Any]) -> str:
    _, bare = place_and_row(row)
    name = _SECTIONS[field]
    if field == "headers":
        lines: list[str] | None = write_headers({field: [bare]})
    else:
        section = find_section(name)
        document = {"body": {"pairs": [bare]}} if field == "body.pairs" else {field: [bare]}
        lines = section.write(document) if section else None
    return f"# off [{name}] {(lines or [''])[-1]}"
