"""Where the readers of a command put what they find: fields, notes and mistakes, each with its place.

The same draft that the sections of a cell fill, so that sections may stand below a command.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from hooknb.errors import FieldPath, Problem, Severity
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line
from hooknb.formats.shellwords import Mistake, Word
from hooknb.formats.source import Span


class CommandDraft:
    """Put what a command says into a draft.

    Args:
        draft: the draft.
        lines: the lines of the whole text.

    Attributes:
        variables: those that the fields use, with their first places.
    """

    def __init__(self, draft: Draft, lines: Sequence[Line]) -> None:
        self.draft = draft
        self.variables: dict[str, Word] = {}
        self._lines = lines
        self._starts = [line.start for line in lines]

    def put(self, field: str, word: Word) -> None:
        """Set a field to a word, as a template."""
        self.draft.put((field,), *self.template(word))

    def add_pair(self, path: FieldPath, rows: list[Any], name: Word, value: Word) -> None:
        """Append a row of name and value; the value is a template, the name is not."""
        text, span = self.template(value)
        here = (*path, len(rows))
        rows.append({"name": name.text, "value": text})
        self.draft.spans[here] = Span(name.start, value.end)
        self.draft.spans[(*here, "name")] = self.span(name)
        self.draft.spans[(*here, "value")] = span

    def template(self, word: Word) -> tuple[str, Span]:
        """Return a word as the text of a field with its place; its variables are used from now on."""
        for slot in word.slots:
            self.variables.setdefault(slot.name, word.cut(slot.start, slot.end))
        return word.template()

    def span(self, word: Word) -> Span:
        """Return the place of a word that is no template."""
        return Span(word.start, word.end, word.offsets)

    def wrong(self, word: Word | Mistake, message: str, hint: str = "") -> None:
        """Note a mistake in a stretch of the command; reading goes on."""
        self.draft.problems.append(self._problem(word, message, hint, "error"))

    def note(self, word: Word, message: str, hint: str = "") -> None:
        """Give advice on how a stretch was read."""
        self.draft.notes.append(self._problem(word, message, hint, "advice"))

    def left(self, word: Word, message: str, hint: str = "") -> None:
        """Say what a node cannot hold."""
        self.draft.notes.append(self._problem(word, message, hint, "warning"))

    def mask(self, word: Word) -> None:
        """Keep a stretch out of every excerpt."""
        if word.start < word.end:
            self.draft.masked.append((word.start, word.end))

    def _problem(self, word: Word | Mistake, message: str, hint: str, severity: Severity) -> Problem:
        line = self._lines[max(bisect_right(self._starts, word.start) - 1, 0)]
        path = (f"line {line.number}",)
        self.draft.spans[path] = line.span
        return Problem(path, message, hint, severity, (word.start - line.start, word.end - line.start))
