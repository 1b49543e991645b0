r"""Read `.env` files: where one is found, and what its lines say.

A line is `KEY=value`, with or without `export` in front. Text in single quotes is kept as it is; in double
quotes `\n`, `\r`, `\t`, `\"`, `\\` and `\$` are escapes; both may run over several lines. A value without
quotes is trimmed and ends at a `#` that follows a space. Nothing is expanded: `$HOME` stays five characters.

    >>> read_dotenv("export TOKEN='a b'  # from the console")
    {'TOKEN': 'a b'}
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_KEY = re.compile(r"[ \t]*(?:export[ \t]+)?(?P<key>[A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=(?P<blanks>[ \t]*)")
_SINGLE = re.compile(r"'(?P<value>[^']*)'")
_DOUBLE = re.compile(r'"(?P<value>(?:[^"\\]|\\.)*)"', re.DOTALL)
_BARE = re.compile(r"(?P<value>[^\r\n]*?)(?=[ \t]+#|[ \t]*\r?(?:\n|\Z))")
_END = re.compile(r"[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")
_ESCAPE = re.compile(r'\\([nrt"\\$])')
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


def find_dotenv(directory: Path) -> Path | None:
    """Return the nearest `.env` file: in the directory itself, else in the first above it that has one.

    The search does not leave the home directory once it is in it: what lies above belongs to others.

    Args:
        directory: where to begin.
    """
    start, home = directory.resolve(), Path(os.path.expanduser("~")).resolve()
    for place in (start, *start.parents):
        if (place / ".env").is_file():
            return place / ".env"
        if place == home:
            return None
    return None


def read_dotenv(text: str) -> dict[str, str | None]:
    r"""Return the values of a `.env` text by key; None for one whose quotes do not end as they should.

    Lines that say nothing (empty, comments, no `=`) are passed over; of a repeated key the last one counts.

    Example:
        >>> read_dotenv('A=1 # one\nB="open')
        {'A': '1', 'B': None}
    """
    values: dict[str, str | None] = {}
    position = 0
    while position < len(text):
        key = _KEY.match(text, position)
        if key is None:
            position = _next_line(text, position)
            continue
        values[key["key"]], position = _value(text, key)
    return values


def _value(text: str, key: re.Match[str]) -> tuple[str | None, int]:
    """Read the value after a key; return it with the start of the next line."""
    quote = text[key.end() : key.end() + 1]
    pattern = {"'": _SINGLE, '"': _DOUBLE}.get(quote)
    # The blanks before a bare value may be the ones before a comment.
    match = pattern.match(text, key.end()) if pattern else _BARE.match(text, key.start("blanks"))
    end = _END.match(text, match.end()) if match else None
    if match is None or end is None:
        return None, _next_line(text, key.end())
    value = match["value"] if pattern else match["value"].strip()
    if quote == '"':
        value = _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[1]), value)
    return value, end.end()


def _next_line(text: str, position: int) -> int:
    return text.find("\n", position) + 1 or len(text)
