r"""One line of a text with a caret under a part of it, right for tabs, wide characters and long lines.

What the text is and which part is wrong is decided in `source`; here it is only drawn.

    >>> print(*excerpt("GET /users", (4, 10), hint="write the whole URL"), sep="\n")
      1 | GET /users
        |     ^^^^^^ write the whole URL
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MASK = "•••••"
_WIDTH = 100
_BEFORE = 30  # columns kept before the caret when a line is cut
_TAB = "    "


def excerpt(
    line: str,
    caret: tuple[int, int],
    *,
    hint: str = "",
    number: int = 1,
    masked: Sequence[tuple[int, int]] = (),
) -> list[str]:
    """Draw a line and, below it, a caret under `line[caret[0]:caret[1]]`, followed by the hint.

    Args:
        line: one line, without its line break.
        caret: the part to point at, as offsets; an empty part is pointed at with one caret.
        hint: what to say after the caret.
        number: the line's number.
        masked: parts to hide, as offsets; they may reach beyond the line.

    Returns:
        Two rows, without line breaks.
    """
    glyphs = list(_glyphs(line, masked))
    window = _window(glyphs, *_marked(glyphs, *caret))
    gutter = f"  {number} | "
    below = f"{' ' * (len(gutter) - 2)}| {window.carets} {hint}"
    return [f"{gutter}{window.text}".rstrip(), below.rstrip()]


@dataclass(frozen=True, slots=True)
class _Glyph:
    """What is drawn for a stretch of the line: `width` columns of `text`."""

    text: str
    width: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of a line that is shown, and the row below it."""

    text: str
    carets: str


def _glyphs(line: str, masked: Sequence[tuple[int, int]]) -> Iterator[_Glyph]:
    index = 0
    while index < len(line):
        hidden = next(((low, high) for low, high in masked if low <= index < high), None)
        if hidden:
            end = min(hidden[1], len(line))
            yield _Glyph(MASK, len(MASK), index, end)
            index = end
        else:
            yield _glyph(line[index], index)
            index += 1


def _glyph(character: str, index: int) -> _Glyph:
    text = _drawn(character)
    if unicodedata.category(character) in ("Mn", "Me") or character == "\u200d":
        return _Glyph(text, 0, index, index + 1)
    wide = len(text) == 1 and unicodedata.east_asian_width(text) in ("W", "F")
    return _Glyph(text, 2 if wide else len(text), index, index + 1)


def _drawn(character: str) -> str:
    """Return what stands for a character: itself, unless it moves the cursor or cannot be seen."""
    code = ord(character)
    if character == "\t":
        return _TAB
    if code < 0x20:
        return chr(0x2400 + code)  # the pictures of the control characters
    if code == 0x7F:
        return "␡"
    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or _reorders(code):
        return "�"
    return character


def _reorders(code: int) -> bool:
    """Tell whether a character changes the direction of the text round it, or is a hidden mark."""
    return 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200B, 0x200E, 0x200F, 0xFEFF)


def _marked(glyphs: Sequence[_Glyph], start: int, end: int) -> tuple[int, int]:
    """Return the columns to put carets under: `(first, after the last)`, at least one of them."""
    first = last = 0
    for glyph in glyphs:
        if glyph.end <= start:
            first += glyph.width
        if glyph.start < end:
            last += glyph.width
    return first, max(last, first + 1)


def _window(glyphs: Sequence[_Glyph], first: int, last: int) -> _Window:
    """Show the line, or the part round the caret when it is too long."""
    total = sum(glyph.width for glyph in glyphs)
    left = 0 if total <= _WIDTH or last <= _WIDTH - 1 else max(0, first - _BEFORE)
    right = total if total <= left + _WIDTH else left + _WIDTH
    text, column, shift = "", 0, None
    for glyph in glyphs:
        if left <= column and column + glyph.width <= right:
            shift = column if shift is None else shift
            text += glyph.text
        column += glyph.width
    shift = shift or 0
    before, after = "…" if left else "", "…" if right < total else ""
    carets = " " * (len(before) + first - shift) + "^" * (max(first + 1, min(last, right)) - first)
    return _Window(before + text + after, carets)
