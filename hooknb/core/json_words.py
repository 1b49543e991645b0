"""What is wrong with a text that is no JSON, in words: one reading of Python's messages for all who show one.

>>> import json
>>> try:
...     json.loads("[1, 2,]")
... except json.JSONDecodeError as error:
...     mistake(error)
Mistake(kind='comma too many', what='there is a comma after the last value', position=5)
"""

from __future__ import annotations

import json
from typing import Literal, NamedTuple

Kind = Literal[
    "empty",
    "comma too many",
    "extra",
    "early end",
    "open text",
    "single quotes",
    "name",
    "comma",
    "colon",
    "missing value",
    "value",
    "control",
    "escape",
    "mark",
    "other",
]


class Mistake(NamedTuple):
    """Say what is wrong.

    Args:
        kind: which of the mistakes it is.
        what: a clause that can follow a colon.
        position: the offset of the character that it is about; the length of the text for its end.
    """

    kind: Kind
    what: str
    position: int


# What Python's messages begin with.
_SAID: tuple[tuple[str, Kind, str], ...] = (
    ("Expecting property name", "name", "a name in double quotes is missing"),
    ("Expecting ',' delimiter", "comma", "a comma is missing"),
    ("Expecting ':' delimiter", "colon", "a colon is missing"),
    ("Expecting value", "value", "there is no value"),
    ("Invalid control character", "control", "a text holds a bare control character, such as a line break,"),
    ("Unexpected UTF-8 BOM", "mark", "a byte order mark, which cannot be seen, stands before the value"),
    ("Invalid \\", "escape", "a text holds a backslash that is no escape"),
)

_MENDS: dict[Kind, str] = {
    "empty": "write a JSON value, such as an object in braces",
    "comma too many": "take it out",
    "extra": "take out what follows",
    "early end": "close what is open",
    "open text": "close it with a double quote",
    "single quotes": "put it in double quotes",
    "name": "put the name in double quotes",
    "comma": "put a comma between two values, or close a bracket",
    "colon": "put a colon after the name",
    "missing value": "write one here",
    "value": "put text in double quotes; numbers, true, false and null stand without",
    "control": r"write a line break as \n",
    "mark": "take the first character out",
    "escape": r"write \\ for a backslash",
}


def mistake(error: json.JSONDecodeError) -> Mistake:
    """Return what Python's parser found wrong."""
    text, said, position = error.doc, error.msg, min(error.pos, len(error.doc))
    rest = text[position : position + 1]
    # Python 3.13 points at a comma too many, older ones at the bracket after it, in other words.
    before = text[: position + 1] if "trailing comma" in said else text[:position].rstrip()
    if "trailing comma" in said or (rest in ("}", "]") and before.endswith(",")):
        return Mistake("comma too many", "there is a comma after the last value", len(before) - 1)
    if not text.strip():
        return Mistake("empty", "it is empty", 0)
    if said.startswith("Extra data"):
        return Mistake("extra", "something follows the value", position)
    if not text[position:].strip():
        return Mistake("early end", "it ends too early", position)
    if said.startswith("Unterminated string"):
        return Mistake("open text", "a text that begins here does not end", position)
    if rest == "'":
        return Mistake("single quotes", "a text is in single quotes", position)
    if said.startswith("Expecting value") and rest in ("}", "]", ","):
        return Mistake("missing value", "a value is missing", position)
    for start, kind, what in _SAID:
        if said.startswith(start):
            return Mistake(kind, what, position)
    return Mistake("other", said[:1].lower() + said[1:], position)


def mend(kind: Kind) -> str:
    """Return how somebody mends what they wrote; empty when nothing is known."""
    return _MENDS.get(kind, "")
