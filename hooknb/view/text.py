r"""Text that is safe to show anywhere, and its layout in columns of a terminal.

What came from a server may hold terminal escapes, characters that reverse the reading direction or half a
surrogate pair. `visible` spells those out, so that they are seen and do nothing; everything that `view/`
shows, as text or as HTML, goes through it once.

    >>> print(visible("a\x1b[31mb"))
    a\x1b[31mb
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from typing import Literal

Tone = Literal["plain", "good", "bad", "warn", "info"]

# Controls but tab and line feed, soft hyphen, bidi marks and overrides, zero-width space and other
# invisible format characters, line separators, surrogates, noncharacters, musical and tag controls.
# Joiners (U+200C, U+200D) stay: Persian, Indic scripts and emoji need them.
_INERT = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_HIDDEN = re.compile(f"[{_INERT}]")
_HIDDEN_IN_LINE = re.compile(f"[\t\n{_INERT}]")
_ASCII = re.compile(r"[\x20-\x7e]*")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def visible(text: str) -> str:
    r"""Spell out every character that could act instead of being read; tabs and line feeds stay.

    Example:
        >>> print(visible("gpj.\u202eexe"))
        gpj.\u202eexe
    """
    return _HIDDEN.sub(_spelled, text.replace("\r\n", "\n"))


def in_line(text: str) -> str:
    """Spell out what `visible` does, and tabs and line feeds too, so that the text stays on one line."""
    return _HIDDEN_IN_LINE.sub(_spelled, text)


def width(text: str) -> int:
    """Return how many terminal columns a visible text takes: 2 for wide characters, 0 for marks."""
    if _ASCII.fullmatch(text):
        return len(text)
    return sum(_columns(character) for character in text)


def cut(text: str, limit: int) -> str:
    """Return a text of at most `limit` columns, ending in an ellipsis when something was cut.

    Example:
        >>> cut("a long sentence", 8)
        'a long …'
    """
    if width(text) <= limit:
        return text
    room, kept = limit - 1, 0
    for kept, character in enumerate(text):  # noqa: B007
        room -= _columns(character)
        if room < 0:
            break
    return text[:kept] + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with spaces to a number of columns; `right` puts them in front."""
    gap = " " * (columns - width(text))
    return gap + text if right else text + gap


def wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    """Break a text into lines of at most so many columns, at spaces where there are any."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(
            paragraph, max(columns, 20), initial_indent=indent, subsequent_indent=indent
        ) or [""]
    return lines


def indented(lines: Iterable[str], indent: str = "  ") -> str:
    """Join lines, each behind an indent; empty lines stay empty."""
    return "\n".join(indent + line if line else line for line in lines)


def _spelled(match: re.Match[str]) -> str:
    character = match.group()
    return _NAMED.get(character) or character.encode("unicode_escape").decode("ascii")


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
