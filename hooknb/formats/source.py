"""Where each field of a document stands in the text it was read from, and excerpts that point there.

Whoever reads a text makes a `Source`; the checks know only field paths. Here the two meet: a problem's
path finds a span, the span finds a line, and the line is shown with a caret under what is wrong.

    >>> source = Source("POTS https://api.example.com", {("method",): Span(0, 4)})
    >>> print(source.explain([Problem(("method",), "'POTS' is not a method", "did you mean 'POST'?")]))
    method: 'POTS' is not a method
      1 | POTS https://api.example.com
        | ^^^^ did you mean 'POST'?
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hooknb.errors import FieldPath, Problem
from hooknb.formats.excerpt import excerpt

# Only these two end a line: a lone CR, U+2028 and their kind are ordinary characters.
LINE_BREAK = re.compile(r"\r?\n")
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a stretch of the text, as offsets in characters from 0.

    Args:
        start: offset of its first character.
        end: offset after its last.
        offsets: where each character of the *field* stands, when the field is no plain slice of the
            text (an escaped string, a URL on several lines); one longer than the field, or empty.
    """

    start: int
    end: int
    offsets: tuple[int, ...] = ()

    def narrow(self, at: tuple[int, int] | None) -> Span:
        """Return the span of a part of the field, given as offsets inside the field's own text."""
        if at is None:
            return self
        start, end = self._offset(at[0]), self._offset(at[1])
        return Span(start, max(start, end))

    def _offset(self, index: int) -> int:
        if self.offsets:
            return self.offsets[max(0, min(index, len(self.offsets) - 1))]
        return max(self.start, min(self.start + index, self.end))


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """Hold a text that was read, with the place of each field in it.

    Args:
        text: the whole text.
        spans: from a field path to its place.
        name: what the text is called, such as a file name; shown before each problem when not empty.
        masked: stretches that must not be shown, as offsets.
        first_line: the number of the text's first line, for people.
    """

    text: str
    spans: Mapping[FieldPath, Span] = field(default_factory=dict)
    name: str = ""
    masked: tuple[tuple[int, int], ...] = ()
    first_line: int = 1

    def explain(self, problems: Iterable[Problem]) -> str:
        """Write problems for people: each with its line, a caret, and how to mend it, in order of place.

        Args:
            problems: any problems; one whose path has no place of its own is shown at its nearest ancestor.

        Returns:
            A text of several lines, problems separated by a blank line. Beyond 50, they are only counted.
        """
        placed = sorted(
            ((self.span(problem), problem) for problem in problems), key=lambda pair: pair[0].start
        )
        lines = _Lines(self.text)
        shown = [self._shown(span, problem, lines) for span, problem in placed[:_MOST_SHOWN]]
        more = [f"… and {len(placed) - _MOST_SHOWN} more"] if len(placed) > _MOST_SHOWN else []
        return "\n\n".join([*shown, *more])

    def span(self, problem: Problem) -> Span:
        """Return the stretch of text a problem is about."""
        for length in range(len(problem.path), -1, -1):
            found = self.spans.get(problem.path[:length])
            if found is not None:
                return found.narrow(problem.at if length == len(problem.path) else None)
        return self._first_line()

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1, the column in characters."""
        lines = _Lines(self.text)
        index = lines.index(offset)
        return index + self.first_line, offset - lines.starts[index] + 1

    def _shown(self, span: Span, problem: Problem, lines: _Lines) -> str:
        index = lines.index(span.start)
        start, end = lines.range(index)
        number = index + self.first_line
        masked = [(low - start, high - start) for low, high in self.masked if low < end and high > start]
        caret = (span.start - start, min(span.end, end) - start)
        rows = excerpt(self.text[start:end], caret, hint=problem.hint, number=number, masked=masked)
        name = f"{self.name}:{number}: " if self.name else ""
        headline = f"{problem.place}: {problem.message}" if problem.path else problem.message
        return "\n".join([name + headline, *rows])

    def _first_line(self) -> Span:
        """Return the first line that says anything."""
        said = re.search(r"\S[^\r\n]*", self.text)
        return Span(*said.span()) if said else Span(0, 0)

    def __repr__(self) -> str:
        # The text may hold what must not be shown: a repr ends up in logs and tracebacks.
        return f"<Source {self.name or 'text'}, {len(_Lines(self.text).starts)} lines>"


class _Lines:
    """Know where the lines of a text start and end."""

    def __init__(self, text: str) -> None:
        breaks = [match.span() for match in LINE_BREAK.finditer(text)]
        self.starts = [0, *(end for _, end in breaks)]
        self.ends = [*(start for start, _ in breaks), len(text)]

    def index(self, offset: int) -> int:
        """Return the number, from 0, of the line that an offset stands in."""
        return bisect_right(self.starts, offset) - 1

    def range(self, index: int) -> tuple[int, int]:
        """Return where a line starts and ends, without its line break."""
        return self.starts[index], self.ends[index]
