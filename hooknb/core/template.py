"""Text with `$PARAM` in it: which names it uses, and one pass of filling.

`$NAME` and `${NAME}` are parameters, `$$` is a dollar sign; `$5`, `$.a`, `$[0]` and a lone `$` are literal.
A filled value is never scanned again. How a value is escaped depends on its place: see `places`.

    >>> Template("Hello $NAME, that is $$5").fill({"NAME": "Ada"}.__getitem__)
    'Hello Ada, that is $5'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_DOLLAR = re.compile(
    r"\$(?:(?P<escape>\$)|\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<plain>[A-Za-z_][A-Za-z0-9_]*))"
)
_DECLARED_DOLLAR = re.compile(
    r"\$(?:(?P<escape>\$(?=\{?(?P<after>[A-Za-z_][A-Za-z0-9_]*)))"
    r"|\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<plain>[A-Za-z_][A-Za-z0-9_]*))"
)


@dataclass(frozen=True, slots=True)
class Literal:
    """A stretch of text that is sent as written, `$$` already being `$`."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where a parameter's value goes; `start` and `end` are offsets in the template's text."""

    name: str
    start: int
    end: int


Part = Literal | Slot


@dataclass(frozen=True, slots=True)
class Template:
    """Hold a text with parameters in it.

    Args:
        text: the text as written.
        declared: with `fill: declared`, the only names that are parameters; every other `$` is then
            literal (and `$$NAME` escapes a declared one). None: every `$name` is a parameter.

    Example:
        >>> Template("$A/$B/${A}").names
        ('A', 'B')
    """

    text: str
    declared: frozenset[str] | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The literals and slots, in order."""
        return _parts(self.text, self.declared)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots, in order, repeats kept."""
        return tuple(part for part in self.parts if isinstance(part, Slot))

    @property
    def names(self) -> tuple[str, ...]:
        """The parameter names used, each once, in order of first use."""
        return tuple(dict.fromkeys(slot.name for slot in self.slots))

    @property
    def whole(self) -> str | None:
        """The name, when the text is nothing but one slot."""
        parts = self.parts
        return parts[0].name if len(parts) == 1 and isinstance(parts[0], Slot) else None

    def fill(self, value_of: Callable[[str], str]) -> str:
        """Put the text of each parameter into its slot, in one pass.

        Args:
            value_of: from a parameter's name to its text, already escaped for the place.
        """
        return "".join(part.text if isinstance(part, Literal) else value_of(part.name) for part in self.parts)


@lru_cache(maxsize=4096)
def _parts(text: str, declared: frozenset[str] | None) -> tuple[Part, ...]:
    return tuple(_merged(_scanned(text, declared)))


def _scanned(text: str, declared: frozenset[str] | None) -> Iterator[Part]:
    position = 0
    for match in (_DOLLAR if declared is None else _DECLARED_DOLLAR).finditer(text):
        yield Literal(text[position : match.start()])
        yield _part(match, declared)
        position = match.end()
    yield Literal(text[position:])


def _part(match: re.Match[str], declared: frozenset[str] | None) -> Part:
    if match["escape"]:
        is_escape = declared is None or match["after"] in declared
        return Literal("$" if is_escape else "$$")
    name = match["braced"] or match["plain"]
    if declared is not None and name not in declared:
        return Literal(match.group())
    return Slot(name, match.start(), match.end())


def _merged(parts: Iterator[Part]) -> Iterator[Part]:
    """Join neighbouring literals, so that equal texts have equal parts."""
    pending = ""
    for part in parts:
        if isinstance(part, Literal):
            pending += part.text
            continue
        if pending:
            yield Literal(pending)
            pending = ""
        yield part
    if pending:
        yield Literal(pending)
