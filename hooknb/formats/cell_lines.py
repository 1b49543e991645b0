r"""A cell as lines that know where they stand, and the marks that give a line its meaning.

>>> [line.text for line in split_lines("GET /users\r\nHost: a\rb")]
['GET /users', 'Host: a\rb']
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hooknb.formats.source import LINE_BREAK, Span

# What is trimmed round names and values. Other white space, such as a no-break space, belongs to them.
BLANKS = " \t"

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_BODY_BRACKET = re.compile(r"\[(\s*body\b.*)\]", re.IGNORECASE | re.DOTALL)
_SECTION_START = re.compile(r"[ \t]*\[[ \t]*[A-Za-z][^\[\]]*\](?:[ \t]|\Z)")
_BODY_MARKS = ("{", "}", "[", "]", "<")


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a slice of the text with the offset at which it starts."""

    text: str
    start: int

    @property
    def span(self) -> Span:
        """The place of the slice."""
        return Span(self.start, self.end)

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    def cut(self, start: int, end: int | None = None) -> Part:
        """Return a slice of the slice."""
        return Part(self.text[start:end], self.start + min(start, len(self.text)))

    def strip(self) -> Part:
        """Return the slice without blanks at its ends."""
        kept = self.text.lstrip(BLANKS)
        return Part(kept.rstrip(BLANKS), self.start + len(self.text) - len(kept))

    def partition(self, mark: str) -> tuple[Part, Part | None]:
        """Return what stands before and after the first `mark`; None after when there is no mark."""
        index = self.text.find(mark)
        return (self, None) if index < 0 else (self.cut(0, index), self.cut(index + len(mark)))

    def words(self) -> list[Part]:
        """Return the parts between blanks."""
        return [self.cut(*match.span()) for match in re.finditer(r"[^ \t]+", self.text)]


@dataclass(frozen=True, slots=True)
class Line(Part):
    """Hold one line, without its line break.

    Args:
        text: the line.
        start: the offset of its first character.
        number: its number, for people.
        following: the offset of the next line.
    """

    number: int
    following: int

    @property
    def blank(self) -> bool:
        """Tell whether nothing is written on it."""
        return not self.text.strip()

    @property
    def comment(self) -> bool:
        """Tell whether it is a comment: `#` is its first character, indented or not."""
        return self.text.lstrip(BLANKS).startswith("#")

    @property
    def indented(self) -> bool:
        """Tell whether it starts with a blank."""
        return self.text[:1] in (" ", "\t")

    @property
    def bracket(self) -> Part | None:
        """What stands between `[` and `]`, when that is the whole line; else None."""
        trimmed = self.strip()
        match = _BODY_BRACKET.fullmatch(trimmed.text) or _BRACKET.fullmatch(trimmed.text)
        return trimmed.cut(*match.span(1)) if match else None

    @property
    def looks_like_section(self) -> bool:
        """Tell whether it begins with a word between `[` and `]`, whatever follows after a blank."""
        return _SECTION_START.match(self.text) is not None

    @property
    def looks_like_body(self) -> bool:
        """Tell whether it starts as lines of JSON, XML or HTML do."""
        return self.text.lstrip(BLANKS).startswith(_BODY_MARKS)

    @property
    def is_json(self) -> bool:
        """Tell whether it is a whole JSON value by itself."""
        try:
            json.loads(self.text)
        except (ValueError, RecursionError):
            return False
        return True


def split_lines(text: str, first: int = 1) -> list[Line]:
    """Return the lines of a text, numbered from `first`; LF and CRLF end a line, nothing else does."""
    return list(_lines(text, first))


def _lines(text: str, number: int) -> Iterator[Line]:
    # A byte order mark belongs to the file, not to the cell.
    start = int(text.startswith("\ufeff"))
    for found in LINE_BREAK.finditer(text):
        yield Line(text[start : found.start()], start, number, found.end())
        start, number = found.end(), number + 1
    yield Line(text[start:], start, number, len(text))


def end_of_cell(text: str) -> int:
    """Return the offset at which the line breaks at the end begin: a notebook adds them, they are dropped."""
    end = len(text)
    while text.endswith("\n", 0, end):
        end -= 2 if text.endswith("\r\n", 0, end) else 1
    return end
