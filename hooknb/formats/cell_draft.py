"""What a cell's readers fill: the document, the place of each of its fields, and what is wrong with the text.

A reader that finds a mistake notes it and goes on. A field that a reader has complained about is *claimed*:
the checks of the document say nothing more about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hooknb.core.limits import Limits
from hooknb.errors import FieldPath, Problem
from hooknb.formats.cell_lines import Line, Part
from hooknb.formats.source import Span

# The template mark of Postman, .http files and Mustache; `{{$guid}}` is a REST client's own value.
BRACES = re.compile(r"\{\{\s*+\$?([A-Za-z_][^\s{}]*+)[^{}\r\n]*+\}\}")


@dataclass(slots=True)
class Draft:
    """Collect what the readers of one cell find.

    Args:
        text: the whole cell.
        document: the document so far, with the field names of `Node`.
        spans: the place of each field.
        problems: what is wrong with the text.
        notes: advice: what was dropped or guessed.
        masked: stretches of the text that must not be shown.
        host: the value of a `Host` header that belongs to a URL without one.
        settled: fields about which enough has been said without naming them.
        later: steps to be done when everything is read, given the limits.
    """

    text: str
    document: dict[str, Any] = field(default_factory=dict)
    spans: dict[FieldPath, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    masked: list[tuple[int, int]] = field(default_factory=list)
    host: Part | None = None
    settled: set[FieldPath] = field(default_factory=set)
    later: list[Callable[[Limits], None]] = field(default_factory=list)

    def put(self, path: FieldPath, value: Any, span: Span) -> None:
        """Set a field at the top of the document, and note its place."""
        self.document[str(path[0])] = value
        self.spans[path] = span

    def add(self, key: str, row: dict[str, Any], spans: dict[str, Span], line: Line) -> FieldPath:
        """Append a row to a list of the document; return its path."""
        rows = self.document.setdefault(key, [])
        return self.append((key,), rows, row, spans, line)

    def append(
        self, path: FieldPath, rows: list[Any], row: dict[str, Any], spans: dict[str, Span], line: Line
    ) -> FieldPath:
        """Append a row to a list that stands under `path`; return the row's path."""
        here = (*path, len(rows))
        rows.append(row)
        self.spans[here] = line.strip().span
        self.spans.update({(*here, name): span for name, span in spans.items()})
        return here

    def wrong(self, path: FieldPath, message: str, hint: str, at: tuple[int, int] | None = None) -> None:
        """Note a mistake in a field; reading goes on."""
        self.problems.append(Problem(path, message, hint, at=at))

    def wrong_line(self, line: Line, message: str, hint: str, part: Part | None = None) -> None:
        """Note a mistake that belongs to no field: it is placed by its line, or a part of that."""
        part = part or line.strip()
        at = (part.start - line.start, part.end - line.start)
        self.problems.append(Problem(self._line_path(line), message, hint, at=at))

    def note(self, path: FieldPath, message: str, hint: str = "") -> None:
        """Give advice on a field."""
        self.notes.append(Problem(path, message, hint, "advice"))

    def note_line(self, line: Line, message: str, hint: str = "") -> None:
        """Give advice on a line that belongs to no field."""
        self.note(self._line_path(line), message, hint)

    def mask(self, part: Part) -> None:
        """Keep a part of the text out of every excerpt."""
        if part.text:
            self.masked.append((part.start, part.end))

    def check_braces(self, path: FieldPath, text: str, escape: str = "") -> None:
        """Refuse `{{x}}` in a field, once for each name; braces on two lines are meant.

        Args:
            path: the field, whose place is known.
            text: the field's text.
            escape: how to write braces that are meant; empty when nobody means them.
        """
        meant = f", or {escape} if the braces are meant" if escape else ""
        seen: set[str] = set()
        for mark in BRACES.finditer(text):
            name = re.sub(r"\W", "_", mark[1], flags=re.ASCII)
            found = self.spans[path].narrow(mark.span())
            if name not in seen and found.end - found.start == len(mark.group()):
                self.wrong(
                    path, f"{mark.group()} is not a parameter here", f"write ${name}{meant}", mark.span()
                )
                seen.add(name)

    def claimed(self, path: FieldPath) -> bool:
        """Tell whether a reader has complained about a field, or about what it belongs to."""
        return _is_below(path, self._claims())

    def open_problems(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Return the document's problems without those of claimed fields."""
        claims = self._claims()
        return (problem for problem in problems if not _is_below(problem.path, claims))

    def _claims(self) -> set[FieldPath]:
        return {problem.path for problem in self.problems} | self.settled

    def _line_path(self, line: Line) -> FieldPath:
        path = (f"line {line.number}",)
        self.spans[path] = line.span
        return path


def _is_below(path: FieldPath, claims: set[FieldPath]) -> bool:
    return any(path[:length] in claims for length in range(1, len(path) + 1))


def has_braces(text: str) -> bool:
    """Tell whether a text holds a mark such as `{{x}}`."""
    return BRACES.search(text) is not None
