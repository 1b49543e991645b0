"""Names and values as they stand on a line: plain, or as one JSON string where plain would not survive.

The writer asks the reader: a text is written plainly exactly when reading that gives it back.

    >>> write_scalar("plain text"), write_scalar(" x ")
    ('plain text', '" x "')
"""

from __future__ import annotations

import json
import re
import unicodedata

from hooknb.formats.cell_lines import BLANKS, Part
from hooknb.formats.source import Span

_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)|.", re.DOTALL
)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_NO_COLON = re.compile(r"(?P<name>[^\s=]+)(?:[ \t]*=[ \t]*|[ \t]+)(?P<value>\S.*)", re.DOTALL)
# First characters that would make a line a comment, a section or a body.
_TAKEN_STARTS = ("#", "{", "}", "[", "]", "<", '"')


def read_scalar(part: Part) -> tuple[str, Span]:
    """Return a trimmed text and its place; a text that is wholly one JSON string is decoded."""
    part = part.strip()
    decoded = decode_string(part.text)
    return (part.text, part.span) if decoded is None else (decoded, string_span(part))


def decode_string(text: str) -> str | None:
    """Return what a JSON string says, or None when the text is not wholly one."""
    if not text.startswith('"'):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def string_span(part: Part) -> Span:
    """Return the place of a JSON string, with the place of each decoded character."""
    starts = [match.start() for match in _ESCAPE.finditer(part.text, 1, len(part.text) - 1)]
    return Span(part.start, part.end, tuple(part.start + offset for offset in [*starts, len(part.text) - 1]))


def split_pair(line: Part) -> tuple[Part, Part] | None:
    """Return name and value of `name: value`, untrimmed; None when the line has no colon after a name."""
    line = line.strip()
    quoted = _STRING.match(line.text)
    if quoted and line.text[quoted.end() :].lstrip(BLANKS).startswith(":"):
        colon = line.text.index(":", quoted.end())
    else:
        colon = line.text.find(":")
    return None if colon < 0 else (line.cut(0, colon), line.cut(colon + 1))


def colon_hint(line: Part, value: str) -> str:
    """Say how a line without a colon was probably meant.

    Args:
        line: the line.
        value: what could stand after the colon, when nothing does.
    """
    text = line.strip().text
    match = _NO_COLON.fullmatch(text)
    if match:
        return f"write {match['name']}: {match['value']}"
    return f"write {text}: {value}".rstrip() if text.split() == [text] else "put a colon after the name"


def write_scalar(text: str) -> str:
    """Write a value: plainly when that is read back as the same text, else as a JSON string."""
    plain = text != "" and text == text.strip(BLANKS) and not hides(text) and decode_string(text) is None
    return text if plain else json_string(text)


def write_name(text: str) -> str:
    """Write a name that stands before a colon at the start of a line."""
    plain = ":" not in text and not text.startswith(_TAKEN_STARTS) and write_scalar(text) == text
    return text if plain else json_string(text)


def json_string(text: str) -> str:
    """Write a text as a JSON string, with escapes for what cannot be seen."""
    return "".join(_escaped(character) for character in json.dumps(text, ensure_ascii=False))


def hides(text: str) -> bool:
    """Tell whether a text holds characters that cannot be seen or would break the line."""
    return any(_unseen(character) for character in text)


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1] if _unseen(character) else character


def _unseen(character: str) -> bool:
    # Not the surrogates: two escaped ones are read as one character.
    return unicodedata.category(character) in ("Cc", "Zl", "Zp")
