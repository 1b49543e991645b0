"""Hints that name a place of the node: as text in the words of a cell, else in those of whoever shows them.

A new one is an entry of `IN_A_CELL`, and one in each other table of words: a form has its own.

    >>> hint = Hint("route", 404)
    >>> print(hint)
    route it under [Status], such as 404: an_output
    >>> said(hint, {"route": "give {0} an output"})
    'give 404 an output'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Words = Mapping[str, str]

IN_A_CELL: Words = {
    "route": "route it under [Status], such as {0}: an_output",
    "credentials": "check the credentials that were sent, or route it under [Status], such as {0}: an_output",
    "login": "say who you are under [Auth], or route it under [Status], such as {0}: an_output",
    "optional": "mend the path, or write {0}? when it may be missing",
    "secret": "put it under [Secrets] and write $NAME here",
    "retry": "the server may give one later; retries: 3 asks again",
}


class Hint(str):
    """Say how to mend something, as a text of `IN_A_CELL`, and be said in other words.

    Args:
        key: of `IN_A_CELL`.
        values: what stands in its braces.

    Example:
        >>> Hint("optional", "ID") == "mend the path, or write ID? when it may be missing"
        True
    """

    __slots__ = ("key", "values")

    def __new__(cls, key: str, *values: Any) -> Hint:
        """Write the text, and keep what it is made of."""
        made = super().__new__(cls, IN_A_CELL[key].format(*values))
        made.key, made.values = key, values
        return made

    key: str
    values: tuple[Any, ...]

    def masked(self, mask: Callable[[str], str]) -> Hint:
        """Return the hint with its texts masked."""
        return Hint(self.key, *(mask(each) if isinstance(each, str) else each for each in self.values))

    # For copies and pickles.
    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self.key, *self.values)


def said(text: str, words: Words) -> str:
    """Return a text in somebody's words; one that names no place is as it is."""
    return words[text.key].format(*text.values) if isinstance(text, Hint) else text


def masked(text: str, mask: Callable[[str], str]) -> str:
    """Return a text masked; a hint stays one."""
    return text.masked(mask) if isinstance(text, Hint) else mask(text)
