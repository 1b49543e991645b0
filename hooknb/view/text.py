r"""Text that is safe to show anywhere, and its layout in columns of a terminal.

What came from a server may hold terminal escapes, characters that reverse the reading direction or half a
surrogate pair. `visible` spells those out, so that they are seen and do nothing; everything that `view/`
shows, as text or as HTML, goes through it once.

    >>> print(visible("a\x1b[31mb"))
    a\x1b[31mb
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
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
# Nobody sees these either, but scripts and emoji need them: joiners, variation selectors, fillers.
_UNSEEN = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef"
)
_BLANK = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_FAINT = re.compile(f"[{_INERT}{_UNSEEN}]")
_FAINT_OR_BLANK = re.compile(f"[{_INERT}{_UNSEEN}{_BLANK}]")
_BLANKS = re.compile(f"[{_BLANK}]")
_LONGEST_CLUSTER = 32
_ASCII = re.compile(r"[\x20-\x7e]*")
GAP = "  "
_NARROWEST = 8
_LONGEST_WORD = 28
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


def is_unclear(character: str, before: str) -> bool:
    """Tell whether nobody sees a character, or it melts into what stands before it.

    `é` is one character or two. The second of the two is unclear: spelled out, it makes the names differ.

    Example:
        >>> is_unclear("\u0301", "e"), is_unclear("\u0301", "x"), is_unclear("\u200d", "a")
        (True, False, True)
    """
    if character.isascii():
        return False
    melts = not unicodedata.is_normalized("NFC", before[-_LONGEST_CLUSTER:] + character)
    return melts or _FAINT_OR_BLANK.match(character) is not None


def apart(text: str) -> str:
    r"""Spell out what is unclear, so that names that look the same do not.

    Example:
        >>> print(apart("e\u0301"), apart("a\xa0b"))
        e\u0301 a\xa0b
    """
    shown = ""
    for character in text:
        shown += _code(character) if is_unclear(character, shown) else character
    return shown


def look(text: str) -> str:
    r"""Return the same text for all those that look like it in one line.

    Example:
        >>> look("e\u0301") == look("é"), look("a\xa0b\u200d") == "a b"
        (True, True)
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _FAINT.sub("", _BLANKS.sub(" ", text)))


def width(text: str) -> int:
    """Return how many terminal columns a visible text takes: 2 for wide characters, 0 for marks."""
    if _ASCII.fullmatch(text):
        return len(text)
    return sum(_columns(character) for character in text)


def cut(text: str, limit: int, *, more: bool = False) -> str:
    """Return a text of at most `limit` columns, ending in an ellipsis when something was cut.

    Args:
        text: visible text.
        limit: columns, at least 1.
        more: True if the text was already cut, and should end in an ellipsis in any case.

    Example:
        >>> cut("a long sentence", 8)
        'a long …'
    """
    if not more and width(text) <= limit:
        return text
    room, kept = limit - 1, 0
    for character in text:
        room -= _columns(character)
        if room < 0:
            break
        kept += 1
    return text[:kept] + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with spaces to a number of columns; `right` puts them in front."""
    gap = " " * (columns - width(text))
    return gap + text if right else text + gap


def wrapped(text: str, columns: int) -> list[str]:
    """Break a visible text into lines of at most so many columns, at spaces where there are any.

    Example:
        >>> wrapped("GET https://api.example.com/users", 12)
        ['GET', 'https://api.', 'example.com/', 'users']
    """
    lines: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if width(joined) <= columns:
                line = joined
                continue
            lines += [line] if line else []
            *full, line = _chopped(word, columns)
            lines += full
        lines.append(line)
    return lines


def aligned(rows: Sequence[Sequence[str]], sizes: Sequence[int], right: Collection[int] = ()) -> list[str]:
    """Return rows as lines, each column filled to its size; `right` lists the columns flush right."""
    return [
        GAP.join(
            pad(text, size, right=at in right) for at, (text, size) in enumerate(zip(row, sizes, strict=True))
        ).rstrip()
        for row in rows
    ]


def fitted(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return a size for each column of texts, so that all of them fit into `room`.

    The widest give way first, and while that is enough no word is broken; none becomes narrower than 8.

    Example:
        >>> fitted([["id"], ["a sentence of several words"]], 20)
        [2, 16]
    """
    sizes = [max(map(width, texts)) for texts in columns]
    words = [max(width(word) for text in texts for word in text.split(" ")) for texts in columns]
    spare = room - len(GAP) * (len(sizes) - 1)
    for floors in ([min(size, _LONGEST_WORD) for size in words], [0] * len(sizes)):
        while sum(sizes) > spare:
            loose = [place for place, size in enumerate(sizes) if size > max(floors[place], _NARROWEST)]
            if not loose:
                break
            sizes[max(loose, key=sizes.__getitem__)] -= 1
    return sizes


def _chopped(word: str, columns: int) -> list[str]:
    """Break a word that is too long for a line."""
    pieces, piece, used = [], "", 0
    for character in word:
        size = _columns(character)
        if used + size > columns and piece:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + character, used + size
    return [*pieces, piece]


def _spelled(match: re.Match[str]) -> str:
    return _code(match.group())


def _code(character: str) -> str:
    return _NAMED.get(character) or character.encode("unicode_escape").decode("ascii")


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
