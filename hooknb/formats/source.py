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
            A text of several lines, problems separated by a blank line.
        """
        placed = sorted(
            ((self.span(problem), problem) for problem in problems), key=lambda pair: pair[0].start
        )
        return "\n\n".join(self._shown(span, problem) for span, problem in placed)

    def span(self, problem: Problem) -> Span:
        """Return the stretch of text a problem is about."""
        for length in range(len(problem.path), -1, -1):
            found = self.spans.get(problem.path[:length])
            if found is not None:
                return found.narrow(problem.at if length == len(problem.path) else None)
        return self._first_line()

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1, the column in characters."""
        starts = self._line_starts()
        index = bisect_right(starts, offset) - 1
        return index + self.first_line, offset - starts[index] + 1

    def _shown(self, span: Span, problem: Problem) -> str:
        line, column = self.position(span.start)
        start, end = self._line_range(line - self.first_line)
        masked = [(low - start, high - start) for low, high in self.masked]
        caret = (column - 1, min(span.end, end) - start)
        rows = excerpt(self.text[start:end], caret, hint=problem.hint, number=line, masked=masked)
        name = f"{self.name}:{line}: " if self.name else ""
        headline = f"{problem.place}: {problem.message}" if problem.path else problem.message
        return "\n".join([name + headline, *rows])

    def _first_line(self) -> Span:
        """Return the first line that says anything."""
        said = re.search(r"\S[^\r\n]*", self.text)
        return Span(*said.span()) if said else Span(0, 0)

    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in LINE_BREAK.finditer(self.text))]

    def _line_range(self, index: int) -> tuple[int, int]:
        start = self._line_starts()[index]
        following = LINE_BREAK.search(self.text, start)
        return start, following.start() if following else len(self.text)

    def __repr__(self) -> str:
        # The text may hold what must not be shown: a repr ends up in logs and tracebacks.
        return f"<Source {self.name or 'text'}, {len(self._line_starts())} lines>"
