"""Where each value of a JSON text stands: spans by path, for a text that is known to be JSON.

>>> json_spans('{"url": "x"}')[("url",)]
Span(start=8, end=11, offsets=(9, 10))
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from hooknb.errors import FieldPath
from hooknb.formats.cell_lines import Part
from hooknb.formats.cell_scalars import string_span
from hooknb.formats.source import Span

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PLAIN = re.compile(r"[^\s,\]}]+")
# No field of a document lies deeper than ("body", "pairs", 0, "name"); what is below is one value.
_DEPTH = 4


def json_spans(text: str) -> dict[FieldPath, Span]:
    """Return the place of every value, down to the depth that fields have; of a repeated key the last."""
    return dict(_Walk(text).value((), _space(text, 0)))


class _Walk:
    """Walk a JSON text, which has been found to be correct."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 0

    def value(self, path: FieldPath, start: int) -> Iterator[tuple[FieldPath, Span]]:
        """Yield the places in the value at `start`, its own last; leave its end in `end`."""
        opening = self.text[start]
        if opening == '"':
            yield path, self._string(start)
            return
        if opening not in "{[":
            self.end = self._match(_PLAIN, start)
        elif len(path) < _DEPTH:
            yield from self._members(path, start)
        else:
            self.end = json.JSONDecoder().raw_decode(self.text, start)[1]
        yield path, Span(start, self.end)

    def _members(self, path: FieldPath, start: int) -> Iterator[tuple[FieldPath, Span]]:
        index, position = 0, _space(self.text, start + 1)
        while self.text[position] not in "}]":
            key: str | int = index
            if self.text[start] == "{":
                end = self._match(_STRING, position)
                key = json.loads(self.text[position:end])
                position = _space(self.text, _space(self.text, end) + 1)
            yield from self.value((*path, key), position)
            position = _space(self.text, self.end)
            position = _space(self.text, position + 1) if self.text[position] == "," else position
            index += 1
        self.end = position + 1

    def _string(self, start: int) -> Span:
        self.end = self._match(_STRING, start)
        return string_span(Part(self.text[start : self.end], start))

    def _match(self, pattern: re.Pattern[str], start: int) -> int:
        match = pattern.match(self.text, start)
        return match.end() if match else start


def _space(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return match.end() if match else start
